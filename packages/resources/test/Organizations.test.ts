import { assert, describe, it } from "@effect/vitest"
import * as Hal from "@effect-helpscout/core/Hal"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Organizations from "@effect-helpscout/resources/Organizations"
import * as OrganizationProperties from "@effect-helpscout/resources/Organizations/Properties"
import { clientLayer, json, namesOf, script, type Wire } from "@effect-helpscout/test-support/scripted"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const decode = Schema.decodeUnknownSync(Organizations.Organization)
const encode = Schema.encodeSync(Organizations.Organization)

/** As the interpreter does. */
const read = (payload: unknown) => decode(Hal.dropNulls(JSON.parse(JSON.stringify(payload))))

const bare = { id: 15, name: "Acme" }

const whole = {
  ...bare,
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
    { slug: "tier", type: "colour", value: null, options: [{ label: "Gold" }] }
  ],
  _links: { self: { href: "https://api.helpscout.net/v2/organizations/15" } },
  somethingNew: {}
}

describe("Organization", () => {
  it("is read with nulls, missing keys, new values and unknown keys", () => {
    assert.deepStrictEqual(read(bare), bare)
    const organization = read(whole)
    assert.notProperty(organization, "description")
    assert.notProperty(organization, "somethingNew")
    assert.strictEqual(organization.properties?.[0]?.value, "5000000")
    assert.deepStrictEqual(organization.properties?.[1], { slug: "tier", type: "colour", options: [{ label: "Gold" }] })
  })

  const schemas: ReadonlyArray<readonly [string, Schema.Schema.Any]> = [
    ["Organization", Organizations.Organization],
    ["OrganizationCreate", Organizations.OrganizationCreate],
    ["OrganizationUpdate", Organizations.OrganizationUpdate],
    ["OrganizationPropertyDefinition", OrganizationProperties.OrganizationPropertyDefinition],
    ["OrganizationPropertyDefinitionCreate", OrganizationProperties.OrganizationPropertyDefinitionCreate],
    ["OrganizationPropertyDefinitionUpdate", OrganizationProperties.OrganizationPropertyDefinitionUpdate]
  ]
  it.each(schemas)("whatever %s is survives encoding and decoding", (_, schema) => {
    const codec = schema as Schema.Schema<unknown, unknown>
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(codec), (generated) => {
        const written = Schema.encodeSync(codec)(generated)
        assert.deepStrictEqual(Schema.encodeSync(codec)(Schema.decodeSync(codec)(written)), written)
      }),
      { numRuns: 40 }
    )
    assert.deepStrictEqual(encode(decode(encode(read(whole)))), encode(read(whole)))
  })
})

// ---------------------------------------------------------------------------------------------------------------
// requests
// ---------------------------------------------------------------------------------------------------------------

type Use = (organizations: Organizations.Service) => Effect.Effect<unknown, HelpScoutError>

const over = (to: Wire, use: Use) =>
  Effect.flatMap(Organizations.Organizations, use).pipe(
    Effect.either,
    Effect.provide(Layer.provide(Organizations.Organizations.layer, clientLayer(to)))
  )

const drain = (stream: Stream.Stream<unknown, HelpScoutError>) => Stream.runDrain(stream)
const organizationId = 15
const slug = "tier"

/** The method of each record, how it is called, and what must go out: method, path, body. */
const requests: ReadonlyArray<readonly [string, Use, string, unknown?]> = [
  [
    "list",
    (organizations) => organizations.list({ sort: "name,asc", page: 2 }),
    "GET /v2/organizations?page=2&sort=name%2Casc"
  ],
  ["listAll", (organizations) => drain(organizations.listAll()), "GET /v2/organizations"],
  ["listPages", (organizations) => drain(organizations.listPages({ sort: "name" })), "GET /v2/organizations?sort=name"],
  [
    "get",
    (organizations) => organizations.get({ organizationId, includeCounts: true, includeProperties: false }),
    "GET /v2/organizations/15?includeCounts=true&includeProperties=false"
  ],
  [
    "create",
    (organizations) => organizations.create({ name: "Acme", domains: ["example.com"], brandColor: "#a1b2c3" }),
    "POST /v2/organizations",
    { name: "Acme", domains: ["example.com"], brandColor: "#a1b2c3" }
  ],
  [
    "update",
    (organizations) =>
      organizations.update({ organizationId }, { name: "Acme", website: null, domains: [], phones: ["1"] }),
    "PUT /v2/organizations/15",
    { name: "Acme", website: null, domains: [], phones: ["1"] }
  ],
  ["delete", (organizations) => organizations.delete({ organizationId }), "DELETE /v2/organizations/15"],
  [
    "customers",
    (organizations) => organizations.customers({ organizationId, page: 3 }),
    "GET /v2/organizations/15/customers?page=3"
  ],
  [
    "customersAll",
    (organizations) => drain(organizations.customersAll({ organizationId })),
    "GET /v2/organizations/15/customers"
  ],
  [
    "customersPages",
    (organizations) => drain(organizations.customersPages({ organizationId })),
    "GET /v2/organizations/15/customers"
  ],
  [
    "conversations",
    (organizations) => organizations.conversations({ organizationId, page: 3 }),
    "GET /v2/organizations/15/conversations?page=3"
  ],
  [
    "conversationsAll",
    (organizations) => drain(organizations.conversationsAll({ organizationId })),
    "GET /v2/organizations/15/conversations"
  ],
  [
    "conversationsPages",
    (organizations) => drain(organizations.conversationsPages({ organizationId })),
    "GET /v2/organizations/15/conversations"
  ],
  [
    "properties.update",
    (organizations) => organizations.properties.update({ organizationId, slug: "a/b" }, { value: "100" }),
    "PUT /v2/organizations/15/properties/a%2Fb",
    { value: "100" }
  ],
  [
    "properties.delete",
    (organizations) => organizations.properties.delete({ organizationId, slug }),
    "DELETE /v2/organizations/15/properties/tier"
  ],
  [
    "propertyDefinitions.list",
    (organizations) => organizations.propertyDefinitions.list(),
    "GET /v2/organizations/properties"
  ],
  [
    "propertyDefinitions.listAll",
    (organizations) => drain(organizations.propertyDefinitions.listAll()),
    "GET /v2/organizations/properties"
  ],
  [
    "propertyDefinitions.listPages",
    (organizations) => drain(organizations.propertyDefinitions.listPages()),
    "GET /v2/organizations/properties"
  ],
  [
    "propertyDefinitions.get",
    (organizations) => organizations.propertyDefinitions.get({ slug }),
    "GET /v2/organizations/properties/tier"
  ],
  [
    "propertyDefinitions.create",
    (organizations) =>
      organizations.propertyDefinitions.create({ type: "dropdown", slug, name: "Tier", options: [{ label: "Gold" }] }),
    "POST /v2/organizations/properties",
    { type: "dropdown", slug, name: "Tier", options: [{ label: "Gold" }] }
  ],
  [
    "propertyDefinitions.update",
    (organizations) => organizations.propertyDefinitions.update({ slug }, { name: "Level" }),
    "PUT /v2/organizations/properties/tier",
    { name: "Level" }
  ],
  [
    "propertyDefinitions.delete",
    (organizations) => organizations.propertyDefinitions.delete({ slug }),
    "DELETE /v2/organizations/properties/tier"
  ]
]

/** An answer that every endpoint can read. */
const anything = json({ id: 7, name: "x", type: "text", slug: "x" }, 200, { "resource-id": "7" })

describe("requests", () => {
  it.effect.each(requests)("%s sends what Help Scout expects", ([, use, request, body]) =>
    Effect.gen(function* () {
      const to = script(anything)
      const result = yield* over(to, use)
      assert.isTrue(Either.isRight(result), String(Either.getLeft(result)))
      const sent = to.sent.map((entry) => ({ request: `${entry.method} ${entry.url}`, body: entry.body }))
      assert.deepStrictEqual(sent, [{ request: request.replace(" ", " https://api.helpscout.net"), body }])
    })
  )

  it("are tried for every endpoint", () => {
    assert.deepStrictEqual(
      [...new Set(requests.map(([name]) => name))].sort(),
      [...namesOf(Organizations.endpoints)].sort()
    )
  })

  it.effect("that create find the id in a Location with a query, when there is no Resource-ID", () =>
    Effect.gen(function* () {
      const location = "https://api.helpscout.net/v2/organizations/15?includeCounts=false&includeProperties=false"
      const to = script({ status: 201, headers: { location } })
      assert.deepStrictEqual(
        yield* over(to, (organizations) => organizations.create({ name: "Acme" })),
        Either.right(15)
      )
    })
  )

  const wrong = <A>(value: unknown) => value as A
  const labels = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `option ${index}` }))
  const { name, ...nameless } = { name: "Acme", website: null, domains: [], phones: [] }
  const refused: ReadonlyArray<readonly [string, Use]> = [
    ["sort", (organizations) => organizations.list({ sort: wrong("name,up") })],
    ["sortField", (organizations) => organizations.list(wrong({ sortField: "name" }))],
    ["query", (organizations) => organizations.list(wrong({ query: "Acme" }))],
    ["organizationId", (organizations) => organizations.get({ organizationId: 0 })],
    ["name", (organizations) => organizations.create({ name: "" })],
    ["brandColor", (organizations) => organizations.create({ name, brandColor: "red" })],
    ["logoUrl", (organizations) => organizations.create(wrong({ name, logoUrl: "x" }))],
    ["name", (organizations) => organizations.update({ organizationId }, wrong(nameless))],
    [
      "phones",
      (organizations) => organizations.update({ organizationId }, wrong({ name, website: null, domains: [] }))
    ],
    ["value", (organizations) => organizations.properties.update({ organizationId, slug }, { value: wrong(100) })],
    ["slug", (organizations) => organizations.properties.delete({ organizationId, slug: "" })],
    [
      "slug",
      (organizations) => organizations.propertyDefinitions.create({ type: "text", slug: "x".repeat(121), name })
    ],
    [
      "name",
      (organizations) => organizations.propertyDefinitions.create({ type: "text", slug, name: "x".repeat(101) })
    ],
    [
      "options",
      (organizations) => organizations.propertyDefinitions.create(wrong({ type: "text", slug, name, options: [] }))
    ],
    ["options", (organizations) => organizations.propertyDefinitions.update({ slug }, { name, options: labels(101) })],
    [
      "options.0.label",
      (organizations) =>
        organizations.propertyDefinitions.update({ slug }, { name, options: [{ label: "x".repeat(101) }] })
    ],
    ["type", (organizations) => organizations.propertyDefinitions.update({ slug }, wrong({ name, type: "text" }))]
  ]

  it.effect("are not made of a wrong input: the error names its path", () =>
    Effect.gen(function* () {
      const to = script(anything)
      for (const [path, use] of refused) {
        const error = Either.getOrThrow(Either.flip(yield* over(to, use)))
        if (error._tag !== "HelpScoutInputInvalid") return assert.fail(`${path}: ${error._tag}`)
        assert.deepStrictEqual([...new Set(error.issues.map((issue) => issue.path))], [path], error.message)
      }
      assert.strictEqual(to.sent.length, 0)
    })
  )
})

describe("updatePartial", () => {
  const updated = (organization: unknown, payload: Organizations.OrganizationPartialUpdate) =>
    Effect.gen(function* () {
      const to = script(json(organization), { status: 204 })
      yield* Effect.flatten(over(to, (organizations) => organizations.updatePartial({ organizationId }, payload)))
      assert.deepStrictEqual(
        to.sent.map(({ method, url }) => [method, url]),
        [
          ["GET", "https://api.helpscout.net/v2/organizations/15"],
          ["PUT", "https://api.helpscout.net/v2/organizations/15"]
        ]
      )
      return to.sent[1]?.body
    })

  it.effect("sends all that was read, but for what is named, and leaves out the logo, which stays", () =>
    Effect.gen(function* () {
      const kept = {
        website: "www.example.com",
        location: "US",
        note: "Pays late",
        domains: ["example.com"],
        brandColor: "#A1B2C3"
      }
      assert.deepStrictEqual(yield* updated(whole, { name: "Acme & Sons", phones: ["1"], note: null }), {
        name: "Acme & Sons",
        website: "www.example.com",
        location: "US",
        domains: ["example.com"],
        phones: ["1"],
        brandColor: "#A1B2C3"
      })
      assert.deepStrictEqual(yield* updated(whole, { logoUrl: "x", website: null }), {
        ...kept,
        name: "Acme",
        website: null,
        phones: [],
        logoUrl: "x"
      })
    })
  )

  it.effect("keeps what is named with undefined: only null erases", () =>
    Effect.gen(function* () {
      // without exactOptionalPropertyTypes TypeScript lets it through
      const undefineds = { name: undefined, website: undefined, note: undefined, domains: undefined } as never
      assert.deepStrictEqual(yield* updated(whole, undefineds), {
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

  it.effect("sends all that is required of an organization that has nothing but a name", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* updated(bare, { description: "x" }), {
        name: "Acme",
        website: null,
        description: "x",
        domains: [],
        phones: []
      })
    })
  )
})
