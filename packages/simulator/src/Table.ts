/**
 * A table of the simulator: rows by id, as the API sends them. A row is replaced, never changed in place, so that
 * values computed from it can be cached beside it.
 *
 * ```ts
 * import * as Table from "@effect-helpscout/simulator/Table"
 *
 * interface TagRow extends Table.Row { readonly name: string }
 * export const tags = Table.key<TagRow>("tags", { firstId: 9001 })
 * // in a handler: account.table(tags).insert((id) => ({ id, name: "vip" }))
 * ```
 *
 * @since 0.1.0
 */
import * as self from "./Table.js"

/**
 * A row. Every row has an id.
 *
 * @since 0.1.0
 */
export interface Row {
  readonly id: number
}

/**
 * The name of a table and the type of its rows. Each account has its own table under a key.
 *
 * @since 0.1.0
 */
export interface Key<R extends Row> {
  readonly name: string
  readonly firstId: number
  readonly "~row"?: R
}

/**
 * A changed row: `before` is undefined for a new row, `after` for a deleted one.
 *
 * @since 0.1.0
 */
export interface Change<R extends Row> {
  readonly before: R | undefined
  readonly after: R | undefined
}

/**
 * The rows of one account under one key.
 *
 * @since 0.1.0
 */
export interface Table<R extends Row> {
  /** Increases with each change. A value computed at one version is valid until the version changes. */
  readonly version: () => number
  readonly size: () => number
  readonly get: (id: number) => R | undefined
  /** All rows, in the order of insertion. */
  readonly all: () => ReadonlyArray<R>
  readonly find: (predicate: (row: R) => boolean) => R | undefined
  readonly filter: (predicate: (row: R) => boolean) => ReadonlyArray<R>
  /** Adds a row under a fresh id. */
  readonly insert: (row: (id: number) => R) => R
  /** Adds a row, or replaces the row with its id. */
  readonly put: (row: R) => R
  /** Replaces a row. Returns undefined if it does not exist. */
  readonly update: (id: number, change: (row: R) => R) => R | undefined
  /** Returns false if the row does not exist. */
  readonly delete: (id: number) => boolean
  /** Calls a listener after each change, before the write returns. */
  readonly subscribe: (listener: (change: Change<R>) => void) => void
}

/**
 * Makes a key. `firstId` is the id of the first row (1 by default).
 *
 * @since 0.1.0
 */
export const key = <R extends Row>(name: string, options: { readonly firstId?: number } = {}): Key<R> => ({
  name,
  firstId: options.firstId ?? 1
})

/**
 * Makes an empty table.
 *
 * @since 0.1.0
 */
export const make = <R extends Row>(firstId: number): Table<R> => {
  const rows = new Map<number, R>()
  const listeners: Array<(change: Change<R>) => void> = []
  let nextId = firstId
  let version = 0
  let listed: ReadonlyArray<R> | undefined

  const changed = (before: R | undefined, after: R | undefined) => {
    version++
    listed = undefined
    for (const listener of listeners) listener({ before, after })
  }
  const put = (row: R): R => {
    const before = rows.get(row.id)
    rows.set(row.id, row)
    if (row.id >= nextId) nextId = row.id + 1
    changed(before, row)
    return row
  }
  const all = (): ReadonlyArray<R> => {
    listed ??= [...rows.values()]
    return listed
  }

  return {
    version: () => version,
    size: () => rows.size,
    get: (id) => rows.get(id),
    all,
    find: (predicate) => all().find(predicate),
    filter: (predicate) => all().filter(predicate),
    insert: (row) => put(row(nextId)),
    put,
    update: (id, change) => {
      const row = rows.get(id)
      return row === undefined ? undefined : put(change(row))
    },
    delete: (id) => {
      const before = rows.get(id)
      if (before === undefined) return false
      rows.delete(id)
      changed(before, undefined)
      return true
    },
    subscribe: (listener) => void listeners.push(listener)
  }
}

/**
 * This module, for programs that import it by its name: `import { Table }` has the same functions as `import * as Table`.
 *
 * @since 0.1.0
 */
export const Table: typeof import("./Table.js") = self
