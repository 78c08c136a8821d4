/**
 * The lease of a copy, in its own database: one process at a time works on it (law Y4). Every commit checks and renews the
 * lease in its own transaction, so a process that lost it cannot write.
 */
import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { SyncError } from "../../SyncError.js"
import { isPg } from "./schema.js"

export interface Options {
  /** Names this process to another one that finds the copy in use. */
  readonly holder: string
  /** How long the lease of a process that was killed lasts. */
  readonly lease: Duration.DurationInput
  /** Whether to wait for a process that works on the copy. */
  readonly wait: boolean
}

interface Row {
  readonly holder: string
  readonly expires_at: number | string
  readonly now: number | string
}

/** Milliseconds since 1970. The server's clock decides where several machines share a database. */
const nowOf = (sql: SqlClient.SqlClient) =>
  isPg(sql)
    ? sql.literal("(extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    : sql.literal("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)")

/** Renews the lease, or fails if another process has it. Runs inside the transaction of a commit. */
export const renew = (
  sql: SqlClient.SqlClient,
  { holder, lease }: Options
): Effect.Effect<void, SqlError | SyncError> => {
  const millis = Math.ceil(Duration.toMillis(lease))
  return Effect.flatMap(
    sql`UPDATE _helpscout_lease SET expires_at = ${nowOf(sql)} + ${sql.literal(String(millis))} WHERE id = 1 AND holder = ${holder} RETURNING id`,
    (rows) =>
      rows.length === 1
        ? Effect.void
        : new SyncError({
            reason: "LeaseLost",
            message:
              "sync: another run took over this copy, because this one did not respond for too long. Nothing is lost: the other run continues."
          })
  )
}

const inUse = (description: string, { expires_at, holder, now }: Row) =>
  new SyncError({
    reason: "InUse",
    message: `sync: ${description} is in use by ${holder}. Wait until it ends, or stop it: its lease then ends within ${Math.max(
      1,
      Math.ceil((Number(expires_at) - Number(now)) / 1000)
    )} s.`
  })

/** Takes the lease, waits for one that is about to expire, and releases it with the scope. */
export const acquire = (
  sql: SqlClient.SqlClient,
  description: string,
  options: Options
): Effect.Effect<void, SqlError | SyncError, Scope.Scope> => {
  const { holder, lease, wait } = options
  const millis = Math.ceil(Duration.toMillis(lease))
  const now = nowOf(sql)
  const take = sql`INSERT INTO _helpscout_lease (id, holder, expires_at) VALUES (1, ${holder}, ${now} + ${sql.literal(String(millis))})
    ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
    WHERE _helpscout_lease.expires_at < ${now} OR _helpscout_lease.holder = excluded.holder RETURNING id`
  const current = Effect.map(
    sql<Row>`SELECT holder, expires_at, ${now} AS now FROM _helpscout_lease WHERE id = 1`,
    ([row]) => row
  )
  const acquireOnce = (found?: Row): Effect.Effect<void, SqlError | SyncError> =>
    Effect.gen(function* () {
      if ((yield* take).length === 1) return
      const row = yield* current
      if (row === undefined) return yield* acquireOnce()
      // the holder lives: its lease was renewed while we waited for the end of it
      const renewed =
        found !== undefined && (row.holder !== found.holder || Number(row.expires_at) > Number(found.expires_at))
      if (renewed && !wait) return yield* inUse(description, row)
      yield* Effect.sleep(
        wait
          ? Math.min(1_000, millis)
          : Math.max(50, Math.min(millis / 2, Number(row.expires_at) - Number(row.now) + 10))
      )
      return yield* acquireOnce(found ?? row)
    })
  const release = Effect.ignore(sql`DELETE FROM _helpscout_lease WHERE id = 1 AND holder = ${holder}`)
  const keep = Effect.ignore(renew(sql, options)).pipe(Effect.repeat(Schedule.spaced(Duration.millis(millis / 3))))
  return Effect.acquireRelease(acquireOnce(), () => release).pipe(
    Effect.zipRight(Effect.forkScoped(keep)),
    Effect.asVoid
  )
}

/** A name for this process that another one cannot have. */
export const uniqueHolder = (name: string): Effect.Effect<string> =>
  Effect.map(
    Clock.currentTimeMillis,
    (now) => `${name} (since ${new Date(now).toISOString().slice(0, 19)}Z, ${Math.random().toString(36).slice(2, 8)})`
  )
