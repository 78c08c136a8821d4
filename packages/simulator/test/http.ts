/** Raw HTTP calls to the simulator, and a family of routes that is smaller than Help Scout's. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Response from "@effect-helpscout/simulator/Response"
import * as Route from "@effect-helpscout/simulator/Route"
import { type Options, Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Table from "@effect-helpscout/simulator/Table"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const baseUrl = "https://api.helpscout.net"

// biome-ignore lint/suspicious/noExplicitAny: bodies are inspected without a schema
export type Json = any

export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  readonly body: Json
}

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly token?: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly body?: string
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request without a client of this library. */
export const call = (path: string, options: Call = {}): Effect.Effect<Received, unknown, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const { json, form, body = form && new URLSearchParams(form).toString() } = options
    const sent = json === undefined ? body : JSON.stringify(json)
    const type = options.type ?? (form === undefined ? "application/json" : "application/x-www-form-urlencoded")
    let request = HttpClientRequest.make(options.method ?? "GET")(path.startsWith("http") ? path : `${baseUrl}${path}`)
    if (options.token !== undefined) request = HttpClientRequest.bearerToken(request, options.token)
    if (options.headers !== undefined) request = HttpClientRequest.setHeaders(request, options.headers)
    if (sent !== undefined) request = HttpClientRequest.bodyText(request, sent, type)
    const response = yield* client.execute(request)
    const text = yield* response.text
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: /^[{[]/.test(text) ? JSON.parse(text) : {}
    }
  })

export type Send = (
  method: NonNullable<Call["method"]>,
  path: string,
  json?: unknown,
  accept?: string
) => Effect.Effect<Received, unknown>

/** Sends requests with a token of the first account. */
export const sending = Effect.gen(function* () {
  const client = yield* HttpClient.HttpClient
  const { accessToken: token } = yield* (yield* Simulator).issueTokens()
  const send: Send = (method, path, json, accept) =>
    call(path, {
      method,
      token,
      ...(json !== undefined && { json }),
      ...(accept !== undefined && { headers: { accept } })
    }).pipe(Effect.provideService(HttpClient.HttpClient, client))
  return send
})

/** Follows the links from a path to the end, and returns all items. */
export const walk = (send: Send, path: string, key = "conversations") =>
  Effect.gen(function* () {
    const items: Array<Json> = []
    let next: string | undefined = path
    while (next !== undefined) {
      const page: Received = yield* send("GET", next)
      assert.strictEqual(page.status, 200, page.text)
      items.push(...(page.body._embedded?.[key] ?? []))
      next = page.body._links.next?.href
    }
    return items
  })

/** The end of the generated data. */
export const until = Date.parse("2026-03-02T09:00:00Z")

/** An account of the default size that ends at `until`. */
export const generated = (options: Options = {}) =>
  Effect.provide(Simulator.layer({ data: { until }, verifyResponses: true, rateLimit: { limit: 100_000 }, ...options }))

const Badge = Schema.Struct({ id: Schema.Number, name: Schema.String })
export const badges = Table.key<typeof Badge.Encoded>("badges")
const query = Schema.Struct({
  name: Field.optional(Field.oneOrMore(Schema.String)),
  since: Field.optional(Field.TimestampInput)
})
const docs = "badges"
export const list = Endpoint.list("/v2/badges", { query, embedded: "badges", item: Badge, docs })

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
      Endpoint.get("/v2/badges/:badgeId", { params: { badgeId: Field.id("BadgeId") }, response: Badge, docs }),
      ({ account, args, ok }) => ok(account.table(badges).get(args.badgeId))
    ),
    Route.make(
      Endpoint.post("/v2/badges", {
        impact: "write",
        payload: Schema.Struct({ name: Field.text({ min: 1 }) }),
        response: Endpoint.created(Field.id("BadgeId")),
        docs
      }),
      ({ account, created, payload }) => {
        account.stored(payload.name)
        return created(account.table(badges).insert((id) => ({ id, name: payload.name })).id)
      }
    )
  ]
})

/** A simulator of five badges, two on a page. */
export const simulated = (options: Options = {}) =>
  Effect.provide(Simulator.layer({ families: [family], pageSizes: { badges: 2 }, ...options }))

/** A family whose list does not match its endpoint. */
export const mismatched = Route.family({
  routes: [Route.make(list, () => Response.json({ _embedded: { badges: [{ id: "one" }] } }))]
})
