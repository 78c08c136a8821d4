import { assert, describe, it } from "@effect/vitest"
import {
  accessTokens,
  account,
  advance,
  advanceTo,
  collect,
  initialTokens,
  lifetime,
  makeWorld,
  open,
  openWorld,
  renew,
  textOf,
  virtual
} from "@effect-helpscout/test-support/auth"
import * as Chunk from "effect/Chunk"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Auth from "../../../src/Auth.js"

describe("law T6: the tokens stream is ordered, never fails, never blocks, and delivers the newest pair", () => {
  it.effect("emits obtained, renewed and set tokens in order, and none for tokens loaded from the store", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      yield* world.store.save(account, initialTokens, { replaces: 0 })
      const auth = yield* open(world, Auth.Auth.layerOAuth2())
      const events = yield* collect(auth.events)
      const tokens = yield* collect(auth.tokens)
      assert.strictEqual(textOf(yield* auth.token), "access-0")
      yield* renew(auth)
      yield* auth.setCredentials({ accessToken: "set", refreshToken: "refresh-1" })
      yield* renew(auth)
      yield* advance(0)
      assert.deepStrictEqual(accessTokens(tokens), ["access-1", "set", "access-2"])
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Renewed", "Set", "Renewed"]
      )

      const other = yield* open(world, Auth.Auth.layerClientCredentials)
      const otherEvents = yield* collect(other.events)
      yield* world.store.save(account, initialTokens, { replaces: 3 })
      yield* advanceTo(10 * lifetime * 1000)
      yield* other.token
      yield* advance(0)
      assert.deepStrictEqual(
        otherEvents.map(({ _tag }) => _tag),
        ["Renewed"]
      )
    }).pipe(virtual)
  )

  it.effect("emits the latest pair to a late subscriber, and the newest to a slow one without waiting for it", () =>
    Effect.gen(function* () {
      const { auth } = yield* openWorld
      const release = yield* Deferred.make<void>()
      const slow = yield* collect(Stream.tap(auth.tokens, () => Deferred.await(release)))
      for (let round = 0; round < 100; round++) yield* renew(auth)
      const late = yield* Stream.runCollect(Stream.take(auth.tokens, 1))
      assert.deepStrictEqual(accessTokens(late), ["access-100"])
      yield* Deferred.succeed(release, undefined)
      yield* advance(0)
      const seen = accessTokens(slow).map((token) => Number(token.slice("access-".length)))
      assert.strictEqual(seen.at(-1), 100)
      assert.isBelow(seen.length, 100)
      assert.deepStrictEqual(
        seen,
        [...seen].sort((a, b) => a - b)
      )
    }).pipe(virtual)
  )

  it.effect("ends with the layer, after the last pair", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open(world), scope)
      const all = yield* Effect.fork(Stream.runCollect(auth.tokens))
      yield* advance(0)
      world.endpoint.before = Effect.sleep("1 second")
      yield* Effect.fork(renew(auth))
      yield* advance("500 millis")
      yield* Effect.fork(Scope.close(scope, Exit.void))
      yield* advance("500 millis")
      assert.deepStrictEqual(accessTokens(Chunk.toReadonlyArray(yield* all)), ["access-1"])
    }).pipe(virtual)
  )

  it.effect("drops nothing that a subscriber has not read when the layer closes", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open(world), scope)
      const release = yield* Deferred.make<void>()
      const all = yield* Effect.fork(
        auth.tokens.pipe(
          Stream.tap(() => Deferred.await(release)),
          Stream.runCollect
        )
      )
      yield* advance(0)
      for (let round = 0; round < 3; round++) {
        yield* renew(auth)
        yield* advance(0)
      }
      yield* Scope.close(scope, Exit.void)
      yield* Deferred.succeed(release, undefined)
      assert.deepStrictEqual(accessTokens(Chunk.toReadonlyArray(yield* all)), ["access-1", "access-2", "access-3"])
    }).pipe(virtual)
  )
})
