import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Customers from "@effect-helpscout/resources/Customers"
import {
  CustomerCreate,
  CustomerOverwrite,
  type CustomerPartialUpdate
} from "@effect-helpscout/resources/Customers/CustomerCreate"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { CustomerPropertyUpdate } from "@effect-helpscout/resources/Customers/Properties"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import { clientLayer, json, namesOf, script, type Wire, wire } from "@effect-helpscout/test-support/scripted"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

describe("inputs", () => {
  const inputs: ReadonlyArray<readonly [string, Schema.Schema.Any]> = [
    ["CustomerCreate", CustomerCreate],
    ["CustomerOverwrite", CustomerOverwrite],
    ["CustomerUpdate", CustomerUpdate.schema],
    ["CustomerPropertyUpdate", CustomerPropertyUpdate.schema]
  ]
  it.each(inputs)("what %s accepts survives encoding and decoding (law D4)", (_, schema) => {
    const input = schema as Schema.Schema<unknown, unknown>
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(input), (generated) => {
        const written = Schema.encodeSync(input)(generated)
        assert.deepStrictEqual(Schema.encodeSync(input)(Schema.decodeSync(input)(written)), written)
      }),
      { numRuns: 40 }
    )
  })
})

// ---------------------------------------------------------------------------------------------------------------
// requests
// ---------------------------------------------------------------------------------------------------------------

type Use = (services: { readonly customers: Customers.Service }) => Effect.Effect<unknown, HelpScoutError>

const over = (to: Wire, use: Use) =>
  Effect.flatMap(Customers.Customers, (customers) => use({ customers })).pipe(
    Effect.either,
    Effect.provide(Layer.provide(Customers.Customers.layer, clientLayer(to)))
  )

const drain = (stream: Stream.Stream<unknown, HelpScoutError>) => Stream.runDrain(stream)
const customerId = 500
const address = { city: "Wien", state: "W", postalCode: "1010", country: "AT", lines: ["Graben 1"] }
const since = DateTime.unsafeMake("2024-06-13T12:00:00.999Z")

/** The method of each record, how it is called, and what must go out: method, path, body. */
const requests: ReadonlyArray<readonly [string, Use, string, unknown?]> = [
  [
    "customers.list",
    ({ customers }) =>
      customers.list({
        firstName: "Ann",
        lastName: "Lee",
        mailbox: 85,
        modifiedSince: since,
        query: SearchQuery.field("email", 'a"b@example.org'),
        sortField: "modifiedAt",
        sortOrder: "asc",
        page: 2
      }),
    "GET /v2/customers?page=2&firstName=Ann&lastName=Lee&mailbox=85&modifiedSince=2024-06-13T12%3A00%3A00Z&query=(email%3A%22a%5C%22b%40example.org%22)&sortField=modifiedAt&sortOrder=asc"
  ],
  ["customers.listAll", ({ customers }) => drain(customers.listAll()), "GET /v2/customers"],
  [
    "customers.listPages",
    ({ customers }) => drain(customers.listPages({ lastName: "Lee" })),
    "GET /v2/customers?lastName=Lee"
  ],
  [
    "customers.listV3",
    ({ customers }) => customers.listV3({ createdSince: since, email: "ann+x@example.org", cursor: "b3A=" }),
    "GET /v3/customers?cursor=b3A%3D&createdSince=2024-06-13T12%3A00%3A00Z&email=ann%2Bx%40example.org"
  ],
  [
    "customers.listV3All",
    ({ customers }) => drain(customers.listV3All({ firstName: "Ann" })),
    "GET /v3/customers?firstName=Ann"
  ],
  ["customers.listV3Pages", ({ customers }) => drain(customers.listV3Pages()), "GET /v3/customers"],
  ["customers.get", ({ customers }) => customers.get({ customerId }), "GET /v2/customers/500"],
  [
    "customers.create",
    ({ customers }) =>
      customers.create({
        firstName: "Ann",
        phone: "1",
        gender: "female",
        organizationId: 15,
        emails: [{ type: "work", value: "ann@example.org" }],
        socialProfiles: [{ type: "forsquare", value: "x" }],
        websites: [{ value: "https://example.org" }],
        address
      }),
    "POST /v2/customers",
    {
      firstName: "Ann",
      phone: "1",
      gender: "female",
      organizationId: 15,
      emails: [{ type: "work", value: "ann@example.org" }],
      socialProfiles: [{ type: "forsquare", value: "x" }],
      websites: [{ value: "https://example.org" }],
      address
    }
  ],
  [
    "customers.overwrite",
    ({ customers }) => customers.overwrite({ customerId }, { firstName: "Ann", organizationId: 15 }),
    "PUT /v2/customers/500",
    { firstName: "Ann", organizationId: 15 }
  ],
  [
    "customers.update",
    ({ customers }) =>
      customers.update({ customerId }, [
        CustomerUpdate.set("firstName", "Ann"),
        CustomerUpdate.set("gender", "female"),
        CustomerUpdate.remove("jobTitle"),
        CustomerUpdate.address("city", "Wien"),
        CustomerUpdate.emails.add({ type: "work", value: "ann@example.org" }),
        CustomerUpdate.emails.value(12, "b@example.org"),
        CustomerUpdate.phones.type(13, "mobile"),
        CustomerUpdate.chatHandles.remove(14),
        CustomerUpdate.socialProfiles.add({ type: "linkedin", value: "ann" }),
        CustomerUpdate.websites.add({ value: "https://example.org" }),
        CustomerUpdate.websites.value(15, "https://example.com"),
        CustomerUpdate.websites.remove(16)
      ]),
    "PATCH /v2/customers/500",
    [
      { op: "replace", path: "/firstName", value: "Ann" },
      { op: "replace", path: "/gender", value: "female" },
      { op: "remove", path: "/jobTitle" },
      { op: "replace", path: "/address/city", value: "Wien" },
      { op: "add", path: "/emails", value: { type: "work", value: "ann@example.org" } },
      { op: "replace", path: "/emails/12/value", value: "b@example.org" },
      { op: "replace", path: "/phones/13/type", value: "mobile" },
      { op: "remove", path: "/chats/14" },
      { op: "add", path: "/social-profiles", value: { type: "linkedin", value: "ann" } },
      { op: "add", path: "/websites", value: { value: "https://example.org" } },
      { op: "replace", path: "/websites/15/value", value: "https://example.com" },
      { op: "remove", path: "/websites/16" }
    ]
  ],
  ["customers.delete", ({ customers }) => customers.delete({ customerId }), "DELETE /v2/customers/500"],
  [
    "customers.deleteAsync",
    ({ customers }) => customers.deleteAsync({ customerId }),
    "DELETE /v2/customers/500?async=true"
  ],
  [
    "customers.addresses.get",
    ({ customers }) => customers.addresses.get({ customerId }),
    "GET /v2/customers/500/address"
  ],
  [
    "customers.addresses.create",
    ({ customers }) => customers.addresses.create({ customerId }, address),
    "POST /v2/customers/500/address",
    address
  ],
  [
    "customers.addresses.update",
    ({ customers }) => customers.addresses.update({ customerId }, address),
    "PUT /v2/customers/500/address",
    address
  ],
  [
    "customers.addresses.delete",
    ({ customers }) => customers.addresses.delete({ customerId }),
    "DELETE /v2/customers/500/address"
  ],
  [
    "customers.chatHandles.list",
    ({ customers }) => customers.chatHandles.list({ customerId }),
    "GET /v2/customers/500/chats"
  ],
  [
    "customers.chatHandles.listAll",
    ({ customers }) => drain(customers.chatHandles.listAll({ customerId })),
    "GET /v2/customers/500/chats"
  ],
  [
    "customers.chatHandles.listPages",
    ({ customers }) => drain(customers.chatHandles.listPages({ customerId })),
    "GET /v2/customers/500/chats"
  ],
  [
    "customers.chatHandles.create",
    ({ customers }) => customers.chatHandles.create({ customerId }, { type: "xmpp", value: "ann" }),
    "POST /v2/customers/500/chats",
    { type: "xmpp", value: "ann" }
  ],
  [
    "customers.chatHandles.update",
    ({ customers }) => customers.chatHandles.update({ customerId, chatId: 9 }, { type: "icq", value: "ann" }),
    "PUT /v2/customers/500/chats/9",
    { type: "icq", value: "ann" }
  ],
  [
    "customers.chatHandles.delete",
    ({ customers }) => customers.chatHandles.delete({ customerId, chatId: 9 }),
    "DELETE /v2/customers/500/chats/9"
  ],
  ["customers.emails.list", ({ customers }) => customers.emails.list({ customerId }), "GET /v2/customers/500/emails"],
  [
    "customers.emails.listAll",
    ({ customers }) => drain(customers.emails.listAll({ customerId })),
    "GET /v2/customers/500/emails"
  ],
  [
    "customers.emails.listPages",
    ({ customers }) => drain(customers.emails.listPages({ customerId })),
    "GET /v2/customers/500/emails"
  ],
  [
    "customers.emails.create",
    ({ customers }) => customers.emails.create({ customerId }, { type: "home", value: "a@example.org" }),
    "POST /v2/customers/500/emails",
    { type: "home", value: "a@example.org" }
  ],
  [
    "customers.emails.update",
    ({ customers }) => customers.emails.update({ customerId, emailId: 9 }, { type: "work", value: "a@example.org" }),
    "PUT /v2/customers/500/emails/9",
    { type: "work", value: "a@example.org" }
  ],
  [
    "customers.emails.delete",
    ({ customers }) => customers.emails.delete({ customerId, emailId: 9 }),
    "DELETE /v2/customers/500/emails/9"
  ],
  ["customers.phones.list", ({ customers }) => customers.phones.list({ customerId }), "GET /v2/customers/500/phones"],
  [
    "customers.phones.listAll",
    ({ customers }) => drain(customers.phones.listAll({ customerId })),
    "GET /v2/customers/500/phones"
  ],
  [
    "customers.phones.listPages",
    ({ customers }) => drain(customers.phones.listPages({ customerId })),
    "GET /v2/customers/500/phones"
  ],
  [
    "customers.phones.create",
    ({ customers }) => customers.phones.create({ customerId }, { type: "pager", value: "1" }),
    "POST /v2/customers/500/phones",
    { type: "pager", value: "1" }
  ],
  [
    "customers.phones.update",
    ({ customers }) => customers.phones.update({ customerId, phoneId: 9 }, { type: "fax", value: "1" }),
    "PUT /v2/customers/500/phones/9",
    { type: "fax", value: "1" }
  ],
  [
    "customers.phones.delete",
    ({ customers }) => customers.phones.delete({ customerId, phoneId: 9 }),
    "DELETE /v2/customers/500/phones/9"
  ],
  [
    "customers.properties.update",
    ({ customers }) =>
      customers.properties.update({ customerId }, [
        CustomerPropertyUpdate.set("plan", "Plus"),
        CustomerPropertyUpdate.set("seats", 7),
        CustomerPropertyUpdate.remove("car")
      ]),
    "PATCH /v2/customers/500/properties",
    [
      { op: "replace", path: "/plan", value: "Plus" },
      { op: "replace", path: "/seats", value: 7 },
      { op: "remove", path: "/car" }
    ]
  ],
  [
    "customers.socialProfiles.list",
    ({ customers }) => customers.socialProfiles.list({ customerId }),
    "GET /v2/customers/500/social-profiles"
  ],
  [
    "customers.socialProfiles.listAll",
    ({ customers }) => drain(customers.socialProfiles.listAll({ customerId })),
    "GET /v2/customers/500/social-profiles"
  ],
  [
    "customers.socialProfiles.listPages",
    ({ customers }) => drain(customers.socialProfiles.listPages({ customerId })),
    "GET /v2/customers/500/social-profiles"
  ],
  [
    "customers.socialProfiles.create",
    ({ customers }) => customers.socialProfiles.create({ customerId }, { type: "quora", value: "ann" }),
    "POST /v2/customers/500/social-profiles",
    { type: "quora", value: "ann" }
  ],
  [
    "customers.socialProfiles.update",
    ({ customers }) =>
      customers.socialProfiles.update({ customerId, socialProfileId: 9 }, { type: "youtube", value: "ann" }),
    "PUT /v2/customers/500/social-profiles/9",
    { type: "youtube", value: "ann" }
  ],
  [
    "customers.socialProfiles.delete",
    ({ customers }) => customers.socialProfiles.delete({ customerId, socialProfileId: 9 }),
    "DELETE /v2/customers/500/social-profiles/9"
  ],
  [
    "customers.websites.list",
    ({ customers }) => customers.websites.list({ customerId }),
    "GET /v2/customers/500/websites"
  ],
  [
    "customers.websites.listAll",
    ({ customers }) => drain(customers.websites.listAll({ customerId })),
    "GET /v2/customers/500/websites"
  ],
  [
    "customers.websites.listPages",
    ({ customers }) => drain(customers.websites.listPages({ customerId })),
    "GET /v2/customers/500/websites"
  ],
  [
    "customers.websites.create",
    ({ customers }) => customers.websites.create({ customerId }, { value: "https://example.org" }),
    "POST /v2/customers/500/websites",
    { value: "https://example.org" }
  ],
  [
    "customers.websites.update",
    ({ customers }) => customers.websites.update({ customerId, websiteId: 9 }, { value: "https://example.org" }),
    "PUT /v2/customers/500/websites/9",
    { value: "https://example.org" }
  ],
  [
    "customers.websites.delete",
    ({ customers }) => customers.websites.delete({ customerId, websiteId: 9 }),
    "DELETE /v2/customers/500/websites/9"
  ]
]

/** A response that every endpoint can decode. */
const anything = json({ id: 7, type: "text", slug: "x", createdAt: "2024-06-13T12:00:00Z" }, 200, {
  "resource-id": "7"
})

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

  it("has a row for every endpoint", () => {
    const all = namesOf({ customers: Customers.endpoints })
    assert.deepStrictEqual([...new Set(requests.map(([name]) => name))].sort(), [...all].sort())
  })

  it.effect("return the id of what they create, and the items of a list under either spelling", () =>
    Effect.gen(function* () {
      const ids = yield* over(script(anything), ({ customers }) =>
        Effect.all([
          customers.create({}),
          customers.emails.create({ customerId }, { type: "work", value: "x" }),
          customers.websites.create({ customerId }, { value: "x" })
        ])
      )
      assert.deepStrictEqual(ids, Either.right([7, 7, 7]))
      for (const key of ["social-profiles", "social_profiles"]) {
        const page = json({ _embedded: { [key]: [{ id: 1, type: "other", value: "x" }] } })
        const read = yield* over(script(page), ({ customers }) => customers.socialProfiles.list({ customerId }))
        assert.deepStrictEqual(read, Either.right({ items: [{ id: 1, type: "other", value: "x" }] }))
      }
    })
  )

  const wrong = <A>(value: unknown) => value as A
  const rejected: ReadonlyArray<readonly [string, Use]> = [
    ["customerId", ({ customers }) => customers.get({ customerId: 0 })],
    ["customerId", ({ customers }) => customers.delete({ customerId: -1 })],
    ["async", ({ customers }) => customers.deleteAsync(wrong({ customerId, async: false }))],
    ["firstName", ({ customers }) => customers.create({ firstName: "" })],
    ["firstName", ({ customers }) => customers.create({ firstName: "x".repeat(41) })],
    ["photoUrl", ({ customers }) => customers.create({ photoUrl: "x".repeat(201) })],
    ["jobTitle", ({ customers }) => customers.overwrite({ customerId }, { jobTitle: "x".repeat(61) })],
    ["emails", ({ customers }) => customers.overwrite({ customerId }, wrong({ emails: [] }))],
    ["organizationId", ({ customers }) => customers.create({ organizationId: Number.NaN })],
    ["emails.0.type", ({ customers }) => customers.create({ emails: [{ type: wrong("office"), value: "x" }] })],
    [
      "address.country",
      ({ customers }) => customers.create({ address: wrong({ city: "x", state: "x", postalCode: "x" }) })
    ],
    ["address.state", ({ customers }) => customers.create({ address: { ...address, state: "" } })],
    ["postalCode", ({ customers }) => customers.addresses.update({ customerId }, { ...address, postalCode: "" })],
    ["0.value", ({ customers }) => customers.update({ customerId }, [CustomerUpdate.address("city", "")])],
    ["value", ({ customers }) => customers.phones.create({ customerId }, { type: "work", value: "" })],
    ["value", ({ customers }) => customers.websites.update({ customerId, websiteId: 1 }, { value: "" })],
    ["0.value", ({ customers }) => customers.update({ customerId }, [CustomerUpdate.emails.value(1, "")])],
    ["email", ({ customers }) => customers.listV3({ email: "" })],
    ["email", ({ customers }) => customers.list(wrong({ email: "a@example.org" }))],
    ["sortField", ({ customers }) => customers.list({ sortField: wrong("updatedAt") })],
    ["0", ({ customers }) => customers.update({ customerId }, wrong([]))],
    ["0.value", ({ customers }) => customers.update({ customerId }, [CustomerUpdate.set("firstName", "x".repeat(41))])],
    ["0", ({ customers }) => customers.update({ customerId }, [CustomerUpdate.emails.remove(0)])],
    ["0", ({ customers }) => customers.update({ customerId }, [CustomerUpdate.emails.value(1.5, "x")])],
    ["0", ({ customers }) => customers.update({ customerId }, [wrong({ op: "remove", path: "/emails" })])],
    ["0.value", ({ customers }) => customers.update({ customerId }, [CustomerUpdate.phones.type(1, wrong("office"))])],
    [
      "0.path",
      ({ customers }) => customers.properties.update({ customerId }, [CustomerPropertyUpdate.set("a/b", "x")])
    ],
    ["0.value", ({ customers }) => customers.properties.update({ customerId }, [CustomerPropertyUpdate.set("a", 1.5)])],
    ["value", ({ customers }) => customers.emails.create({ customerId }, wrong({ type: "work" }))],
    ["type", ({ customers }) => customers.websites.create({ customerId }, wrong({ type: "work", value: "x" }))]
  ]

  it.effect("are not sent with invalid input: the error names its path (law D1)", () =>
    Effect.gen(function* () {
      const to = script(anything)
      for (const [path, use] of rejected) {
        const error = Either.getOrThrow(Either.flip(yield* over(to, use)))
        if (error._tag !== "HelpScoutInputInvalid") return assert.fail(`${path}: ${error._tag}`)
        assert.deepStrictEqual([...new Set(error.issues.map((issue) => issue.path))], [path], error.message)
      }
      assert.strictEqual(to.sent.length, 0)
    })
  )
})

// ---------------------------------------------------------------------------------------------------------------
// methods of several requests
// ---------------------------------------------------------------------------------------------------------------

const bare = { id: customerId, createdAt: "2024-06-13T12:00:00Z" }
const created = { status: 201, headers: { "resource-id": "7" } }

const outcomeOf = (to: Wire, use: (customers: Customers.Service) => Effect.Effect<unknown, HelpScoutError>) =>
  Effect.flatMap(Customers.Customers, use).pipe(
    Effect.either,
    Effect.provide(Layer.provide(Customers.Customers.layer, clientLayer(to)))
  )

describe("findOrCreate", () => {
  const ann = { ...bare, _embedded: { emails: [{ id: 1, type: "work", value: "Ann@Example.org" }] } }
  const other = { ...bare, id: 501, _embedded: { emails: [{ id: 1, type: "work", value: "ann@example.org.uk" }] } }
  const list = (...customers: ReadonlyArray<unknown>) => json({ _embedded: { customers } })
  const conflict = json({ message: "Conflict" }, 409, { "content-type": "application/vnd.error+json" })
  const sent = (to: Wire) =>
    to.sent.map((entry) => [entry.method, entry.url.replace("https://api.helpscout.net", ""), entry.body])
  const lookup = ["GET", "/v3/customers?email=ann%40example.org", undefined]
  const find = (to: Wire, profile?: CustomerCreate) =>
    outcomeOf(to, (customers) => customers.findOrCreate({ email: "ann@example.org" }, profile))

  it.effect("returns the customer with the email, regardless of case, in one request", () =>
    Effect.gen(function* () {
      const to = script(list(other, ann))
      assert.deepStrictEqual(yield* find(to), Either.right({ customerId: 500, created: false }))
      assert.deepStrictEqual(sent(to), [lookup])
    })
  )

  it.effect("creates a customer in two requests", () =>
    Effect.gen(function* () {
      const to = script(list(other), created)
      assert.deepStrictEqual(
        yield* find(to, { firstName: "Ann", emails: [{ type: "work", value: "b@example.org" }] }),
        Either.right({ customerId: 7, created: true })
      )
      const emails = [
        { type: "other", value: "ann@example.org" },
        { type: "work", value: "b@example.org" }
      ]
      assert.deepStrictEqual(sent(to), [lookup, ["POST", "/v2/customers", { firstName: "Ann", emails }]])
    })
  )

  it.effect("takes the type of the email from the profile, if it contains the email", () =>
    Effect.gen(function* () {
      const to = script(json({}), created)
      yield* find(to, { emails: [{ type: "home", value: "Ann@example.org" }] })
      assert.deepStrictEqual(to.sent[1]?.body, { emails: [{ type: "home", value: "Ann@example.org" }] })
    })
  )

  it.effect("reads the list again if another client creates the customer in the meantime", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, list(ann))
      assert.deepStrictEqual(yield* find(to), Either.right({ customerId: 500, created: false }))
      assert.strictEqual(to.sent.length, 3)
    })
  )

  it.effect("waits for a list that lags behind the write of the other client", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, list(), list(), list(ann))
      const fiber = yield* Effect.fork(find(to))
      yield* TestClock.adjust("2999 millis")
      assert.strictEqual(to.sent.length, 4)
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* Fiber.join(fiber), Either.right({ customerId: 500, created: false }))
      assert.strictEqual(to.sent.length, 5)
    })
  )

  it.effect("fails with the conflict if the customer is not listed within seven seconds", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, list())
      const fiber = yield* Effect.fork(find(to))
      yield* TestClock.adjust("7 seconds")
      assert.strictEqual(Either.getOrThrow(Either.flip(yield* Fiber.join(fiber)))._tag, "HelpScoutConflict")
      assert.strictEqual(to.sent.length, 6)
    })
  )

  it.effect("fails at once if the list cannot be read again", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, json({}, 403))
      assert.strictEqual(Either.getOrThrow(Either.flip(yield* find(to)))._tag, "HelpScoutForbidden")
      assert.strictEqual(to.sent.length, 3)
    })
  )

  it.effect("trims the email", () =>
    Effect.gen(function* () {
      const to = script(list(), created)
      yield* outcomeOf(to, (customers) => customers.findOrCreate({ email: " ann@example.org " }))
      const emails = [{ type: "other", value: "ann@example.org" }]
      assert.deepStrictEqual(sent(to), [lookup, ["POST", "/v2/customers", { emails }]])
    })
  )

  it.effect("sends nothing without an email", () =>
    Effect.gen(function* () {
      const to = script(list(ann))
      for (const args of [{ email: " " }, {} as { readonly email: string }]) {
        const outcome = yield* outcomeOf(to, (customers) => customers.findOrCreate(args))
        assert.strictEqual(Either.getOrThrow(Either.flip(outcome))._tag, "HelpScoutInputInvalid")
      }
      assert.strictEqual(to.sent.length, 0)
    })
  )

  it.effect("creates nothing if the list fails", () =>
    Effect.gen(function* () {
      const to = wire((sent) => (sent.method === "GET" ? json({}, 403) : created))
      assert.strictEqual(Either.getOrThrow(Either.flip(yield* find(to)))._tag, "HelpScoutForbidden")
      assert.strictEqual(to.sent.length, 1)
    })
  )
})

describe("updatePartial", () => {
  const updated = (customer: unknown, payload: CustomerPartialUpdate) =>
    Effect.gen(function* () {
      const to = script(json(customer), { status: 204 })
      const result = yield* outcomeOf(to, (customers) => customers.updatePartial({ customerId }, payload))
      return { result, bodies: to.sent.slice(1).map(({ body }) => body), methods: to.sent.map(({ method }) => method) }
    })
  const known = {
    ...bare,
    firstName: "Vernon",
    lastName: null,
    gender: "Male",
    jobTitle: "CEO",
    background: "Likes bears",
    age: "30-35",
    organization: "Acme",
    organizationId: 15,
    photoType: "gravatar",
    photoUrl: "",
    _embedded: { emails: [{ id: 1, type: "work", value: "bear@example.org" }] }
  }
  const kept = {
    firstName: "Vernon",
    gender: "male",
    jobTitle: "CEO",
    background: "Likes bears",
    age: "30-35",
    photoType: "gravatar"
  }

  it.effect("overwrites with the current profile and the given fields", () =>
    Effect.gen(function* () {
      const { bodies, methods, result } = yield* updated(known, { lastName: "Bear", jobTitle: null })
      assert.deepStrictEqual(result, Either.right(undefined))
      assert.deepStrictEqual(methods, ["GET", "PUT"])
      const { jobTitle: _, ...rest } = kept
      assert.deepStrictEqual(bodies, [{ ...rest, organizationId: 15, lastName: "Bear" }])
    })
  )

  it.effect("keeps a field that is undefined: only null erases", () =>
    Effect.gen(function* () {
      // without exactOptionalPropertyTypes, TypeScript accepts it
      const undefineds = { jobTitle: undefined, organizationId: undefined, organization: undefined } as never
      assert.deepStrictEqual((yield* updated(known, undefineds)).bodies, [{ ...kept, organizationId: 15 }])
    })
  )

  it.effect("removes the name of the organization if its id changes, and vice versa", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* updated(known, { organizationId: 16 })).bodies, [{ ...kept, organizationId: 16 }])
      assert.deepStrictEqual((yield* updated(known, { organizationId: null })).bodies, [kept])
      assert.deepStrictEqual((yield* updated(known, { organization: "Globex" })).bodies, [
        { ...kept, organization: "Globex" }
      ])
      assert.deepStrictEqual((yield* updated(known, { organization: null })).bodies, [{ ...kept, organizationId: 15 }])
      const { organizationId: _, ...nameOnly } = known
      assert.deepStrictEqual((yield* updated(nameOnly, {})).bodies, [{ ...kept, organization: "Acme" }])
    })
  )

  it.effect("overwrites nothing if Help Scout would reject a field that is kept", () =>
    Effect.gen(function* () {
      for (const payload of [{ lastName: "Bear" }, { lastName: "x".repeat(41) }, { nickname: "x" } as never]) {
        const { methods, result } = yield* updated({ ...known, background: "x".repeat(300) }, payload)
        assert.strictEqual(Either.getOrThrow(Either.flip(result))._tag, "HelpScoutInputInvalid")
        assert.deepStrictEqual(methods, ["GET"])
      }
    })
  )
})
