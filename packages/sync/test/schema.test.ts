import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Tables from "@effect-helpscout/sync/Tables"
import * as Effect from "effect/Effect"
import * as Oracle from "../soak/oracle.js"
import * as Odd from "./odd.js"
import { account, folder, query, rows, runInto } from "./support.js"

// more threads than a page of them has
const simulated = account({ seed: "schema", data: { conversations: 160 }, rateLimit: { limit: 100_000 } })

/** Makes a database look as if an earlier version, which did not know a column, had written it. */
const forgetColumn = (file: string, table: string, column: string) =>
  Effect.gen(function* () {
    yield* query(file, `DROP VIEW first_response_times`)
    yield* query(file, `ALTER TABLE ${table} DROP COLUMN ${column}`)
    const [state] = yield* query<{ value: string }>(file, "SELECT value FROM _helpscout_state WHERE name = 'columns'")
    const columns = JSON.parse(state?.value ?? "{}") as Record<string, ReadonlyArray<string>>
    const older = { ...columns, [table]: (columns[table] ?? []).filter((name) => name !== column) }
    yield* query(file, `UPDATE _helpscout_state SET value = '${JSON.stringify(older)}' WHERE name = 'columns'`)
    yield* query(file, "UPDATE _helpscout_state SET value = '{}' WHERE name = 'schema'")
  })

describe("law Y7: the schema of a database follows the version of the package", () => {
  it.scopedLive("a later version adds its columns and fills them from the JSON, without a request for them", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file)
      yield* forgetColumn(file, "threads", "opened_at")
      const report = yield* runInto(file)
      assert.isAtMost(report.requests, 15)
      const expected = yield* Oracle.state
      assert.deepStrictEqual(yield* Oracle.differences(expected, rows(file)), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("an earlier version refuses a database that a later one has written, and changes nothing", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file, { tables: ["tags"] })
      yield* query(
        file,
        `UPDATE _helpscout_state SET value = json_set(value, '$.threads', json_array('id', 'mood')) WHERE name = 'columns'`
      )
      const error = yield* Effect.flip(runInto(file))
      assert.include(error, { _tag: "HelpScoutSyncFailed", reason: "Newer" })
      assert.match(
        error.message,
        /written by a later version .*\(column threads\.mood\)\. Update the package: npm install/
      )
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("ignores columns and tables that a user has added", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file, { tables: ["tags"] })
      yield* query(file, "ALTER TABLE tags ADD COLUMN note text")
      yield* query(file, "CREATE TABLE notes (id integer)")
      yield* runInto(file, { tables: ["tags"] })
    }).pipe(Effect.provide(simulated))
  )

  it("has distinct columns in every table, and indexes of columns that exist", () => {
    for (const table of Tables.all) {
      const names = table.columns.map(({ name }) => name)
      assert.strictEqual(new Set(names).size, names.length, table.name)
      for (const name of [...table.key, ...table.indexes]) assert.include(names, name, table.name)
    }
  })
})

describe("law Y6: items that cannot be read", () => {
  it.scopedLive("are stored with their JSON and issues, counted, and do not stop the copy", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const odd = HelpScoutClient.withTransform((client) => Odd.spoil(client))
      const report = yield* odd(runInto(file))
      // one conversation, one thread that was embedded, and one customer
      assert.strictEqual(report.invalid, 3)
      const invalid = yield* query<{ table_name: string; id: string; issues: string }>(
        file,
        "SELECT table_name, id, issues FROM _helpscout_invalid ORDER BY table_name"
      )
      assert.deepStrictEqual(
        invalid.map(({ table_name }) => table_name),
        ["conversations", "customers", "threads"]
      )
      assert.match(invalid[0]?.issues ?? "", /createdAt/)
      // the conversation of the odd thread, and its other threads, are there
      const [{ n } = { n: 0 }] = yield* query<{ n: number }>(file, "SELECT count(*) AS n FROM conversations")
      assert.strictEqual(n, 159)
      // once they can be read, they are rows
      yield* runInto(file, { reconcile: true })
      const expected = yield* Oracle.state
      assert.deepStrictEqual(yield* Oracle.differences(expected, rows(file)), [])
    }).pipe(Effect.provide(simulated))
  )
})
