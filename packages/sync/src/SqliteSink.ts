/**
 * A copy in one SQLite file. Install the driver next to this package:
 * `npm install @effect/sql@0.52 @effect/sql-libsql@0.42 @effect/experimental@0.61 @libsql/client@0.12 libsql@0.4`.
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
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { toSyncError } from "./internal/sql/errors.js"
import * as Connection from "./internal/sql/libsqlConnection.js"
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

const open = ({ file, maxPages }: Options) =>
  Effect.acquireRelease(
    Effect.tryPromise(async () => {
      const client = Connection.open(file)
      try {
        // law Y5: deleted content is overwritten, and no second file keeps it
        await client.execute("PRAGMA secure_delete = ON")
        await client.execute("PRAGMA busy_timeout = 10000")
        await client.execute("PRAGMA journal_mode = DELETE")
        // 8 MB: the indexes of a large copy change in many places
        await client.execute("PRAGMA cache_size = -8000")
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
      LibsqlClient.layer({ liveClient: client })
    )
  )

/**
 * The sink of a file.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Sink, SyncError> =>
  Layer.provide(SqlSink.layer({ ...options, description: `sqlite:${options.file}` }), layerClient(options))
