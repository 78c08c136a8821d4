/**
 * Prints the rows of an SQL query on a copy that `sync.ts` made:
 *
 *     node examples/dist/src/query.js helpscout.db "SELECT * FROM backlog_per_day ORDER BY day DESC LIMIT 3"
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as SqlClient from "@effect/sql/SqlClient"
import * as LibsqlClient from "@effect/sql-libsql/LibsqlClient"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const [file = "helpscout.db", query = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"] =
  process.argv.slice(2)

const program = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* Console.table(yield* sql.unsafe(query))
})

NodeRuntime.runMain(Effect.provide(program, LibsqlClient.layer({ url: `file:${file}` })))
