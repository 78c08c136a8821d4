/** A request, encoded and ready to be sent. */
import type { HttpMethod } from "../../Endpoint.js"
import type { Call } from "../permissions/call.js"

export interface OutgoingRequest {
  readonly operation: string
  readonly method: HttpMethod
  /** The path's template. It may appear in spans and errors, where the path itself may not (law O5). */
  readonly template: string
  /** Absolute, on the API's own host. */
  readonly url: string
  readonly accept: string
  readonly body: string | undefined
  /** What permissions judge. The further pages of a list keep the call that began it. */
  readonly call: Call
  /**
   * Returns the URL that the result of this write is read from. Present if the URL contains an id chosen by the caller,
   * which makes the write idempotent.
   */
  readonly readBack?: ((url: string) => string) | undefined
}

export const isRead = (request: OutgoingRequest): boolean => request.method === "GET"

/** A request that may be retried even if it was carried out: a read, or an idempotent write. */
export const isRepeatable = (request: OutgoingRequest): boolean => isRead(request) || request.readBack !== undefined
