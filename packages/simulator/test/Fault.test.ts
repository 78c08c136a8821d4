import * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Response from "@effect-helpscout/simulator/Response"
import * as Route from "@effect-helpscout/simulator/Route"
import { type Options, Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Table from "@effect-helpscout/simulator/Table"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

const baseUrl = "https://api.helpscout.net"
const Note = Schema.Struct({ id: Schema.Number, text: Schema.String })
const notes = Table.key<typeof Note.Encoded>("notes")
const docs = "notes"
const family = Route.family({
  routes: [
    Route.make(Endpoint.list("/v2/notes", { embedded: "notes", item: Note, docs }), ({ account, page }) =>
      page(account.table(notes).all())
    ),
    Route.make(
      Endpoint.post("/v2/notes", {
        impact: "write",
        payload: Schema.Struct({ text: Schema.String }),
        response: Endpoint.created(Field.id("NoteId")),
        docs
      }),
      ({ account, created, payload }) => {
        account.stored(payload.text)
        return created(account.table(notes).insert((id) => ({ id, text: payload.text })).id)
      }
    )
  ]
})

const simulated = (options: Options = {}) => Effect.provide(Simulator.layer({ families: [family], ...options }))

const sent = Effect.gen(function* () {
  const client = yield* HttpClient.HttpClient
  const { accessToken } = yield* (yield* Simulator).issueTokens()
  return {
    get: client.execute(HttpClientRequest.get(`${baseUrl}/v2/notes`).pipe(HttpClientRequest.bearerToken(accessToken))),
    write: client.execute(
      HttpClientRequest.post(`${baseUrl}/v2/notes`).pipe(
        HttpClientRequest.bearerToken(accessToken),
        HttpClientRequest.bodyText('{"text":"hello"}', "application/json")
      )
    )
  }
})

/** The number of times that the text of `write` was stored. */
const stored = Effect.map(
  Effect.flatMap(Simulator, (simulator) => simulator.stored()),
  (texts) => texts.get("hello") ?? 0
)

const causeOf = (error: HttpClientError.HttpClientError) =>
  error.cause as Error & { readonly code?: string; readonly syscall?: string }

describe("faults", () => {
  it.effect("resets a connection before or after the effect, with an error like Node's", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { write } = yield* sent
      for (const [when, times] of [
        ["before", 0],
        ["after", 1]
      ] as const) {
        yield* simulator.fail(Fault.reset(when))
        const error = yield* Effect.flip(write)
        assert.strictEqual(error._tag, "RequestError")
        assert.strictEqual(error.reason, "Transport")
        assert.deepInclude(causeOf(error), { code: "ECONNRESET", syscall: "read", message: "read ECONNRESET" })
        assert.strictEqual(yield* stored, times)
      }
      assert.deepStrictEqual(
        (yield* simulator.requests).map(({ outcome, status, handled, cost }) => ({ outcome, status, handled, cost })),
        [
          { outcome: "reset", status: undefined, handled: false, cost: 2 },
          { outcome: "reset", status: undefined, handled: true, cost: 2 }
        ]
      )
      // the queue is empty again
      assert.strictEqual((yield* write).status, 201)
    }).pipe(simulated())
  )

  it.effect("refuses a connection, at no cost", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { write } = yield* sent
      yield* simulator.fail(Fault.refused)
      assert.deepInclude(causeOf(yield* Effect.flip(write)), { code: "ECONNREFUSED", syscall: "connect" })
      assert.strictEqual(yield* stored, 0)
      assert.strictEqual((yield* simulator.stats).maxUnitsInWindow, 0)
    }).pipe(simulated())
  )

  it.effect("responds with a status before or after the effect", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { write } = yield* sent
      for (const status of [408, 500, 502, 503, 504]) {
        yield* simulator.fail(Fault.status(status))
        assert.strictEqual((yield* write).status, status)
      }
      assert.strictEqual(yield* stored, 0)
      yield* simulator.fail(Fault.status(503, { when: "after", body: "html", headers: { "Retry-After": "3" } }))
      const response = yield* write
      assert.strictEqual(response.status, 503)
      assert.strictEqual(response.headers["retry-after"], "3")
      assert.include(yield* response.text, "<html>")
      assert.strictEqual(yield* stored, 1)
    }).pipe(simulated())
  )

  it.effect("responds with a 429 at no cost, with the time to wait", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { get } = yield* sent
      yield* simulator.fail(Fault.rateLimited("7 seconds"))
      const response = yield* get
      assert.strictEqual(response.status, 429)
      assert.strictEqual(response.headers["x-ratelimit-retry-after"], "7")
      assert.strictEqual((yield* get).headers["x-ratelimit-remaining-minute"], "399")
    }).pipe(simulated())
  )

  it.effect("truncates a body with or without breaking the connection", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { get } = yield* sent
      yield* simulator.fail(Fault.truncated({ bytes: 10 }), { times: 2 })
      const text = yield* Effect.flatMap(get, (response) => Effect.flip(response.text))
      assert.strictEqual(text._tag, "ResponseError")
      assert.strictEqual(causeOf(text).code, "ECONNRESET")
      const response = yield* get
      const received: Array<number> = []
      const exit = yield* Effect.exit(
        Stream.runForEach(response.stream, (chunk) => Effect.sync(() => received.push(chunk.length)))
      )
      assert.isTrue(Exit.isFailure(exit))
      assert.deepStrictEqual(received, [10])
      yield* simulator.fail(Fault.truncated({ bytes: 10, connection: "kept" }))
      assert.strictEqual((yield* Effect.flatMap(get, (response) => response.text)).length, 10)
    }).pipe(simulated())
  )

  it.effect("responds with a 200 with HTML, without a body or with any body", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { get, write } = yield* sent
      const texts: Array<string> = []
      for (const fault of [Fault.htmlBody(), Fault.emptyBody(), Fault.body('{"_embedded":[]}')]) {
        yield* simulator.fail(fault)
        const response = yield* get
        assert.strictEqual(response.status, 200)
        texts.push(yield* response.text)
      }
      assert.include(texts[0], "<html>")
      assert.deepStrictEqual(texts.slice(1), ["", '{"_embedded":[]}'])
      yield* simulator.fail(Fault.htmlBody())
      yield* write
      assert.strictEqual(yield* stored, 1)
    }).pipe(simulated())
  )

  it.effect("redirects to another host, which records what it receives", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const client = yield* HttpClient.HttpClient
      const { get } = yield* sent
      yield* simulator.fail(Fault.redirect("https://files.example.com/secret", { status: 307 }))
      const response = yield* get
      assert.strictEqual(response.status, 307)
      const followed = yield* client.get(response.headers.location ?? "", {
        headers: { authorization: "Bearer leaked" }
      })
      assert.strictEqual(yield* followed.text, "file")
      const request = (yield* simulator.requests).at(-1)
      assert.strictEqual(request?.host, "https://files.example.com")
      assert.strictEqual(request?.headers.authorization, "Bearer leaked")
    }).pipe(simulated({ otherHosts: () => Response.text("file", { contentType: "text/plain" }) }))
  )

  it.effect("never responds, before or after the effect", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { write } = yield* sent
      for (const [when, times] of [
        ["before", 0],
        ["after", 1]
      ] as const) {
        yield* simulator.fail(Fault.hang(when))
        const fiber = yield* Effect.fork(write)
        yield* TestClock.adjust("1 hour")
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        assert.strictEqual(yield* stored, times)
        yield* Fiber.interrupt(fiber)
      }
      assert.deepStrictEqual(
        (yield* simulator.requests).map((request) => request.abandoned),
        [true, true]
      )
    }).pipe(simulated())
  )

  it.effect("delays a request before or after the effect, and before another fault", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { write } = yield* sent
      yield* simulator.fail(Fault.delay("10 seconds"))
      const slow = yield* Effect.fork(write)
      yield* TestClock.adjust("9 seconds")
      assert.strictEqual(yield* stored, 0)
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* slow).status, 201)
      yield* simulator.fail(Fault.delay("10 seconds", { when: "after", next: Fault.reset("after") }))
      const late = yield* Effect.fork(Effect.flip(write))
      yield* TestClock.adjust("9 seconds")
      assert.strictEqual(yield* stored, 2)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(causeOf(yield* late).code, "ECONNRESET")
    }).pipe(simulated())
  )

  it.effect("lets a request take effect although its caller is interrupted", () =>
    Effect.gen(function* () {
      const { write } = yield* sent
      const fiber = yield* Effect.fork(write)
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* stored, 0)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* stored, 1)
      assert.isTrue((yield* (yield* Simulator).requests)[0]?.abandoned)
    }).pipe(simulated({ latency: "2 seconds" }))
  )

  it.effect("applies queued faults to matching requests, and a function to every request", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { get, write } = yield* sent
      yield* simulator.fail(Fault.status(500), { method: "POST", path: /notes$/, times: 2 })
      const statuses = yield* Effect.all([get, write, get, write, write])
      assert.deepStrictEqual(
        statuses.map((response) => response.status),
        [200, 500, 200, 500, 201]
      )
      yield* simulator.setFaults((request) => (request.index % 2 === 0 ? Fault.status(502) : undefined))
      assert.deepStrictEqual(
        (yield* Effect.all([get, get, get])).map((response) => response.status),
        [200, 502, 200]
      )
    }).pipe(simulated())
  )

  it.effect("changes data between two requests", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const account = yield* simulator.account()
      const { get } = yield* sent
      yield* simulator.setOnRequest(() =>
        Effect.sync(() => void account.table(notes).insert((id) => ({ id, text: "new" })))
      )
      const total = Effect.flatMap(get, (response) =>
        Effect.map(response.json, (body) => (body as { page: { totalElements: number } }).page.totalElements)
      )
      assert.deepStrictEqual(yield* Effect.all([total, total, total]), [1, 2, 3])
    }).pipe(simulated())
  )
})
