import { assert, describe, it } from "@effect/vitest"
import { Customers } from "@effect-helpscout/resources/Customers"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the social profiles of a customer in the simulator", () => {
  it.effect("are created, listed, replaced and deleted", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      const by = { customerId: yield* customers.create({ firstName: "Ann" }) }
      const entries = Effect.map(customers.socialProfiles.list(by), ({ items }) => items)
      const socialProfileId = yield* customers.socialProfiles.create(by, { type: "flickr", value: "a" })
      assert.deepInclude((yield* entries)[0], { type: "flickr", value: "a" })
      yield* customers.socialProfiles.update({ ...by, socialProfileId }, { type: "google", value: "b" })
      assert.deepInclude((yield* entries)[0], { type: "google", value: "b" })
      yield* customers.socialProfiles.delete({ ...by, socialProfileId })
      assert.deepStrictEqual(yield* entries, [])
      assert.strictEqual(
        yield* failure(customers.socialProfiles.delete({ ...by, socialProfileId })),
        "HelpScoutNotFound"
      )
      assert.strictEqual(
        yield* failure(customers.socialProfiles.update({ ...by, socialProfileId }, { type: "google", value: "b" })),
        "HelpScoutNotFound"
      )
      assert.strictEqual(yield* failure(customers.socialProfiles.list({ customerId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
