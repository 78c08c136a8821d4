/**
 * A token store over any `KeyValueStore` of `@effect/platform`: a folder, browser storage, a table.
 *
 * ```ts
 * import * as TokenStoreKeyValue from "@effect-helpscout/core/TokenStoreKeyValue"
 * import * as KeyValueStore from "@effect/platform/KeyValueStore"
 * import * as Layer from "effect/Layer"
 *
 * export const tokens = TokenStoreKeyValue.layerKeyValueStore.pipe(Layer.provide(KeyValueStore.layerFileSystem("./.helpscout")))
 * ```
 *
 * @since 0.1.0
 */
import type * as PlatformError from "@effect/platform/Error"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Callers from "./internal/callers.js"
import * as Store from "./TokenStore.js"
import { StoredTokensJson } from "./Tokens.js"

const decode = Schema.decode(StoredTokensJson)
const encode = Schema.encode(StoredTokensJson)

/**
 * Makes a store that holds the tokens as JSON under `helpscout-tokens/<account>`. The secrets are in plain text:
 * restrict who can read them.
 *
 * A `KeyValueStore` has neither a lock nor a compare-and-set, so this store excludes only the clients of this layer. It
 * passes the part `store` of the contract, not the part `shared`. If several processes use an account, use a store with
 * a lock (file, Redis). Otherwise one process may use up the refresh token of another.
 *
 * @since 0.1.0
 */
export const make: Effect.Effect<Store.Service, never, KeyValueStore.KeyValueStore> = Effect.gen(function* () {
  const kv = yield* KeyValueStore.KeyValueStore
  const locks = yield* Store.makeMemory()
  const exclusively = Callers.makeMutex()
  const keyOf = (account: string) => `helpscout-tokens/${account}`

  const load = (account: string, operation: "load" | "save") =>
    kv.get(keyOf(account)).pipe(
      Effect.mapError(failed(operation)),
      Effect.flatMap(
        Option.match({
          onNone: () => Effect.succeedNone,
          onSome: (text) =>
            Effect.asSome(
              // law O1: the ParseError would quote the secrets
              Effect.mapError(decode(text), () => unreadable(operation))
            )
        })
      )
    )

  return {
    load: (account) => load(account, "load"),
    save: (account, tokens, { replaces }) =>
      Effect.gen(function* () {
        const held = yield* load(account, "save")
        if (Option.isSome(held) && held.value.generation > replaces) return { saved: false, current: held.value }
        const current = { tokens, generation: replaces + 1 }
        const text = yield* Effect.mapError(encode(current), () => unreadable("save"))
        yield* Effect.mapError(kv.set(keyOf(account), text), failed("save"))
        return { saved: true, current }
      }).pipe(exclusively),
    lock: locks.lock
  }
})

const unreadable = (operation: "load" | "save") =>
  new Store.TokenStoreFailed({ operation, detail: "the stored value is not a valid token record" })

// law O1: the error's description is the backend's own text and may quote the value
const failed = (operation: "load" | "save") => (error: PlatformError.PlatformError) =>
  new Store.TokenStoreFailed({
    operation,
    detail: `${error._tag === "SystemError" ? error.reason : error._tag} in ${error.module}.${error.method}`
  })

/**
 * Provides `make` as a layer.
 *
 * @since 0.1.0
 */
export const layerKeyValueStore: Layer.Layer<Store.TokenStore, never, KeyValueStore.KeyValueStore> = Layer.effect(
  Store.TokenStore,
  make
)
