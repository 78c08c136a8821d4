/**
 * A wait that only its own time limit cuts off.
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Option from "effect/Option"

/**
 * Waits in a fiber of its own: an interrupt is passed on to the children of a fiber even where the fiber itself can't be
 * interrupted, and a time limit makes children.
 */
export const within = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  duration: Duration.Duration
): Effect.Effect<Option.Option<A>, E, R> =>
  Effect.interruptible(effect).pipe(
    Effect.timeoutOption(duration),
    Effect.forkDaemon,
    Effect.flatMap(Fiber.join),
    Effect.uninterruptible
  )
