/**
 * Virtual time for long programs: minutes of waiting and thousands of requests pass in an instant. `TestClock` lets a
 * test stop anywhere, and waits for real timers before each step. `VirtualTime.run` runs a program to completion.
 *
 * ```ts
 * import * as VirtualTime from "@effect-helpscout/core/testing/VirtualTime"
 * import * as Effect from "effect/Effect"
 *
 * export const instant = VirtualTime.run(Effect.sleep("2 days"))
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
  /** In reverse order of waking: the next one is last. */
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
    return Effect.dieMessage("VirtualTime: the clock has no timer scheduler. Use Effect.sleep.")
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
  /** Runs all fibers until each of them waits. */
  settle() {
    while (this.tasks.tasks.buckets.length > 0) this.tasks.step()
  }
  /** Advances to the next sleeper and wakes it. Returns `false` if there is none. */
  next(): boolean {
    const next = this.sleepers.pop()
    if (next === undefined) return false
    this.now = Math.max(this.now, next.at)
    next.wake()
    return true
  }
}

/** Yields to the event loop once, because a test runner expects a sign of life from its worker now and then. */
const nextTurn = Effect.async<void>((resume) => {
  setTimeout(() => resume(Effect.void), 0)
})

/**
 * Runs a program to completion, from sleep to sleep, without real waiting. Dies if the program waits for something
 * other than the clock: a socket, a file, a promise.
 *
 * @since 0.1.0
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
          if (!clock.next()) {
            return Exit.die(
              new Error(
                `VirtualTime.run: the program is blocked on something other than the clock (at ${clock.now} ms). Replace sockets, files and promises with doubles.`
              )
            )
          }
        }
      })
    )
  )
