/**
 * One time limit for many exchanges. `Effect.timeout` races two fibers for each; here each runs in one, and a single
 * sleeper watches them all, since all have the same limit and so run out in the order in which they began.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

export interface TimeLimit {
  /** Runs the effect in a fiber of its own, which is interrupted when the limit is over. */
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<Fiber.RuntimeFiber<A, E>>
}

interface Watched {
  readonly deadline: bigint
  readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
}

/** The sleeper looks so often at least, so that it outlives the last exchange, and with it the program, by little. */
const tickMillis = 250

export const make = (limit: Duration.Duration): TimeLimit => {
  const nanos = BigInt(Math.round(Duration.toMillis(limit))) * 1_000_000n
  // a set keeps the order of insertion, which is the order of deadlines
  const running = new Set<Watched>()
  let watching = false

  const watch: Effect.Effect<void> = Effect.suspend(() => {
    const [oldest] = running
    if (oldest === undefined) {
      watching = false
      return Effect.void
    }
    return Effect.flatMap(Clock.currentTimeNanos, (now) => {
      if (now < oldest.deadline) {
        return Effect.zipRight(
          Effect.sleep(Math.min(Math.ceil(Number(oldest.deadline - now) / 1e6), tickMillis)),
          watch
        )
      }
      running.delete(oldest)
      return Effect.zipRight(Fiber.interruptFork(oldest.fiber), watch)
    })
  })

  return {
    fork: (effect) =>
      Effect.uninterruptible(
        Effect.flatMap(Clock.currentTimeNanos, (now) =>
          Effect.flatMap(Effect.forkDaemon(Effect.interruptible(effect)), (fiber) => {
            const watched = { deadline: now + nanos, fiber }
            running.add(watched)
            fiber.addObserver(() => running.delete(watched))
            if (watching) return Effect.succeed(fiber)
            watching = true
            return Effect.as(Effect.forkDaemon(Effect.interruptible(watch)), fiber)
          })
        )
      )
  }
}
