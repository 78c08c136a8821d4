import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Stream from "effect/Stream"
import * as Queue from "../../../src/internal/webhook/queue.js"

/** Lets all other fibers run until they wait. */
const settle = Effect.forEach(Array.from({ length: 10 }), () => Effect.yieldNow(), { discard: true })

const takeOne = (queue: Queue.Queue<string>) => Stream.runCollect(Stream.take(queue.stream, 1))

it.effect("passes a value to the next consumer if the woken one is interrupted", () =>
  Effect.gen(function* () {
    const queue = Queue.make<string>(10)
    const first = yield* Effect.fork(takeOne(queue))
    yield* settle
    const second = yield* Effect.fork(takeOne(queue))
    yield* settle
    // synchronously: the first consumer is woken for the value and interrupted before it runs
    const put = yield* Effect.sync(() => {
      const fiber = Effect.runFork(queue.put("a"))
      first.unsafeInterruptAsFork(FiberId.none)
      return fiber
    })
    assert.deepStrictEqual([...(yield* Fiber.join(second))], ["a"])
    yield* Fiber.join(put)
    assert.isTrue(Exit.isInterrupted(yield* Fiber.await(first)))
  })
)

it.effect("takes values one at a time and on demand", () =>
  Effect.gen(function* () {
    const queue = Queue.make<string>(10)
    const puts = yield* Effect.forEach(["a", "b", "c"], (value) => Effect.fork(queue.put(value)))
    yield* settle
    assert.deepStrictEqual([...(yield* takeOne(queue))], ["a"])
    yield* settle
    const polled = yield* Effect.forEach(puts, Fiber.poll)
    assert.deepStrictEqual(
      polled.map(({ _tag }) => _tag),
      ["Some", "None", "None"]
    )
    yield* Effect.forEach(puts, Fiber.interrupt)
  })
)
