/**
 * This process's session with Redis: the epoch it has joined, and the fallback while Redis is unavailable (law P3).
 *
 * ```
 *             first call                      another epoch: Redis lost its data
 *   Unjoined ────────────▶ Joined ─────────────────────────────────────────────▶ reports all its requests, cautious for a while
 *                           │  ▲                                                       │
 *            a call fails   ▼  │ reports succeed                                       │
 *                        Unavailable ◀──────────── a call fails ───────────────────────┘
 * ```
 */
import type { Limits } from "@effect-helpscout/core/RateLimiterStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { RedisFault } from "../redis.js"
import type { LocalBudget } from "./localBudget.js"
import type { RedisBudget } from "./redisBudget.js"
import { type Entry, type Requests, reports } from "./requests.js"

const sharedGauge = Metric.gauge("helpscout_rate_limit_shared", {
  description: "1 while the budget is shared through Redis, 0 while this process uses its local share of it"
})

/** Maximum milliseconds until a process reconnects: see the options in redis.ts. */
const longestReconnect = 2_000

/** Maximum number of times that one call joins anew before it fails. */
const maxTries = 3

export class Session {
  private readonly redis: RedisBudget
  private readonly local: LocalBudget
  private readonly requests: Requests
  private readonly retry: Duration.Duration
  private readonly scope: Scope.Scope
  private readonly now: () => number
  private readonly joining = Effect.unsafeMakeSemaphore(1)
  private epoch: string | undefined
  private pausedUntil = Number.NEGATIVE_INFINITY
  private cautiousUntil = Number.NEGATIVE_INFINITY
  isUnavailable = false
  limits: Limits = { limit: 0, window: 0, reserve: 0 }

  constructor(
    redis: RedisBudget,
    local: LocalBudget,
    requests: Requests,
    options: { readonly retry: Duration.Duration; readonly scope: Scope.Scope; readonly now: () => number }
  ) {
    this.redis = redis
    this.local = local
    this.requests = requests
    this.retry = options.retry
    this.scope = options.scope
    this.now = options.now
  }

  pause(millis: number) {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + millis)
  }

  get pauseLeft() {
    return Math.max(0, this.pausedUntil - this.now())
  }

  /** Redis has lost its data, and other processes may not have reported their requests yet: the local share applies, too. */
  get isCautious() {
    return this.now() < this.cautiousUntil
  }

  /** Calls Redis, after joining its epoch if that has changed. `undefined` is its reply to an unknown epoch. */
  call<A>(send: (epoch: string) => Effect.Effect<A | undefined, RedisFault>): Effect.Effect<A, RedisFault> {
    return this.tryCall(send, maxTries)
  }

  private tryCall<A>(
    send: (epoch: string) => Effect.Effect<A | undefined, RedisFault>,
    tries: number
  ): Effect.Effect<A, RedisFault> {
    return Effect.suspend(() => {
      const { epoch } = this
      if (tries === 0) return Effect.fail(new RedisFault({ detail: "Redis: loses its data repeatedly" }))
      const retry = Effect.zipRight(
        this.join(epoch),
        Effect.suspend(() => this.tryCall(send, tries - 1))
      )
      if (epoch === undefined) return retry
      return Effect.flatMap(send(epoch), (reply) => (reply === undefined ? retry : Effect.succeed(reply)))
    })
  }

  /** Falls back to the local share, and reconnects in the background. */
  fallBack(fault: RedisFault): Effect.Effect<void> {
    return Effect.suspend(() => {
      if (this.isUnavailable) return Effect.void
      this.isUnavailable = true
      sharedGauge.unsafeUpdate(0, [])
      const window = Duration.format(Duration.millis(this.limits.window))
      return Effect.zipRight(
        Effect.logWarning(
          `Redis is unavailable (${fault.detail}): using this process's local share of the rate limit, ${this.local.share(this.limits)} units per ${window}.`
        ),
        Effect.forkIn(Effect.interruptible(this.recover), this.scope)
      )
    })
  }

  private readonly recover: Effect.Effect<void> = Effect.suspend(() =>
    Effect.retry(this.reportAll, Schedule.jittered(Schedule.spaced(this.retry))).pipe(
      Effect.delay(this.retry),
      Effect.tap(() => {
        this.isUnavailable = false
        return Effect.logInfo("Redis is available again: the rate limit is shared again.")
      }),
      // requests that ended during the report
      Effect.zipRight(this.reportUnknown),
      Effect.catchAll((fault) => this.fallBack(fault))
    )
  )

  /** Joins once for all requests that find at the same time that Redis has lost its data. */
  private join(epoch: string | undefined): Effect.Effect<void, RedisFault> {
    return this.joining.withPermits(1)(
      Effect.suspend(() => {
        if (this.isUnavailable) return Effect.fail(new RedisFault({ detail: "Redis: unavailable" }))
        if (this.epoch !== epoch) return Effect.void
        return Effect.tapError(this.reportAll, (fault) => this.fallBack(fault))
      })
    )
  }

  private readonly reportAll: Effect.Effect<void, RedisFault> = Effect.suspend(() => this.report(this.requests.all()))

  readonly reportUnknown: Effect.Effect<void, RedisFault> = Effect.suspend(() => {
    const unknown = this.requests.unknown()
    return unknown.length === 0 ? Effect.void : this.report(unknown)
  })

  private report(entries: ReadonlyArray<Entry>): Effect.Effect<void, RedisFault> {
    const at = this.now()
    const reported = entries.map((entry) => [entry, entry.endedAt] as const)
    const known = { limit: this.local.reportedLimit(), paused: this.pauseLeft }
    return Effect.map(this.redis.join(this.limits, known, reports(entries, at)), (epoch) => {
      if (this.epoch !== undefined && this.epoch !== epoch) {
        this.cautiousUntil = this.now() + 1.5 * Duration.toMillis(this.retry) + longestReconnect
      }
      this.epoch = epoch
      sharedGauge.unsafeUpdate(1, [])
      for (const [entry, endedAt] of reported) if (entry.endedAt === endedAt) entry.known = true
    })
  }
}
