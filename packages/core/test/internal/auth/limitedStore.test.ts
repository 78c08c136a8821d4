import { assert, describe, it } from "@effect/vitest"
import { advance, makeWorld, open, renew, textOf, virtual } from "@effect-helpscout/test-support/auth"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as TokenStore from "../../../src/TokenStore.js"

describe("law T4: a store that fails does not block requests", () => {
  for (const [name, save] of [
    ["hangs", Effect.never],
    ["hangs and cannot be interrupted", Effect.uninterruptible(Effect.sleep("1 day"))],
    ["throws", Effect.die(new Error("planted"))]
  ] as const) {
    it.effect(`delays requests for at most five seconds when the store ${name}`, () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        const store: TokenStore.Service = { ...world.store, save: () => Effect.zipRight(save, Effect.never) }
        const auth = yield* open({ ...world, store })
        const caller = yield* Effect.fork(renew(auth))
        yield* advance("5 seconds")
        assert.isTrue(Option.isSome(yield* caller.poll))
        assert.strictEqual(textOf(yield* auth.token), "access-1")
      }).pipe(virtual)
    )
  }
})
