import { assert, describe, it } from "@effect/vitest"
import * as Hal from "@effect-helpscout/core/Hal"
import { Customer } from "@effect-helpscout/resources/Customers/Customer"
import * as Arbitrary from "effect/Arbitrary"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const decode = Schema.decodeUnknownSync(Customer)
const encode = Schema.encodeSync(Customer)

/** Decodes as a client does. */
const read = (payload: unknown) => decode(Hal.dropNulls(JSON.parse(JSON.stringify(payload))))

const bare = { id: 500, createdAt: "2024-06-13T12:00:00Z" }

const whole = {
  ...bare,
  firstName: "Vernon",
  lastName: null,
  gender: "Male",
  jobTitle: "CEO",
  location: null,
  background: "Likes bears",
  age: "30-35",
  organization: "Acme",
  organizationId: 15,
  photoType: "myspace",
  photoUrl: "",
  conversationCount: 3,
  draft: false,
  updatedAt: "2024-06-14T12:00:00Z",
  _embedded: {
    emails: [{ id: 1, value: "bear@example.org", type: "work" }],
    phones: [{ id: 2, value: "222-333-4444", type: "satellite" }],
    chats: [],
    social_profiles: [{ id: 3, value: "https://example.org/bear", type: "foursquare" }],
    websites: [{ id: 4, value: "https://bear.example.org", type: null }],
    properties: [
      { type: "dropdown", slug: "plan", name: "Plan", value: "4f0", text: "Plus", source: { name: "api" } },
      { type: "number", slug: "seats", name: "Seats", value: 7, source: "beacon" }
    ],
    address: { city: "Dallas", state: "TX", postalCode: "74206", country: "US", lines: ["123 West Main St"] }
  },
  _links: { self: { href: "https://api.helpscout.net/v2/customers/500" } },
  somethingNew: [1]
}

describe("Customer", () => {
  it("decodes nulls, missing keys, new values and unknown keys (law D3)", () => {
    assert.deepStrictEqual(Object.keys(read(bare)), ["id", "createdAt"])
    const customer = read(whole)
    assert.notProperty(customer, "lastName")
    assert.notProperty(customer, "somethingNew")
    assert.strictEqual(customer.photoType, "myspace")
    const { emails, phones, properties, social_profiles, websites } = customer._embedded ?? {}
    assert.strictEqual(emails?.[0]?.value, "bear@example.org")
    assert.strictEqual(phones?.[0]?.type, "satellite")
    assert.strictEqual(social_profiles?.[0]?.type, "foursquare")
    assert.deepStrictEqual(websites, [{ id: 4, value: "https://bear.example.org" }])
    assert.deepStrictEqual(
      properties?.map(({ source, value }) => [value, source?.name]),
      [
        ["4f0", "api"],
        [7, "beacon"]
      ]
    )
  })

  it("encodes what it decoded, and decodes that to the same value (law D4)", () => {
    assert.deepStrictEqual(encode(decode(encode(read(whole)))), encode(read(whole)))
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Customer), (generated) => {
        const encoded = encode(generated)
        assert.deepStrictEqual(encode(decode(encoded)), encoded)
      }),
      { numRuns: 40 }
    )
  })
})
