/** The store over Redis: what this process tells it, and what it does by itself while Redis is away. */
import { randomBytes } from "node:crypto"
import type { Service, Settle, Take, Taken, Terms } from "@effect-helpscout/core/RateLimiterStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { RedisFault } from "../redis.js"
import * as OwnBudget from "./ownBudget.js"
import type { Answer, RedisBudget, Report } from "./redisBudget.js"

export interface Options {
  /** The part of the budget that is this process's own while Redis is away: 0 to 1. */
  readonly share: number
  /** How often it is looked whether Redis is back. */
  readonly retry: Duration.Duration
}

/** A request that was granted, or may have been. */
interface Entry {
  readonly name: string
  readonly takenAt: number
  endedAt: number | undefined
  counts: boolean
  /** Whether Redis knows how it stands. */
  known: boolean
}

const sharedGauge = Metric.gauge("helpscout_rate_limit_shared", {
  description: "1 while the account's budget is shared through Redis, 0 while this process keeps to a share by itself"
})

/** Milliseconds between two looks where somebody else's end may make room sooner than was told. */
const pollInterval = (window: number) => Math.min(100, Math.max(10, window / 600))
/** Milliseconds over which the processes that wait for the same room are spread. */
const spread = (window: number) => Math.min(20, window / 200)

/** Milliseconds until a process connects again at the latest: see the options in redis.ts. */
const longestReconnect = 2_000

const report = (entry: Entry, at: number): Report => ({
  name: entry.name,
  kind: entry.endedAt === undefined ? "underWay" : entry.counts ? "spent" : "free",
  takenFor: at - entry.takenAt,
  endedFor: at - (entry.endedAt ?? at)
})

export const make = (redis: RedisBudget, options: Options): Effect.Effect<Service, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const clock = yield* Effect.clock
    const now = () => Number(clock.unsafeCurrentTimeNanos()) / 1e6
    const own = yield* OwnBudget.make(options.share)
    const joining = yield* Effect.makeSemaphore(1)
    const retryMillis = Duration.toMillis(options.retry)

    // A request's id is unique within one limiter only.
    const process = randomBytes(6).toString("hex")
    let names = 0
    const underWay = new Map<number, Entry>()
    /** Those that have ended within a window, in the order of their ends: whoever lost them is told again. */
    let past: Array<Entry> = []

    let terms: Terms = { limit: 0, window: 0, reserve: 0 }
    let epoch: string | undefined
    let away = false
    let pausedUntil = Number.NEGATIVE_INFINITY
    /** Redis has forgotten, and others may not have told it yet what they have sent: so long the share holds. */
    let warnedUntil = Number.NEGATIVE_INFINITY
    /** One of ours was told to wait until something ends. */
    let stuck = false

    const prepare = (next: Terms) => {
      terms = next
      const over = now() - terms.window - Math.max(2, terms.window / 2000)
      let gone = 0
      while (gone < past.length && (past[gone]?.endedAt ?? 0) <= over) gone++
      if (gone > 64 || gone === past.length) past = past.slice(gone)
    }

    const pause = (millis: number) => {
      pausedUntil = Math.max(pausedUntil, now() + millis)
    }

    const tell = (entries: ReadonlyArray<Entry>): Effect.Effect<void, RedisFault> =>
      Effect.suspend(() => {
        const at = now()
        const told = entries.map((entry) => [entry, entry.endedAt] as const)
        return Effect.map(
          redis.join(
            terms,
            { limit: own.told(), paused: Math.max(0, pausedUntil - at) },
            entries.map((entry) => report(entry, at))
          ),
          (joined) => {
            if (epoch !== undefined && epoch !== joined) warnedUntil = now() + 1.5 * retryMillis + longestReconnect
            epoch = joined
            sharedGauge.unsafeUpdate(1, [])
            for (const [entry, endedAt] of told) if (entry.endedAt === endedAt) entry.known = true
          }
        )
      })
    const tellAll = Effect.suspend(() =>
      tell([...underWay.values(), ...past.filter((entry) => entry.counts || !entry.known)])
    )
    const unknown = () => [...underWay.values(), ...past].filter((entry) => !entry.known)

    const tellRest = Effect.suspend(() => (unknown().length === 0 ? Effect.void : tell(unknown())))
    // else it would hold the others up until its lease is over
    yield* Effect.addFinalizer(() => Effect.ignore(tellRest))

    const comeBack = Effect.retry(tellAll, Schedule.jittered(Schedule.spaced(options.retry))).pipe(
      Effect.delay(options.retry),
      Effect.tap(() => {
        away = false
        return Effect.logInfo("Redis is back: the account's rate limit is shared again")
      }),
      // what has ended while it was told
      Effect.zipRight(tellRest),
      Effect.catchAll((fault) => fall(fault))
    )

    const fall = (fault: RedisFault): Effect.Effect<void> =>
      Effect.suspend(() => {
        if (away) return Effect.void
        away = true
        sharedGauge.unsafeUpdate(0, [])
        const share = `${own.share(terms)} units per ${Duration.format(Duration.millis(terms.window))}`
        return Effect.zipRight(
          Effect.logWarning(
            `The shared rate limit is away (${fault.detail}): this process keeps to its share, ${share}`
          ),
          Effect.forkIn(Effect.interruptible(comeBack), scope)
        )
      })

    /** Once for all who find at the same time that Redis has forgotten. */
    const join = (asked: string | undefined): Effect.Effect<void, RedisFault> =>
      joining.withPermits(1)(
        Effect.suspend(() => {
          if (away) return Effect.fail(new RedisFault({ detail: "Redis: away" }))
          if (epoch !== asked) return Effect.void
          return Effect.tapError(tellAll, fall)
        })
      )

    const shared = <A>(
      call: (epoch: string) => Effect.Effect<A | undefined, RedisFault>,
      tries = 3
    ): Effect.Effect<A, RedisFault> =>
      Effect.suspend(() => {
        const asked = epoch
        if (tries === 0) return Effect.fail(new RedisFault({ detail: "Redis: forgets what it is told" }))
        const again = Effect.zipRight(
          join(asked),
          Effect.suspend(() => shared(call, tries - 1))
        )
        if (asked === undefined) return again
        return Effect.flatMap(call(asked), (answer) => (answer === undefined ? again : Effect.succeed(answer)))
      })

    const begin = (id: number, name: string, known: boolean) => {
      underWay.set(id, { name, takenAt: now(), endedAt: undefined, counts: false, known })
    }
    const nameOf = ({ units }: Take) => `${process}:${names++}:${units}`

    /** Redis may be back sooner than there is room. */
    const soon = (taken: Taken & { readonly _tag: "Wait" }): Taken =>
      taken.reason === "Paused" ? taken : { ...taken, millis: Math.min(taken.millis, retryMillis) }

    const takeAlone = (request: Take): Effect.Effect<Taken> =>
      Effect.suspend((): Effect.Effect<Taken> => {
        const left = pausedUntil - now()
        if (left > 0) return Effect.succeed({ _tag: "Wait", reason: "Paused", millis: left })
        return Effect.map(own.take(request), (taken): Taken => {
          if (taken._tag === "Wait") return soon(taken)
          begin(request.id, nameOf(request), false)
          return taken
        })
      })

    const wait = (answer: Answer & { readonly _tag: "Spent" }, window: number): Effect.Effect<Taken> =>
      Effect.map(Random.next, (random) => {
        const told = answer.millis + random * spread(window)
        const poll = pollInterval(window) * (0.75 + random / 2)
        return { _tag: "Wait", reason: "Spent", millis: answer.underWay > 0 ? Math.min(told, poll) : told }
      })

    const understand = (request: Take, name: string, answer: Answer): Effect.Effect<Taken> => {
      if (answer._tag === "Granted") {
        begin(request.id, name, true)
        return Effect.as(own.note(request), answer)
      }
      if (answer._tag === "Paused") {
        pause(answer.millis)
        return Effect.succeed({ _tag: "Wait", reason: "Paused", millis: answer.millis })
      }
      stuck = stuck || answer.millis === Number.POSITIVE_INFINITY
      return wait(answer, request.terms.window)
    }

    const takeShared = (request: Take): Effect.Effect<Taken> =>
      Effect.suspend(() => {
        const name = nameOf(request)
        return Effect.matchEffect(
          shared((epoch) => redis.take(epoch, request.terms, name)),
          {
            onSuccess: (answer) => understand(request, name, answer),
            onFailure: (fault) => {
              // granted, perhaps, by an answer that never came
              const at = now()
              past.push({ name, takenAt: at, endedAt: at, counts: false, known: false })
              return Effect.zipRight(fall(fault), takeAlone(request))
            }
          }
        )
      })

    const take = (request: Take): Effect.Effect<Taken> =>
      Effect.suspend(() => {
        prepare(request.terms)
        if (away) return takeAlone(request)
        if (now() >= warnedUntil) return takeShared(request)
        return Effect.flatMap(own.take(request), (taken) =>
          taken._tag === "Wait"
            ? Effect.succeed(soon(taken))
            : // it fits; what Redis grants is noted anew
              Effect.zipRight(own.settle({ id: request.id, counts: false, terms: request.terms }), takeShared(request))
        )
      })

    const settle = (settlement: Settle): Effect.Effect<boolean> =>
      Effect.suspend(() => {
        const entry = underWay.get(settlement.id)
        if (entry === undefined) return Effect.succeed(false)
        prepare(settlement.terms)
        const at = now()
        underWay.delete(settlement.id)
        past.push(entry)
        entry.endedAt = at
        entry.counts = settlement.counts
        entry.known = false
        if (settlement.pause !== undefined) pause(settlement.pause)
        const waiting = stuck
        stuck = false
        const { pause: paused, ...rest } = settlement
        return Effect.flatMap(own.settle(away ? settlement : rest), (better) => {
          if (away) return Effect.succeed(better || waiting)
          return Effect.matchEffect(
            shared((epoch) => redis.settle(epoch, entry.name, at - entry.takenAt, settlement)),
            {
              onSuccess: (better) => {
                entry.known = true
                return Effect.succeed(better || waiting)
              },
              onFailure: (fault) => Effect.as(fall(fault), true)
            }
          )
        })
      })

    return {
      take,
      settle,
      usage: (asked) =>
        Effect.suspend(() => {
          prepare(asked)
          if (away) return own.usage(asked)
          return Effect.catchAll(
            shared((epoch) => redis.usage(epoch, asked)),
            (fault) => Effect.zipRight(fall(fault), own.usage(asked))
          )
        })
    }
  })
