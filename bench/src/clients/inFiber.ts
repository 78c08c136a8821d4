/** The loop of the clients that run in one fiber, or in one fiber for each request in flight. */
import * as Effect from "effect/Effect"
import type { Kind } from "./Client.js"

export const loop = <E, R>(
  one: (kind: Kind) => Effect.Effect<unknown, E, R>,
  kind: Kind,
  count: number,
  inFlight: number
): Effect.Effect<void, E, R> =>
  Effect.suspend(() => {
    let remaining = count
    const runner = Effect.whileLoop({ while: () => remaining-- > 0, body: () => one(kind), step: () => undefined })
    return inFlight === 1
      ? runner
      : Effect.all(
          Array.from({ length: inFlight }, () => runner),
          { concurrency: "unbounded", discard: true }
        )
  })
