/** Permits: asks the store for the units of one attempt, and settles them when the attempt ended. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { PermitUse } from "../../RateLimiter.js"
import type { Decision, Reading, Settlement } from "../../RateLimiterStore.js"
import * as Callers from "../callers.js"
import * as metrics from "./metrics.js"
import type { RequestState } from "./rankedRequest.js"
import { type State, seconds } from "./state.js"

const storeFailed: Decision = { _tag: "Wait", reason: "Exhausted", millis: 0 }

const decided = (state: State, request: RequestState, id: number, decision: Decision): Decision => {
  state.isAsking = false
  // A waiter that has become the first meanwhile may be asleep.
  const { head } = state.waiters
  if (head !== undefined && head.request !== request) head.wake()
  const at = state.now()
  if (decision._tag === "Granted") {
    state.slots.start(at)
  } else {
    state.slots.returnWrite(state.settings, request, id)
    state.roomExpectedAt = at + decision.millis
    if (decision.reason === "Paused") state.pause(decision.millis, at)
  }
  return decision
}

/** Asks for a permit. Call only when a slot is free and no other request is asking. */
export const acquire = (state: State, request: RequestState, id: number): Effect.Effect<Decision> => {
  const write = state.slots.acquireWrite(state.settings, request, id)
  if (write._tag === "Wait") {
    state.roomExpectedAt = state.now() + write.millis
    return Effect.succeed(write)
  }
  state.isAsking = true
  const asking = Effect.matchCauseEffect(
    state.store.acquire({ id, units: request.units, limits: state.settings.limits }),
    {
      onSuccess: (decision) => Effect.succeed(decided(state, request, id, decision)),
      onFailure: (cause) => {
        decided(state, request, id, storeFailed)
        return Effect.failCause(cause)
      }
    }
  )
  return Callers.attended(asking, () => decided(state, request, id, storeFailed))
}

/** The longest pause, in windows. A probe follows, which shows whether a longer wait was a mistake. */
const maxPausedWindows = 2

/**
 * Law R5: the pause after a 429. One that names no time pauses for a sixth of the window; one that says "now" pauses
 * briefly, to avoid an immediate second 429; one that says "tomorrow" pauses for two windows, since a window is over by then.
 */
const pauseAfter = ({ retryAfter }: Reading, window: number) => {
  const asked = retryAfter === undefined ? window / 6 : Duration.toMillis(retryAfter)
  return Math.min(Math.max(asked, Math.min(1000, window / 10)), maxPausedWindows * window)
}

const settlementOf = (state: State, id: number, use: PermitUse): Settlement => {
  const { limits } = state.settings
  if (use._tag !== "Responded") return { id, counts: use._tag === "Unknown", limits }
  if (use.status !== 429) return { id, counts: true, limits, reading: use.reading }
  return { id, counts: false, limits, pause: pauseAfter(use.reading, limits.window) }
}

/** Settles the units by the use of the permit, frees the slot and wakes the first waiter if it may now go. */
export const settle = (state: State, request: RequestState, id: number, use: PermitUse): Effect.Effect<void> => {
  const settlement = settlementOf(state, id, use)
  return Effect.matchCauseEffect(state.store.settle(settlement), {
    onSuccess: (mayAdmit) => release(state, request, settlement, use, mayAdmit),
    onFailure: (cause) => Effect.zipRight(release(state, request, settlement, use, true), Effect.failCause(cause))
  })
}

const release = (
  state: State,
  request: RequestState,
  { counts, id, pause }: Settlement,
  use: PermitUse,
  mayAdmit: boolean
): Effect.Effect<void> => {
  const { settings, slots, waiters } = state
  const wasFull = slots.end(settings)
  const mayAdmitWrite = slots.settleWrite(settings, request, id, counts)
  if (use._tag === "Responded" && use.reading.remaining !== undefined) {
    metrics.remaining.unsafeUpdate(use.reading.remaining, [])
  }
  const isNews = pause !== undefined && state.pause(pause, state.now())
  if (mayAdmit || wasFull || mayAdmitWrite) waiters.head?.wake()
  if (pause === undefined) return Effect.void
  state.rejections++
  metrics.rejections.unsafeUpdate(1, [])
  return isNews
    ? Effect.logWarning(`Help Scout responded with 429 (rate limit): all requests pause for ${seconds(pause)}.`)
    : Effect.void
}
