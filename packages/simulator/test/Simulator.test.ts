import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Response from "@effect-helpscout/simulator/Response"
import * as Route from "@effect-helpscout/simulator/Route"
import { make, type Options, Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Table from "@effect-helpscout/simulator/Table"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

const baseUrl = "https://api.helpscout.net"

// a family of its own: what is tested here is the engine
const Badge = Schema.Struct({ id: Schema.Number, name: Schema.String })
const badges = Table.key<typeof Badge.Encoded>("badges")
const byId = { badgeId: Field.id("BadgeId") }
const query = Schema.Struct({
  name: Field.optional(Field.oneOrMore(Schema.String)),
  since: Field.optional(Field.TimestampInput)
})
const docs = "badges"
const list = Endpoint.list("/v2/badges", { query, embedded: "badges", item: Badge, docs })
const family = Route.family({
  populate: (account) => {
    for (let i = 1; i <= 5; i++) account.table(badges).insert((id) => ({ id, name: i % 2 === 0 ? "even" : "odd" }))
  },
  routes: [
    Route.make(list, ({ account, args, page }) =>
      page(account.table(badges).filter((row) => args.name === undefined || [args.name].flat().includes(row.name)))
    ),
    Route.make(
      Endpoint.listCursor("/v3/badges", { query, embedded: "badges", item: Badge, docs }),
      ({ account, page }) => page(account.table(badges).all())
    ),
    Route.make(Endpoint.listArray("/v2/badges/array", { item: Badge, docs }), ({ account, page }) =>
      page(account.table(badges).all())
    ),
    Route.make(Endpoint.listReport("/v2/badges/report", { item: Badge, docs }), ({ account, page }) =>
      page(account.table(badges).all(), { extra: { filterTags: [] } })
    ),
    Route.make(
      Endpoint.get("/v2/badges/:badgeId", { params: byId, response: Badge, docs }),
      ({ account, args, ok }) => {
        const row = account.table(badges).get(args.badgeId)
        return row === undefined ? Response.notFound : ok(row)
      }
    ),
    Route.make(
      Endpoint.post("/v2/badges", {
        payload: Schema.Struct({ name: Field.text({ min: 1 }) }),
        response: Endpoint.created(Field.id("BadgeId")),
        docs
      }),
      ({ account, created, payload }) => created(account.table(badges).insert((id) => ({ id, name: payload.name })).id)
    )
  ]
})

interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE"
  readonly token?: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly body?: string
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they are, without a schema
type Json = any

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  readonly body: Readonly<Record<string, Json>>
}

const call = (path: string, options: Call = {}): Effect.Effect<Answered, unknown, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const text =
      options.json !== undefined
        ? JSON.stringify(options.json)
        : options.form !== undefined
          ? new URLSearchParams(options.form).toString()
          : options.body
    const type = options.type ?? (options.form === undefined ? "application/json" : "application/x-www-form-urlencoded")
    let request = HttpClientRequest.make(options.method ?? "GET")(path.startsWith("http") ? path : `${baseUrl}${path}`)
    if (options.token !== undefined) request = HttpClientRequest.bearerToken(request, options.token)
    if (options.headers !== undefined) request = HttpClientRequest.setHeaders(request, options.headers)
    if (text !== undefined) request = HttpClientRequest.bodyText(request, text, type)
    const response = yield* client.execute(request)
    const answer = yield* response.text
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      body: answer.startsWith("{") || answer.startsWith("[") ? JSON.parse(answer) : {}
    }
  })

const app = { client_id: "simulator-app", client_secret: "simulator-secret" }
const tokenCall = (form: Readonly<Record<string, string>>) =>
  call("/v2/oauth2/token", { method: "POST", form: { ...app, ...form } })

const simulated = (options: Options = {}) =>
  Effect.provide(Simulator.layer({ families: [family], pageSizes: { badges: 2 }, ...options }))

describe("the token endpoint", () => {
  it.effect("exchanges a code once, and rotates: a used refresh token is dead, and so is the access token before", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const code = yield* simulator.authorize()
      const first = yield* tokenCall({ grant_type: "authorization_code", code })
      assert.strictEqual(first.status, 200)
      assert.strictEqual(first.body.token_type, "bearer")
      assert.strictEqual(first.body.expires_in, 172800)
      assert.strictEqual((yield* tokenCall({ grant_type: "authorization_code", code })).status, 400)
      assert.strictEqual((yield* call("/v2/badges", { token: first.body.access_token })).status, 200)

      const second = yield* tokenCall({ grant_type: "refresh_token", refresh_token: first.body.refresh_token })
      assert.notStrictEqual(second.body.access_token, first.body.access_token)
      assert.notStrictEqual(second.body.refresh_token, first.body.refresh_token)
      assert.strictEqual((yield* call("/v2/badges", { token: first.body.access_token })).status, 401)
      assert.strictEqual((yield* call("/v2/badges", { token: second.body.access_token })).status, 200)

      const spent = yield* tokenCall({ grant_type: "refresh_token", refresh_token: first.body.refresh_token })
      assert.strictEqual(spent.status, 400)
      assert.deepStrictEqual(spent.body, { error: "invalid_request", error_description: "Invalid refresh_token" })
      // the newest pair is not harmed by it
      assert.strictEqual((yield* call("/v2/badges", { token: second.body.access_token })).status, 200)

      const { tokens, tokenRequests } = yield* simulator.stats
      assert.deepStrictEqual(tokens, { issued: 2, renewals: 1, reusedRefreshTokens: 1, rejected: 2 })
      assert.strictEqual(tokenRequests, 4)
    }).pipe(simulated())
  )

  it.effect("takes JSON, a form, the query and Basic; answers client credentials without a refresh token", () =>
    Effect.gen(function* () {
      const fields = { ...app, grant_type: "client_credentials" }
      const json = yield* call("/v2/oauth2/token", { method: "POST", json: fields })
      const inQuery = yield* call(`/v2/oauth2/token?${new URLSearchParams(fields)}`, { method: "POST" })
      const basic = yield* call("/v2/oauth2/token", {
        method: "POST",
        form: { grant_type: "client_credentials" },
        headers: { authorization: `Basic ${btoa("simulator-app:simulator-secret")}` }
      })
      for (const answer of [json, inQuery, basic]) {
        assert.strictEqual(answer.status, 200)
        assert.isUndefined(answer.body.refresh_token)
      }
      assert.strictEqual(new Set([json, inQuery, basic].map((answer) => answer.body.access_token)).size, 3)
      // several may be valid side by side
      assert.strictEqual((yield* call("/v2/badges", { token: json.body.access_token })).status, 200)
      assert.strictEqual((yield* call("/v2/badges", { token: basic.body.access_token })).status, 200)
    }).pipe(simulated())
  )

  it.effect("refuses wrong credentials with 401 and an unknown grant with 400", () =>
    Effect.gen(function* () {
      const wrong = yield* tokenCall({ grant_type: "client_credentials", client_secret: "wrong" })
      assert.strictEqual(wrong.status, 401)
      assert.deepStrictEqual(wrong.body, {
        error: "invalid_client",
        error_description: "Invalid client authentication"
      })
      assert.strictEqual((yield* tokenCall({ grant_type: "password" })).status, 400)
      assert.strictEqual((yield* tokenCall({ grant_type: "authorization_code", code: "never-issued" })).status, 400)
    }).pipe(simulated())
  )

  it.effect("lets a token expire at its very end", () =>
    Effect.gen(function* () {
      const { accessToken } = yield* (yield* Simulator).issueTokens()
      yield* TestClock.adjust(9_999)
      assert.strictEqual((yield* call("/v2/badges", { token: accessToken })).status, 200)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* call("/v2/badges", { token: accessToken })).status, 401)
    }).pipe(simulated({ tokenLife: "10 seconds" }))
  )

  it.effect("revokes access tokens and refresh tokens apart", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { accessToken, refreshToken } = yield* simulator.issueTokens()
      yield* simulator.revokeAccessTokens()
      assert.strictEqual((yield* call("/v2/badges", { token: accessToken })).status, 401)
      const renewed = yield* tokenCall({ grant_type: "refresh_token", refresh_token: refreshToken ?? "" })
      assert.strictEqual(renewed.status, 200)
      yield* simulator.revokeRefreshTokens()
      assert.strictEqual((yield* call("/v2/badges", { token: renewed.body.access_token })).status, 200)
      const dead = yield* tokenCall({ grant_type: "refresh_token", refresh_token: renewed.body.refresh_token })
      assert.strictEqual(dead.status, 400)
    }).pipe(simulated())
  )

  it.effect("keeps accounts apart: data, tokens and budgets", () =>
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

describe("the rate limit", () => {
  const spendAll = (token: string, path = "/v2/badges") =>
    Effect.map(Effect.all(Array.from({ length: 10 }, () => call(path, { token }))), (answers) =>
      answers.map((answer) => answer.status)
    )

  it.effect("a fixed window turns at its boundary: twice the limit fits around it, and not one more", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      yield* TestClock.adjust(59_999)
      assert.deepStrictEqual(yield* spendAll(token), Array(10).fill(200))
      const over = yield* call("/v2/badges", { token })
      assert.strictEqual(over.status, 429)
      assert.deepStrictEqual(over.body, { message: "API rate limit exceeded" })
      assert.strictEqual(over.headers["x-ratelimit-retry-after"], "1")
      assert.strictEqual(over.headers["x-ratelimit-remaining-minute"], "0")
      assert.strictEqual(over.headers["x-ratelimit-limit-minute"], "10")
      yield* TestClock.adjust(1)
      assert.deepStrictEqual(yield* spendAll(token), Array(10).fill(200))
      assert.strictEqual((yield* call("/v2/badges", { token })).headers["x-ratelimit-retry-after"], "60")
      const stats = yield* (yield* Simulator).stats
      assert.strictEqual(stats.maxUnitsInWindow, 20)
      assert.strictEqual(stats.maxRequestsInWindow, 22)
      assert.deepStrictEqual(stats.statuses, { 200: 20, 429: 2 })
    }).pipe(simulated({ rateLimit: { limit: 10 } }))
  )

  it.effect("a fixed window begins at its phase", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      yield* spendAll(token)
      yield* TestClock.adjust(19_999)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 429)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 200)
    }).pipe(simulated({ rateLimit: { limit: 10, phase: "20 seconds" } }))
  )

  it.effect("a sliding window frees each unit a window after it was spent", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      yield* call("/v2/badges", { token })
      yield* TestClock.adjust(30_000)
      for (let i = 0; i < 9; i++) yield* call("/v2/badges", { token })
      const over = yield* call("/v2/badges", { token })
      assert.strictEqual(over.status, 429)
      assert.strictEqual(over.headers["x-ratelimit-retry-after"], "30")
      yield* TestClock.adjust(29_999)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 429)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 200)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 429)
      yield* TestClock.adjust(30_000)
      assert.deepStrictEqual((yield* spendAll(token)).filter((status) => status === 200).length, 9)
    }).pipe(simulated({ rateLimit: { limit: 10, kind: "sliding" } }))
  )

  it.effect("a write costs two, a 429 and a 401 nothing, a 404 like any other", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { accessToken: token } = yield* simulator.issueTokens()
      const remaining = (answer: Answered) => Number(answer.headers["x-ratelimit-remaining-minute"])
      const write = { method: "POST", token, json: { name: "x" } } as const
      assert.strictEqual(remaining(yield* call("/v2/badges", write)), 8)
      assert.strictEqual(remaining(yield* call("/v2/nothing", { token })), 7)
      assert.isUndefined((yield* call("/v2/badges")).headers["x-ratelimit-remaining-minute"])
      yield* simulator.spend(6)
      assert.strictEqual((yield* call("/v2/badges", write)).status, 429)
      assert.strictEqual(remaining(yield* call("/v2/badges", { token })), 0)
    }).pipe(simulated({ rateLimit: { limit: 10 } }))
  )

  it.effect("leaves out what others use of the account", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      assert.deepStrictEqual((yield* spendAll(token)).filter((status) => status === 200).length, 3)
    }).pipe(simulated({ rateLimit: { limit: 10, foreignUse: 7 } }))
  )

  it.effect("counts on arrival, or later on request", () => {
    const arrivals = (countAt: number) =>
      Effect.gen(function* () {
        const simulator = yield* Simulator
        const { accessToken: token } = yield* simulator.issueTokens()
        const fiber = yield* Effect.fork(call("/v2/badges", { token }))
        yield* TestClock.adjust(100)
        assert.strictEqual((yield* simulator.stats).maxUnitsInWindow, countAt === 0 ? 1 : 0)
        yield* TestClock.adjust(900)
        assert.strictEqual((yield* fiber).status, 200)
        assert.strictEqual((yield* simulator.stats).maxUnitsInWindow, 1)
      }).pipe(simulated({ latency: "1 second", rateLimit: { countAt } }))
    return Effect.zipRight(arrivals(0), arrivals(1))
  })
})

describe("pages", () => {
  it.effect("carry links that keep the caller's query, and follow each other to the end", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const middle = yield* call("/v2/badges?x=a%20b&page=2", { token })
      assert.strictEqual(middle.headers["content-type"], "application/hal+json")
      assert.match(middle.headers["correlation-id"] ?? "", /^[0-9a-f-]{36}$/)
      const at = (page: number) => ({ href: `${baseUrl}/v2/badges?x=a%20b&page=${page}` })
      assert.deepStrictEqual(middle.body, {
        _embedded: {
          badges: [
            { id: 3, name: "odd" },
            { id: 4, name: "even" }
          ]
        },
        _links: {
          self: at(2),
          first: at(1),
          last: at(3),
          next: at(3),
          previous: at(1),
          page: { href: `${baseUrl}/v2/badges?x=a%20b{&page}`, templated: true }
        },
        page: { size: 2, totalElements: 5, totalPages: 3, number: 2 }
      })
      const last = yield* call(middle.body._links.next.href, { token })
      assert.deepStrictEqual(last.body._embedded.badges, [{ id: 5, name: "odd" }])
      assert.isUndefined(last.body._links.next)
      assert.deepStrictEqual((yield* (yield* Simulator).stats).unknownParameters, ["x"])
    }).pipe(simulated())
  )

  it.effect("leave out _embedded when they are empty", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      for (const path of ["/v2/badges?name=none", "/v2/badges?page=9"]) {
        const empty = yield* call(path, { token })
        assert.strictEqual(empty.status, 200)
        assert.isFalse("_embedded" in empty.body)
        assert.isTrue("_links" in empty.body && "page" in empty.body)
      }
      assert.strictEqual((yield* call("/v2/badges?name=odd,even", { token })).body.page.totalElements, 5)
    }).pipe(simulated())
  )

  it.effect("come by cursor, as a bare array and as a report", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const seen: Array<number> = []
      let next: string | undefined = "/v3/badges?x=1"
      while (next !== undefined) {
        const page: Answered = yield* call(next, { token })
        assert.isUndefined(page.body.page)
        seen.push(...page.body._embedded.badges.map((badge: { id: number }) => badge.id))
        next = page.body._links.next?.href
      }
      assert.deepStrictEqual(seen, [1, 2, 3, 4, 5])
      assert.strictEqual((yield* call("/v3/badges?cursor=nonsense", { token })).status, 400)
      assert.strictEqual((yield* call("/v2/badges/array", { token })).body.length, 5)
      const report = yield* call("/v2/badges/report?page=1", { token })
      assert.strictEqual(report.headers["content-type"], "application/json")
      assert.deepInclude(report.body, { page: 1, pages: 1, count: 5, filterTags: [] })
    }).pipe(simulated())
  )
})

describe("refusals", () => {
  it.effect("name the fields in a vnd.error body that quotes the correlation id", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const invalid = yield* call("/v2/badges", { method: "POST", token, json: { name: "" } })
      assert.strictEqual(invalid.status, 400)
      assert.strictEqual(invalid.headers["content-type"], "application/vnd.error+json")
      assert.strictEqual(invalid.body.logRef, invalid.headers["correlation-id"])
      assert.strictEqual(invalid.body._embedded.errors[0].path, "name")
      const fraction = yield* call("/v2/badges?since=2026-01-01T00:00:00.000Z", { token })
      assert.strictEqual(fraction.status, 400)
      assert.strictEqual(fraction.body._embedded.errors[0].path, "since")
      assert.strictEqual((yield* call("/v2/badges?since=2026-01-01T00:00:00Z", { token })).status, 200)
    }).pipe(simulated())
  )

  const cases: ReadonlyArray<readonly [string, number, string, Call]> = [
    ["an unknown path", 404, "/v2/nowhere", {}],
    ["a missing thing", 404, "/v2/badges/99", {}],
    ["a known path with another verb", 405, "/v2/badges", { method: "DELETE" }],
    ["an id that is none", 400, "/v2/badges/abc", {}],
    ["a page that is none", 400, "/v2/badges?page=0", {}],
    ["another content type", 415, "/v2/badges", { method: "POST", json: { name: "x" }, type: "text/plain" }],
    ["no body", 415, "/v2/badges", { method: "POST" }],
    ["malformed JSON", 400, "/v2/badges", { method: "POST", body: '{"name":' }],
    ["a body that is too large", 413, "/v2/badges", { method: "POST", json: { name: "x".repeat(2000) } }]
  ]
  for (const [what, status, path, options] of cases) {
    it.effect(`answer ${what} with ${status}`, () =>
      Effect.gen(function* () {
        const { accessToken: token } = yield* (yield* Simulator).issueTokens()
        assert.strictEqual((yield* call(path, { token, ...options })).status, status)
      }).pipe(simulated({ maxBodyBytes: 1000 }))
    )
  }

  it.effect("answer a missing and an unknown token with 401", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* call("/v2/badges")).status, 401)
      assert.strictEqual((yield* call("/v2/badges", { token: "unknown" })).status, 401)
    }).pipe(simulated())
  )
})

describe("writes", () => {
  it.effect("answer 201 with Resource-ID, Location and no body", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const created = yield* call("/v2/badges", {
        method: "POST",
        token,
        json: { name: "six" },
        type: "application/json;charset=UTF-8"
      })
      assert.strictEqual(created.status, 201)
      assert.strictEqual(created.text, "")
      assert.strictEqual(created.headers["resource-id"], "6")
      assert.strictEqual(created.headers.location, `${baseUrl}/v2/badges/6`)
      assert.deepStrictEqual((yield* call("/v2/badges/6", { token })).body, { id: 6, name: "six" })
    }).pipe(simulated())
  )
})

describe("the record of requests", () => {
  it.effect("holds what was received, and no more of it than asked", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { accessToken: token } = yield* simulator.issueTokens()
      yield* TestClock.adjust(5)
      for (let i = 1; i <= 7; i++) yield* call(`/v2/badges/${i}?y=${i}`, { token })
      const requests = yield* simulator.requests
      assert.deepStrictEqual(
        requests.map((request) => request.path),
        ["/v2/badges/5", "/v2/badges/6", "/v2/badges/7"]
      )
      assert.deepInclude(requests[0], {
        index: 4,
        method: "GET",
        query: "y=5",
        at: 5,
        account: "default",
        cost: 1,
        status: 200,
        endpoint: "GET /v2/badges/:badgeId",
        outcome: "responded",
        handled: true,
        unknownParameters: ["y"]
      })
      assert.strictEqual(requests[0]?.headers.authorization, `Bearer ${token}`)
      assert.strictEqual((yield* simulator.stats).requests, 7)
      yield* simulator.clear
      assert.strictEqual((yield* simulator.stats).requests, 0)
    }).pipe(simulated({ keepRequests: 3 }))
  )
})

describe("an answer that does not fit its record", () => {
  it.effect("is a defect when answers are verified", () =>
    Effect.gen(function* () {
      const wrong = Route.family({
        routes: [Route.make(list, () => Response.json({ _embedded: { badges: [{ id: "one" }] } }))]
      })
      const simulator = yield* make({ families: [wrong], verifyResponses: true })
      const { accessToken } = yield* simulator.issueTokens()
      const headers = { authorization: `Bearer ${accessToken}` }
      const exit = yield* Effect.exit(simulator.handle({ method: "GET", url: "/v2/badges", headers, body: "" }))
      assert.strictEqual(exit._tag, "Failure")
    })
  )
})

describe("layerClient", () => {
  it.effect("is a whole client: it renews its tokens and survives what it is made to survive", () =>
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
