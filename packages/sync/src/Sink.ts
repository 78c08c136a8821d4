/**
 * Where a copy is stored. `SqliteSink`, `PostgresSink` and `NdjsonSink` provide it; `Destination.layer` chooses by URL.
 *
 * ```ts
 * import { Sink } from "@effect-helpscout/sync/Sink"
 * import * as Effect from "effect/Effect"
 *
 * export const watermark = Effect.gen(function* () {
 *   const sink = yield* Sink
 *   return (yield* sink.position).conversations?.watermark
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Batch, Position } from "./Change.js"
import type { SyncError } from "./SyncError.js"

/**
 * The number of rows that a commit wrote, marked as deleted, or found unchanged.
 *
 * @since 0.1.0
 */
export interface TableCounts {
  readonly upserted: number
  readonly deleted: number
  readonly unchanged: number
}

/**
 * Counts by table.
 *
 * @since 0.1.0
 */
export type Counts = Readonly<Record<string, TableCounts>>

/**
 * A table that is compared with Help Scout.
 *
 * @since 0.1.0
 */
export type Reconciled = "conversations" | "customers"

/** @since 0.1.0 */
export interface Service {
  /** The destination, for messages. Without passwords. */
  readonly description: string
  /** The position after the last commit. */
  readonly position: Effect.Effect<Position, SyncError>
  /** Stores changes and the position after them: both or neither. */
  readonly commit: (batch: Batch) => Effect.Effect<Counts, SyncError>
  /**
   * Up to 100 ids above `after`, ascending, in which the copy and the reconciliation under way differ: rows whose ids were
   * not seen (`extra`), or seen ids without a row (`missing`).
   */
  readonly differences: (
    table: Reconciled,
    kind: "extra" | "missing",
    after: number
  ) => Effect.Effect<ReadonlyArray<number>, SyncError>
  /** Those of these ids that have a row. */
  readonly present: (table: Reconciled, ids: ReadonlyArray<number>) => Effect.Effect<ReadonlyArray<number>, SyncError>
  /** The conversations that contain data of a customer, deleted ones included. */
  readonly conversationsOf: (customerId: number) => Effect.Effect<ReadonlyArray<number>, SyncError>
}

/**
 * Stores a copy. Only one process at a time can have it (law Y4).
 *
 * @since 0.1.0
 */
export class Sink extends Context.Tag("@effect-helpscout/sync/Sink")<Sink, Service>() {}
