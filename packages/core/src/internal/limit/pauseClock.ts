/**
 * The time that 429s have paused the limiter, as a clock of its own: it advances only during pauses, so that overlapping
 * pauses count once. All times are in milliseconds.
 */
export class PauseClock {
  private from: number
  private until: number
  private before = 0

  constructor(at: number) {
    this.from = at
    this.until = at
  }

  /** Milliseconds paused in total until `at`. */
  elapsed(at: number) {
    return this.before + Math.max(0, Math.min(at, this.until) - this.from)
  }

  /** Milliseconds that the current pause still lasts; 0 when there is none. */
  left(at: number) {
    return Math.max(0, this.until - at)
  }

  /**
   * Pauses until `millis` from now at least. `extended` says whether that changes the end of the pause, and `isNews` whether
   * it is worth a log line: many requests in flight get their 429s one after the other.
   */
  pause(millis: number, at: number): { readonly extended: boolean; readonly isNews: boolean } {
    const until = at + millis
    const longer = until - this.until
    if (longer < 1) return { extended: false, isNews: false }
    const begins = at >= this.until
    if (begins) {
      this.before += this.until - this.from
      this.from = at
    }
    this.until = until
    return { extended: true, isNews: begins || longer >= 1000 }
  }
}
