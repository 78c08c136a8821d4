/** A request, encoded and ready to be sent. */
import type { HttpMethod } from "../../Endpoint.js"

export interface OutgoingRequest {
  readonly operation: string
  readonly method: HttpMethod
  /** The path's template. It may appear in spans and errors, where the path itself may not (law O5). */
  readonly template: string
  /** Absolute, on the API's own host. */
  readonly url: string
  readonly accept: string
  readonly body: string | undefined
}

export const isRead = (request: OutgoingRequest): boolean => request.method === "GET"
