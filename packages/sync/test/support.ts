/** A simulated account, a copy of it, and the comparison of the two. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as SqlClient from "@effect/sql/SqlClient"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A folder that is removed with the scope. */
export const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "helpscout-sync-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

export const account = (options: Simulator.Options) =>
  Layer.provideMerge(HelpScout.layer, Simulator.Simulator.layerClient(options))

/** One run into a file. */
export const runInto = (file: string, options: Sync.RunOptions = {}, sink: Omit<SqliteSink.Options, "file"> = {}) =>
  Effect.provide(Sync.run(options), SqliteSink.layer({ file, ...sink }))

/** Queries a file. */
export const query = <A extends object>(file: string, text: string) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe<A>(text)).pipe(
    Effect.provide(SqliteSink.layerClient({ file }))
  )

/** The rows of a table that are not deleted. */
export const rows = (file: string) => (table: string) =>
  query<Readonly<Record<string, unknown>>>(file, `SELECT * FROM ${table} WHERE _deleted_at IS NULL`)
