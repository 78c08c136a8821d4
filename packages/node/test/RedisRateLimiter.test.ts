import { assert, describe, it, layer } from "@effect/vitest"
import * as Config from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { makeMemory, type Service, type Terms } from "@effect-helpscout/core/RateLimiterStore"
import * as RedisRateLimiter from "@effect-helpscout/node/RedisRateLimiter"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { Redis } from "ioredis"
import * as RedisBudget from "../src/internal/limit/redisBudget.js"
import { script } from "../src/internal/limit/script.js"
import * as SharedBudget from "../src/internal/limit/sharedBudget.js"
import { RedisFault } from "../src/internal/redis.js"

class Server extends Context.Tag("test/Redis")<Server, Effect.Effect.Success<typeof redisServer>>() {
  static readonly layer = Layer.scoped(this, redisServer)
}

/** A client of the test's own. */
const bare = (url: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis(url)),
    (redis) => Effect.sync(() => redis.disconnect())
  )

const terms = (limit: number, changed: Partial<Terms> = {}): Terms => ({ limit, window: 1000, reserve: 0, ...changed })

let accounts = 0
const account = () => `account-${accounts++}`

/** A store whose time the test sets. */
interface Bench {
  readonly open: Effect.Effect<Service, never, Scope.Scope>
  readonly at: (millis: number) => Effect.Effect<void>
}

const memoryBench = Effect.sync((): Bench => {
  let millis = 0
  const clock: Clock.Clock = { ...Clock.make(), unsafeCurrentTimeNanos: () => BigInt(Math.round(millis * 1e6)) }
  return {
    open: Effect.withClock(makeMemory, clock),
    at: (next) =>
      Effect.sync(() => {
        millis = next
      })
  }
})

const untimed = "local time = call('TIME')"
const timed = script.replace(
  untimed,
  "local ms = tonumber(call('GET', KEYS[1] .. ':clock')) local time = { math.floor(ms / 1000), (ms % 1000) * 1000 }"
)
const epoch = 1_750_000_000_000

const redisBench = (redis: Redis, lease = 90_000) =>
  Effect.sync((): Bench => {
    const options = { prefix: "bench:", account: account(), lease, timeout: 10_000 }
    return {
      open: SharedBudget.make(RedisBudget.make(redis, options, timed), { share: 1, retry: Duration.seconds(1) }),
      at: (millis) => Effect.promise(() => redis.set(`bench:{${options.account}}:clock`, epoch + millis))
    }
  })

/** The wait as it was told, without what spreads and shortens it. */
const room = (store: Service, id: number, units: number, terms: Terms) =>
  Effect.map(store.take({ id, units, terms }), (taken) => (taken._tag === "Granted" ? "granted" : taken.reason))

interface Case {
  readonly name: string
  readonly check: (bench: Bench) => Effect.Effect<void, never, Scope.Scope>
}

const cases: ReadonlyArray<Case> = [
  {
    name: "units count from the taking until a window, and a margin, after the end",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        assert.strictEqual(yield* room(store, 0, 2, terms(2)), "granted")
        yield* at(5_000)
        assert.strictEqual(yield* room(store, 1, 1, terms(2)), "Spent")
        yield* store.settle({ id: 0, counts: true, terms: terms(2) })
        yield* at(6_001)
        assert.strictEqual(yield* room(store, 1, 1, terms(2)), "Spent")
        assert.deepInclude(yield* store.usage(terms(2)), { inFlight: 0, spent: 2 })
        yield* at(6_002)
        assert.strictEqual(yield* room(store, 1, 1, terms(2)), "granted")
        assert.deepInclude(yield* store.usage(terms(2)), { inFlight: 1, spent: 0 })
      })
  },
  {
    name: "tells when there will be room",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        for (const id of [0, 1]) {
          yield* at(id * 100)
          yield* room(store, id, 1, terms(2))
          yield* store.settle({ id, counts: true, terms: terms(2) })
        }
        yield* at(500)
        for (const [units, millis] of [
          [1, 502],
          [2, 602]
        ] as const) {
          const taken = yield* store.take({ id: 2, units, terms: terms(2) })
          assert.isTrue(taken._tag === "Wait" && Math.abs(taken.millis - millis) <= 5, JSON.stringify(taken))
        }
      })
  },
  {
    name: "what does not count is given back, and those who wait are told to ask again",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        yield* room(store, 0, 1, terms(1))
        assert.strictEqual(yield* room(store, 1, 1, terms(1)), "Spent")
        assert.isTrue(yield* store.settle({ id: 0, counts: false, terms: terms(1) }))
        assert.strictEqual(yield* room(store, 1, 1, terms(1)), "granted")
        assert.isFalse(yield* store.settle({ id: 1, counts: true, terms: terms(1) }))
        assert.isFalse(yield* store.settle({ id: 7, counts: true, terms: terms(1) }))
      })
  },
  {
    name: "a request that exceeds the whole budget goes alone rather than never",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        assert.strictEqual(yield* room(store, 0, 2, terms(1)), "granted")
        assert.strictEqual(yield* room(store, 1, 2, terms(1)), "Spent")
      })
  },
  {
    name: "readings tell the limit and what others use, until a window after them",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        yield* room(store, 0, 1, terms(400))
        yield* store.settle({ id: 0, counts: true, terms: terms(400), reading: { limit: 200, remaining: 149 } })
        assert.deepInclude(yield* store.usage(terms(400)), { limit: 200, spent: 1, foreign: 50 })
        yield* at(1_010)
        assert.deepInclude(yield* store.usage(terms(400)), { limit: 200, spent: 0, foreign: 0 })
      })
  },
  {
    name: "a 429 pauses all, and then one goes first",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        yield* room(store, 0, 1, terms(9))
        assert.isTrue(yield* store.settle({ id: 0, counts: false, pause: 300, terms: terms(9) }))
        assert.deepStrictEqual(yield* store.take({ id: 1, units: 1, terms: terms(9) }), {
          _tag: "Wait",
          reason: "Paused",
          millis: 300
        })
        assert.deepInclude(yield* store.usage(terms(9)), { paused: 300, spent: 0 })
        yield* at(301)
        assert.strictEqual(yield* room(store, 1, 1, terms(9)), "granted")
        assert.strictEqual(yield* room(store, 2, 1, terms(9)), "Spent")
        assert.isTrue(yield* store.settle({ id: 1, counts: true, reading: {}, terms: terms(9) }))
        assert.strictEqual(yield* room(store, 2, 1, terms(9)), "granted")
        assert.strictEqual(yield* room(store, 3, 1, terms(9)), "granted")
      })
  }
]

/** What happens, in order, each so many milliseconds after the one before. */
const events = FastCheck.array(
  FastCheck.record({
    after: FastCheck.oneof(
      { weight: 9, arbitrary: FastCheck.integer({ min: 1, max: 30 }) },
      { weight: 1, arbitrary: FastCheck.integer({ min: 31, max: 700 }) }
    ),
    what: FastCheck.constantFrom("take", "take", "take", "settle", "settle"),
    units: FastCheck.integer({ min: 1, max: 2 }),
    /** Which of those under way ends. */
    which: FastCheck.oneof(FastCheck.constant(0), FastCheck.nat(20)),
    how: FastCheck.oneof(
      { weight: 30, arbitrary: FastCheck.constant("read" as const) },
      { weight: 3, arbitrary: FastCheck.constantFrom("odd" as const, "bare" as const, "unsent" as const) },
      { weight: 1, arbitrary: FastCheck.constant("rejected" as const) }
    ),
    /** Units that others have used since, or what an odd answer says was used. */
    used: FastCheck.oneof(FastCheck.constant(0), FastCheck.nat(10)),
    limit: FastCheck.oneof({ weight: 9, arbitrary: FastCheck.constant(undefined) }, FastCheck.constantFrom(20, 40))
  }),
  { minLength: 1, maxLength: 120, size: "max" }
)

/** What a server with a fixed window says was used in it, each request being counted as it is taken. */
const makeServer = () => {
  let began = 0
  let used = 0
  return (at: number, units: number) => {
    if (at - began >= 1000) {
      began = at - (at % 1000)
      used = 0
    }
    used += units
    return used
  }
}

type Event = typeof events extends FastCheck.Arbitrary<ReadonlyArray<infer A>> ? A : never

layer(Server.layer, { excludeTestServices: true })("the budget in Redis", (it) => {
  describe("keeps the rules of the one in memory", () => {
    for (const { check, name } of cases) {
      it.scoped(`memory: ${name}`, () => Effect.flatMap(memoryBench, check))
      it.scoped(`redis: ${name}`, () =>
        Effect.gen(function* () {
          const redis = yield* bare((yield* Server).url)
          yield* check(yield* redisBench(redis))
        })
      )
    }

    it.scoped(
      "and answers the same, whatever comes",
      () =>
        Effect.gen(function* () {
          assert.include(script, untimed)
          const redis = yield* bare((yield* Server).url)
          const compare = (list: ReadonlyArray<Event>) =>
            Effect.scoped(
              Effect.gen(function* () {
                const options = { prefix: "model:", account: account(), lease: 1e9, timeout: 5_000 }
                const budget = RedisBudget.make(redis, options, timed)
                const model = yield* memoryBench
                const memory = yield* model.open
                const set = (millis: number) =>
                  Effect.zipRight(
                    model.at(millis),
                    Effect.promise(() => redis.set(`model:{${options.account}}:clock`, epoch + millis))
                  )
                yield* set(0)
                const own = terms(30, { reserve: 1 })
                const server = makeServer()
                const joined = yield* budget.join(own, { limit: undefined, paused: 0 }, [])
                const under: Array<{ readonly id: number; readonly name: string; readonly used: number }> = []
                let millis = 0
                let ids = 0
                let limit = 30
                // the memory's store alone remembers who was told to wait for the next end; the other's client does
                let stuck = false
                for (const event of list) {
                  millis += event.after
                  yield* set(millis)
                  if (event.what === "take") {
                    const id = ids++
                    const name = `p:${id}:${event.units}`
                    const expected = yield* memory.take({ id, units: event.units, terms: own })
                    const answer = yield* budget.take(joined, own, name)
                    assert.deepStrictEqual(
                      answer?._tag === "Granted"
                        ? { _tag: "Granted" }
                        : { _tag: "Wait", reason: answer?._tag, millis: answer?.millis },
                      expected,
                      `at ${millis}`
                    )
                    if (expected._tag === "Granted") under.push({ id, name, used: server(millis, event.units) })
                    else if (expected.millis === Number.POSITIVE_INFINITY) stuck = true
                  } else if (under.length > 0) {
                    const [one] = under.splice(event.which % under.length, 1)
                    if (event.how === "read") server(millis, event.used)
                    limit = event.limit ?? limit
                    const used = event.how === "odd" ? event.used : one!.used
                    const settlement = {
                      id: one!.id,
                      terms: own,
                      counts: event.how !== "unsent" && event.how !== "rejected",
                      ...(event.how === "rejected" && { pause: 10 * event.used }),
                      ...((event.how === "read" || event.how === "odd") && {
                        reading: { limit, remaining: Math.max(0, limit - used) }
                      })
                    }
                    const expected = yield* memory.settle(settlement)
                    const answer = yield* budget.settle(joined, one!.name, 0, settlement)
                    assert.strictEqual(answer === true || stuck, expected, `at ${millis}`)
                    stuck = false
                  }
                  assert.deepStrictEqual(yield* budget.usage(joined, own), yield* memory.usage(own), `at ${millis}`)
                }
              })
            )
          const samples = FastCheck.sample(events, { numRuns: 150, seed: 7 })
          yield* Effect.forEach(samples, compare, { concurrency: 8, discard: true })
        }),
      180_000
    )
  })
})

/** Takes and settles a request; answers whether it was granted. */
const once = (store: Service, id: number, limit: Terms) =>
  Effect.flatMap(room(store, id, 1, limit), (taken) =>
    taken === "granted" ? Effect.as(store.settle({ id, counts: true, terms: limit }), true) : Effect.succeed(false)
  )

/** Asks as the limiter does: uninterruptibly. */
const many = (store: Service, count: number, limit: Terms, from = 0) =>
  Effect.map(
    Effect.uninterruptible(Effect.forEach(Array.from({ length: count }), (_, id) => once(store, from + id, limit))),
    (granted) => granted.filter((_) => _).length
  )

const within = (millis: number, done: Effect.Effect<boolean>): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    const end = performance.now() + millis
    while (performance.now() < end) {
      if (yield* done) return true
      yield* Effect.sleep("10 millis")
    }
    return false
  })

const sharedGauge = Effect.map(Metric.snapshot, (metrics) => {
  const found = metrics.find(({ metricKey }) => metricKey.name === "helpscout_rate_limit_shared")?.metricState
  return found !== undefined && "value" in found ? found.value : undefined
})

const collectLogs = () => {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    lines.push(`${logLevel.label} ${String(message)}`)
  })
  return { lines, layer: Logger.replace(Logger.defaultLogger, logger) }
}

layer(Server.layer, { excludeTestServices: true })("many processes", (it) => {
  it.scoped("take no more than the budget together, however they ask at once", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const name = account()
      const open = RedisRateLimiter.makeStore({ connection: url, account: name, timeout: "5 seconds" })
      const stores = yield* Effect.all(Array.from({ length: 8 }, () => open))
      const wide = terms(100, { window: 60_000 })
      const granted = yield* Effect.forEach(
        stores,
        (store) => Effect.forEach(Array.from({ length: 60 }), (_, id) => room(store, id, 1, wide), { concurrency: 60 }),
        { concurrency: 8 }
      )
      assert.strictEqual(granted.flat().filter((_) => _ === "granted").length, 100)
      for (const store of stores) {
        assert.deepInclude(yield* store.usage(wide), { inFlight: 100, spent: 0 })
      }
    })
  )

  it.scoped("share what any of them reads, and its pauses", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const open = RedisRateLimiter.makeStore({ connection: url, account: account(), timeout: "5 seconds" })
      const [one, other] = yield* Effect.all([open, open])
      const wide = terms(400, { window: 60_000 })
      yield* room(one, 0, 1, wide)
      yield* one.settle({ id: 0, counts: true, terms: wide, reading: { limit: 200, remaining: 150 } })
      assert.deepInclude(yield* other.usage(wide), { limit: 200, foreign: 49 })
      yield* room(other, 0, 1, wide)
      yield* other.settle({ id: 0, counts: false, terms: wide, pause: 30_000 })
      const taken = yield* one.take({ id: 1, units: 1, terms: wide })
      assert.isTrue(taken._tag === "Wait" && taken.reason === "Paused" && taken.millis > 20_000, JSON.stringify(taken))
    })
  )

  it.scoped("that are told to wait for the end of another's look again soon", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const open = RedisRateLimiter.makeStore({ connection: url, account: account(), timeout: "5 seconds" })
      const [one, other] = yield* Effect.all([open, open])
      const wide = terms(1, { window: 60_000 })
      yield* room(one, 0, 1, wide)
      const taken = yield* other.take({ id: 0, units: 1, terms: wide })
      assert.isTrue(taken._tag === "Wait" && taken.reason === "Spent" && taken.millis <= 125, JSON.stringify(taken))
      yield* one.settle({ id: 0, counts: true, terms: wide })
      const known = yield* other.take({ id: 0, units: 1, terms: wide })
      assert.isTrue(known._tag === "Wait" && known.millis > 50_000, JSON.stringify(known))
    })
  )

  it.scoped("get the units of one that is gone when its lease is over: they count as spent, for a window", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis, 500)
      const [gone, other] = yield* Effect.all([open, open])
      yield* at(0)
      yield* room(gone, 0, 2, terms(2))
      yield* at(499)
      assert.deepInclude(yield* other.usage(terms(2)), { inFlight: 2, spent: 0 })
      yield* at(700)
      assert.deepInclude(yield* other.usage(terms(2)), { inFlight: 0, spent: 2 })
      yield* at(1_501)
      assert.strictEqual(yield* room(other, 0, 1, terms(2)), "Spent")
      yield* at(1_503)
      assert.strictEqual(yield* room(other, 0, 1, terms(2)), "granted")
    })
  )

  it.scoped("count one that outlives its lease once, from its end", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis, 500)
      const store = yield* open
      yield* at(0)
      yield* room(store, 0, 2, terms(9))
      yield* at(600)
      assert.deepInclude(yield* store.usage(terms(9)), { inFlight: 0, spent: 2 })
      yield* store.settle({ id: 0, counts: true, terms: terms(9) })
      assert.deepInclude(yield* store.usage(terms(9)), { inFlight: 0, spent: 2 })
      yield* at(1_550)
      assert.deepInclude(yield* store.usage(terms(9)), { spent: 2 })
      yield* at(1_603)
      assert.deepInclude(yield* store.usage(terms(9)), { spent: 0 })
    })
  )

  it.scoped("lose one that probes after a pause, and another probes", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis, 500)
      const [gone, other] = yield* Effect.all([open, open])
      yield* at(0)
      yield* room(gone, 0, 1, terms(9))
      yield* gone.settle({ id: 0, counts: false, pause: 100, terms: terms(9) })
      yield* at(101)
      assert.strictEqual(yield* room(gone, 1, 1, terms(9)), "granted")
      assert.strictEqual(yield* room(other, 0, 1, terms(9)), "Spent")
      yield* at(602)
      assert.strictEqual(yield* room(other, 0, 1, terms(9)), "granted")
      assert.strictEqual(yield* room(other, 1, 1, terms(9)), "Spent")
    })
  )

  it.scoped("go on where a clock is set back", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis)
      const store = yield* open
      yield* at(10_000)
      yield* room(store, 0, 2, terms(2))
      yield* store.settle({ id: 0, counts: true, terms: terms(2) })
      yield* at(0)
      assert.deepInclude(yield* store.usage(terms(2)), { spent: 2 })
      yield* at(1_003)
      assert.deepInclude(yield* store.usage(terms(2)), { spent: 0 })
    })
  )

  it.scoped("tell Redis again what it has forgotten: what is under way, and what was spent", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { layer, lines } = collectLogs()
      yield* Effect.gen(function* () {
        const open = RedisRateLimiter.makeStore({ connection: redis, account: account(), timeout: "5 seconds" })
        const [one, other] = yield* Effect.all([open, open])
        const wide = terms(9, { window: 60_000 })
        assert.strictEqual(yield* many(one, 3, wide), 3)
        yield* room(one, 10, 2, wide)
        yield* room(other, 0, 1, wide)
        yield* Effect.promise(() => redis.flushall())
        assert.strictEqual(yield* room(other, 1, 1, wide), "granted")
        assert.deepInclude(yield* one.usage(wide), { spent: 3, inFlight: 4 })
        yield* Effect.promise(() => redis.flushall())
        yield* one.settle({ id: 10, counts: true, reading: { limit: 9, remaining: 2 }, terms: wide })
        yield* other.settle({ id: 0, counts: false, terms: wide })
        assert.deepInclude(yield* other.usage(wide), { spent: 5, inFlight: 1, foreign: 2 })
      }).pipe(Effect.provide(layer))
      assert.deepStrictEqual(lines, [])
    })
  )

  it.scoped("tell Redis again what it has forgotten in part, having evicted one key or another", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const wide = terms(9, { window: 60_000 })
      for (const part of ["", ":ended", ":underway", ":sent"]) {
        const name = account()
        const open = RedisRateLimiter.makeStore({ connection: redis, account: name, timeout: "5 seconds" })
        const [one, other] = yield* Effect.all([open, open])
        assert.strictEqual(yield* many(one, 3, wide), 3)
        yield* room(other, 0, 1, wide)
        assert.strictEqual(yield* Effect.promise(() => redis.del(`helpscout-limits:{${name}}${part}`)), 1)
        yield* one.usage(wide)
        yield* other.usage(wide)
        assert.deepInclude(yield* one.usage(wide), { inFlight: 1, spent: 3 }, part)
      }
    })
  )

  it.scoped("do not count twice what one has sent by itself and others' readings have seen", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const options = { prefix: "bench:", account: account(), lease: 1e9, timeout: 5_000 }
      const budget = RedisBudget.make(redis, options, timed)
      const at = (millis: number) => Effect.promise(() => redis.set(`bench:{${options.account}}:clock`, epoch + millis))
      const wide = terms(400)
      yield* at(0)
      const joined = yield* budget.join(wide, { limit: undefined, paused: 0 }, [])
      yield* budget.take(joined, wide, "a:0:1")
      yield* at(100)
      const settlement = { id: 0, counts: true, terms: wide, reading: { limit: 400, remaining: 393 } }
      yield* budget.settle(joined, "a:0:1", 0, settlement)
      assert.deepInclude(yield* budget.usage(joined, wide), { spent: 1, foreign: 6 })
      yield* at(200)
      const reports = [
        { name: "b:0:2", kind: "spent", takenFor: 150, endedFor: 120 },
        { name: "b:1:1", kind: "spent", takenFor: 110, endedFor: 90 },
        { name: "b:2:1", kind: "spent", takenFor: 90, endedFor: 50 },
        { name: "b:3:1", kind: "free", takenFor: 150, endedFor: 50 }
      ] as const
      for (const _ of ["once", "again"]) {
        yield* budget.join(wide, { limit: undefined, paused: 0 }, reports)
        assert.deepInclude(yield* budget.usage(joined, wide), { spent: 5, foreign: 3 })
      }
    })
  )

  it.scoped("keep their accounts apart, in one slot each, and leave nothing for ever", () =>
    Effect.gen(function* () {
      const { port, url } = yield* Server
      const redis = yield* bare(url)
      const config = Config.HelpScoutConfig.layer({ clientId: "app" })
      const wide = terms(9, { window: 60_000 })
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
        const ticket = limiter.ticket({ operation: "Test.get", units: 1 })
        yield* limiter.attempt(ticket, Effect.void, () => ({ _tag: "Answered", status: 200, reading: {} }))
      }
      assert.deepStrictEqual(
        (yield* Effect.forEach(limiters, ({ snapshot }) => snapshot)).map(({ spent }) => spent),
        [2, 2, 1]
      )
      const keys = (yield* Effect.promise(() => redis.keys("mine:*"))).sort()
      assert.deepStrictEqual(keys, [
        "mine:{app:default}",
        "mine:{app:default}:ended",
        "mine:{app:default}:sent",
        "mine:{other}",
        "mine:{other}:ended",
        "mine:{other}:sent"
      ])
      for (const key of keys) {
        const left = yield* Effect.promise(() => redis.pttl(key))
        assert.isTrue(left > 2 * wide.window && left < 600_000, `${key} ${left}`)
      }
    })
  )
})

describe("while Redis is away", { timeout: 60_000 }, () => {
  /** Longer than a busy machine keeps a Redis that is there from answering. */
  const timeout = "1 second"
  const quiet = Effect.provide(collectLogs().layer)
  const wide = terms(40, { window: 60_000 })
  const open = (url: string, options: RedisRateLimiter.StoreOptions = {}) =>
    RedisRateLimiter.makeStore({ connection: url, account: "a", timeout, retry: "50 millis", ...options })

  it.scopedLive("a process keeps to its share, what it has sent before included, and tells it when Redis is back", () =>
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
        assert.strictEqual(granted, 4, "a quarter of 40, less 6")
        assert.isBelow(Duration.toMillis(took), 5_000)
        const waits = yield* store.take({ id: 300, units: 1, terms: wide })
        assert.isTrue(waits._tag === "Wait" && waits.millis <= 50, "Redis may be back before there is room")
        // the other one has had more than its share
        assert.strictEqual(yield* many(other, 20, wide, 200), 0)
        assert.strictEqual(yield* sharedGauge, 0)
        yield* store.settle({ id: 100, counts: true, terms: wide })
        assert.deepInclude(yield* store.usage(wide), { limit: 10, spent: 10, inFlight: 0 })
        yield* server.start
        const back = Effect.map(store.usage(wide), ({ limit, spent }) => limit === 40 && spent === 22)
        assert.isTrue(yield* within(20_000, back), JSON.stringify(yield* store.usage(wide)))
        assert.strictEqual(yield* many(store, 30, wide, 300), 0, "its share, until all others are back for sure")
        yield* Effect.sleep("2100 millis")
        assert.strictEqual(yield* many(store, 30, wide, 300), 18)
        assert.strictEqual(yield* sharedGauge, 1)
      }).pipe(Effect.provide(layer))
      const of = (level: string) => lines.filter((line) => line.startsWith(level))
      assert.strictEqual(of("WARN").length, 2, lines.join("\n"))
      assert.include(of("WARN")[0], "this process keeps to its share, 10 units per 1m")
      assert.strictEqual(of("INFO").length, 2, lines.join("\n"))
      assert.strictEqual(lines.length, 4)
    })
  )

  it.scopedLive("one that hangs holds nobody up, and learns how those under way have ended", () =>
    Effect.gen(function* () {
      const { layer, lines } = collectLogs()
      yield* Effect.gen(function* () {
        const server = yield* redisServer
        const store = yield* open(server.url)
        for (const id of [0, 1, 2, 3]) assert.strictEqual(yield* room(store, id, 1, wide), "granted")
        yield* server.pause
        const end = (id: number) => store.settle({ id, counts: id < 2, terms: wide })
        const ends = Effect.zipRight(
          Effect.forEach([0, 2], end, { concurrency: "unbounded" }),
          // these are not even sent any more
          Effect.forEach([1, 3], end)
        )
        const [took] = yield* Effect.timed(Effect.uninterruptible(ends))
        assert.isBelow(Duration.toMillis(took), 2_900)
        assert.strictEqual(yield* many(store, 12, wide, 10), 8)
        yield* server.resume
        const back = Effect.map(store.usage(wide), ({ limit }) => limit === 40)
        assert.isTrue(yield* within(20_000, back))
        assert.deepInclude(yield* store.usage(wide), { inFlight: 0, spent: 10 })
      }).pipe(Effect.provide(layer))
      assert.deepStrictEqual(
        lines.map((line) => line.slice(0, 4)),
        ["WARN", "INFO"]
      )
    })
  )

  it.scopedLive("the first to tell a Redis that has forgotten leaves room for what the others have yet to tell", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const [one, other] = yield* Effect.all([open(server.url), open(server.url)])
      assert.strictEqual(yield* many(one, 2, wide), 2)
      assert.strictEqual(yield* many(other, 20, wide), 20)
      yield* server.stop
      yield* server.start
      const connected = Effect.map(one.usage(wide), ({ limit, spent }) => limit === 40 && spent < 22)
      assert.isTrue(yield* within(20_000, connected), "the other has told first")
      assert.strictEqual(yield* many(one, 40, wide, 100), 8)
    }).pipe(quiet)
  )

  it.scopedLive("what it granted unheard is given back", () =>
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
      assert.deepInclude(yield* store.usage(wide), { inFlight: 0, spent: 10 })
    }).pipe(quiet)
  )

  it.scopedLive("from the start, the layer is there all the same, and its scope closes at once", () =>
    Effect.gen(function* () {
      const store = yield* Effect.scoped(
        Effect.tap(open("redis://:planted@127.0.0.1:1"), (store) =>
          Effect.map(many(store, 20, wide), (granted) => assert.strictEqual(granted, 10))
        )
      )
      assert.strictEqual(yield* many(store, 1, wide, 100), 0)
    }).pipe(quiet)
  )

  it.scopedLive("its pauses hold, and what the last readings left", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const [store, paused] = yield* Effect.all([open(server.url), open(server.url, { prefix: "paused:" })])
      yield* room(store, 0, 1, wide)
      yield* store.settle({ id: 0, counts: true, reading: { limit: 40, remaining: 3 }, terms: wide })
      yield* room(paused, 0, 1, wide)
      yield* paused.settle({ id: 0, counts: false, pause: 30_000, terms: wide })
      yield* server.stop
      assert.strictEqual(yield* many(store, 20, wide, 10), 3)
      assert.deepInclude(yield* store.usage(wide), { inFlight: 0, spent: 4 })
      const taken = yield* paused.take({ id: 1, units: 1, terms: wide })
      assert.isTrue(taken._tag === "Wait" && taken.reason === "Paused", JSON.stringify(taken))
    }).pipe(quiet)
  )

  it.scopedLive("one that shuts down tells what Redis does not know", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const other = yield* open(server.url)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const store = yield* open(server.url, { retry: "1 minute" })
          yield* room(store, 0, 1, wide)
          yield* server.pause
          yield* store.usage(wide)
          yield* store.settle({ id: 0, counts: false, terms: wide })
          assert.strictEqual(yield* many(store, 5, wide, 1), 5)
          yield* server.resume
        })
      )
      assert.deepInclude(yield* other.usage(wide), { inFlight: 0, spent: 5 })
    }).pipe(quiet)
  )

  it.scopedLive("one that ends while Redis is told that it is under way is told of again", () =>
    Effect.gen(function* () {
      const gate = yield* Effect.makeSemaphore(1)
      const told: Array<string> = []
      const fault = new RedisFault({ detail: "Redis: away" })
      const store = yield* SharedBudget.make(
        {
          take: () => Effect.fail(fault),
          settle: () => Effect.fail(fault),
          usage: () => Effect.fail(fault),
          join: (_terms, _told, reports) =>
            Effect.suspend(() => {
              told.push(reports.map(({ kind }) => kind).join())
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
          Effect.sync(() => told.length === 2)
        )
      )
      yield* store.settle({ id: 0, counts: true, terms: wide })
      yield* gate.release(1)
      assert.isTrue(
        yield* within(
          20_000,
          Effect.sync(() => told.length === 3)
        ),
        told.join(" ")
      )
      assert.deepStrictEqual(told, ["", "underWay,free", "spent"])
    }).pipe(quiet)
  )
})
