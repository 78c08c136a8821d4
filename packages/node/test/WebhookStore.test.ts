import { assert, describe, it } from "@effect/vitest"
import * as WebhookStore from "@effect-helpscout/node/WebhookStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { contract } from "./webhookStoreContract.js"

const long = Duration.minutes(1)
const remember = Duration.hours(1)

contract("WebhookStore.makeMemory", WebhookStore.makeMemory())

describe("WebhookStore.makeMemory", () => {
  it.effect("forgets a delivery after `remember`, to the millisecond", () =>
    Effect.gen(function* () {
      const store = yield* WebhookStore.makeMemory()
      yield* store.done("a", { remember })
      yield* TestClock.adjust(Duration.subtract(remember, Duration.millis(1)))
      assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Done")
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Begun")
    })
  )

  it.effect("forgets the oldest delivery first above its capacity, and counts a repeated one as the newest", () =>
    Effect.gen(function* () {
      const store = yield* WebhookStore.makeMemory({ capacity: 3 })
      for (const key of ["a", "b", "c", "a", "d"]) yield* store.done(key, { remember })
      const claims = yield* Effect.forEach(["a", "b", "c", "d"], (key) =>
        store.begin(key, { holder: "1", lease: long })
      )
      assert.deepStrictEqual(claims, ["Done", "Begun", "Done", "Done"])
    })
  )
})
