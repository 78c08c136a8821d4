import { assert, describe, it } from "@effect/vitest"
import * as TokenStoreContract from "@effect-helpscout/core/testing/TokenStoreContract"
import * as Effect from "effect/Effect"
import { HelpScout } from "../src/HelpScout.js"
import { AuthFailed } from "../src/HelpScoutError.js"
import { fromPlainStore } from "../src/internal/stores.js"
import { memoryTokenStore } from "../src/TokenStores.js"
import type { StoredTokens, TokenStore } from "../src/Tokens.js"
import { rejection, simulate } from "./simulated.js"

/** A store of JSON text, as a database has it, with a lock. */
const makeStore = () => {
  const rows = new Map<string, string>()
  let last: Promise<void> = Promise.resolve()
  let locks = 0
  const store: TokenStore = {
    load: async (account) => JSON.parse(rows.get(account) ?? "null"),
    save: async (account, stored, { replaces }) => {
      const current: StoredTokens | null = JSON.parse(rows.get(account) ?? "null")
      if (current !== null && current.generation > replaces) return current
      rows.set(account, JSON.stringify(stored))
      return undefined
    },
    lock: (_, run) => {
      locks++
      last = last.then(run)
      return last
    }
  }
  return { store, rows, locks: () => locks }
}

describe("memoryTokenStore: the contract (law T8)", () => {
  for (const { check, name } of TokenStoreContract.store) {
    it.live(name, () => check({ open: Effect.sync(() => fromPlainStore(memoryTokenStore())) }))
  }
})

describe("token stores", () => {
  it("saves tokens as JSON, and reads them in the next process", async () => {
    const { locks, rows, store } = makeStore()
    const { helpScout, options, simulator } = simulate({ tokenStore: store })
    await helpScout.users.me()
    assert.deepStrictEqual([...rows.keys()], [`${simulator.clientId}:default`])
    const next = new HelpScout(options)
    await next.users.me()
    assert.strictEqual((await Effect.runPromise(simulator.stats)).tokens.issued, 1)
    assert.strictEqual(locks(), 1)
  })

  it("renews once for two clients of one store", async () => {
    const { store } = makeStore()
    const { helpScout, options, simulator } = simulate({ tokenStore: store })
    const other = new HelpScout(options)
    await Promise.all([helpScout.users.me(), other.users.me()])
    assert.strictEqual((await Effect.runPromise(simulator.stats)).tokens.issued, 1)
  })

  it("names what is wrong with the content of a store, without quoting it", async () => {
    for (const [content, field] of [
      [{ generation: 0, tokens: { accessToken: "secret" } }, "generation"],
      [{ generation: 1, tokens: { accessToken: "" } }, "accessToken"],
      [{ generation: 1, tokens: { accessToken: "secret", expiresAt: "secret" } }, "expiresAt"],
      [{ generation: 1 }, "tokens"]
    ] as const) {
      const tokenStore: TokenStore = { load: () => content as never, save: () => undefined }
      const error = await rejection(
        simulate({ tokenStore, flow: "authorizationCode", retry: { retries: 0 } }).helpScout.users.me()
      )
      assert.instanceOf(error, AuthFailed)
      assert.include(error.message, `${field} must be`)
      assert.notInclude(error.message, "secret")
    }
  })

  it("fails if the lock does not call its argument", async () => {
    const tokenStore: TokenStore = { ...makeStore().store, lock: async () => undefined }
    const { helpScout } = simulate({ tokenStore, flow: "authorizationCode", retry: { retries: 0 } })
    const { accessToken, refreshToken } = { accessToken: "old", refreshToken: "r" }
    await helpScout.setCredentials({ accessToken, refreshToken, expiresAt: new Date(0) })
    const error = await rejection(helpScout.users.me())
    assert.instanceOf(error, AuthFailed)
    assert.include(error.message, "without calling its second argument")
  })

  it("fails clearly if the store does, without quoting it", async () => {
    const tokenStore: TokenStore = {
      load: () => Promise.reject(Object.assign(new Error("secret"), { code: "ECONNREFUSED" })),
      save: () => undefined
    }
    const { helpScout } = simulate({ tokenStore, flow: "authorizationCode", retry: { retries: 0 } })
    const error = await rejection(helpScout.users.me())
    assert.instanceOf(error, AuthFailed)
    assert.strictEqual(error.reason, "TokenStoreFailed")
    assert.notInclude(error.message, "secret")
  })
})
