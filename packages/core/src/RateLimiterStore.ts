/**
 * Counts the units of an account's budget: in memory, or in a store that several processes share.
 *
 * A store only counts. The order of requests and the bounds of their waits belong to `RateLimiter`, which is built on it:
 *
 * ```ts
 * import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
 * import { RateLimiterStore } from "@effect-helpscout/core/RateLimiterStore"
 * import * as Layer from "effect/Layer"
 *
 * export const limiter = RateLimiter.layerStore().pipe(Layer.provide(RateLimiterStore.layerMemory))
 * ```
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Budget } from "./internal/limit/budget.js"

/**
 * The rate limit headers of a response.
 *
 * @since 0.1.0
 */
export interface Reading {
  /** `X-RateLimit-Limit-Minute` */
  readonly limit?: number
  /** `X-RateLimit-Remaining-Minute` */
  readonly remaining?: number
  /** `X-RateLimit-Retry-After`, otherwise `Retry-After`. */
  readonly retryAfter?: Duration.Duration
}

/**
 * The limits of the budget, from the limiter's current options.
 *
 * @since 0.1.0
 */
export interface Limits {
  /** Units per window, until a reading reports the limit. */
  readonly limit: number
  /** Length of the window in milliseconds. */
  readonly window: number
  /** Units per window that are left to other clients. */
  readonly reserve: number
}

/**
 * Requests the units of one attempt that is about to be sent.
 *
 * @since 0.1.0
 */
export interface PermitRequest {
  /** Identifies the attempt in `settle`. Unique within one limiter only: a shared store must add the process. */
  readonly id: number
  readonly units: number
  readonly limits: Limits
}

/**
 * The response to a `PermitRequest`:
 * - `Granted`: the units count from now on, until `settle` says from when they count, or that they do not.
 * - `Wait`: nothing was acquired. Ask again after `millis`, or sooner if a `settle` returned `true`: room may still have gone
 *   to another request. `Infinity` means after the next such `settle`. With the reason `Paused`, a 429 caused the wait,
 *   which has a bound of its own.
 *
 * @since 0.1.0
 */
export type Decision =
  | { readonly _tag: "Granted" }
  | { readonly _tag: "Wait"; readonly reason: "Exhausted" | "Paused"; readonly millis: number }

/**
 * Reports how a granted attempt ended: exactly once for each grant, in the order in which the attempts ended.
 *
 * @since 0.1.0
 */
export interface Settlement {
  readonly id: number
  /** Whether the units count, from now on and for one window. Otherwise they are returned. */
  readonly counts: boolean
  /** The headers of the response, if one arrived. Absent for a 429, which sets `pause`. */
  readonly reading?: Reading
  /** A 429 arrived: no request may be sent for this number of milliseconds. */
  readonly pause?: number
  readonly limits: Limits
}

/**
 * The budget's state at one moment.
 *
 * @since 0.1.0
 */
export interface Usage {
  /** Units per window, as the server last reported them, or from the options. */
  readonly limit: number
  /** Units of completed requests that still count. */
  readonly completed: number
  /** Units of requests in flight. */
  readonly inFlight: number
  /** Units that other clients use, as far as the last reading shows. */
  readonly external: number
  /** Milliseconds until the pause after a 429 ends; 0 when there is none. */
  readonly paused: number
}

/**
 * The budget of one account.
 *
 * Laws: units count from `acquire` until one window after `settle` (and a small margin, because clocks drift), so that no
 * window, fixed or sliding, contains more than the limit. Time is the store's own. After a pause one request probes, and
 * the others follow once it got a response.
 *
 * A store that can fail or stall must bound its own calls and have its own fallback: `acquire` and `settle` run
 * uninterruptibly. A shared store holds the units of requests in flight under a lease, so that the units of a killed process
 * return.
 *
 * @since 0.1.0
 */
export interface Service {
  readonly acquire: (request: PermitRequest) => Effect.Effect<Decision>
  /** Returns whether waiting requests should ask again, because there may be room now. */
  readonly settle: (settlement: Settlement) => Effect.Effect<boolean>
  readonly usage: (limits: Limits) => Effect.Effect<Usage>
}

/**
 * The store of `RateLimiter`.
 *
 * @since 0.1.0
 */
export class RateLimiterStore extends Context.Tag("@effect-helpscout/core/RateLimiterStore")<
  RateLimiterStore,
  Service
>() {
  /** Keeps the budget in this process's memory. */
  static readonly layerMemory: Layer.Layer<RateLimiterStore> = Layer.effect(
    this,
    Effect.suspend(() => makeMemory)
  )
}

/**
 * A budget in memory. Its time is the monotonic clock.
 *
 * @since 0.1.0
 */
export const makeMemory: Effect.Effect<Service> = Effect.clockWith((clock) =>
  Effect.sync(() => {
    const budget = new Budget(() => Number(clock.unsafeCurrentTimeNanos()) / 1e6)
    return {
      acquire: (request) => Effect.sync(() => budget.acquire(request)),
      settle: (settlement) => Effect.sync(() => budget.settle(settlement)),
      usage: (limits) => Effect.sync(() => budget.usage(limits))
    }
  })
)
