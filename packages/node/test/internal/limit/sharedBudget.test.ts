import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as SharedBudget from "../../../src/internal/limit/sharedBudget.js"
import { RedisFault } from "../../../src/internal/redis.js"

import { collectLogs, limits, room, within } from "./support.js"

describe("while Redis is unavailable (law P3)", () => {
  const quiet = Effect.provide(collectLogs().layer)
  const wide = limits(40, { window: 60_000 })

  it.scopedLive("a request that ends while it is reported as in flight is reported again", () =>
    Effect.gen(function* () {
      const gate = yield* Effect.makeSemaphore(1)
      const reported: Array<string> = []
      const fault = new RedisFault({ detail: "Redis: unavailable" })
      const store = yield* SharedBudget.make(
        {
          acquire: () => Effect.fail(fault),
          settle: () => Effect.fail(fault),
          usage: () => Effect.fail(fault),
          join: (_terms, _told, reports) =>
            Effect.suspend(() => {
              reported.push(reports.map(({ kind }) => kind).join())
              return gate.withPermits(1)(Effect.succeed("epoch"))
            })
        },
        { share: 1, retry: Duration.millis(20) }
      )
      assert.strictEqual(yield* room(store, 0, 1, wide), "granted")
      yield* gate.take(1)
      assert.isTrue(
        yield* within(
          20_000,
          Effect.sync(() => reported.length === 2)
        )
      )
      yield* store.settle({ id: 0, counts: true, limits: wide })
      yield* gate.release(1)
      assert.isTrue(
        yield* within(
          20_000,
          Effect.sync(() => reported.length === 3)
        ),
        reported.join(" ")
      )
      assert.deepStrictEqual(reported, ["", "inFlight,returned", "completed"])
    }).pipe(quiet)
  )
})
