/**
 * A table of the simulator: rows by their id, as they stand on the wire. A row is never changed in place, so that
 * what was computed from it can be kept beside it.
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

/**
 * What stands in a table has an id.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row {
  readonly id: number
}

/**
 * Names a table and tells the type of its rows. Each account has its own table under a key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Key<R extends Row> {
  readonly name: string
  readonly firstId: number
  readonly "~row"?: R
}

/**
 * The rows of one account under one key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Table<R extends Row> {
  /** Grows with each change: what was computed at one version holds while it stays. */
  readonly version: () => number
  readonly size: () => number
  readonly get: (id: number) => R | undefined
  /** Every row, in the order of insertion. */
  readonly all: () => ReadonlyArray<R>
  readonly find: (predicate: (row: R) => boolean) => R | undefined
  readonly filter: (predicate: (row: R) => boolean) => ReadonlyArray<R>
  /** Adds a row under a fresh id. */
  readonly insert: (row: (id: number) => R) => R
  /** Adds a row, or replaces the one with its id. */
  readonly put: (row: R) => R
  readonly update: (id: number, change: (row: R) => R) => R | undefined
  /** False where there is no such row. */
  readonly delete: (id: number) => boolean
}

/**
 * Names a table whose first id is 1, unless told otherwise.
 *
 * @since 0.1.0
 * @category constructors
 */
export const key = <R extends Row>(name: string, options: { readonly firstId?: number } = {}): Key<R> => ({
  name,
  firstId: options.firstId ?? 1
})

/**
 * Makes an empty table.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <R extends Row>(firstId: number): Table<R> => {
  const rows = new Map<number, R>()
  let nextId = firstId
  let version = 0
  let listed: ReadonlyArray<R> | undefined

  const changed = () => {
    version++
    listed = undefined
  }
  const put = (row: R): R => {
    rows.set(row.id, row)
    if (row.id >= nextId) nextId = row.id + 1
    changed()
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
      const deleted = rows.delete(id)
      if (deleted) changed()
      return deleted
    }
  }
}
