/** Results as a table, JSON, NDJSON, CSV or Markdown. */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { oneLine, pad, safeJson, truncate, width } from "./text.js"

export const formats = ["table", "json", "ndjson", "csv", "markdown"] as const
export type Format = (typeof formats)[number]

export type Row = Readonly<Record<string, unknown>>

/** Plain JSON: dates as ISO 8601, secrets redacted, links to Effects dropped. */
export const plain = (value: unknown): unknown =>
  // `undefined` is not JSON
  value === undefined ? null : JSON.parse(JSON.stringify(value))

const isRow = (value: unknown): value is Row => Predicate.isRecord(value)

export const rowOf = (value: unknown): Row => (isRow(value) ? value : { value })

/** The value at `a.b.c`. In a list, the values at the rest of the path. */
export const at = (value: unknown, path: string): unknown => {
  if (path === "" || value === undefined || value === null) return value
  if (Array.isArray(value)) return value.map((item) => at(item, path)).filter((found) => found !== undefined)
  if (!isRow(value)) return undefined
  if (Object.hasOwn(value, path)) return value[path]
  const [key = "", ...rest] = path.split(".")
  return Object.hasOwn(value, key) ? at(value[key], rest.join(".")) : undefined
}

/** One cell: a scalar, the items of a list, or JSON. */
const cell = (value: unknown): string => {
  if (value === undefined || value === null) return ""
  if (Array.isArray(value) && value.every((item) => !Predicate.isRecord(item))) return value.map(cell).join(", ")
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}

const dateTime = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/

/** Dates are shorter in tables. */
const tableCell = (value: unknown): string => oneLine(cell(value).slice(0, 2_000)).replace(dateTime, "$1 $2")

const isScalar = (value: unknown): boolean => value !== null && typeof value !== "object"

/** The first keys that have a scalar value in some row. */
const chooseColumns = (rows: ReadonlyArray<Row>): ReadonlyArray<string> => {
  const keys = new Set<string>()
  for (const row of rows.slice(0, 50)) {
    for (const [key, value] of Object.entries(row)) if (isScalar(value)) keys.add(key)
  }
  return [...keys].slice(0, 7)
}

const total = (widths: ReadonlyArray<number>): number =>
  widths.reduce((sum, one) => sum + one, 0) + 2 * (widths.length - 1)

/** Lets each column have its width, or shortens the widest until the table fits. A number is never cut. */
const fit = (
  widths: ReadonlyArray<number>,
  numeric: ReadonlyArray<boolean>,
  available: number
): ReadonlyArray<number> => {
  const fitted = [...widths]
  for (let excess = total(fitted) - available; excess > 0; excess--) {
    const widest = Math.max(...fitted.filter((_, index) => numeric[index] !== true))
    if (widest <= 6) break
    fitted[fitted.findIndex((one, index) => one === widest && numeric[index] !== true)] = widest - 1
  }
  return fitted
}

/** The first columns that fit a narrow terminal, each with at least a few characters. One is always left. */
const fitting = (widths: ReadonlyArray<number>, numeric: ReadonlyArray<boolean>, available: number): number => {
  const least = widths.map((one, index) => (numeric[index] === true ? one : Math.min(one, 6)))
  let count = least.length
  while (count > 1 && total(least.slice(0, count)) > available) count -= 1
  return count
}

export interface Style {
  /** Columns of the terminal. */
  readonly columns: number
  readonly isColored: boolean
}

const bold = (text: string, { isColored }: Style): string => (isColored ? `\u001b[1m${text}\u001b[22m` : text)

/** Columns without a value in any row are left out, unless they were asked for. */
const withValues = (rows: ReadonlyArray<Row>, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.filter((name) => rows.some((row) => cell(at(row, name)) !== ""))

const headerOf = (name: string): string => name.replace(/^_embedded\./, "")

export const table = (
  rows: ReadonlyArray<Row>,
  fields: ReadonlyArray<string> | undefined,
  byDefault: ReadonlyArray<string> | undefined,
  style: Style
): string => {
  if (rows.length === 0) return ""
  const found = withValues(rows, byDefault ?? [])
  const names = fields ?? (found.length > 0 ? found : chooseColumns(rows))
  const cells = rows.map((row) => names.map((name) => tableCell(at(row, name))))
  const numeric = names.map((name) => rows.every((row) => ["number", "undefined"].includes(typeof at(row, name))))
  const natural = names.map((name, index) =>
    Math.max(width(headerOf(name)), ...cells.map((line) => width(line[index] ?? "")))
  )
  // columns that were asked for stay
  const count = fields === undefined ? fitting(natural, numeric, style.columns) : names.length
  const widths = fit(natural.slice(0, count), numeric, style.columns)
  const line = (texts: ReadonlyArray<string>): string =>
    texts
      .slice(0, count)
      .map((text, index) => pad(truncate(text, widths[index] ?? 0), widths[index] ?? 0, numeric[index]))
      .join("  ")
      .trimEnd()
  return [bold(line(names.map(headerOf)), style), ...cells.map(line)].map((text) => `${text}\n`).join("")
}

/** One value as lines of `name  value`. */
export const details = (row: Row, fields: ReadonlyArray<string> | undefined, style: Style): string => {
  const names = fields ?? Object.keys(row).filter((key) => key !== "_links" && cell(row[key]) !== "")
  const wide = Math.max(0, ...names.map((name) => width(headerOf(name))))
  return names
    .map((name) => {
      const text = truncate(tableCell(at(row, name)), Math.max(20, style.columns - wide - 2))
      return `${bold(pad(headerOf(name), wide), style)}  ${text}\n`
    })
    .join("")
}

const markdownTable = (
  rows: ReadonlyArray<Row>,
  fields: ReadonlyArray<string> | undefined,
  byDefault: ReadonlyArray<string> | undefined
): string => {
  if (rows.length === 0) return ""
  const found = withValues(rows, byDefault ?? [])
  const names = fields ?? (found.length > 0 ? found : chooseColumns(rows))
  const escaped = (text: string) => oneLine(text).replace(/[\\|<>`*_[\]]/g, "\\$&")
  const line = (texts: ReadonlyArray<string>) => `| ${texts.join(" | ")} |\n`
  return [
    line(names.map(headerOf)),
    line(names.map(() => "---")),
    ...rows.map((row) => line(names.map((name) => escaped(cell(at(row, name))))))
  ].join("")
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csvLine = (texts: ReadonlyArray<string>): string => `${texts.map(csvCell).join(",")}\r\n`

/** The paths to all values of a row; lists are one value. */
const leaves = (value: unknown, path: string): ReadonlyArray<string> =>
  isRow(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, inner]) =>
        key === "_links" ? [] : leaves(inner, path === "" ? key : `${path}.${key}`)
      )
    : [path]

/** Only the named fields, as a flat object. */
export const select = (value: unknown, fields: ReadonlyArray<string> | undefined): unknown =>
  fields === undefined ? value : Object.fromEntries(fields.map((field) => [field, at(value, field) ?? null]))

export interface Options {
  readonly format: Format
  /** What `--fields` names. */
  readonly fields: ReadonlyArray<string> | undefined
  /** The columns of tables and of CSV, unless `fields` names others. */
  readonly columns: ReadonlyArray<string> | undefined
  readonly style: Style
}

/** The columns of CSV must be known before the first row is written: those of the first 100 rows. */
const csv = <E, R>(rows: Stream.Stream<Row, E, R>, { fields }: Options): Stream.Stream<string, E, R> => {
  const chosen = (first: ReadonlyArray<Row>) => fields ?? [...new Set(first.flatMap((row) => leaves(row, "")))]
  let names: ReadonlyArray<string> | undefined
  return rows.pipe(
    Stream.grouped(100),
    Stream.map((chunk) => {
      const batch = [...chunk]
      const isFirst = names === undefined
      const columns = names ?? chosen(batch)
      names = columns
      const lines = batch.map((row) => csvLine(columns.map((name) => cell(at(row, name)))))
      return `${isFirst ? csvLine(columns) : ""}${lines.join("")}`
    })
  )
}

/** A table needs all rows for the widths of its columns. */
const collected = <E, R>(
  rows: Stream.Stream<Row, E, R>,
  print: (all: ReadonlyArray<Row>) => string
): Stream.Stream<string, E, R> =>
  Stream.fromEffect(Effect.map(Stream.runCollect(rows), (all) => print(Chunk.toReadonlyArray(all))))

const jsonText = (value: unknown, indent?: number): string => safeJson(JSON.stringify(value, null, indent))

const jsonArray = <E, R>(rows: Stream.Stream<string, E, R>): Stream.Stream<string, E, R> =>
  Stream.concat(
    Stream.mapAccum(rows, true, (isFirst, row) => [false, `${isFirst ? "[\n" : ",\n"}${row}`]),
    Stream.make("")
  ).pipe(Stream.mapAccum(true, (isFirst, text) => [false, text === "" ? (isFirst ? "[]\n" : "\n]\n") : text]))

/** Prints the rows of a list. */
export const printRows = <E, R>(
  values: Stream.Stream<unknown, E, R>,
  options: Options
): Stream.Stream<string, E, R> => {
  const { columns, fields, format, style } = options
  const rows = Stream.map(values, (value) => rowOf(plain(value)))
  const selected = Stream.map(values, (value) => select(plain(value), fields))
  switch (format) {
    case "table":
      return collected(rows, (all) => table(all, fields, columns, style))
    case "markdown":
      return collected(rows, (all) => markdownTable(all, fields, columns))
    case "csv":
      return csv(rows, options)
    case "json":
      return jsonArray(Stream.map(selected, (value) => jsonText(value)))
    case "ndjson":
      return Stream.map(selected, (value) => `${jsonText(value)}\n`)
  }
}

/** Prints one value. */
export const printValue = (value: unknown, options: Options): string => {
  const { columns, fields, format, style } = options
  const json = plain(value)
  switch (format) {
    case "table":
      return details(rowOf(json), fields, style)
    case "markdown":
      return markdownTable([rowOf(json)], fields, columns)
    case "csv": {
      const names = fields ?? leaves(rowOf(json), "")
      return csvLine(names) + csvLine(names.map((name) => cell(at(json, name))))
    }
    case "json":
      return `${jsonText(select(json, fields), 2)}\n`
    case "ndjson":
      return `${jsonText(select(json, fields))}\n`
  }
}
