import * as PlatformError from "@effect/platform/Error"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as TokenStore from "../src/TokenStore.js"
import * as TokenStoreKeyValue from "../src/TokenStoreKeyValue.js"
import * as Tokens from "../src/Tokens.js"
import * as TokenStoreContract from "../src/testing/TokenStoreContract.js"
import * as VirtualTime from "../src/testing/VirtualTime.js"

const lease = "100 millis"

describe("TokenStore.layerMemory", () => {
  for (const { check, name } of TokenStoreContract.store) {
    it.effect(name, () => VirtualTime.run(check({ open: TokenStore.makeMemory() })))
  }
  for (const { check, name } of TokenStoreContract.shared) {
    it.effect(`law T8: ${name}`, () =>
      Effect.flatMap(TokenStore.makeMemory({ lease }), (memory) =>
        VirtualTime.run(check({ open: Effect.succeed(memory), lease }))
      )
    )
  }

  it.scoped("law T8: releases a lock after the 60 seconds of its lease, and not before", () =>
    Effect.gen(function* () {
      const store = yield* TokenStore.makeMemory()
      yield* store.lock("account")
      const waiter = yield* Effect.fork(Effect.scoped(store.lock("account")))
      yield* TestClock.adjust("59 seconds")
      assert.isTrue(Option.isNone(yield* waiter.poll))
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isSome(yield* waiter.poll))
    })
  )
})

describe("TokenStoreContract", () => {
  const rejects = (name: string, breakStore: (store: TokenStore.Service) => TokenStore.Service) =>
    it.effect(`rejects a store ${name}`, () =>
      Effect.gen(function* () {
        const checks = [...TokenStoreContract.store, ...TokenStoreContract.shared]
        const exits = yield* Effect.forEach(
          checks,
          ({ check }) =>
            Effect.flatMap(TokenStore.makeMemory({ lease }), (memory) =>
              Effect.exit(check({ open: Effect.succeed(breakStore(memory)), lease }))
            ),
          { concurrency: "unbounded" }
        )
        assert.isTrue(exits.some(Exit.isFailure))
      }).pipe(VirtualTime.run)
    )

  rejects("that loses tokens", (store) => ({ ...store, load: () => Effect.succeedNone }))
  rejects("that overwrites newer tokens", (store) => ({
    ...store,
    save: (account, tokens) => store.save(account, tokens, { replaces: 1_000 })
  }))
  rejects("that does not separate accounts", (store) => ({
    load: () => store.load("one"),
    save: (_, tokens, options) => store.save("one", tokens, options),
    lock: () => store.lock("one")
  }))
  rejects("whose lock excludes no other holder", (store) => ({ ...store, lock: () => Effect.void }))
  rejects("that loses the dates", (store) => ({
    ...store,
    save: (account, { accessToken }, options) => store.save(account, { accessToken }, options)
  }))
  rejects("whose lock is never granted", (store) => ({ ...store, lock: () => Effect.never }))
  rejects("that releases the lock of the next holder", (store) => {
    let held = 0
    return {
      ...store,
      lock: () =>
        Effect.zipRight(
          Effect.repeat(Effect.sleep("1 millis"), { while: () => held > 0 }).pipe(Effect.timeoutOption(lease)),
          Effect.acquireRelease(
            Effect.sync(() => {
              held = 1
            }),
            () =>
              Effect.sync(() => {
                held = 0
              })
          )
        )
    }
  })
})

describe("TokenStoreKeyValue", () => {
  // reading takes time, as with a real backend
  const open = Effect.gen(function* () {
    const kv = yield* KeyValueStore.KeyValueStore
    return yield* Effect.provideService(TokenStoreKeyValue.make, KeyValueStore.KeyValueStore, {
      ...kv,
      get: (key) => Effect.zipLeft(kv.get(key), Effect.sleep("1 millis"))
    })
  }).pipe(Effect.provide(KeyValueStore.layerMemory))
  for (const { check, name } of TokenStoreContract.store) {
    it.effect(name, () => VirtualTime.run(check({ open })))
  }

  it.effect("stores JSON under the account's key, and reads it in another process", () =>
    Effect.gen(function* () {
      const kv = yield* KeyValueStore.KeyValueStore
      const one = yield* TokenStoreKeyValue.make
      const other = yield* TokenStoreKeyValue.make
      yield* one.save("app:default", Tokens.make({ accessToken: "a1", refreshToken: "r1" }), { replaces: 0 })
      assert.deepStrictEqual(
        yield* kv.get("helpscout-tokens/app:default"),
        Option.some(`{"tokens":{"accessToken":"a1","refreshToken":"r1"},"generation":1}`)
      )
      assert.deepStrictEqual(
        Option.map(yield* other.load("app:default"), ({ generation }) => generation),
        Option.some(1)
      )
    }).pipe(Effect.provide(KeyValueStore.layerMemory))
  )

  it.effect("law O1: quotes neither an invalid value nor the backend's description in its errors", () =>
    Effect.gen(function* () {
      const kv = yield* KeyValueStore.KeyValueStore
      yield* kv.set("helpscout-tokens/broken", `{"tokens":{"accessToken":["planted-secret"]},"generation":1}`)
      const store = yield* TokenStoreKeyValue.make
      const unreadable = yield* Effect.flip(store.load("broken"))
      assert.strictEqual(unreadable._tag, "HelpScoutTokenStoreFailed")
      assert.notInclude(unreadable.message + JSON.stringify(unreadable), "planted-secret")

      const rejecting = yield* TokenStoreKeyValue.make.pipe(
        Effect.provideService(KeyValueStore.KeyValueStore, {
          ...kv,
          set: (_, value) =>
            new PlatformError.SystemError({
              reason: "PermissionDenied",
              module: "KeyValueStore",
              method: "set",
              description: String(value)
            })
        })
      )
      const rejected = yield* Effect.flip(
        rejecting.save("x", Tokens.make({ accessToken: "planted-secret" }), { replaces: 0 })
      )
      assert.include(rejected.message, "PermissionDenied in KeyValueStore.set")
      assert.notInclude(rejected.message + JSON.stringify(rejected), "planted-secret")
    }).pipe(Effect.provide(KeyValueStore.layerMemory))
  )
})
