import { assert, describe, it } from "@effect/vitest"
import * as CustomerProperties from "@effect-helpscout/resources/CustomerProperties"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

describe("schemas", () => {
  it.each([
    ["CustomerPropertyDefinition", CustomerProperties.CustomerPropertyDefinition],
    ["CustomerPropertyDefinitionCreate", CustomerProperties.CustomerPropertyDefinitionCreate]
  ] as const)("%s encodes what it decoded, and decodes that to the same value (law D4)", (_, schema) => {
    const model = Schema.asSchema(schema as Schema.Schema<unknown, unknown>)
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(model), (generated) => {
        const encoded = Schema.encodeSync(model)(generated)
        assert.deepStrictEqual(Schema.encodeSync(model)(Schema.decodeSync(model)(encoded)), encoded)
      }),
      { numRuns: 40 }
    )
  })
})

describe("requests", () => {
  const plan = { type: "dropdown", slug: "plan", name: "Plan", options: [{ label: "Plus" }] } as const

  assertCalls(
    CustomerProperties.CustomerProperties,
    CustomerProperties.CustomerProperties.layer,
    CustomerProperties.endpoints,
    {
      list: { call: (p) => p.list(), sent: "GET /v2/customer-properties" },
      listAll: { call: (p) => p.listAll(), sent: "GET /v2/customer-properties" },
      listPages: { call: (p) => p.listPages(), sent: "GET /v2/customer-properties" },
      create: {
        call: (p) => p.create(plan),
        sent: "POST /v2/customer-properties",
        body: plan,
        response: json({ type: "dropdown", slug: "plan", name: "Plan" }, 201)
      },
      delete: { call: (p) => p.delete({ slug: "a b" }), sent: "DELETE /v2/customer-properties/a%20b" }
    }
  )

  const wrong = <A>(value: unknown) => value as A
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `option ${index}` }))
  type Use = (p: CustomerProperties.Service) => Effect.Effect<unknown, { readonly _tag: string }>
  const rejected: ReadonlyArray<readonly [string, Use]> = [
    ["slug", (p) => p.create({ type: "text", slug: "jobTitle", name: "x" })],
    ["slug", (p) => p.create({ type: "text", slug: "a b", name: "x" })],
    ["slug", (p) => p.create({ type: "text", slug: "x".repeat(101), name: "x" })],
    ["options", (p) => p.create(wrong({ type: "text", slug: "x", name: "x", options: [] }))],
    ["options", (p) => p.create(wrong({ type: "dropdown", slug: "x", name: "x" }))],
    ["options", (p) => p.create({ type: "dropdown", slug: "x", name: "x", options: many(101) })],
    ["options", (p) => p.create({ type: "dropdown", slug: "x", name: "x", options: [{ label: "a" }, { label: "a" }] })]
  ]

  it.effect("are not sent with invalid input: the error names its path (law D1)", () => {
    const to = script(json({}))
    return Effect.gen(function* () {
      const properties = yield* CustomerProperties.CustomerProperties
      for (const [path, use] of rejected) {
        const error = yield* Effect.flip(use(properties))
        assert.propertyVal(error, "_tag", "HelpScoutInputInvalid")
        const { issues } = error as unknown as { readonly issues: ReadonlyArray<{ readonly path: string }> }
        assert.deepStrictEqual([...new Set(issues.map((issue) => issue.path))], [path])
      }
      assert.strictEqual(to.sent.length, 0)
    }).pipe(Effect.provide(Layer.provide(CustomerProperties.CustomerProperties.layer, clientLayer(to))))
  })
})
