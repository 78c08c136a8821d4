import { assert, describe, it, layer } from "@effect/vitest"
import * as Config from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import type { Limits, Service } from "@effect-helpscout/core/RateLimiterStore"
import * as RedisRateLimiter from "@effect-helpscout/node/RedisRateLimiter"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"

import { account, bare, collectLogs, limits, room, Server, within } from "./internal/limit/support.js"

/** Acquires and settles a request. Returns whether it was granted. */
const once = (store: Service, id: number, limit: Limits) =>
  Effect.flatMap(room(store, id, 1, limit), (decision) =>
    decision === "granted" ? Effect.as(store.settle({ id, counts: true, limits: limit }), true) : Effect.succeed(false)
  )

/** Asks as the limiter does, uninterruptibly. */
const many = (store: Service, count: number, limit: Limits, from = 0) =>
  Effect.map(
    Effect.uninterruptible(Effect.forEach(Array.from({ length: count }), (_, id) => once(store, from + id, limit))),
    (granted) => granted.filter((_) => _).length
  )

const sharedGauge = Effect.map(Metric.snapshot, (metrics) => {
  const found = metrics.find(({ metricKey }) => metricKey.name === "helpscout_rate_limit_shared")?.metricState
  return found !== undefined && "value" in found ? found.value : undefined
})

layer(Server.layer, { excludeTestServices: true })("processes that share a budget (law P2)", (it) => {
  it.scoped("never exceed it together when all ask at once", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const name = account()
      const open = RedisRateLimiter.makeStore({ connection: url, account: name, timeout: "5 seconds" })
      const stores = yield* Effect.all(Array.from({ length: 8 }, () => open))
      const wide = limits(100, { window: 60_000 })
      const granted = yield* Effect.forEach(
        stores,
        (store) => Effect.forEach(Array.from({ length: 60 }), (_, id) => room(store, id, 1, wide), { concurrency: 60 }),
        { concurrency: 8 }
      )
      assert.strictEqual(granted.flat().filter((_) => _ === "granted").length, 100)
      for (const store of stores) {
        assert.deepInclude(yield* store.usage(wide), { inFlight: 100, completed: 0 })
      }
    })
  )

  it.scoped("share a pause of at most two windows, even if a 429 names a day (laws R5 and P8)", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const shared = Layer.build(
        RedisRateLimiter.layer({ connection: url, account: account(), timeout: "5 seconds" })
      ).pipe(Effect.provide(Config.HelpScoutConfig.layer({ clientId: "app" })), Effect.map(Context.get(RateLimiter)))
      const one = yield* shared
      const reading = { retryAfter: Duration.days(1) }
      yield* one.withPermit(one.register({ operation: "One", units: 1 }), Effect.void, () => ({
        _tag: "Responded",
        status: 429,
        reading
      }))
      // started after the 429
      const later = yield* shared
      for (const limiter of [one, later]) {
        const { paused } = yield* limiter.snapshot
        assert.isAtMost(Duration.toMillis(paused), 120_000)
        assert.isAbove(Duration.toMillis(paused), 60_000)
      }
    })
  )

  it.scoped("share readings and pauses", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const open = RedisRateLimiter.makeStore({ connection: url, account: account(), timeout: "5 seconds" })
      const [one, other] = yield* Effect.all([open, open])
      const wide = limits(400, { window: 60_000 })
      yield* room(one, 0, 1, wide)
      yield* one.settle({ id: 0, counts: true, limits: wide, reading: { limit: 200, remaining: 150 } })
      assert.deepInclude(yield* other.usage(wide), { limit: 200, external: 49 })
      yield* room(other, 0, 1, wide)
      yield* other.settle({ id: 0, counts: false, limits: wide, pause: 30_000 })
      const decision = yield* one.acquire({ id: 1, units: 1, limits: wide })
      assert.isTrue(
        decision._tag === "Wait" && decision.reason === "Paused" && decision.millis > 20_000,
        JSON.stringify(decision)
      )
    })
  )

  it.scoped("poll while another process's request may make room", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const open = RedisRateLimiter.makeStore({ connection: url, account: account(), timeout: "5 seconds" })
      const [one, other] = yield* Effect.all([open, open])
      const wide = limits(1, { window: 60_000 })
      yield* room(one, 0, 1, wide)
      const decision = yield* other.acquire({ id: 0, units: 1, limits: wide })
      assert.isTrue(
        decision._tag === "Wait" && decision.reason === "Exhausted" && decision.millis <= 125,
        JSON.stringify(decision)
      )
      yield* one.settle({ id: 0, counts: true, limits: wide })
      const known = yield* other.acquire({ id: 0, units: 1, limits: wide })
      assert.isTrue(known._tag === "Wait" && known.millis > 50_000, JSON.stringify(known))
    })
  )

  it.scoped("report their requests again when Redis has lost its data", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { layer, lines } = collectLogs()
      yield* Effect.gen(function* () {
        const open = RedisRateLimiter.makeStore({ connection: redis, account: account(), timeout: "5 seconds" })
        const [one, other] = yield* Effect.all([open, open])
        const wide = limits(9, { window: 60_000 })
        assert.strictEqual(yield* many(one, 3, wide), 3)
        yield* room(one, 10, 2, wide)
        yield* room(other, 0, 1, wide)
        yield* Effect.promise(() => redis.flushall())
        assert.strictEqual(yield* room(other, 1, 1, wide), "granted")
        assert.deepInclude(yield* one.usage(wide), { completed: 3, inFlight: 4 })
        yield* Effect.promise(() => redis.flushall())
        yield* one.settle({ id: 10, counts: true, reading: { limit: 9, remaining: 2 }, limits: wide })
        yield* other.settle({ id: 0, counts: false, limits: wide })
        assert.deepInclude(yield* other.usage(wide), { completed: 5, inFlight: 1, external: 2 })
      }).pipe(Effect.provide(layer))
      assert.deepStrictEqual(lines, [])
    })
  )

  it.scoped("report their requests again when Redis has evicted one key", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const wide = limits(9, { window: 60_000 })
      for (const part of ["", ":completed", ":inflight", ":details"]) {
        const name = account()
        const open = RedisRateLimiter.makeStore({ connection: redis, account: name, timeout: "5 seconds" })
        const [one, other] = yield* Effect.all([open, open])
        assert.strictEqual(yield* many(one, 3, wide), 3)
        yield* room(other, 0, 1, wide)
        assert.strictEqual(yield* Effect.promise(() => redis.del(`helpscout-limits:{${name}}${part}`)), 1)
        yield* one.usage(wide)
        yield* other.usage(wide)
        assert.deepInclude(yield* one.usage(wide), { inFlight: 1, completed: 3 }, part)
      }
    })
  )

  it.scoped("keep accounts apart, in one slot each, under keys that expire", () =>
    Effect.gen(function* () {
      const { port, url } = yield* Server
      const redis = yield* bare(url)
      const config = Config.HelpScoutConfig.layer({ clientId: "app" })
      const wide = limits(9, { window: 60_000 })
      const open = (options: Partial<RedisRateLimiter.Options>) =>
        Effect.map(
          Layer.build(
            Layer.provide(
              RedisRateLimiter.layer({ connection: { port, host: "127.0.0.1" }, prefix: "mine:", ...options }),
              config
            )
          ),
          Context.get(RateLimiter)
        )
      const limiters = yield* Effect.all([
        open({}),
        open({ connection: Redacted.make(url) }),
        open({ connection: redis, account: "other" })
      ])
      for (const limiter of limiters) {
        const request = limiter.register({ operation: "Test.get", units: 1 })
        yield* limiter.withPermit(request, Effect.void, () => ({ _tag: "Responded", status: 200, reading: {} }))
      }
      assert.deepStrictEqual(
        (yield* Effect.forEach(limiters, ({ snapshot }) => snapshot)).map(({ completed }) => completed),
        [2, 2, 1]
      )
      const keys = (yield* Effect.promise(() => redis.keys("mine:*"))).sort()
      assert.deepStrictEqual(keys, [
        "mine:{app:default}",
        "mine:{app:default}:completed",
        "mine:{app:default}:details",
        "mine:{other}",
        "mine:{other}:completed",
        "mine:{other}:details"
      ])
      for (const key of keys) {
        const left = yield* Effect.promise(() => redis.pttl(key))
        assert.isTrue(left > 2 * wide.window && left < 600_000, `${key} ${left}`)
      }
    })
  )
})

describe("while Redis is unavailable (law P3)", { timeout: 60_000 }, () => {
  /** Longer than a busy machine delays the reply of an available Redis. */
  const timeout = "1 second"
  const quiet = Effect.provide(collectLogs().layer)
  const wide = limits(40, { window: 60_000 })
  const open = (url: string, options: RedisRateLimiter.StoreOptions = {}) =>
    RedisRateLimiter.makeStore({ connection: url, account: "a", timeout, retry: "50 millis", ...options })

  it.scopedLive(
    "a process keeps to its share, earlier requests included, and reports its requests when Redis is available again",
    () =>
      Effect.gen(function* () {
        const { layer, lines } = collectLogs()
        const server = yield* redisServer
        yield* Effect.gen(function* () {
          const store = yield* open(server.url)
          const other = yield* open(server.url)
          assert.strictEqual(yield* many(store, 4, wide), 4)
          assert.strictEqual(yield* room(store, 100, 2, wide), "granted")
          assert.strictEqual(yield* many(other, 12, wide), 12)
          yield* server.stop
          const [took, granted] = yield* Effect.timed(many(store, 20, wide, 200))
          assert.strictEqual(granted, 4, "a quarter of 40, minus 6")
          assert.isBelow(Duration.toMillis(took), 5_000)
          const waits = yield* store.acquire({ id: 300, units: 1, limits: wide })
          assert.isTrue(
            waits._tag === "Wait" && waits.millis <= 50,
            "Redis may be available again before there is room"
          )
          // the other process has already used more than its share
          assert.strictEqual(yield* many(other, 20, wide, 200), 0)
          assert.strictEqual(yield* sharedGauge, 0)
          yield* store.settle({ id: 100, counts: true, limits: wide })
          assert.deepInclude(yield* store.usage(wide), { limit: 10, completed: 10, inFlight: 0 })
          yield* server.start
          const back = Effect.map(store.usage(wide), ({ limit, completed }) => limit === 40 && completed === 22)
          assert.isTrue(yield* within(20_000, back), JSON.stringify(yield* store.usage(wide)))
          assert.strictEqual(
            yield* many(store, 30, wide, 300),
            0,
            "its share, until all other processes have reconnected"
          )
          yield* Effect.sleep("2100 millis")
          assert.strictEqual(yield* many(store, 30, wide, 300), 18)
          assert.strictEqual(yield* sharedGauge, 1)
        }).pipe(Effect.provide(layer))
        const of = (level: string) => lines.filter((line) => line.startsWith(level))
        assert.strictEqual(of("WARN").length, 2, lines.join("\n"))
        assert.include(of("WARN")[0], "using this process's local share of the rate limit, 10 units per 1m.")
        assert.strictEqual(of("INFO").length, 2, lines.join("\n"))
        assert.strictEqual(lines.length, 4)
      })
  )

  it.scopedLive("a Redis that hangs delays no request, and learns later how the requests in flight ended", () =>
    Effect.gen(function* () {
      const { layer, lines } = collectLogs()
      yield* Effect.gen(function* () {
        const server = yield* redisServer
        const store = yield* open(server.url)
        for (const id of [0, 1, 2, 3]) assert.strictEqual(yield* room(store, id, 1, wide), "granted")
        yield* server.pause
        const end = (id: number) => store.settle({ id, counts: id < 2, limits: wide })
        const ends = Effect.zipRight(
          Effect.forEach([0, 2], end, { concurrency: "unbounded" }),
          // these are not sent to Redis
          Effect.forEach([1, 3], end)
        )
        const [took] = yield* Effect.timed(Effect.uninterruptible(ends))
        assert.isBelow(Duration.toMillis(took), 2_900)
        assert.strictEqual(yield* many(store, 12, wide, 10), 8)
        yield* server.resume
        const back = Effect.map(store.usage(wide), ({ limit }) => limit === 40)
        assert.isTrue(yield* within(20_000, back))
        assert.deepInclude(yield* store.usage(wide), { inFlight: 0, completed: 10 })
      }).pipe(Effect.provide(layer))
      assert.deepStrictEqual(
        lines.map((line) => line.slice(0, 4)),
        ["WARN", "INFO"]
      )
    })
  )

  it.scopedLive("the first process to report to a Redis without data leaves room for the reports of the others", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const [one, other] = yield* Effect.all([open(server.url), open(server.url)])
      assert.strictEqual(yield* many(one, 2, wide), 2)
      assert.strictEqual(yield* many(other, 20, wide), 20)
      yield* server.stop
      yield* server.start
      const connected = Effect.map(one.usage(wide), ({ limit, completed }) => limit === 40 && completed < 22)
      assert.isTrue(yield* within(20_000, connected), "the other process reported first")
      assert.strictEqual(yield* many(one, 40, wide, 100), 8)
    }).pipe(quiet)
  )

  it.scopedLive("permits in replies that never arrived are returned", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const store = yield* open(server.url)
      yield* store.usage(wide)
      yield* server.pause
      const [took, granted] = yield* Effect.timed(many(store, 12, wide))
      assert.strictEqual(granted, 10)
      assert.isBelow(Duration.toMillis(took), 5_000)
      yield* server.resume
      const back = Effect.map(store.usage(wide), ({ limit }) => limit === 40)
      assert.isTrue(yield* within(20_000, back))
      assert.deepInclude(yield* store.usage(wide), { inFlight: 0, completed: 10 })
    }).pipe(quiet)
  )

  it.scopedLive("from the start, the layer is built anyway, and its scope closes at once", () =>
    Effect.gen(function* () {
      const store = yield* Effect.scoped(
        Effect.tap(open("redis://:planted@127.0.0.1:1"), (store) =>
          Effect.map(many(store, 20, wide), (granted) => assert.strictEqual(granted, 10))
        )
      )
      assert.strictEqual(yield* many(store, 1, wide, 100), 0)
    }).pipe(quiet)
  )

  it.scopedLive("its pauses and its last readings still apply", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const [store, paused] = yield* Effect.all([open(server.url), open(server.url, { prefix: "paused:" })])
      yield* room(store, 0, 1, wide)
      yield* store.settle({ id: 0, counts: true, reading: { limit: 40, remaining: 3 }, limits: wide })
      yield* room(paused, 0, 1, wide)
      yield* paused.settle({ id: 0, counts: false, pause: 30_000, limits: wide })
      yield* server.stop
      assert.strictEqual(yield* many(store, 20, wide, 10), 3)
      assert.deepInclude(yield* store.usage(wide), { inFlight: 0, completed: 4 })
      const decision = yield* paused.acquire({ id: 1, units: 1, limits: wide })
      assert.isTrue(decision._tag === "Wait" && decision.reason === "Paused", JSON.stringify(decision))
    }).pipe(quiet)
  )

  it.scopedLive("a process that shuts down reports the requests that Redis does not know", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const other = yield* open(server.url)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const store = yield* open(server.url, { retry: "1 minute" })
          yield* room(store, 0, 1, wide)
          yield* server.pause
          yield* store.usage(wide)
          yield* store.settle({ id: 0, counts: false, limits: wide })
          assert.strictEqual(yield* many(store, 5, wide, 1), 5)
          yield* server.resume
        })
      )
      assert.deepInclude(yield* other.usage(wide), { inFlight: 0, completed: 5 })
    }).pipe(quiet)
  )
})
