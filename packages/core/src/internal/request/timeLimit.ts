/**
 * One time limit for many exchanges. `Effect.timeout` races two fibers per exchange. Here each exchange runs in one
 * fiber, and a single watcher serves them all: they share one limit, so their deadlines pass in the order they started.
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Runtime from "effect/Runtime"
import type { StallLimit } from "../../Transport.js"
import { canVanish } from "../callers.js"

export interface TimeLimit {
  /** Starts the effect at once in its own fiber, which is interrupted when the limit passes. */
  readonly start: <A, E>(
    runtime: Runtime.Runtime<never>,
    clock: Clock.Clock,
    effect: Effect.Effect<A, E>,
    options?: Runtime.RunForkOptions
  ) => Fiber.RuntimeFiber<A, E>
}

interface Watched {
  readonly deadline: number
  readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
}

/** The longest sleep of the watcher. It is short, so that a finished program does not wait long for it to end. */
const tickMillis = 250

const monotonic = (clock: Clock.Clock) => Number(clock.unsafeCurrentTimeNanos()) / 1e6

export const make = (limit: Duration.Duration): TimeLimit => (canVanish ? single(limit) : shared(limit))

/** A watcher for each exchange, where one that serves several would end with the request that started it. */
const single = (limit: Duration.Duration): TimeLimit => ({
  start: (runtime, clock, effect, options) => {
    const fiber = Runtime.runFork(runtime, effect, options)
    const watcher = Runtime.runFork(runtime, Effect.zipRight(clock.sleep(limit), Fiber.interruptFork(fiber)))
    fiber.addObserver(() => watcher.unsafeInterruptAsFork(fiber.id()))
    return fiber
  }
})

const shared = (limit: Duration.Duration): TimeLimit => {
  const millis = Duration.toMillis(limit)
  // a set keeps the order of insertion, which is the order of the deadlines
  const running = new Set<Watched>()
  let watching = false

  const watch: Effect.Effect<void> = Effect.clockWith((clock) => {
    const [oldest] = running
    if (oldest === undefined) {
      watching = false
      return Effect.void
    }
    const left = oldest.deadline - monotonic(clock)
    if (left > 0) return Effect.zipRight(Effect.sleep(Math.min(Math.ceil(left), tickMillis)), watch)
    running.delete(oldest)
    return Effect.zipRight(Fiber.interruptFork(oldest.fiber), watch)
  })

  return {
    start: (runtime, clock, effect, options) => {
      const fiber = Runtime.runFork(runtime, effect, options)
      const watched = { deadline: monotonic(clock) + millis, fiber }
      running.add(watched)
      fiber.addObserver(() => running.delete(watched))
      if (!watching) {
        watching = true
        Runtime.runFork(runtime, watch)
      }
      return fiber
    }
  }
}

/** A time limit that starts anew with each progress of a transfer (law P8). */
export const stalling = (limit: StallLimit): TimeLimit => {
  const millis = Duration.toMillis(limit.duration)
  const watch = (fiber: Fiber.RuntimeFiber<unknown, unknown>): Effect.Effect<void> =>
    Effect.clockWith((clock) => {
      if (fiber.unsafePoll() !== null) return Effect.void
      const left = Number(limit.lastProgress) / 1e6 + millis - monotonic(clock)
      if (left > 0) return Effect.zipRight(Effect.sleep(Math.min(Math.ceil(left), tickMillis)), watch(fiber))
      return Effect.asVoid(Fiber.interruptFork(fiber))
    })
  return {
    start: (runtime, clock, effect, options) => {
      limit.lastProgress = clock.unsafeCurrentTimeNanos()
      const fiber = Runtime.runFork(runtime, effect, options)
      Runtime.runFork(runtime, watch(fiber))
      return fiber
    }
  }
}
