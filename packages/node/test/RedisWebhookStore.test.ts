import { assert, describe, it } from "@effect/vitest"
import * as RedisWebhookStore from "@effect-helpscout/node/RedisWebhookStore"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { contract } from "./webhookStoreContract.js"

const long = Duration.minutes(1)
const remember = Duration.hours(1)

const retries = { schedule: Schedule.spaced("100 millis"), times: 100 }

contract(
  "RedisWebhookStore",
  Effect.flatMap(redisServer, ({ url }) => RedisWebhookStore.make({ connection: url }))
)

describe.concurrent("RedisWebhookStore", { timeout: 60_000 }, () => {
  it.scopedLive("fails in time while Redis is unavailable or hangs, and recovers when it is back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const store = yield* RedisWebhookStore.make({ connection: server.url, timeout: "300 millis" })
      const calls = [
        store.begin("a", { holder: "1", lease: long }),
        store.done("a", { remember }),
        store.release("a", { holder: "1" })
      ]
      const failInTime = Effect.forEach(calls, (call) =>
        Effect.map(Effect.timed(Effect.flip(call)), ([took, failed]) => {
          assert.strictEqual(failed._tag, "HelpScoutWebhookStoreFailed")
          assert.isBelow(Duration.toMillis(took), 5_000)
        })
      )
      // the first call waits for the connection
      yield* Effect.retry(store.begin("b", { holder: "1", lease: long }), retries)
      yield* server.pause
      yield* failInTime
      yield* server.resume
      yield* server.stop
      yield* failInTime
      yield* server.start
      yield* Effect.retry(store.done("a", { remember }), retries)
      assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Done")
    })
  )

  it.scopedLive("releases a claim that Redis executed after its time limit", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const store = yield* RedisWebhookStore.make({ connection: server.url, timeout: "300 millis" })
      yield* Effect.retry(store.release("a", { holder: "1" }), retries)
      yield* server.pause
      yield* Effect.flip(store.begin("a", { holder: "1", lease: long }))
      yield* server.resume
      const claimAgain = store.begin("a", { holder: "2", lease: long })
      const claimed = yield* Effect.repeat(
        Effect.delay(
          Effect.orElseSucceed(claimAgain, () => "InProgress" as const),
          "100 millis"
        ),
        { until: (claim) => claim === "Begun", times: 100 }
      )
      assert.strictEqual(claimed, "Begun")
    })
  )
})
