import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { finish, layer } from "@effect-helpscout/test-support/program"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"

const program = fileURLToPath(new URL("./walkHeap.mjs", import.meta.url))

/** Streams 800 pages in a separate process. Returns the heap after a collection at pages 200 and 700, in bytes. */
const walk = (mode: "stream" | "retain") =>
  Effect.promise(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", program, mode])
    return JSON.parse(stdout) as { readonly early: number; readonly late: number; readonly pages: number }
  })

describe("lists, as counted by the server", () => {
  it.effect("law L2: take(1) costs one request", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const simulator = yield* Simulator.Simulator
      const first = yield* Stream.runCollect(Stream.take(conversations.listAll({ status: "all" }), 1))
      assert.strictEqual(first.length, 1)
      assert.strictEqual((yield* simulator.stats).requests, 1)
    }).pipe(Effect.provide(layer()))
  )

  it.effect("law L3: emits every conversation once and in the server's order, with and without concurrency", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const ids = (options: { readonly concurrency?: number; readonly prefetch?: number }) =>
        Effect.map(Stream.runCollect(conversations.listAll({ status: "all" }, options)), (all) =>
          Chunk.toReadonlyArray(all).map(({ id }) => id)
        )
      const plain = yield* ids({})
      assert.strictEqual(new Set(plain).size, 260)
      assert.deepStrictEqual(yield* ids({ prefetch: 2 }), plain)
      assert.deepStrictEqual(yield* finish(ids({ concurrency: 5 })), plain)
    }).pipe(Effect.provide(layer({ data: { conversations: 260 } })))
  )

  it.effect("law L5: keeps what was emitted before an error", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const simulator = yield* Simulator.Simulator
      yield* simulator.setFaults((request) => (request.query.includes("page=3") ? Fault.status(403) : undefined))
      const seen: Array<number> = []
      const exit = yield* Effect.exit(
        Stream.runForEach(conversations.listAll({ status: "all" }), ({ id }) => Effect.sync(() => seen.push(id)))
      )
      assert.isTrue(Exit.isFailure(exit))
      assert.strictEqual(seen.length, 50)
    }).pipe(Effect.provide(layer({ data: { conversations: 100 } })))
  )

  it.effect("law D1: sends no parameter that Help Scout would ignore", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const simulator = yield* Simulator.Simulator
      yield* Stream.runDrain(
        conversations.listAll({ status: "all", embed: "threads", mailbox: [1, 2], tag: ["a", "b"] })
      )
      assert.deepStrictEqual((yield* simulator.stats).unknownParameters, [])
    }).pipe(Effect.provide(layer()))
  )

  it.effect(
    "law L4: holds at page 700 at most 1.06 times the memory of page 200",
    () =>
      Effect.gen(function* () {
        const [streamed, retained] = yield* Effect.all([walk("stream"), walk("retain")], { concurrency: 2 })
        assert.strictEqual(streamed.pages, 800)
        assert.isAtMost(streamed.late / streamed.early, 1.06)
        // control: the same measurement detects a program that keeps its pages
        assert.isAbove(retained.late / retained.early, 1.2)
      }),
    120_000
  )
})
