/** Law R2: how many units other clients use, and when a fixed window resets, as response headers show it. */
import type { Completed, Entry } from "./completed.js"

/** A difference of at most this many units between the server's count and ours is not taken for a reset of its window. */
const tolerance = 4

export class ServerUsage {
  private readonly completed: Completed
  private latest: Entry | undefined
  /** The readings between which the server's fixed window was last seen to reset. */
  private resetBetween: readonly [before: Entry, after: Entry] | undefined
  /** Units that other clients use, as far as the latest reading shows. */
  external = 0

  constructor(completed: Completed) {
    this.completed = completed
  }

  /** When the latest reading arrived; its external units count for a window from then on. */
  get readAt(): number | undefined {
    return this.latest?.endedAt
  }

  /** Law R1: a reading is forgotten one window after it arrived. */
  expire(until: number) {
    if (this.latest === undefined || this.latest.endedAt > until) return
    this.latest = undefined
    this.external = 0
  }

  /** Takes in the `serverCount` of a request that has just completed. */
  observe(entry: Entry, window: number) {
    const outdated = this.isOutdated(entry)
    if (outdated) this.completed.exclude(entry)
    const { latest } = this
    if (latest === undefined) {
      this.latest = entry
    } else {
      const overtaken = entry.sentAt < latest.endedAt && entry.serverCount < latest.serverCount
      if (!(outdated || overtaken)) {
        if (entry.serverCount < latest.serverCount && entry.serverCount < this.ownUnits(entry, window) - tolerance) {
          this.reset(latest, entry)
        }
        this.latest = entry
      }
    }
    const reference = this.latest ?? entry
    this.external = Math.max(0, reference.serverCount - this.ownUnits(reference, window))
  }

  /**
   * Law R1: our own units that `reading` can include. These are all completed ones, because of readings that overlap the
   * one with the highest count is kept. A request in flight joins them when it completes and brings a new reading.
   */
  private ownUnits(reading: Entry, window: number) {
    let units = this.completed.unitsInServerWindow
    // These may have left a sliding window, although we still count them.
    this.completed.visit((entry) => {
      if (entry.sentAt > reading.endedAt - window) return false
      if (entry.inServerWindow) units -= entry.units
      return true
    })
    return units
  }

  /**
   * A fixed window was reset between the two readings. An entry that ended before, or whose count is higher, belongs to the
   * old window.
   */
  private reset(before: Entry, reading: Entry) {
    this.completed.reclassify(
      (entry) => entry === reading || (entry.endedAt > before.sentAt && entry.serverCount < reading.serverCount)
    )
    this.resetBetween = [before, reading]
  }

  /** Whether a response still comes from the window before the reset: then its count is that of the old window. */
  private isOutdated(entry: Entry) {
    if (this.resetBetween === undefined) return false
    const [before, after] = this.resetBetween
    if (entry.sentAt >= after.endedAt) return false
    const threshold = entry.sentAt < before.endedAt ? (before.serverCount + after.serverCount) / 2 : before.serverCount
    return entry.serverCount > threshold
  }
}
