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

/** Most values are texts, numbers and null. */
const isForeign = (value: unknown): boolean =>
  typeof value === "boolean" || value instanceof Date || value instanceof ArrayBuffer

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

/** How long a statement is tried again while another process has locked the file, in milliseconds. */
const busyFor = 10_000

const isBusy = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("SQLITE_BUSY")

/** Lets the event loop turn: timers and signals run, and objects of the driver that are garbage are freed. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

interface Prepared {
  readonly statement: Statement
  readonly isReader: boolean
}

/** The client of a connection. */
export interface Connection extends Libsql.Client {
  /** Executes a statement if no other process has locked the file. */
  readonly attempt: (sql: string) => void
}

/** Opens a file, and creates it if it does not exist. */
export const open = (file: string): Connection => {
  const database = new Database(scheme.test(file) ? `./${file}` : file)
  const statements = new Map<string, Prepared>()
  const prepare = (text: string): Prepared => {
    const kept = statements.get(text)
    if (kept !== undefined) {
      // the one that was used last is at the end
      statements.delete(text)
      statements.set(text, kept)
      return kept
    }
    const statement = database.prepare(text)
    statement.safeIntegers(true)
    const isReader = statement.reader
    if (isReader) statement.raw(true)
    for (const oldest of statements.keys()) {
      if (statements.size < maxStatements) break
      statements.delete(oldest)
    }
    const prepared = { statement, isReader }
    statements.set(text, prepared)
    return prepared
  }

  /** The driver would wait for a lock in the thread of the event loop. */
  const whileBusy = async <A>(run: () => A): Promise<A> => {
    for (const startedAt = Date.now(); ; ) {
      try {
        return run()
      } catch (error) {
        if (!isBusy(error) || Date.now() - startedAt > busyFor) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const runOnce = (sql: string, args: Libsql.InArgs) => {
    const values = Array.isArray(args) && args.some(isForeign) ? args.map(toSql) : args
    const { isReader, statement } = prepare(sql)
    try {
      if (!isReader) {
        statement.run(values)
        return { rows: [] }
      }
      const found = statement.all(values) as ReadonlyArray<ReadonlyArray<unknown>>
      if (found.length === 0) return { rows: [] }
      // after the execution: a change of the schema changes the columns
      const columns = statement.columns().map(({ name }) => name)
      return { rows: found.map((each) => toRow(columns, each)) }
    } catch (error) {
      // the state of a failed statement is unknown. One that waits for a lock stays active until it is executed again
      if (!isBusy(error)) statements.delete(sql)
      throw error
    }
  }
  const execute = (given: Libsql.InStatement) => {
    const { args = [], sql } = typeof given === "string" ? { sql: given } : given
    return whileBusy(() => runOnce(sql, args))
  }

  // a statement outside of a transaction does not become part of one that begins while it waits
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <A>(run: () => Promise<A>): Promise<A> => {
    const result = last.then(run)
    last = result.catch(() => undefined)
    return result
  }
  const transaction = () =>
    new Promise((begun, failed) => {
      void inTurn(async () => {
        try {
          // `exec` frees its statement, which a failure would leave active
          await whileBusy(() => database.exec("BEGIN IMMEDIATE"))
        } catch (error) {
          failed(error)
          return
        }
        await new Promise<void>((ended) => {
          const end = (sql: "COMMIT" | "ROLLBACK") => async () => {
            try {
              // some failures, such as a full disk, have ended the transaction
              if (sql === "COMMIT" || database.inTransaction) await whileBusy(() => database.exec(sql))
            } finally {
              if (database.inTransaction) database.exec("ROLLBACK")
              ended()
            }
            await turn()
          }
          begun({ execute, commit: end("COMMIT"), rollback: end("ROLLBACK") })
        })
      })
    })
  const alone = (given: Libsql.InStatement) =>
    inTurn(async () => {
      const result = await execute(given)
      await turn()
      return result
    })
  const attempt = (sql: string) => {
    try {
      database.exec(sql)
    } catch {
      // another process uses the file
    }
  }
  // cast: the members that `LibsqlClient` calls
  return { execute: alone, transaction, attempt, close: () => database.close() } as unknown as Connection
}
