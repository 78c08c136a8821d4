/** A SQLite copy prepares each statement once: the driver never frees one. */
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Sink } from "@effect-helpscout/sync/Sink"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Effect from "effect/Effect"
import Database from "libsql"
import { vi } from "vitest"
import { folder } from "./support.js"

const conversation = (id: number, subject: string) =>
  ({
    _tag: "Upsert",
    table: "conversations",
    row: { id, number: id, subject },
    json: { id, number: id, subject }
  }) as const

describe("a SQLite copy", () => {
  it.scopedLive("prepares no statement for a page like an earlier one, and counts the rows written", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const prepare = vi.spyOn(Database.prototype, "prepare")
      yield* Effect.addFinalizer(() => Effect.sync(() => prepare.mockRestore()))
      yield* Effect.gen(function* () {
        const sink = yield* Sink
        // 25 rows: one statement of 16, two of 4 and one of 1
        const page = (from: number, subject: string) =>
          sink.commit({
            table: "conversations",
            changes: Array.from({ length: 25 }, (_, index) => conversation(from + index, subject)),
            position: { account: from }
          })
        yield* page(1, "first")
        const before = prepare.mock.calls.length
        for (let round = 1; round <= 20; round++) {
          const counts = yield* page(1 + round * 25, "first")
          assert.deepStrictEqual(counts.conversations, { upserted: 25, deleted: 0, unchanged: 0 })
        }
        assert.strictEqual((yield* page(1, "first")).conversations?.unchanged, 25)
        assert.strictEqual((yield* page(13, "second")).conversations?.upserted, 25)
        assert.strictEqual(prepare.mock.calls.length, before)
      }).pipe(Effect.provide(SqliteSink.layer({ file })))
    })
  )
})
