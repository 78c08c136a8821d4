import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { call, simulated } from "../http.js"

describe("recorded requests", () => {
  it.effect("contain what was received, up to the number of requests to keep", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { accessToken: token } = yield* simulator.issueTokens()
      yield* TestClock.adjust(5)
      for (let i = 1; i <= 7; i++) yield* call(`/v2/badges/${i}?y=${i}`, { token })
      const requests = yield* simulator.requests
      assert.deepStrictEqual(
        requests.map((request) => request.path),
        ["/v2/badges/5", "/v2/badges/6", "/v2/badges/7"]
      )
      assert.deepInclude(requests[0], {
        index: 4,
        method: "GET",
        query: "y=5",
        at: 5,
        account: "default",
        cost: 1,
        status: 200,
        endpoint: "GET /v2/badges/:badgeId",
        outcome: "responded",
        handled: true,
        unknownParameters: ["y"]
      })
      assert.strictEqual(requests[0]?.headers.authorization, `Bearer ${token}`)
      assert.strictEqual((yield* simulator.stats).requests, 7)
      yield* simulator.clear
      assert.strictEqual((yield* simulator.stats).requests, 0)
    }).pipe(simulated({ keepRequests: 3 }))
  )
})
