/**
 * The streams `auth.tokens` and `auth.events` (law T6). Each subscriber has a sliding buffer, so that a slow one delays no
 * request. A new subscriber starts with the latest element.
 */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
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
      Effect.sync(() => {
        if ("tokens" in event) tokens.publish(event.tokens)
        events.publish(event)
      })
  }
})

/** The elements that a slow subscriber may be behind. */
const capacity = 64

class Subscriber<A> {
  private buffer: Array<A> = []
  private signal: Callers.Signal | undefined
  private isEnded = false

  push(...elements: ReadonlyArray<A>) {
    this.buffer = [...this.buffer, ...elements].slice(-capacity)
    this.signal?.fire()
  }

  /** Elements that were not read yet are still emitted. */
  end() {
    this.isEnded = true
    this.signal?.fire()
  }

  /** Returns what was published since the last call, and waits if that is nothing. */
  readonly take: Effect.Effect<Chunk.Chunk<A>, Option.Option<never>> = Effect.suspend(() => {
    const { buffer } = this
    this.buffer = []
    if (buffer.length > 0) return Effect.succeed(Chunk.unsafeFromArray(buffer))
    if (this.isEnded) return Effect.fail(Option.none())
    this.signal = new Callers.Signal()
    return Effect.zipRight(this.signal.wait, this.take)
  })
}

const makeHub = <A>() =>
  Effect.acquireRelease(
    Effect.sync(() => new Hub<A>()),
    (hub) => Effect.sync(() => hub.end())
  )

class Hub<A> {
  private readonly subscribers = new Set<Subscriber<A>>()
  private latest: ReadonlyArray<A> = []
  private isEnded = false

  publish(element: A) {
    this.latest = [element]
    for (const subscriber of this.subscribers) subscriber.push(element)
  }

  end() {
    this.isEnded = true
    for (const subscriber of this.subscribers) subscriber.end()
  }

  private subscribe() {
    const subscriber = new Subscriber<A>()
    subscriber.push(...this.latest)
    if (this.isEnded) subscriber.end()
    else this.subscribers.add(subscriber)
    const leave = () => void this.subscribers.delete(subscriber)
    const leaveAttendance = Callers.attend(leave)
    return {
      subscriber,
      unsubscribe: Effect.sync(() => {
        leaveAttendance()
        leave()
      })
    }
  }

  readonly stream: Stream.Stream<A> = Stream.flatMap(
    Stream.acquireRelease(
      Effect.sync(() => this.subscribe()),
      ({ unsubscribe }) => unsubscribe
    ),
    ({ subscriber }) => Stream.repeatEffectChunkOption(subscriber.take)
  )
}
