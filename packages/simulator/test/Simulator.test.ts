import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Customers } from "@effect-helpscout/resources/Customers"
import * as Fault from "@effect-helpscout/simulator/Fault"
import { type Options, Simulator } from "@effect-helpscout/simulator/Simulator"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { call, generated, sending, simulated, until, walk } from "./http.js"

describe("accounts", () => {
  it.effect("have separate data, tokens and budgets", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const token = (account: string) => Effect.map(simulator.issueTokens({ account }), (issued) => issued.accessToken)
      const acme = yield* token("acme")
      const umbrella = yield* token("umbrella")
      yield* call("/v2/badges", { method: "POST", token: acme, json: { name: "new" } })
      assert.strictEqual((yield* call("/v2/badges", { token: acme })).body.page.totalElements, 6)
      const other = yield* call("/v2/badges", { token: umbrella })
      assert.strictEqual(other.body.page.totalElements, 5)
      assert.strictEqual(other.headers["x-ratelimit-remaining-minute"], "399")
      yield* simulator.revokeAccessTokens("acme")
      assert.strictEqual((yield* call("/v2/badges", { token: acme })).status, 401)
      assert.strictEqual((yield* call("/v2/badges", { token: umbrella })).status, 200)
    }).pipe(simulated({ accounts: [{ name: "acme" }, { name: "umbrella" }] }))
  )
})

const texts = (options: Options) =>
  Effect.gen(function* () {
    const send = yield* sending
    return (yield* send("GET", "/v2/conversations?status=all&embed=threads")).text
  }).pipe(generated(options))

describe("generated accounts", () => {
  it.effect("are the same for the same seed only", () =>
    Effect.gen(function* () {
      const one = yield* texts({ seed: "a" })
      assert.strictEqual(yield* texts({ seed: "a" }), one)
      assert.notStrictEqual(yield* texts({ seed: "b" }), one)
    })
  )

  it.effect("match the schemas of all lists, and have the requested size", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const all = yield* walk(send, "/v2/conversations?status=all&embed=threads")
      assert.strictEqual(all.length, 143)
      assert.strictEqual(new Set(all.map(({ id }) => id)).size, 143)
      for (const { id, threads } of all) {
        const listed = yield* walk(send, `/v2/conversations/${id}/threads`, "threads")
        assert.strictEqual(listed.length, threads)
      }
      for (const path of ["users", "teams", "mailboxes", "tags"])
        assert.isNotEmpty(yield* walk(send, `/v2/${path}`, path))
      for (const [path, key] of [
        ["fields", "fields"],
        ["folders", "folders"]
      ] as const) {
        assert.isNotEmpty(yield* walk(send, `/v2/mailboxes/81001/${path}`, key))
      }
      assert.strictEqual((yield* send("GET", "/v2/users/me")).body.companyId, 100)
    }).pipe(generated({ data: { until, conversations: 143 } }))
  )

  it.effect("contain nulls, unknown keys, system actors, customers without email and long threads", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const text = JSON.stringify(yield* walk(send, "/v2/conversations?status=all&embed=threads"))
      for (const part of [
        '"assignee":null',
        '"email":null',
        '"aiAssisted"',
        '"createdBy":{"id":0,',
        '"associatedEntities":[]',
        '"state":"draft"',
        '"type":"lineitem"'
      ]) {
        assert.include(text, part)
      }
      assert.notInclude(text, "system_user")
      assert.match(text, /"createdAt":"[^"]+\.\d{6}Z"/)
      assert.match(text, /"openedAt":"[^"Z]+"/)
    }).pipe(generated({ data: { until, conversations: 500 } }))
  )

  it.effect("contain only a user and an inbox with the option empty", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const empty = yield* send("GET", "/v2/conversations?status=all")
      assert.strictEqual(empty.body.page.totalElements, 0)
      assert.isUndefined(empty.body._embedded)
      assert.strictEqual((yield* walk(send, "/v2/mailboxes", "mailboxes")).length, 1)
    }).pipe(generated({ data: "empty" }))
  )

  it.effect("have customers in organizations, with properties and with conversations", () =>
    Effect.gen(function* () {
      const all = [...(yield* Stream.runCollect((yield* Customers).listAll()))]
      assert.strictEqual(all.length, 60)
      assert.isTrue(all.some(({ organizationId }) => organizationId !== undefined))
      assert.isTrue(all.some(({ _embedded }) => (_embedded?.properties ?? []).length > 0))
      assert.isTrue(all.some(({ conversationCount }) => (conversationCount ?? 0) > 0))
    }).pipe(Effect.provide(Layer.provide(Customers.layer, simulatorLayer())))
  )
})

describe("layerClient", () => {
  it.effect("provides a complete client that renews its tokens and retries", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const walk = Stream.runCollect((yield* Conversations).listAll({ status: "all" }))
      yield* simulator.revokeAccessTokens()
      yield* simulator.fail(Fault.reset("before"))
      const fiber = yield* Effect.fork(walk)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* fiber).length, 60)
      const { statuses, tokens } = yield* simulator.stats
      assert.deepStrictEqual(statuses, { 200: 4, 401: 1 })
      assert.strictEqual(tokens.renewals, 1)
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          Conversations.layer,
          Simulator.layerClient({ data: { conversations: 60 }, verifyResponses: true })
        )
      )
    )
  )
})
