/** The state that the parts of one limiter share, and the waits that follow from it. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { RateLimited } from "../../HelpScoutError.js"
import type { Service as Store } from "../../RateLimiterStore.js"
import { PauseClock } from "./pauseClock.js"
import type { RequestState } from "./rankedRequest.js"
import type { Resolved } from "./settings.js"
import { Slots } from "./slots.js"
import * as Waiters from "./waiters.js"

export type Waiter = Waiters.Waiter<RequestState>

export class State {
  readonly store: Store
  readonly now: () => number
  readonly waiters = new Waiters.Waiters<RequestState>()
  readonly slots: Slots
  readonly pauses: PauseClock
  settings: Resolved
  /** Whether a request is asking the store. One at a time, or a new request could pass the first waiter (law R4). */
  isAsking = false
  /** When the first waiter may go, as far as the store has said. */
  roomExpectedAt = 0
  /** The end of the wait that was logged last. */
  waitLoggedUntil = Number.NEGATIVE_INFINITY
  waits = 0
  rejections = 0

  constructor(store: Store, settings: Resolved, now: () => number) {
    this.store = store
    this.settings = settings
    this.now = now
    this.slots = new Slots(now)
    this.pauses = new PauseClock(now())
  }

  /** Milliseconds that the request has waited because of 429s. */
  pausedOf(waiter: Waiter, at: number) {
    return waiter.request.paused + this.pauses.elapsed(at) - waiter.pausedBefore
  }

  /** Milliseconds that the request has waited for our own budget. */
  queuedOf(waiter: Waiter, at: number) {
    return waiter.request.queued + (at - waiter.joinedAt) - (this.pauses.elapsed(at) - waiter.pausedBefore)
  }

  /** Law R5: whether the pause lasts longer than this request may wait because of 429s. */
  isPausedTooLong(waiter: Waiter, at: number) {
    const left = this.pauses.left(at)
    return left > 0 && this.pausedOf(waiter, at) + left > this.settings.maxPausedWait
  }

  /** Pauses all requests. Wakes those that may not wait that long. Returns whether the pause is worth a log line. */
  pause(millis: number, at: number) {
    const { extended, isNews } = this.pauses.pause(millis, at)
    if (!extended) return false
    for (let waiter = this.waiters.head; waiter !== undefined; waiter = waiter.next) {
      if (this.isPausedTooLong(waiter, at)) waiter.wake()
    }
    return isNews
  }

  /** Milliseconds until the first waiting request may go, as far as is known. */
  nextIn(at: number) {
    const left = this.waiters.size === 0 ? 0 : Math.max(this.roomExpectedAt - at, this.pauses.left(at))
    return Number.isFinite(left) ? Math.max(0, left) : 0
  }

  rateLimited(request: RequestState, millis: number): Effect.Effect<never, RateLimited> {
    const retryAfter = Duration.millis(Number.isFinite(millis) ? millis : this.settings.limits.window)
    return Effect.fail(new RateLimited({ operation: request.operation, retryAfter }))
  }
}

/** Milliseconds as seconds, for a log line. */
export const seconds = (millis: number) => `${Math.ceil(millis / 100) / 10} s`
