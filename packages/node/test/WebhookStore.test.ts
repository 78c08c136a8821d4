import { assert, describe, it } from "@effect/vitest"
import * as RedisWebhookStore from "@effect-helpscout/node/RedisWebhookStore"
import * as WebhookStore from "@effect-helpscout/node/WebhookStore"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"

/** Longer than a busy machine stands still. */
const lease = Duration.seconds(1)
const long = Duration.minutes(1)
const remember = Duration.hours(1)

const redisStore = Effect.flatMap(redisServer, ({ url }) => RedisWebhookStore.make({ connection: url }))

const stores: Readonly<Record<string, Effect.Effect<WebhookStore.Service, never, Scope.Scope>>> = {
  memory: WebhookStore.makeMemory(),
  redis: redisStore
}

for (const [name, open] of Object.entries(stores)) {
  describe(`the ${name} store`, () => {
    it.scopedLive("gives a delivery to one holder at a time, until it is released", () =>
      Effect.gen(function* () {
        const store = yield* open
        assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Begun")
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "InProgress")
        assert.strictEqual(yield* store.begin("b", { holder: "2", lease: long }), "Begun")
        yield* store.release("a", { holder: "2" })
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "InProgress")
        yield* store.release("a", { holder: "1" })
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Begun")
      })
    )

    it.scopedLive("one of many that begin at once is given it", () =>
      Effect.gen(function* () {
        const store = yield* open
        const claimed = yield* Effect.forEach(
          Array.from({ length: 50 }, (_, n) => String(n)),
          (holder) => store.begin("a", { holder, lease: long }),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(claimed.filter((one) => one === "Begun").length, 1)
        assert.strictEqual(claimed.filter((one) => one === "InProgress").length, 49)
      })
    )

    it.scopedLive("remembers what is done for as long as it is told to, whoever holds it", () =>
      Effect.gen(function* () {
        const store = yield* open
        yield* store.begin("a", { holder: "1", lease: long })
        yield* store.done("a", { remember: lease })
        yield* store.release("a", { holder: "1" })
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Done")
        yield* Effect.sleep("1200 millis")
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Begun")
      })
    )

    it.scopedLive(
      "what a dead process held is given to another after the lease, and is not released by the first",
      () =>
        Effect.gen(function* () {
          const store = yield* open
          yield* store.begin("a", { holder: "1", lease })
          yield* Effect.sleep("1200 millis")
          assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Begun")
          yield* store.release("a", { holder: "1" })
          assert.strictEqual(yield* store.begin("a", { holder: "3", lease: long }), "InProgress")
        })
    )
  })
}

describe("the memory store", () => {
  it.effect("forgets after an hour, to the millisecond", () =>
    Effect.gen(function* () {
      const store = yield* WebhookStore.makeMemory()
      yield* store.done("a", { remember })
      yield* TestClock.adjust(Duration.subtract(remember, Duration.millis(1)))
      assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Done")
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Begun")
    })
  )

  it.effect("is bounded: the oldest is forgotten first, and what is done again is the newest", () =>
    Effect.gen(function* () {
      const store = yield* WebhookStore.makeMemory({ capacity: 3 })
      for (const key of ["a", "b", "c", "a", "d"]) yield* store.done(key, { remember })
      const held = yield* Effect.forEach(["a", "b", "c", "d"], (key) => store.begin(key, { holder: "1", lease: long }))
      assert.deepStrictEqual(held, ["Done", "Begun", "Done", "Done"])
    })
  )
})

describe("the redis store", { timeout: 60_000 }, () => {
  it.scopedLive("fails in time while Redis is away or hangs, and works when it is back", () =>
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
      yield* store.begin("b", { holder: "1", lease: long })
      yield* server.pause
      yield* failInTime
      yield* server.resume
      yield* server.stop
      yield* failInTime
      yield* server.start
      yield* Effect.retry(store.done("a", { remember }), { schedule: Schedule.spaced("100 millis"), times: 100 })
      assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Done")
    })
  )

  it.scopedLive("a claim that was carried out after its time is given back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const store = yield* RedisWebhookStore.make({ connection: server.url, timeout: "300 millis" })
      yield* store.release("a", { holder: "1" })
      yield* server.pause
      yield* Effect.flip(store.begin("a", { holder: "1", lease: long }))
      yield* server.resume
      const again = store.begin("a", { holder: "2", lease: long })
      const claimed = yield* Effect.repeat(
        Effect.delay(
          Effect.orElseSucceed(again, () => "InProgress" as const),
          "100 millis"
        ),
        { until: (one) => one === "Begun", times: 100 }
      )
      assert.strictEqual(claimed, "Begun")
    })
  )
})
