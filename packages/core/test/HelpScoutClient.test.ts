import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import { over, overTime, page, tag } from "@effect-helpscout/test-support/folders"
import { clientLayer, json, script, wire } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { HelpScoutClient } from "../src/HelpScoutClient.js"

describe("HelpScoutClient.request (law D1)", () => {
  it.effect("sends a custom request, to the API's own host only", () =>
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

describe("HelpScoutClient.request with a link (law L1)", () => {
  const sendTo = (path: string, baseUrl?: string) => {
    const to = script(json({}))
    return HelpScoutClient.request({ method: "GET", path, query: { a: 1 } }).pipe(
      Effect.either,
      Effect.provide(clientLayer(to, undefined, baseUrl === undefined ? {} : { baseUrl })),
      Effect.map((result) => (Either.isRight(result) ? to.sent[0]?.url : result.left._tag))
    )
  }

  it.effect("sends it to the host of baseUrl, below its path", () =>
    Effect.gen(function* () {
      const link = "https://api.helpscout.net/v2/conversations/1?embed=threads"
      assert.strictEqual(yield* sendTo(link), `${link}&a=1`)
      assert.strictEqual(
        yield* sendTo(link, "https://gateway.example/help-scout"),
        "https://gateway.example/help-scout/v2/conversations/1?embed=threads&a=1"
      )
      assert.strictEqual(
        yield* sendTo("https://gateway.example/help-scout/v2/tags", "https://gateway.example/help-scout/"),
        "https://gateway.example/help-scout/v2/tags?a=1"
      )
    })
  )

  it.effect("rejects links to other hosts, and with dot segments", () =>
    Effect.gen(function* () {
      for (const link of [
        "https://evil.example/v2/users/me",
        "http://api.helpscout.net/v2/users/me",
        "https://api.helpscout.net.evil.example/v2/users/me",
        "https://api.helpscout.net@evil.example/v2/users/me",
        "https://api.helpscout.net:8443/v2/users/me",
        "https://api.helpscout.net/v2/../oauth2",
        "https://",
        "ftp://api.helpscout.net/v2/users/me"
      ]) {
        assert.strictEqual(yield* sendTo(link), "HelpScoutInputInvalid", link)
      }
    })
  )
})

describe("HelpScoutClient.withTransform", () => {
  it.effect("changes the HTTP client inside its effect, and nests", () =>
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
})

describe("law O4: every response is observable", () => {
  it.effect(
    "withResponse returns the last response, onResponse observes each one, including retries and concurrent pages",
    () =>
      Effect.gen(function* () {
        const to = script({ status: 503 }, json({ id: 1 }, 200, { "correlation-id": "cor" }))
        const statuses: Array<number> = []
        const result = yield* overTime(to, (folders) =>
          folders.get({ folderId: 1 }).pipe(
            HelpScoutClient.withResponse,
            HelpScoutClient.onResponse((info) => Effect.sync(() => statuses.push(info.status)))
          )
        )
        const [folder, info] = Either.getOrThrow(result)
        assert.deepStrictEqual(folder, { id: 1 })
        assert.deepStrictEqual(
          [info.status, info.attempt, info.path, info.correlationId],
          [200, 2, "/v2/folders/:folderId", Option.some("cor")]
        )
        assert.deepStrictEqual(statuses, [503, 200])

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

describe("law P8: withTimeout", () => {
  it.effect("replaces the time limit of the exchanges of an effect, and of no other", () =>
    Effect.gen(function* () {
      const to = script("hang")
      const create = (timeout?: "1 second") =>
        over(to, (folders) => {
          const call = folders.create({ name: "x" })
          return timeout === undefined ? call : HelpScoutClient.withTimeout(call, timeout)
        })
      const limited = yield* Effect.fork(create("1 second"))
      const other = yield* Effect.fork(create())
      yield* TestClock.adjust("2 seconds")
      const ended = yield* Fiber.poll(limited)
      assert.strictEqual(tag(yield* Fiber.join(limited)), "HelpScoutAmbiguousWrite")
      assert.isTrue(Option.isSome(ended))
      assert.isTrue(Option.isNone(yield* Fiber.poll(other)))
      yield* Fiber.interrupt(other)
    })
  )
})
