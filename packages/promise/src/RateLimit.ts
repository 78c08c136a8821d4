/**
 * The rate limit of an account.
 */
import type { Duration } from "./Options.js"

/** Options of the rate limit. Each can be changed while the client runs. */
export interface RateLimitOptions {
  /**
   * Maximum number of requests in flight. A request is in flight until its response head arrives.
   *
   * @default 10
   */
  readonly maxConcurrent?: number
  /**
   * Minimum time between the starts of two requests.
   *
   * @default 0
   */
  readonly minTime?: Duration
  /**
   * Units per window, until a response reports the account's limit. A read costs 1 unit, a write 2.
   *
   * @default 400
   */
  readonly limit?: number
  /**
   * Length of the window.
   *
   * @default "60 seconds"
   */
  readonly window?: Duration
  /**
   * Units per window that are left to other clients of the account.
   *
   * @default 0
   */
  readonly reserve?: number
  /**
   * An additional cap on writes: at most `units` in any `window`.
   *
   * @default none
   */
  readonly writeBurst?: { readonly units: number; readonly window: Duration } | undefined
  /**
   * Maximum time that a request waits for the budget, summed over its attempts.
   *
   * @default Infinity
   */
  readonly maxQueueWait?: Duration
  /**
   * Maximum time that a request waits because of 429s, summed over its attempts.
   *
   * @default "3 minutes"
   */
  readonly maxPausedWait?: Duration
}

/** The rate limit at one moment. Times are in milliseconds. */
export interface RateLimit {
  /** Units per window, as the last response reported them, or from the options. */
  readonly limit: number
  /** Units that can be sent now. */
  readonly remaining: number
  /** Units of completed requests that still count. */
  readonly completed: number
  /** Units of requests in flight. */
  readonly inFlight: number
  /** Units that other clients use, as far as the last response shows. */
  readonly external: number
  /** Requests in flight. */
  readonly active: number
  /** Requests that wait. */
  readonly queued: number
  /** Time until the pause after a 429 ends; zero when there is none. */
  readonly paused: number
  /** Attempts that had to wait, since the client was created. */
  readonly waits: number
  /** Responses with status 429, since the client was created. */
  readonly rejections: number
}
