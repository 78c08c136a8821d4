import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Oracle from "../soak/oracle.js"
import { account, folder, query, rows, runInto } from "./support.js"

describe("run", () => {
  it.scopedLive("copies every field of an account into one file, and finds nothing to change the second time", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const { tables } = yield* runInto(file)
      const expected = yield* Oracle.state
      assert.deepStrictEqual(yield* Oracle.differences(expected, rows(file)), [])
      for (const [table, { upserted }] of Object.entries(tables))
        assert.strictEqual(upserted, expected[table]?.size, table)

      const again = yield* runInto(file)
      for (const [table, { deleted, upserted }] of Object.entries(again.tables))
        assert.deepStrictEqual([upserted, deleted], [0, 0], table)
      assert.isAtMost(again.requests, 15)
    }).pipe(Effect.provide(account({ seed: "acme", rateLimit: { limit: 100_000 } })))
  )

  it.scopedLive("control: the comparison finds a wrong cell, a missing row and a row too many", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file)
      const expected = yield* Oracle.state
      yield* query(file, "UPDATE conversations SET subject = 'other' WHERE id = 2000003")
      yield* query(file, "DELETE FROM threads WHERE conversation_id = 2000004")
      yield* query(file, "INSERT INTO tags (id, name) VALUES (1, 'extra')")
      const found = (yield* Oracle.differences(expected, rows(file))).join("\n")
      assert.match(found, /^conversations 2000003\.subject: "other" instead of/m)
      assert.match(found, /^threads 2000004\/\d+: missing$/m)
      assert.match(found, /^tags 1: does not exist in the account$/m)
    }).pipe(Effect.provide(account({ seed: "acme", data: { conversations: 30 }, rateLimit: { limit: 100_000 } })))
  )
})
