import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as TokenStore from "../../src/TokenStore.js"
import * as TokenStoreContract from "../../src/testing/TokenStoreContract.js"
import * as VirtualTime from "../../src/testing/VirtualTime.js"

const lease = "100 millis"

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
