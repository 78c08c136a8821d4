/** Who may send next, and how long one may wait: the part of the limiter that stays in this process. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import { RateLimited } from "../../HelpScoutError.js"
import type { Options, Outcome, Service, Ticket } from "../../RateLimiter.js"
import { RateLimiterStore, type Reading, type Taken } from "../../RateLimiterStore.js"
import * as Budget from "./budget.js"
import { defaults, figures, merge } from "./settings.js"
import * as Waiters from "./waiters.js"

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
type Waiter = Waiters.Waiter<TicketImpl>
const never: Taken = { _tag: "Wait", reason: "Spent", millis: 0 }
const seconds = (millis: number) => `${Math.ceil(millis / 100) / 10} s`

const waitsCounter = Metric.counter("helpscout_rate_limit_waits", {
  description: "Attempts that had to wait for the account's budget",
  incremental: true
})
const rejectionsCounter = Metric.counter("helpscout_rate_limit_rejections", {
  description: "Responses with status 429",
  incremental: true
})
const remainingGauge = Metric.gauge("helpscout_rate_limit_remaining", {
  description: "Units that the last response left in the account's window"
})

class TicketImpl implements Ticket {
  readonly "~@effect-helpscout/core/RateLimiter/Ticket" = "~@effect-helpscout/core/RateLimiter/Ticket"
  /** Milliseconds waited so far because of 429s. */
  paused = 0
  /** Milliseconds waited so far for our own budget. */
  queued = 0
  /** What the last attempt's 429 asked for, where nobody waits it out. */
  retryAfter: Duration.Duration | undefined
  readonly rank: number
  readonly operation: string
  readonly units: number
  readonly priority: number
  constructor(rank: number, operation: string, units: number, priority: number) {
    this.rank = rank
    this.operation = operation
    this.units = units
    this.priority = priority
  }
}

/** Casts: `ticket` of the same service is the only maker of tickets. */
const own = (ticket: Ticket) => ticket as TicketImpl

const tickets = (): Service["ticket"] => {
  let rank = 0
  return (request) => new TicketImpl(rank++, request.operation, request.units, request.priority ?? 0)
}

const unsent: Outcome = { _tag: "Unsent" }
const unknown: Outcome = { _tag: "Unknown" }

/** The policy over the store: one ordered list of waiters, of whom only the first asks the store. */
export const make = (options: Options = {}): Effect.Effect<Service, never, RateLimiterStore> =>
  Effect.gen(function* () {
    const store = yield* RateLimiterStore
    const clock = yield* Effect.clock
    const now = () => Number(clock.unsafeCurrentTimeNanos()) / 1e6

    let terms = figures(merge(defaults, options))
    const waiters = new Waiters.Waiters<TicketImpl>()
    const writes = Budget.make(now)
    let ids = 0
    let active = 0
    /** Somebody is asking the store. One at a time, or a newcomer could pass the one who waits first. */
    let asking = false
    let startedAt = Number.NEGATIVE_INFINITY
    let waits = 0
    let rejections = 0
    /** When the first of the queue may go, as far as the store has told. */
    let expected = 0
    /** Whether it was logged that the budget is spent. */
    let logged = false

    // The time spent in pauses runs on a clock of its own, so that overlapping pauses count once.
    let pausedFrom = now()
    let pausedUntil = pausedFrom
    let pausedBefore = 0
    const pausedClock = (at: number) => pausedBefore + Math.max(0, Math.min(at, pausedUntil) - pausedFrom)
    const pausedLeft = (at: number) => Math.max(0, pausedUntil - at)
    const pausedOf = (waiter: Waiter, at: number) => waiter.ticket.paused + pausedClock(at) - waiter.pausedBefore
    const queuedOf = (waiter: Waiter, at: number) =>
      waiter.ticket.queued + (at - waiter.since) - (pausedClock(at) - waiter.pausedBefore)

    /** Law 4: whether the pause would last longer than this request may wait because of 429s. */
    const outlasted = (waiter: Waiter, at: number) => {
      const left = pausedLeft(at)
      return left > 0 && pausedOf(waiter, at) + left > terms.maxPausedWait
    }

    /** Answers whether that is news: the many under way meet their 429s one after the other. */
    const pauseFor = (millis: number, at: number) => {
      const until = at + millis
      const longer = until - pausedUntil
      if (longer < 1) return false
      const anew = at >= pausedUntil
      if (anew) {
        pausedBefore += pausedUntil - pausedFrom
        pausedFrom = at
      }
      pausedUntil = until
      for (let waiter = waiters.head; waiter !== undefined; waiter = waiter.next) {
        if (outlasted(waiter, at)) waiter.wake()
      }
      return anew || longer >= 1000
    }

    /** What holds the first of the queue here, before the store is asked: milliseconds, 0 for nothing. */
    const held = (at: number) =>
      active >= terms.maxConcurrent ? Number.POSITIVE_INFINITY : startedAt + terms.minTime - at

    const isWrite = (ticket: Ticket) => ticket.units > 1

    const answer = (ticket: TicketImpl, id: number, taken: Taken) => {
      asking = false
      // Whoever came to the front meanwhile has fallen asleep.
      if (waiters.head?.ticket !== ticket) waiters.head?.wake()
      const at = now()
      if (taken._tag === "Granted") {
        active++
        startedAt = at
      } else {
        if (terms.writeBurst !== undefined && isWrite(ticket))
          writes.settle({ id, counts: false, terms: terms.writeBurst })
        expected = at + taken.millis
        if (taken.reason === "Paused") pauseFor(taken.millis, at)
      }
      return taken
    }

    /** Asks for a place. To be run where nothing holds, and nobody else asks. */
    const ask = (ticket: TicketImpl, id: number): Effect.Effect<Taken> => {
      if (terms.writeBurst !== undefined && isWrite(ticket)) {
        const taken = writes.take({ id, units: ticket.units, terms: terms.writeBurst })
        if (taken._tag === "Wait") {
          expected = now() + taken.millis
          return Effect.succeed(taken)
        }
      }
      asking = true
      return Effect.matchCauseEffect(store.take({ id, units: ticket.units, terms: terms.terms }), {
        onSuccess: (taken) => Effect.succeed(answer(ticket, id, taken)),
        onFailure: (cause) => {
          answer(ticket, id, never)
          return Effect.failCause(cause)
        }
      })
    }

    const enter = (ticket: TicketImpl, id: number, restore: Restore): Effect.Effect<void, RateLimited> => {
      if (waiters.head !== undefined || asking || held(now()) > 0) return stand(ticket, id, restore)
      return Effect.flatMap(ask(ticket, id), (taken) => {
        return taken._tag === "Wait" ? stand(ticket, id, restore) : Effect.void
      })
    }

    /** Stands in the queue until it is our turn and there is room. */
    const stand = (ticket: TicketImpl, id: number, restore: Restore): Effect.Effect<void, RateLimited> => {
      const joined = now()
      const waiter: Waiter = new Waiters.Waiter(ticket, joined, pausedClock(joined))
      waiters.add(waiter)
      waits++
      waitsCounter.unsafeUpdate(1, [])

      const asleep = Effect.async<void>((resume) => {
        const cancel = waiter.listen(() => resume(Effect.void))
        return Effect.sync(cancel)
      })
      /** Sleeps until it is woken, at most for so long. Timers fire early, so who wakes looks again. */
      const sleep = (millis: number) =>
        Effect.flatMap(
          restore(
            millis === Number.POSITIVE_INFINITY
              ? asleep
              : Effect.raceFirst(asleep, clock.sleep(Duration.millis(Math.max(1, Math.ceil(millis)))))
          ),
          () => look
        )
      const rest = (millis: number) => {
        const at = now()
        const patience = terms.maxQueueWait - queuedOf(waiter, at)
        if (patience <= 0 && pausedLeft(at) === 0) return refuse(ticket, Math.max(1, expected - at))
        return sleep(Math.min(millis, patience + pausedLeft(at)))
      }
      const look: Effect.Effect<void, RateLimited> = Effect.suspend(() => {
        const at = now()
        if (outlasted(waiter, at)) return refuse(ticket, pausedLeft(at))
        if (waiters.head !== waiter || asking) return rest(Number.POSITIVE_INFINITY)
        const wait = held(at)
        if (wait > 0) return rest(wait)
        return Effect.flatMap(ask(ticket, id), (taken) => {
          if (taken._tag === "Granted") return Effect.void
          const again = outlasted(waiter, now()) ? refuse(ticket, pausedLeft(now())) : rest(taken.millis)
          return Effect.zipRight(announce(taken), again)
        })
      })
      const step = Effect.sync(() => {
        const at = now()
        ticket.queued = queuedOf(waiter, at)
        ticket.paused = pausedOf(waiter, at)
        waiters.remove(waiter)
        if (waiters.head === undefined) logged = false
        else waiters.head.wake()
      })
      return Effect.ensuring(look, step)
    }

    const announce = (taken: Taken & { readonly _tag: "Wait" }) => {
      if (logged || taken.reason === "Paused" || taken.millis === Number.POSITIVE_INFINITY) return Effect.void
      logged = true
      return Effect.logDebug(`The account's rate limit is spent: requests wait, the first for ${seconds(taken.millis)}`)
    }

    const refuse = (ticket: Ticket, millis: number) =>
      Effect.fail(
        new RateLimited({
          operation: ticket.operation,
          retryAfter: Duration.millis(Number.isFinite(millis) ? millis : terms.terms.window)
        })
      )

    /** A 429 that names no time pauses for a sixth of the window; one that says "now" for a moment, lest it comes at once again. */
    const pauseOf = (reading: Reading) => {
      const window = terms.terms.window
      const asked = reading.retryAfter === undefined ? window / 6 : Duration.toMillis(reading.retryAfter)
      return Math.max(asked, Math.min(1000, window / 10))
    }

    const leave = (ticket: TicketImpl, id: number, outcome: Outcome): Effect.Effect<void> => {
      const rejected = outcome._tag === "Answered" && outcome.status === 429
      const pause = rejected ? pauseOf(outcome.reading) : undefined
      const counts = outcome._tag === "Unknown" || (outcome._tag === "Answered" && !rejected)
      const settled = store.settle({
        id,
        counts,
        terms: terms.terms,
        ...(outcome._tag === "Answered" && !rejected && { reading: outcome.reading }),
        ...(pause !== undefined && { pause })
      })
      return Effect.matchCauseEffect(settled, {
        onSuccess: (better) => left(ticket, id, outcome, better, pause),
        onFailure: (cause) => Effect.zipRight(left(ticket, id, outcome, true, pause), Effect.failCause(cause))
      })
    }

    const left = (ticket: TicketImpl, id: number, outcome: Outcome, better: boolean, pause: number | undefined) => {
      const full = active >= terms.maxConcurrent
      active--
      let freed = better || full
      if (isWrite(ticket)) {
        const counts = outcome._tag !== "Unsent" && pause === undefined
        // Whoever was not under the cap when it began is not known there.
        freed = writes.settle({ id, counts, terms: terms.writeBurst ?? terms.terms }) || freed
      }
      if (outcome._tag === "Answered" && outcome.reading.remaining !== undefined) {
        remainingGauge.unsafeUpdate(outcome.reading.remaining, [])
      }
      const paused = pause !== undefined && pauseFor(pause, now())
      if (freed) waiters.head?.wake()
      if (pause === undefined) return Effect.void
      rejections++
      rejectionsCounter.unsafeUpdate(1, [])
      return paused
        ? Effect.logWarning(`Help Scout answered 429: every request pauses for ${seconds(pause)}`)
        : Effect.void
    }

    const attempt: Service["attempt"] = (ticket, send, outcome) =>
      Effect.uninterruptibleMask((restore) => {
        const id = ids++
        const self = own(ticket)
        let begun = false
        const settle = (exit: Parameters<typeof outcome>[0]) => {
          if (!begun) return leave(self, id, unsent)
          try {
            return leave(self, id, outcome(exit))
          } catch (defect) {
            return Effect.zipRight(leave(self, id, unknown), Effect.die(defect))
          }
        }
        return Effect.flatMap(enter(self, id, restore), () =>
          Effect.matchCauseEffect(
            restore(
              Effect.suspend(() => {
                begun = true
                return send
              })
            ),
            {
              onSuccess: (value) => Effect.as(settle(Exit.succeed(value)), value),
              onFailure: (cause) => Effect.zipRight(settle(Exit.failCause(cause)), Effect.failCause(cause))
            }
          )
        )
      })

    return {
      ticket: tickets(),
      attempt,
      snapshot: Effect.map(
        Effect.suspend(() => store.usage(terms.terms)),
        (usage) => ({
          limit: usage.limit,
          remaining: Math.max(0, usage.limit - terms.terms.reserve - usage.spent - usage.inFlight - usage.foreign),
          spent: usage.spent,
          inFlight: usage.inFlight,
          foreign: usage.foreign,
          active,
          queued: waiters.size,
          paused: Duration.millis(usage.paused),
          waits,
          rejections
        })
      ),
      options: Effect.sync(() => terms.settings),
      update: (options) =>
        Effect.sync(() => {
          terms = figures(merge(terms.settings, options))
          for (let waiter = waiters.head; waiter !== undefined; waiter = waiter.next) waiter.wake()
        })
    }
  })

export const makeUnlimited = (): Service => ({
  ticket: tickets(),
  attempt: <A, E, R>(ticket: Ticket, send: Effect.Effect<A, E, R>, outcome: (exit: Exit.Exit<A, E>) => Outcome) =>
    Effect.suspend((): Effect.Effect<A, E | RateLimited, R> => {
      const self = own(ticket)
      if (self.retryAfter !== undefined) {
        return Effect.fail(new RateLimited({ operation: self.operation, retryAfter: self.retryAfter }))
      }
      return Effect.onExit(send, (exit) =>
        Effect.sync(() => {
          const answer = outcome(exit)
          if (answer._tag !== "Answered" || answer.status !== 429) return
          self.retryAfter = answer.reading.retryAfter ?? Duration.times(defaults.window, 1 / 6)
        })
      )
    }),
  snapshot: Effect.succeed({
    limit: Number.POSITIVE_INFINITY,
    remaining: Number.POSITIVE_INFINITY,
    spent: 0,
    inFlight: 0,
    foreign: 0,
    active: 0,
    queued: 0,
    paused: Duration.zero,
    waits: 0,
    rejections: 0
  }),
  options: Effect.succeed({ ...defaults, maxConcurrent: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY }),
  update: () => Effect.void
})
