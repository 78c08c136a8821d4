/**
 * Where the account's budget is kept: in memory, or in a store that several processes share.
 *
 * A store only counts. Who is next, and how long one may wait, is the policy of `RateLimiter`, which is built over it:
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
import * as Budget from "./internal/limit/budget.js"

/**
 * What a response head says about the account's budget.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reading {
  /** `X-RateLimit-Limit-Minute` */
  readonly limit?: number
  /** `X-RateLimit-Remaining-Minute` */
  readonly remaining?: number
  /** `X-RateLimit-Retry-After`, else `Retry-After`. */
  readonly retryAfter?: Duration.Duration
}

/**
 * The terms of the budget, as the options of the limiter state them at present.
 *
 * @since 0.1.0
 * @category models
 */
export interface Terms {
  /** Units per window, as long as no reading has told the limit. */
  readonly limit: number
  /** Length of the window in milliseconds. */
  readonly window: number
  /** Units per window that are left to others. */
  readonly reserve: number
}

/**
 * Asks for the units of one request that is about to be sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Take {
  /** Names the request in `settle`. Unique within one limiter only: a shared store adds what tells the processes apart. */
  readonly id: number
  readonly units: number
  readonly terms: Terms
}

/**
 * `Granted`: the units count from now on, until `settle` says since when, or that they don't.
 *
 * `Wait`: nothing was taken. Ask again in `millis`: not earlier, unless a `settle` answered `true`, and then look again,
 * for somebody else may have been quicker. `Infinity` means: after the next such `settle`. `Paused` says that a 429 is
 * the reason, which has a bound of its own.
 *
 * @since 0.1.0
 * @category models
 */
export type Taken =
  | { readonly _tag: "Granted" }
  | { readonly _tag: "Wait"; readonly reason: "Spent" | "Paused"; readonly millis: number }

/**
 * How a request that was granted has ended. It is reported exactly once for each grant, in the order of the ends.
 *
 * @since 0.1.0
 * @category models
 */
export interface Settle {
  readonly id: number
  /** Whether the units count, from now on and for one window. Otherwise they are given back. */
  readonly counts: boolean
  /** What the answer's headers said, if there was an answer. Not given for a 429, which says it by `pause`. */
  readonly reading?: Reading
  /** A 429 was met: nobody sends for so many milliseconds. */
  readonly pause?: number
  readonly terms: Terms
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Usage {
  /** Units per window, as last told by the server or else by the options. */
  readonly limit: number
  /** Units of requests that have ended and still count. */
  readonly spent: number
  /** Units of requests under way. */
  readonly inFlight: number
  /** Units that others use, as far as the last reading shows. */
  readonly foreign: number
  /** Milliseconds until the pause imposed by a 429 is over; 0 when there is none. */
  readonly paused: number
}

/**
 * The budget of one account.
 *
 * Laws: units count from `take` until one window after `settle` (and a small margin, for clocks drift), so that no more
 * than the limit is sent in any window, fixed or sliding. Time is the store's own. After a pause one request is let
 * through as a probe, the others once it was answered.
 *
 * A store that can fail or stall is bounded, and falls back, by itself: `take` and `settle` are run without interruption.
 * A shared store keeps the units of requests under way under a lease, so that a killed process gives them back.
 *
 * @since 0.1.0
 * @category services
 */
export interface Service {
  readonly take: (request: Take) => Effect.Effect<Taken>
  /** Answers whether those who were told to wait may now fare better, and should ask again. */
  readonly settle: (settlement: Settle) => Effect.Effect<boolean>
  readonly usage: (terms: Terms) => Effect.Effect<Usage>
}

/**
 * The store of `RateLimiter`.
 *
 * @since 0.1.0
 * @category services
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
 * @category constructors
 */
export const makeMemory: Effect.Effect<Service> = Effect.clockWith((clock) =>
  Effect.sync(() => {
    const budget = Budget.make(() => Number(clock.unsafeCurrentTimeNanos()) / 1e6)
    return {
      take: (request) => Effect.sync(() => budget.take(request)),
      settle: (settlement) => Effect.sync(() => budget.settle(settlement)),
      usage: (terms) => Effect.sync(() => budget.usage(terms))
    }
  })
)
