/** The requests that this process has been granted, to report them to a Redis that does not know them. */
import { randomBytes } from "node:crypto"
import type { Report } from "./redisBudget.js"

/** A request that was granted, or may have been. */
export interface Entry {
  readonly name: string
  readonly acquiredAt: number
  endedAt: number | undefined
  counts: boolean
  /** Whether Redis knows its current state. */
  known: boolean
}

const report = (entry: Entry, at: number): Report => ({
  name: entry.name,
  kind: entry.endedAt === undefined ? "inFlight" : entry.counts ? "completed" : "returned",
  acquiredAgo: at - entry.acquiredAt,
  endedAgo: at - (entry.endedAt ?? at)
})

export const reports = (entries: ReadonlyArray<Entry>, at: number) => entries.map((entry) => report(entry, at))

export class Requests {
  /** Part of each name: a request's id is unique within one limiter only. */
  private readonly process = randomBytes(6).toString("hex")
  private readonly now: () => number
  private names = 0
  private readonly inFlight = new Map<number, Entry>()
  /** Requests that ended within the last window, in the order of their ends. A Redis that lost them gets them again. */
  private ended: Array<Entry> = []

  constructor(now: () => number) {
    this.now = now
  }

  /** A name for Redis. It ends in the units. */
  nextName(units: number) {
    return `${this.process}:${this.names++}:${units}`
  }

  begin(id: number, name: string, known: boolean) {
    this.inFlight.set(id, { name, acquiredAt: this.now(), endedAt: undefined, counts: false, known })
  }

  end(id: number, counts: boolean): Entry | undefined {
    const entry = this.inFlight.get(id)
    if (entry === undefined) return undefined
    this.inFlight.delete(id)
    this.ended.push(entry)
    entry.endedAt = this.now()
    entry.counts = counts
    entry.known = false
    return entry
  }

  /** Redis may have granted this one in a reply that never arrived: it is to be returned. */
  abandon(name: string) {
    const at = this.now()
    this.ended.push({ name, acquiredAt: at, endedAt: at, counts: false, known: false })
  }

  expire(window: number) {
    const until = this.now() - window - Math.max(2, window / 2000)
    let expired = 0
    while (expired < this.ended.length && (this.ended[expired]?.endedAt ?? 0) <= until) expired++
    if (expired > 64 || expired === this.ended.length) this.ended = this.ended.slice(expired)
  }

  /** All requests that a Redis which has lost its data must know. */
  all() {
    return [...this.inFlight.values(), ...this.ended.filter((entry) => entry.counts || !entry.known)]
  }

  unknown() {
    return [...this.inFlight.values(), ...this.ended].filter((entry) => !entry.known)
  }
}
