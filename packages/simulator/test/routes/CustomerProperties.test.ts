import { assert, describe, it } from "@effect/vitest"
import { CustomerProperties } from "@effect-helpscout/resources/CustomerProperties"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

describe("customer properties in the simulator", () => {
  it.effect("are limited to fifty", () =>
    Effect.gen(function* () {
      const properties = yield* CustomerProperties
      for (let i = 0; i < 50; i++) yield* properties.create({ type: "text", slug: `p${i}`, name: "x" })
      assert.strictEqual(
        yield* failure(properties.create({ type: "text", slug: "p50", name: "x" })),
        "HelpScoutPreconditionFailed"
      )
      yield* properties.delete({ slug: "p0" })
      yield* properties.create({ type: "text", slug: "p50", name: "x" })
      assert.strictEqual(yield* Stream.runCount(properties.listAll()), 50)
      assert.strictEqual(yield* Stream.runCount(properties.listPages()), 1)
    }).pipe(Effect.provide(CustomerProperties.layer), Effect.provide(simulated({ data: "empty" })))
  )
})
