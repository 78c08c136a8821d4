import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Customers } from "@effect-helpscout/resources/Customers"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
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
import * as ConversationData from "../../src/data/conversations/conversations.js"

const services = Layer.mergeAll(Customers.layer, Organizations.layer)

const simulated = (options: Simulator.Options = { data: "empty" }) =>
  Layer.provideMerge(
    services,
    simulatorLayer({
      tokenLife: "30 days",
      ...options
    })
  )

type Env = Customers | Organizations | HelpScoutClient | Simulator.Simulator
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

  it.effect("are changed by all operations or by none", () =>
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

  it.effect("with more than a hundred conversations are deleted only asynchronously, with all conversations", () =>
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

  it.effect("are listed newest first, filtered and sorted, by page or by cursor", () =>
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

  it.effect("are all streamed by cursor while they are being deleted", () =>
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

  it.effect("keep their other fields when they join an organization", () =>
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
