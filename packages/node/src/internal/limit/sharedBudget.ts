/** The store over Redis (law P2), and its fallback while Redis is unavailable (law P3). */
import type { Decision, PermitRequest, Service, Settlement } from "@effect-helpscout/core/RateLimiterStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import * as LocalBudget from "./localBudget.js"
import type { RedisBudget, RedisDecision } from "./redisBudget.js"
import { Requests } from "./requests.js"
import { Session } from "./session.js"

export interface Options {
  /** The part of the budget that this process may use while Redis is unavailable: 0 to 1. */
  readonly share: number
  /** Interval between attempts to reach an unavailable Redis. */
  readonly retry: Duration.Duration
}

/** Milliseconds between two checks while the end of another process's request may make room sooner than expected. */
const pollInterval = (window: number) => Math.min(100, Math.max(10, window / 600))
/** Milliseconds over which the processes that wait for the same room are spread. */
const spread = (window: number) => Math.min(20, window / 200)

/** The wait for room in Redis. */
const waitForRoom = (decision: RedisDecision & { readonly _tag: "Exhausted" }, window: number) =>
  Effect.map(Random.next, (random): Decision => {
    const expected = decision.millis + random * spread(window)
    const poll = pollInterval(window) * (0.75 + random / 2)
    const millis = decision.inFlight > 0 ? Math.min(expected, poll) : expected
    return { _tag: "Wait", reason: "Exhausted", millis }
  })

class SharedBudget implements Service {
  private readonly redis: RedisBudget
  private readonly local: LocalBudget.LocalBudget
  private readonly requests: Requests
  private readonly session: Session
  private readonly retryMillis: number
  /** Whether a request of this process waits for another to end. */
  private hasBlockedRequest = false

  constructor(
    redis: RedisBudget,
    local: LocalBudget.LocalBudget,
    requests: Requests,
    session: Session,
    retryMillis: number
  ) {
    this.redis = redis
    this.local = local
    this.requests = requests
    this.session = session
    this.retryMillis = retryMillis
  }

  acquire(request: PermitRequest): Effect.Effect<Decision> {
    return Effect.suspend(() => {
      this.prepare(request.limits)
      if (this.session.isUnavailable) return this.acquireLocal(request)
      if (!this.session.isCautious) return this.acquireShared(request)
      return Effect.flatMap(this.local.acquire(request), (decision) => {
        if (decision._tag === "Wait") return Effect.succeed(this.shorten(decision))
        // there is room; a permit that Redis grants is recorded anew
        const returned = this.local.settle({ id: request.id, counts: false, limits: request.limits })
        return Effect.zipRight(returned, this.acquireShared(request))
      })
    })
  }

  settle(settlement: Settlement): Effect.Effect<boolean> {
    return Effect.suspend(() => {
      this.prepare(settlement.limits)
      const entry = this.requests.end(settlement.id, settlement.counts)
      if (entry === undefined) return Effect.succeed(false)
      const duration = (entry.endedAt ?? entry.acquiredAt) - entry.acquiredAt
      if (settlement.pause !== undefined) this.session.pause(settlement.pause)
      const blocked = this.hasBlockedRequest
      this.hasBlockedRequest = false
      const { pause: _, ...withoutPause } = settlement
      return Effect.flatMap(
        this.local.settle(this.session.isUnavailable ? settlement : withoutPause),
        (mayAdmit): Effect.Effect<boolean> => {
          if (this.session.isUnavailable) return Effect.succeed(mayAdmit || blocked)
          return Effect.matchEffect(
            this.session.call((epoch) => this.redis.settle(epoch, entry.name, duration, settlement)),
            {
              onSuccess: (mayAdmit) => {
                entry.known = true
                return Effect.succeed(mayAdmit || blocked)
              },
              onFailure: (fault) => Effect.as(this.session.fallBack(fault), true)
            }
          )
        }
      )
    })
  }

  usage(limits: PermitRequest["limits"]) {
    return Effect.suspend(() => {
      this.prepare(limits)
      if (this.session.isUnavailable) return this.local.usage(limits)
      return Effect.catchAll(
        this.session.call((epoch) => this.redis.usage(epoch, limits)),
        (fault) => Effect.zipRight(this.session.fallBack(fault), this.local.usage(limits))
      )
    })
  }

  private prepare(limits: PermitRequest["limits"]) {
    this.session.limits = limits
    this.requests.expire(limits.window)
  }

  private acquireLocal(request: PermitRequest): Effect.Effect<Decision> {
    return Effect.suspend((): Effect.Effect<Decision> => {
      const { pauseLeft } = this.session
      if (pauseLeft > 0) return Effect.succeed({ _tag: "Wait", reason: "Paused", millis: pauseLeft })
      return Effect.map(this.local.acquire(request), (decision): Decision => {
        if (decision._tag === "Wait") return this.shorten(decision)
        this.requests.begin(request.id, this.requests.nextName(request.units), false)
        return decision
      })
    })
  }

  private acquireShared(request: PermitRequest): Effect.Effect<Decision> {
    return Effect.suspend(() => {
      const name = this.requests.nextName(request.units)
      return Effect.matchEffect(
        this.session.call((epoch) => this.redis.acquire(epoch, request.limits, name)),
        {
          onSuccess: (decision) => this.decided(request, name, decision),
          onFailure: (fault) => {
            this.requests.abandon(name)
            return Effect.zipRight(this.session.fallBack(fault), this.acquireLocal(request))
          }
        }
      )
    })
  }

  private decided(request: PermitRequest, name: string, decision: RedisDecision): Effect.Effect<Decision> {
    if (decision._tag === "Granted") {
      this.requests.begin(request.id, name, true)
      return Effect.as(this.local.record(request), decision)
    }
    if (decision._tag === "Paused") {
      this.session.pause(decision.millis)
      return Effect.succeed({ _tag: "Wait", reason: "Paused", millis: decision.millis })
    }
    if (decision.millis === Number.POSITIVE_INFINITY) this.hasBlockedRequest = true
    return waitForRoom(decision, request.limits.window)
  }

  /** Shortens a wait for local room, because Redis may be available again before. */
  private shorten(decision: Decision & { readonly _tag: "Wait" }): Decision {
    if (decision.reason === "Paused") return decision
    return { ...decision, millis: Math.min(decision.millis, this.retryMillis) }
  }
}

export const make = (redis: RedisBudget, options: Options): Effect.Effect<Service, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const clock = yield* Effect.clock
    const now = () => Number(clock.unsafeCurrentTimeNanos()) / 1e6
    const local = yield* LocalBudget.make(options.share)
    const requests = new Requests(now)
    const session = new Session(redis, local, requests, { retry: options.retry, scope, now })
    // otherwise they would hold up other processes until their lease ends
    yield* Effect.addFinalizer(() => Effect.ignore(session.reportUnknown))
    const budget = new SharedBudget(redis, local, requests, session, Duration.toMillis(options.retry))
    // as plain functions: a store may be spread or destructured
    return {
      acquire: (request) => budget.acquire(request),
      settle: (settlement) => budget.settle(settlement),
      usage: (limits) => budget.usage(limits)
    }
  })
