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

/** A cell, as the database stores it. */
export const storable = (sql: SqlClient.SqlClient, cell: Cell): Cell =>
  typeof cell === "string" && isPg(sql) ? clean(cell) : cell

/** The text of a JSON value, as the database stores it. */
export const jsonText = (sql: SqlClient.SqlClient, json: unknown): string => {
  const text = JSON.stringify(json ?? null)
  return isPg(sql) && /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(cleanJson(json)) : text
}
