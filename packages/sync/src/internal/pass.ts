/** What the stages of a pass share: the client, the position, and the way from changes to a batch. */

import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type * as HelpScout from "@effect-helpscout/resources/HelpScout"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type * as Change from "../Change.js"
import type * as Sink from "../Sink.js"
import type { SyncError } from "../SyncError.js"

/** The reads of a copy that reconciliation and erasure need. */
export type Known = Pick<Sink.Service, "differences" | "present" | "conversationsOf">

export type Failure = HelpScoutError | SyncError

/** One stage of a pass. */
export type Batches = Stream.Stream<Change.Batch, Failure>

export interface Pass {
  readonly helpScout: HelpScout.Service
  readonly known: Known
  /** The time of the pass's first request, according to Help Scout. ISO 8601, whole seconds. */
  readonly startedAt: string
  /** Milliseconds by which the next pass overlaps with this one. */
  readonly overlap: number
  /** Whether the account is compared with the copy. */
  readonly reconcile: boolean
  /** The position after the batches made so far. */
  readonly position: () => Change.Position
  /** Makes a batch, and changes the position. It includes the items that could not be read since the last batch. */
  readonly batch: (
    table: string,
    changes: ReadonlyArray<Change.Change>,
    move?: (position: Change.Position) => Change.Position
  ) => Change.Batch
  /** Handles the unreadable items of a list: they become part of the next batch (law Y6). */
  readonly invalid: (table: string) => { readonly onInvalid: (item: Page.InvalidItem) => Effect.Effect<void> }
}

export const make = (
  options: Omit<Pass, "position" | "batch" | "invalid"> & { readonly from: Change.Position }
): Pass => {
  let position = options.from
  const unreadable: Array<Change.Invalid> = []
  return {
    ...options,
    position: () => position,
    batch: (table, changes, move = (unchanged) => unchanged) => {
      position = move(position)
      return { table, changes: [...changes, ...unreadable.splice(0)], position }
    },
    invalid: (table) => ({
      onInvalid: (item) => Effect.sync(() => void unreadable.push(invalidOf(table, item)))
    })
  }
}

/** An unreadable item as a change. Without an id, its place identifies it. */
export const invalidOf = (table: string, { id, index, issues, json, url }: Page.InvalidItem): Change.Invalid => ({
  _tag: "Invalid",
  table,
  id: String(id ?? `${url}#${index}`),
  json,
  issues
})

/** Changes the position of one large table. */
export const moveTable =
  (table: Sink.Reconciled, change: Change.TablePosition) =>
  (position: Change.Position): Change.Position => {
    const merged = { ...position[table], ...change }
    // absent instead of undefined: a position is plain JSON
    const entries = Object.entries(merged).filter(([, value]) => value !== undefined)
    return { ...position, [table]: Object.fromEntries(entries) }
  }
