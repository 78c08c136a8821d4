/** From a decoded item and its JSON to the rows of its table and of the tables below. */
import type * as Change from "../Change.js"
import type * as Tables from "../Tables.js"
import { cellOf, valueAt } from "./columns.js"

/** The JSON at a path: Help Scout spells some keys in two ways, sends lists with gaps as objects, and null items. */
const jsonAt = (json: unknown, path: ReadonlyArray<string>): unknown => {
  const key = path.at(-1) ?? ""
  const parent = valueAt(json, path.slice(0, -1))
  return valueAt(parent, [key]) ?? valueAt(parent, [key.replaceAll("_", "-")])
}

const listOf = (value: unknown): ReadonlyArray<unknown> => {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.filter((item) => item !== null)
  return Object.values(value).filter((item) => item !== null)
}

/** A single object, such as the rating of a thread, is a list of one. */
const isList = (schemaValue: unknown): schemaValue is ReadonlyArray<unknown> => Array.isArray(schemaValue)

/** The JSON of a conversation without its threads, which are requested separately and have `_raw` of their own. */
const withoutThreads = (json: unknown): unknown => {
  if (typeof json !== "object" || json === null || !("_embedded" in json)) return json
  const { _embedded: embedded, ...rest } = json
  if (typeof embedded !== "object" || embedded === null) return json
  const { threads: _, ...others } = embedded as { readonly threads?: unknown }
  return Object.keys(others).length === 0 ? rest : { ...rest, _embedded: others }
}

/** The values of a row's key columns. */
export const keyOf = (table: Tables.Table, row: Change.Upsert["row"]): Change.Key =>
  Object.fromEntries(table.key.map((column) => [column, row[column] ?? null]))

/** The key of a parent, under the names of the child's columns. */
export const parentKeyOf = (child: Tables.Table, parent: Tables.Table, row: Change.Upsert["row"]): Change.Key =>
  Object.fromEntries(child.parentKey.map((column, index) => [column, row[parent.key[index] ?? ""] ?? null]))

/**
 * Rows without values, by table. A copy of an object with all its keys takes a fraction of the time and the memory of one
 * whose keys are added one by one.
 */
const emptyRows = new WeakMap<Tables.Table, Record<string, Tables.Cell>>()

const emptyRowOf = (table: Tables.Table): Record<string, Tables.Cell> => {
  const known = emptyRows.get(table)
  if (known !== undefined) return known
  // parsed: V8 makes a hash table of an object with this many computed keys
  const row = JSON.parse(`{${table.columns.map(({ name }) => `${JSON.stringify(name)}:null`).join(",")}}`)
  emptyRows.set(table, row)
  return row
}

/** One row. */
export const upsert = (table: Tables.Table, item: unknown, json: unknown, parent: Change.Key = {}): Change.Upsert => {
  const row: Record<string, Tables.Cell> = { ...emptyRowOf(table) }
  for (const [name, cell] of Object.entries(parent)) row[name] = cell
  for (const { name, path, type } of table.columns) if (path.length > 0) row[name] = cellOf(valueAt(item, path), type)
  return { _tag: "Upsert", table: table.name, row, json: table.name === "conversations" ? withoutThreads(json) : json }
}

/** The rows of an item and of everything in it. Rows of its child tables that are not in it are deleted. */
export const changesOf = (
  table: Tables.Table,
  item: unknown,
  json: unknown,
  parent: Change.Key = {}
): ReadonlyArray<Change.Change> => {
  const own = upsert(table, item, json, parent)
  return [
    own,
    ...table.children.flatMap((child) =>
      child.path.length === 0
        ? []
        : childChanges(child, table, own.row, valueAt(item, child.path), jsonAt(json, child.path))
    )
  ]
}

/** The rows of a parent in one child table. */
export const childChanges = (
  { table }: Pick<Tables.Child, "table">,
  parent: Tables.Table,
  parentRow: Change.Upsert["row"],
  value: unknown,
  json: unknown,
  /** Keys of rows that exist and cannot be read. */
  unreadable: ReadonlyArray<Change.Key> = []
): ReadonlyArray<Change.Change> => {
  const parentKey = parentKeyOf(table, parent, parentRow)
  const items = value === undefined ? [] : isList(value) ? value : [value]
  const jsons = isList(value) ? listOf(json) : [json]
  const rows = items.map((item, index) => changesOf(table, item, jsons[index], parentKey))
  const keys = rows.flatMap(([first]) => (first?._tag === "Upsert" ? [keyOf(table, first.row)] : []))
  return [...rows.flat(), { _tag: "Retain", table: table.name, parent: parentKey, keys: [...keys, ...unreadable] }]
}
