import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import {
  endpoints,
  Organization,
  OrganizationCreate,
  type OrganizationPartialUpdate,
  Organizations,
  OrganizationUpdate,
  type Service
} from "@effect-helpscout/resources/Organizations"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const minimal = { id: 15, name: "Acme" }

const complete = {
  ...minimal,
  website: "www.example.com",
  description: null,
  location: "US",
  logoUrl: "https://example.com/logo.png",
  note: "Pays late",
  domains: ["example.com"],
  phones: [],
  brandColor: "#A1B2C3",
  customerCount: 3,
  conversationCount: 4,
  properties: [
    { definitionId: 1001, slug: "employees", name: "Employees", type: "number", value: "5000000" },
    { slug: "tier", type: "color", value: null, options: [{ label: "Gold" }] }
  ],
  _links: { self: { href: "https://api.helpscout.net/v2/organizations/15" } },
  somethingNew: {}
}

describe("Organization", () => {
  it("decodes nulls, missing keys, new values and unknown keys", () => {
    const read = reader(Organization)
    assert.deepStrictEqual({ ...read(minimal) }, minimal)
    const organization = read(complete)
    assert.notProperty(organization, "description")
    assert.notProperty(organization, "somethingNew")
    assert.strictEqual(organization.properties?.[0]?.value, "5000000")
    assert.deepStrictEqual(organization.properties?.[1], { slug: "tier", type: "color", options: [{ label: "Gold" }] })
  })

  it("round-trips, as do the inputs", () => {
    assertRoundTrips(Organization)
    assertRoundTrips(OrganizationCreate)
    assertRoundTrips(OrganizationUpdate)
  })
})

const organizationId = 15

describe("requests", () => {
  const { properties: _, propertyDefinitions: __, ...own } = endpoints
  assertCalls(Organizations, Organizations.layer, own, {
    list: {
      call: (organizations) => organizations.list({ sort: "name,asc", page: 2 }),
      sent: "GET /v2/organizations?page=2&sort=name%2Casc"
    },
    listAll: { call: (organizations) => organizations.listAll(), sent: "GET /v2/organizations" },
    listPages: {
      call: (organizations) => organizations.listPages({ sort: "name" }),
      sent: "GET /v2/organizations?sort=name"
    },
    get: {
      call: (organizations) => organizations.get({ organizationId, includeCounts: true, includeProperties: false }),
      sent: "GET /v2/organizations/15?includeCounts=true&includeProperties=false",
      response: json(minimal)
    },
    create: {
      call: (organizations) => organizations.create({ name: "Acme", domains: ["example.com"], brandColor: "#a1b2c3" }),
      sent: "POST /v2/organizations",
      body: { name: "Acme", domains: ["example.com"], brandColor: "#a1b2c3" },
      response: { status: 201, headers: { "resource-id": "15" } }
    },
    update: {
      call: (organizations) =>
        organizations.update({ organizationId }, { name: "Acme", website: null, domains: [], phones: ["1"] }),
      sent: "PUT /v2/organizations/15",
      body: { name: "Acme", website: null, domains: [], phones: ["1"] }
    },
    delete: { call: (organizations) => organizations.delete({ organizationId }), sent: "DELETE /v2/organizations/15" },
    customers: {
      call: (organizations) => organizations.customers({ organizationId, page: 3 }),
      sent: "GET /v2/organizations/15/customers?page=3"
    },
    customersAll: {
      call: (organizations) => organizations.customersAll({ organizationId }),
      sent: "GET /v2/organizations/15/customers"
    },
    customersPages: {
      call: (organizations) => organizations.customersPages({ organizationId }),
      sent: "GET /v2/organizations/15/customers"
    },
    conversations: {
      call: (organizations) => organizations.conversations({ organizationId, page: 3 }),
      sent: "GET /v2/organizations/15/conversations?page=3"
    },
    conversationsAll: {
      call: (organizations) => organizations.conversationsAll({ organizationId }),
      sent: "GET /v2/organizations/15/conversations"
    },
    conversationsPages: {
      call: (organizations) => organizations.conversationsPages({ organizationId }),
      sent: "GET /v2/organizations/15/conversations"
    }
  })

  it.effect("create finds the id in a Location with a query if there is no Resource-ID", () => {
    const location = "https://api.helpscout.net/v2/organizations/15?includeCounts=false&includeProperties=false"
    return Effect.gen(function* () {
      const organizations = yield* Organizations
      assert.strictEqual(yield* organizations.create({ name: "Acme" }), 15)
    }).pipe(
      Effect.provide(Layer.provide(Organizations.layer, clientLayer(script({ status: 201, headers: { location } }))))
    )
  })
})

describe("invalid input", () => {
  const untyped = (value: unknown) => value as never
  const { name, ...nameless } = { name: "Acme", website: null, domains: [], phones: [] }
  const withoutPhones = { name, website: null, domains: [] }
  type Call = (organizations: Service) => Effect.Effect<unknown, HelpScoutError>
  const rows: ReadonlyArray<readonly [path: string, call: Call]> = [
    ["sort", (organizations) => organizations.list({ sort: untyped("name,up") })],
    ["sortField", (organizations) => organizations.list(untyped({ sortField: "name" }))],
    ["query", (organizations) => organizations.list(untyped({ query: "Acme" }))],
    ["organizationId", (organizations) => organizations.get({ organizationId: 0 })],
    ["name", (organizations) => organizations.create({ name: "" })],
    ["brandColor", (organizations) => organizations.create({ name, brandColor: "red" })],
    ["logoUrl", (organizations) => organizations.create(untyped({ name, logoUrl: "x" }))],
    ["name", (organizations) => organizations.update({ organizationId }, untyped(nameless))],
    ["phones", (organizations) => organizations.update({ organizationId }, untyped(withoutPhones))]
  ]
  for (const [path, call] of rows) {
    it.effect(`is rejected before anything is sent, naming ${path}`, () => {
      const to = script({ status: 204 })
      return Effect.gen(function* () {
        const error = yield* Effect.flip(call(yield* Organizations))
        if (error._tag !== "HelpScoutInputInvalid") return assert.fail(error._tag)
        assert.deepStrictEqual([...new Set(error.issues.map((issue) => issue.path))], [path], error.message)
        assert.isEmpty(to.sent)
      }).pipe(Effect.provide(Layer.provide(Organizations.layer, clientLayer(to))))
    })
  }
})

describe("updatePartial", () => {
  /** The body of the replacement that follows the read of `organization`. */
  const replacement = (organization: unknown, payload: OrganizationPartialUpdate) => {
    const to = script(json(organization), { status: 204 })
    return Effect.gen(function* () {
      const organizations = yield* Organizations
      yield* organizations.updatePartial({ organizationId }, payload)
      assert.deepStrictEqual(
        to.sent.map(({ method, url }) => [method, url]),
        [
          ["GET", "https://api.helpscout.net/v2/organizations/15"],
          ["PUT", "https://api.helpscout.net/v2/organizations/15"]
        ]
      )
      return to.sent[1]?.body
    }).pipe(Effect.provide(Layer.provide(Organizations.layer, clientLayer(to))))
  }

  it.effect("sends the fields that it read and the given changes, without the logo, which Help Scout keeps", () =>
    Effect.gen(function* () {
      const kept = {
        website: "www.example.com",
        location: "US",
        note: "Pays late",
        domains: ["example.com"],
        brandColor: "#A1B2C3"
      }
      assert.deepStrictEqual(yield* replacement(complete, { name: "Acme & Sons", phones: ["1"], note: null }), {
        name: "Acme & Sons",
        website: "www.example.com",
        location: "US",
        domains: ["example.com"],
        phones: ["1"],
        brandColor: "#A1B2C3"
      })
      assert.deepStrictEqual(yield* replacement(complete, { logoUrl: "x", website: null }), {
        ...kept,
        name: "Acme",
        website: null,
        phones: [],
        logoUrl: "x"
      })
    })
  )

  it.effect("keeps fields that are given as undefined: only null erases", () =>
    Effect.gen(function* () {
      // TypeScript allows this without exactOptionalPropertyTypes
      const undefineds = { name: undefined, website: undefined, note: undefined, domains: undefined } as never
      assert.deepStrictEqual(yield* replacement(complete, undefineds), {
        name: "Acme",
        website: "www.example.com",
        location: "US",
        note: "Pays late",
        domains: ["example.com"],
        phones: [],
        brandColor: "#A1B2C3"
      })
    })
  )

  it.effect("sends all required fields of an organization that has only a name", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* replacement(minimal, { description: "x" }), {
        name: "Acme",
        website: null,
        description: "x",
        domains: [],
        phones: []
      })
    })
  )
})
