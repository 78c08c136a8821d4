/** The ordered list of those who wait: higher priority first, then lower rank. */

export interface Ranked {
  readonly priority: number
  readonly rank: number
}

export class Waiter<T extends Ranked> {
  readonly ticket: T
  /** When it joined. */
  readonly since: number
  /** How much of the clock was paused by then. */
  readonly pausedBefore: number
  private woken = false
  private resume: (() => void) | undefined
  next: Waiter<T> | undefined
  previous: Waiter<T> | undefined

  constructor(ticket: T, since: number, pausedBefore: number) {
    this.ticket = ticket
    this.since = since
    this.pausedBefore = pausedBefore
  }

  /** Has it look again, now or as soon as it falls asleep. */
  wake() {
    const resume = this.resume
    if (resume === undefined) {
      this.woken = true
      return
    }
    this.resume = undefined
    resume()
  }

  /** Calls back when it is woken; answers how to give that up. */
  listen(resume: () => void): () => void {
    if (this.woken) {
      this.woken = false
      resume()
    } else {
      this.resume = resume
    }
    return () => {
      this.resume = undefined
    }
  }
}

const goesBefore = (self: Ranked, that: Ranked) =>
  self.priority === that.priority ? self.rank < that.rank : self.priority > that.priority

export class Waiters<T extends Ranked> {
  head: Waiter<T> | undefined
  private tail: Waiter<T> | undefined
  size = 0

  add(waiter: Waiter<T>) {
    // Newcomers belong at the end; those who come again, or have priority, near the front.
    let before: Waiter<T> | undefined
    if (this.tail !== undefined && goesBefore(waiter.ticket, this.tail.ticket)) {
      before = this.head
      while (before !== undefined && !goesBefore(waiter.ticket, before.ticket)) before = before.next
    }
    const after = before === undefined ? this.tail : before.previous
    waiter.next = before
    waiter.previous = after
    if (after === undefined) this.head = waiter
    else after.next = waiter
    if (before === undefined) this.tail = waiter
    else before.previous = waiter
    this.size++
  }

  remove(waiter: Waiter<T>) {
    if (waiter.previous === undefined) this.head = waiter.next
    else waiter.previous.next = waiter.next
    if (waiter.next === undefined) this.tail = waiter.previous
    else waiter.next.previous = waiter.previous
    waiter.next = undefined
    waiter.previous = undefined
    this.size--
  }
}
