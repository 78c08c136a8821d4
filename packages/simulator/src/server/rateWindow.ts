/** The budget of an account as Help Scout counts it, in units per window. A read costs one unit, a write two. */

/**
 * - `fixed`: windows follow one another, and all units are free again at the start of each
 * - `sliding`: each unit is free again one window after it was used
 */
export type Kind = "fixed" | "sliding"

/** The limit and the kind of window. */
export interface Options {
  readonly limit: number
  readonly windowMillis: number
  readonly kind: Kind
  /** The offset of fixed windows, which begin at whole numbers of windows since 1970. */
  readonly phaseMillis: number
  /** Units that other clients of the account use in every window. */
  readonly foreignUse: number
}

/** Whether a request is allowed, and what remains or how long to wait. */
export type Verdict =
  | { readonly allowed: true; readonly remaining: number }
  | { readonly allowed: false; readonly remaining: number; readonly retryAfterSeconds: number }

/** The budget of one account. */
export interface RateWindow {
  readonly limit: () => number
  /** Counts a request, or rejects it at no cost. */
  readonly take: (now: number, units: number) => Verdict
  /** The remaining units. */
  readonly remaining: (now: number) => number
  /** Uses up units for another client, even beyond the limit. */
  readonly spend: (now: number, units: number) => void
  readonly setLimit: (limit: number) => void
}

/** The units of the last window, oldest first. */
interface Ring {
  readonly drop: (now: number) => void
  readonly add: (now: number, units: number) => void
  readonly total: () => number
  /** The time at which this many units are free again. */
  readonly leaveAt: (units: number) => number
}

const ring = (windowMillis: number): Ring => {
  let entries: Array<{ readonly at: number; units: number }> = []
  let head = 0
  let total = 0
  return {
    drop: (now) => {
      for (let first = entries[head]; first !== undefined && now - first.at >= windowMillis; first = entries[head]) {
        total -= first.units
        head++
      }
      if (head > 1024) {
        entries = entries.slice(head)
        head = 0
      }
    },
    add: (now, units) => {
      total += units
      const last = entries[entries.length - 1]
      if (last !== undefined && entries.length > head && last.at === now) last.units += units
      else entries.push({ at: now, units })
    },
    total: () => total,
    leaveAt: (units) => {
      let left = units
      for (let i = head; i < entries.length; i++) {
        const entry = entries[i]
        if (entry === undefined) break
        left -= entry.units
        if (left <= 0) return entry.at + windowMillis
      }
      return Number.POSITIVE_INFINITY
    }
  }
}

/** Makes an unused budget. */
export const make = (options: Options): RateWindow => {
  const { windowMillis, phaseMillis, kind, foreignUse } = options
  const sliding = ring(windowMillis)
  let limit = options.limit
  let index = Number.NEGATIVE_INFINITY
  let used = 0

  /** Moves the window to `now`. */
  const turn = (now: number) => {
    if (kind === "sliding") {
      sliding.drop(now)
      used = sliding.total()
      return
    }
    const current = Math.floor((now - phaseMillis) / windowMillis)
    if (current !== index) used = 0
    index = current
  }
  const free = () => Math.max(0, limit - foreignUse - used)
  const spend = (now: number, units: number) => {
    used += units
    if (kind === "sliding") sliding.add(now, units)
  }
  const freeAt = (units: number): number =>
    kind === "fixed" ? phaseMillis + (index + 1) * windowMillis : sliding.leaveAt(units - free())

  return {
    limit: () => limit,
    take: (now, units) => {
      turn(now)
      if (free() >= units) {
        spend(now, units)
        return { allowed: true, remaining: free() }
      }
      const millis = Math.min(freeAt(units), now + windowMillis) - now
      return { allowed: false, remaining: free(), retryAfterSeconds: Math.max(1, Math.ceil(millis / 1000)) }
    },
    remaining: (now) => {
      turn(now)
      return free()
    },
    spend: (now, units) => {
      turn(now)
      spend(now, units)
    },
    setLimit: (next) => {
      limit = next
    }
  }
}

/** The largest sum in any window of a length. */
export interface Maximum {
  readonly add: (now: number, units: number) => void
  readonly get: () => number
}

/** Makes a counter at zero. */
export const maximum = (windowMillis: number): Maximum => {
  const window = ring(windowMillis)
  let most = 0
  return {
    add: (now, units) => {
      window.drop(now)
      window.add(now, units)
      most = Math.max(most, window.total())
    },
    get: () => most
  }
}
