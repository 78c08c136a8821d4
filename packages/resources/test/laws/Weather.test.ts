import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { client, finish, layer } from "@effect-helpscout/test-support/program"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

const read = Effect.flatMap(Conversations, (conversations) => conversations.list({ status: "all" }))
const write = Effect.flatMap(Conversations, (conversations) =>
  Effect.flatMap(conversations.list({ status: "all" }), ({ items }) =>
    conversations.threads.createNote({ conversationId: items[0]?.id ?? 0 }, { text: "once" })
  )
)

/** Applies the fault to every request of this method, and to no other. */
const under = (method: "GET" | "POST", fault: Fault.Fault) =>
  Simulator.Simulator.pipe(
    Effect.flatMap((simulator) =>
      simulator.setFaults((request) =>
        request.method === method && request.path !== "/v2/oauth2/token" ? fault : undefined
      )
    )
  )

const tagOf = (fault: Fault.Fault, method: "GET" | "POST") =>
  Effect.gen(function* () {
    const simulator = yield* Simulator.Simulator
    yield* under(method, fault)
    const error = yield* Effect.flip(finish(method === "GET" ? Effect.asVoid(read) : Effect.asVoid(write)))
    // the tokens are kept: without the fault the call succeeds again, without a renewal
    yield* simulator.setFaults(undefined)
    yield* read
    assert.strictEqual((yield* simulator.stats).tokens.renewals, 0)
    return error
  })

describe("laws S1 to S3: every fault ends in a typed error that says what to do, and keeps the tokens", () => {
  const reads: ReadonlyArray<readonly [string, Fault.Fault, string, RegExp]> = [
    [
      "a server that responds with HTML",
      Fault.htmlBody(),
      "HelpScoutResponseInvalid",
      /not complete JSON \(text\/html\)/
    ],
    ["truncated JSON", Fault.truncated({ connection: "kept" }), "HelpScoutResponseInvalid", /not complete JSON/],
    ["an empty body", Fault.emptyBody(), "HelpScoutResponseInvalid", /body is empty/],
    ["a body that breaks off", Fault.truncated(), "HelpScoutTransportFailed", /ECONNRESET.*Check the network/],
    [
      "a redirect to another host",
      Fault.redirect("https://evil.example/x"),
      "HelpScoutRequestRejected",
      /redirect to evil\.example/
    ],
    ["a connection that is refused", Fault.refused, "HelpScoutTransportFailed", /connect ECONNREFUSED/],
    ["a connection that is reset", Fault.reset("before"), "HelpScoutTransportFailed", /read ECONNRESET/],
    [
      "a gateway in trouble",
      Fault.status(502, { body: "html" }),
      "HelpScoutServiceUnavailable",
      /\(502\).*Try again later/
    ],
    ["a server that never responds", Fault.hang(), "HelpScoutTransportFailed", /TIMEOUT/]
  ]
  for (const [name, fault, tag, message] of reads) {
    it.effect(`a read: ${name}`, () =>
      Effect.gen(function* () {
        const error = yield* tagOf(fault, "GET")
        assert.strictEqual(error._tag, tag)
        assert.match(error.message, message)
      }).pipe(Effect.provide(layer()))
    )
  }

  const writes: ReadonlyArray<readonly [string, Fault.Fault, string, number]> = [
    ["a connection reset before the server acted", Fault.reset("before"), "HelpScoutAmbiguousWrite", 0],
    ["a connection reset after the server acted", Fault.reset("after"), "HelpScoutAmbiguousWrite", 1],
    [
      "a gateway in trouble after the server acted",
      Fault.status(504, { when: "after", body: "html" }),
      "HelpScoutAmbiguousWrite",
      1
    ],
    ["a server that never responds", Fault.hang("after"), "HelpScoutAmbiguousWrite", 1],
    ["a success with an HTML body (law S4)", Fault.htmlBody(), "HelpScoutAmbiguousWrite", 1],
    ["a connection that is refused", Fault.refused, "HelpScoutTransportFailed", 0],
    ["a redirect", Fault.redirect("/v2/users/me"), "HelpScoutRequestRejected", 0]
  ]
  for (const [name, fault, tag, times] of writes) {
    it.effect(`a write: ${name}`, () =>
      Effect.gen(function* () {
        const simulator = yield* Simulator.Simulator
        const error = yield* tagOf(fault, "POST")
        assert.strictEqual(error._tag, tag)
        assert.strictEqual((yield* simulator.stored()).get("once") ?? 0, times)
        if (error._tag === "HelpScoutAmbiguousWrite")
          assert.include(error.message, "Before sending it again, check whether POST")
      }).pipe(Effect.provide(layer()))
    )
  }

  it.effect("names missing credentials when the layer is built", () =>
    Effect.gen(function* () {
      const config = HelpScoutConfig.layerConfig.pipe(
        Layer.provide(Layer.setConfigProvider(ConfigProvider.fromMap(new Map())))
      )
      const error = yield* Effect.flip(
        Effect.provide(Effect.void, Auth.layerClientCredentials.pipe(Layer.provide([config, TokenStore.layerMemory])))
      )
      assert.strictEqual(error._tag, "HelpScoutAuthFailed")
      assert.include(error.message, "HELPSCOUT_CLIENT_ID")
    }).pipe(Effect.provide(Simulator.Simulator.layer()))
  )

  it.effect("reports a wrong secret", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const config = HelpScoutConfig.layer({ clientId: simulator.clientId, clientSecret: Redacted.make("wrong") })
      const auth = Auth.layerClientCredentials.pipe(Layer.provide([config, TokenStore.layerMemory]))
      const error = yield* Effect.flip(
        Effect.provide(
          Effect.flatMap(Auth, ({ token }) => token),
          auth
        )
      )
      assert.strictEqual(error._tag === "HelpScoutAuthFailed" && error.reason, "InvalidClient")
      assert.include(error.message, "My Apps")
    }).pipe(Effect.provide(Simulator.Simulator.layer()))
  )

  it.effect("reports a revoked refresh token, and leaves the store unchanged", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const program = Effect.gen(function* () {
        const store = yield* TokenStore
        yield* read
        yield* simulator.revokeAccessTokens()
        yield* simulator.revokeRefreshTokens()
        const error = yield* Effect.flip(finish(read))
        assert.strictEqual(error._tag === "HelpScoutAuthFailed" && error.reason, "RefreshTokenRefused")
        return yield* store.load(`${simulator.clientId}:default`)
      })
      const kept = yield* Effect.provide(program, client())
      // tokens from the options that were never renewed are not in the store
      assert.isTrue(Option.isNone(kept))
    }).pipe(Effect.provide(Simulator.Simulator.layer({ data: { conversations: 3 } })))
  )
})
