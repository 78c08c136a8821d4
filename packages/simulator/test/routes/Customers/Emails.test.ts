import { assert, describe, it } from "@effect/vitest"
import { Customers } from "@effect-helpscout/resources/Customers"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the emails of a customer in the simulator", () => {
  it.effect("are created, listed, replaced and deleted", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      const by = { customerId: yield* customers.create({ firstName: "Ann" }) }
      const entries = Effect.map(customers.emails.list(by), ({ items }) => items)
      const emailId = yield* customers.emails.create(by, { type: "home", value: "a@example.org" })
      assert.deepInclude((yield* entries)[0], { type: "home", value: "a@example.org" })
      yield* customers.emails.update({ ...by, emailId }, { type: "work", value: "b@example.org" })
      assert.deepInclude((yield* entries)[0], { type: "work", value: "b@example.org" })
      yield* customers.emails.delete({ ...by, emailId })
      assert.deepStrictEqual(yield* entries, [])
      assert.strictEqual(yield* failure(customers.emails.delete({ ...by, emailId })), "HelpScoutNotFound")
      assert.strictEqual(
        yield* failure(customers.emails.update({ ...by, emailId }, { type: "work", value: "b@example.org" })),
        "HelpScoutNotFound"
      )
      assert.strictEqual(yield* failure(customers.emails.list({ customerId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )

  it.effect("are unique among all customers, case-insensitively", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      const ann = { type: "work", value: "ann@example.org" } as const
      const first = yield* customers.create({ emails: [ann] })
      const second = yield* customers.create({ emails: [{ ...ann, value: "bea@example.org" }] })
      const emailId = (yield* customers.get({ customerId: second }))._embedded?.emails?.[0]?.id ?? 0
      const upperCase = { ...ann, value: "ANN@example.org" }
      const conflicts = [
        customers.create({ emails: [upperCase] }),
        customers.create({
          emails: [
            { ...ann, value: "new@example.org" },
            { ...ann, value: "New@example.org" }
          ]
        }),
        customers.emails.create({ customerId: second }, ann),
        customers.emails.update({ customerId: second, emailId }, ann),
        customers.update({ customerId: second }, [CustomerUpdate.emails.add(ann)]),
        customers.update({ customerId: second }, [CustomerUpdate.emails.value(emailId, "ann@example.org")]),
        customers.update({ customerId: second }, [
          CustomerUpdate.emails.add({ ...ann, value: "new@example.org" }),
          CustomerUpdate.emails.add({ ...ann, value: "New@example.org" })
        ])
      ]
      for (const conflict of conflicts) assert.strictEqual(yield* failure(Effect.asVoid(conflict)), "HelpScoutConflict")
      // its own email is not a conflict
      const own = (yield* customers.get({ customerId: first }))._embedded?.emails?.[0]?.id ?? 0
      yield* customers.emails.update({ customerId: first, emailId: own }, upperCase)
      // neither is an email that the same changes remove
      yield* customers.update({ customerId: first }, [
        CustomerUpdate.emails.remove(own),
        CustomerUpdate.emails.add({ ...ann, type: "home" })
      ])
      assert.deepStrictEqual(
        (yield* customers.emails.list({ customerId: first })).items.map(({ type, value }) => [type, value]),
        [["home", "ann@example.org"]]
      )
    }).pipe(Effect.provide(Customers.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
