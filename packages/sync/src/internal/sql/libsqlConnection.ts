/**
 * One connection to a SQLite file, as the client that `LibsqlClient` expects. libSQL's own client opens a connection for
 * every transaction, without the settings of the one before, and prepares every statement again. The driver never frees
 * a prepared statement, neither with the garbage collector nor when the connection closes: 15 kB for each. This client
 * keeps its statements and uses them again, so that memory depends on the number of different statements only.
 */
import type * as Libsql from "@libsql/client"
import Database from "libsql"

type Row = Record<string, unknown>
type Statement = ReturnType<InstanceType<typeof Database>["prepare"]>

/** Statements that are kept. The sink has about a hundred; those of a caller may differ each time. */
const maxStatements = 500

/** A file of such a name would be taken for an address. */
const scheme = /^(?:file|libsql|https?|wss?):|^:memory:$/

/** A value as the driver accepts it. */
const toSql = (value: unknown): unknown => {
  if (typeof value === "boolean") return value ? 1 : 0
  if (value instanceof Date) return value.getTime()
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  return value
}

/** Integers arrive as `bigint`, because the driver would round them. Those that fit become numbers. */
const fromSql = (value: unknown): unknown => {
  if (typeof value !== "bigint") return value
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`The integer ${value} cannot be represented as a number`)
  return number
}

/** A row by column, and by index for `LibsqlClient`, which reads it as an array. */
const toRow = (columns: ReadonlyArray<string>, values: ReadonlyArray<unknown>): Row => {
  const row: Row = {}
  Object.defineProperty(row, "length", { value: values.length })
  values.forEach((each, index) => {
    const value = fromSql(each)
    Object.defineProperty(row, index, { value })
    const column = columns[index] ?? ""
    if (!Object.hasOwn(row, column))
      Object.defineProperty(row, column, { value, enumerable: true, configurable: true, writable: true })
  })
  return row
}

/** Opens a file, and creates it if it does not exist. */
export const open = (file: string): Libsql.Client => {
  const database = new Database(scheme.test(file) ? `./${file}` : file)
  const statements = new Map<string, Statement>()
  const prepare = (text: string): Statement => {
    const kept = statements.get(text)
    if (kept !== undefined) {
      // the one that was used last is at the end
      statements.delete(text)
      statements.set(text, kept)
      return kept
    }
    const statement = database.prepare(text)
    statement.safeIntegers(true)
    if (statement.reader) statement.raw(true)
    for (const oldest of statements.keys()) {
      if (statements.size < maxStatements) break
      statements.delete(oldest)
    }
    statements.set(text, statement)
    return statement
  }
  const execute = async (given: Libsql.InStatement) => {
    const { args = [], sql } = typeof given === "string" ? { sql: given } : given
    const values = Array.isArray(args) ? args.map(toSql) : args
    const statement = prepare(sql)
    try {
      if (!statement.reader) {
        statement.run(values)
        return { rows: [] }
      }
      const found = statement.all(values) as ReadonlyArray<ReadonlyArray<unknown>>
      // after the execution: a change of the schema changes the columns
      const columns = statement.columns().map(({ name }) => name)
      return { rows: found.map((each) => toRow(columns, each)) }
    } catch (error) {
      // the state of a failed statement is unknown
      statements.delete(sql)
      throw error
    }
  }
  const transaction = async () => {
    await execute("BEGIN IMMEDIATE")
    return { execute, commit: () => execute("COMMIT"), rollback: () => execute("ROLLBACK") }
  }
  // cast: the members that `LibsqlClient` calls
  return { execute, transaction, close: () => database.close() } as unknown as Libsql.Client
}
