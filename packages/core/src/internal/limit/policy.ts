/**
 * The order of requests and the bounds of their waits: the part of the limiter that does not need the store. One attempt:
 *
 * ```
 *           room                     Granted
 *   enter ────────▶ asking the store ───────▶ sending ──▶ settling ──▶ done    (permits.ts, slots.ts)
 *     │                │ Wait    ▲                           │ wakes the first waiter; a 429 pauses all (pauseClock.ts)
 *     │ no room        ▼         │ first in the queue, a slot is free
 *     └─────────────▶ waiting ───┘                                             (queue.ts, waiters.ts)
 *                        └──▶ `RateLimited` after `maxQueueWait` or `maxPausedWait`; interrupted: leaves the queue
 * ```
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Options, PermitUse, Service } from "../../RateLimiter.js"
import { RateLimiterStore } from "../../RateLimiterStore.js"
import * as Callers from "../callers.js"
import * as Permits from "./permits.js"
import * as Queue from "./queue.js"
import { makeRegister, stateOf } from "./rankedRequest.js"
import { defaults, merge, resolve } from "./settings.js"
import { State } from "./state.js"

const unsent: PermitUse = { _tag: "Unsent" }
const unknown: PermitUse = { _tag: "Unknown" }

/** The limiter over the store: one ordered list of waiters, of which only the first asks the store. */
export const make = (options: Options = {}): Effect.Effect<Service, never, RateLimiterStore> =>
  Effect.gen(function* () {
    const store = yield* RateLimiterStore
    const clock = yield* Effect.clock
    const now = () => Number(clock.unsafeCurrentTimeNanos()) / 1e6
    const state = new State(store, resolve(merge(defaults, options)), now)
    let ids = 0

    const withPermit: Service["withPermit"] = (ranked, send, use) =>
      Effect.uninterruptibleMask((restore) => {
        const id = ids++
        const request = stateOf(ranked)
        let isStarted = false
        const started = Effect.suspend(() => {
          isStarted = true
          return send
        })
        let isSettled = false
        const settle = (exit: Parameters<typeof use>[0]) => {
          if (isSettled) return Effect.void
          if (!isStarted) return Permits.settle(state, request, id, unsent)
          try {
            return Permits.settle(state, request, id, use(exit))
          } catch (defect) {
            return Effect.zipRight(Permits.settle(state, request, id, unknown), Effect.die(defect))
          }
        }
        // law R4: a request that ended without being interrupted returns its permit, too
        const vanished = () => {
          isSettled = true
          Effect.runFork(Permits.settle(state, request, id, isStarted ? unknown : unsent))
        }
        return Effect.flatMap(Queue.enter(state, clock, request, id, restore), () =>
          Callers.attended(
            Effect.matchCauseEffect(restore(started), {
              onSuccess: (value) => Effect.as(settle(Exit.succeed(value)), value),
              onFailure: (cause) => Effect.zipRight(settle(Exit.failCause(cause)), Effect.failCause(cause))
            }),
            vanished
          )
        )
      })

    return {
      register: makeRegister(),
      withPermit,
      snapshot: snapshot(state),
      options: Effect.sync(() => state.settings.settings),
      // law R6
      update: (options) =>
        Effect.sync(() => {
          state.settings = resolve(merge(state.settings.settings, options))
          state.waiters.wakeAll()
        })
    }
  })

const snapshot = (state: State): Service["snapshot"] =>
  Effect.map(
    Effect.suspend(() => state.store.usage(state.settings.limits)),
    ({ completed, external, inFlight, limit, paused }) => ({
      limit,
      remaining: Math.max(0, limit - state.settings.limits.reserve - completed - inFlight - external),
      completed,
      inFlight,
      external,
      active: state.slots.active,
      queued: state.waiters.size,
      paused: Duration.millis(paused),
      nextIn: Duration.millis(state.nextIn(state.now())),
      waits: state.waits,
      rejections: state.rejections
    })
  )
