/**
 * Keeps an account within its rate limit: who may send, and when.
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
import { makeMemory, RateLimiterStore, type Reading } from "./RateLimiterStore.js"

/**
 * All of them can be changed while the limiter runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** How many requests may be under way, each until the head of its response is there. @default 10 */
  readonly maxConcurrent?: number
  /** Least time from the start of one request to the start of the next. @default 0 */
  readonly minTime?: Duration.DurationInput
  /** Units per window, believed until a response tells the account's own. A read costs 1, a write 2. @default 400 */
  readonly limit?: number
  /** @default "60 seconds" */
  readonly window?: Duration.DurationInput
  /** Units per window that are left to others who use the account. @default 0 */
  readonly reserve?: number
  /** A second cap, on writes alone: so many units in each such window. @default undefined (none) */
  readonly writeBurst?: { readonly units: number; readonly window: Duration.DurationInput } | undefined
  /** How long a request may wait for our own budget, all its attempts together. @default Duration.infinity */
  readonly maxQueueWait?: Duration.DurationInput
  /** How long a request may wait because of 429s, all its attempts together. @default "3 minutes" */
  readonly maxPausedWait?: Duration.DurationInput
}

/**
 * The options in force.
 *
 * @since 0.1.0
 * @category models
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
 * How the npm client `helpscout-mailbox-api` was set: two requests at a time, 125 ms apart, 400 a minute. Ours needs no
 * spacing and knows the real limit; this is for those who want to move without changing the load they cause.
 *
 * @since 0.1.0
 * @category models
 */
export const npmClientOptions: Options = { maxConcurrent: 2, minTime: "125 millis", limit: 400, window: "60 seconds" }

/**
 * How an attempt has ended:
 * - `Answered`: a response head arrived. It cost its units, unless it is a 429, which pauses everyone
 * - `Unsent`: certainly the server never saw it; it costs nothing
 * - `Unknown`: sent, and no answer; it costs its units
 *
 * @since 0.1.0
 * @category models
 */
export type Outcome =
  | { readonly _tag: "Answered"; readonly status: number; readonly reading: Reading }
  | { readonly _tag: "Unsent" }
  | { readonly _tag: "Unknown" }

export type {
  /**
   * @since 0.1.0
   * @category models
   */
  Reading
}

/**
 * @since 0.1.0
 * @category symbols
 */
export const TicketTypeId = "~@effect-helpscout/core/RateLimiter/Ticket"

/**
 * One request's standing: its rank in the queue and what it has waited, kept from attempt to attempt.
 *
 * @since 0.1.0
 * @category models
 */
export interface Ticket {
  readonly [TicketTypeId]: typeof TicketTypeId
  readonly operation: string
  readonly units: number
  readonly priority: number
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Snapshot {
  /** Units per window, as last told by a response, else by the options. */
  readonly limit: number
  /** Units that could be sent right now. */
  readonly remaining: number
  /** Units of ended requests that still count. */
  readonly spent: number
  /** Units of requests under way. */
  readonly inFlight: number
  /** Units that others use, as far as the last response shows. */
  readonly foreign: number
  /** Requests under way. */
  readonly active: number
  /** Requests that wait. */
  readonly queued: number
  /** How long the pause imposed by a 429 still lasts; zero when there is none. */
  readonly paused: Duration.Duration
  /** Attempts that had to wait, since the start. */
  readonly waits: number
  /** 429s met, since the start. */
  readonly rejections: number
}

/**
 * @since 0.1.0
 * @category services
 */
export interface Service {
  /** Registers a request. Its rank is given here: first come, first served among those of its priority (0 by default, higher goes first). */
  readonly ticket: (request: {
    readonly operation: string
    readonly units: number
    readonly priority?: number
  }) => Ticket
  /**
   * Waits for a place, runs `send` (up to the response head) and settles by `outcome`, also when `send` was interrupted or
   * died. After a 429 call it again with the same ticket.
   */
  readonly attempt: <A, E, R>(
    ticket: Ticket,
    send: Effect.Effect<A, E, R>,
    outcome: (exit: Exit.Exit<A, E>) => Outcome
  ) => Effect.Effect<A, E | RateLimited, R>
  readonly snapshot: Effect.Effect<Snapshot>
  readonly options: Effect.Effect<Settings>
  /** Changes options while the limiter runs, for those who wait already too. */
  readonly update: (options: Options) => Effect.Effect<void>
}

/**
 * The account's budget.
 *
 * @since 0.1.0
 * @category services
 */
export class RateLimiter extends Context.Tag("@effect-helpscout/core/RateLimiter")<RateLimiter, Service>() {
  /** A budget in this process's memory. */
  static readonly layer = (options?: Options): Layer.Layer<RateLimiter> =>
    Layer.effect(this, Effect.provideServiceEffect(Policy.make(options), RateLimiterStore, makeMemory))

  /** A budget in a store, which several processes may share. */
  static readonly layerStore = (options?: Options): Layer.Layer<RateLimiter, never, RateLimiterStore> =>
    Layer.effect(this, Policy.make(options))

  /** Never waits and counts nothing. A ticket that has met a 429 fails with `RateLimited` on its next attempt. */
  static readonly layerUnlimited: Layer.Layer<RateLimiter> = Layer.sync(this, Policy.makeUnlimited)
}

/**
 * The limiter itself, over whatever store is provided.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: (options?: Options) => Effect.Effect<Service, never, RateLimiterStore> = Policy.make
