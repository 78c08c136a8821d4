/**
 * Events that wait to be taken, each with somebody who wants to know whether it was. What is no longer wanted leaves the
 * queue at once, and can't be taken any more.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/** Nobody took the event: there is no place to wait, or nobody will come any more. */
export class NotTaken extends Data.TaggedError("NotTaken")<{ readonly why: "Full" | "Closed" }> {}

interface Entry<A> {
  readonly value: A
  readonly tell: (outcome: Effect.Effect<void, NotTaken>) => void
}

export interface Queue<A> {
  /** Succeeds when the value was taken. */
  readonly put: (value: A) => Effect.Effect<void, NotTaken>
  /** Takes values as they are asked for, one at a time; ends when the queue is closed and empty. */
  readonly stream: Stream.Stream<A>
  /** From now on nothing is put. What waits may still be taken, as long as there is somebody to take it. */
  readonly close: () => void
}

export const make = <A>(capacity: number): Queue<A> => {
  const waiting = new Set<Entry<A>>()
  /** Those who wait for values. They are woken rather than served: one that was interrupted meanwhile loses nothing. */
  const takers = new Set<() => void>()
  let consumers = 0
  let closed = false

  const wakeOne = () => {
    const [wake] = takers
    wake?.()
  }
  const turnAway = () => {
    for (const entry of waiting) entry.tell(new NotTaken({ why: "Closed" }))
    waiting.clear()
  }

  const put = (value: A): Effect.Effect<void, NotTaken> =>
    Effect.async((resume) => {
      if (closed) return resume(new NotTaken({ why: "Closed" }))
      if (waiting.size >= capacity) return resume(new NotTaken({ why: "Full" }))
      const entry: Entry<A> = { value, tell: resume }
      waiting.add(entry)
      wakeOne()
      return Effect.sync(() => void waiting.delete(entry))
    })

  const available: Effect.Effect<void> = Effect.async((resume) => {
    const wake = () => {
      takers.delete(wake)
      resume(Effect.void)
    }
    if (waiting.size > 0 || closed) return resume(Effect.void)
    takers.add(wake)
    return Effect.sync(() => void takers.delete(wake))
  })

  const next: Effect.Effect<A, Option.Option<never>> = Effect.suspend(() => {
    const [first] = waiting
    if (first !== undefined) {
      waiting.delete(first)
      first.tell(Effect.void)
      return Effect.succeed(first.value)
    }
    if (closed) return Effect.fail(Option.none())
    // to yield lets an interrupt come first: what is taken by one that is on its way out would be lost
    return available.pipe(Effect.zipRight(Effect.yieldNow()), Effect.zipRight(next))
  })

  // one that was woken for a value, and interrupted before it took it, passes the call on
  const take = Effect.onInterrupt(next, () =>
    Effect.sync(() => {
      if (waiting.size > 0) wakeOne()
    })
  )

  const consumer = Effect.acquireRelease(
    Effect.sync(() => {
      consumers += 1
    }),
    () =>
      Effect.sync(() => {
        consumers -= 1
        if (closed && consumers === 0) turnAway()
      })
  )

  return {
    put,
    stream: Stream.unwrapScoped(Effect.as(consumer, Stream.repeatEffectOption(take))),
    close: () => {
      closed = true
      if (consumers === 0) turnAway()
      for (const wake of [...takers]) wake()
    }
  }
}
