import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Organizations, type Service } from "@effect-helpscout/resources/Organizations"
import {
  endpoints,
  OrganizationPropertyDefinition,
  OrganizationPropertyDefinitionCreate,
  OrganizationPropertyDefinitionUpdate
} from "@effect-helpscout/resources/Organizations/PropertyDefinitions"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

describe("OrganizationPropertyDefinition", () => {
  it("decodes nulls, missing keys and new types", () => {
    const definition = reader(OrganizationPropertyDefinition)({ type: "color", slug: "tier", name: null, added: true })
    assert.deepStrictEqual({ ...definition }, { type: "color", slug: "tier" })
  })

  it("round-trips", () => {
    assertRoundTrips(OrganizationPropertyDefinition)
    assertRoundTrips(OrganizationPropertyDefinitionCreate)
    assertRoundTrips(OrganizationPropertyDefinitionUpdate)
  })
})

const slug = "tier"

describe("requests", () => {
  const path = "/v2/organizations/properties"
  const dropdown = { type: "dropdown", slug, name: "Tier", options: [{ label: "Gold" }] } as const
  assertCalls(Organizations, Organizations.layer, endpoints, {
    list: { call: ({ propertyDefinitions }) => propertyDefinitions.list(), sent: `GET ${path}` },
    listAll: { call: ({ propertyDefinitions }) => propertyDefinitions.listAll(), sent: `GET ${path}` },
    listPages: { call: ({ propertyDefinitions }) => propertyDefinitions.listPages(), sent: `GET ${path}` },
    get: {
      call: ({ propertyDefinitions }) => propertyDefinitions.get({ slug }),
      sent: `GET ${path}/tier`,
      response: json({ type: "text", slug })
    },
    create: {
      call: ({ propertyDefinitions }) => propertyDefinitions.create(dropdown),
      sent: `POST ${path}`,
      body: dropdown
    },
    update: {
      call: ({ propertyDefinitions }) => propertyDefinitions.update({ slug }, { name: "Level" }),
      sent: `PUT ${path}/tier`,
      body: { name: "Level" }
    },
    delete: {
      call: ({ propertyDefinitions }) => propertyDefinitions.delete({ slug }),
      sent: `DELETE ${path}/tier`
    }
  })
})

describe("invalid input", () => {
  const untyped = (value: unknown) => value as never
  const labels = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `option ${index}` }))
  const name = "Tier"
  type Call = (definitions: Service["propertyDefinitions"]) => Effect.Effect<unknown, HelpScoutError>
  const rows: ReadonlyArray<readonly [path: string, call: Call]> = [
    ["slug", ({ create }) => create({ type: "text", slug: "x".repeat(121), name })],
    ["name", ({ create }) => create({ type: "text", slug, name: "x".repeat(101) })],
    ["options", ({ create }) => create(untyped({ type: "text", slug, name, options: [] }))],
    ["options", ({ update }) => update({ slug }, { name, options: labels(101) })],
    ["options.0.label", ({ update }) => update({ slug }, { name, options: [{ label: "x".repeat(101) }] })],
    ["type", ({ update }) => update({ slug }, untyped({ name, type: "text" }))]
  ]
  for (const [path, call] of rows) {
    it.effect(`is rejected before anything is sent, naming ${path}`, () => {
      const to = script({ status: 204 })
      return Effect.gen(function* () {
        const { propertyDefinitions } = yield* Organizations
        const error = yield* Effect.flip(call(propertyDefinitions))
        if (error._tag !== "HelpScoutInputInvalid") return assert.fail(error._tag)
        assert.deepStrictEqual([...new Set(error.issues.map((issue) => issue.path))], [path], error.message)
        assert.isEmpty(to.sent)
      }).pipe(Effect.provide(Layer.provide(Organizations.layer, clientLayer(to))))
    })
  }
})
