import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { CustomerProperties } from "@effect-helpscout/resources/CustomerProperties"
import { Customers } from "@effect-helpscout/resources/Customers"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { CustomerPropertyUpdate } from "@effect-helpscout/resources/Customers/Properties"
import { Organizations } from "@effect-helpscout/resources/Organizations"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as ConversationData from "../../src/data/conversations.js"

const services = Layer.mergeAll(Customers.layer, CustomerProperties.layer, Organizations.layer)

const simulated = (options: Simulator.Options = { data: "empty" }) =>
  Layer.provideMerge(
    services,
    simulatorLayer({
      tokenLife: "30 days",
      ...options
    })
  )

type Env = Customers | CustomerProperties | Organizations | HelpScoutClient | Simulator.Simulator
const run = <A, E>(effect: Effect.Effect<A, E, Env>, options?: Simulator.Options) =>
  Effect.zipRight(TestClock.setTime(Date.UTC(2026, 0, 1)), Effect.provide(effect, simulated(options)))

const failure = <A>(effect: Effect.Effect<A, HelpScoutError, never>) =>
  Effect.map(Effect.flip(effect), (error) => error._tag)

describe("customers in the simulator", () => {
  it.effect("are created, read, overwritten, changed and deleted", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const address = { city: "Wien", state: "W", postalCode: "1010", country: "AT", lines: ["Graben 1"] }
        const customerId = yield* customers.create({
          firstName: "Ann",
          gender: "female",
          phone: "1",
          emails: [{ type: "work", value: "ann@example.org" }],
          socialProfiles: [{ type: "quora", value: "ann" }],
          address
        })
        const created = yield* customers.get({ customerId })
        assert.strictEqual(created.firstName, "Ann")
        assert.strictEqual(created.gender, "Female")
        assert.notProperty(created, "jobTitle")
        assert.strictEqual(created.conversationCount, 0)
        assert.strictEqual(created._embedded?.social_profiles?.[0]?.value, "ann")
        assert.deepStrictEqual(created._embedded?.address, address)
        assert.strictEqual(created.createdAt.epochMillis, Date.UTC(2026, 0, 1))
        const to = (below: string) => `https://api.helpscout.net/v2/customers/${customerId}${below}`
        assert.deepStrictEqual(
          Object.values(created._links ?? {}).map((link) => link?.href),
          ["", "/address", "/chats", "/emails", "/phones", "/social-profiles", "/websites"].map(to)
        )

        yield* TestClock.adjust("1 minute")
        yield* customers.overwrite({ customerId }, { lastName: "Lee", jobTitle: "CEO" })
        const overwritten = yield* customers.get({ customerId })
        assert.notProperty(overwritten, "firstName")
        assert.strictEqual(overwritten.lastName, "Lee")
        assert.strictEqual(overwritten._embedded?.emails?.length, 1)
        assert.strictEqual(overwritten.updatedAt?.epochMillis, Date.UTC(2026, 0, 1) + 60_000)

        const emailId = overwritten._embedded?.emails?.[0]?.id ?? 0
        const phoneId = overwritten._embedded?.phones?.[0]?.id ?? 0
        yield* customers.update({ customerId }, [
          CustomerUpdate.set("firstName", "Ann"),
          CustomerUpdate.set("gender", "male"),
          CustomerUpdate.remove("jobTitle"),
          CustomerUpdate.address("city", "Graz"),
          CustomerUpdate.emails.value(emailId, "lee@example.org"),
          CustomerUpdate.emails.type(emailId, "home"),
          CustomerUpdate.emails.add({ type: "other", value: "second@example.org" }),
          CustomerUpdate.phones.remove(phoneId),
          CustomerUpdate.websites.add({ value: "https://example.org" }),
          CustomerUpdate.socialProfiles.add({ type: "flickr", value: "lee" })
        ])
        const { _embedded, firstName, gender, jobTitle } = yield* customers.get({ customerId })
        assert.deepStrictEqual([firstName, gender, jobTitle], ["Ann", "Male", undefined])
        assert.deepInclude(_embedded?.emails?.[0], { id: emailId, type: "home", value: "lee@example.org" })
        assert.strictEqual(_embedded?.emails?.length, 2)
        assert.deepStrictEqual(_embedded?.phones, [])
        assert.strictEqual(_embedded?.websites?.[0]?.value, "https://example.org")
        assert.strictEqual(_embedded?.social_profiles?.length, 2)
        assert.strictEqual(_embedded?.address?.city, "Graz")

        yield* customers.delete({ customerId })
        assert.strictEqual(yield* failure(customers.get({ customerId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(customers.delete({ customerId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(customers.deleteAsync({ customerId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(customers.overwrite({ customerId }, {})), "HelpScoutNotFound")
      })
    )
  )

  it.effect("are changed all or not at all", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const customerId = yield* customers.create({ firstName: "Ann" })
        const change = CustomerUpdate.set("firstName", "Bea")
        for (const wrong of [CustomerUpdate.emails.remove(99), CustomerUpdate.address("city", "Graz")]) {
          const error = yield* Effect.flip(customers.update({ customerId }, [change, wrong]))
          if (error._tag !== "HelpScoutValidationFailed") return assert.fail(error._tag)
          assert.strictEqual(error.issues[0]?.path, wrong.path)
        }
        assert.strictEqual((yield* customers.get({ customerId })).firstName, "Ann")
      })
    )
  )

  it.effect("have each email only once, whoever has it", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const ann = { type: "work", value: "ann@example.org" } as const
        const first = yield* customers.create({ emails: [ann] })
        const second = yield* customers.create({ emails: [{ ...ann, value: "bea@example.org" }] })
        const emailId = (yield* customers.get({ customerId: second }))._embedded?.emails?.[0]?.id ?? 0
        const shouted = { ...ann, value: "ANN@example.org" }
        const conflicts = [
          customers.create({ emails: [shouted] }),
          customers.create({
            emails: [
              { ...ann, value: "new@example.org" },
              { ...ann, value: "New@example.org" }
            ]
          }),
          customers.emails.create({ customerId: second }, ann),
          customers.emails.update({ customerId: second, emailId }, ann),
          customers.update({ customerId: second }, [CustomerUpdate.emails.add(ann)]),
          customers.update({ customerId: second }, [CustomerUpdate.emails.value(emailId, "ann@example.org")]),
          customers.update({ customerId: second }, [
            CustomerUpdate.emails.add({ ...ann, value: "new@example.org" }),
            CustomerUpdate.emails.add({ ...ann, value: "New@example.org" })
          ])
        ]
        for (const conflict of conflicts)
          assert.strictEqual(yield* failure(Effect.asVoid(conflict)), "HelpScoutConflict")
        // its own email is no conflict
        const own = (yield* customers.get({ customerId: first }))._embedded?.emails?.[0]?.id ?? 0
        yield* customers.emails.update({ customerId: first, emailId: own }, shouted)
        // neither is one that the same changes take away
        yield* customers.update({ customerId: first }, [
          CustomerUpdate.emails.remove(own),
          CustomerUpdate.emails.add({ ...ann, type: "home" })
        ])
        assert.deepStrictEqual(
          (yield* customers.emails.list({ customerId: first })).items.map(({ type, value }) => [type, value]),
          [["home", "ann@example.org"]]
        )
      })
    )
  )

  it.effect("with more than a hundred conversations are only deleted asynchronously, and then with all of them", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const simulator = yield* Simulator.Simulator
        const account = yield* simulator.account()
        const [busy] = Chunk.toReadonlyArray(yield* Stream.runCollect(customers.listAll()))
        const customerId = busy?.id ?? 0
        const rows = account.table(ConversationData.conversations)
        assert.strictEqual(busy?.conversationCount, ConversationData.visible(account).length)
        assert.isAbove(busy?.conversationCount ?? 0, 100)
        assert.strictEqual(yield* failure(customers.delete({ customerId })), "HelpScoutForbidden")
        assert.isAbove(rows.size(), 100)
        yield* customers.deleteAsync({ customerId })
        assert.strictEqual(rows.size(), 0)
        assert.strictEqual(yield* failure(customers.get({ customerId })), "HelpScoutNotFound")
        const last = (yield* simulator.requests).filter(({ query }) => query === "async=true")
        assert.deepStrictEqual(
          last.map(({ status }) => status),
          [202]
        )
      }),
      { data: { customers: 1, conversations: 101 } }
    )
  )

  it.effect("are listed newest first, filtered and sorted, in pages and by the cursor", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const simulator = yield* Simulator.Simulator
        const ids: Array<number> = []
        for (let i = 0; i < 5; i++) {
          ids.push(
            yield* customers.create({
              firstName: `Ann ${i % 2}`,
              emails: [{ type: "work", value: `ann${i}@example.org` }]
            })
          )
          yield* TestClock.adjust("1 day")
        }
        const newestFirst = ids.toReversed()
        const idsOf = <R>(stream: Stream.Stream<{ readonly id: number }, HelpScoutError, R>) =>
          Effect.map(Stream.runCollect(stream), (all) => Chunk.toReadonlyArray(all).map(({ id }) => id))
        assert.deepStrictEqual(yield* idsOf(customers.listAll()), newestFirst)
        assert.deepStrictEqual(yield* idsOf(customers.listV3All()), newestFirst)
        assert.deepStrictEqual(yield* idsOf(customers.listAll({ sortOrder: "asc" })), ids)
        assert.deepStrictEqual(
          yield* idsOf(customers.listAll({ sortField: "firstName", sortOrder: "asc" })),
          [1, 3, 5, 2, 4].map((n) => ids[n - 1] ?? 0)
        )
        const odd = [ids[3], ids[1]]
        assert.deepStrictEqual(yield* idsOf(customers.listAll({ firstName: "Ann 1" })), odd)
        assert.deepStrictEqual(yield* idsOf(customers.listV3All({ firstName: "ann 1" })), odd)
        assert.deepStrictEqual(yield* idsOf(customers.listV3All({ email: "ANN2@example.org" })), [ids[2]])
        assert.deepStrictEqual(yield* idsOf(customers.listAll({ query: SearchQuery.email("ann2@example.org") })), [
          ids[2]
        ])
        const since = DateTime.unsafeMake("2026-01-04T00:00:00Z")
        assert.deepStrictEqual(yield* idsOf(customers.listAll({ modifiedSince: since })), [ids[4], ids[3]])
        assert.deepStrictEqual(yield* idsOf(customers.listV3All({ createdSince: since })), [ids[4], ids[3]])
        assert.deepStrictEqual(yield* idsOf(customers.listAll({ mailbox: 81001 })), [])
        assert.strictEqual(yield* failure(Effect.asVoid(customers.list({ query: "((" }))), "HelpScoutValidationFailed")

        const pages = Chunk.toReadonlyArray(yield* Stream.runCollect(customers.listPages()))
        assert.deepStrictEqual(
          pages.map(({ items }) => items.length),
          [2, 2, 1]
        )
        assert.strictEqual(pages[0]?.totals?.totalElements, 5)
        const byCursor = Chunk.toReadonlyArray(yield* Stream.runCollect(customers.listV3Pages()))
        assert.deepStrictEqual(
          byCursor.map(({ items, totals }) => [items.length, totals]),
          [
            [2, undefined],
            [2, undefined],
            [1, undefined]
          ]
        )
        assert.deepStrictEqual(
          (yield* simulator.requests).flatMap(({ unknownParameters }) => unknownParameters),
          []
        )
      }),
      { data: "empty", pageSizes: { customers: 2 } }
    )
  )

  it.effect("can be deleted while they are streamed by the cursor, and none is left out", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        for (let i = 0; i < 7; i++) yield* customers.create({ firstName: `Ann ${i}` })
        const deleted = yield* customers.listV3All().pipe(
          Stream.tap(({ id }) => customers.delete({ customerId: id })),
          Stream.runCount
        )
        assert.strictEqual(deleted, 7)
        assert.deepStrictEqual((yield* customers.listV3()).items, [])
      }),
      { data: "empty", pageSizes: { customers: 2 } }
    )
  )

  it.effect("have entries of every kind, which are added, listed, replaced and deleted", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const { chatHandles, emails, phones, socialProfiles, websites } = customers
        const customerId = yield* customers.create({ firstName: "Ann" })
        const by = { customerId }
        const values = (page: { readonly items: ReadonlyArray<{ readonly value: string; readonly type?: string }> }) =>
          page.items.map(({ type, value }) => [type, value])

        const chatId = yield* chatHandles.create(by, { type: "aim", value: "a" })
        assert.deepStrictEqual(values(yield* chatHandles.list(by)), [["aim", "a"]])
        yield* chatHandles.update({ ...by, chatId }, { type: "icq", value: "b" })
        assert.deepStrictEqual(values(yield* chatHandles.list(by)), [["icq", "b"]])
        yield* chatHandles.delete({ ...by, chatId })
        assert.deepStrictEqual(yield* chatHandles.list(by), { items: [] })
        assert.strictEqual(yield* failure(chatHandles.delete({ ...by, chatId })), "HelpScoutNotFound")

        const emailId = yield* emails.create(by, { type: "home", value: "a@example.org" })
        yield* emails.update({ ...by, emailId }, { type: "work", value: "b@example.org" })
        assert.deepStrictEqual(values(yield* emails.list(by)), [["work", "b@example.org"]])
        yield* emails.delete({ ...by, emailId })
        assert.strictEqual(
          yield* failure(emails.update({ ...by, emailId }, { type: "work", value: "x" })),
          "HelpScoutNotFound"
        )

        const phoneId = yield* phones.create(by, { type: "home", value: "1" })
        yield* phones.update({ ...by, phoneId }, { type: "fax", value: "2" })
        assert.deepStrictEqual(values(yield* phones.list(by)), [["fax", "2"]])
        yield* phones.delete({ ...by, phoneId })
        assert.strictEqual(yield* failure(phones.delete({ ...by, phoneId })), "HelpScoutNotFound")

        const socialProfileId = yield* socialProfiles.create(by, { type: "flickr", value: "a" })
        yield* socialProfiles.update({ ...by, socialProfileId }, { type: "google", value: "b" })
        assert.deepStrictEqual(values(yield* socialProfiles.list(by)), [["google", "b"]])
        yield* socialProfiles.delete({ ...by, socialProfileId })
        assert.deepStrictEqual((yield* socialProfiles.list(by)).items, [])

        const websiteId = yield* websites.create(by, { value: "a" })
        yield* websites.update({ ...by, websiteId }, { value: "b" })
        assert.deepStrictEqual(values(yield* websites.list(by)), [[undefined, "b"]])
        yield* websites.delete({ ...by, websiteId })
        assert.deepStrictEqual((yield* websites.list(by)).items, [])
        assert.strictEqual(yield* failure(Effect.asVoid(websites.list({ customerId: 1 }))), "HelpScoutNotFound")
      })
    )
  )

  it.effect("have one address at most", () =>
    run(
      Effect.gen(function* () {
        const { addresses, create } = yield* Customers
        const by = { customerId: yield* create({ firstName: "Ann" }) }
        const address = { city: "Wien", state: "W", postalCode: "1010", country: "AT" }
        assert.strictEqual(yield* failure(addresses.get(by)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(addresses.update(by, address)), "HelpScoutNotFound")
        assert.isUndefined(yield* addresses.create(by, address))
        assert.strictEqual(yield* failure(addresses.create(by, address)), "HelpScoutConflict")
        yield* addresses.update(by, { ...address, city: "Graz" })
        assert.strictEqual((yield* addresses.get(by)).city, "Graz")
        yield* addresses.delete(by)
        assert.strictEqual(yield* failure(addresses.delete(by)), "HelpScoutNotFound")
      })
    )
  )

  it.effect("are found by their email, or created with it", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const first = yield* customers.findOrCreate({ email: "ann@example.org" }, { firstName: "Ann" })
        const again = yield* customers.findOrCreate({ email: "ANN@example.org" }, { firstName: "Bea" })
        assert.isTrue(first.created)
        assert.deepStrictEqual(again, { customerId: first.customerId, created: false })
        assert.strictEqual((yield* customers.get({ customerId: first.customerId })).firstName, "Ann")
      })
    )
  )

  it.effect("join an organization and keep the rest", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const organizations = yield* Organizations
        const customerId = yield* customers.create({ firstName: "Ann", gender: "female", organization: "Globex" })
        const organizationId = yield* organizations.create({ name: "Acme" })
        yield* customers.updatePartial({ customerId }, { organizationId, lastName: "Lee" })
        const {
          firstName,
          gender,
          lastName,
          organization,
          organizationId: joined
        } = yield* customers.get({ customerId })
        assert.deepStrictEqual(
          [firstName, lastName, gender, organization, joined],
          ["Ann", "Lee", "Female", "Acme", organizationId]
        )
        assert.strictEqual(
          yield* failure(customers.overwrite({ customerId }, { organizationId: 99 })),
          "HelpScoutValidationFailed"
        )
        yield* customers.updatePartial({ customerId }, { organizationId: null })
        assert.notProperty(yield* customers.get({ customerId }), "organizationId")
      })
    )
  )
})

describe("customer properties in the simulator", () => {
  it.effect("are defined, have values of their type, and are deleted with them", () =>
    run(
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
        // the slug is free at once
        yield* properties.create({ type: "text", slug: "plan", name: "Plan" })
        assert.strictEqual(
          yield* failure(properties.create({ type: "text", slug: "plan", name: "Plan" })),
          "HelpScoutConflict"
        )
      })
    )
  )

  it.effect("are fifty at most", () =>
    run(
      Effect.gen(function* () {
        const properties = yield* CustomerProperties
        for (let i = 0; i < 50; i++) yield* properties.create({ type: "text", slug: `p${i}`, name: "x" })
        assert.strictEqual(
          yield* failure(properties.create({ type: "text", slug: "p50", name: "x" })),
          "HelpScoutPreconditionFailed"
        )
        yield* properties.delete({ slug: "p0" })
        yield* properties.create({ type: "text", slug: "p50", name: "x" })
        assert.strictEqual(yield* Stream.runCount(properties.listAll()), 50)
        assert.strictEqual(yield* Stream.runCount(properties.listPages()), 1)
      })
    )
  )
})

describe("a generated account", () => {
  it.effect("has customers in organizations and with properties, each as its endpoint says", () =>
    run(
      Effect.gen(function* () {
        const customers = yield* Customers
        const all = Chunk.toReadonlyArray(yield* Stream.runCollect(customers.listAll()))
        assert.strictEqual(all.length, 60)
        assert.isTrue(all.some(({ organizationId }) => organizationId !== undefined))
        assert.isTrue(all.some(({ _embedded }) => (_embedded?.properties ?? []).length > 0))
        assert.isTrue(all.some(({ conversationCount }) => (conversationCount ?? 0) > 0))
      }),
      {}
    )
  )
})
