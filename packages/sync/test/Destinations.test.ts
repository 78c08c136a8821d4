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

const simulated = account({ seed: "destinations", data: { conversations: 60 }, rateLimit: { limit: 100_000 } })

const runTo = (address: string, options: Sync.RunOptions = {}) =>
  Effect.provide(Effect.provide(Sync.run(options), Destination.layer(address)), NodeContext.layer)

describe("destinations", () => {
  it.scopedLive("PostgreSQL contains every field", () =>
    Effect.gen(function* () {
      const server = yield* postgresServer
      const url = yield* server.database("helpscout")
      const first = yield* runTo(url, { reconcile: true })
      assert.strictEqual(first.tables.conversations?.upserted, 60)
      const read = (table: string) =>
        Effect.flatMap(SqlClient.SqlClient, (sql) =>
          sql.unsafe<Readonly<Record<string, unknown>>>(`SELECT * FROM ${table} WHERE _deleted_at IS NULL`)
        ).pipe(Effect.provide(PostgresSink.layerClient({ url: Redacted.make(url) })))
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.stateInPostgres, read), [])
      const again = yield* runTo(url)
      for (const [table, { deleted, upserted }] of Object.entries(again.tables))
        assert.deepStrictEqual([upserted, deleted], [0, 0], table)
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
