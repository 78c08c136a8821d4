import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { call, simulated } from "../http.js"

const app = { client_id: "simulator-app", client_secret: "simulator-secret" }
const tokenCall = (form: Readonly<Record<string, string>>) =>
  call("/v2/oauth2/token", { method: "POST", form: { ...app, ...form } })

describe("the token endpoint", () => {
  it.effect("exchanges a code once, and invalidates both old tokens on renewal", () =>
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

      const reused = yield* tokenCall({ grant_type: "refresh_token", refresh_token: first.body.refresh_token })
      assert.strictEqual(reused.status, 400)
      assert.deepStrictEqual(reused.body, { error: "invalid_request", error_description: "Invalid refresh_token" })
      // the newest pair stays valid
      assert.strictEqual((yield* call("/v2/badges", { token: second.body.access_token })).status, 200)

      const { tokens, tokenRequests } = yield* simulator.stats
      assert.deepStrictEqual(tokens, { issued: 2, renewals: 1, reusedRefreshTokens: 1, rejected: 2 })
      assert.strictEqual(tokenRequests, 4)
    }).pipe(simulated())
  )

  it.effect("accepts JSON, a form, the query and Basic, and returns no refresh token for client credentials", () =>
    Effect.gen(function* () {
      const fields = { ...app, grant_type: "client_credentials" }
      const json = yield* call("/v2/oauth2/token", { method: "POST", json: fields })
      const inQuery = yield* call(`/v2/oauth2/token?${new URLSearchParams(fields)}`, { method: "POST" })
      const basic = yield* call("/v2/oauth2/token", {
        method: "POST",
        form: { grant_type: "client_credentials" },
        headers: { authorization: `Basic ${btoa("simulator-app:simulator-secret")}` }
      })
      for (const response of [json, inQuery, basic]) {
        assert.strictEqual(response.status, 200)
        assert.isUndefined(response.body.refresh_token)
      }
      assert.strictEqual(new Set([json, inQuery, basic].map((response) => response.body.access_token)).size, 3)
      // several tokens are valid at the same time
      assert.strictEqual((yield* call("/v2/badges", { token: json.body.access_token })).status, 200)
      assert.strictEqual((yield* call("/v2/badges", { token: basic.body.access_token })).status, 200)
    }).pipe(simulated())
  )

  it.effect("rejects wrong credentials with 401 and an unknown grant with 400", () =>
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

  it.effect("rejects an access token from the end of its lifetime on", () =>
    Effect.gen(function* () {
      const { accessToken } = yield* (yield* Simulator).issueTokens()
      yield* TestClock.adjust(9_999)
      assert.strictEqual((yield* call("/v2/badges", { token: accessToken })).status, 200)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* call("/v2/badges", { token: accessToken })).status, 401)
    }).pipe(simulated({ tokenLife: "10 seconds" }))
  )

  it.effect("revokes access tokens and refresh tokens separately", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { accessToken, refreshToken } = yield* simulator.issueTokens()
      yield* simulator.revokeAccessTokens()
      assert.strictEqual((yield* call("/v2/badges", { token: accessToken })).status, 401)
      const renewed = yield* tokenCall({ grant_type: "refresh_token", refresh_token: refreshToken ?? "" })
      assert.strictEqual(renewed.status, 200)
      yield* simulator.revokeRefreshTokens()
      assert.strictEqual((yield* call("/v2/badges", { token: renewed.body.access_token })).status, 200)
      const revoked = yield* tokenCall({ grant_type: "refresh_token", refresh_token: renewed.body.refresh_token })
      assert.strictEqual(revoked.status, 400)
    }).pipe(simulated())
  )
})
