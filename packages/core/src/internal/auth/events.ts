/**
 * The streams `auth.tokens` and `auth.events` (law T6). Each is a sliding PubSub, so that a slow subscriber delays no
 * request. It replays its latest element to a new subscriber.
 */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { AuthEvent } from "../../Auth.js"
import type { Tokens } from "../../Tokens.js"
import * as Callers from "../callers.js"

export interface AuthEvents {
  readonly tokens: Stream.Stream<Tokens>
  readonly events: Stream.Stream<AuthEvent>
  /** Publishes the event and, if it contains tokens, the tokens. */
  readonly publish: (event: AuthEvent) => Effect.Effect<void>
}

export const make: Effect.Effect<AuthEvents, never, Scope.Scope> = Effect.gen(function* () {
  const tokens = yield* makeHub<Tokens>()
  const events = yield* makeHub<AuthEvent>()
  return {
    tokens: tokens.stream,
    events: events.stream,
    publish: (event) =>
      Effect.zipRight("tokens" in event ? tokens.publish(event.tokens) : Effect.void, events.publish(event))
  }
})

/** The elements that a slow subscriber may be behind. */
const capacity = 64

interface Hub<A> {
  readonly stream: Stream.Stream<A>
  readonly publish: (element: A) => Effect.Effect<void>
}

/** A PubSub. Subscribers that wait for an element are woken in their own context (`callers.ts`). */
const makeHub = <A>(): Effect.Effect<Hub<A>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const hub = yield* PubSub.sliding<Option.Option<A>>({ capacity, replay: 1 })
    const waiting = new Set<Callers.Signal>()
    const wake = Effect.sync(() => {
      for (const signal of waiting) signal.fire()
      waiting.clear()
    })
    const publish = (element: Option.Option<A>) => Effect.zipRight(PubSub.publish(hub, element), wake)
    // `None` ends the streams. Shutting the PubSub down would drop elements that subscribers have not read yet.
    yield* Effect.addFinalizer(() => publish(Option.none()))

    /** Returns what was published since the last call, and waits if that is nothing. */
    const take = (queue: Queue.Dequeue<Option.Option<A>>): Effect.Effect<Chunk.Chunk<Option.Option<A>>> =>
      Effect.suspend(() => {
        const signal = new Callers.Signal()
        waiting.add(signal)
        const forget = Effect.sync(() => void waiting.delete(signal))
        return Effect.flatMap(Queue.takeUpTo(queue, capacity), (elements) =>
          Chunk.isNonEmpty(elements)
            ? Effect.as(forget, elements)
            : Effect.zipRight(
                Effect.onInterrupt(signal.wait, () => forget),
                take(queue)
              )
        )
      })
    const subscribe = Effect.tap(PubSub.subscribe(hub), (queue) =>
      Effect.acquireRelease(
        Effect.sync(() => Callers.attend(() => void Effect.runFork(Queue.shutdown(queue)))),
        (leave) => Effect.sync(leave)
      )
    )
    const stream = Effect.map(subscribe, (queue) => Stream.repeatEffectChunk(take(queue)))
    return {
      stream: Stream.unwrapScoped(stream).pipe(
        Stream.takeWhile(Option.isSome),
        Stream.map((some) => some.value)
      ),
      publish: (element) => publish(Option.some(element))
    }
  })
