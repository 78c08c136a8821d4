/**
 * A copy in a PostgreSQL database. Install the driver next to this package:
 * `npm install @effect/sql@0.52 @effect/sql-pg@0.53 @effect/experimental@0.61`.
 *
 * ```ts
 * import type { Sink } from "@effect-helpscout/sync/Sink"
 * import * as PostgresSink from "@effect-helpscout/sync/PostgresSink"
 * import type { SyncError } from "@effect-helpscout/sync/SyncError"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 *
 * const url = Redacted.make("postgres://sync:secret@localhost/warehouse")
 * export const sink: Layer.Layer<Sink, SyncError> = PostgresSink.layer({ url })
 * ```
 *
 * @since 0.1.0
 */

import type * as SqlClient from "@effect/sql/SqlClient"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { toSyncError } from "./internal/sql/errors.js"
import type { Sink } from "./Sink.js"
import * as SqlSink from "./SqlSink.js"
import type { SyncError } from "./SyncError.js"

/** @since 0.1.0 */
export interface Options extends SqlSink.OpenOptions {
  /** The address: `postgres://user:password@host:port/database`. Tables are created in the user's default schema. */
  readonly url: Redacted.Redacted
}

/** The address without the password and the parameters. */
const describe = ({ url }: Options): string => {
  const { host, pathname, protocol } = new URL(Redacted.value(url))
  return `${protocol}//${host}${pathname}`
}

/**
 * The database: for queries, too.
 *
 * @since 0.1.0
 */
export const layerClient = (options: Options): Layer.Layer<SqlClient.SqlClient, SyncError> =>
  // one connection for commits, and one that renews the lease
  Layer.mapError(
    PgClient.layer({
      url: options.url,
      maxConnections: 2,
      connectTimeout: "5 seconds",
      applicationName: "effect-helpscout"
    }),
    toSyncError(describe(options))
  )

/**
 * The sink of a database.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Sink, SyncError> =>
  Layer.suspend(() =>
    Layer.provide(SqlSink.layer({ ...options, description: describe(options) }), layerClient(options))
  )
