/**
 * How a custom `HttpClient` describes itself to the client. Neither part is required: without them, writes that fail
 * before they are sent may be ambiguous, and bodies are read in chunks.
 *
 * ```ts
 * import * as Transport from "@effect-helpscout/core/Transport"
 * import * as HttpClientError from "@effect/platform/HttpClientError"
 * import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
 *
 * export const notConnected = (request: HttpClientRequest.HttpClientRequest, cause: unknown) =>
 *   new HttpClientError.RequestError({ request, reason: "Transport", cause: Transport.unsent(cause) })
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

const UnsentTypeId = "~@effect-helpscout/core/Transport/Unsent"

/**
 * The cause of a failure that happened before the first byte of the request was sent.
 *
 * @since 0.1.0
 */
export interface Unsent {
  readonly [UnsentTypeId]: typeof UnsentTypeId
  readonly cause: unknown
}

/**
 * Marks the cause of a `RequestError`: no byte of the request was sent. A write then fails with `TransportFailed` instead
 * of `AmbiguousWrite`, and is retried like a read (law S5).
 *
 * @since 0.1.0
 */
export const unsent = (cause: unknown): Unsent => ({ [UnsentTypeId]: UnsentTypeId, cause })

/**
 * Returns whether a cause was marked by `unsent`.
 *
 * @since 0.1.0
 */
export const isUnsent = (cause: unknown): cause is Unsent =>
  typeof cause === "object" && cause !== null && UnsentTypeId in cause

/**
 * The key of a response that stops reading its body at `HttpIncomingMessage.maxBodySize`. The client reads bodies of
 * other responses in chunks, and counts them itself (law P7).
 *
 * @since 0.1.0
 */
export const LimitsBody = "~@effect-helpscout/core/Transport/LimitsBody"

/**
 * The cause of a `ResponseError` for a body that is larger than `HttpIncomingMessage.maxBodySize`.
 *
 * @since 0.1.0
 */
export class BodyTooLarge extends Error {
  readonly code = "RESPONSE_TOO_LARGE"
}

/**
 * A limit on the time without progress. It replaces the client's `timeout` for exchanges that transfer a file, whose
 * duration depends on the file (law P8).
 *
 * @since 0.1.0
 */
export interface StallLimit {
  readonly duration: Duration.Duration
  /** When the transfer last advanced, in nanoseconds of the clock. */
  lastProgress: bigint
}

/**
 * Creates a limit for one call.
 *
 * @since 0.1.0
 */
export const stallLimit = (duration: Duration.Duration): StallLimit => ({ duration, lastProgress: 0n })

/**
 * Records that the transfer advanced.
 *
 * @since 0.1.0
 */
export const progressed = (limit: StallLimit): Effect.Effect<void> =>
  Effect.map(Clock.currentTimeNanos, (now) => {
    limit.lastProgress = now
  })

/**
 * The stall limit of an effect or stream: none by default. Provide one with `Effect.provideService`.
 *
 * @since 0.1.0
 */
export class CurrentStallLimit extends Context.Reference<CurrentStallLimit>()(
  "@effect-helpscout/core/Transport/CurrentStallLimit",
  { defaultValue: (): StallLimit | undefined => undefined }
) {}
