/** Texts that a database can store: PostgreSQL accepts neither NUL nor half of a surrogate pair. */
import type * as SqlClient from "@effect/sql/SqlClient"
import type { Cell } from "../../Tables.js"
import { isPg } from "./schema.js"

const isOdd = /\0|\p{Surrogate}/u

const clean = (text: string): string =>
  isOdd.test(text) ? text.replace(/\0/g, "").replace(/\p{Surrogate}/gu, "\ufffd") : text

/** Changes the texts of a JSON value. */
const cleanJson = (json: unknown): unknown => {
  if (typeof json === "string") return clean(json)
  if (Array.isArray(json)) return json.map(cleanJson)
  if (typeof json !== "object" || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [clean(key), cleanJson(value)]))
}

/** Cells and JSON values as a database stores them. */
interface Texts {
  readonly cell: (cell: Cell) => Cell
  readonly json: (json: unknown) => string
}

const sqlite: Texts = {
  cell: (cell) => cell,
  json: (json) => JSON.stringify(json ?? null)
}

const pg: Texts = {
  cell: (cell) => (typeof cell === "string" ? clean(cell) : cell),
  json: (json) => {
    const text = sqlite.json(json)
    return /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(cleanJson(json)) : text
  }
}

export const textsOf = (sql: SqlClient.SqlClient): Texts => (isPg(sql) ? pg : sqlite)
