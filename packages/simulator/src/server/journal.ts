/** The requests that reached the simulator, recorded on its side and not by the client under test. */
import * as RateWindow from "./rateWindow.js"

/** One request. */
export interface Entry {
  /** The number of the request from 0, including calls of the token endpoint. */
  readonly index: number
  readonly method: string
  readonly host: string
  readonly path: string
  /** As it was sent, without the question mark. */
  readonly query: string
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number
  /** As received, with lower-case names. Includes `authorization`. */
  readonly headers: Readonly<Record<string, string>>
  /** As received. Empty for bodies above 64 kB. */
  readonly body: string
  readonly account: string | undefined
  /** The template of the endpoint: `GET /v2/conversations/:conversationId`. */
  readonly endpoint: string | undefined
  /** Units of the rate limit. 0 for a 401, a 429 and the token endpoint. */
  readonly cost: number
  /** Query parameters that the endpoint does not have. They are ignored, as Help Scout does. */
  readonly unknownParameters: ReadonlyArray<string>
  /** Undefined until there is a response. */
  readonly status: number | undefined
  readonly outcome: "pending" | "responded" | "cut" | "reset" | "refused" | "hung"
  /** Whether the request was handled and so took effect, even if its response was lost. */
  readonly handled: boolean
  /** The caller was interrupted before there was a response. */
  readonly abandoned: boolean
}

/** An entry while it is being written. */
export type Draft = { -readonly [K in keyof Entry]: Entry[K] }

/** Totals since the simulator was made or last cleared. */
export interface Totals {
  /** All requests. */
  readonly requests: number
  /** Calls of the token endpoint. */
  readonly tokenRequests: number
  /** Responses by status. */
  readonly statuses: Readonly<Record<number, number>>
  /** The most requests to the API in any window of the rate limit, including rejected ones. */
  readonly maxRequestsInWindow: number
  /** The most units in any window of the rate limit. */
  readonly maxUnitsInWindow: number
  /** The most concurrent requests. */
  readonly maxConcurrent: number
  readonly unknownParameters: ReadonlyArray<string>
}

/** The entries and the totals. */
export interface Journal {
  readonly open: (entry: Omit<Draft, "index">) => Draft
  readonly counted: (entry: Draft, units: number, now: number) => void
  readonly close: (entry: Draft, outcome: Entry["outcome"], status: number | undefined) => void
  readonly entries: () => ReadonlyArray<Entry>
  readonly totals: () => Totals
  readonly clear: () => void
}

/** Makes an empty journal that keeps the latest entries. */
export const make = (options: { readonly keep: number; readonly windowMillis: number }): Journal => {
  let count = 0
  let kept: Array<Draft> = []
  let requests = 0
  let tokenRequests = 0
  let concurrent = 0
  let maxConcurrent = 0
  let statuses: Record<number, number> = {}
  let unknown = new Set<string>()
  // one per account, because each has its own budget
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
      maxConcurrent = Math.max(maxConcurrent, ++concurrent)
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
      concurrent--
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
      maxConcurrent = concurrent
      statuses = {}
      unknown = new Set()
      windows = new Map()
    }
  }
}
