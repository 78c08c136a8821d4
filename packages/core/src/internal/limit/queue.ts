/** The wait for a permit: in order, until a slot and the budget have room, and no longer than the options allow. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { RateLimited } from "../../HelpScoutError.js"
import type { Decision } from "../../RateLimiterStore.js"
import * as Callers from "../callers.js"
import * as metrics from "./metrics.js"
import * as Permits from "./permits.js"
import type { RequestState } from "./rankedRequest.js"
import { type State, seconds, type Waiter } from "./state.js"
import * as Waiters from "./waiters.js"

/** Restores the interruptibility of the caller, as `Effect.uninterruptibleMask` provides it. */
export type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Acquires a permit, without waiting and without a timer while there is room (law R3). */
export const enter = (
  state: State,
  clock: Clock.Clock,
  request: RequestState,
  id: number,
  restore: Restore
): Effect.Effect<void, RateLimited> => {
  const mustWait =
    state.waiters.head !== undefined || state.isAsking || state.slots.delay(state.settings, state.now()) > 0
  if (mustWait) return wait(state, clock, request, id, restore)
  return Effect.flatMap(Permits.acquire(state, request, id), (decision) =>
    decision._tag === "Wait" ? wait(state, clock, request, id, restore) : Effect.void
  )
}

const wait = (
  state: State,
  clock: Clock.Clock,
  request: RequestState,
  id: number,
  restore: Restore
): Effect.Effect<void, RateLimited> => {
  const waiter = join(state, request)
  const woken = Effect.async<void>((resume) => {
    const cancel = waiter.listen(() => resume(Effect.void))
    return Effect.sync(cancel)
  })
  /** Timers fire early, so every wake-up leads to a new check. */
  const sleep = (millis: number) =>
    Effect.flatMap(
      restore(
        millis === Number.POSITIVE_INFINITY
          ? woken
          : Effect.raceFirst(woken, clock.sleep(Duration.millis(Math.max(1, Math.ceil(millis)))))
      ),
      () => check
    )
  /** Sleeps for at most `millis`, or fails once `maxQueueWait` is exceeded. */
  const rest = (millis: number) => {
    const at = state.now()
    const patience = state.settings.maxQueueWait - state.queuedOf(waiter, at)
    const paused = state.pauses.left(at)
    if (patience <= 0 && paused === 0) return state.rateLimited(request, Math.max(1, state.roomExpectedAt - at))
    return sleep(Math.min(millis, patience + paused))
  }
  const check: Effect.Effect<void, RateLimited> = Effect.suspend(() => {
    const at = state.now()
    // it was silent for so long that it seemed to have ended
    if (!waiter.isQueued) state.waiters.add(waiter)
    if (state.isPausedTooLong(waiter, at)) return state.rateLimited(request, state.pauses.left(at))
    if (state.waiters.head !== waiter || state.isAsking) return rest(Number.POSITIVE_INFINITY)
    const delay = state.slots.delay(state.settings, at)
    if (delay > 0) return rest(delay)
    return Effect.flatMap(Permits.acquire(state, request, id), (decision) => {
      if (decision._tag === "Granted") return Effect.void
      const at = state.now()
      const next = state.isPausedTooLong(waiter, at)
        ? state.rateLimited(request, state.pauses.left(at))
        : rest(decision.millis)
      return Effect.zipRight(logWait(state, decision), next)
    })
  })
  // a request that ended without being interrupted leaves the queue, too
  return Callers.attended(
    Effect.ensuring(
      check,
      Effect.sync(() => leave(state, waiter))
    ),
    () => leave(state, waiter)
  )
}

const join = (state: State, request: RequestState): Waiter => {
  const at = state.now()
  const waiter: Waiter = new Waiters.Waiter(request, at, state.pauses.elapsed(at))
  state.waiters.add(waiter)
  state.waits++
  metrics.waits.unsafeUpdate(1, [])
  return waiter
}

/** Law R4: also when the request is interrupted, so that the next one may go. */
const leave = (state: State, waiter: Waiter) => {
  if (!waiter.isQueued) return
  const at = state.now()
  const { request } = waiter
  const queued = state.queuedOf(waiter, at)
  request.paused = state.pausedOf(waiter, at)
  request.queued = queued
  state.waiters.remove(waiter)
  state.waiters.head?.wake()
}

/** Shorter waits are not worth a log line. */
const loggedWaitMillis = 3_000

/** Logs a wait for the budget once, although each request that joins the queue meanwhile waits, too. A 429 has its own line. */
const logWait = (state: State, { millis, reason }: Decision & { readonly _tag: "Wait" }) => {
  const at = state.now()
  if (reason === "Paused" || millis === Number.POSITIVE_INFINITY || at < state.waitLoggedUntil) return Effect.void
  if (millis < loggedWaitMillis) return Effect.void
  state.waitLoggedUntil = at + millis
  return Effect.logInfo(`RateLimiter: the account's budget is used up. Requests wait for about ${seconds(millis)}.`)
}
