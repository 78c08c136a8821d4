import { assert, describe, it } from "@effect/vitest"
import { make, Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { baseUrl, type Call, call, mismatched, simulated } from "../http.js"

describe("a request to the simulator", () => {
  it.effect("gets a vnd.error body that names the fields and quotes the correlation id", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const invalid = yield* call("/v2/badges", { method: "POST", token, json: { name: "" } })
      assert.strictEqual(invalid.status, 400)
      assert.strictEqual(invalid.headers["content-type"], "application/vnd.error+json")
      assert.strictEqual(invalid.body.logRef, invalid.headers["correlation-id"])
      assert.strictEqual(invalid.body._embedded.errors[0].path, "name")
      const fraction = yield* call("/v2/badges?since=2026-01-01T00:00:00.000Z", { token })
      assert.strictEqual(fraction.status, 400)
      assert.strictEqual(fraction.body._embedded.errors[0].path, "since")
      assert.strictEqual((yield* call("/v2/badges?since=2026-01-01T00:00:00Z", { token })).status, 200)
    }).pipe(simulated())
  )

  const cases: ReadonlyArray<readonly [string, number, string, Call]> = [
    ["an unknown path", 404, "/v2/nowhere", {}],
    ["a missing resource", 404, "/v2/badges/99", {}],
    ["a known path with another method", 405, "/v2/badges", { method: "DELETE" }],
    ["a malformed id", 400, "/v2/badges/abc", {}],
    ["page 0", 400, "/v2/badges?page=0", {}],
    ["another content type", 415, "/v2/badges", { method: "POST", json: { name: "x" }, type: "text/plain" }],
    ["a missing body", 415, "/v2/badges", { method: "POST" }],
    ["malformed JSON", 400, "/v2/badges", { method: "POST", body: '{"name":' }],
    ["too large a body", 413, "/v2/badges", { method: "POST", json: { name: "x".repeat(2000) } }]
  ]

  for (const [what, status, path, options] of cases) {
    it.effect(`gets ${status} for ${what}`, () =>
      Effect.gen(function* () {
        const { accessToken: token } = yield* (yield* Simulator).issueTokens()
        assert.strictEqual((yield* call(path, { token, ...options })).status, status)
      }).pipe(simulated({ maxBodyBytes: 1000 }))
    )
  }

  it.effect("gets 401 for a missing or an unknown token", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* call("/v2/badges")).status, 401)
      assert.strictEqual((yield* call("/v2/badges", { token: "unknown" })).status, 401)
    }).pipe(simulated())
  )

  it.effect("that creates gets 201 with Resource-ID, Location and no body", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const created = yield* call("/v2/badges", {
        method: "POST",
        token,
        json: { name: "six" },
        type: "application/json;charset=UTF-8"
      })
      assert.strictEqual(created.status, 201)
      assert.strictEqual(created.text, "")
      assert.strictEqual(created.headers["resource-id"], "6")
      assert.strictEqual(created.headers.location, `${baseUrl}/v2/badges/6`)
      assert.deepStrictEqual((yield* call("/v2/badges/6", { token })).body, { id: 6, name: "six" })
    }).pipe(simulated())
  )

  it.effect("dies if responses are verified and the response does not match its endpoint", () =>
    Effect.gen(function* () {
      const simulator = yield* make({ families: [mismatched], verifyResponses: true })
      const { accessToken } = yield* simulator.issueTokens()
      const headers = { authorization: `Bearer ${accessToken}` }
      const exit = yield* Effect.exit(simulator.handle({ method: "GET", url: "/v2/badges", headers, body: "" }))
      assert.isTrue(Exit.isFailure(exit))
    })
  )
})
