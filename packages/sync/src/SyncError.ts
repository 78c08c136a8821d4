/**
 * The failure of a destination: a database or a folder that cannot be used, or a copy that another run is working on.
 *
 * ```ts
 * import { SyncError } from "@effect-helpscout/sync/SyncError"
 *
 * const error = new SyncError({ reason: "Full", message: "sync: the disk is full. Free some space, then run it again." })
 * export const isTransient = error.reason === "Unavailable" || error.reason === "Full"
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * - `Destination`: the address is not valid, or the driver of the database is not installed
 * - `NotADatabase`: the file is not a SQLite database, or it is damaged
 * - `Foreign`: the database contains tables of another program, or the copy of another account
 * - `Newer`: a later version of this package has written the copy
 * - `Denied`: permissions are missing
 * - `Full`: the disk is full
 * - `Unavailable`: the database cannot be reached, is locked, or was lost
 * - `InUse`: another run works on the copy
 * - `LeaseLost`: another run took over, because this one did not renew its lease in time
 * - `Failed`: anything else
 *
 * @since 0.1.0
 */
export const Reason = Schema.Literal(
  "Destination",
  "NotADatabase",
  "Foreign",
  "Newer",
  "Denied",
  "Full",
  "Unavailable",
  "InUse",
  "LeaseLost",
  "Failed"
)
/** @since 0.1.0 */
export type Reason = typeof Reason.Type

/**
 * The copy is as it was after the last committed page.
 *
 * @since 0.1.0
 */
export class SyncError extends Schema.TaggedError<SyncError>()("HelpScoutSyncFailed", {
  reason: Reason,
  /** What happened, and what to do. */
  message: Schema.String,
  cause: Schema.optional(Schema.Defect)
}) {}
