/** The account's budget in memory: a ring of what was spent, and what the server's readings say about others. */
import type { Settle, Take, Taken, Terms, Usage } from "../../RateLimiterStore.js"

interface Entry {
  readonly units: number
  readonly sentAt: number
  endedAt: number
  /** What the server had counted when it answered this request, this one included; -1 when it didn't say. */
  used: number
  /** Whether the server's present window can hold it: false once a reset was seen after it. */
  current: boolean
}

const granted: Taken = { _tag: "Granted" }
const spent = (millis: number): Taken => ({ _tag: "Wait", reason: "Spent", millis })

/** Clocks drift (100 ppm is usual) and timers fire early. */
const margin = (window: number) => Math.max(2, window / 2000)

/** By so many units the server may count otherwise than we do, before that is taken for a reset of its window. */
const tolerance = 4

export const make = (now: () => number) => {
  const underWay = new Map<number, Entry>()
  /** Ended requests in the order of their ends; those before `first` count no more. */
  let ring: Array<Entry> = []
  let first = 0
  let inFlight = 0
  let ended = 0
  /** The part of `ended` that the server's present window can hold. */
  let current = 0

  let told: number | undefined
  let reference: Entry | undefined
  let foreign = 0
  /** The readings between which the server's fixed window was last seen to begin anew. */
  let resetBetween: readonly [before: Entry, after: Entry] | undefined

  let pausedUntil = Number.NEGATIVE_INFINITY
  /** After a pause one request goes first: `"wanted"`, then its id. */
  let probe: "wanted" | number | undefined
  /** Somebody was told to wait until the next end. */
  let stuck = false

  const expire = (at: number, terms: Terms) => {
    const until = at - terms.window - margin(terms.window)
    while (first < ring.length) {
      const entry = ring[first]
      if (entry === undefined || entry.endedAt > until) break
      first++
      ended -= entry.units
      if (entry.current) current -= entry.units
    }
    if (first > 64 && first * 2 > ring.length) {
      ring = ring.slice(first)
      first = 0
    }
    // Law 1: forgotten a window after it
    if (reference !== undefined && reference.endedAt <= until) {
      reference = undefined
      foreign = 0
    }
  }

  /**
   * Law 1: our own units that the server can have seen when it counted `reading`: all that have ended, since of readings
   * that overlap the one with the highest count is kept. One under way joins them, by a fresh look, when it ends.
   */
  const seen = (reading: Entry, terms: Terms) => {
    let units = current
    // What may have left a sliding window, though we still count it.
    for (let i = first; i < ring.length; i++) {
      const entry = ring[i]
      if (entry === undefined || entry.sentAt > reading.endedAt - terms.window) break
      if (entry.current) units -= entry.units
    }
    return units
  }

  /** A fixed window has begun anew between the two readings: what ended before, or counts more by then, is in the old one. */
  const reset = (before: Entry, reading: Entry) => {
    current = 0
    for (let i = first; i < ring.length; i++) {
      const entry = ring[i]
      if (entry === undefined) break
      entry.current = entry === reading || (entry.endedAt > before.sentAt && entry.used < reading.used)
      if (entry.current) current += entry.units
    }
    resetBetween = [before, reading]
  }

  /** Whether an answer still comes from the window before the reset: then it counts what that one had counted. */
  const outdated = (entry: Entry) => {
    if (resetBetween === undefined) return false
    const [before, after] = resetBetween
    if (entry.sentAt >= after.endedAt) return false
    return entry.used > (entry.sentAt < before.endedAt ? (before.used + after.used) / 2 : before.used)
  }

  const observe = (entry: Entry, terms: Terms) => {
    const old = outdated(entry)
    if (old) {
      entry.current = false
      current -= entry.units
    }
    const overtaken = reference !== undefined && entry.sentAt < reference.endedAt && entry.used < reference.used
    if (reference === undefined || !(old || overtaken)) {
      if (reference !== undefined && entry.used < reference.used && entry.used < seen(entry, terms) - tolerance) {
        reset(reference, entry)
      }
      reference = entry
    }
    foreign = Math.max(0, reference.used - seen(reference, terms))
  }

  const budget = (terms: Terms, units: number) => Math.max((told ?? terms.limit) - terms.reserve, units)

  return {
    take: ({ id, terms, units }: Take): Taken => {
      const at = now()
      if (at < pausedUntil) return { _tag: "Wait", reason: "Paused", millis: pausedUntil - at }
      expire(at, terms)
      // A write on a budget of one unit goes alone rather than never.
      let over = inFlight + ended + foreign + units - budget(terms, units)
      if (over > 0) {
        const later = terms.window + margin(terms.window) - at
        let others = foreign
        for (let i = first; i < ring.length; i++) {
          const entry = ring[i]
          if (entry === undefined) break
          if (reference !== undefined && reference.endedAt <= entry.endedAt) {
            over -= others
            others = 0
            if (over <= 0) return spent(reference.endedAt + later)
          }
          over -= entry.units
          if (over <= 0) return spent(entry.endedAt + later)
        }
        if (reference !== undefined && over <= others) return spent(reference.endedAt + later)
        stuck = true
        return spent(Number.POSITIVE_INFINITY)
      }
      if (probe !== undefined) {
        if (probe !== "wanted") {
          stuck = true
          return spent(Number.POSITIVE_INFINITY)
        }
        probe = id
      }
      inFlight += units
      underWay.set(id, { units, sentAt: at, endedAt: at, used: -1, current: true })
      return granted
    },

    settle: ({ counts, id, pause, reading, terms }: Settle): boolean => {
      const entry = underWay.get(id)
      if (entry === undefined) return false
      const at = now()
      underWay.delete(id)
      inFlight -= entry.units
      expire(at, terms)
      const before = (told ?? terms.limit) - foreign
      if (counts) {
        entry.endedAt = at
        ring.push(entry)
        ended += entry.units
        current += entry.units
      }
      if (reading?.limit !== undefined) told = reading.limit
      if (reading?.remaining !== undefined && counts) {
        entry.used = Math.max(0, (told ?? terms.limit) - reading.remaining)
        observe(entry, terms)
      }
      const probed = probe === id
      if (probed) probe = reading === undefined ? "wanted" : undefined
      if (pause !== undefined) {
        pausedUntil = Math.max(pausedUntil, at + pause)
        probe = "wanted"
      }
      const better = stuck || probed || !counts || pause !== undefined || (told ?? terms.limit) - foreign > before
      stuck = false
      return better
    },

    usage: (terms: Terms): Usage => {
      const at = now()
      expire(at, terms)
      return { limit: told ?? terms.limit, spent: ended, inFlight, foreign, paused: Math.max(0, pausedUntil - at) }
    }
  }
}
