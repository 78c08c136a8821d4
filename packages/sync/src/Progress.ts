/**
 * What a run reports: its least cost at the beginning, every commit, and its result.
 *
 * ```ts
 * import type { Progress } from "@effect-helpscout/sync/Progress"
 *
 * export const line = (progress: Progress): string =>
 *   progress._tag === "Committed" ? `${progress.table}: ${progress.rows} rows, ${progress.requests} requests` : progress._tag
 * ```
 *
 * @since 0.1.0
 */
import type { Counts } from "./Sink.js"

/**
 * The least that a pass costs.
 *
 * @since 0.1.0
 */
export interface Estimate {
  /** Conversations that have changed since the last pass. All of them for the first one. */
  readonly conversations: number
  readonly customers: number
  readonly requests: number
  /** At the account's rate limit, if nothing else uses it. */
  readonly minutes: number
}

/**
 * The result of a run.
 *
 * @since 0.1.0
 */
export interface Report {
  readonly tables: Counts
  /** Responses from Help Scout, retries included. */
  readonly requests: number
  /** Requests that waited for the rate limit. */
  readonly waits: number
  /** Items that could not be read. They are in `_helpscout_invalid`. */
  readonly invalid: number
  readonly seconds: number
}

/**
 * An event of a run.
 *
 * @since 0.1.0
 */
export type Progress =
  | { readonly _tag: "Started"; readonly estimate: Estimate }
  | {
      readonly _tag: "Committed"
      readonly table: string
      /** The rows of this commit, in all tables. */
      readonly rows: number
      /** Requests and waits of the whole run so far. */
      readonly requests: number
      readonly waits: number
      /** An estimate: the account changes in the meantime. */
      readonly remaining: { readonly conversations: number; readonly customers: number }
    }
  | { readonly _tag: "Completed"; readonly report: Report }
