import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as Completion from "../src/Completion.js"

describe("toCompletion", () => {
  it.effect("completes the effect before it honors an interruption, although the effect forks children", () =>
    Effect.gen(function* () {
      const started = yield* Deferred.make<void>()
      let completed = false
      const work = Effect.zipRight(Deferred.succeed(started, undefined), Effect.sleep("2 seconds")).pipe(
        Effect.timeout("1 minute"),
        Effect.zipRight(
          Effect.sync(() => {
            completed = true
          })
        )
      )
      const caller = yield* Effect.fork(Completion.toCompletion(work))
      yield* Deferred.await(started)
      yield* Fiber.interruptFork(caller)
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isNone(yield* caller.poll))
      assert.isFalse(completed)
      yield* TestClock.adjust("1 second")
      yield* caller.await
      assert.isTrue(completed)
    })
  )

  it.effect("honors a time limit inside the effect while the caller is interrupted", () =>
    Effect.gen(function* () {
      const caller = yield* Effect.fork(Completion.toCompletion(Effect.timeoutOption(Effect.never, "5 seconds")))
      yield* TestClock.adjust(0)
      yield* Fiber.interruptFork(caller)
      yield* TestClock.adjust("4 seconds")
      assert.isTrue(Option.isNone(yield* caller.poll))
      yield* TestClock.adjust("1 second")
      yield* caller.await
    })
  )

  it.effect("returns the result and the cause of the effect", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Completion.toCompletion(Effect.succeed(1)), 1)
      assert.strictEqual(yield* Effect.flip(Completion.toCompletion(Effect.fail("on purpose"))), "on purpose")
    })
  )
})

describe("abandonAfter", () => {
  const limit = Completion.abandonAfter({ duration: "5 seconds", onTimeout: () => "timeout" as const })

  it.effect("stops waiting for an effect that cannot be interrupted, which continues", () =>
    Effect.gen(function* () {
      let completed = false
      const work = Effect.uninterruptible(
        Effect.delay(
          Effect.sync(() => {
            completed = true
          }),
          "1 hour"
        )
      )
      const caller = yield* Effect.fork(Effect.flip(limit(work)))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(yield* caller, "timeout")
      assert.isFalse(completed)
      yield* TestClock.adjust("1 hour")
      assert.isTrue(completed)
    })
  )

  it.effect("limits the wait in an uninterruptible region", () =>
    Effect.gen(function* () {
      const caller = yield* Effect.fork(Effect.uninterruptible(Effect.flip(limit(Effect.never))))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(yield* caller, "timeout")
    })
  )

  it.effect("can be interrupted while it waits, even in an uninterruptible region", () =>
    Effect.gen(function* () {
      for (const work of [Effect.never, Effect.uninterruptible(Effect.sleep("1 hour"))]) {
        const caller = yield* Effect.fork(Effect.uninterruptible(limit(work)))
        yield* TestClock.adjust(0)
        yield* Fiber.interruptFork(caller)
        yield* TestClock.adjust(0)
        const exit = yield* caller.poll
        assert.isTrue(Option.exists(exit, Exit.isInterrupted))
        yield* TestClock.adjust("1 hour")
      }
    })
  )

  it.effect("returns the result of an effect that completes in time", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* limit(Effect.succeed(1)), 1)
      assert.strictEqual(yield* Effect.flip(limit(Effect.fail("on purpose"))), "on purpose")
    })
  )
})
