import { assert, describe, it } from "@effect/vitest"
import { CustomerProperties } from "@effect-helpscout/resources/CustomerProperties"
import { Customers } from "@effect-helpscout/resources/Customers"
import { CustomerPropertyUpdate } from "@effect-helpscout/resources/Customers/Properties"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"

describe("the properties of a customer in the simulator", () => {
  it.effect("are valid for their definition, and are deleted with it", () =>
    Effect.gen(function* () {
      const properties = yield* CustomerProperties
      const customers = yield* Customers
      const customerId = yield* customers.create({ firstName: "Ann" })
      yield* properties.create({
        type: "dropdown",
        slug: "plan",
        name: "Plan",
        options: [{ label: "Free" }, { label: "Plus" }]
      })
      for (const type of ["date", "number", "text", "url"] as const)
        yield* properties.create({ type, slug: type, name: type })
      const defined = (yield* properties.list()).items
      assert.deepStrictEqual(
        defined.map(({ slug }) => slug),
        ["plan", "date", "number", "text", "url"]
      )
      const plus = defined[0]?.options?.[1]
      assert.strictEqual(plus?.label, "Plus")

      const { set, remove } = CustomerPropertyUpdate
      yield* customers.properties.update({ customerId }, [
        set("plan", "Plus"),
        set("date", "2024-02-29"),
        set("number", 7),
        set("text", "x"),
        set("url", "https://example.org")
      ])
      const valuesOf = Effect.map(customers.get({ customerId }), ({ _embedded }) => _embedded?.properties ?? [])
      const values = yield* valuesOf
      assert.strictEqual(values.length, 5)
      assert.deepStrictEqual(values[0], {
        type: "dropdown",
        slug: "plan",
        name: "Plan",
        value: plus?.id ?? "",
        text: "Plus",
        source: { name: "api" }
      })
      const wrong = [
        set("plan", "Pro"),
        set("date", "yesterday"),
        set("date", "2024-02-30"),
        set("number", "7"),
        set("text", 7),
        set("text", "x".repeat(256)),
        set("url", "x"),
        set("none", "x")
      ]
      for (const change of wrong) {
        const error = yield* Effect.flip(customers.properties.update({ customerId }, [remove("number"), change]))
        assert.strictEqual(error._tag, "HelpScoutValidationFailed", change.path)
      }
      yield* customers.properties.update({ customerId }, [remove("number"), set("plan", "Free")])
      assert.strictEqual((yield* valuesOf).length, 4)

      yield* properties.delete({ slug: "plan" })
      assert.strictEqual(yield* failure(properties.delete({ slug: "plan" })), "HelpScoutNotFound")
      assert.isFalse((yield* valuesOf).some(({ slug }) => slug === "plan"))
      // the slug can be used again at once
      yield* properties.create({ type: "text", slug: "plan", name: "Plan" })
      assert.strictEqual(
        yield* failure(properties.create({ type: "text", slug: "plan", name: "Plan" })),
        "HelpScoutConflict"
      )
    }).pipe(
      Effect.provide(Customers.layer),
      Effect.provide(CustomerProperties.layer),
      Effect.provide(simulated({ data: "empty" }))
    )
  )
})
