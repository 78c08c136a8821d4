import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import {
  accessTokens,
  account,
  advance,
  failingStore,
  initialTokens,
  makeTokenEndpoint,
  makeWorld,
  open,
  openWorld,
  renew,
  storedIn,
  textOf,
  virtual
} from "@effect-helpscout/test-support/auth"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as Auth from "../src/Auth.js"
import { HelpScoutConfig } from "../src/HelpScoutConfig.js"
import * as TokenStore from "../src/TokenStore.js"

describe("law T7: getTokens activates nothing, setCredentials activates", () => {
  it.effect("getTokens exchanges a code and activates nothing", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* openWorld
      const tokens = yield* auth.getTokens(Redacted.make("good"))
      assert.strictEqual(Redacted.value(tokens.accessToken), "access-1")
      assert.strictEqual(endpoint.requests[0]?.form.grant_type, "authorization_code")
      assert.strictEqual(textOf(yield* auth.token), "access-0")
      assert.strictEqual(yield* storedIn(store), "nothing")
      assert.strictEqual((yield* Effect.flip(auth.getTokens("bad"))).reason, "CodeRefused")
    }).pipe(virtual)
  )

  it.effect("setCredentials saves, activates and publishes", () =>
    Effect.gen(function* () {
      const { auth, store } = yield* openWorld
      yield* store.save(account, initialTokens, { replaces: 6 })
      yield* auth.setCredentials({ accessToken: "set" })
      assert.strictEqual(textOf(yield* auth.token), "set")
      assert.strictEqual(yield* storedIn(store), "8 set")
      assert.deepStrictEqual(accessTokens(yield* Stream.runCollect(Stream.take(auth.tokens, 1))), ["set"])
    }).pipe(virtual)
  )
})

describe("law T9: flows are layers", () => {
  it.effect("client credentials: obtains and saves one token for 500 concurrent first requests", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const auth = yield* open(world, Auth.Auth.layerClientCredentials)
      assert.strictEqual(world.endpoint.requests.length, 0)
      const tokens = yield* Effect.all(
        Array.from({ length: 500 }, () => auth.token),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(new Set(tokens.map(textOf)), new Set(["access-1"]))
      assert.deepStrictEqual(world.endpoint.requests[0]?.form, {
        grant_type: "client_credentials",
        client_id: "app",
        client_secret: "app-secret"
      })
      assert.strictEqual(world.endpoint.requests.length, 1)
      assert.strictEqual(yield* storedIn(world.store), "1 access-1")
      const again = yield* renew(auth)
      assert.deepStrictEqual([textOf(again.token), again.renewed], ["access-2", true])
    }).pipe(virtual)
  )

  it.effect(
    "client credentials: continues while the store fails, because a second request for tokens does no harm",
    () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        const down = failingStore(failingStore(failingStore(world.store, "load"), "save"), "lock")
        const auth = yield* open({ ...world, store: down }, Auth.Auth.layerClientCredentials)
        const caller = yield* Effect.fork(auth.token)
        yield* advance("15 seconds")
        assert.strictEqual(textOf(yield* caller), "access-1")
      }).pipe(virtual)
  )

  it.effect("OAuth2: fails with NoTokens until tokens are set", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const auth = yield* open(world, Auth.Auth.layerOAuth2())
      const error = yield* Effect.flip(auth.token)
      assert.strictEqual(error.reason, "NoTokens")
      yield* Effect.flatMap(auth.getTokens("good"), auth.setCredentials)
      assert.strictEqual(textOf(yield* auth.token), "access-1")
    }).pipe(virtual)
  )

  it.effect("OAuth2 and client credentials: fail with the layer if the client id or secret is missing", () =>
    Effect.gen(function* () {
      for (const layer of [Auth.Auth.layerOAuth2({ tokens: initialTokens }), Auth.Auth.layerClientCredentials]) {
        const error = yield* Layer.build(layer).pipe(
          Effect.provide([
            HelpScoutConfig.layer({ clientId: "app" }),
            TokenStore.TokenStore.layerMemory,
            Layer.succeed(HttpClient.HttpClient, makeTokenEndpoint().client)
          ]),
          Effect.scoped,
          Effect.flip
        )
        assert.strictEqual(error.reason, "MissingCredentials")
      }
    }).pipe(virtual)
  )

  it.effect("fixed token: cannot be renewed, only set", () =>
    Effect.gen(function* () {
      const auth = yield* open(yield* makeWorld, Auth.Auth.layerToken(Redacted.make("fixed")))
      const token = yield* auth.token
      assert.strictEqual(textOf(token), "fixed")
      assert.strictEqual((yield* Effect.flip(auth.replace(token))).reason, "NotRenewable")
      assert.strictEqual((yield* Effect.flip(auth.getTokens("good"))).reason, "MissingCredentials")
      yield* auth.setCredentials({ accessToken: "other" })
      const replaced = yield* auth.replace(token)
      assert.deepStrictEqual([textOf(replaced.token), replaced.renewed], ["other", false])
      assert.deepStrictEqual(accessTokens(yield* Stream.runCollect(Stream.take(auth.tokens, 1))), ["other"])
    }).pipe(virtual)
  )
})

describe("authorizationUrl", () => {
  it.effect("authorizationUrl contains the client id and an unchanged state", () =>
    Effect.gen(function* () {
      const { auth } = yield* openWorld
      const state = "a&b=c d+é/?#%"
      const url = new URL(auth.authorizationUrl({ state }).href)
      assert.strictEqual(
        url.origin + url.pathname,
        "https://secure.helpscout.net/authentication/authorizeClientApplication"
      )
      assert.deepStrictEqual(
        [...url.searchParams],
        [
          ["client_id", "app"],
          ["state", state]
        ]
      )
      assert.deepStrictEqual([...auth.authorizationUrl().searchParams.keys()], ["client_id"])
    }).pipe(virtual)
  )
})

describe("law S5: a token that cannot be sent", () => {
  it.effect("is rejected when the layer is built, without showing it", () =>
    Effect.gen(function* () {
      for (const token of ["secret\n", "sec\r\nret", "secret\u2013", ""]) {
        const exit = yield* Effect.exit(Layer.build(Auth.Auth.layerToken(Redacted.make(token))))
        const text = Exit.isFailure(exit) ? Cause.pretty(exit.cause) : ""
        assert.include(text, "Auth.layerToken: the token contains characters that a header cannot contain")
        assert.notInclude(text, "sec\r")
        assert.notInclude(text, "secret")
      }
    }).pipe(Effect.scoped)
  )
})
