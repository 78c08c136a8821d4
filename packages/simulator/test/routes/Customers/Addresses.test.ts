import { assert, describe, it } from "@effect/vitest"
import { Customers } from "@effect-helpscout/resources/Customers"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the address of a customer in the simulator", () => {
  it.effect("is unique, and is created, replaced and deleted", () =>
    Effect.gen(function* () {
      const { addresses, create } = yield* Customers
      const by = { customerId: yield* create({ firstName: "Ann" }) }
      const address = { city: "Wien", state: "W", postalCode: "1010", country: "AT" }
      assert.strictEqual(yield* failure(addresses.get(by)), "HelpScoutNotFound")
      assert.strictEqual(yield* failure(addresses.update(by, address)), "HelpScoutNotFound")
      assert.isUndefined(yield* addresses.create(by, address))
      assert.strictEqual(yield* failure(addresses.create(by, address)), "HelpScoutConflict")
      yield* addresses.update(by, { ...address, city: "Graz" })
      assert.strictEqual((yield* addresses.get(by)).city, "Graz")
      yield* addresses.delete(by)
      assert.strictEqual(yield* failure(addresses.delete(by)), "HelpScoutNotFound")
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
