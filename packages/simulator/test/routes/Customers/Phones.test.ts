import { assert, describe, it } from "@effect/vitest"
import { Customers } from "@effect-helpscout/resources/Customers"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the phones of a customer in the simulator", () => {
  it.effect("are created, listed, replaced and deleted", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      const by = { customerId: yield* customers.create({ firstName: "Ann" }) }
      const entries = Effect.map(customers.phones.list(by), ({ items }) => items)
      const phoneId = yield* customers.phones.create(by, { type: "home", value: "1" })
      assert.deepInclude((yield* entries)[0], { type: "home", value: "1" })
      yield* customers.phones.update({ ...by, phoneId }, { type: "fax", value: "2" })
      assert.deepInclude((yield* entries)[0], { type: "fax", value: "2" })
      yield* customers.phones.delete({ ...by, phoneId })
      assert.deepStrictEqual(yield* entries, [])
      assert.strictEqual(yield* failure(customers.phones.delete({ ...by, phoneId })), "HelpScoutNotFound")
      assert.strictEqual(
        yield* failure(customers.phones.update({ ...by, phoneId }, { type: "fax", value: "2" })),
        "HelpScoutNotFound"
      )
      assert.strictEqual(yield* failure(customers.phones.list({ customerId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
