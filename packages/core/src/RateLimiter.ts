/**
 * Keeps an account within its rate limit: decides which request may be sent, and when.
 *
 * ```ts
 * import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
 * import * as Effect from "effect/Effect"
 *
 * // leaves 100 units a minute to the account's other apps
 * export const limiter = RateLimiter.layer({ reserve: 100 })
 * export const left = Effect.flatMap(RateLimiter, (limiter) => limiter.snapshot).pipe(Effect.map((_) => _.remaining))
 * ```
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type { RateLimited } from "./HelpScoutError.js"
import * as Policy from "./internal/limit/policy.js"
import * as Unlimited from "./internal/limit/unlimited.js"
import { makeMemory, RateLimiterStore, type Reading } from "./RateLimiterStore.js"

/**
 * Options of the limiter. Each can be changed while it runs.
 *
 * @since 0.1.0
 */
export interface Options {
  /** Maximum number of requests in flight. A request is in flight until its response head arrives. @default 10 */
  readonly maxConcurrent?: number
  /** Minimum time between the starts of two requests. @default 0 */
  readonly minTime?: Duration.DurationInput
  /** Units per window, until a response reports the account's limit. A read costs 1 unit, a write 2. @default 400 */
  readonly limit?: number
  /** Length of the window. @default "60 seconds" */
  readonly window?: Duration.DurationInput
  /** Units per window that are left to other clients of the account. @default 0 */
  readonly reserve?: number
  /** An additional cap on writes: at most `units` in any `window`. @default undefined (none) */
  readonly writeBurst?: { readonly units: number; readonly window: Duration.DurationInput } | undefined
  /** Maximum time that a request waits for the budget, summed over its attempts. @default Duration.infinity */
  readonly maxQueueWait?: Duration.DurationInput
  /** Maximum time that a request waits because of 429s, summed over its attempts. @default "3 minutes" */
  readonly maxPausedWait?: Duration.DurationInput
}

/**
 * The current options.
 *
 * @since 0.1.0
 */
export interface Settings {
  readonly maxConcurrent: number
  readonly minTime: Duration.Duration
  readonly limit: number
  readonly window: Duration.Duration
  readonly reserve: number
  readonly writeBurst: { readonly units: number; readonly window: Duration.Duration } | undefined
  readonly maxQueueWait: Duration.Duration
  readonly maxPausedWait: Duration.Duration
}

/**
 * The limits of the npm client `helpscout-mailbox-api`: two requests at a time, 125 ms apart, 400 a minute. This limiter
 * needs no spacing and learns the account's limit. Use these options to migrate without changing the load.
 *
 * @since 0.1.0
 */
export const npmClientOptions: Options = { maxConcurrent: 2, minTime: "125 millis", limit: 400, window: "60 seconds" }

/**
 * How an attempt used its permit:
 * - `Responded`: a response head arrived. The request costs its units, unless the status is 429, which pauses all requests.
 * - `Unsent`: the server certainly did not receive the request. It costs nothing.
 * - `Unknown`: the request was sent, and no response arrived. It costs its units.
 *
 * @since 0.1.0
 */
export type PermitUse =
  | { readonly _tag: "Responded"; readonly status: number; readonly reading: Reading }
  | { readonly _tag: "Unsent" }
  | { readonly _tag: "Unknown" }

export type {
  /**
   * @since 0.1.0
   */
  Reading
}

/**
 * Type id of `RankedRequest`.
 *
 * @since 0.1.0
 */
export const RankedRequestTypeId = "~@effect-helpscout/core/RateLimiter/RankedRequest"

/**
 * A registered request. It keeps its rank in the queue, and the time it has waited, from attempt to attempt.
 *
 * @since 0.1.0
 */
export interface RankedRequest {
  readonly [RankedRequestTypeId]: typeof RankedRequestTypeId
  readonly operation: string
  readonly units: number
  readonly priority: number
}

/**
 * The limiter's state at one moment.
 *
 * @since 0.1.0
 */
export interface Snapshot {
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
  readonly paused: Duration.Duration
  /** The expected time until the first waiting request is sent; zero when none waits, or for another to end. */
  readonly nextIn: Duration.Duration
  /** Attempts that had to wait, since the limiter was built. */
  readonly waits: number
  /** Responses with status 429, since the limiter was built. */
  readonly rejections: number
}

/**
 * @since 0.1.0
 */
export interface Service {
  /**
   * Registers a request and assigns its rank: first come, first served within a priority. The default priority is 0;
   * higher priorities go first.
   */
  readonly register: (request: {
    readonly operation: string
    readonly units: number
    readonly priority?: number
  }) => RankedRequest
  /**
   * Waits for a permit, runs `send` (up to the response head) and settles the units by `use`, also if `send` was interrupted
   * or died. After a 429, call it again with the same request.
   */
  readonly withPermit: <A, E, R>(
    request: RankedRequest,
    send: Effect.Effect<A, E, R>,
    use: (exit: Exit.Exit<A, E>) => PermitUse
  ) => Effect.Effect<A, E | RateLimited, R>
  readonly snapshot: Effect.Effect<Snapshot>
  readonly options: Effect.Effect<Settings>
  /** Changes options while the limiter runs. They apply to waiting requests, too. */
  readonly update: (options: Options) => Effect.Effect<void>
}

/**
 * The account's budget.
 *
 * @since 0.1.0
 */
export class RateLimiter extends Context.Tag("@effect-helpscout/core/RateLimiter")<RateLimiter, Service>() {
  /** Keeps the budget in this process's memory. */
  static readonly layer = (options?: Options): Layer.Layer<RateLimiter> =>
    Layer.effect(this, Effect.provideServiceEffect(Policy.make(options), RateLimiterStore, makeMemory))

  /** Keeps the budget in a store, which several processes can share. */
  static readonly layerStore = (options?: Options): Layer.Layer<RateLimiter, never, RateLimiterStore> =>
    Layer.effect(this, Policy.make(options))

  /** Never waits and counts nothing. After a 429, the next attempt of the same request fails with `RateLimited`. */
  static readonly layerUnlimited: Layer.Layer<RateLimiter> = Layer.sync(this, Unlimited.make)
}

/**
 * Creates a limiter over the provided store.
 *
 * @since 0.1.0
 */
export const make: (options?: Options) => Effect.Effect<Service, never, RateLimiterStore> = Policy.make
