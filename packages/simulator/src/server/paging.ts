/** Pages as Help Scout sends them: numbered, by cursor, plain, as a bare array, and those of reports. */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { Account } from "../Account.js"
import * as Response from "../Response.js"

/** The options of a page. */
export interface Options<Row> {
  /** The JSON text of a row. @default the row itself, cached by `Account.text` */
  readonly text?: (row: Row) => string
  /** Further fields of a report, beside its items. */
  readonly extra?: Readonly<Record<string, unknown>>
  /** @default the simulator's `pageSizes` for the list's key */
  readonly size?: number
}

/** Removes a parameter from a query, and keeps the rest as it was written. */
export const without = (query: string, name: string): string =>
  query
    .split("&")
    .filter((part) => part !== "" && part !== name && !part.startsWith(`${name}=`))
    .join("&")

/** The request and the list that a page belongs to. */
export interface PageOf {
  readonly received: { readonly path: string; readonly query: string; readonly account: Account }
  readonly list: NonNullable<Endpoint.Description["list"]>
  readonly args: Readonly<Record<string, unknown>>
}

const numbered = (
  { received, list, args }: PageOf,
  count: number,
  size: number,
  items: (from: number, to: number) => string
): Response.Response => {
  const number = typeof args.page === "number" ? args.page : 1
  const totalPages = Math.max(1, Math.ceil(count / size))
  const query = without(received.query, "page")
  const base = received.account.url(received.path) + (query === "" ? "" : `?${query}`)
  const at = (page: number) => ({ href: `${base}${query === "" ? "?" : "&"}page=${page}` })
  const links = {
    self: at(number),
    first: at(1),
    last: at(totalPages),
    ...(number < totalPages && { next: at(number + 1) }),
    ...(number > 1 && { previous: at(number - 1) }),
    page: { href: `${base}${query === "" ? "{?page}" : "{&page}"}`, templated: true }
  }
  const text = items((number - 1) * size, number * size)
  const page = { size, totalElements: count, totalPages: count === 0 ? 0 : totalPages, number }
  const embedded = text === "" ? "" : `"_embedded":{${JSON.stringify(list.embedded[0])}:[${text}]},`
  return Response.text(`{${embedded}"_links":${JSON.stringify(links)},"page":${JSON.stringify(page)}}`)
}

const cursorPattern = /^c(\d+)i(\d*)n(\d*)t(-?\d*)$/

/** The creation time of a row, if it has one. Lists with cursors are in descending order of it, then of the id. */
const createdAtOf = (row: object | undefined): number | undefined => {
  const date = row !== undefined && "createdAt" in row ? row.createdAt : undefined
  const millis = typeof date === "string" ? Date.parse(date) : date
  return typeof millis === "number" && !Number.isNaN(millis) ? millis : undefined
}

const idOf = (row: object | undefined): string => (row !== undefined && "id" in row ? String(row.id) : "")

/** Where a list goes on if both items of a cursor have left it: by their time, otherwise by their number. */
const after = (rows: ReadonlyArray<object>, [, index, id, , time]: RegExpExecArray): number => {
  if (time === undefined || time === "") return Number(index)
  const at = rows.findIndex((row) => {
    const createdAt = createdAtOf(row) ?? Number.POSITIVE_INFINITY
    return createdAt < Number(time) || (createdAt === Number(time) && Number(idOf(row)) < Number(id))
  })
  return at < 0 ? rows.length : at
}

/**
 * A cursor refers to the last item that was sent or, if that no longer exists, to the next one. Items that are added or
 * removed before it change nothing.
 */
const byCursor = (
  { received, list, args }: PageOf,
  rows: ReadonlyArray<object>,
  size: number,
  items: (from: number, to: number) => string
): Response.Response => {
  const match = cursorPattern.exec(typeof args.cursor === "string" ? args.cursor : "c0int")
  if (match === null) {
    return Response.validation({
      path: "cursor",
      message: "must be a cursor from a next link",
      rejectedValue: args.cursor,
      source: "QUERY"
    })
  }
  const at = (id = "") => (id === "" ? -1 : rows.findIndex((row) => idOf(row) === id))
  const last = at(match[2])
  const first = last < 0 ? at(match[3]) : last + 1
  const from = first < 0 ? after(rows, match) : first
  const to = from + size
  const query = without(received.query, "cursor")
  const base = received.account.url(received.path)
  const next = `${base}?${query === "" ? "" : `${query}&`}cursor=c${to}i${idOf(rows[to - 1])}n${idOf(rows[to])}t${createdAtOf(rows[to - 1]) ?? ""}`
  const links = {
    self: { href: `${base}${received.query === "" ? "" : `?${received.query}`}` },
    first: { href: `${base}${query === "" ? "" : `?${query}`}` },
    ...(to < rows.length && { next: { href: next } })
  }
  const text = items(from, to)
  const embedded = text === "" ? "" : `"_embedded":{${JSON.stringify(list.embedded[0])}:[${text}]},`
  return Response.text(`{${embedded}"_links":${JSON.stringify(links)}}`)
}

/** Makes one page of rows, in the format of the endpoint. */
export const page =
  (of: PageOf) =>
  <Row extends object>(rows: ReadonlyArray<Row>, options: Options<Row> = {}): Response.Response => {
    const { received, list, args } = of
    const key = list.embedded[0] ?? "results"
    const sizes = received.account.pageSizes
    const size = options.size ?? sizes[key] ?? sizes.default
    const text = options.text ?? received.account.text
    const items = (from: number, to: number): string => {
      let joined = ""
      for (let i = from; i < Math.min(to, rows.length); i++) joined += (i > from ? "," : "") + text(rows[i] as Row) // below the length
      return joined
    }
    switch (list.paging) {
      case "numbered":
        return numbered(of, rows.length, size, items)
      case "cursor":
        return byCursor(of, rows, size, items)
      case "plain": {
        const links = { self: { href: received.account.url(received.path) } }
        const all = items(0, rows.length)
        return Response.text(
          `{${all === "" ? "" : `"_embedded":{${JSON.stringify(key)}:[${all}]},`}"_links":${JSON.stringify(links)}}`
        )
      }
      case "array":
        return Response.text(`[${items(0, rows.length)}]`)
      case "report": {
        const rowsPerPage = typeof args.rows === "number" ? args.rows : size
        const number = typeof args.page === "number" ? args.page : 1
        const totals = { page: number, count: rows.length, pages: Math.ceil(rows.length / rowsPerPage) }
        const results = `"results":[${items((number - 1) * rowsPerPage, number * rowsPerPage)}],${JSON.stringify(totals).slice(1, -1)}`
        const extra = options.extra === undefined ? "" : `${JSON.stringify(options.extra).slice(1, -1)},`
        const below = list.embedded[0]
        return Response.text(
          below === undefined ? `{${extra}${results}}` : `{${extra}${JSON.stringify(below)}:{${results}}}`,
          {
            contentType: "application/json"
          }
        )
      }
    }
  }
