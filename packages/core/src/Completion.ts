/**
 * Two ways to wait that interruption cannot undo: run an effect to completion, or stop waiting for it.
 *
 * ```ts
 * import * as Completion from "@effect-helpscout/core/Completion"
 * import * as Effect from "effect/Effect"
 *
 * // an interrupted caller waits for the write, but at most five seconds
 * export const save = (write: Effect.Effect<void>) =>
 *   Completion.toCompletion(Effect.timeoutOption(write, "5 seconds"))
 * ```
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { dual, type LazyArg } from "effect/Function"

/**
 * Runs the effect in a daemon fiber and waits for it uninterruptibly. An interrupted caller is interrupted after the
 * effect has completed.
 *
 * `Effect.uninterruptible` is not enough: a fiber that ignores an interruption still passes it on to its children, such
 * as the two sides of a timeout.
 *
 * @since 0.1.0
 */
export const toCompletion = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.uninterruptible(Effect.flatMap(Effect.forkDaemon(Effect.interruptible(self)), Fiber.join))

/**
 * Fails after `duration`, even if the effect cannot be interrupted: it then continues in the background. The wait can
 * be interrupted, even in an uninterruptible region.
 *
 * @since 0.1.0
 */
export const abandonAfter: {
  <E2>(options: {
    readonly duration: Duration.DurationInput
    readonly onTimeout: LazyArg<E2>
  }): <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E | E2, R>
  <A, E, R, E2>(
    self: Effect.Effect<A, E, R>,
    options: { readonly duration: Duration.DurationInput; readonly onTimeout: LazyArg<E2> }
  ): Effect.Effect<A, E | E2, R>
} = dual(
  2,
  <A, E, R, E2>(
    self: Effect.Effect<A, E, R>,
    options: { readonly duration: Duration.DurationInput; readonly onTimeout: LazyArg<E2> }
  ): Effect.Effect<A, E | E2, R> =>
    // inside, what `disconnect` forks must be interruptible; outside, the wait for it
    Effect.timeoutFail(Effect.interruptible(Effect.disconnect(Effect.interruptible(self))), options)
)
