import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Customers } from "@effect-helpscout/resources/Customers"
import { Organizations } from "@effect-helpscout/resources/Organizations"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

const run = <A, E>(
  effect: Effect.Effect<A, E, Customers | Organizations | Simulator.Simulator>,
  options: Simulator.Options = { data: "empty" }
) => {
  const simulated = simulatorLayer(options)
  return Effect.provide(effect, Layer.provideMerge(Layer.merge(Customers.layer, Organizations.layer), simulated))
}

const failure = <A>(effect: Effect.Effect<A, HelpScoutError, never>) =>
  Effect.map(Effect.flip(effect), (error) => error._tag)
const all = <A, R>(stream: Stream.Stream<A, HelpScoutError, R>) =>
  Effect.map(Stream.runCollect(stream), Chunk.toReadonlyArray)

describe("organizations in the simulator", () => {
  it.effect("are created, read, replaced, changed and deleted", () =>
    run(
      Effect.gen(function* () {
        const organizations = yield* Organizations
        const organizationId = yield* organizations.create({
          name: "Acme",
          website: "www.example.com",
          note: "Pays late",
          domain: "example.com"
        })
        const created = yield* organizations.get({ organizationId })
        assert.deepInclude(created, {
          name: "Acme",
          website: "www.example.com",
          note: "Pays late",
          domains: ["example.com"],
          phones: []
        })
        for (const absent of ["description", "customerCount", "properties"]) assert.notProperty(created, absent)
        const { customerCount, properties } = yield* organizations.get({
          organizationId,
          includeCounts: true,
          includeProperties: true
        })
        assert.deepStrictEqual([customerCount, properties], [0, []])

        const whole = {
          name: "Acme",
          website: null,
          domains: [],
          phones: ["1"],
          logoUrl: "https://example.com/logo.png"
        }
        yield* organizations.update({ organizationId }, whole)
        const { logoUrl: _, ...rest } = whole
        yield* organizations.update({ organizationId }, { ...rest, location: "US" })
        const replaced = yield* organizations.get({ organizationId })
        assert.deepInclude(replaced, { phones: ["1"], location: "US", logoUrl: "https://example.com/logo.png" })
        for (const erased of ["note", "website"]) assert.notProperty(replaced, erased)

        yield* organizations.updatePartial({ organizationId }, { name: "Globex", location: null })
        const changed = yield* organizations.get({ organizationId })
        assert.deepInclude(changed, { name: "Globex", phones: ["1"], logoUrl: "https://example.com/logo.png" })
        assert.notProperty(changed, "location")

        const other = yield* organizations.create({ name: "Initech" })
        assert.strictEqual(yield* failure(organizations.create({ name: "GLOBEX" })), "HelpScoutConflict")
        assert.strictEqual(
          yield* failure(organizations.updatePartial({ organizationId: other }, { name: "Globex" })),
          "HelpScoutConflict"
        )

        yield* organizations.delete({ organizationId })
        assert.strictEqual(yield* failure(organizations.get({ organizationId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(organizations.delete({ organizationId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(organizations.update({ organizationId }, rest)), "HelpScoutNotFound")
        assert.strictEqual(
          yield* failure(Effect.asVoid(organizations.customers({ organizationId }))),
          "HelpScoutNotFound"
        )
        assert.strictEqual(
          yield* failure(Effect.asVoid(organizations.conversations({ organizationId }))),
          "HelpScoutNotFound"
        )
      })
    )
  )

  it.effect("are created with a Location that has a query", () =>
    run(
      Effect.gen(function* () {
        const simulator = yield* Simulator.Simulator
        const { accessToken } = yield* simulator.issueTokens()
        const outcome = yield* simulator.handle({
          method: "POST",
          url: "/v2/organizations",
          headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
          body: '{"name":"Acme"}'
        })
        if (outcome._tag !== "Response") return assert.fail(outcome._tag)
        const id = outcome.headers["Resource-ID"]
        assert.strictEqual(
          outcome.headers.Location,
          `https://api.helpscout.net/v2/organizations/${id}?includeCounts=false&includeProperties=false`
        )
      })
    )
  )

  it.effect("have the omitted fields of an update emptied, as in Help Scout", () =>
    run(
      Effect.gen(function* () {
        const organizations = yield* Organizations
        const simulator = yield* Simulator.Simulator
        const organizationId = yield* organizations.create({
          name: "Acme",
          website: "www.example.com",
          note: "Pays late",
          domains: ["example.com", "example.org"],
          phones: ["1"],
          brandColor: "#0066cc"
        })
        const { accessToken } = yield* simulator.issueTokens()
        const put = (body: unknown) =>
          Effect.map(
            simulator.handle({
              method: "PUT",
              url: `/v2/organizations/${organizationId}`,
              headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
              body: JSON.stringify(body)
            }),
            (outcome) => (outcome._tag === "Response" ? outcome.status : outcome._tag)
          )
        assert.strictEqual(yield* put({ name: "Acme Ltd", domains: ["example.com"] }), 204)
        const { _links, ...rest } = yield* organizations.get({ organizationId })
        assert.deepStrictEqual(rest, { id: organizationId, name: "Acme Ltd", domains: ["example.com"], phones: [] })
        for (const invalid of [{ domains: [] }, { name: "" }, { name: "Acme", phones: "1" }])
          assert.strictEqual(yield* put(invalid), 400)
      })
    )
  )

  it.effect("are removed from their customers when they are deleted", () =>
    run(
      Effect.gen(function* () {
        const organizations = yield* Organizations
        const customers = yield* Customers
        const organizationId = yield* organizations.create({ name: "Acme" })
        const customerId = yield* customers.create({ firstName: "Ann", organizationId })
        yield* customers.create({ firstName: "Bea" })
        const members = yield* all(organizations.customersAll({ organizationId }))
        assert.deepStrictEqual(
          members.map(({ id }) => id),
          [customerId]
        )
        assert.strictEqual((yield* organizations.get({ organizationId, includeCounts: true })).customerCount, 1)
        yield* organizations.delete({ organizationId })
        assert.notProperty(yield* customers.get({ customerId }), "organizationId")
      })
    )
  )

  it.effect("are listed by latest interaction or another key, descending by default", () =>
    run(
      Effect.gen(function* () {
        const organizations = yield* Organizations
        const customers = yield* Customers
        for (const name of ["Bravo", "Alpha", "Charlie"]) {
          const organizationId = yield* organizations.create({ name })
          if (name === "Bravo") yield* customers.create({ firstName: "Ann", organizationId })
          yield* TestClock.adjust("1 hour")
        }
        const names = (sort?: "name" | "name,asc" | "customerCount") =>
          Effect.map(all(organizations.listAll(sort === undefined ? {} : { sort })), (items) =>
            items.map(({ name }) => name)
          )
        assert.deepStrictEqual(yield* names(), ["Charlie", "Alpha", "Bravo"])
        assert.deepStrictEqual(yield* names("name"), ["Charlie", "Bravo", "Alpha"])
        assert.deepStrictEqual(yield* names("name,asc"), ["Alpha", "Bravo", "Charlie"])
        assert.strictEqual((yield* names("customerCount"))[0], "Bravo")
        const pages = yield* all(organizations.listPages())
        assert.deepStrictEqual(
          pages.map(({ items }) => items.length),
          [2, 1]
        )
        assert.strictEqual((yield* organizations.list({ page: 2 })).totals?.totalElements, 3)
      }),
      { data: "empty", pageSizes: { organizations: 2 } }
    )
  )

  it.effect("have the conversations of their customers", () =>
    run(
      Effect.gen(function* () {
        const organizations = yield* Organizations
        for (const { id } of yield* all(organizations.listAll())) {
          const organizationId = id
          const members = new Set((yield* all(organizations.customersAll({ organizationId }))).map(({ id }) => id))
          const conversations = yield* all(organizations.conversationsAll({ organizationId }))
          const counts = yield* organizations.get({ organizationId, includeCounts: true, includeProperties: true })
          assert.deepStrictEqual([counts.customerCount, counts.conversationCount], [members.size, conversations.length])
          assert.isTrue(conversations.every(({ primaryCustomer }) => members.has(primaryCustomer?.id ?? 0)))
          assert.isAbove(conversations.length, 0)
          assert.strictEqual(counts.properties?.[0]?.slug, "employees")
          const pages = yield* all(organizations.conversationsPages({ organizationId }))
          assert.isTrue(pages.every(({ items }) => items.length <= 25))
        }
      }),
      {}
    )
  )
})
