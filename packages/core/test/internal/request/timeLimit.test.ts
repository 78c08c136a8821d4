import { assert, describe, it } from "@effect/vitest"
import { over } from "@effect-helpscout/test-support/folders"
import { script } from "@effect-helpscout/test-support/scripted"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type * as Runtime from "effect/Runtime"
import * as TestClock from "effect/TestClock"
import { Timeout } from "../../../src/internal/request/scopes.js"
import * as TimeLimit from "../../../src/internal/request/timeLimit.js"
import * as Transport from "../../../src/Transport.js"

describe("law P8: nothing waits forever", () => {
  it.effect("limits the exchanges of one effect by its own timeout", () =>
    Effect.gen(function* () {
      const call = over(script("hang"), (folders) => folders.delete({ folderId: 1 }))
      for (const seconds of [2, 300]) {
        const timeout = Option.some(Duration.seconds(seconds))
        const fiber = yield* Effect.fork(Effect.provideService(call, Timeout, timeout))
        yield* TestClock.adjust(Duration.seconds(seconds - 1))
        assert.isNull(fiber.unsafePoll())
        yield* TestClock.adjust("1 second")
        const result = yield* Fiber.join(fiber)
        assert.propertyVal(result._tag === "Left" ? result.left : undefined, "code", "TIMEOUT")
      }
    })
  )

  it.effect("a stall limit starts anew with each progress", () =>
    Effect.gen(function* () {
      const runtime = yield* Effect.runtime<never>()
      const clock = yield* Effect.clock
      const limit = Transport.stallLimit(Duration.seconds(10))
      const fiber = TimeLimit.stalling(limit).start(runtime as Runtime.Runtime<never>, clock, Effect.never)
      for (let i = 0; i < 20; i++) {
        yield* TestClock.adjust("9 seconds")
        assert.isNull(fiber.unsafePoll(), String(i))
        yield* Transport.progressed(limit)
      }
      yield* TestClock.adjust("10 seconds")
      assert.isTrue(Exit.isInterrupted(yield* Fiber.await(fiber)))
    })
  )
})
