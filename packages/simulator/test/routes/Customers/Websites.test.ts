import { assert, describe, it } from "@effect/vitest"
import { Customers } from "@effect-helpscout/resources/Customers"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the websites of a customer in the simulator", () => {
  it.effect("are created, listed, replaced and deleted", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      const by = { customerId: yield* customers.create({ firstName: "Ann" }) }
      const entries = Effect.map(customers.websites.list(by), ({ items }) => items)
      const websiteId = yield* customers.websites.create(by, { value: "a" })
      assert.deepInclude((yield* entries)[0], { value: "a" })
      yield* customers.websites.update({ ...by, websiteId }, { value: "b" })
      assert.deepInclude((yield* entries)[0], { value: "b" })
      yield* customers.websites.delete({ ...by, websiteId })
      assert.deepStrictEqual(yield* entries, [])
      assert.strictEqual(yield* failure(customers.websites.delete({ ...by, websiteId })), "HelpScoutNotFound")
      assert.strictEqual(
        yield* failure(customers.websites.update({ ...by, websiteId }, { value: "b" })),
        "HelpScoutNotFound"
      )
      assert.strictEqual(yield* failure(customers.websites.list({ customerId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
