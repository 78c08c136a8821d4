import * as PlatformError from "@effect/platform/Error"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as TokenStore from "../src/TokenStore.js"
import * as TokenStoreKeyValue from "../src/TokenStoreKeyValue.js"
import * as Tokens from "../src/Tokens.js"
import * as TokenStoreContract from "../src/testing/TokenStoreContract.js"

const lease = "100 millis"

describe("TokenStore.layerMemory", () => {
  for (const { check, name } of TokenStoreContract.store) {
    it.live(name, () => check({ open: TokenStore.makeMemory() }))
  }
  for (const { check, name } of TokenStoreContract.shared) {
    it.live(`shared: ${name}`, () =>
      Effect.flatMap(TokenStore.makeMemory({ lease }), (memory) => check({ open: Effect.succeed(memory), lease }))
    )
  }

  it.scoped("holds a lock for the sixty seconds of its lease, and no longer", () =>
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

describe("the contract", () => {
  const broken = (name: string, wrong: (store: TokenStore.Service) => TokenStore.Service) =>
    it.live(`does not pass a store ${name}`, () =>
      Effect.gen(function* () {
        const checks = [...TokenStoreContract.store, ...TokenStoreContract.shared]
        const exits = yield* Effect.forEach(
          checks,
          ({ check }) =>
            Effect.flatMap(TokenStore.makeMemory({ lease }), (memory) =>
              Effect.exit(check({ open: Effect.succeed(wrong(memory)), lease }))
            ),
          { concurrency: "unbounded" }
        )
        assert.isTrue(exits.some((exit) => exit._tag === "Failure"))
      })
    )

  broken("that forgets", (store) => ({ ...store, load: () => Effect.succeedNone }))
  broken("that overwrites newer tokens", (store) => ({
    ...store,
    save: (account, tokens) => store.save(account, tokens, { replaces: 1_000 })
  }))
  broken("that takes all accounts for one", (store) => ({
    load: () => store.load("one"),
    save: (_, tokens, options) => store.save("one", tokens, options),
    lock: () => store.lock("one")
  }))
  broken("whose lock locks nothing", (store) => ({ ...store, lock: () => Effect.void }))
  broken("that loses the dates", (store) => ({
    ...store,
    save: (account, { accessToken }, options) => store.save(account, { accessToken }, options)
  }))
  broken("whose lock is never granted", (store) => ({ ...store, lock: () => Effect.never }))
  broken("that frees a lock which has passed on to another", (store) => {
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
  // reading takes a while, as it does with a real backend
  const open = Effect.gen(function* () {
    const kv = yield* KeyValueStore.KeyValueStore
    return yield* Effect.provideService(TokenStoreKeyValue.make, KeyValueStore.KeyValueStore, {
      ...kv,
      get: (key) => Effect.zipLeft(kv.get(key), Effect.sleep("1 millis"))
    })
  }).pipe(Effect.provide(KeyValueStore.layerMemory))
  for (const { check, name } of TokenStoreContract.store) {
    it.live(name, () => check({ open }))
  }

  it.effect("keeps JSON under the account's key, and reads it in another process", () =>
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

  it.effect("fails without quoting what it can't read, nor what the backend says", () =>
    Effect.gen(function* () {
      const kv = yield* KeyValueStore.KeyValueStore
      yield* kv.set("helpscout-tokens/broken", `{"tokens":{"accessToken":["planted-secret"]},"generation":1}`)
      const store = yield* TokenStoreKeyValue.make
      const unreadable = yield* Effect.flip(store.load("broken"))
      assert.strictEqual(unreadable._tag, "HelpScoutTokenStoreFailed")
      assert.notInclude(unreadable.message + JSON.stringify(unreadable), "planted-secret")

      const refusing = yield* TokenStoreKeyValue.make.pipe(
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
      const refused = yield* Effect.flip(
        refusing.save("x", Tokens.make({ accessToken: "planted-secret" }), { replaces: 0 })
      )
      assert.include(refused.message, "PermissionDenied in KeyValueStore.set")
      assert.notInclude(refused.message + JSON.stringify(refused), "planted-secret")
    }).pipe(Effect.provide(KeyValueStore.layerMemory))
  )
})
