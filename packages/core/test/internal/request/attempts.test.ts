import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import {
  failingStore,
  initialTokens,
  makeWorld,
  open as openAuth,
  raw,
  type TokenResponse,
  json as tokenJson
} from "@effect-helpscout/test-support/auth"
import { type Folders, failure, methods, over, overTime, page, tag } from "@effect-helpscout/test-support/folders"
import { clientLayer, json, type Reply, type Sent, script, wire } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { Auth } from "../../../src/Auth.js"
import { HelpScoutClient } from "../../../src/HelpScoutClient.js"
import { HelpScoutConfig } from "../../../src/HelpScoutConfig.js"
import type { HelpScoutError } from "../../../src/HelpScoutError.js"
import { RateLimiter } from "../../../src/RateLimiter.js"
import * as RetryPolicy from "../../../src/RetryPolicy.js"
import { TokenStore } from "../../../src/TokenStore.js"

type AuthWorld = Effect.Effect.Success<typeof makeWorld>

/** Replaces the next response of the token endpoint. */
const respondOnce =
  (response: TokenResponse) =>
  ({ endpoint }: AuthWorld) => {
    endpoint.respond = () => {
      endpoint.respond = undefined
      return response
    }
  }

/** Makes the next request to the token endpoint fail, or end otherwise. */
const failOnce =
  (end: AuthWorld["endpoint"]["before"]) =>
  ({ endpoint }: AuthWorld) => {
    endpoint.before = Effect.suspend(() => {
      endpoint.before = Effect.void
      return end
    })
  }

describe("law S1: a read is retried after transient failures", () => {
  const reset: Reply = { lost: { code: "ECONNRESET", syscall: "read" } }
  const refused: Reply = { lost: { code: "ECONNREFUSED", syscall: "connect" } }
  const get = (folders: Folders) => folders.get({ folderId: 1 })

  it.effect("retries a read after 408, 500, 502, 503, 504 and a failed connection", () =>
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

  it.effect("sends a read at most five times", () =>
    Effect.gen(function* () {
      const unavailable = script({ status: 503 })
      assert.strictEqual(tag(yield* overTime(unavailable, get)), "HelpScoutServiceUnavailable")
      assert.strictEqual(unavailable.sent.length, 5)
      const failing = script(reset)
      assert.strictEqual(tag(yield* overTime(failing, get)), "HelpScoutTransportFailed")
      assert.strictEqual(failing.sent.length, 5)
    })
  )

  it.effect("waits for the Retry-After of a 503", () =>
    Effect.gen(function* () {
      const to = script({ status: 503, headers: { "retry-after": "20" } }, json({ id: 1 }))
      const fiber = yield* Effect.fork(over(to, get))
      yield* TestClock.adjust("19 seconds")
      assert.strictEqual(to.sent.length, 1)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(tag(yield* Fiber.join(fiber)), "success")
    })
  )

  it.effect("keeps the waits of a request within the policy's budget and number of retries", () =>
    Effect.gen(function* () {
      const withPolicy = (options: RetryPolicy.Options) =>
        Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.make(options))
      const sent = (wait: string, options: RetryPolicy.Options) => {
        const to = script({ status: 503, headers: { "retry-after": wait } })
        return Effect.as(
          overTime(to, (folders) => withPolicy(options)(get(folders))),
          to.sent
        )
      }
      assert.lengthOf(yield* sent("2", { retries: 10, within: "5 seconds" }), 3)
      assert.lengthOf(yield* sent("6", { retries: 10, within: "5 seconds" }), 1)
      assert.lengthOf(yield* sent("1", { retries: 2, within: "5 seconds" }), 3)
      assert.lengthOf(yield* sent("1", RetryPolicy.none), 1)
    })
  )

  it.effect("retries a file on another host from the start, and observes each response", () =>
    Effect.gen(function* () {
      const redirect: Reply = { status: 302, headers: { location: "https://files.example/x" } }
      const bytes: Reply = { status: 200, body: "bytes" }
      for (const bad of [{ status: 503 }, { lost: { code: "ECONNRESET" } }] satisfies Array<Reply>) {
        const to = script(redirect, bad, redirect, bytes)
        const seen: Array<readonly [number, number]> = []
        const result = yield* overTime(to, (folders) =>
          Stream.runDrain(folders.file({ folderId: 1 })).pipe(
            HelpScoutClient.onResponse((info) => Effect.sync(() => seen.push([info.attempt, info.status])))
          )
        )
        assert.strictEqual(tag(result), "success")
        // a signed link may have expired, so a new one is requested
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
          seen.map(([, status]) => status),
          "status" in bad ? [302, 503, 302, 200] : [302, 302, 200]
        )
        assert.deepStrictEqual(
          seen.map(([attempt]) => attempt),
          "status" in bad ? [1, 2, 3, 4] : [1, 3, 4]
        )
      }
      const forbidden = script(json({ message: "Said so" }, 403))
      const rejected = yield* overTime(forbidden, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))
      assert.include(failure(rejected).message, "Said so")
      const missing = script(redirect, { status: 404 })
      assert.strictEqual(
        tag(yield* overTime(missing, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))),
        "HelpScoutNotFound"
      )
      assert.strictEqual(missing.sent.length, 2)
    })
  )
})

describe("a part of a response that was requested as a whole", () => {
  it.effect("is not taken for the whole, of JSON or of a file", () =>
    Effect.gen(function* () {
      const part: Reply = {
        status: 206,
        headers: { "content-range": "bytes 0-9/100" },
        body: JSON.stringify({ id: 1 })
      }
      const read = script(part)
      const file = script(part)
      const elsewhere = script({ status: 302, headers: { location: "https://files.example/x" } }, part)
      const results = [
        yield* overTime(read, (folders) => folders.get({ folderId: 1 })),
        yield* overTime(file, (folders) => Stream.runDrain(folders.file({ folderId: 1 }))),
        yield* overTime(elsewhere, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))
      ]
      for (const result of results) {
        const error = failure<unknown>(result)
        assert.isTrue(error._tag === "HelpScoutResponseInvalid" && !error.applied && error.status === 206)
        assert.include(error.message, "the body is a part, although the whole was requested")
      }
      assert.deepStrictEqual([read.sent.length, file.sent.length, elsewhere.sent.length], [1, 1, 2])
    })
  )
})

describe("law S2: a write is retried only if it was certainly not carried out", () => {
  const reset: Reply = { lost: { code: "ECONNRESET", syscall: "read" } }
  const create = (folders: Folders) => folders.create({ name: "x" })
  const created: Reply = { status: 201, headers: { "resource-id": "7" } }

  it.effect("sends a write once if it ends in a 5xx, a reset or a timeout, and fails with AmbiguousWrite", () =>
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

  it.effect("retries a write that was certainly not sent", () =>
    Effect.gen(function* () {
      const codes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]
      for (const code of codes) {
        const to = script({ lost: { code } }, created)
        assert.deepStrictEqual(yield* overTime(to, create), Either.right(7))
        assert.strictEqual(to.sent.length, 2)
      }
    })
  )

  it.effect("does not retry a write on a connection that broke after it was made, whatever the code", () =>
    Effect.gen(function* () {
      // when a route fails, the system reports these codes for a connection that has already sent
      for (const code of ["EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED", "ETIMEDOUT"]) {
        const broken = script({ lost: { code, syscall: "read" } }, created)
        assert.strictEqual(tag(yield* overTime(broken, create)), "HelpScoutAmbiguousWrite", code)
        assert.strictEqual(broken.sent.length, 1)
        const never = script({ lost: { code, syscall: "connect" } }, created)
        assert.deepStrictEqual(yield* overTime(never, create), Either.right(7))
      }
    })
  )

  it.effect("retries a write that reached none of a host's addresses, unless one of them may have received it", () =>
    Effect.gen(function* () {
      const failed = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })
      const aggregate = (...errors: ReadonlyArray<Error>): Reply => ({
        // as in Node: with its own code and without a system call
        lost: Object.assign({ code: "ETIMEDOUT" }, { errors })
      })
      const none = aggregate(failed("ETIMEDOUT", "connect"), failed("ENETUNREACH", "connect"))
      assert.deepStrictEqual(yield* overTime(script(none, created), create), Either.right(7))
      const one = aggregate(failed("ECONNREFUSED", "connect"), failed("ECONNRESET", "read"))
      assert.strictEqual(tag(yield* overTime(script(one, created), create)), "HelpScoutAmbiguousWrite")
    })
  )
})

describe("law S3: a write that succeeded never looks failed", () => {
  it.effect("reports a write whose response body breaks off as applied, and does not retry it", () =>
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
})

describe("law T1: one renewal per rejected token", () => {
  const get = (folders: Folders) => folders.get({ folderId: 1 })

  it.effect("fails at once for a rejected fixed token", () =>
    Effect.gen(function* () {
      const to = script({ status: 401 })
      assert.strictEqual(tag(yield* over(to, get)), "HelpScoutAuthFailed")
      assert.strictEqual(to.sent.length, 1)
    })
  )

  it.effect("tolerates three 401s for stale tokens, and none for a renewed token", () =>
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
          getTokens: () => Effect.die("is not called"),
          setCredentials: () => Effect.void,
          authorizationUrl: () => new URL("https://x.example")
        })
        const error = yield* Effect.flip(Effect.flatMap(methods, get)).pipe(Effect.provide(clientLayer(to, auth)))
        assert.strictEqual(error._tag, "HelpScoutUnauthorized")
        assert.deepStrictEqual(
          to.sent.map((sent) => sent.headers.authorization),
          Array.from({ length: requests }, (_, i) => `Bearer token-${i + 1}`)
        )
      }
    })
  )
})

describe("law S6: a request survives one failure of the token endpoint or of the store", () => {
  const get = (folders: Folders) => folders.get({ folderId: 1 })
  const list = (folders: Folders) => Effect.map(Stream.runCollect(folders.listAll()), Chunk.size)
  const tokenCode = (code: string, syscall: string) =>
    Effect.suspend(() => {
      const cause = Object.assign(new Error(code), { code, syscall })
      return new HttpClientError.RequestError({ request: HttpClientRequest.post("/"), reason: "Transport", cause })
    })

  /** A failure that happens once, and whether it leaves open that a refresh token was used. */
  const failures: ReadonlyArray<readonly [name: string, once: (world: AuthWorld) => void, atRisk: boolean]> = [
    ["429", respondOnce(raw("", 429)), false],
    ["429 with Retry-After", respondOnce(raw("", 429, { "retry-after": "20" })), false],
    ["500", respondOnce(raw("", 500)), true],
    ["503", respondOnce(raw("busy", 503)), true],
    ["503 with Retry-After", respondOnce(raw("", 503, { "retry-after": "7" })), true],
    ["a body that breaks off", respondOnce(raw(new Error("reset"))), true],
    ["a reset", failOnce(tokenCode("ECONNRESET", "read")), true],
    ["no response", failOnce(Effect.never), true],
    ["a refused connection", failOnce(tokenCode("ECONNREFUSED", "connect")), false],
    ["an unknown host", failOnce(tokenCode("ENOTFOUND", "getaddrinfo")), false]
  ]

  /** Runs a call over the API and `Auth` while ten minutes of the test clock pass. */
  const call = <A>(
    world: AuthWorld,
    layer: Parameters<typeof openAuth>[1],
    reply: (sent: Sent) => Reply,
    use: (folders: Folders) => Effect.Effect<A, HelpScoutError>
  ) =>
    Effect.gen(function* () {
      const auth = yield* openAuth(world, layer)
      const to = wire(reply)
      const result = Effect.flatMap(methods, (folders) => Effect.either(use(folders))).pipe(
        Effect.provide(clientLayer(to, Layer.succeed(Auth, { ...auth })))
      )
      const fiber = yield* Effect.fork(result)
      yield* TestClock.adjust("10 minutes")
      return { result: yield* Fiber.join(fiber), sent: to.sent }
    }).pipe(Effect.scoped)

  /** Three pages. The token is rejected from page 2 on. */
  const rejectingPage2 =
    (token: string, onReject: () => void = () => {}) =>
    ({ headers, url }: Sent): Reply => {
      const number = Number(new URL(url).searchParams.get("page") ?? 1)
      if (number === 1 || headers.authorization !== `Bearer ${token}`) return page(number, 3, [number])
      onReject()
      return { status: 401 }
    }

  const clientCredentials = Auth.layerClientCredentials
  const oauth2 = Auth.layerOAuth2({ tokens: initialTokens })

  for (const [name, once, atRisk] of failures) {
    it.effect(`a read and a write survive ${name} of the first token request`, () =>
      Effect.gen(function* () {
        for (const use of [get, (folders: Folders) => folders.update({ folderId: 1 }, { name: "x" })]) {
          const world = yield* makeWorld
          once(world)
          const { result, sent } = yield* call(
            world,
            clientCredentials,
            ({ method }) => (method === "GET" ? json({ id: 1 }) : { status: 204 }),
            use
          )
          assert.strictEqual(tag(result), "success")
          assert.strictEqual(sent.length, 1)
          assert.strictEqual(world.endpoint.requests.length, 2)
        }
      })
    )

    it.effect(`a list survives ${name} when its token is rejected on page 2, without sending that token again`, () =>
      Effect.gen(function* () {
        for (const layer of [clientCredentials, oauth2]) {
          const world = yield* makeWorld
          const first = layer === oauth2 ? "access-0" : "access-1"
          const { result, sent } = yield* call(
            world,
            layer,
            rejectingPage2(first, () => once(world)),
            list
          )
          if (layer === oauth2 && atRisk) {
            const error = failure(result)
            assert.isTrue(error._tag === "HelpScoutAuthFailed" && error.refreshTokenAtRisk)
            assert.strictEqual(world.endpoint.requests.length, 1)
          } else {
            assert.deepStrictEqual(result, Either.right(3))
            assert.strictEqual(sent.length, 4)
          }
        }
      })
    )
  }

  it.effect("waits for the token endpoint's Retry-After", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const times: Array<number> = []
      world.endpoint.before = Effect.map(Clock.currentTimeMillis, (now) => void times.push(now))
      respondOnce(raw("", 429, { "retry-after": "20" }))(world)
      assert.strictEqual(tag((yield* call(world, clientCredentials, () => json({ id: 1 }), get)).result), "success")
      assert.deepStrictEqual(times, [0, 20_000])
    })
  )

  it.effect("counts a rejected token once, however often its replacement fails", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      let failures = 4
      const fail = () => {
        world.endpoint.respond = () => {
          failures -= 1
          if (failures === 0) world.endpoint.respond = undefined
          return raw("", 429)
        }
      }
      const { result } = yield* call(world, clientCredentials, rejectingPage2("access-1", fail), list)
      assert.deepStrictEqual(result, Either.right(3))
      // one token, four failures, another token
      assert.strictEqual(world.endpoint.requests.length, 6)
    })
  )

  it.effect("fails after the policy's retries if the token endpoint stays unavailable", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      world.endpoint.respond = () => raw("", 503)
      const { result, sent } = yield* call(world, clientCredentials, () => json({ id: 1 }), get)
      const error = failure(result)
      assert.deepStrictEqual(
        [error._tag, error._tag === "HelpScoutAuthFailed" && error.reason, sent.length, world.endpoint.requests.length],
        ["HelpScoutAuthFailed", "TokenEndpointFailed", 0, 5]
      )
    })
  )

  it.effect("does not try again after a failure that stays", () =>
    Effect.gen(function* () {
      for (const response of [tokenJson({ error: "invalid_client" }, 401), raw("<html>", 403), raw("<html>")]) {
        const world = yield* makeWorld
        world.endpoint.respond = () => response
        const { result } = yield* call(world, clientCredentials, () => json({ id: 1 }), get)
        assert.strictEqual(tag(result), "HelpScoutAuthFailed")
        assert.strictEqual(world.endpoint.requests.length, 1)
      }
    })
  )

  // `load` is tried four times, when the layer is built and when the token is renewed
  for (const [operation, times] of [
    ["load", 8],
    ["lock", 1]
  ] as const) {
    it.effect(`a list survives one failure of the store's ${operation}`, () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        let failed = 0
        const attempt =
          <A extends ReadonlyArray<unknown>, R>(run: (...args: A) => R, broken: (...args: A) => R) =>
          (...args: A) =>
            (failed++ < times ? broken : run)(...args)
        const broken = failingStore(world.store, operation)
        const store = {
          ...world.store,
          [operation]: attempt<ReadonlyArray<never>, unknown>(world.store[operation], broken[operation])
        }
        const { result } = yield* call({ ...world, store }, oauth2, rejectingPage2("access-0"), list)
        assert.deepStrictEqual(result, Either.right(3))
        assert.isAtLeast(failed, times)
        assert.strictEqual(world.endpoint.requests.length, 1)
      })
    )
  }
})

describe("rate limit", () => {
  const NoHttp = Layer.succeed(HttpClient.HttpClient, script("hang").client)
  const reset: Reply = { lost: { code: "ECONNRESET", syscall: "read" } }
  const refused: Reply = { lost: { code: "ECONNREFUSED", syscall: "connect" } }
  const create = (folders: Folders) => folders.create({ name: "x" })
  const get = (folders: Folders) => folders.get({ folderId: 1 })
  const created: Reply = { status: 201, headers: { "resource-id": "7" } }

  it.effect("charges a request that got a response or may have arrived, but not one that was never sent", () =>
    Effect.gen(function* () {
      const config = HelpScoutConfig.layer({ clientId: "app", clientSecret: Redacted.make("secret") })
      const usage = (reply: Reply, auth: Layer.Layer<Auth> = Auth.layerToken(Redacted.make("token"))) => {
        const to = script(reply)
        const layer = HelpScoutClient.layer.pipe(
          Layer.provideMerge(RateLimiter.layer({ maxPausedWait: 0 })),
          Layer.provide(auth),
          Layer.provide([config, Layer.succeed(HttpClient.HttpClient, to.client)])
        )
        return Effect.gen(function* () {
          yield* Effect.exit(Effect.flatMap(methods, create))
          const { active, completed, inFlight } = yield* Effect.flatMap(RateLimiter, (limiter) => limiter.snapshot)
          assert.deepStrictEqual([active, inFlight], [0, 0])
          return [to.sent.length, completed]
        }).pipe(Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none), Effect.provide(layer))
      }
      assert.deepStrictEqual(yield* usage(created), [1, 2])
      assert.deepStrictEqual(yield* usage(reset), [1, 2])
      assert.deepStrictEqual(yield* usage({ status: 500 }), [1, 2])
      assert.deepStrictEqual(yield* usage({ status: 429 }), [1, 0])
      assert.deepStrictEqual(yield* usage(refused), [1, 0])
      const without = Layer.orDie(Layer.provide(Auth.layerOAuth2(), [config, TokenStore.layerMemory, NoHttp]))
      assert.deepStrictEqual(yield* usage(created, without), [0, 0])
    })
  )

  it.effect("fails a 429 without a limiter with RateLimited and the wait that Help Scout names", () =>
    Effect.gen(function* () {
      const to = script({ status: 429, headers: { "x-ratelimit-retry-after": "7", "retry-after": "99" } })
      const error = failure(yield* over(to, get))
      assert.strictEqual(error._tag, "HelpScoutRateLimited")
      assert.strictEqual(error._tag === "HelpScoutRateLimited" ? Duration.toSeconds(error.retryAfter) : 0, 7)
    })
  )
})

describe("law O1: no secret in an error", () => {
  it.effect("redacts a token that a response quotes, but not a word as short as a test token", () =>
    Effect.gen(function* () {
      for (const [token, quoted] of [
        ["long-enough-to-be-a-secret", "Access token expired: <redacted>"],
        ["Access", "Access token expired: Access"]
      ] as const) {
        const response = json({ error: "invalid_token", error_description: `Access token expired: ${token}` }, 403)
        const layer = clientLayer(script(response), Auth.layerToken(Redacted.make(token)))
        const error = yield* Effect.flip(Effect.flatMap(methods, (folders) => folders.get({ folderId: 1 }))).pipe(
          Effect.provide(layer)
        )
        assert.strictEqual(error._tag === "HelpScoutForbidden" && error.detail, `invalid_token: ${quoted}`)
      }
    })
  )
})

describe("law O2: a redirect off the API's host never receives the token", () => {
  it.effect("follows redirects of reads, on the API's own host only", () =>
    Effect.gen(function* () {
      const merged = script({ status: 301, headers: { location: "/v2/folders/2" } }, json({ id: 2 }))
      assert.deepStrictEqual(yield* over(merged, (folders) => folders.get({ folderId: 1 })), Either.right({ id: 2 }))
      assert.deepStrictEqual(
        merged.sent.map((sent) => sent.url),
        ["https://api.helpscout.net/v2/folders/1", "https://api.helpscout.net/v2/folders/2"]
      )

      const offHost = script({ status: 302, headers: { location: "https://evil.example/x" } }, json({ id: 2 }))
      assert.strictEqual(
        tag(yield* over(offHost, (folders) => folders.get({ folderId: 1 }))),
        "HelpScoutRequestRejected"
      )
      assert.strictEqual(offHost.sent.length, 1)

      const nowhere = script({ status: 302, headers: { location: "http://" } })
      const elsewhere = script({ status: 302, headers: { location: "https://evil.example/x" } })
      const messages = [elsewhere, nowhere].map((to) => over(to, (folders) => folders.get({ folderId: 1 })))
      const [toOther, toNowhere] = (yield* Effect.all(messages)).map((result) => failure(result).message)
      assert.include(toOther, "the redirect to evil.example is not followed")
      assert.include(toNowhere, "the redirect has no readable target")

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

  it.effect("fetches a file from another host without the token", () =>
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

  it.effect("does not follow a redirect from https to http, even for a file", () =>
    Effect.gen(function* () {
      const to = script({ status: 302, headers: { location: "http://files.example/x" } })
      const result = yield* over(to, (folders) => Stream.runDrain(folders.file({ folderId: 1 })))
      assert.strictEqual(tag(result), "HelpScoutRequestRejected")
      assert.strictEqual(to.sent.length, 1)
    })
  )
})
