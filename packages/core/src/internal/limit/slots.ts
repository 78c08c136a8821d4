/**
 * The limits that this process keeps on its own, before it asks the store: `maxConcurrent`, `minTime` and `writeBurst`.
 */
import type { Decision } from "../../RateLimiterStore.js"
import { Budget } from "./budget.js"
import type { RequestState } from "./rankedRequest.js"
import type { Resolved } from "./settings.js"

const free: Decision = { _tag: "Granted" }

export class Slots {
  /** Requests in flight. */
  active = 0
  private lastStart = Number.NEGATIVE_INFINITY
  private readonly writes: Budget

  constructor(now: () => number) {
    this.writes = new Budget(now)
  }

  /** Milliseconds until a slot is free: 0 or less if one is, Infinity if a request must end first. */
  delay({ maxConcurrent, minTime }: Resolved, at: number) {
    return this.active >= maxConcurrent ? Number.POSITIVE_INFINITY : this.lastStart + minTime - at
  }

  start(at: number) {
    this.active++
    this.lastStart = at
  }

  /** Frees the slot. Returns whether all slots were taken. */
  end({ maxConcurrent }: Resolved) {
    const full = this.active >= maxConcurrent
    this.active--
    return full
  }

  acquireWrite({ writeBurst }: Resolved, request: RequestState, id: number): Decision {
    if (writeBurst === undefined || !request.isWrite) return free
    return this.writes.acquire({ id, units: request.units, limits: writeBurst })
  }

  returnWrite({ writeBurst }: Resolved, request: RequestState, id: number) {
    if (writeBurst !== undefined && request.isWrite) this.writes.settle({ id, counts: false, limits: writeBurst })
  }

  /** Returns whether a waiting write may now be granted. A write that began without a `writeBurst` is not known here. */
  settleWrite({ limits, writeBurst }: Resolved, request: RequestState, id: number, counts: boolean) {
    return request.isWrite && this.writes.settle({ id, counts, limits: writeBurst ?? limits })
  }
}
