/**
 * Waiting for other callers of a shared client.
 *
 * In a Cloudflare Worker, requests that share a client run in contexts of their own. A fiber may only use the timers and
 * connections of its own context, and it ends with its request, without being interrupted. Two rules follow:
 *
 * - A caller waits for a promise that it created itself (`inThisContext`): the runtime continues it in its own context. The worker
 *   needs a compatibility date of 2024-10-14 or later.
 * - What others wait for is attended (`attend`): a timer shows that its request still runs. If the request ends first,
 *   another caller cleans up after it (law P10). The timer also shows the runtime that a request which waits for another is not stuck.
 *
 * On other runtimes no caller ends that way, so there are neither promises nor timers.
 */
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"

/** Whether a caller can end without being interrupted. */
export const canVanish: boolean = globalThis.navigator?.userAgent === "Cloudflare-Workers"

const ignore = () => {}

/** Returns a function for other callers, which calls `resume` in the context of this one. */
export const inThisContext = (resume: () => void): (() => void) => {
  if (!canVanish) return resume
  let fire = ignore
  void new Promise<void>((resolve) => {
    fire = resolve
  }).then(resume)
  return fire
}

/** Wakes one caller. */
export class Signal {
  private isFired = false
  private resume: (() => void) | undefined

  /** Wakes the caller now, or as soon as it waits. */
  fire() {
    this.isFired = true
    this.resume?.()
  }

  get wait(): Effect.Effect<void> {
    return Effect.async((resume) => {
      if (this.isFired) resume(Effect.void)
      else this.resume = inThisContext(() => resume(Effect.void))
    })
  }
}

/** A result that any number of callers wait for. */
export class Outcome<A, E> {
  private exit: Exit.Exit<A, E> | undefined
  private readonly signals = new Set<Signal>()

  /** Sets the result, unless there is one already. */
  complete(exit: Exit.Exit<A, E>): void {
    if (this.exit !== undefined) return
    this.exit = exit
    for (const signal of this.signals) signal.fire()
    this.signals.clear()
  }

  readonly await: Effect.Effect<A, E> = Effect.suspend(() => {
    if (this.exit !== undefined) return this.exit
    const signal = new Signal()
    this.signals.add(signal)
    const forget = Effect.sync(() => this.signals.delete(signal))
    return Effect.zipRight(
      attended(
        Effect.onInterrupt(signal.wait, () => forget),
        () => this.signals.delete(signal)
      ),
      this.await
    )
  })
}

type Mutex = <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Runs one effect at a time, in the order of arrival: a semaphore with one permit. */
export const makeMutex = (): Mutex => (canVanish ? makeMutexOfContexts() : Effect.unsafeMakeSemaphore(1).withPermits(1))

/** A semaphore would continue a waiter in the context of the one that releases the permit. */
export const makeMutexOfContexts = (): Mutex => {
  /** The first one runs, the others wait. */
  const queue: Array<Signal> = []
  const leave = (mine: Signal) => {
    const index = queue.indexOf(mine)
    if (index < 0) return
    queue.splice(index, 1)
    if (index === 0) queue[0]?.fire()
  }
  return (self) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.suspend(() => {
        const mine = new Signal()
        queue.push(mine)
        const turn = queue[0] === mine ? Effect.void : restore(mine.wait)
        const run = Effect.ensuring(
          Effect.zipRight(turn, restore(self)),
          Effect.sync(() => leave(mine))
        )
        return attended(run, () => leave(mine))
      })
    )
}

interface Attendance {
  readonly vanished: () => void
  seenAt: number
  /** When the silence was noticed. After a long computation, all timers are late, so one late timer proves nothing. */
  missedSince: number | undefined
}

const beatMillis = 250
const silenceMillis = 1_000
const attendances = new Set<Attendance>()
let sweptAt = Number.NEGATIVE_INFINITY

const beat = (self: Attendance) => {
  const now = performance.now()
  self.seenAt = now
  self.missedSince = undefined
  if (now - sweptAt < beatMillis) return
  sweptAt = now
  for (const other of attendances) {
    if (now - other.seenAt < silenceMillis) continue
    other.missedSince ??= now
    if (now - other.missedSince < 2 * beatMillis) continue
    attendances.delete(other)
    other.vanished()
  }
}

/**
 * Calls `vanished` if the caller's request ends before the returned function is called: about a second and a half later, in
 * the context of another caller. That one may be the next to arrive.
 */
export const attend = (vanished: () => void): (() => void) => {
  if (!canVanish) return ignore
  const self: Attendance = { vanished, seenAt: performance.now(), missedSince: undefined }
  const timer = setInterval(beat, beatMillis, self)
  attendances.add(self)
  return () => {
    clearInterval(timer)
    attendances.delete(self)
  }
}

/** Attends while the effect runs. */
export const attended = <A, E, R>(self: Effect.Effect<A, E, R>, vanished: () => void): Effect.Effect<A, E, R> =>
  canVanish
    ? Effect.acquireUseRelease(
        Effect.sync(() => attend(vanished)),
        () => self,
        (leave) => Effect.sync(leave)
      )
    : self

/** Forks into the scope. It does not wait for a fiber whose request can end without it: that wait would never end. */
export const forkIn = <A, E, R>(self: Effect.Effect<A, E, R>, scope: Scope.Scope) =>
  canVanish ? Effect.forkDaemon(self) : Effect.forkIn(self, scope)
