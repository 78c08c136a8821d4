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
import type * as Libsql from "@libsql/client"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { toSyncError } from "./internal/sql/errors.js"
import * as Connection from "./internal/sql/libsqlConnection.js"
import { isRemote } from "./internal/sql/remoteFile.js"
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

/** Readers do not block the sink, nor it them, and a commit does not wait for the disk. A killed process loses nothing. */
const writeAhead = async (client: Libsql.Client) => {
  const { rows } = await client.execute("PRAGMA journal_mode = WAL")
  if (rows[0]?.journal_mode !== "wal") return
  await client.execute("PRAGMA synchronous = NORMAL")
  // 16 MB: a page of an index that changes many times is copied into the file once
  await client.execute("PRAGMA wal_autocheckpoint = 4000")
  await client.execute(`PRAGMA journal_size_limit = ${32 * 2 ** 20}`)
  // law Y5: what a killed run erased
  await client.execute("PRAGMA wal_checkpoint(TRUNCATE)")
}

/** Leaves one file. While another program reads it, its log remains, and is part of the copy. */
const toOneFile = (client: Connection.Connection) => {
  client.attempt("PRAGMA wal_checkpoint(TRUNCATE)")
  client.attempt("PRAGMA journal_mode = DELETE")
}

const open = ({ file, maxPages }: Options, isSink: boolean) =>
  Effect.acquireRelease(
    Effect.tryPromise(async () => {
      const client = Connection.open(file)
      try {
        // law Y5: deleted content is overwritten
        await client.execute("PRAGMA secure_delete = ON")
        // 8 MB: the indexes of a large copy change in many places
        await client.execute("PRAGMA cache_size = -8000")
        if (maxPages !== undefined) await client.execute(`PRAGMA max_page_count = ${Math.floor(maxPages)}`)
        if (isSink && !(await isRemote(file))) await writeAhead(client)
        return client
      } catch (error) {
        client.close()
        throw error
      }
    }),
    (client) =>
      Effect.sync(() => {
        if (isSink) toOneFile(client)
        client.close()
      })
  )

const client = (options: Options, isSink: boolean): Layer.Layer<SqlClient.SqlClient, SyncError> =>
  Layer.unwrapScoped(
    Effect.map(Effect.mapError(open(options, isSink), toSyncError(`sqlite:${options.file}`)), (liveClient) =>
      LibsqlClient.layer({ liveClient })
    )
  )

/**
 * The database of a file: for queries, too.
 *
 * @since 0.1.0
 */
export const layerClient = (options: Options): Layer.Layer<SqlClient.SqlClient, SyncError> => client(options, false)

/**
 * The sink of a file.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Sink, SyncError> =>
  Layer.provide(SqlSink.layer({ ...options, description: `sqlite:${options.file}` }), client(options, true))
