import { assert, describe, it } from "@effect/vitest"
import { Customers } from "@effect-helpscout/resources/Customers"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the chat handles of a customer in the simulator", () => {
  it.effect("are created, listed, replaced and deleted", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      const by = { customerId: yield* customers.create({ firstName: "Ann" }) }
      const entries = Effect.map(customers.chatHandles.list(by), ({ items }) => items)
      const chatId = yield* customers.chatHandles.create(by, { type: "aim", value: "a" })
      assert.deepInclude((yield* entries)[0], { type: "aim", value: "a" })
      yield* customers.chatHandles.update({ ...by, chatId }, { type: "icq", value: "b" })
      assert.deepInclude((yield* entries)[0], { type: "icq", value: "b" })
      yield* customers.chatHandles.delete({ ...by, chatId })
      assert.deepStrictEqual(yield* entries, [])
      assert.strictEqual(yield* failure(customers.chatHandles.delete({ ...by, chatId })), "HelpScoutNotFound")
      assert.strictEqual(
        yield* failure(customers.chatHandles.update({ ...by, chatId }, { type: "icq", value: "b" })),
        "HelpScoutNotFound"
      )
      assert.strictEqual(yield* failure(customers.chatHandles.list({ customerId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
