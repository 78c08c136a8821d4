import { assert, describe, it } from "@effect/vitest"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { CustomField, endpoints } from "@effect-helpscout/resources/Mailboxes/CustomFields"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("CustomField", () => {
  it("decodes nulls, missing keys and new types", () => {
    const field = reader(CustomField)({
      id: 5,
      name: "Plan",
      type: "color",
      required: false,
      order: null,
      options: null
    })
    assert.deepStrictEqual({ ...field }, { id: 5, name: "Plan", type: "color", required: false })
  })

  it("round-trips", () => assertRoundTrips(CustomField))
})

describe("requests", () => {
  const mailboxId = 85
  assertCalls(Mailboxes, Mailboxes.layer, endpoints, {
    list: {
      call: ({ customFields }) => customFields.list({ mailboxId, page: 2 }),
      sent: "GET /v2/mailboxes/85/fields?page=2"
    },
    listAll: { call: ({ customFields }) => customFields.listAll({ mailboxId }), sent: "GET /v2/mailboxes/85/fields" },
    listPages: {
      call: ({ customFields }) => customFields.listPages({ mailboxId }),
      sent: "GET /v2/mailboxes/85/fields"
    }
  })
})

const definitions = [
  {
    id: 1,
    name: "Plan",
    type: "dropdown",
    options: [
      { id: 11, label: "Free" },
      { id: 12, label: "Plus" },
      { id: 13, label: "12" }
    ]
  },
  { id: 2, name: "Seats", type: "number" },
  { id: 3, name: "Since", type: "date" },
  { id: 4, name: "Note", type: "singleline" },
  { id: 5, name: "Twin", type: "multiline" },
  { id: 6, name: "twin", type: "multiline" },
  { id: 7, name: "Same", type: "multiline" },
  { id: 8, name: "Same", type: "multiline" }
]

const resolve = (values: Readonly<Record<string, string | number>>) =>
  Effect.flatMap(Mailboxes, ({ customFields }) => customFields.resolve({ mailboxId: 85 }, values)).pipe(
    Effect.provide(Layer.provide(Mailboxes.layer, clientLayer(script(json({ _embedded: { fields: definitions } })))))
  )

describe("resolve", () => {
  it.effect("resolves names to ids, labels to the ids of options, and values to strings", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* resolve({ Plan: "Plus", Seats: 12, Since: "2024-02-29", Note: "x" }), [
        { id: 1, value: "12" },
        { id: 2, value: "12" },
        { id: 3, value: "2024-02-29" },
        { id: 4, value: "x" }
      ])
      assert.deepStrictEqual(yield* resolve({}), [])
    })
  )

  it.effect("prefers an exact match to one that ignores case", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* resolve({ twin: "b", Twin: "a" }), [
        { id: 6, value: "b" },
        { id: 5, value: "a" }
      ])
      assert.deepStrictEqual(yield* resolve({ " pLAN ": "FREE" }), [{ id: 1, value: "11" }])
    })
  )

  it.effect("prefers a label to the id of an option with the same digits", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* resolve({ Plan: 12 }), [{ id: 1, value: "13" }])
      assert.deepStrictEqual(yield* resolve({ Plan: 11 }), [{ id: 1, value: "11" }])
    })
  )

  it.effect("names each field that is unknown, ambiguous or invalid, without its value", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        resolve({
          Color: "secret",
          Plan: "secret",
          Seats: "1.5",
          Since: "secret",
          Note: "secret\n",
          TWIN: "x",
          Same: "x"
        })
      )
      if (error._tag !== "HelpScoutInputInvalid") return assert.fail(error._tag)
      assert.strictEqual(error.operation, "Mailboxes.customFields.resolve")
      assert.sameMembers(
        error.issues.map((issue) => issue.path),
        ["Color", "Plan", "Seats", "Since", "Note", "TWIN", "Same"]
      )
      assert.include(error.message, "Plan, Seats, Since")
      assert.include(error.message, "Free, Plus")
      assert.notInclude(error.message, "secret")
    })
  )

  it.effect("rejects a field that is repeated under another spelling", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(resolve({ Seats: 1, seats: 2 }))
      assert.include(error.message, "another spelling")
    })
  )

  it.effect("rejects numbers that are not finite", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* failure(resolve({ Twin: Number.NaN })), "HelpScoutInputInvalid")
    })
  )
})

describe("over the simulator", () => {
  it.effect("lists custom fields and resolves their names", () =>
    Effect.gen(function* () {
      const { customFields, list } = yield* Mailboxes
      const mailboxId = (yield* list()).items[0]!.id
      const fields = (yield* customFields.list({ mailboxId })).items
      const values = yield* customFields.resolve({ mailboxId }, { priority: "High", "Order number": 7 })
      assert.deepStrictEqual(
        values.map(({ id }) => id),
        fields.slice(0, 2).map(({ id }) => id)
      )
      assert.strictEqual(values[0]?.value, String(fields[0]?.options?.[1]?.id))
      assert.lengthOf([...(yield* Stream.runCollect(customFields.listAll({ mailboxId })))], fields.length)
      assert.lengthOf([...(yield* Stream.runCollect(customFields.listPages({ mailboxId })))], 1)
      assert.strictEqual(yield* failure(customFields.list({ mailboxId: 1 })), "HelpScoutNotFound")
      assert.strictEqual(yield* failure(customFields.resolve({ mailboxId: 1 }, {})), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Mailboxes.layer, simulated())))
  )
})
