/**
 * One account of the simulator: its tables, and the functions that handlers use to write rows.
 *
 * ```ts
 * import * as Account from "@effect-helpscout/simulator/Account"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 *
 * // rejects the owner's tokens from now on
 * export const deactivateOwner = Effect.gen(function* () {
 *   const account = yield* (yield* Simulator).account()
 *   account.deactivated.add(Account.ownerId)
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as self from "./Account.js"
import type * as Seed from "./Seed.js"
import * as Table from "./Table.js"

/**
 * The size of a generated account.
 *
 * @since 0.1.0
 */
export interface Sizes {
  /** Conversations that a list of all statuses contains. Some merged and deleted ones are added. @default 200 */
  readonly conversations: number
  /** @default 60 */
  readonly customers: number
  /** @default 8 */
  readonly users: number
  /** @default 3 */
  readonly mailboxes: number
  /** The most threads of a generated conversation. One in thirty is long, the others have up to 6. @default 30 */
  readonly maxThreads: number
}

/**
 * The number of items on a page, by their key in `_embedded`.
 *
 * @since 0.1.0
 */
export interface PageSizes {
  /** @default 50 */
  readonly default: number
  readonly [embedded: string]: number
}

/**
 * An account.
 *
 * @since 0.1.0
 */
export interface Account {
  readonly name: string
  readonly sizes: Sizes
  readonly pageSizes: PageSizes
  /** The account's source of pseudo-random numbers. */
  readonly seed: Seed.Seed
  /** When the generated data ends, in milliseconds since 1970. */
  readonly until: number
  /** Whether lists ignore their search. */
  readonly ignoreSearch: boolean
  /** Returns the table under a key, and creates it on first use. */
  readonly table: <R extends Table.Row>(key: Table.Key<R>) => Table.Table<R>
  /** Returns the URL of a path, such as `/v2/users/1`. */
  readonly url: (path: string) => string
  /** Makes links by relation from paths. */
  readonly links: (paths: Readonly<Record<string, string>>) => Readonly<Record<string, { readonly href: string }>>
  /** Returns the cached JSON text of a row or, under another name, any text that depends on the row only. */
  readonly text: (row: object, name?: string, make?: () => string) => string
  /** Returns the cached value under a name, or computes it again if the version has changed. */
  readonly memo: <A>(name: string, version: string | number, compute: () => A) => A
  /** Counts a text that a client wrote. */
  readonly stored: (text: string) => void
  /** The number of times that clients wrote each text. */
  readonly writes: ReadonlyMap<string, number>
  /** Users whose tokens are rejected. */
  readonly deactivated: Set<number>
}

/**
 * The id of the owner: the first user of an account, to whom tokens belong by default.
 *
 * @since 0.1.0
 */
export const ownerId = 4001

/**
 * Formats a date as Help Scout does: whole seconds, `Z`.
 *
 * @since 0.1.0
 */
export const timestamp = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`

/**
 * Makes an empty account. The families fill it.
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
  readonly ignoreSearch?: boolean
}): Account => {
  const tables = new Map<string, unknown>()
  const texts = new WeakMap<object, Readonly<Record<string, string>>>()
  const memos = new Map<string, { readonly version: string | number; readonly value: unknown }>()
  const writes = new Map<string, number>()
  const url = (path: string) => `${options.baseUrl}${path}`
  return {
    ...options,
    ignoreSearch: options.ignoreSearch === true,
    url,
    table: <R extends Table.Row>(key: Table.Key<R>) => {
      const known = tables.get(key.name)
      // a key's name belongs to one type of row
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
      // a name contains its operation, so it has one type
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

/**
 * This module, for programs that import it by its name: `import { Account }` has the same functions as `import * as Account`.
 *
 * @since 0.1.0
 */
export const Account: typeof import("./Account.js") = self
