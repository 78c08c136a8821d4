/** Injected faults: a queue, a function of the request, and an effect that runs before each request. */
import * as Effect from "effect/Effect"
import type * as Fault from "../Fault.js"
import type * as Journal from "./journal.js"
import { path as tokenPath } from "./tokenEndpoint.js"

/** The requests that a queued fault applies to. */
export interface Match {
  readonly method?: string
  /** A path or a pattern. @default any path except the token endpoint */
  readonly path?: string | RegExp
  /** The number of requests that the fault applies to. @default 1 */
  readonly times?: number
}

/** Returns the fault of a request, if there is one. */
export type Faults = (request: Journal.Entry) => Fault.Fault | undefined

/** Runs before a request is handled. */
export type OnRequest = (request: Journal.Entry) => Effect.Effect<void>

/** The faults of the next requests. */
export interface Script {
  /** Takes the first matching fault of the queue, or otherwise calls the function. */
  readonly fault: (request: Journal.Entry) => Fault.Fault | undefined
  readonly before: () => OnRequest | undefined
  readonly fail: (fault: Fault.Fault, match: Match) => Effect.Effect<void>
  readonly setFaults: (faults: Faults | undefined) => Effect.Effect<void>
  readonly setOnRequest: (onRequest: OnRequest | undefined) => Effect.Effect<void>
}

const matches = (match: Match, entry: Journal.Entry): boolean => {
  if (match.method !== undefined && match.method !== entry.method) return false
  if (match.path === undefined) return entry.path !== tokenPath
  return typeof match.path === "string" ? match.path === entry.path : match.path.test(entry.path)
}

/** Makes a script with an empty queue. */
export const make = (options: {
  readonly faults?: Faults | undefined
  readonly onRequest?: OnRequest | undefined
}): Script => {
  let { faults, onRequest } = options
  let queue: ReadonlyArray<{ readonly fault: Fault.Fault; readonly match: Match; readonly left: number }> = []

  /** Takes the first queued fault that matches the request. */
  const queued = (entry: Journal.Entry): Fault.Fault | undefined => {
    if (queue.length === 0) return undefined
    const index = queue.findIndex(({ match }) => matches(match, entry))
    const found = queue[index]
    if (found === undefined) return undefined
    queue =
      found.left > 1
        ? queue.map((other, i) => (i === index ? { ...found, left: found.left - 1 } : other))
        : queue.filter((_, i) => i !== index)
    return found.fault
  }

  return {
    fault: (entry) => queued(entry) ?? faults?.(entry),
    before: () => onRequest,
    fail: (fault, match) =>
      Effect.sync(() => {
        queue = [...queue, { fault, match, left: match.times ?? 1 }]
      }),
    setFaults: (next) =>
      Effect.sync(() => {
        faults = next
      }),
    setOnRequest: (next) =>
      Effect.sync(() => {
        onRequest = next
      })
  }
}
