/** What `Auth` tells its subscribers (law 6): sliding, so that nobody who lags holds anybody up; the latest is replayed. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { AuthEvent } from "../../Auth.js"
import type { Tokens } from "../../Tokens.js"

export interface Announcements {
  readonly tokens: Stream.Stream<Tokens>
  readonly events: Stream.Stream<AuthEvent>
  readonly publish: (event: AuthEvent) => Effect.Effect<void>
}

/** `None` is the end. A PubSub that is shut down instead would drop what its subscribers have not read yet. */
const make_ = <A>() =>
  Effect.acquireRelease(PubSub.sliding<Option.Option<A>>({ capacity: 64, replay: 1 }), (hub) =>
    PubSub.publish(hub, Option.none())
  )

const streamOf = <A>(hub: PubSub.PubSub<Option.Option<A>>): Stream.Stream<A> =>
  Stream.fromPubSub(hub).pipe(
    Stream.takeWhile(Option.isSome),
    Stream.map((some) => some.value)
  )

export const make: Effect.Effect<Announcements, never, Scope.Scope> = Effect.gen(function* () {
  const tokens = yield* make_<Tokens>()
  const events = yield* make_<AuthEvent>()
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
