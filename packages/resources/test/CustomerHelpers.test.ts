import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Customers from "@effect-helpscout/resources/Customers"
import type { CustomerCreate, CustomerPartialUpdate } from "@effect-helpscout/resources/Customers/CustomerCreate"
import { clientLayer, json, script, type Wire, wire } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"

const customerId = 500
const bare = { id: customerId, createdAt: "2024-06-13T12:00:00Z" }
const created = { status: 201, headers: { "resource-id": "7" } }

const over = (to: Wire, use: (customers: Customers.Service) => Effect.Effect<unknown, HelpScoutError>) =>
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
    over(to, (customers) => customers.findOrCreate({ email: "ann@example.org" }, profile))

  it.effect("answers the customer with the email, whatever its case, in one request", () =>
    Effect.gen(function* () {
      const to = script(list(other, ann))
      assert.deepStrictEqual(yield* find(to), Either.right({ customerId: 500, created: false }))
      assert.deepStrictEqual(sent(to), [lookup])
    })
  )

  it.effect("creates one where there is none, in two", () =>
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

  it.effect("takes the email's type from the profile, if that holds the email", () =>
    Effect.gen(function* () {
      const to = script(json({}), created)
      yield* find(to, { emails: [{ type: "home", value: "Ann@example.org" }] })
      assert.deepStrictEqual(to.sent[1]?.body, { emails: [{ type: "home", value: "Ann@example.org" }] })
    })
  )

  it.effect("looks again when another has created it meanwhile", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, list(ann))
      assert.deepStrictEqual(yield* find(to), Either.right({ customerId: 500, created: false }))
      assert.strictEqual(to.sent.length, 3)
    })
  )

  it.effect("waits for a list that lags behind the other's write", () =>
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

  it.effect("fails with the conflict, if the other does not show up within seven seconds", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, list())
      const fiber = yield* Effect.fork(find(to))
      yield* TestClock.adjust("7 seconds")
      assert.strictEqual(Either.getOrThrow(Either.flip(yield* Fiber.join(fiber)))._tag, "HelpScoutConflict")
      assert.strictEqual(to.sent.length, 6)
    })
  )

  it.effect("fails at once when the list cannot be read again", () =>
    Effect.gen(function* () {
      const to = script(list(), conflict, json({}, 403))
      assert.strictEqual(Either.getOrThrow(Either.flip(yield* find(to)))._tag, "HelpScoutForbidden")
      assert.strictEqual(to.sent.length, 3)
    })
  )

  it.effect("looks for and creates the email without the spaces around it", () =>
    Effect.gen(function* () {
      const to = script(list(), created)
      yield* over(to, (customers) => customers.findOrCreate({ email: " ann@example.org " }))
      const emails = [{ type: "other", value: "ann@example.org" }]
      assert.deepStrictEqual(sent(to), [lookup, ["POST", "/v2/customers", { emails }]])
    })
  )

  it.effect("sends nothing where there is no email", () =>
    Effect.gen(function* () {
      const to = script(list(ann))
      for (const args of [{ email: " " }, {} as { readonly email: string }]) {
        const end = yield* over(to, (customers) => customers.findOrCreate(args))
        assert.strictEqual(Either.getOrThrow(Either.flip(end))._tag, "HelpScoutInputInvalid")
      }
      assert.strictEqual(to.sent.length, 0)
    })
  )

  it.effect("creates nothing when the search fails", () =>
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
      const result = yield* over(to, (customers) => customers.updatePartial({ customerId }, payload))
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

  it.effect("overwrites with what was read, but for what is named", () =>
    Effect.gen(function* () {
      const { bodies, methods, result } = yield* updated(known, { lastName: "Bear", jobTitle: null })
      assert.deepStrictEqual(result, Either.right(undefined))
      assert.deepStrictEqual(methods, ["GET", "PUT"])
      const { jobTitle: _, ...rest } = kept
      assert.deepStrictEqual(bodies, [{ ...rest, organizationId: 15, lastName: "Bear" }])
    })
  )

  it.effect("keeps what is named with undefined: only null erases", () =>
    Effect.gen(function* () {
      // without exactOptionalPropertyTypes TypeScript lets it through
      const undefineds = { jobTitle: undefined, organizationId: undefined, organization: undefined } as never
      assert.deepStrictEqual((yield* updated(known, undefineds)).bodies, [{ ...kept, organizationId: 15 }])
    })
  )

  it.effect("lets go of the organization's name when its id is changed, and the other way round", () =>
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

  it.effect("overwrites nothing where a field that it has to keep is not one that Help Scout takes", () =>
    Effect.gen(function* () {
      for (const payload of [{ lastName: "Bear" }, { lastName: "x".repeat(41) }, { nickname: "x" } as never]) {
        const { methods, result } = yield* updated({ ...known, background: "x".repeat(300) }, payload)
        assert.strictEqual(Either.getOrThrow(Either.flip(result))._tag, "HelpScoutInputInvalid")
        assert.deepStrictEqual(methods, ["GET"])
      }
    })
  )
})
