/** The same copy in every destination. Runs a PostgreSQL server. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as SqlClient from "@effect/sql/SqlClient"
import { assert, describe, it } from "@effect/vitest"
import * as Destination from "@effect-helpscout/sync/Destination"
import * as PostgresSink from "@effect-helpscout/sync/PostgresSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import { postgresServer } from "@effect-helpscout/test-support/postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Oracle from "../soak/oracle.js"
import { account, folder, rows } from "./support.js"

// more threads than are filled at once
const simulated = account({ seed: "destinations", data: { conversations: 160 }, rateLimit: { limit: 100_000 } })

const runTo = (address: string, options: Sync.RunOptions = {}) =>
  Effect.provide(Effect.provide(Sync.run(options), Destination.layer(address)), NodeContext.layer)

describe("destinations", () => {
  it.scopedLive("PostgreSQL contains every field", () =>
    Effect.gen(function* () {
      const server = yield* postgresServer
      const url = yield* server.database("helpscout")
      const first = yield* runTo(url, { reconcile: true })
      assert.strictEqual(first.tables.conversations?.upserted, 160)
      const query = (text: string) =>
        Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe<Readonly<Record<string, unknown>>>(text)).pipe(
          Effect.provide(PostgresSink.layerClient({ url: Redacted.make(url) }))
        )
      const read = (table: string) => query(`SELECT * FROM ${table} WHERE _deleted_at IS NULL`)
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.stateInPostgres, read), [])
      const again = yield* runTo(url)
      for (const [table, { deleted, upserted }] of Object.entries(again.tables))
        assert.deepStrictEqual([upserted, deleted], [0, 0], table)
      // law Y7: an earlier version did not know a column
      for (const text of [
        "DROP VIEW first_response_times",
        "ALTER TABLE threads DROP COLUMN opened_at",
        `UPDATE _helpscout_state SET value = replace(value, '"opened_at",', '') WHERE name = 'columns'`,
        "UPDATE _helpscout_state SET value = '{}' WHERE name = 'schema'"
      ])
        yield* query(text)
      yield* runTo(url)
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.stateInPostgres, read), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("SQLite contains every field, in a file whose name contains odd characters", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "50% of #1? é.db")
      yield* runTo(`sqlite:${file}`)
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.state, rows(file)), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("NDJSON contains every row", () =>
    Effect.gen(function* () {
      const directory = join(yield* folder, "log")
      yield* runTo(`ndjson:${directory}`)
      const expected = yield* Oracle.state
      for (const table of ["conversations", "threads", "customers", "tags"]) {
        const lines = readFileSync(join(directory, `${table}.ndjson`), "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as { op: string; id: number; _raw: object })
          .filter(({ op }) => op === "upsert")
        assert.lengthOf(lines, expected[table]?.size ?? -1, table)
      }
    }).pipe(Effect.provide(simulated))
  )
})
