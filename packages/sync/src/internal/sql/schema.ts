/**
 * The schema of a database: a migrator for our own tables, and tables whose columns derive from the schemas of items. A
 * later version of this package adds columns; an earlier one refuses the database (law Y7).
 */
import * as Migrator from "@effect/sql/Migrator"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type * as Statement from "@effect/sql/Statement"
import * as Reader from "@effect-helpscout/core/Reader"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { SyncError } from "../../SyncError.js"
import * as Tables from "../../Tables.js"
import { cellOf, valueAt } from "../columns.js"
import * as Views from "./views.js"

type Sql = SqlClient.SqlClient

/** What each type of column is called. */
const typeNames = {
  sqlite: { text: "TEXT", integer: "INTEGER", number: "NUMERIC", boolean: "INTEGER", timestamp: "TEXT", json: "TEXT" },
  pg: {
    text: "text",
    integer: "bigint",
    number: "double precision",
    boolean: "boolean",
    timestamp: "timestamptz",
    json: "jsonb"
  }
} as const

export const isPg = (sql: Sql): boolean => sql.onDialectOrElse({ pg: () => true, orElse: () => false })

const typeName = (sql: Sql, type: Tables.ColumnType): string => typeNames[isPg(sql) ? "pg" : "sqlite"][type]

// ---------------------------------------------------------------------------------------------------------------
// migrations
// ---------------------------------------------------------------------------------------------------------------

const migrationsTable = "_helpscout_migrations"

const migrations: ReadonlyArray<readonly [number, string, Effect.Effect<void, SqlError, Sql>]> = [
  [
    1,
    "create_own_tables",
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const json = sql.literal(typeName(sql, "json"))
      const time = sql.literal(typeName(sql, "timestamp"))
      yield* sql`CREATE TABLE _helpscout_state (name text PRIMARY KEY, value text NOT NULL)`
      yield* sql`CREATE TABLE _helpscout_lease (id integer PRIMARY KEY, holder text NOT NULL, expires_at bigint NOT NULL)`
      yield* sql`CREATE TABLE _helpscout_seen (table_name text NOT NULL, id bigint NOT NULL, PRIMARY KEY (table_name, id))`
      yield* sql`CREATE TABLE _helpscout_invalid (table_name text NOT NULL, id text NOT NULL, json ${json}, issues ${json}, _synced_at ${time}, PRIMARY KEY (table_name, id))`
    })
  ]
]

const migrate = Migrator.make({})({
  table: migrationsTable,
  loader: Effect.succeed(migrations.map(([id, name, run]) => [id, name, Effect.succeed(run)] as const))
})

// ---------------------------------------------------------------------------------------------------------------
// states of a database
// ---------------------------------------------------------------------------------------------------------------

const tableNames = (sql: Sql) =>
  Effect.map(
    isPg(sql)
      ? sql<{
          name: string
        }>`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`
      : sql<{
          name: string
        }>`SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'`,
    (rows) => new Set(rows.map(({ name }) => name))
  )

/** The columns that the last run knew. Columns that a user has added are not among them. */
export type KnownColumns = Readonly<Record<string, ReadonlyArray<string>>>

export const readState = <A>(sql: Sql, name: string): Effect.Effect<A | undefined, SqlError> =>
  Effect.map(sql<{ value: string }>`SELECT value FROM _helpscout_state WHERE name = ${name}`, ([row]) =>
    // this package wrote it
    row === undefined ? undefined : (JSON.parse(row.value) as A)
  )

export const writeState = (sql: Sql, name: string, value: unknown): Effect.Effect<unknown, SqlError> =>
  sql`INSERT INTO _helpscout_state ${sql.insert({ name, value: JSON.stringify(value) })} ON CONFLICT (name) DO UPDATE SET value = excluded.value`

const foreign = (description: string, found: string) =>
  new SyncError({
    reason: "Foreign",
    message: `sync: ${description} contains tables of another program (${found}). Choose ${
      description.startsWith("sqlite") ? "a new file" : "an empty database or schema"
    }.`
  })

const newer = (description: string, found: string) =>
  new SyncError({
    reason: "Newer",
    message: `sync: ${description} was written by a later version of @effect-helpscout/sync (${found}). Update the package: npm install @effect-helpscout/sync@latest.`
  })

/** Law Y7: a database is empty, or a copy that this version understands. */
const check = (sql: Sql, description: string) =>
  Effect.gen(function* () {
    const names = yield* tableNames(sql)
    if (!names.has(migrationsTable)) {
      const ours = new Set([...Tables.all.map(({ name }) => name), "_helpscout_state"])
      // a schema of PostgreSQL may be shared, as long as no names collide
      const others = isPg(sql) ? [...names].filter((name) => ours.has(name)) : [...names]
      return others.length === 0 ? undefined : yield* foreign(description, others.slice(0, 3).join(", "))
    }
    const [last] = yield* sql<{ id: number }>`SELECT max(migration_id) AS id FROM ${sql(migrationsTable)}`
    if (Number(last?.id ?? 0) > migrations.length) return yield* newer(description, `migration ${last?.id}`)
    const known = names.has("_helpscout_state") ? yield* readState<KnownColumns>(sql, "columns") : undefined
    for (const [name, columns] of Object.entries(known ?? {})) {
      const ours = new Set(Tables.get(name)?.columns.map((column) => column.name))
      const unknown = columns.filter((column) => !ours.has(column))
      if (unknown.length > 0) return yield* newer(description, `column ${name}.${unknown[0]}`)
    }
    return known
  })

// ---------------------------------------------------------------------------------------------------------------
// tables
// ---------------------------------------------------------------------------------------------------------------

/** The names of columns, quoted and separated by commas. */
export const columnList = (sql: Sql, names: ReadonlyArray<string>): Statement.Fragment =>
  sql.literal(names.map((name) => `"${name}"`).join(", "))

const createTable = (sql: Sql, table: Tables.Table) =>
  Effect.gen(function* () {
    const key = new Set(table.key)
    const columns = [
      ...table.columns.map(({ name, type }) => `"${name}" ${typeName(sql, type)}${key.has(name) ? " NOT NULL" : ""}`),
      `"_raw" ${typeName(sql, "json")}`,
      `"_synced_at" ${typeName(sql, "timestamp")}`,
      `"_deleted_at" ${typeName(sql, "timestamp")}`
    ]
    yield* sql`CREATE TABLE ${sql(table.name)} (${sql.literal(columns.join(", "))}, PRIMARY KEY (${columnList(sql, table.key)}))`
    for (const column of table.indexes)
      yield* sql`CREATE INDEX ${sql(`${table.name}_${column}`)} ON ${sql(table.name)} (${sql(column)})`
  })

/** Adds the columns that a new version of the schemas has, and fills them from `_raw`. */
const addColumns = (sql: Sql, table: Tables.Table, known: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const added = table.columns.filter(({ name }) => !known.includes(name))
    for (const { name, type } of added)
      yield* sql`ALTER TABLE ${sql(table.name)} ADD COLUMN ${sql(name)} ${sql.literal(typeName(sql, type))}`
    if (added.length > 0) yield* fill(sql, table, added)
  })

/** Rows in memory at a time. */
const filledAtOnce = 500

const fill = (sql: Sql, table: Tables.Table, added: ReadonlyArray<Tables.Column>) =>
  Effect.gen(function* () {
    const read = Reader.make(table.schema as never)
    const key = columnList(sql, table.key)
    const cells = (row: Readonly<Record<string, unknown>>) => table.key.map((name) => row[name] as Tables.Cell)
    let after: Statement.Fragment = sql`1 = 1`
    while (true) {
      const rows: ReadonlyArray<Readonly<Record<string, unknown>>> =
        yield* sql`SELECT ${key}, _raw FROM ${sql(table.name)} WHERE _raw IS NOT NULL AND ${after} ORDER BY ${key} LIMIT ${filledAtOnce}`
      for (const row of rows) {
        const item = read(typeof row._raw === "string" ? JSON.parse(row._raw) : row._raw)
        if (Either.isLeft(item)) continue
        const values = Object.fromEntries(
          added.map(({ name, path, type }) => [name, cellOf(valueAt(item.right, path), type)])
        )
        const where = sql.and(table.key.map((name) => sql`${sql(name)} = ${row[name] as Tables.Cell}`))
        yield* sql`UPDATE ${sql(table.name)} SET ${sql.update(values)} WHERE ${where}`
      }
      const last = rows.at(-1)
      if (last === undefined || rows.length < filledAtOnce) return
      after = sql`(${key}) > ${sql.in(cells(last))}`
    }
  })

/** Brings a database to the schema of this version, or says why it cannot be used. */
export const prepare = (
  description: string
): Effect.Effect<void, SqlError | SyncError | Migrator.MigrationError, Sql> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const known = yield* check(sql, description)
    yield* migrate
    const columns = Object.fromEntries(Tables.all.map(({ columns, name }) => [name, columns.map((each) => each.name)]))
    const schema = { columns, views: Views.version }
    if (known !== undefined && JSON.stringify(yield* readState(sql, "schema")) === JSON.stringify(schema)) return
    yield* sql.withTransaction(
      Effect.gen(function* () {
        for (const table of Tables.all) {
          const existing = known?.[table.name]
          yield* existing === undefined ? createTable(sql, table) : addColumns(sql, table, existing)
        }
        yield* Views.create(sql)
        yield* writeState(sql, "columns", columns)
        yield* writeState(sql, "schema", schema)
      })
    )
  })
