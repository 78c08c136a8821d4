import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as VirtualTime from "../../src/testing/VirtualTime.js"

describe("VirtualTime.run", () => {
  it.effect("advances the clock by the time that the program sleeps", () =>
    Effect.gen(function* () {
      const ended = yield* VirtualTime.run(Effect.zipRight(Effect.sleep("2 days"), Clock.currentTimeMillis), {
        startAt: 1_000
      })
      assert.strictEqual(ended, 1_000 + 2 * 86_400_000)
    })
  )

  it.effect("wakes sleepers in the order of their times, and of their start if those are equal", () =>
    Effect.gen(function* () {
      const woken: Array<string> = []
      const sleeper = (name: string, millis: number) =>
        Effect.delay(
          Effect.sync(() => woken.push(name)),
          millis
        )
      yield* VirtualTime.run(
        Effect.all([sleeper("late", 20), sleeper("first", 10), sleeper("second", 10), sleeper("early", 5)], {
          concurrency: "unbounded"
        })
      )
      assert.deepStrictEqual(woken, ["early", "first", "second", "late"])
    })
  )

  it.effect("does not wake an interrupted sleeper", () =>
    Effect.gen(function* () {
      const ended = yield* VirtualTime.run(
        Effect.zipRight(Effect.timeoutOption(Effect.sleep("1 hour"), "1 second"), Clock.currentTimeMillis)
      )
      assert.strictEqual(ended, 1_000)
    })
  )

  it.effect("returns the failure of the program", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Effect.flip(VirtualTime.run(Effect.fail("on purpose"))), "on purpose")
    })
  )

  it.effect("dies if the program waits for something other than the clock", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(VirtualTime.run(Effect.zipRight(Effect.sleep("3 millis"), Effect.never)))
      const cause = Exit.match(exit, { onFailure: (cause) => cause, onSuccess: () => Cause.empty })
      assert.isTrue(Cause.isDie(cause))
      assert.include(Cause.pretty(cause), "blocked on something other than the clock (at 3 ms)")
    })
  )
})
