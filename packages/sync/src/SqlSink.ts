/**
 * A copy in a SQL database, over the `SqlClient` of `@effect/sql`. `SqliteSink` and `PostgresSink` open the database, too.
 *
 * ```ts
 * import type * as SqlClient from "@effect/sql/SqlClient"
 * import type { Sink } from "@effect-helpscout/sync/Sink"
 * import * as SqlSink from "@effect-helpscout/sync/SqlSink"
 * import type { SyncError } from "@effect-helpscout/sync/SyncError"
 * import * as Layer from "effect/Layer"
 *
 * export const sink: Layer.Layer<Sink, SyncError, SqlClient.SqlClient> = SqlSink.layer({ description: "postgres://warehouse" })
 * ```
 *
 * @since 0.1.0
 */
import * as SqlClient from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { Batch, Position } from "./Change.js"
import { writeBatch } from "./internal/sql/commit.js"
import { toSyncError } from "./internal/sql/errors.js"
import * as Lease from "./internal/sql/lease.js"
import { isPg, prepare, readState } from "./internal/sql/schema.js"
import { type Service, Sink } from "./Sink.js"
import { SyncError } from "./SyncError.js"

/**
 * How a copy is opened.
 *
 * @since 0.1.0
 */
export interface OpenOptions {
  /** Names this process to another one that finds the copy in use. @default "another process" */
  readonly holder?: string
  /** How long the copy stays reserved for a process that was killed. @default "30 seconds" */
  readonly lease?: Duration.DurationInput
  /** Whether to wait for a process that works on the copy. Otherwise, the error names it. @default false */
  readonly wait?: boolean
}

/** @since 0.1.0 */
export interface Options extends OpenOptions {
  /** The database, for messages. Without passwords. */
  readonly description: string
}

const idsOf = (rows: ReadonlyArray<{ readonly id: number | string }>): ReadonlyArray<number> =>
  // some drivers return `bigint` columns as text
  rows.map(({ id }) => Number(id))

/** The id of an unreadable thread begins with that of its conversation. */
const conversationOfInvalid = (sql: SqlClient.SqlClient) =>
  sql.onDialectOrElse({
    pg: () => sql.literal("split_part(id, '/', 1)::bigint"),
    orElse: () => sql.literal("CAST(substr(id, 1, instr(id, '/') - 1) AS INTEGER)")
  })

/** `@effect/sql` dies when a transaction cannot be ended, such as on a full disk. */
const failing = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
  Effect.catchSomeDefect(effect, (defect) =>
    defect instanceof SqlError ? Option.some(Effect.fail(defect)) : Option.none()
  )

const isFinal = (error: unknown): boolean =>
  error instanceof SyncError || !["Failed", "Unavailable"].includes(toSyncError("")(error).reason)

/**
 * Prepares the database and reserves the copy until the scope closes.
 *
 * @since 0.1.0
 */
export const make = (options: Options): Effect.Effect<Service, SyncError, SqlClient.SqlClient | Scope.Scope> => {
  const { description } = options
  const mapped = <A, R>(effect: Effect.Effect<A, unknown, R>): Effect.Effect<A, SyncError, R> =>
    Effect.mapError(effect, toSyncError(description))
  return Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* mapped(
      // a migration that fails dies: its error is the database's
      Effect.catchAllDefect(prepare(description), Effect.fail).pipe(
        // another process creates the same tables at the same time
        Effect.retry({ times: 3, schedule: Schedule.spaced("300 millis"), while: (error) => !isFinal(error) })
      )
    )
    const lease: Lease.Options = {
      holder: yield* Lease.uniqueHolder(options.holder ?? "another process"),
      lease: options.lease ?? "30 seconds",
      wait: options.wait ?? false
    }
    yield* mapped(Lease.acquire(sql, description, lease))

    const differences = (table: string, kind: "extra" | "missing", after: number) => {
      const seen = sql`SELECT s.id FROM _helpscout_seen s WHERE s.table_name = ${table}`
      const rows = sql`SELECT r.id FROM ${sql(table)} r WHERE r._deleted_at IS NULL`
      const [some, others] = kind === "extra" ? [rows, seen] : [seen, rows]
      // threads that could not be read, perhaps by an earlier version: their conversations are read again
      const invalid = sql`SELECT ${conversationOfInvalid(sql)} AS id FROM _helpscout_invalid WHERE table_name = 'threads'`
      const found =
        table === "conversations" && kind === "missing"
          ? sql`SELECT id FROM (${some} EXCEPT ${others}) AS e UNION ${invalid}`
          : sql`${some} EXCEPT ${others}`
      return sql<{
        id: number | string
      }>`SELECT id FROM (${found}) AS d WHERE id > ${after} ORDER BY id LIMIT 100`
    }
    // law Y5: the log of a SQLite file contains earlier versions of its pages, as long as another program reads them
    let isErased = true
    const clean = ({ changes }: Batch) =>
      Effect.gen(function* () {
        if (changes.some(({ _tag }) => _tag === "Erase")) isErased = false
        if (isErased || isPg(sql)) return
        const [log] = yield* sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`
        isErased = log?.busy !== 1
      })
    return Sink.of({
      description,
      position: mapped(Effect.map(readState<Position>(sql, "position"), (position) => position ?? {})),
      // law Y2
      commit: (batch) =>
        mapped(
          Effect.zipLeft(
            failing(sql.withTransaction(Effect.zipRight(Lease.renew(sql, lease), writeBatch(batch)))),
            clean(batch)
          )
        ).pipe(Effect.provideService(SqlClient.SqlClient, sql)),
      differences: (table, kind, after) => mapped(Effect.map(differences(table, kind, after), idsOf)),
      present: (table, ids) =>
        ids.length === 0
          ? Effect.succeed([])
          : mapped(
              Effect.map(
                sql<{
                  id: number | string
                }>`SELECT id FROM ${sql(table)} WHERE _deleted_at IS NULL AND ${sql.in("id", ids)}`,
                idsOf
              )
            ),
      conversationsOf: (customerId) =>
        mapped(
          Effect.map(
            sql<{
              id: number | string
            }>`SELECT id FROM conversations WHERE primary_customer_id = ${customerId} OR (created_by_id = ${customerId} AND created_by_type = 'customer') UNION SELECT conversation_id AS id FROM threads WHERE customer_id = ${customerId} OR (created_by_id = ${customerId} AND created_by_type = 'customer') ORDER BY id`,
            idsOf
          )
        )
    })
  })
}

/**
 * The sink of a database.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Sink, SyncError, SqlClient.SqlClient> =>
  Layer.scoped(Sink, make(options))

export type { SqlError }
