import { inspect } from "node:util"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import { assert, describe, it } from "@effect/vitest"
import {
  account,
  advance,
  collect,
  initialTokens,
  json,
  makeWorld,
  open,
  openWorld,
  raw,
  renew,
  storedIn,
  type TokenEndpoint,
  type TokenResponse,
  textOf,
  virtual,
  type World
} from "@effect-helpscout/test-support/auth"
import { redirectingFetch } from "@effect-helpscout/test-support/scripted"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import * as Auth from "../../../src/Auth.js"

describe("requests", () => {
  it.effect("sends a form with the secret in the body only", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      yield* renew(auth).pipe(Effect.withSpan("parent"))
      const { form, request } = endpoint.requests[0]!
      assert.deepStrictEqual([request.method, request.url], ["POST", "https://api.helpscout.net/v2/oauth2/token"])
      assert.deepStrictEqual(form, {
        grant_type: "refresh_token",
        client_id: "app",
        refresh_token: "refresh-0",
        client_secret: "app-secret"
      })
      assert.strictEqual(
        request.body._tag === "Uint8Array" && request.body.contentType,
        "application/x-www-form-urlencoded"
      )
      assert.deepStrictEqual(Object.keys(request.headers).sort(), [
        "accept",
        "content-length",
        "content-type",
        "user-agent"
      ])
      assert.deepStrictEqual([...request.urlParams], [])
    }).pipe(virtual)
  )

  it.effect("keeps the refresh token when the response has none", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.respond = () => json({ token_type: "bearer", access_token: `access-${endpoint.requests.length}` })
      const first = yield* renew(auth)
      yield* auth.replace(first.token)
      assert.deepStrictEqual(
        endpoint.requests.map(({ form }) => form.refresh_token),
        ["refresh-0", "refresh-0"]
      )
    }).pipe(virtual)
  )
})

describe("a response that contains an access token loses no token", () => {
  for (const odd of [
    ...["7200", "soon", "", -1, 0, 0.001, 1e12, null, undefined, true, {}, []].map((expires_in) => ({ expires_in })),
    ...["mac", "", 7, null, {}].map((token_type) => ({ token_type })),
    { error: "invalid_grant", status: 400, _embedded: null, scope: ["x"] }
  ]) {
    it.effect(`saves, uses and later renews the tokens of a response with ${JSON.stringify(odd)}`, () =>
      Effect.gen(function* () {
        const { auth, endpoint, store } = yield* openWorld
        endpoint.respond = () => json({ access_token: "access-odd", refresh_token: "refresh-odd", ...odd })
        yield* renew(auth)
        assert.strictEqual(yield* storedIn(store), "1 access-odd")
        const tokens = yield* Effect.forEach(Array.from({ length: 10 }), () => auth.token)
        assert.deepStrictEqual(new Set(tokens.map(textOf)), new Set(["access-odd"]))
        assert.strictEqual(endpoint.requests.length, 1)
        yield* advance("2 hours")
        endpoint.validRefreshToken = "refresh-odd"
        endpoint.respond = undefined
        assert.strictEqual(textOf(yield* auth.token), "access-1")
      }).pipe(virtual)
    )
  }

  it.effect("keeps the refresh token when the response has an unusable one", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      for (const refresh_token of ["", 7, {}, null]) {
        endpoint.respond = () => json({ access_token: `access-${endpoint.requests.length}`, refresh_token })
        yield* renew(auth)
      }
      assert.deepStrictEqual(new Set(endpoint.requests.map(({ form }) => form.refresh_token)), new Set(["refresh-0"]))
    }).pipe(virtual)
  )
})

describe("law O2: a redirect to another host receives no secret", () => {
  it.scoped("follows no redirect over fetch, and keeps the other fetch options", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* redirectingFetch
      const world = yield* makeWorld
      const auth = yield* open({ ...world, endpoint: { ...world.endpoint, client } })
      const error = yield* renew(auth).pipe(
        Effect.provideService(FetchHttpClient.RequestInit, { keepalive: true }),
        Effect.flip
      )
      assert.deepStrictEqual([error.reason, error.status], ["TokenResponseInvalid", 307])
      assert.deepStrictEqual(
        seen.map((init) => [init?.redirect, init?.keepalive]),
        [["manual", true]]
      )
    })
  )
})

describe("law T5: responses keep their cause", () => {
  const responses: ReadonlyArray<
    readonly [name: string, respond: () => TokenResponse, reason: string, status: number]
  > = [
    [
      "a wrong client",
      () => json({ error: "invalid_client", error_description: "Invalid client authentication" }, 401),
      "InvalidClient",
      401
    ],
    [
      "a used refresh token",
      () => json({ error: "invalid_request", error_description: "Invalid refresh_token" }, 400),
      "RefreshTokenRefused",
      400
    ],
    ["a used refresh token in OAuth's terms", () => json({ error: "invalid_grant" }, 400), "RefreshTokenRefused", 400],
    ["HTML with status 200", () => raw("<html>", 200), "TokenResponseInvalid", 200],
    ["HTML with status 401", () => raw("<html>", 401), "TokenResponseInvalid", 401],
    ["an empty 204", () => raw("", 204), "TokenResponseInvalid", 204],
    ["a response without an access token", () => json({ refresh_token: "x" }), "TokenResponseInvalid", 200],
    [
      "a redirect",
      () => ({ status: 307, body: "", headers: { location: "https://evil.example" } }),
      "TokenResponseInvalid",
      307
    ],
    ["too many requests", () => raw("{}", 429), "TokenEndpointFailed", 429],
    ["a server error", () => raw("{}", 500), "TokenEndpointFailed", 500]
  ]
  for (const [name, respond, reason, status] of responses) {
    it.effect(`fails with ${reason} for ${name}`, () =>
      Effect.gen(function* () {
        const { auth, endpoint } = yield* openWorld
        endpoint.respond = respond
        const error = yield* Effect.flip(renew(auth))
        assert.deepStrictEqual([error._tag, error.reason, error.status], ["HelpScoutAuthFailed", reason, status])
        assert.strictEqual(endpoint.requests.length, 1)
        assert.strictEqual(error.isRetryable, reason === "TokenEndpointFailed")
      }).pipe(virtual)
    )
  }

  it.effect("reports the code of a failed connection", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.suspend(
        () =>
          new HttpClientError.RequestError({
            request: endpoint.requests[0]!.request,
            reason: "Transport",
            cause: new TypeError("fetch failed", {
              cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
            })
          })
      )
      const error = yield* Effect.flip(renew(auth))
      assert.deepStrictEqual([error.reason, error.detail], ["TokenEndpointFailed", "ECONNREFUSED"])
    }).pipe(virtual)
  )
})

describe("rejections show the endpoint's own words", () => {
  const description = "Invalid refresh_token"
  const bodies: ReadonlyArray<readonly [body: unknown, reason: string, detail: string]> = [
    [
      { error: "invalid_request", error_description: description },
      "RefreshTokenRefused",
      `invalid_request: ${description}`
    ],
    [{ error: "invalid_grant", error_description: null }, "RefreshTokenRefused", "invalid_grant"],
    [{ error: "invalid_client", message: "who?" }, "InvalidClient", "invalid_client: who?"],
    [{ error: "Bad Request", message: "no grant", status: 400 }, "TokenResponseInvalid", "Bad Request: no grant"],
    [{ status: 400, message: "Missing grant_type" }, "TokenResponseInvalid", "Missing grant_type"],
    [{ message: ["a", "b"] }, "TokenResponseInvalid", "a: b"],
    [{ error: { code: 7, message: "nested" } }, "TokenResponseInvalid", "nested"],
    [{ title: "Bad Request", detail: "of a problem" }, "TokenResponseInvalid", "Bad Request: of a problem"],
    [{ errors: [{ message: "first" }, "second", null, 7] }, "TokenResponseInvalid", "first: second"],
    [{ _embedded: { errors: [{ path: "code", message: "embedded" }] } }, "TokenResponseInvalid", "embedded"],
    [{ message: "two\nlines\u0007  and\ta tab" }, "TokenResponseInvalid", "two lines and a tab"],
    [{ message: "x".repeat(500) }, "TokenResponseInvalid", "x".repeat(200)],
    ...[{}, [], null, 7, { message: null }, { error: "" }, { message: "  " }].map(
      (body) => [body, "TokenResponseInvalid", "the body is not an OAuth error"] as const
    )
  ]
  for (const [body, reason, detail] of bodies) {
    it.effect(`reports ${detail.slice(0, 40)} for ${JSON.stringify(body).slice(0, 80)}`, () =>
      Effect.gen(function* () {
        const { auth, endpoint } = yield* openWorld
        endpoint.respond = () => json(body, 400)
        const error = yield* Effect.flip(renew(auth))
        assert.deepStrictEqual([error.reason, error.detail], [reason, detail])
        assert.include(error.message, detail)
      }).pipe(virtual)
    )
  }
})

describe("law P7: memory is bounded for every response", () => {
  const piece = new TextEncoder().encode(" ".repeat(64_000))

  for (const [status, reason, detail] of [
    [200, "TokenResponseInvalid", "the body is larger than 1000000 bytes"],
    [400, "TokenResponseInvalid", "the body is not an OAuth error"],
    [503, "TokenEndpointFailed", undefined]
  ] as const) {
    it.effect(`stops reading an endless body with status ${status} after 1 MB`, () =>
      Effect.gen(function* () {
        const { auth, endpoint } = yield* openWorld
        let pieces = 0
        const endless = Stream.repeatEffect(
          Effect.sync(() => {
            pieces += 1
            return piece
          })
        )
        endpoint.respond = () => raw(endless, status)
        const error = yield* Effect.flip(renew(auth))
        assert.deepStrictEqual([error.reason, error.status, error.detail], [reason, status, detail])
        assert.isAtMost(pieces, 17)
      }).pipe(virtual)
    )
  }

  it.effect("reads a body in pieces, even within a character", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      const bytes = new TextEncoder().encode(`{"access_token":"access-x","scope":"é€😀"}`)
      endpoint.respond = () => raw(Stream.fromIterable([...bytes].map((byte) => Uint8Array.of(byte))))
      assert.strictEqual(textOf((yield* renew(auth)).token), "access-x")
    }).pipe(virtual)
  )
})

describe("law S6: a refused or broken request names its retry", () => {
  const transport = (code: string, syscall?: string) => (endpoint: TokenEndpoint) => {
    endpoint.before = Effect.suspend(
      () =>
        new HttpClientError.RequestError({
          request: endpoint.requests.at(-1)!.request,
          reason: "Transport",
          cause: Object.assign(new Error(code), { code, syscall })
        })
    )
  }
  const respond = (response: TokenResponse) => (endpoint: TokenEndpoint) => {
    endpoint.respond = () => response
  }
  const failures: ReadonlyArray<readonly [name: string, arrange: (endpoint: TokenEndpoint) => void, atRisk: boolean]> =
    [
      ["429", respond(raw("{}", 429)), false],
      ["500", respond(raw("{}", 500)), true],
      ["503", respond(raw("{}", 503)), true],
      ["408", respond(raw("{}", 408)), true],
      ["server_error", respond(json({ error: "server_error" }, 400)), true],
      ["temporarily_unavailable", respond(json({ error: "temporarily_unavailable" }, 400)), false],
      ["a refused connection", transport("ECONNREFUSED", "connect"), false],
      ["an unknown host", transport("ENOTFOUND", "getaddrinfo"), false],
      ["a reset", transport("ECONNRESET", "read"), true],
      ["a body that breaks off", respond(raw(new Error("reset"))), true],
      [
        "a timeout",
        (endpoint) => {
          endpoint.before = Effect.never
        },
        true
      ]
    ]
  for (const [name, arrange, atRisk] of failures) {
    it.effect(`after ${name} the refresh token ${atRisk ? "may have been used" : "was not used"}`, () =>
      Effect.gen(function* () {
        for (const layer of [Auth.Auth.layerOAuth2({ tokens: initialTokens }), Auth.Auth.layerClientCredentials]) {
          const world = yield* makeWorld
          arrange(world.endpoint)
          const auth = yield* open(world, layer)
          const call = yield* Effect.fork(Effect.flip(renew(auth)))
          yield* advance("30 seconds")
          const error = yield* call
          assert.strictEqual(error.reason, "TokenEndpointFailed")
          const grant = world.endpoint.requests[0]!.form.grant_type
          assert.strictEqual(error.refreshTokenAtRisk === true, atRisk && grant === "refresh_token")
        }
      }).pipe(virtual)
    )
  }

  for (const [header, seconds] of [
    ["7", 7],
    ["86400", 180],
    ["Thu, 01 Jan 1970 00:00:09 GMT", 9]
  ] as const) {
    it.effect(`sends no request for ${seconds} s after Retry-After: ${header}`, () =>
      Effect.gen(function* () {
        const { auth, endpoint } = yield* openWorld
        endpoint.respond = () => raw("", 429, { "retry-after": header })
        const first = yield* Effect.flip(renew(auth))
        assert.strictEqual(first.retryAfter && Duration.toSeconds(first.retryAfter), seconds)
        assert.include(first.message, `Try again in ${seconds} s`)
        yield* advance(seconds * 1000 - 1000)
        const second = yield* Effect.flip(renew(auth))
        assert.deepStrictEqual([second.reason, second.status], ["TokenEndpointFailed", 429])
        assert.strictEqual(second.retryAfter && Duration.toSeconds(second.retryAfter), 1)
        assert.strictEqual(endpoint.requests.length, 1)
        endpoint.respond = undefined
        yield* advance("1 second")
        assert.strictEqual(textOf((yield* renew(auth)).token), "access-1")
        assert.strictEqual(endpoint.requests.length, 2)
      }).pipe(virtual)
    )
  }
})

describe("law O1: no secret in a log, span, event, error or cause", () => {
  const secrets = ["app-secret", "access-", "refresh-", "planted-code", "planted-response"]

  /** Everything that a program could print of these values. */
  const print = (what: ReadonlyArray<unknown>) =>
    what
      .map((value) => {
        const cause = Cause.isCause(value) ? Cause.pretty(value, { renderErrorCause: true }) : ""
        return `${inspect(value, { depth: 20, showHidden: true })} ${JSON.stringify(value, (_, value) => (typeof value === "bigint" ? String(value) : value))} ${String(value)} ${cause}`
      })
      .join("\n")

  const failures: ReadonlyArray<readonly [name: string, arrange: (endpoint: TokenEndpoint) => void]> = [
    [
      "a transport failure",
      (endpoint) => {
        endpoint.before = Effect.suspend(
          () =>
            new HttpClientError.RequestError({
              request: endpoint.requests.at(-1)!.request,
              reason: "Transport",
              description: "planted-response",
              cause: new Error("planted-response")
            })
        )
      }
    ],
    [
      "a response that breaks off",
      (endpoint) => {
        endpoint.respond = () => raw(new Error("planted-response"))
      }
    ],
    [
      "a response of another shape",
      (endpoint) => {
        endpoint.respond = () =>
          json({
            token_type: "bearer",
            access_token: { value: "planted-response" },
            refresh_token: 7,
            "planted-response": "x"
          })
      }
    ],
    [
      "a token with characters that a header cannot contain",
      (endpoint) => {
        endpoint.respond = () => json({ token_type: "bearer", access_token: "planted\nplanted-response" })
      }
    ],
    [
      "a response without an access token",
      (endpoint) => {
        endpoint.respond = () => json({ token_type: "planted-response", refresh_token: "planted-response" })
      }
    ],
    [
      "a body that is not JSON",
      (endpoint) => {
        endpoint.respond = () => raw(`{"access_token": "planted-response`)
      }
    ],
    [
      "a rejection that quotes the request",
      (endpoint) => {
        endpoint.respond = () =>
          json(
            { error: "invalid_request", error_description: Object.values(endpoint.requests.at(-1)!.form).join(" ") },
            400
          )
      }
    ],
    [
      "a rejection of another shape",
      (endpoint) => {
        endpoint.respond = () =>
          json({ status: 400, message: `not ${Object.values(endpoint.requests.at(-1)!.form).join(" ")}` }, 400)
      }
    ],
    [
      "a server error",
      (endpoint) => {
        endpoint.respond = () => raw("planted-response", 500)
      }
    ],
    [
      "a timeout",
      (endpoint) => {
        endpoint.before = Effect.never
      }
    ]
  ]

  /** Runs a program, and returns everything that it logged, traced, published and returned. */
  const observe = <A, E>(program: (world: World, auth: Auth.Service) => Effect.Effect<A, E>) =>
    Effect.gen(function* () {
      const records: Array<unknown> = []
      const logger = Logger.make((entry) => {
        records.push(entry.message, entry.cause, Object.fromEntries(entry.annotations))
      })
      const spans: Array<Tracer.Span> = []
      const tracer = Tracer.make({
        span: (name, parent, context, links, startTime, kind) => {
          const attributes = new Map<string, unknown>()
          const span: Tracer.Span = {
            _tag: "Span",
            name,
            parent,
            context,
            links,
            kind,
            attributes,
            spanId: String(spans.length),
            traceId: "trace",
            sampled: true,
            status: { _tag: "Started", startTime },
            end: (_, exit) => records.push(exit),
            attribute: (key, value) => attributes.set(key, value),
            event: (...event) => records.push(event),
            addLinks: () => {}
          }
          spans.push(span)
          return span
        },
        context: (run) => run()
      })
      const world = yield* makeWorld
      yield* Effect.gen(function* () {
        const auth = yield* open(world)
        const events = yield* collect(auth.events)
        const fiber = yield* Effect.fork(Effect.exit(program(world, auth)))
        yield* advance("30 seconds")
        const exit = yield* fiber
        records.push(exit, events, auth)
        if (Exit.isFailure(exit)) records.push(exit.cause, ...Cause.failures(exit.cause))
      }).pipe(
        Effect.scoped,
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.All),
        Effect.withTracer(tracer)
      )
      records.push(...spans.map(({ attributes, name }) => [name, [...attributes]]))
      return { records, spans, world }
    })

  for (const [name, arrange] of failures) {
    it.effect(`contains no secret after ${name}`, () =>
      Effect.gen(function* () {
        for (const call of [
          (auth: Auth.Service) => Effect.asVoid(renew(auth)),
          (auth: Auth.Service) => Effect.asVoid(auth.getTokens("planted-code"))
        ]) {
          const { records, world } = yield* observe((world, auth) => {
            arrange(world.endpoint)
            return call(auth)
          })
          assert.isAbove(world.endpoint.requests.length, 0)
          const text = print(records)
          assert.include(text, "HelpScoutAuthFailed")
          for (const secret of secrets) assert.notInclude(text, secret)
        }
      }).pipe(virtual)
    )
  }

  it.effect("contains no secret when a renewal succeeds and credentials are set", () =>
    Effect.gen(function* () {
      const { records, spans } = yield* observe((world, auth) =>
        Effect.zipRight(
          renew(auth),
          Effect.zipRight(
            auth.setCredentials({ accessToken: "access-x", refreshToken: "refresh-x" }),
            world.store.load(account)
          )
        )
      )
      const text = print(records)
      assert.include(text, "Auth.renew: renewed the access token")
      for (const secret of secrets) assert.notInclude(text, secret)
      assert.deepStrictEqual(
        spans.map(({ name }) => name),
        ["Auth.renew"]
      )
    }).pipe(virtual)
  )

  it("control: the search finds secrets in errors, causes and exits", () => {
    const request = { body: "client_secret=app-secret" }
    assert.include(print([new Error("outer", { cause: request })]), "app-secret")
    assert.include(print([Cause.fail(new Error("outer", { cause: new Error("refresh-0") }))]), "refresh-0")
    assert.include(print([Exit.fail({ deep: { er: ["access-0"] } })]), "access-0")
  })
})
