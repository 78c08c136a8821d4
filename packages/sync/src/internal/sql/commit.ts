/** Writes a batch and its position in one transaction (law Y2). */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type * as Statement from "@effect/sql/Statement"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Change from "../../Change.js"
import type { Counts, TableCounts } from "../../Sink.js"
import * as Tables from "../../Tables.js"
import { columnList, isPg, writeState } from "./schema.js"
import { textsOf } from "./text.js"

type Sql = SqlClient.SqlClient
type Write<A = void> = Effect.Effect<A, SqlError>
type Row = Readonly<Record<string, Tables.Cell>>

/** SQLite accepts 32,766 parameters in a statement, PostgreSQL 65,535. */
const maxParameters = 30_000

const chunksOf = <A>(items: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> => {
  const chunks: Array<ReadonlyArray<A>> = []
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size))
  return chunks
}

const ofTag = <Tag extends Change.Change["_tag"]>(changes: ReadonlyArray<Change.Change>, tag: Tag) =>
  changes.filter((change): change is Extract<Change.Change, { readonly _tag: Tag }> => change._tag === tag)

/** Changes by table, in the order of `Tables.all`. */
const byTable = <A extends { readonly table: string }>(changes: ReadonlyArray<A>) => {
  const groups = new Map<string, Array<A>>()
  for (const change of changes) {
    const group = groups.get(change.table)
    if (group === undefined) groups.set(change.table, [change])
    else group.push(change)
  }
  return Tables.all.flatMap((table) => {
    const group = groups.get(table.name)
    return group === undefined ? [] : [[table, group] as const]
  })
}

/** The columns of a key as one text. Drivers return `bigint` columns as text. */
const identity = (columns: ReadonlyArray<string>, row: Readonly<Record<string, unknown>>): string =>
  columns.map((column) => String(row[column])).join("/")

/** `a = 1 AND b = 2`, and `true` for an empty key. */
const matches = (sql: Sql, key: Change.Key): Statement.Fragment =>
  sql.and(Object.entries(key).map(([column, value]) => sql`${sql(column)} = ${value}`))

// ---------------------------------------------------------------------------------------------------------------
// rows
// ---------------------------------------------------------------------------------------------------------------

/**
 * Numbers of rows by statement. PostgreSQL receives as many as it accepts. SQLite uses prepared statements of fixed sizes
 * again: rows as one JSON parameter cost up to ten times as much, and a statement of every size would be prepared and kept.
 */
const sizesOf = (sql: Sql, rows: number, columns: number): ReadonlyArray<number> => {
  const sizes: Array<number> = []
  let left = rows
  for (const size of isPg(sql) ? [Math.floor(maxParameters / columns)] : [16, 4])
    for (; left >= size; left -= size) sizes.push(size)
  if (isPg(sql)) return left > 0 ? [...sizes, left] : sizes
  return [...sizes, ...Array.from({ length: left }, () => 1)]
}

const quoted = (names: ReadonlyArray<string>): string => names.map((name) => `"${name}"`).join(", ")

const namesOf = (table: Tables.Table): ReadonlyArray<string> => [
  ...table.columns.map(({ name }) => name),
  "_raw",
  "_synced_at",
  "_deleted_at"
]

/** The statement that inserts or replaces rows, except those that are stored as they are. */
const upsertText = (sql: Sql, table: Tables.Table, rows: number): string => {
  const names = namesOf(table)
  const update = names.filter((column) => !table.key.includes(column))
  const parameter = isPg(sql) ? (index: number) => `$${index + 1}` : () => "?"
  const values = Array.from({ length: rows }, (_, row) => {
    const parameters = names.map((_name, column) => parameter(row * names.length + column))
    return `(${parameters.join(", ")})`
  })
  const assignments = update.map((column) => `"${column}" = excluded."${column}"`)
  const target = `"${table.name}"`
  return `INSERT INTO ${target} (${quoted(names)}) VALUES ${values.join(", ")} ON CONFLICT (${quoted(table.key)}) DO UPDATE SET ${assignments.join(", ")} WHERE ${target}._raw IS DISTINCT FROM excluded._raw OR ${target}._deleted_at IS NOT NULL${isPg(sql) ? " RETURNING 1 AS written" : ""}`
}

/** Texts that are used again. They are long: to make them anew for each page took most of the time of a commit. */
const sqliteTexts = new Map<string, string>()

const upsertTextOf = (sql: Sql, table: Tables.Table, rows: number): string => {
  if (isPg(sql)) return upsertText(sql, table, rows)
  const id = `${table.name}/${rows}`
  const known = sqliteTexts.get(id)
  if (known !== undefined) return known
  const text = upsertText(sql, table, rows)
  sqliteTexts.set(id, text)
  return text
}

/** Inserts or replaces rows, except those that are stored as they are. Returns the number of rows written. */
const upsertRows = (
  sql: Sql,
  table: Tables.Table,
  upserts: ReadonlyArray<Change.Upsert>,
  now: string
): Write<number> => {
  // one statement must not contain a key twice: the last one wins
  const latest = new Map(upserts.map((upsert) => [identity(table.key, upsert.row), upsert]))
  const { cell, json: jsonOf } = textsOf(sql)
  const parametersOf = (some: ReadonlyArray<Change.Upsert>) => {
    const parameters: Array<Tables.Cell> = []
    for (const { json, row } of some) {
      for (const { name } of table.columns) parameters.push(cell(row[name] ?? null))
      parameters.push(jsonOf(json), now, null)
    }
    return parameters
  }
  const rows = [...latest.values()]
  const write = Effect.suspend(() => {
    let at = 0
    return Effect.forEach(sizesOf(sql, rows.length, table.columns.length + 3), (size) => {
      const some = rows.slice(at, at + size)
      at += size
      return sql.unsafe(upsertTextOf(sql, table, size), parametersOf(some))
    })
  })
  if (isPg(sql)) return Effect.map(write, (written) => written.reduce((sum, { length }) => sum + length, 0))
  const changed = Effect.map(sql.unsafe<{ n: number }>("SELECT total_changes() AS n"), ([row]) => row?.n ?? 0)
  return Effect.gen(function* () {
    const before = yield* changed
    yield* write
    return (yield* changed) - before
  })
}

/** Marks rows as deleted, with everything below them. Returns the number of rows of the table itself. */
const deleteRow = (sql: Sql, table: Tables.Table, key: Change.Key, now: string): Write<number> =>
  Effect.gen(function* () {
    const mark = (name: string, where: Statement.Fragment) =>
      sql`UPDATE ${sql(name)} SET _deleted_at = ${now} WHERE ${where} AND _deleted_at IS NULL RETURNING 1 AS deleted`
    for (const below of Tables.below(table)) {
      // a child's key begins with the key of its parent
      const own = Object.fromEntries(
        table.key.map((column, index) => [below.key[index] ?? column, key[column] ?? null])
      )
      yield* mark(below.name, matches(sql, own))
    }
    return (yield* mark(table.name, matches(sql, key))).length
  })

/** Deletes the rows of completely read parents that were not among the rows read. */
const retainRows = (sql: Sql, table: Tables.Table, retains: ReadonlyArray<Change.Retain>, now: string): Write<number> =>
  Effect.gen(function* () {
    const [first] = table.parentKey
    const parents = new Set(retains.map(({ parent }) => identity(table.parentKey, parent)))
    const kept = new Set(retains.flatMap(({ keys }) => keys.map((key) => identity(table.key, key))))
    const within =
      first === undefined ? sql`1 = 1` : sql.in(first, [...new Set(retains.map(({ parent }) => parent[first] ?? null))])
    // the database compares the keys: usually no row is left to read
    const key = sql.literal(table.key.map((column) => `CAST("${column}" AS text)`).join(" || '/' || "))
    const keys = JSON.stringify([...kept])
    const isKept = isPg(sql)
      ? sql`${key} IN (SELECT jsonb_array_elements_text(CAST(${keys} AS jsonb)))`
      : sql`${key} IN (SELECT value FROM json_each(${keys}))`
    const rows =
      yield* sql<Row>`SELECT ${columnList(sql, table.key)} FROM ${sql(table.name)} WHERE ${within} AND _deleted_at IS NULL AND NOT (${isKept})`
    let deleted = 0
    for (const row of rows) {
      const isRead = parents.has(identity(table.parentKey, row))
      if (isRead) deleted += yield* deleteRow(sql, table, row, now)
    }
    return deleted
  })

// ---------------------------------------------------------------------------------------------------------------
// erasure
// ---------------------------------------------------------------------------------------------------------------

/** Removes all values of a row but its key. */
const clearRow = (sql: Sql, table: Tables.Table, key: Change.Key, now: string): Write<unknown> => {
  const columns = table.columns.filter(({ name }) => !table.key.includes(name))
  const empty = Object.fromEntries(columns.map(({ name }) => [name, null]))
  return sql`UPDATE ${sql(table.name)} SET ${sql.update({ ...empty, _raw: null, _synced_at: now, _deleted_at: now })} WHERE ${matches(sql, key)}`
}

const eraseRoot = (sql: Sql, table: Tables.Table, id: number, now: string): Write =>
  Effect.gen(function* () {
    for (const { key, name } of Tables.below(table))
      yield* sql`DELETE FROM ${sql(name)} WHERE ${sql(key[0] as string)} = ${id}`
    yield* clearRow(sql, table, { id }, now)
    yield* sql`DELETE FROM _helpscout_invalid WHERE table_name = ${table.name} AND id = ${String(id)}`
  })

/** Law Y5: of a deleted customer and their conversations, nothing but ids remains. */
const erase = (sql: Sql, { conversationIds, customerId }: Change.Erase, now: string): Write =>
  Effect.gen(function* () {
    yield* eraseRoot(sql, Tables.customers, customerId, now)
    for (const id of conversationIds) yield* eraseRoot(sql, Tables.conversations, id, now)
    // their threads in conversations of others: what Help Scout still shows of them is read again
    const authored = sql`customer_id = ${customerId} OR (created_by_id = ${customerId} AND created_by_type = 'customer')`
    for (const { key, name } of Tables.below(Tables.threads))
      yield* sql`DELETE FROM ${sql(name)} WHERE EXISTS (SELECT 1 FROM threads t WHERE t.conversation_id = ${sql(name)}.${sql(key[0] as string)} AND t.id = ${sql(name)}.${sql(key[1] as string)} AND (${authored}))`
    yield* sql`DELETE FROM threads WHERE ${authored}`
  })

// ---------------------------------------------------------------------------------------------------------------
// invalid and seen
// ---------------------------------------------------------------------------------------------------------------

const recordInvalid = (sql: Sql, { id, issues, json, table }: Change.Invalid, now: string): Write<unknown> => {
  const texts = textsOf(sql)
  const row = { table_name: table, id, json: texts.json(json), issues: texts.json(issues), _synced_at: now }
  return sql`INSERT INTO _helpscout_invalid ${sql.insert(row)} ON CONFLICT (table_name, id) DO UPDATE SET json = excluded.json, issues = excluded.issues, _synced_at = excluded._synced_at`
}

/** An item that is read again is not invalid any more. */
const forgetInvalid = (sql: Sql, table: Tables.Table, upserts: ReadonlyArray<Change.Upsert>): Write<unknown> =>
  sql`DELETE FROM _helpscout_invalid WHERE table_name = ${table.name} AND ${sql.in(
    "id",
    upserts.map(({ row }) => identity(table.key, row))
  )}`

const recordSeen = (sql: Sql, { ids, start, table }: Change.Seen): Write =>
  Effect.gen(function* () {
    if (start) yield* sql`DELETE FROM _helpscout_seen WHERE table_name = ${table}`
    for (const chunk of chunksOf(ids, 1_000)) {
      const rows = chunk.map((id) => ({ table_name: table, id }))
      yield* sql`INSERT INTO _helpscout_seen ${sql.insert(rows)} ON CONFLICT DO NOTHING`
    }
  })

// ---------------------------------------------------------------------------------------------------------------
// batch
// ---------------------------------------------------------------------------------------------------------------

const none: TableCounts = { upserted: 0, deleted: 0, unchanged: 0 }

/** Writes the changes of a batch and its position. The caller provides the transaction. */
export const writeBatch = ({ changes, position }: Change.Batch): Effect.Effect<Counts, SqlError, Sql> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const now = DateTime.formatIso(yield* DateTime.now)
    const counts: Record<string, TableCounts> = {}
    const count = (table: string, add: Partial<TableCounts>) => {
      const { deleted, unchanged, upserted } = counts[table] ?? none
      counts[table] = {
        upserted: upserted + (add.upserted ?? 0),
        deleted: deleted + (add.deleted ?? 0),
        unchanged: unchanged + (add.unchanged ?? 0)
      }
    }
    // first: what is read again replaces what was erased
    for (const change of ofTag(changes, "Erase")) {
      yield* erase(sql, change, now)
      count("customers", { deleted: 1 })
      count("conversations", { deleted: change.conversationIds.length })
    }
    const hasInvalid = (yield* sql`SELECT 1 AS found FROM _helpscout_invalid LIMIT 1`).length > 0
    for (const [table, upserts] of byTable(ofTag(changes, "Upsert"))) {
      const upserted = yield* upsertRows(sql, table, upserts, now)
      count(table.name, { upserted, unchanged: upserts.length - upserted })
      if (hasInvalid) yield* forgetInvalid(sql, table, upserts)
    }
    for (const [table, retains] of byTable(ofTag(changes, "Retain")))
      count(table.name, { deleted: yield* retainRows(sql, table, retains, now) })
    for (const [table, deletes] of byTable(ofTag(changes, "Delete")))
      for (const { key } of deletes) count(table.name, { deleted: yield* deleteRow(sql, table, key, now) })
    for (const change of ofTag(changes, "Invalid")) yield* recordInvalid(sql, change, now)
    for (const change of ofTag(changes, "Seen")) yield* recordSeen(sql, change)
    yield* writeState(sql, "position", position)
    return counts
  })

/** The dialect, for callers that write other statements. */
export const dialect = (sql: Sql): "pg" | "sqlite" => (isPg(sql) ? "pg" : "sqlite")
