/**
 * A bounded queue whose `put` waits until the value is taken. A value whose `put` is interrupted leaves the queue at once.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/** The value was not taken: the queue is full, or it is closed without a consumer. */
export class NotTaken extends Data.TaggedError("NotTaken")<{ readonly reason: "Full" | "Closed" }> {}

interface Entry<A> {
  readonly value: A
  readonly resume: (result: Effect.Effect<void, NotTaken>) => void
}

export interface Queue<A> {
  /** Succeeds when the value has been taken. */
  readonly put: (value: A) => Effect.Effect<void, NotTaken>
  /** Takes values on demand, one at a time. Ends when the queue is closed and empty. */
  readonly stream: Stream.Stream<A>
  /** Rejects further values. Waiting values can still be taken while there is a consumer. */
  readonly close: () => void
}

export const make = <A>(capacity: number): Queue<A> => {
  const entries = new Set<Entry<A>>()
  /** Wakes consumers that wait for a value. They are woken, not given the value, so an interrupted one loses nothing. */
  const wakers = new Set<() => void>()
  let consumers = 0
  let closed = false

  const wakeOne = () => {
    const [wake] = wakers
    wake?.()
  }
  const rejectAll = () => {
    for (const entry of entries) entry.resume(new NotTaken({ reason: "Closed" }))
    entries.clear()
  }

  const put = (value: A): Effect.Effect<void, NotTaken> =>
    Effect.async((resume) => {
      if (closed) return resume(new NotTaken({ reason: "Closed" }))
      if (entries.size >= capacity) return resume(new NotTaken({ reason: "Full" }))
      const entry: Entry<A> = { value, resume }
      entries.add(entry)
      wakeOne()
      return Effect.sync(() => void entries.delete(entry))
    })

  const available: Effect.Effect<void> = Effect.async((resume) => {
    const wake = () => {
      wakers.delete(wake)
      resume(Effect.void)
    }
    if (entries.size > 0 || closed) return resume(Effect.void)
    wakers.add(wake)
    return Effect.sync(() => void wakers.delete(wake))
  })

  const next: Effect.Effect<A, Option.Option<never>> = Effect.suspend(() => {
    const [first] = entries
    if (first !== undefined) {
      entries.delete(first)
      first.resume(Effect.void)
      return Effect.succeed(first.value)
    }
    if (closed) return Effect.fail(Option.none())
    // the yield lets a pending interruption come first: a value taken by an interrupted consumer would be lost
    return available.pipe(Effect.zipRight(Effect.yieldNow()), Effect.zipRight(next))
  })

  // a consumer that is interrupted after it was woken wakes another one
  const take = Effect.onInterrupt(next, () =>
    Effect.sync(() => {
      if (entries.size > 0) wakeOne()
    })
  )

  const consumer = Effect.acquireRelease(
    Effect.sync(() => {
      consumers += 1
    }),
    () =>
      Effect.sync(() => {
        consumers -= 1
        if (closed && consumers === 0) rejectAll()
      })
  )

  return {
    put,
    stream: Stream.unwrapScoped(Effect.as(consumer, Stream.repeatEffectOption(take))),
    close: () => {
      closed = true
      if (consumers === 0) rejectAll()
      for (const wake of [...wakers]) wake()
    }
  }
}
