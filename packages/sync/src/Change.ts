/**
 * Changes of a copy: what `Sync.changes` emits and a `Sink` commits.
 *
 * ```ts
 * import type * as Change from "@effect-helpscout/sync/Change"
 *
 * export const upserted = ({ changes }: Change.Batch) => changes.filter((change) => change._tag === "Upsert").length
 * ```
 *
 * @since 0.1.0
 */
import type { ValidationIssue } from "@effect-helpscout/core/HelpScoutError"
import type { Cell } from "./Tables.js"

/**
 * The values of key columns, by name.
 *
 * @since 0.1.0
 */
export type Key = Readonly<Record<string, Cell>>

/**
 * A row as Help Scout sent it. It replaces an earlier row with the same key.
 *
 * @since 0.1.0
 */
export interface Upsert {
  readonly _tag: "Upsert"
  readonly table: string
  /** The values of all columns, the key included. */
  readonly row: Readonly<Record<string, Cell>>
  /** The JSON as received. For a conversation without its threads, which are rows of their own. */
  readonly json: unknown
}

/**
 * A parent was read completely: rows of it that are not in `keys` do not exist any more.
 *
 * @since 0.1.0
 */
export interface Retain {
  readonly _tag: "Retain"
  readonly table: string
  /** The values of the key columns that identify the parent. Empty for a table that was read as a whole. */
  readonly parent: Key
  readonly keys: ReadonlyArray<Key>
}

/**
 * A row does not exist any more, nor do the rows below it.
 *
 * @since 0.1.0
 */
export interface Delete {
  readonly _tag: "Delete"
  readonly table: string
  readonly key: Key
}

/**
 * A customer was deleted in Help Scout, with these conversations. Nothing but ids may remain of them.
 *
 * @since 0.1.0
 */
export interface Erase {
  readonly _tag: "Erase"
  readonly customerId: number
  readonly conversationIds: ReadonlyArray<number>
}

/**
 * An item that cannot be read.
 *
 * @since 0.1.0
 */
export interface Invalid {
  readonly _tag: "Invalid"
  readonly table: string
  readonly id: string
  readonly json: unknown
  readonly issues: ReadonlyArray<ValidationIssue>
}

/**
 * The ids that a reconciliation has found. A walk begins with `start`.
 *
 * @since 0.1.0
 */
export interface Seen {
  readonly _tag: "Seen"
  readonly table: string
  readonly ids: ReadonlyArray<number>
  readonly start: boolean
}

/**
 * A change of a copy.
 *
 * @since 0.1.0
 */
export type Change = Upsert | Retain | Delete | Erase | Invalid | Seen

/**
 * A walk through a list, so that the next run continues where this one ended.
 *
 * @since 0.1.0
 */
export interface Walk {
  /** The time of the pass's first request, according to Help Scout. ISO 8601. */
  readonly startedAt: string
  /** Where to continue: a creation date, or the cursor of a page. Absent at the beginning. */
  readonly next?: string
}

/**
 * The progress of one large table.
 *
 * @since 0.1.0
 */
export interface TablePosition {
  /** Changes before this time are in the copy. Absent until the first pass is complete. */
  readonly watermark?: string
  /** The pass that is under way. */
  readonly pass?: Walk
  /** The reconciliation that is under way. */
  readonly reconciliation?: Walk
  /** The start of the last complete reconciliation. */
  readonly reconciledAt?: string
}

/**
 * How far a copy has come. Plain JSON.
 *
 * @since 0.1.0
 */
export interface Position {
  /** The id of the account. A copy contains one account only. */
  readonly account?: number
  /** The date at which the copy begins. Absent if it contains the whole account. */
  readonly since?: string
  readonly conversations?: TablePosition
  readonly customers?: TablePosition
  /** The last time that all small tables were read in full. */
  readonly small?: string
}

/**
 * Changes that are committed together with the position after them.
 *
 * @since 0.1.0
 */
export interface Batch {
  readonly table: string
  readonly changes: ReadonlyArray<Change>
  readonly position: Position
}
