import { assert, describe, it } from "@effect/vitest"
import {
  accessTokens,
  account,
  advance,
  collect,
  failingStore,
  initialTokens,
  makeWorld,
  open,
  renew,
  repairableStore,
  storedIn,
  textOf,
  virtual
} from "@effect-helpscout/test-support/auth"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Auth from "../../../src/Auth.js"
import * as TokenStore from "../../../src/TokenStore.js"
import * as Tokens from "../../../src/Tokens.js"

describe("law T4: persisted, then activated, then published", () => {
  it.effect("persists, then activates, then publishes", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const saving = yield* Deferred.make<void>()
      const mayContinue = yield* Deferred.make<void>()
      const store: TokenStore.Service = {
        ...world.store,
        save: (...args) =>
          Effect.zipRight(
            Deferred.succeed(saving, undefined),
            Effect.zipRight(Deferred.await(mayContinue), world.store.save(...args))
          )
      }
      const auth = yield* open({ ...world, store })
      const seen = yield* collect(
        Stream.mapEffect(auth.tokens, () => Effect.orDie(Effect.all([auth.token, storedIn(world.store)])))
      )
      const caller = yield* Effect.fork(renew(auth))
      yield* Deferred.await(saving)
      yield* advance("1 second")
      assert.isTrue(Option.isNone(yield* caller.poll))
      assert.deepStrictEqual(seen, [])
      yield* Deferred.succeed(mayContinue, undefined)
      yield* caller
      yield* advance(0)
      assert.deepStrictEqual(
        seen.map(([token, stored]) => `${textOf(token)} is current, ${stored} is saved`),
        ["access-1 is current, 1 access-1 is saved"]
      )
    }).pipe(virtual)
  )

  it.effect("activates tokens that cannot be saved, retries to save them, and publishes SaveFailed", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      let isUp = false
      let attempts = 0
      const store: TokenStore.Service = {
        ...world.store,
        save: (...args) =>
          Effect.suspend(() => {
            attempts++
            return isUp ? world.store.save(...args) : failingStore(world.store, "save").save(...args)
          })
      }
      const auth = yield* open({ ...world, store })
      const events = yield* collect(auth.events)
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("5 seconds")
      assert.strictEqual(textOf((yield* caller).token), "access-1")
      assert.isAtLeast(attempts, 4)
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Renewed", "SaveFailed"]
      )
      // the next renewal uses the tokens in memory, not those in the store
      const again = yield* Effect.fork(renew(auth))
      yield* advance("5 seconds")
      assert.strictEqual(textOf((yield* again).token), "access-2")
      isUp = true
      yield* advance("5 minutes")
      assert.strictEqual(yield* storedIn(world.store), "1 access-2")
      const attemptsUntilSaved = attempts
      yield* advance("1 hour")
      assert.strictEqual(attempts, attemptsUntilSaved)
      assert.strictEqual(textOf((yield* renew(auth)).token), "access-3")
      assert.strictEqual(yield* storedIn(world.store), "2 access-3")
    }).pipe(virtual)
  )

  it.effect("keeps unsaved tokens although the store has older ones", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      yield* world.store.save(account, initialTokens, { replaces: 0 })
      const auth = yield* open({ ...world, store: failingStore(world.store, "save") }, Auth.Auth.layerOAuth2())
      for (const expected of ["access-1", "access-2"]) {
        const caller = yield* Effect.fork(renew(auth))
        yield* advance("5 seconds")
        assert.strictEqual(textOf((yield* caller).token), expected)
      }
      assert.strictEqual(yield* storedIn(world.store), "1 access-0")
    }).pipe(virtual)
  )

  it.effect("loses no tokens when it saves late and renews at the same time, in either order", () =>
    Effect.gen(function* () {
      for (const [exchange, begins] of [
        // the older tokens are saved during the exchange, or are being saved when it ends
        ["3 seconds", "500 millis"],
        ["0 seconds", "1500 millis"]
      ] as const) {
        const world = yield* makeWorld
        let isUp = false
        const store: TokenStore.Service = {
          ...world.store,
          save: (...args) =>
            isUp ? Effect.delay(world.store.save(...args), "1 second") : failingStore(world.store, "save").save(...args)
        }
        const auth = yield* open({ ...world, store })
        const first = yield* Effect.fork(renew(auth))
        while (Option.isNone(yield* first.poll)) yield* advance("100 millis")
        // saving is retried after one second, and takes another
        isUp = true
        world.endpoint.before = Effect.sleep(exchange)
        yield* advance(begins)
        const second = yield* Effect.fork(renew(auth))
        yield* advance("1 minute")
        assert.strictEqual(textOf((yield* second).token), "access-2")
        assert.strictEqual(textOf(yield* auth.token), "access-2")
        assert.strictEqual(yield* storedIn(world.store), "2 access-2")
      }
    }).pipe(virtual)
  )

  it.effect("replaces unsaved tokens with those that another process has saved since", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const { repair, store } = repairableStore(world.store)
      const auth = yield* open({ ...world, store })
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("5 seconds")
      assert.strictEqual(textOf((yield* caller).token), "access-1")
      yield* world.store.save(account, Tokens.make({ accessToken: "other" }), { replaces: 0 })
      repair()
      yield* advance("1 minute")
      assert.strictEqual(textOf(yield* auth.token), "other")
      assert.strictEqual(yield* storedIn(world.store), "1 other")
    }).pipe(virtual)
  )

  it.effect("tries to save once more when the layer closes", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const { repair, store } = repairableStore(world.store)
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open({ ...world, store }), scope)
      yield* Effect.fork(renew(auth))
      yield* advance("5 seconds")
      repair()
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* storedIn(world.store), "1 access-1")
    }).pipe(virtual)
  )

  it.effect("recognizes its own tokens when the result of a save did not arrive", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      let hasFailed = false
      const store: TokenStore.Service = {
        ...world.store,
        save: (...args) =>
          Effect.flatMap(world.store.save(...args), (result) => {
            if (hasFailed) return Effect.succeed(result)
            hasFailed = true
            return new TokenStore.TokenStoreFailed({ operation: "save", detail: "ECONNRESET" })
          })
      }
      const auth = yield* open({ ...world, store })
      const tokens = yield* collect(auth.tokens)
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("1 second")
      const { renewed, token } = yield* caller
      assert.isTrue(renewed)
      assert.deepStrictEqual(accessTokens(tokens), ["access-1"])
      assert.strictEqual(textOf(token), "access-1")
      assert.strictEqual(yield* storedIn(world.store), "1 access-1")
    }).pipe(virtual)
  )
})

describe("law T7: setCredentials wins over other processes", () => {
  it.effect("setCredentials while the store fails wins over what another process has saved since", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const { repair, store } = repairableStore(world.store)
      const auth = yield* open({ ...world, store })
      const setting = yield* Effect.fork(auth.setCredentials({ accessToken: "set" }))
      yield* advance("5 seconds")
      yield* setting
      yield* world.store.save(account, initialTokens, { replaces: 0 })
      repair()
      yield* advance("1 minute")
      assert.strictEqual(yield* storedIn(world.store), "2 set")
      assert.strictEqual(textOf(yield* auth.token), "set")
    }).pipe(virtual)
  )
})
