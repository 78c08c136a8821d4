/**
 * The streams `auth.tokens` and `auth.events` (law T6). Each is a sliding PubSub, so that a slow subscriber delays no
 * request. It replays its latest element to a new subscriber.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { AuthEvent } from "../../Auth.js"
import type { Tokens } from "../../Tokens.js"

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
    tokens: streamOf(tokens),
    events: streamOf(events),
    publish: (event) =>
      Effect.zipRight(
        "tokens" in event ? PubSub.publish(tokens, Option.some(event.tokens)) : Effect.void,
        PubSub.publish(events, Option.some(event))
      )
  }
})

/** `None` ends the streams. Shutting the PubSub down would drop elements that subscribers have not read yet. */
const makeHub = <A>() =>
  Effect.acquireRelease(PubSub.sliding<Option.Option<A>>({ capacity: 64, replay: 1 }), (hub) =>
    PubSub.publish(hub, Option.none())
  )

const streamOf = <A>(hub: PubSub.PubSub<Option.Option<A>>): Stream.Stream<A> =>
  Stream.fromPubSub(hub).pipe(
    Stream.takeWhile(Option.isSome),
    Stream.map((some) => some.value)
  )
