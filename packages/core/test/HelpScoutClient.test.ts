import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import {
  clientLayer,
  json,
  type Reply,
  redirectingFetch,
  script,
  type Wire,
  wire
} from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Tracer from "effect/Tracer"
import { Auth } from "../src/Auth.js"
import * as Endpoint from "../src/Endpoint.js"
import * as Field from "../src/Field.js"
import { HelpScoutClient } from "../src/HelpScoutClient.js"
import { HelpScoutConfig } from "../src/HelpScoutConfig.js"
import {
  AmbiguousWrite,
  type HelpScoutError,
  HelpScoutError as HelpScoutErrorSchema,
  NotFound,
  RateLimited
} from "../src/HelpScoutError.js"
import * as Model from "../src/Model.js"
import { RateLimiter } from "../src/RateLimiter.js"
import * as RetryPolicy from "../src/RetryPolicy.js"
import { TokenStore } from "../src/TokenStore.js"

const FolderId = Field.id("FolderId")
class Folder extends Model.Opaque<Folder>("Folder")({
  id: FolderId,
  name: Field.optional(Schema.String),
  updatedAt: Field.optional(Field.Timestamp)
}) {}
const FolderQuery = Schema.Struct({
  status: Field.optional(Schema.Literal("open", "all")),
  mailbox: Field.optional(Field.oneOrMore(Schema.Number)),
  modifiedSince: Field.optional(Field.TimestampInput)
})
const FolderCreate = Schema.Struct({
  name: Field.text({ min: 1, max: 40 }),
  assignTo: Field.optional(Schema.NullOr(Schema.Number)),
  rules: Field.optional(Schema.Array(Schema.Struct({ size: Schema.Number })))
})
const byId = { folderId: FolderId }
const list = Endpoint.list("/v2/folders", {
  query: FolderQuery,
  embedded: "folders",
  item: Folder,
  docs: "folders/list"
})
const cursor = Endpoint.listCursor("/v3/folders", { embedded: "folders", item: Folder, docs: "folders/list" })
const report = Endpoint.listReport("/v2/reports/x", { embedded: "folders", item: Folder, docs: "reports/x" })
const endpoints = {
  list,
  listAll: Endpoint.all(list),
  listPages: Endpoint.pages(list),
  listV3All: Endpoint.all(cursor),
  get: Endpoint.get("/v2/folders/:folderId", { params: byId, response: Folder, docs: "folders/get" }),
  create: Endpoint.post("/v2/folders", {
    payload: FolderCreate,
    response: Endpoint.created(FolderId),
    docs: "folders/create"
  }),
  update: Endpoint.put("/v2/folders/:folderId", { params: byId, payload: FolderCreate, docs: "folders/update" }),
  publish: Endpoint.post("/v2/folders/:folderId/publish", { params: byId, response: Folder, docs: "folders/publish" }),
  delete: Endpoint.delete("/v2/folders/:folderId", { params: byId, docs: "folders/delete" }),
  file: Endpoint.file("/v2/folders/:folderId/file", { params: byId, docs: "folders/file" }),
  replies: {
    list: Endpoint.listArray("/v2/folders/:folderId/replies", { params: byId, item: Folder, docs: "folders/replies" }),
    source: Endpoint.get("/v2/folders/:folderId/:slug/source", {
      params: { ...byId, slug: Schema.String },
      response: Endpoint.text("message/rfc822"),
      docs: "folders/source"
    })
  },
  rows: report,
  rowsAll: Endpoint.all(report)
}
const bound = HelpScoutClient.methods("Folders", endpoints)

/** Runs against a scripted wire: failures as values. */
const over = <A>(to: Wire, use: (folders: Endpoint.Service<typeof endpoints>) => Effect.Effect<A, HelpScoutError>) =>
  Effect.flatMap(bound, (folders) => Effect.either(use(folders))).pipe(Effect.provide(clientLayer(to)))

/** The same, with the clock moving on by itself. */
const overTime = <A>(
  to: Wire,
  use: (folders: Endpoint.Service<typeof endpoints>) => Effect.Effect<A, HelpScoutError>
) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(over(to, use))
    yield* TestClock.adjust("10 minutes")
    return yield* Fiber.join(fiber)
  })

const tag = <A>(result: Either.Either<A, HelpScoutError>): string =>
  Either.match(result, { onLeft: (error) => error._tag, onRight: () => "success" })
const failure = <A>(result: Either.Either<A, HelpScoutError>): HelpScoutError =>
  Either.getOrThrowWith(Either.flip(result), () => new Error("no failure"))

const page = (number: number, pages: number, items: ReadonlyArray<number>): Reply =>
  json({
    _embedded: { folders: items.map((id) => ({ id, name: null })) },
    page: { size: items.length, totalElements: pages * items.length, totalPages: pages, number },
    _links: number < pages ? { next: { href: `https://api.helpscout.net/v2/folders?page=${number + 1}` } } : {}
  })

describe("a request", () => {
  it.effect("has the method, path, query, headers and body of its record, exactly", () =>
    Effect.gen(function* () {
      const to = script({ status: 201, headers: { "resource-id": "7" } })
      const id = yield* over(to, (folders) => folders.create({ name: "Größe", assignTo: null }))
      assert.deepStrictEqual(id, Either.right(7))
      assert.strictEqual(to.sent.length, 1)
      const { body, headers, method, url } = to.sent[0] ?? assert.fail()
      assert.deepStrictEqual(
        { method, url, body },
        { method: "POST", url: "https://api.helpscout.net/v2/folders", body: { name: "Größe", assignTo: null } }
      )
      assert.deepStrictEqual(headers, {
        accept: "application/json, application/hal+json",
        authorization: "Bearer token",
        "content-type": "application/json",
        "content-length": "34",
        "user-agent": "effect-helpscout"
      })
    })
  )

  it.effect("percent-encodes its path, and writes lists, dates and pages as Help Scout reads them", () =>
    Effect.gen(function* () {
      const to = script(page(3, 3, []), { status: 200, body: "raw" })
      yield* over(to, (folders) =>
        Effect.zip(
          folders.list({ mailbox: [1, 2], modifiedSince: DateTime.unsafeMake("2024-01-02T03:04:05.678Z"), page: 3 }),
          folders.replies.source({ folderId: 5, slug: "a/b?c#ü" })
        )
      )
      assert.deepStrictEqual(
        to.sent.map((sent) => sent.url),
        [
          "https://api.helpscout.net/v2/folders?page=3&mailbox=1%2C2&modifiedSince=2024-01-02T03%3A04%3A05Z",
          "https://api.helpscout.net/v2/folders/5/a%2Fb%3Fc%23%C3%BC/source"
        ]
      )
      assert.strictEqual(to.sent[1]?.headers.accept, "message/rfc822")
    })
  )

  it.effect("is not sent when its input does not fit: the error names paths and no values", () =>
    Effect.gen(function* () {
      const to = script({ status: 204 })
      const wrong = (input: unknown) => input as never
      const cases: ReadonlyArray<
        readonly [string, (folders: Endpoint.Service<typeof endpoints>) => Effect.Effect<unknown, HelpScoutError>]
      > = [
        ["folderId", (folders) => folders.get({ folderId: Number.NaN })],
        ["folderId", (folders) => folders.get({ folderId: -1 })],
        ["folderId", (folders) => folders.get({ folderId: wrong("../1") })],
        ["folderId", (folders) => folders.delete(wrong(undefined))],
        ["slug", (folders) => folders.replies.source({ folderId: 1, slug: ".." })],
        ["slug", (folders) => folders.replies.source({ folderId: 1, slug: "" })],
        ["stauts", (folders) => folders.list(wrong({ stauts: "secret-value" }))],
        ["status", (folders) => folders.list(wrong({ status: "secret-value" }))],
        ["mailbox", (folders) => folders.list({ mailbox: [] })],
        ["page", (folders) => folders.list({ page: 0 })],
        ["page", (folders) => Stream.runCollect(folders.listAll({ page: 1.5 }))],
        ["name", (folders) => folders.create({ name: "secret-value".repeat(10) })],
        ["extra", (folders) => folders.create(wrong({ name: "x", extra: "secret-value" }))],
        ["name", (folders) => folders.update({ folderId: 1 }, wrong({}))],
        // JSON would make null of it, and null unassigns
        ["assignTo", (folders) => folders.create({ name: "x", assignTo: Number.NaN })],
        ["assignTo", (folders) => folders.create({ name: "x", assignTo: Number.POSITIVE_INFINITY })],
        ["rules.1.size", (folders) => folders.create({ name: "x", rules: [{ size: 1 }, { size: Number.NaN }] })],
        ["rules.0.extra", (folders) => folders.create({ name: "x", rules: [wrong({ size: 1, extra: 2 })] })],
        ["__proto__", (folders) => folders.list(JSON.parse('{"__proto__":{"status":"all"}}'))],
        ["__proto__", (folders) => folders.create(JSON.parse('{"name":"x","__proto__":{}}'))],
        ["(the whole)", (folders) => folders.create(wrong(undefined))],
        ["(the whole)", (folders) => folders.get(wrong("secret-value"))]
      ]
      for (const [path, call] of cases) {
        const error = failure(yield* over(to, call))
        assert.strictEqual(error._tag, "HelpScoutInputInvalid", path)
        if (error._tag !== "HelpScoutInputInvalid") continue
        assert.deepStrictEqual(
          error.issues.map((issue) => issue.path),
          [path]
        )
        assert.notInclude(error.message, "secret-value")
      }
      assert.strictEqual(to.sent.length, 0)
    })
  )

  it.effect("without a record goes the same way, and only to the API's own host", () =>
    Effect.gen(function* () {
      const to = script(json({ a: null }), { status: 204 })
      const send = (options: Parameters<typeof HelpScoutClient.request>[0]) =>
        Effect.either(HelpScoutClient.request(options)).pipe(Effect.provide(clientLayer(to)))
      assert.deepStrictEqual(
        yield* send({ method: "GET", path: "/v2/x", query: { ids: [1, 2], q: "a b" } }),
        Either.right({ a: null })
      )
      assert.deepStrictEqual(yield* send({ method: "PUT", path: "/v2/x", body: { b: 1 } }), Either.right(undefined))
      assert.deepStrictEqual(
        to.sent.map((sent) => [sent.method, sent.url, sent.body]),
        [
          ["GET", "https://api.helpscout.net/v2/x?ids=1%2C2&q=a+b", undefined],
          ["PUT", "https://api.helpscout.net/v2/x", { b: 1 }]
        ]
      )
      for (const path of [
        "/../x",
        "/v2/./x",
        "/v2/%2e%2e/x",
        "/v2/.%2E/x",
        "/v2/..?a=1",
        "/v2/..#a",
        "/v2/a\\..\\x",
        "/v2/.\t./x",
        "@evil.example/x",
        ".evil.example/x"
      ]) {
        assert.strictEqual(tag(yield* send({ method: "GET", path: path as "/x" })), "HelpScoutInputInvalid", path)
      }
      assert.strictEqual(to.sent.length, 2)
      yield* send({ method: "GET", path: "/v2/.x/..y?back=/../z" })
      assert.strictEqual(to.sent[2]?.url, "https://api.helpscout.net/v2/.x/..y?back=/../z")
    })
  )
})

describe("an answer", () => {
  it.effect("loses its nulls, keeps what is known, and passes over what is not", () =>
    Effect.gen(function* () {
      const to = script(json({ id: 0, name: null, updatedAt: "2024-01-02T03:04:05", extra: { a: 1 } }))
      const folder = Either.getOrThrow(yield* over(to, (folders) => folders.get({ folderId: 1 })))
      assert.deepStrictEqual(folder, { id: 0, updatedAt: DateTime.unsafeMake("2024-01-02T03:04:05Z") })
    })
  )

  it.effect("to a create tells the id by Resource-ID, or else by Location without its query", () =>
    Effect.gen(function* () {
      const create = (headers: Record<string, string>) =>
        over(script({ status: 201, headers }), (folders) => folders.create({ name: "x" }))
      assert.deepStrictEqual(yield* create({ "Resource-ID": "15" }), Either.right(15))
      assert.deepStrictEqual(
        yield* create({ Location: "https://api.helpscout.net/v2/folders/15?counts=false" }),
        Either.right(15)
      )
      // the last two can't be decoded: the thing is there all the same
      for (const location of ["/v2/folders/me", "/v2/folders/%zz", "/v2/folders/%E0%A4%A"]) {
        const error = failure(yield* create({ Location: location }))
        assert.strictEqual(error._tag, "HelpScoutResponseInvalid")
        assert.strictEqual(error._tag === "HelpScoutResponseInvalid" && error.applied, true)
      }
    })
  )

  it.effect("becomes the error of its status, with Help Scout's own words and ids", () =>
    Effect.gen(function* () {
      const body = {
        logRef: "log",
        message: "Said so",
        _embedded: {
          errors: [
            {
              path: "name",
              message: "may not be empty",
              rejectedValue: "secret-value",
              _links: { about: { href: "http://x/errors#NotEmpty" } }
            }
          ]
        }
      }
      const tags: Array<string> = []
      for (const status of [400, 403, 404, 409, 412, 413, 415, 418, 500, 505]) {
        const error = failure(
          yield* overTime(script(json(body, status, { "correlation-id": "cor" })), (folders) =>
            folders.get({ folderId: 1 })
          )
        )
        tags.push(error._tag)
        assert.strictEqual(error.operation, "Folders.get")
        assert.strictEqual(error.correlationId, "cor")
        assert.include(error.message, "Said so")
        assert.notInclude(error.message, "secret-value")
        if (error._tag === "HelpScoutValidationFailed") {
          assert.deepStrictEqual(error.issues, [{ path: "name", message: "may not be empty", rule: "NotEmpty" }])
        }
      }
      assert.deepStrictEqual(tags, [
        "HelpScoutValidationFailed",
        "HelpScoutForbidden",
        "HelpScoutNotFound",
        "HelpScoutConflict",
        "HelpScoutPreconditionFailed",
        "HelpScoutPayloadTooLarge",
        "HelpScoutRequestRejected",
        "HelpScoutRequestRejected",
        "HelpScoutServiceUnavailable",
        "HelpScoutServiceUnavailable"
      ])
    })
  )

  it("becomes an error that can be stored as JSON and read again, whichever it is", () => {
    const errors: ReadonlyArray<HelpScoutError> = [
      new RateLimited({ operation: "Folders.get", retryAfter: Duration.millis(1500) }),
      new NotFound({ operation: "Folders.get", correlationId: "cor" }),
      new AmbiguousWrite({ operation: "Folders.create", status: 500, check: "POST /v2/folders" })
    ]
    const Json = Schema.parseJson(HelpScoutErrorSchema)
    for (const error of errors) {
      const read = Schema.decodeSync(Json)(Schema.encodeSync(Json)(error))
      assert.strictEqual(read._tag, error._tag)
      assert.strictEqual(read.message, error.message)
    }
  })

  it.effect("that quotes the token is told without it, and one that quotes a short word is told as it is", () =>
    Effect.gen(function* () {
      for (const [token, told] of [
        ["long-enough-to-be-a-secret", "Access token expired: <redacted>"],
        ["Access", "Access token expired: Access"]
      ] as const) {
        const said = json({ error: "invalid_token", error_description: `Access token expired: ${token}` }, 403)
        const layer = clientLayer(script(said), Auth.layerToken(Redacted.make(token)))
        const error = yield* Effect.flip(Effect.flatMap(bound, (folders) => folders.get({ folderId: 1 }))).pipe(
          Effect.provide(layer)
        )
        assert.strictEqual(error._tag === "HelpScoutForbidden" && error.detail, `invalid_token: ${told}`)
      }
    })
  )

  it.effect("that is HTML, truncated, empty or of another shape is ResponseInvalid, and quotes nothing", () =>
    Effect.gen(function* () {
      const bodies = [
        "<html>secret-value</html>",
        '{"id": 1, "name": "secret-val',
        "",
        '{"id": "secret-value"}',
        "[]",
        "null"
      ]
      for (const body of bodies) {
        const error = failure(
          yield* over(script({ status: 200, headers: { "content-type": "text/html" }, body }), (folders) =>
            folders.get({ folderId: 1 })
          )
        )
        assert.strictEqual(error._tag, "HelpScoutResponseInvalid", body)
        assert.notInclude(error.message, "secret-val")
      }
    })
  )

  it.effect("that redirects is followed on the API's own host by reads alone", () =>
    Effect.gen(function* () {
      const merged = script({ status: 301, headers: { location: "/v2/folders/2" } }, json({ id: 2 }))
      assert.deepStrictEqual(yield* over(merged, (folders) => folders.get({ folderId: 1 })), Either.right({ id: 2 }))
      assert.deepStrictEqual(
        merged.sent.map((sent) => sent.url),
        ["https://api.helpscout.net/v2/folders/1", "https://api.helpscout.net/v2/folders/2"]
      )

      const away = script({ status: 302, headers: { location: "https://evil.example/x" } }, json({ id: 2 }))
      assert.strictEqual(tag(yield* over(away, (folders) => folders.get({ folderId: 1 }))), "HelpScoutRequestRejected")
      assert.strictEqual(away.sent.length, 1)

      const write = script({ status: 301, headers: { location: "/v2/folders/2" } })
      assert.strictEqual(
        tag(yield* over(write, (folders) => folders.delete({ folderId: 1 }))),
        "HelpScoutRequestRejected"
      )
      assert.strictEqual(write.sent.length, 1)

      const loop = script({ status: 301, headers: { location: "/v2/folders/1" } })
      assert.strictEqual(tag(yield* over(loop, (folders) => folders.get({ folderId: 1 }))), "HelpScoutRequestRejected")
      assert.strictEqual(loop.sent.length, 6)
    })
  )

  it.effect("that redirects is not followed by fetch, and what else was asked of fetch stays", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* redirectingFetch
      const result = yield* over({ sent: [], client }, (folders) => folders.get({ folderId: 1 })).pipe(
        Effect.provideService(FetchHttpClient.RequestInit, { keepalive: true })
      )
      assert.strictEqual(tag(result), "HelpScoutRequestRejected")
      assert.deepStrictEqual(
        seen.map((init) => [init?.redirect, init?.keepalive]),
        [["manual", true]]
      )
    })
  )

  it.effect("that is a file on another host is fetched there with bare headers", () =>
    Effect.gen(function* () {
      const to = script(
        { status: 302, headers: { location: "https://files.example/x" } },
        { status: 200, body: "bytes" }
      )
      const bytes = Either.getOrThrow(yield* over(to, (folders) => Stream.runCollect(folders.file({ folderId: 1 }))))
      assert.strictEqual(new TextDecoder().decode(Chunk.toReadonlyArray(bytes)[0]), "bytes")
      assert.strictEqual(to.sent[1]?.url, "https://files.example/x")
      assert.isUndefined(to.sent[1]?.headers.authorization)
    })
  )

  it.effect("that leads from https to a host without it is not followed, not even for a file", () =>
    Effect.gen(function* () {
      const to = script({ status: 302, headers: { location: "http://files.example/x" } })
      const result = yield* over(to, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))
      assert.strictEqual(tag(result), "HelpScoutRequestRejected")
      assert.strictEqual(to.sent.length, 1)
    })
  )

  it.effect("that is a file on another host is a read like any other: sent again from the start, and observed", () =>
    Effect.gen(function* () {
      const away: Reply = { status: 302, headers: { location: "https://files.example/x" } }
      const bytes: Reply = { status: 200, body: "bytes" }
      for (const bad of [{ status: 503 }, { lost: { code: "ECONNRESET" } }] satisfies Array<Reply>) {
        const to = script(away, bad, away, bytes)
        const met: Array<readonly [number, number]> = []
        const result = yield* overTime(to, (folders) =>
          Stream.runDrain(folders.file({ folderId: 1 })).pipe(
            HelpScoutClient.onResponse((info) => Effect.sync(() => met.push([info.attempt, info.status])))
          )
        )
        assert.strictEqual(tag(result), "success")
        // a link that was signed may have run out: a new one is asked for
        assert.deepStrictEqual(
          to.sent.map((sent) => [new URL(sent.url).host, sent.headers.authorization !== undefined]),
          [
            ["api.helpscout.net", true],
            ["files.example", false],
            ["api.helpscout.net", true],
            ["files.example", false]
          ]
        )
        assert.deepStrictEqual(
          met.map(([, status]) => status),
          "status" in bad ? [302, 503, 302, 200] : [302, 302, 200]
        )
        assert.deepStrictEqual(
          met.map(([attempt]) => attempt),
          "status" in bad ? [1, 2, 3, 4] : [1, 3, 4]
        )
      }
      const forbidden = script(json({ message: "Said so" }, 403))
      const refused = yield* overTime(forbidden, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))
      assert.include(failure(refused).message, "Said so")
      const gone = script(away, { status: 404 })
      assert.strictEqual(
        tag(yield* overTime(gone, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))),
        "HelpScoutNotFound"
      )
      assert.strictEqual(gone.sent.length, 2)
    })
  )
})

describe("retries", () => {
  const NoHttp = Layer.succeed(HttpClient.HttpClient, script("hang").client)
  const reset: Reply = { lost: { code: "ECONNRESET", syscall: "read" } }
  const refused: Reply = { lost: { code: "ECONNREFUSED", syscall: "connect" } }
  const create = (folders: Endpoint.Service<typeof endpoints>) => folders.create({ name: "x" })
  const get = (folders: Endpoint.Service<typeof endpoints>) => folders.get({ folderId: 1 })
  const created: Reply = { status: 201, headers: { "resource-id": "7" } }

  it.effect("a read is sent again after 408, 500, 502, 503, 504 and a lost connection", () =>
    Effect.gen(function* () {
      for (const bad of [408, 500, 502, 503, 504]
        .map((status): Reply => ({ status, body: "<html>" }))
        .concat([reset, refused])) {
        const to = script(bad, bad, json({ id: 1 }))
        assert.strictEqual(tag(yield* overTime(to, get)), "success")
        assert.strictEqual(to.sent.length, 3)
      }
    })
  )

  it.effect("a read is sent five times at most", () =>
    Effect.gen(function* () {
      const unavailable = script({ status: 503 })
      assert.strictEqual(tag(yield* overTime(unavailable, get)), "HelpScoutServiceUnavailable")
      assert.strictEqual(unavailable.sent.length, 5)
      const lost = script(reset)
      assert.strictEqual(tag(yield* overTime(lost, get)), "HelpScoutTransportFailed")
      assert.strictEqual(lost.sent.length, 5)
    })
  )

  it.effect("a write is sent once after a 5xx, a reset or our own timeout, and is ambiguous", () =>
    Effect.gen(function* () {
      for (const bad of [{ status: 500 }, { status: 503 }, { status: 408 }, reset, "hang"] satisfies Array<Reply>) {
        const to = script(bad, created)
        const error = failure(yield* overTime(to, create))
        assert.strictEqual(error._tag, "HelpScoutAmbiguousWrite")
        assert.strictEqual(error._tag === "HelpScoutAmbiguousWrite" && error.check, "POST /v2/folders")
        assert.strictEqual(to.sent.length, 1)
      }
    })
  )

  it.effect("a write that certainly was not sent is sent again", () =>
    Effect.gen(function* () {
      const codes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]
      for (const code of codes) {
        const to = script({ lost: { code } }, created)
        assert.deepStrictEqual(yield* overTime(to, create), Either.right(7))
        assert.strictEqual(to.sent.length, 2)
      }
    })
  )

  it.effect("a write whose connection broke after it was made is not sent again, by whatever code", () =>
    Effect.gen(function* () {
      // with a route that is lost the system tells these of a connection that has sent already
      for (const code of ["EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED", "ETIMEDOUT"]) {
        const broken = script({ lost: { code, syscall: "read" } }, created)
        assert.strictEqual(tag(yield* overTime(broken, create)), "HelpScoutAmbiguousWrite", code)
        assert.strictEqual(broken.sent.length, 1)
        const never = script({ lost: { code, syscall: "connect" } }, created)
        assert.deepStrictEqual(yield* overTime(never, create), Either.right(7))
      }
    })
  )

  it.effect("a write that reached none of a host's addresses is sent again, unless one of them may have got it", () =>
    Effect.gen(function* () {
      const failed = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })
      const aggregate = (...errors: ReadonlyArray<Error>): Reply => ({
        // as Node makes it: with a code of its own and no system call
        lost: Object.assign({ code: "ETIMEDOUT" }, { errors })
      })
      const none = aggregate(failed("ETIMEDOUT", "connect"), failed("ENETUNREACH", "connect"))
      assert.deepStrictEqual(yield* overTime(script(none, created), create), Either.right(7))
      const one = aggregate(failed("ECONNREFUSED", "connect"), failed("ECONNRESET", "read"))
      assert.strictEqual(tag(yield* overTime(script(one, created), create)), "HelpScoutAmbiguousWrite")
    })
  )

  it.effect("a write whose answer breaks off after its head has been carried out, and is not sent again", () =>
    Effect.gen(function* () {
      let sent = 0
      const client = HttpClient.make((request) =>
        Effect.sync(() => {
          sent++
          const body = new ReadableStream({
            start: (controller) => controller.error(Object.assign(new Error("reset"), { code: "ECONNRESET" }))
          })
          return HttpClientResponse.fromWeb(request, new Response(body, { status: 200 }))
        })
      )
      const error = failure(yield* overTime({ sent: [], client }, (folders) => folders.publish({ folderId: 1 })))
      assert.strictEqual(error._tag, "HelpScoutResponseInvalid")
      assert.strictEqual(error._tag === "HelpScoutResponseInvalid" && error.applied, true)
      assert.include(error.message, "ECONNRESET")
      assert.strictEqual(sent, 1)
    })
  )

  it.effect(
    "a request costs its units when it was answered or its outcome is not known, not when it was never sent",
    () =>
      Effect.gen(function* () {
        const config = HelpScoutConfig.layer({ clientId: "app", clientSecret: Redacted.make("secret") })
        const spent = (reply: Reply, auth: Layer.Layer<Auth> = Auth.layerToken(Redacted.make("token"))) => {
          const to = script(reply)
          const layer = HelpScoutClient.layer.pipe(
            Layer.provideMerge(RateLimiter.layer({ maxPausedWait: 0 })),
            Layer.provide(auth),
            Layer.provide([config, Layer.succeed(HttpClient.HttpClient, to.client)])
          )
          return Effect.gen(function* () {
            yield* Effect.exit(Effect.flatMap(bound, create))
            const { active, completed, inFlight } = yield* Effect.flatMap(RateLimiter, (limiter) => limiter.snapshot)
            assert.deepStrictEqual([active, inFlight], [0, 0])
            return [to.sent.length, completed]
          }).pipe(Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none), Effect.provide(layer))
        }
        assert.deepStrictEqual(yield* spent(created), [1, 2])
        assert.deepStrictEqual(yield* spent(reset), [1, 2])
        assert.deepStrictEqual(yield* spent({ status: 500 }), [1, 2])
        assert.deepStrictEqual(yield* spent({ status: 429 }), [1, 0])
        assert.deepStrictEqual(yield* spent(refused), [1, 0])
        const without = Layer.orDie(Layer.provide(Auth.layerOAuth2(), [config, TokenStore.layerMemory, NoHttp]))
        assert.deepStrictEqual(yield* spent(created, without), [0, 0])
      })
  )

  it.effect("a service that names its own wait is not asked before", () =>
    Effect.gen(function* () {
      const to = script({ status: 503, headers: { "retry-after": "20" } }, json({ id: 1 }))
      const fiber = yield* Effect.fork(over(to, get))
      yield* TestClock.adjust("19 seconds")
      assert.strictEqual(to.sent.length, 1)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(tag(yield* Fiber.join(fiber)), "success")
    })
  )

  it.effect("the waits of a request keep to the policy's budget, and to its number of retries", () =>
    Effect.gen(function* () {
      const patience = (options: RetryPolicy.Options) =>
        Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.make(options))
      const sent = (wait: string, options: RetryPolicy.Options) => {
        const to = script({ status: 503, headers: { "retry-after": wait } })
        return Effect.as(
          overTime(to, (folders) => patience(options)(get(folders))),
          to.sent
        )
      }
      assert.lengthOf(yield* sent("2", { retries: 10, within: "5 seconds" }), 3)
      assert.lengthOf(yield* sent("6", { retries: 10, within: "5 seconds" }), 1)
      assert.lengthOf(yield* sent("1", { retries: 2, within: "5 seconds" }), 3)
      assert.lengthOf(yield* sent("1", RetryPolicy.none), 1)
    })
  )

  it.effect("a fixed token that is refused ends at once", () =>
    Effect.gen(function* () {
      const to = script({ status: 401 })
      assert.strictEqual(tag(yield* over(to, get)), "HelpScoutAuthFailed")
      assert.strictEqual(to.sent.length, 1)
    })
  )

  it.effect("a 401 for a token that is no longer current is met three times at most, for a renewed one once", () =>
    Effect.gen(function* () {
      for (const [renewed, requests] of [
        [false, 4],
        [true, 2]
      ] as const) {
        const to = script({ status: 401 })
        let id = 1
        const token = Effect.sync(() => ({ id, value: Redacted.make(`token-${id}`) }))
        const auth = Layer.succeed(Auth, {
          token,
          replace: () =>
            Effect.suspend(() => {
              id++
              return Effect.map(token, (token) => ({ token, renewed }))
            }),
          tokens: Stream.empty,
          events: Stream.empty,
          getTokens: () => Effect.die("is not asked"),
          setCredentials: () => Effect.void,
          authorizationUrl: () => new URL("https://x.example")
        })
        const error = yield* Effect.flip(Effect.flatMap(bound, get)).pipe(Effect.provide(clientLayer(to, auth)))
        assert.strictEqual(error._tag, "HelpScoutUnauthorized")
        assert.deepStrictEqual(
          to.sent.map((sent) => sent.headers.authorization),
          Array.from({ length: requests }, (_, i) => `Bearer token-${i + 1}`)
        )
      }
    })
  )

  it.effect("a 429 without a limiter is RateLimited with the wait that Help Scout names", () =>
    Effect.gen(function* () {
      const to = script({ status: 429, headers: { "x-ratelimit-retry-after": "7", "retry-after": "99" } })
      const error = failure(yield* over(to, get))
      assert.strictEqual(error._tag, "HelpScoutRateLimited")
      assert.strictEqual(error._tag === "HelpScoutRateLimited" ? Duration.toSeconds(error.retryAfter) : 0, 7)
    })
  )
})

describe("lists", () => {
  const numbers = (to: Wire, options?: { readonly prefetch?: number; readonly concurrency?: number }) =>
    over(to, (folders) =>
      Effect.map(Stream.runCollect(folders.listAll({}, options)), (all) =>
        Chunk.toReadonlyArray(all).map((folder) => folder.id)
      )
    )
  const ten = wire((sent) => {
    const number = Number(new URL(sent.url).searchParams.get("page") ?? 1)
    return page(number, 10, [number * 2 - 1, number * 2])
  })
  const first = {
    _embedded: { folders: [{ id: 1 }] },
    page: { totalElements: 9, totalPages: 9, number: 1 },
    _links: { next: { href: "?page=2" } }
  }
  const twenty = Array.from({ length: 20 }, (_, i) => i + 1)

  it.effect("an empty list, whose _embedded is missing, is an empty page", () =>
    Effect.gen(function* () {
      const to = script(json({ page: { size: 50, totalElements: 0, totalPages: 0, number: 1 }, _links: {} }))
      const empty = Either.getOrThrow(yield* over(to, (folders) => folders.list()))
      assert.deepStrictEqual(empty, { items: [], totals: { size: 50, totalElements: 0, totalPages: 0, number: 1 } })
    })
  )

  it.effect("a list under another key than documented is not taken for an empty one", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        tag(yield* over(script(json({ _embedded: { files: [] } })), (folders) => folders.list())),
        "HelpScoutResponseInvalid"
      )
    })
  )

  it.effect("all items come in order: one by one, read ahead, and several pages at a time", () =>
    Effect.gen(function* () {
      for (const options of [
        {},
        { prefetch: 3 },
        { concurrency: 4 },
        { concurrency: 4, prefetch: 2 },
        { concurrency: 99 }
      ]) {
        ten.sent.length = 0
        assert.deepStrictEqual(yield* numbers(ten, options), Either.right(twenty))
        assert.strictEqual(ten.sent.length, 10)
      }
    })
  )

  it.effect("take(1) costs one request", () =>
    Effect.gen(function* () {
      for (const options of [{}, { concurrency: 4 }]) {
        ten.sent.length = 0
        yield* over(ten, (folders) => Stream.runCollect(Stream.take(folders.listAll({}, options), 1)))
        assert.strictEqual(ten.sent.length, 1)
      }
    })
  )

  it.effect("a stream that ends early interrupts the requests that it has under way", () =>
    Effect.gen(function* () {
      for (const options of [{}, { prefetch: 3 }, { concurrency: 4 }, { concurrency: 4, prefetch: 2 }]) {
        let open = 0
        const client = HttpClient.make((request, url) =>
          url.searchParams.get("page") === null
            ? Effect.succeed(HttpClientResponse.fromWeb(request, Response.json(first)))
            : Effect.onExit(
                Effect.suspend(() => {
                  open++
                  return Effect.never
                }),
                () => Effect.sync(() => open--)
              )
        )
        const to: Wire = { sent: [], client }
        const one = over(to, (folders) => Stream.runCollect(Stream.take(folders.listAll({}, options), 1)))
        assert.strictEqual(tag(yield* one), "success")
        assert.strictEqual(open, 0)
        const all = yield* Effect.fork(over(to, (folders) => Stream.runCollect(folders.listAll({}, options))))
        yield* TestClock.adjust("1 second")
        assert.isAbove(open, 0)
        yield* Fiber.interrupt(all)
        assert.strictEqual(open, 0)
      }
    })
  )

  it.effect("several pages at a time come to the end of a list that grows or shrinks meanwhile", () =>
    Effect.gen(function* () {
      for (const [begun, later] of [
        [4, 9],
        [9, 4]
      ] as const) {
        const moving = wire((sent) => {
          const number = Number(new URL(sent.url).searchParams.get("page") ?? 1)
          const pages = number === 1 ? begun : later
          return number > pages ? json({ _links: {} }) : page(number, pages, [number])
        })
        assert.deepStrictEqual(
          yield* numbers(moving, { concurrency: 3 }),
          Either.right(Array.from({ length: later }, (_, i) => i + 1))
        )
      }
    })
  )

  it.effect("prefetch reads that many pages ahead of the consumer and no more", () =>
    Effect.gen(function* () {
      for (const prefetch of [1, 2, 5]) {
        ten.sent.length = 0
        yield* over(ten, (folders) =>
          Stream.runForEach(Stream.take(folders.listPages({}, { prefetch }), 1), () =>
            Effect.yieldNow().pipe(Effect.repeatN(1000))
          )
        )
        assert.strictEqual(ten.sent.length, 1 + prefetch)
      }
    })
  )

  it.effect("the next page is where the link leads, with whatever query it has", () =>
    Effect.gen(function* () {
      const to = script(
        json({
          _embedded: { folders: [{ id: 1 }] },
          _links: { next: { href: "https://api.helpscout.net/v3/folders?cursor=a%2Bb%3D%3D&x=%20y" } }
        }),
        json({ _embedded: { folders: [{ id: 2 }] }, _links: {} })
      )
      const all = yield* over(to, (folders) => Stream.runCollect(folders.listV3All()))
      assert.deepStrictEqual(
        Either.map(all, Chunk.toReadonlyArray),
        Either.right<ReadonlyArray<Folder>>([{ id: 1 }, { id: 2 }])
      )
      assert.strictEqual(to.sent[1]?.url, "https://api.helpscout.net/v3/folders?cursor=a%2Bb%3D%3D&x=%20y")
    })
  )

  it.effect(
    "a next link to another host, or back to its own page, is a typed failure that keeps what was emitted",
    () =>
      Effect.gen(function* () {
        for (const href of [
          "https://evil.example/v2/folders?page=2",
          "//evil.example/v2/folders",
          "https://api.helpscout.net@evil.example/v2/folders",
          "http://api.helpscout.net/v2/folders?page=2",
          "javascript:1",
          "http://[",
          "https://api.helpscout.net/v2/folders",
          "#top",
          ""
        ]) {
          const to = script(json({ _embedded: { folders: [{ id: 1 }] }, _links: { next: { href } } }))
          const seen: Array<number> = []
          const result = yield* over(to, (folders) =>
            Stream.runForEach(folders.listAll(), (folder) => Effect.sync(() => seen.push(folder.id)))
          )
          assert.strictEqual(tag(result), "HelpScoutResponseInvalid")
          assert.deepStrictEqual(seen, [1])
          assert.strictEqual(to.sent.length, 1)
        }
      })
  )

  it.effect("an error midway keeps what was emitted", () =>
    Effect.gen(function* () {
      const to = script(page(1, 3, [1, 2]), { status: 403 })
      const seen: Array<number> = []
      const result = yield* over(to, (folders) =>
        Stream.runForEach(folders.listAll(), (folder) => Effect.sync(() => seen.push(folder.id)))
      )
      assert.strictEqual(tag(result), "HelpScoutForbidden")
      assert.deepStrictEqual(seen, [1, 2])
    })
  )

  it.effect("a page is plain data, and nextPage reads the one after it", () =>
    Effect.gen(function* () {
      const to = script(page(1, 2, [1]), page(2, 2, [2]))
      const [first, second, third] = Either.getOrThrow(
        yield* over(to, (folders) =>
          Effect.gen(function* () {
            const one = yield* folders.list()
            const two = Option.getOrThrow(yield* HelpScoutClient.nextPage(one))
            return [one, two, yield* HelpScoutClient.nextPage(two)] as const
          })
        )
      )
      assert.strictEqual(JSON.stringify(first.next), '{"href":"https://api.helpscout.net/v2/folders?page=2"}')
      assert.deepStrictEqual(second.items, [{ id: 2 }])
      assert.isTrue(Option.isNone(third))
    })
  )

  it.effect("report rows and bare arrays have the face of pages", () =>
    Effect.gen(function* () {
      const rows = (number: number) =>
        json({ folders: { results: [{ id: number }], page: number, pages: 3, count: 3 } })
      const to = script(rows(1), rows(2), rows(3))
      const all = yield* over(to, (folders) => Stream.runCollect(folders.rowsAll()))
      assert.deepStrictEqual(
        Either.map(all, Chunk.toReadonlyArray),
        Either.right<ReadonlyArray<Folder>>([{ id: 1 }, { id: 2 }, { id: 3 }])
      )
      assert.deepStrictEqual(
        to.sent.map((sent) => new URL(sent.url).search),
        ["", "?page=2", "?page=3"]
      )
      const array = yield* over(script(json([{ id: 4 }])), (folders) => folders.replies.list({ folderId: 1 }))
      assert.deepStrictEqual(array, Either.right({ items: [{ id: 4 }] }))
    })
  )
})

describe("scopes", () => {
  it.effect("withTransform changes the HTTP client for what runs inside, and nests", () =>
    Effect.gen(function* () {
      const to = script(json({ id: 1 }))
      const header = (name: string, value: string) =>
        HelpScoutClient.withTransform(HttpClient.mapRequest(HttpClientRequest.setHeader(name, value)))
      yield* over(to, (folders) =>
        Effect.zipRight(
          folders.get({ folderId: 1 }).pipe(header("x-a", "inner"), header("x-b", "outer")),
          folders.get({ folderId: 1 })
        )
      )
      assert.deepStrictEqual(
        to.sent.map((sent) => [sent.headers["x-a"], sent.headers["x-b"]]),
        [
          ["inner", "outer"],
          [undefined, undefined]
        ]
      )
    })
  )

  it.effect(
    "withResponse answers the last response, onResponse shows each one, retries and concurrent streams included",
    () =>
      Effect.gen(function* () {
        const to = script({ status: 503 }, json({ id: 1 }, 200, { "correlation-id": "cor" }))
        const met: Array<number> = []
        const result = yield* overTime(to, (folders) =>
          folders.get({ folderId: 1 }).pipe(
            HelpScoutClient.withResponse,
            HelpScoutClient.onResponse((info) => Effect.sync(() => met.push(info.status)))
          )
        )
        const [folder, info] = Either.getOrThrow(result)
        assert.deepStrictEqual(folder, { id: 1 })
        assert.deepStrictEqual(
          [info.status, info.attempt, info.path, info.correlationId],
          [200, 2, "/v2/folders/:folderId", Option.some("cor")]
        )
        assert.deepStrictEqual(met, [503, 200])

        const several: Array<number> = []
        const ten = wire((sent) => page(Number(new URL(sent.url).searchParams.get("page") ?? 1), 5, [1]))
        yield* over(ten, (folders) =>
          Stream.runDrain(folders.listAll({}, { concurrency: 3 })).pipe(
            HelpScoutClient.onResponse((seen) => Effect.sync(() => several.push(seen.status)))
          )
        )
        assert.deepStrictEqual(several, [200, 200, 200, 200, 200])
      })
  )
})

describe("tracing", () => {
  it.effect("one span for each operation, with the route's template, and nothing of it is sent to Help Scout", () =>
    Effect.gen(function* () {
      const spans: Array<readonly [string, unknown]> = []
      const native = yield* Effect.tracer
      const tracer = Tracer.make({
        span: (name, parent, context, links, startTime, kind, options) => {
          spans.push([name, options?.attributes])
          return native.span(name, parent, context, links, startTime, kind, options)
        },
        context: (f, fiber) => native.context(f, fiber)
      })
      const to = script({ status: 301, headers: { location: "/v2/folders/2" } }, json({ id: 2 }))
      yield* over(to, (folders) => folders.get({ folderId: 1 })).pipe(Effect.withTracer(tracer))
      assert.deepStrictEqual(spans, [
        [
          "Folders.get",
          {
            "helpscout.operation": "Folders.get",
            "http.request.method": "GET",
            "url.template": "/v2/folders/:folderId"
          }
        ]
      ])
      for (const { headers } of to.sent) {
        assert.deepStrictEqual(Object.keys(headers).sort(), ["accept", "authorization", "user-agent"])
      }
    })
  )
})
