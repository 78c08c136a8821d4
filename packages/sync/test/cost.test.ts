import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import type { Progress } from "@effect-helpscout/sync/Progress"
import * as Effect from "effect/Effect"
import { account, folder, runInto } from "./support.js"

/** Conversations whose threads are embedded completely: no chats, and at most 25 threads. */
const thousand = account({
  seed: "cost",
  data: { conversations: 1_000, customers: 60, maxThreads: 6 },
  rateLimit: { limit: 1_000_000 }
})

describe("the number of requests", () => {
  it.scopedLive("is at most 45 for 1,000 conversations, and at most 15 for a pass over an unchanged account", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const simulator = yield* Simulator
      const pages = Effect.map(
        simulator.requests,
        (requests) => requests.filter(({ path }) => path === "/v2/conversations").length
      )
      const threads = Effect.map(
        simulator.requests,
        (requests) => requests.filter(({ path }) => /^\/v2\/conversations\/\d+\/threads$/.test(path)).length
      )
      const first = yield* runInto(file, { tables: ["conversations"] })
      // the rest are chats, whose threads are never embedded completely
      assert.isAtMost(first.requests - (yield* threads), 45)
      assert.strictEqual(first.tables.conversations?.upserted, 1_000)
      assert.isAtMost(yield* pages, 45)
      yield* runInto(file)
      const again = yield* runInto(file)
      assert.isAtMost(again.requests, 15)
    }).pipe(Effect.provide(thousand))
  )

  it.scopedLive("is estimated before the first page, and counted at the end", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const events: Array<Progress> = []
      const onProgress = (event: Progress) => Effect.sync(() => void events.push(event))
      const simulator = yield* Simulator
      yield* simulator.clear
      const report = yield* runInto(file, { tables: ["conversations", "customers"], onProgress })
      const [started] = events
      assert.strictEqual(started?._tag, "Started")
      if (started?._tag !== "Started") return
      assert.deepInclude(started.estimate, { conversations: 1_000, customers: 60 })
      assert.isAtMost(started.estimate.requests, report.requests)
      assert.strictEqual((yield* simulator.stats).requests, report.requests)
      const last = events.at(-1)
      assert.strictEqual(last?._tag, "Completed")
      const remaining = events.flatMap((event) => (event._tag === "Committed" ? [event.remaining.conversations] : []))
      assert.strictEqual(remaining.at(-1), 0)
      assert.deepStrictEqual(
        remaining,
        [...remaining].sort((a, b) => b - a)
      )
    }).pipe(Effect.provide(thousand))
  )
})
