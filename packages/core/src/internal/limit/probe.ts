/**
 * The pause after a 429, and the single request that probes when it is over.
 *
 * ```
 *            429                    pause is over: one request is granted
 *   Open ──────────▶ Paused ─────────────────────────────────────────────▶ Probing
 *    ▲                 ▲                                                    │   │
 *    │                 └─────────────── 429, or no response ────────────────┘   │
 *    └───────────────────────────────── response ───────────────────────────────┘
 * ```
 */
export class Probe {
  private pausedUntil = Number.NEGATIVE_INFINITY
  /** `undefined`: open. `"wanted"`: the next request probes. Otherwise the id of the request that probes. */
  private state: "wanted" | number | undefined

  pauseLeft(at: number) {
    return Math.max(0, this.pausedUntil - at)
  }

  /** Law R5: while one request probes, the others wait. */
  get isProbing() {
    return typeof this.state === "number"
  }

  /** Called with each request that is granted. */
  granted(id: number) {
    if (this.state === "wanted") this.state = id
  }

  /** Called with each request that ended. Returns whether it was the probe. */
  ended(id: number, responded: boolean) {
    if (this.state !== id) return false
    this.state = responded ? undefined : "wanted"
    return true
  }

  pause(millis: number, at: number) {
    this.pausedUntil = Math.max(this.pausedUntil, at + millis)
    this.state = "wanted"
  }
}
