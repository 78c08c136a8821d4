import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { call, type Received, simulated } from "../http.js"

describe("the rate limit", () => {
  const spendAll = (token: string, path = "/v2/badges") =>
    Effect.map(Effect.all(Array.from({ length: 10 }, () => call(path, { token }))), (responses) =>
      responses.map(({ status }) => status)
    )

  it.effect("allows twice the limit around the boundary of a fixed window, and no more", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      yield* TestClock.adjust(59_999)
      assert.deepStrictEqual(yield* spendAll(token), Array(10).fill(200))
      const over = yield* call("/v2/badges", { token })
      assert.strictEqual(over.status, 429)
      assert.deepStrictEqual(over.body, { message: "API rate limit exceeded" })
      assert.strictEqual(over.headers["x-ratelimit-retry-after"], "1")
      assert.strictEqual(over.headers["x-ratelimit-remaining-minute"], "0")
      assert.strictEqual(over.headers["x-ratelimit-limit-minute"], "10")
      yield* TestClock.adjust(1)
      assert.deepStrictEqual(yield* spendAll(token), Array(10).fill(200))
      assert.strictEqual((yield* call("/v2/badges", { token })).headers["x-ratelimit-retry-after"], "60")
      const stats = yield* (yield* Simulator).stats
      assert.strictEqual(stats.maxUnitsInWindow, 20)
      assert.strictEqual(stats.maxRequestsInWindow, 22)
      assert.deepStrictEqual(stats.statuses, { 200: 20, 429: 2 })
    }).pipe(simulated({ rateLimit: { limit: 10 } }))
  )

  it.effect("starts fixed windows at their phase", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      yield* spendAll(token)
      yield* TestClock.adjust(19_999)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 429)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 200)
    }).pipe(simulated({ rateLimit: { limit: 10, phase: "20 seconds" } }))
  )

  it.effect("frees each unit of a sliding window one window after its use", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      yield* call("/v2/badges", { token })
      yield* TestClock.adjust(30_000)
      for (let i = 0; i < 9; i++) yield* call("/v2/badges", { token })
      const over = yield* call("/v2/badges", { token })
      assert.strictEqual(over.status, 429)
      assert.strictEqual(over.headers["x-ratelimit-retry-after"], "30")
      yield* TestClock.adjust(29_999)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 429)
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 200)
      assert.strictEqual((yield* call("/v2/badges", { token })).status, 429)
      yield* TestClock.adjust(30_000)
      assert.deepStrictEqual((yield* spendAll(token)).filter((status) => status === 200).length, 9)
    }).pipe(simulated({ rateLimit: { limit: 10, kind: "sliding" } }))
  )

  it.effect("counts two units for a write, none for a 401 or 429, and one for a 404", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const { accessToken: token } = yield* simulator.issueTokens()
      const remaining = (response: Received) => Number(response.headers["x-ratelimit-remaining-minute"])
      const write = { method: "POST", token, json: { name: "x" } } as const
      assert.strictEqual(remaining(yield* call("/v2/badges", write)), 8)
      assert.strictEqual(remaining(yield* call("/v2/nothing", { token })), 7)
      assert.isUndefined((yield* call("/v2/badges")).headers["x-ratelimit-remaining-minute"])
      yield* simulator.spend(6)
      assert.strictEqual((yield* call("/v2/badges", write)).status, 429)
      assert.strictEqual(remaining(yield* call("/v2/badges", { token })), 0)
    }).pipe(simulated({ rateLimit: { limit: 10 } }))
  )

  it.effect("subtracts what other clients of the account use", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      assert.deepStrictEqual((yield* spendAll(token)).filter((status) => status === 200).length, 3)
    }).pipe(simulated({ rateLimit: { limit: 10, foreignUse: 7 } }))
  )

  it.effect("counts requests on arrival by default, or later", () => {
    const arrivals = (countAt: number) =>
      Effect.gen(function* () {
        const simulator = yield* Simulator
        const { accessToken: token } = yield* simulator.issueTokens()
        const fiber = yield* Effect.fork(call("/v2/badges", { token }))
        yield* TestClock.adjust(100)
        assert.strictEqual((yield* simulator.stats).maxUnitsInWindow, countAt === 0 ? 1 : 0)
        yield* TestClock.adjust(900)
        assert.strictEqual((yield* fiber).status, 200)
        assert.strictEqual((yield* simulator.stats).maxUnitsInWindow, 1)
      }).pipe(simulated({ latency: "1 second", rateLimit: { countAt } }))
    return Effect.zipRight(arrivals(0), arrivals(1))
  })
})
