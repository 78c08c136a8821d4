/**
 * What reached the simulator, counted by the simulator and not by the client under test.
 *
 * @since 0.1.0
 */
import * as RateWindow from "./rateWindow.js"

/**
 * One request.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entry {
  /** Counts from 0 over all requests, token endpoint included. */
  readonly index: number
  readonly method: string
  readonly host: string
  readonly path: string
  /** As it was sent, without the question mark. */
  readonly query: string
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number
  /** As received, their names in small letters: `authorization` too. */
  readonly headers: Readonly<Record<string, string>>
  /** As received; left out above 64 kB. */
  readonly body: string
  readonly account: string | undefined
  /** The template of the endpoint: `GET /v2/conversations/:conversationId`. */
  readonly endpoint: string | undefined
  /** Units of the rate limit; 0 for what was refused with 401 or 429, and for the token endpoint. */
  readonly cost: number
  /** Query parameters that the endpoint does not have: ignored, as Help Scout does. */
  readonly unknownParameters: ReadonlyArray<string>
  /** Absent until it is answered, and where it never is. */
  readonly status: number | undefined
  readonly outcome: "pending" | "answered" | "cut" | "reset" | "refused" | "hung"
  /** Whether the request took effect (was handled), whatever became of its answer. */
  readonly handled: boolean
  /** The caller left before there was an answer. */
  readonly abandoned: boolean
}

/** An entry while it is being written. @since 0.1.0 @category models */
export type Draft = { -readonly [K in keyof Entry]: Entry[K] }

/**
 * Totals since the simulator was made, or since they were last cleared.
 *
 * @since 0.1.0
 * @category models
 */
export interface Totals {
  /** Requests of every kind. */
  readonly requests: number
  /** Calls of the token endpoint among them. */
  readonly tokenRequests: number
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>
  /** The most requests to the API that arrived in any window of the rate limit, refused ones included. */
  readonly maxRequestsInWindow: number
  /** The most units that were counted in any window of the rate limit. */
  readonly maxUnitsInWindow: number
  /** The most requests that were under way at once. */
  readonly maxConcurrent: number
  readonly unknownParameters: ReadonlyArray<string>
}

/**
 * What keeps the entries and the totals.
 *
 * @since 0.1.0
 * @category models
 */
export interface Journal {
  readonly open: (entry: Omit<Draft, "index">) => Draft
  readonly counted: (entry: Draft, units: number, now: number) => void
  readonly close: (entry: Draft, outcome: Entry["outcome"], status: number | undefined) => void
  readonly entries: () => ReadonlyArray<Entry>
  readonly totals: () => Totals
  readonly clear: () => void
}

/**
 * Makes an empty journal that remembers so many entries.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: { readonly keep: number; readonly windowMillis: number }): Journal => {
  let count = 0
  let kept: Array<Draft> = []
  let requests = 0
  let tokenRequests = 0
  let underWay = 0
  let maxConcurrent = 0
  let statuses: Record<number, number> = {}
  let unknown = new Set<string>()
  // by account: each has a budget of its own
  let windows = new Map<string, { readonly requests: RateWindow.Maximum; readonly units: RateWindow.Maximum }>()

  const windowOf = (account: string) => {
    const known = windows.get(account)
    if (known !== undefined) return known
    const made = { requests: RateWindow.maximum(options.windowMillis), units: RateWindow.maximum(options.windowMillis) }
    windows.set(account, made)
    return made
  }
  const most = (of: "requests" | "units") => Math.max(0, ...[...windows.values()].map((window) => window[of].get()))

  return {
    open: (fields) => {
      const entry: Draft = { index: count++, ...fields }
      requests++
      if (entry.path.endsWith("/oauth2/token")) tokenRequests++
      maxConcurrent = Math.max(maxConcurrent, ++underWay)
      if (options.keep > 0) {
        kept.push(entry)
        if (kept.length >= options.keep * 2) kept = kept.slice(-options.keep)
      }
      return entry
    },
    counted: (entry, units, now) => {
      const window = windowOf(entry.account ?? "")
      window.requests.add(now, 1)
      if (units > 0) window.units.add(now, units)
      entry.cost = units
    },
    close: (entry, outcome, status) => {
      entry.outcome = outcome
      entry.status = status
      underWay--
      if (status !== undefined) statuses[status] = (statuses[status] ?? 0) + 1
      for (const name of entry.unknownParameters) unknown.add(name)
    },
    entries: () => kept.slice(-options.keep),
    totals: () => ({
      requests,
      tokenRequests,
      statuses: { ...statuses },
      maxRequestsInWindow: most("requests"),
      maxUnitsInWindow: most("units"),
      maxConcurrent,
      unknownParameters: [...unknown]
    }),
    clear: () => {
      kept = []
      requests = 0
      tokenRequests = 0
      maxConcurrent = underWay
      statuses = {}
      unknown = new Set()
      windows = new Map()
    }
  }
}
