/** The ordered list of waiting requests (law R4): higher priority first, then lower rank. */
import { inThisContext } from "../callers.js"

export interface Ranked {
  readonly priority: number
  readonly rank: number
}

export class Waiter<T extends Ranked> {
  readonly request: T
  /** When it joined. */
  readonly joinedAt: number
  /** The pause clock at that time. */
  readonly pausedBefore: number
  /** Whether it is in the list. */
  isQueued = false
  private woken = false
  private resume: (() => void) | undefined
  next: Waiter<T> | undefined
  previous: Waiter<T> | undefined

  constructor(request: T, joinedAt: number, pausedBefore: number) {
    this.request = request
    this.joinedAt = joinedAt
    this.pausedBefore = pausedBefore
  }

  /** Makes it check again, now or as soon as it sleeps. */
  wake() {
    const resume = this.resume
    if (resume === undefined) {
      this.woken = true
      return
    }
    this.resume = undefined
    resume()
  }

  /** Calls `resume` when it is woken. Returns a function that cancels this. */
  listen(resume: () => void): () => void {
    if (this.woken) {
      this.woken = false
      resume()
    } else {
      this.resume = inThisContext(resume)
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
    waiter.isQueued = true
    // New requests belong at the end; retries and requests with priority belong near the front.
    let before: Waiter<T> | undefined
    if (this.tail !== undefined && goesBefore(waiter.request, this.tail.request)) {
      before = this.head
      while (before !== undefined && !goesBefore(waiter.request, before.request)) before = before.next
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
    waiter.isQueued = false
    if (waiter.previous === undefined) this.head = waiter.next
    else waiter.previous.next = waiter.next
    if (waiter.next === undefined) this.tail = waiter.previous
    else waiter.next.previous = waiter.previous
    waiter.next = undefined
    waiter.previous = undefined
    this.size--
  }

  wakeAll() {
    for (let waiter = this.head; waiter !== undefined; waiter = waiter.next) waiter.wake()
  }
}
