/**
 * The account's budget in memory (laws R1, R2 and R5). A unit passes through these states:
 *
 * ```
 *   acquire        settle, counts            a window (and a margin) later
 *   ───────▶ in flight ─────────▶ completed ───────────────────────────────▶ expired
 *                └──── settle, does not count ───▶ returned
 * ```
 */
import type { Decision, Limits, PermitRequest, Settlement, Usage } from "../../RateLimiterStore.js"
import { Completed, type Entry, margin } from "./completed.js"
import { Probe } from "./probe.js"
import { ServerUsage } from "./serverUsage.js"

const granted: Decision = { _tag: "Granted" }
const exhausted = (millis: number): Decision => ({ _tag: "Wait", reason: "Exhausted", millis })

export class Budget {
  private readonly now: () => number
  private readonly entries = new Map<number, Entry>()
  private readonly completed = new Completed()
  private readonly server = new ServerUsage(this.completed)
  private readonly probe = new Probe()
  private inFlight = 0
  /** The limit that the last response reported. */
  private reportedLimit: number | undefined
  /** Whether a request waits for the next one to end. */
  private hasBlockedRequest = false

  constructor(now: () => number) {
    this.now = now
  }

  acquire({ id, limits, units }: PermitRequest): Decision {
    const at = this.now()
    const paused = this.probe.pauseLeft(at)
    if (paused > 0) return { _tag: "Wait", reason: "Paused", millis: paused }
    this.expire(at, limits)
    const excess = this.inFlight + this.completed.units + this.server.external + units - this.capacity(limits, units)
    if (excess > 0) return exhausted(this.roomFor(excess, limits) - at)
    if (this.probe.isProbing) {
      this.hasBlockedRequest = true
      return exhausted(Number.POSITIVE_INFINITY)
    }
    this.probe.granted(id)
    this.inFlight += units
    this.entries.set(id, { units, sentAt: at, endedAt: at, serverCount: -1, inServerWindow: true })
    return granted
  }

  settle({ counts, id, limits, pause, reading }: Settlement): boolean {
    const entry = this.entries.get(id)
    if (entry === undefined) return false
    const at = this.now()
    this.entries.delete(id)
    this.inFlight -= entry.units
    this.expire(at, limits)
    const before = this.ownLimit(limits)
    if (counts) {
      // law R1: units count from the response, not from the sending
      entry.endedAt = at
      this.completed.add(entry)
    }
    // law R2
    if (reading?.limit !== undefined) this.reportedLimit = reading.limit
    if (reading?.remaining !== undefined && counts) {
      entry.serverCount = Math.max(0, this.limit(limits) - reading.remaining)
      this.server.observe(entry, limits.window)
    }
    const probed = this.probe.ended(id, reading !== undefined)
    if (pause !== undefined) this.probe.pause(pause, at)
    const mayAdmit = this.hasBlockedRequest || probed || !counts || pause !== undefined
    this.hasBlockedRequest = false
    return mayAdmit || this.ownLimit(limits) > before
  }

  usage(limits: Limits): Usage {
    const at = this.now()
    this.expire(at, limits)
    return {
      limit: this.limit(limits),
      completed: this.completed.units,
      inFlight: this.inFlight,
      external: this.server.external,
      paused: this.probe.pauseLeft(at)
    }
  }

  private limit(limits: Limits) {
    return this.reportedLimit ?? limits.limit
  }

  private ownLimit(limits: Limits) {
    return this.limit(limits) - this.server.external
  }

  /** A write on a budget of one unit goes alone rather than never. */
  private capacity(limits: Limits, units: number) {
    return Math.max(this.limit(limits) - limits.reserve, units)
  }

  private expire(at: number, limits: Limits) {
    const until = at - limits.window - margin(limits.window)
    this.completed.expire(until)
    this.server.expire(until)
  }

  /** When `excess` units will have expired; Infinity if only the end of a request can make room. */
  private roomFor(excess: number, limits: Limits) {
    const { readAt } = this.server
    let over = excess
    let external = this.server.external
    let since: number | undefined
    this.completed.visit((entry) => {
      if (readAt !== undefined && readAt <= entry.endedAt) {
        over -= external
        external = 0
        if (over <= 0) {
          since = readAt
          return false
        }
      }
      over -= entry.units
      if (over <= 0) since = entry.endedAt
      return over > 0
    })
    if (since === undefined && readAt !== undefined && over <= external) since = readAt
    if (since === undefined) {
      this.hasBlockedRequest = true
      return Number.POSITIVE_INFINITY
    }
    return since + limits.window + margin(limits.window)
  }
}
