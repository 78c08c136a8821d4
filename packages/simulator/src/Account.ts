/**
 * One Help Scout account inside the simulator: its tables, and what handlers need to write rows.
 *
 * ```ts
 * import * as Account from "@effect-helpscout/simulator/Account"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 *
 * // from now on the owner's tokens are refused
 * export const deactivateOwner = Effect.gen(function* () {
 *   const account = yield* (yield* Simulator).account()
 *   account.deactivated.add(Account.ownerId)
 * })
 * ```
 *
 * @since 0.1.0
 */
import type * as Seed from "./Seed.js"
import * as Table from "./Table.js"

/**
 * How much a generated account holds.
 *
 * @since 0.1.0
 */
export interface Sizes {
  /** Those that a list of all statuses shows; some that were merged or deleted come on top. @default 200 */
  readonly conversations: number
  /** @default 60 */
  readonly customers: number
  /** @default 8 */
  readonly users: number
  /** @default 3 */
  readonly mailboxes: number
  /** The most threads a generated conversation has: one in thirty is long, the others have up to 6. @default 30 */
  readonly maxThreads: number
}

/**
 * Items on a page, by the key they stand under in `_embedded`.
 *
 * @since 0.1.0
 */
export interface PageSizes {
  /** @default 50 */
  readonly default: number
  readonly [embedded: string]: number
}

/**
 * An account: its tables, its sizes and what was counted in it.
 *
 * @since 0.1.0
 */
export interface Account {
  readonly name: string
  readonly sizes: Sizes
  readonly pageSizes: PageSizes
  /** Numbers of this account, the same for the same seed. */
  readonly seed: Seed.Seed
  /** When the generated data ends, in milliseconds since 1970. */
  readonly until: number
  /** The table under a key; it is made when it is first asked for. */
  readonly table: <R extends Table.Row>(key: Table.Key<R>) => Table.Table<R>
  /** The address of a path: `/v2/users/1`. */
  readonly url: (path: string) => string
  /** Links by their relation, from paths. */
  readonly links: (paths: Readonly<Record<string, string>>) => Readonly<Record<string, { readonly href: string }>>
  /** The JSON text of a row, made once; or, under another name, any text that only depends on the row. */
  readonly text: (row: object, name?: string, make?: () => string) => string
  /**
   * What was computed under a name, while its version stays the same. So many as `keep` are held.
   */
  readonly memo: <A>(name: string, version: string | number, compute: () => A) => A
  /** Counts a text that a client had stored. */
  readonly stored: (text: string) => void
  /** How many times each text was stored by clients. */
  readonly writes: ReadonlyMap<string, number>
  /** Users whose tokens are refused. */
  readonly deactivated: Set<number>
}

/**
 * The owner of an account: its first user, and the user behind its tokens unless told otherwise.
 *
 * @since 0.1.0
 */
export const ownerId = 4001

/**
 * A date as Help Scout writes it: whole seconds, `Z`.
 *
 * @since 0.1.0
 */
export const timestamp = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`

/**
 * Makes an empty account: the families fill it.
 *
 * @since 0.1.0
 */
export const make = (options: {
  readonly name: string
  readonly baseUrl: string
  readonly sizes: Sizes
  readonly pageSizes: PageSizes
  readonly seed: Seed.Seed
  readonly until: number
}): Account => {
  const tables = new Map<string, unknown>()
  const texts = new WeakMap<object, Readonly<Record<string, string>>>()
  const memos = new Map<string, { readonly version: string | number; readonly value: unknown }>()
  const writes = new Map<string, number>()
  const url = (path: string) => `${options.baseUrl}${path}`
  return {
    ...options,
    url,
    table: <R extends Table.Row>(key: Table.Key<R>) => {
      const known = tables.get(key.name)
      // a key's name stands for one type of row
      if (known !== undefined) return known as Table.Table<R>
      const made = Table.make<R>(key.firstId)
      tables.set(key.name, made)
      return made
    },
    links: (paths) => {
      const links: Record<string, { readonly href: string }> = {}
      for (const relation in paths) links[relation] = { href: url(paths[relation] as string) }
      return links
    },
    text: (row, name = "", make = () => JSON.stringify(row)) => {
      const known = texts.get(row) ?? {}
      const text = known[name] ?? make()
      if (known[name] === undefined) texts.set(row, { ...known, [name]: text })
      return text
    },
    memo: <A>(name: string, version: string | number, compute: () => A): A => {
      const known = memos.get(name)
      // one name, one type: names hold the operation they belong to
      if (known !== undefined && known.version === version) return known.value as A
      const value = compute()
      if (memos.size >= 256) memos.clear()
      memos.set(name, { version, value })
      return value
    },
    stored: (text) => void writes.set(text, (writes.get(text) ?? 0) + 1),
    writes,
    deactivated: new Set()
  }
}
