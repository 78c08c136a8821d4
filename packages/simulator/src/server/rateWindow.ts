/**
 * The budget of an account as Help Scout counts it: so many units in a window, a read one, a write two.
 *
 * @since 0.1.0
 */

/**
 * - `fixed`: windows follow one another; at the turn everything is free again
 * - `sliding`: each unit is free again a window after it was spent
 *
 * @since 0.1.0
 * @category models
 */
export type Kind = "fixed" | "sliding"

/**
 * What is counted, and how.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly limit: number
  readonly windowMillis: number
  readonly kind: Kind
  /** Where fixed windows begin: at each whole number of windows since 1970, plus this. */
  readonly phaseMillis: number
  /** Units that others of the same account use in every window. */
  readonly foreignUse: number
}

/**
 * Whether a request is allowed: what is left, or how long to wait.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict =
  | { readonly allowed: true; readonly remaining: number }
  | { readonly allowed: false; readonly remaining: number; readonly retryAfterSeconds: number }

/**
 * The budget of one account.
 *
 * @since 0.1.0
 * @category models
 */
export interface RateWindow {
  readonly limit: () => number
  /** Counts a request, or refuses it: then it costs nothing. */
  readonly take: (now: number, units: number) => Verdict
  /** What is left, without spending. */
  readonly remaining: (now: number) => number
  /** Spends units that are somebody else's, whether they fit or not. */
  readonly spend: (now: number, units: number) => void
  readonly setLimit: (limit: number) => void
}

/** The units of the last window, oldest first. */
interface Ring {
  readonly drop: (now: number) => void
  readonly add: (now: number, units: number) => void
  readonly total: () => number
  /** When so many units will have left. */
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

/**
 * Makes a budget of which nothing is used.
 *
 * @since 0.1.0
 * @category constructors
 */
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

/**
 * The largest sum that any window of a length has held.
 *
 * @since 0.1.0
 * @category models
 */
export interface Maximum {
  readonly add: (now: number, units: number) => void
  readonly get: () => number
}

/**
 * Makes a counter that has counted nothing.
 *
 * @since 0.1.0
 * @category constructors
 */
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
