import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as VirtualTime from "@effect-helpscout/core/testing/VirtualTime"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { finish, layer } from "@effect-helpscout/test-support/program"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

const tokenEndpoint = "/v2/oauth2/token"
const get = (conversationId: number) =>
  Effect.flatMap(Conversations, (conversations) => conversations.get({ conversationId }))
const anId = Effect.flatMap(Conversations, (conversations) => conversations.list({ status: "all" })).pipe(
  Effect.map((page) => page.items[0]?.id ?? assert.fail("the account is empty"))
)
const stats = Effect.flatMap(Simulator.Simulator, (simulator) => simulator.stats)

describe("renewal, as counted by the server", () => {
  it.effect("law T1: renews once for 500 concurrent 401 responses, and all 500 requests succeed", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const id = yield* anId
      yield* simulator.clear
      yield* simulator.revokeAccessTokens()
      const results = yield* Effect.forEach(Array.from({ length: 500 }), () => get(id), { concurrency: "unbounded" })
      assert.strictEqual(results.length, 500)
      const { statuses, tokens } = yield* stats
      assert.deepStrictEqual(statuses, { 200: 501, 401: 500 })
      assert.deepStrictEqual([tokens.renewals, tokens.reusedRefreshTokens, tokens.rejected], [1, 0, 0])
    }).pipe(
      Effect.provide(
        layer(
          {
            rateLimit: { limit: 10_000 },
            // the renewal takes a second: responses arrive before, during and after it
            latency: (request) =>
              request.path === tokenEndpoint ? "1 second" : `${100 + (request.index % 40) * 50} millis`
          },
          { maxConcurrent: 500, limit: 10_000 }
        )
      ),
      VirtualTime.run
    )
  )

  it.effect("law T1: fails after two requests and one renewal if every response is a 401", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const id = yield* anId
      yield* simulator.clear
      yield* simulator.setFaults((request) => (request.path === tokenEndpoint ? undefined : Fault.status(401)))
      const error = yield* Effect.flip(finish(get(id)))
      assert.strictEqual(error._tag, "HelpScoutUnauthorized")
      const { requests, statuses, tokens } = yield* stats
      assert.deepStrictEqual([statuses, requests, tokens.renewals], [{ 200: 1, 401: 2 }, 3, 1])
    }).pipe(Effect.provide(layer()))
  )

  it.effect(
    "law T3: an interrupted caller returns at once while the token endpoint hangs, and the next one succeeds",
    () =>
      Effect.gen(function* () {
        const simulator = yield* Simulator.Simulator
        const id = yield* anId
        yield* simulator.revokeAccessTokens()
        yield* simulator.fail(Fault.hang("before"), { path: tokenEndpoint })
        const impatient = yield* Effect.fork(Effect.timeoutOption(get(id), "1 second"))
        yield* TestClock.adjust("1 second")
        assert.isTrue(Option.isNone(yield* Fiber.join(impatient)))

        const patient = yield* Effect.fork(
          Effect.exit(Effect.retry(get(id), { times: 1, while: (error) => error.isRetryable }))
        )
        yield* TestClock.adjust("2 minutes")
        assert.isTrue(Exit.isSuccess(yield* Fiber.join(patient)))
        assert.strictEqual((yield* stats).tokens.reusedRefreshTokens, 0)
      }).pipe(Effect.provide(layer()))
  )

  it.effect("law T2: renews a token that is about to expire before it is rejected", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const id = yield* anId
      yield* simulator.clear
      for (let i = 0; i < 60; i++) {
        yield* TestClock.adjust("1 minute")
        yield* get(id)
      }
      const { statuses, tokens } = yield* stats
      assert.isUndefined(statuses[401])
      assert.strictEqual(tokens.renewals, 6)
    }).pipe(Effect.provide(layer({ tokenLife: "10 minutes" })))
  )

  it.effect("law T4: has persisted and published new tokens when the request succeeds", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const auth = yield* Auth
      const store = yield* TokenStore
      const id = yield* anId
      const published = yield* Effect.fork(Stream.runHead(auth.tokens))
      yield* simulator.revokeAccessTokens()
      yield* finish(get(id))
      const event = Option.getOrThrow(yield* Fiber.join(published))
      const kept = Option.getOrThrow(yield* store.load(`${simulator.clientId}:default`))
      const sent = (yield* simulator.requests).at(-1)?.headers.authorization
      assert.strictEqual(sent, `Bearer ${Redacted.value(event.accessToken)}`)
      assert.strictEqual(Redacted.value(kept.tokens.accessToken), Redacted.value(event.accessToken))
    }).pipe(Effect.provide(layer()))
  )

  it.effect("law T5: distinguishes a revoked refresh token, a wrong secret and an unavailable token endpoint", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const id = yield* anId
      yield* simulator.revokeAccessTokens()
      const reason = (fault: Fault.Fault) =>
        Effect.gen(function* () {
          yield* simulator.fail(fault, { path: tokenEndpoint })
          const error = yield* Effect.flip(finish(get(id)))
          return error._tag === "HelpScoutAuthFailed" ? error.reason : error._tag
        })
      assert.strictEqual(yield* reason(Fault.status(503, { body: "html" })), "TokenEndpointFailed")
      assert.strictEqual(yield* reason(Fault.htmlBody({ when: "before" })), "TokenResponseInvalid")
      assert.strictEqual(yield* reason(Fault.reset("before")), "TokenEndpointFailed")
      // none of these failures loses the tokens
      yield* finish(get(id))

      yield* simulator.revokeAccessTokens()
      yield* simulator.revokeRefreshTokens()
      const error = yield* Effect.flip(finish(get(id)))
      assert.strictEqual(error._tag === "HelpScoutAuthFailed" && error.reason, "RefreshTokenRefused")
      assert.include(error.message, "authorize the app again")
    }).pipe(Effect.provide(layer()))
  )

  it.effect("law T1: a clock that jumps costs one 401 and one renewal", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const id = yield* anId
      yield* simulator.clear
      // the token has expired at the server, while the local clock says that it is valid for two days
      yield* simulator.revokeAccessTokens()
      const result = yield* Effect.either(finish(get(id)))
      assert.isTrue(Either.isRight(result))
      assert.deepStrictEqual((yield* stats).statuses, { 200: 2, 401: 1 })
    }).pipe(Effect.provide(layer()))
  )
})
