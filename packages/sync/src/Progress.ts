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
import * as Effect from "effect/Effect"
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

/**
 * Where a run is.
 *
 * @since 0.1.0
 */
export interface State {
  readonly estimate: Estimate
  /** The table of the last commit. */
  readonly table: string
  readonly rows: number
  readonly requests: number
  readonly waits: number
  /** Conversations and customers that are done, of those that had changed when the run began. */
  readonly done: number
  readonly total: number
  readonly completed: boolean
}

const initial: State = {
  estimate: { conversations: 0, customers: 0, requests: 0, minutes: 0 },
  table: "",
  rows: 0,
  requests: 0,
  waits: 0,
  done: 0,
  total: 0,
  completed: false
}

const next = (state: State, progress: Progress): State => {
  switch (progress._tag) {
    case "Started": {
      const { conversations, customers } = progress.estimate
      return { ...initial, estimate: progress.estimate, total: conversations + customers }
    }
    case "Committed": {
      const { remaining, requests, rows, table, waits } = progress
      const done = Math.max(0, state.total - remaining.conversations - remaining.customers)
      return { ...state, table, rows: state.rows + rows, requests, waits, done }
    }
    case "Completed": {
      const { requests, waits } = progress.report
      return { ...state, requests, waits, done: state.total, completed: true }
    }
  }
}

/**
 * Returns a function that adds an event to the state of a run.
 *
 * @since 0.1.0
 */
export const reader: Effect.Effect<(progress: Progress) => State> = Effect.sync(() => {
  let state = initial
  return (progress) => {
    state = next(state, progress)
    return state
  }
})

const cost = ({ estimate }: State): string =>
  `${estimate.conversations} conversations and ${estimate.customers} customers to read: at least ${estimate.requests} requests, ${estimate.minutes} minutes`

/**
 * One line of a log.
 *
 * @since 0.1.0
 */
export const line = (state: State): string =>
  state.requests === 0
    ? cost(state)
    : `${state.done} of ${state.total}, ${state.rows} rows, ${state.requests} requests, ${state.waits} waits`

/**
 * One line of a terminal. If the terminal does not report its width, 80 columns are assumed.
 *
 * @since 0.1.0
 */
export const bar = (state: State, terminalColumns: number | undefined): string => {
  const columns = terminalColumns || 80
  if (state.requests === 0) return cost(state).slice(0, columns - 1)
  const part = state.total === 0 ? 1 : state.done / state.total
  const table = state.completed ? "" : `${state.table}, `
  const text = `${table}${state.done} of ${state.total}, ${state.requests} requests, ${state.waits} waits`
  const width = Math.max(10, Math.min(30, columns - text.length - 4))
  const filled = Math.round(part * width)
  return `[${"#".repeat(filled)}${".".repeat(width - filled)}] ${text}`.slice(0, columns - 1)
}

/**
 * The result of a run in one sentence.
 *
 * @since 0.1.0
 */
export const summary = ({ invalid, requests, seconds, tables, waits }: Report): string => {
  const sum = (key: "upserted" | "deleted" | "unchanged") =>
    Object.values(tables).reduce((total, counts) => total + counts[key], 0)
  const unreadable = invalid === 0 ? "" : ` ${invalid} items could not be read: see the table _helpscout_invalid.`
  return `Copied ${sum("upserted")} rows, deleted ${sum("deleted")}, ${sum("unchanged")} unchanged, in ${seconds} s: ${requests} requests, ${waits} waits.${unreadable}`
}
