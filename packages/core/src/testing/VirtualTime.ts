/**
 * Virtual time for long stories: minutes of waiting and thousands of requests pass in an instant. `TestClock` lets a
 * test stop anywhere, and waits for real timers before each step; this runs a program straight to its end.
 *
 * ```ts
 * import * as VirtualTime from "@effect-helpscout/core/testing/VirtualTime"
 * import * as Effect from "effect/Effect"
 *
 * export const quick = VirtualTime.run(Effect.sleep("2 days"))
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import * as Scheduler from "effect/Scheduler"

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

class VirtualClock implements Clock.Clock {
  readonly [Clock.ClockTypeId]: Clock.ClockTypeId = Clock.ClockTypeId
  /** The next to wake stands last. */
  private readonly sleepers: Array<Sleeper> = []
  readonly tasks = new Scheduler.ControlledScheduler()
  now: number

  constructor(now: number) {
    this.now = now
  }
  unsafeCurrentTimeMillis() {
    return this.now
  }
  unsafeCurrentTimeNanos() {
    return BigInt(Math.round(this.now * 1e6))
  }
  readonly currentTimeMillis = Effect.sync(() => this.unsafeCurrentTimeMillis())
  readonly currentTimeNanos = Effect.sync(() => this.unsafeCurrentTimeNanos())
  scheduler() {
    return Effect.dieMessage("virtual time has no scheduler of timers")
  }
  sleep(duration: Duration.Duration) {
    return Effect.async<void>((resume) => {
      const sleeper = { at: this.now + Duration.toMillis(duration), wake: () => resume(Effect.void) }
      let i = this.sleepers.length
      while (i > 0 && (this.sleepers[i - 1]?.at ?? 0) <= sleeper.at) i--
      this.sleepers.splice(i, 0, sleeper)
      return Effect.sync(() => {
        const at = this.sleepers.indexOf(sleeper)
        if (at >= 0) this.sleepers.splice(at, 1)
      })
    })
  }
  settle() {
    while (this.tasks.tasks.buckets.length > 0) this.tasks.step()
  }
  /** Moves on to the next sleeper; answers false when nobody sleeps. */
  next(): boolean {
    const next = this.sleepers.pop()
    if (next === undefined) return false
    this.now = Math.max(this.now, next.at)
    next.wake()
    return true
  }
}

/** Lets the event loop turn once: a test runner whose worker runs story after story has to hear from it now and then. */
const nextTurn = Effect.async<void>((resume) => {
  setTimeout(() => resume(Effect.void), 0)
})

/**
 * Runs a program to its end, from sleep to sleep, without waiting for anything real. It dies when the program waits
 * for something else than a clock: a socket, a file, a promise.
 *
 * @since 0.1.0
 * @category testing
 */
export const run = <A, E, R>(
  program: Effect.Effect<A, E, R>,
  options: {
    /** Milliseconds since 1970. @default 0 */
    readonly startAt?: number
  } = {}
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.runtime<R>(), (runtime) =>
    Effect.zipRight(
      nextTurn,
      Effect.suspend(() => {
        const clock = new VirtualClock(options.startAt ?? 0)
        const fiber = Runtime.runFork(runtime, Effect.withClock(program, clock), { scheduler: clock.tasks })
        for (;;) {
          clock.settle()
          const exit = fiber.unsafePoll()
          if (exit !== null) return exit
          if (!clock.next())
            return Exit.die(new Error(`nobody sleeps, and the program has not ended at ${clock.now} ms`))
        }
      })
    )
  )
