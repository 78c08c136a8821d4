import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Stream from "effect/Stream"
import * as Queue from "../src/internal/webhook/queue.js"

/** Lets all other fibers come to rest. */
const rest = Effect.forEach(Array.from({ length: 10 }), () => Effect.yieldNow(), { discard: true })

const takeOne = (queue: Queue.Queue<string>) => Stream.runCollect(Stream.take(queue.stream, 1))

it.effect("a value that its taker did not live to take goes to the next", () =>
  Effect.gen(function* () {
    const queue = Queue.make<string>(10)
    const first = yield* Effect.fork(takeOne(queue))
    yield* rest
    const second = yield* Effect.fork(takeOne(queue))
    yield* rest
    // both at once: the first is woken for the value, and interrupted before it runs
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

it.effect("values are taken one at a time, as they are asked for", () =>
  Effect.gen(function* () {
    const queue = Queue.make<string>(10)
    const puts = yield* Effect.forEach(["a", "b", "c"], (value) => Effect.fork(queue.put(value)))
    yield* rest
    assert.deepStrictEqual([...(yield* takeOne(queue))], ["a"])
    yield* rest
    const told = yield* Effect.forEach(puts, Fiber.poll)
    assert.deepStrictEqual(
      told.map(({ _tag }) => _tag),
      ["Some", "None", "None"]
    )
    yield* Effect.forEach(puts, Fiber.interrupt)
  })
)
