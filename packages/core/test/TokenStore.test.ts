import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as TokenStore from "../src/TokenStore.js"
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
