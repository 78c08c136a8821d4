import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { defaults, merge } from "../../../src/internal/limit/settings.js"
import { type Options, RateLimiter } from "../../../src/RateLimiter.js"

const invalid: ReadonlyArray<readonly [message: string, options: Options]> = [
  ["`maxConcurrent` must be a positive integer, found 0.", { maxConcurrent: 0 }],
  ["`maxConcurrent` must be a positive integer, found NaN.", { maxConcurrent: Number.NaN }],
  ["`limit` must be a number of units of at least 1, found 0.", { limit: 0 }],
  ["`window` must be a finite duration greater than zero, found 0.", { window: 0 }],
  ["`window` must be a finite duration greater than zero, found Infinity.", { window: Duration.infinity }],
  ["`reserve` must be a number of units of at least 0, found -1.", { reserve: -1 }],
  [
    "`writeBurst` must be at least 2 units (one write) in a window greater than zero, found 1 units in 5s.",
    { writeBurst: { units: 1, window: "5 seconds" } }
  ]
]

describe("options with which every request would wait forever", () => {
  it.effect("are rejected when the layer is built; the message names option, expectation and value", () =>
    Effect.gen(function* () {
      for (const [message, options] of invalid) {
        const exit = yield* Effect.exit(Effect.provide(RateLimiter, RateLimiter.layer(options)))
        assert.include(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "", `RateLimiter: ${message}`)
      }
    })
  )
})

describe("merge", () => {
  it("keeps what the options omit; an explicit undefined removes writeBurst", () => {
    const capped = merge(defaults, { limit: 200, writeBurst: { units: 4, window: "5 seconds" } })
    assert.deepInclude(merge(capped, {}), { limit: 200, writeBurst: { units: 4, window: Duration.seconds(5) } })
    assert.deepInclude(merge(capped, { writeBurst: undefined }), { limit: 200, writeBurst: undefined })
  })
})
