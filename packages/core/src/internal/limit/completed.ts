/** The completed requests of the last window, in the order of their ends: a ring with running totals. */

/** One request whose units were granted. */
export interface Entry {
  readonly units: number
  readonly sentAt: number
  endedAt: number
  /** Units that the server had counted when it responded to this request, this one included; -1 when it did not say. */
  serverCount: number
  /** Whether the server's current window can include this request: false once a reset was seen after it. */
  inServerWindow: boolean
}

/** Time that an entry counts beyond the window: clocks drift (100 ppm is usual) and timers fire early. */
export const margin = (window: number) => Math.max(2, window / 2000)

export class Completed {
  private entries: Array<Entry> = []
  /** Entries before this index have expired. */
  private first = 0
  /** Units of all entries. */
  units = 0
  /** Units of the entries that the server's current window can include. */
  unitsInServerWindow = 0

  add(entry: Entry) {
    this.entries.push(entry)
    this.units += entry.units
    this.unitsInServerWindow += entry.units
  }

  /** Drops the entries that ended at `until` or before. */
  expire(until: number) {
    while (this.first < this.entries.length) {
      const entry = this.entries[this.first]
      if (entry === undefined || entry.endedAt > until) break
      this.first++
      this.units -= entry.units
      if (entry.inServerWindow) this.unitsInServerWindow -= entry.units
    }
    if (this.first > 64 && this.first * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.first)
      this.first = 0
    }
  }

  /** Visits the entries, the oldest first, while `visit` returns `true`. */
  visit(visit: (entry: Entry) => boolean) {
    for (let i = this.first; i < this.entries.length; i++) {
      const entry = this.entries[i]
      if (entry === undefined || !visit(entry)) return
    }
  }

  exclude(entry: Entry) {
    entry.inServerWindow = false
    this.unitsInServerWindow -= entry.units
  }

  /** Decides anew which entries the server's current window can include. */
  reclassify(inServerWindow: (entry: Entry) => boolean) {
    this.unitsInServerWindow = 0
    this.visit((entry) => {
      entry.inServerWindow = inServerWindow(entry)
      if (entry.inServerWindow) this.unitsInServerWindow += entry.units
      return true
    })
  }
}
