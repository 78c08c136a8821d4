import * as PlatformError from "@effect/platform/Error"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TokenStoreKeyValue from "../src/TokenStoreKeyValue.js"
import * as Tokens from "../src/Tokens.js"
import * as TokenStoreContract from "../src/testing/TokenStoreContract.js"
import * as VirtualTime from "../src/testing/VirtualTime.js"

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
