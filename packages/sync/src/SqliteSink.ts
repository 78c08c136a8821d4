/**
 * A copy in one SQLite file. Install the driver next to this package:
 * `npm install @effect/sql@0.52 @effect/sql-libsql@0.42 @effect/experimental@0.61 @libsql/client@0.12`.
 *
 * ```ts
 * import type { Sink } from "@effect-helpscout/sync/Sink"
 * import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
 * import type { SyncError } from "@effect-helpscout/sync/SyncError"
 * import * as Layer from "effect/Layer"
 *
 * export const sink: Layer.Layer<Sink, SyncError> = SqliteSink.layer({ file: "helpscout.db" })
 * ```
 *
 * @since 0.1.0
 */

import type * as SqlClient from "@effect/sql/SqlClient"
import * as LibsqlClient from "@effect/sql-libsql/LibsqlClient"
import * as Libsql from "@libsql/client"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { toSyncError } from "./internal/sql/errors.js"
import type { Sink } from "./Sink.js"
import * as SqlSink from "./SqlSink.js"
import type { SyncError } from "./SyncError.js"

/** @since 0.1.0 */
export interface Options extends SqlSink.OpenOptions {
  /** The path of the file. It is created if it does not exist. */
  readonly file: string
  /** The largest number of pages, of 4,096 bytes, that the file may have. @default what the disk has space for */
  readonly maxPages?: number
}

/** The path as a URL: `%`, `?` and `#` are characters of a file name. */
const urlOf = (file: string): string => `file:${file.split("/").map(encodeURIComponent).join("/")}`

/**
 * libSQL's client opens a new connection for every transaction, without the settings of the one before, and leaves it to
 * the garbage collector. This one has a single connection, as SQLite needs.
 */
const singleConnection = (client: Libsql.Client): Libsql.Client => {
  const transaction = async () => {
    await client.execute("BEGIN IMMEDIATE")
    // the members that `LibsqlClient` calls
    return {
      execute: (statement: Libsql.InStatement) => client.execute(statement),
      commit: () => client.execute("COMMIT"),
      rollback: () => client.execute("ROLLBACK")
    } as unknown as Libsql.Transaction
  }
  return new Proxy(client, {
    get: (target, key) => {
      if (key === "transaction") return transaction
      const member = Reflect.get(target, key, target)
      return typeof member === "function" ? member.bind(target) : member
    }
  })
}

const open = ({ file, maxPages }: Options) =>
  Effect.acquireRelease(
    Effect.tryPromise(async () => {
      const client = Libsql.createClient({ url: urlOf(file) })
      try {
        // law Y5: deleted content is overwritten, and no second file keeps it
        await client.execute("PRAGMA secure_delete = ON")
        await client.execute("PRAGMA busy_timeout = 10000")
        await client.execute("PRAGMA journal_mode = DELETE")
        if (maxPages !== undefined) await client.execute(`PRAGMA max_page_count = ${Math.floor(maxPages)}`)
        return client
      } catch (error) {
        client.close()
        throw error
      }
    }),
    (client) => Effect.sync(() => client.close())
  )

/**
 * The database of a file: for queries, too.
 *
 * @since 0.1.0
 */
export const layerClient = (options: Options): Layer.Layer<SqlClient.SqlClient, SyncError> =>
  Layer.unwrapScoped(
    Effect.map(Effect.mapError(open(options), toSyncError(`sqlite:${options.file}`)), (client) =>
      LibsqlClient.layer({ liveClient: singleConnection(client) })
    )
  )

/**
 * The sink of a file.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Sink, SyncError> =>
  Layer.provide(SqlSink.layer({ ...options, description: `sqlite:${options.file}` }), layerClient(options))
