/**
 * One time limit for many exchanges. `Effect.timeout` races two fibers for each; here each runs in one, and a single
 * sleeper watches them all, since all have the same limit and so run out in the order in which they began.
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Runtime from "effect/Runtime"

export interface TimeLimit {
  /** Starts the effect at once, in a fiber of its own, which is interrupted when the limit is over. */
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

/** The sleeper looks so often at least, so that it outlives the last exchange, and with it the program, by little. */
const tickMillis = 250

const monotonic = (clock: Clock.Clock) => Number(clock.unsafeCurrentTimeNanos()) / 1e6

export const make = (limit: Duration.Duration): TimeLimit => {
  const millis = Duration.toMillis(limit)
  // a set keeps the order of insertion, which is the order of deadlines
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
