import { assert, describe, it } from "@effect/vitest"
import { Organizations } from "@effect-helpscout/resources/Organizations"
import {
  endpoints,
  OrganizationPropertyValue,
  OrganizationPropertyValueUpdate
} from "@effect-helpscout/resources/Organizations/Properties"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

describe("OrganizationPropertyValue", () => {
  it("decodes nulls, missing keys and new types", () => {
    const value = reader(OrganizationPropertyValue)({ slug: "tier", type: "color", value: null, options: [{}] })
    assert.deepStrictEqual({ ...value }, { slug: "tier", type: "color", options: [{}] })
  })

  it("round-trips", () => assertRoundTrips(OrganizationPropertyValue))
})

describe("OrganizationPropertyValueUpdate", () => {
  it("requires a string", () => {
    const accept = accepts(OrganizationPropertyValueUpdate)
    assert.isTrue(accept({ value: "100" }))
    assert.isFalse(accept({ value: 100 }))
    assert.isFalse(accept({}))
  })
})

describe("requests", () => {
  const organizationId = 15
  assertCalls(Organizations, Organizations.layer, endpoints, {
    update: {
      call: ({ properties }) => properties.update({ organizationId, slug: "a/b" }, { value: "100" }),
      sent: "PUT /v2/organizations/15/properties/a%2Fb",
      body: { value: "100" }
    },
    delete: {
      call: ({ properties }) => properties.delete({ organizationId, slug: "tier" }),
      sent: "DELETE /v2/organizations/15/properties/tier"
    }
  })

  it.effect("an empty slug is rejected before anything is sent", () => {
    const to = script({ status: 204 })
    return Effect.gen(function* () {
      const { properties } = yield* Organizations
      const error = yield* Effect.flip(properties.delete({ organizationId, slug: "" }))
      assert.deepStrictEqual(error._tag === "HelpScoutInputInvalid" && error.issues.map(({ path }) => path), ["slug"])
      assert.isEmpty(to.sent)
    }).pipe(Effect.provide(Layer.provide(Organizations.layer, clientLayer(to))))
  })
})
