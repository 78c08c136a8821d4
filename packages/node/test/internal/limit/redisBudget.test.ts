import { assert, describe, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import type * as Scope from "effect/Scope"
import * as RedisBudget from "../../../src/internal/limit/redisBudget.js"
import { script } from "../../../src/internal/limit/script.js"

import {
  account,
  type Bench,
  bare,
  epoch,
  limits,
  memoryBench,
  redisBench,
  room,
  Server,
  timed,
  untimed
} from "./support.js"

interface Case {
  readonly name: string
  readonly check: (bench: Bench) => Effect.Effect<void, never, Scope.Scope>
}

const cases: ReadonlyArray<Case> = [
  {
    name: "units count from the permit until a window and a margin after the end",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        assert.strictEqual(yield* room(store, 0, 2, limits(2)), "granted")
        yield* at(5_000)
        assert.strictEqual(yield* room(store, 1, 1, limits(2)), "Exhausted")
        yield* store.settle({ id: 0, counts: true, limits: limits(2) })
        yield* at(6_001)
        assert.strictEqual(yield* room(store, 1, 1, limits(2)), "Exhausted")
        assert.deepInclude(yield* store.usage(limits(2)), { inFlight: 0, completed: 2 })
        yield* at(6_002)
        assert.strictEqual(yield* room(store, 1, 1, limits(2)), "granted")
        assert.deepInclude(yield* store.usage(limits(2)), { inFlight: 1, completed: 0 })
      })
  },
  {
    name: "a wait states when there will be room",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        for (const id of [0, 1]) {
          yield* at(id * 100)
          yield* room(store, id, 1, limits(2))
          yield* store.settle({ id, counts: true, limits: limits(2) })
        }
        yield* at(500)
        for (const [units, millis] of [
          [1, 502],
          [2, 602]
        ] as const) {
          const decision = yield* store.acquire({ id: 2, units, limits: limits(2) })
          assert.isTrue(decision._tag === "Wait" && Math.abs(decision.millis - millis) <= 5, JSON.stringify(decision))
        }
      })
  },
  {
    name: "units that do not count are returned, and waiting requests are to ask again",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        yield* room(store, 0, 1, limits(1))
        assert.strictEqual(yield* room(store, 1, 1, limits(1)), "Exhausted")
        assert.isTrue(yield* store.settle({ id: 0, counts: false, limits: limits(1) }))
        assert.strictEqual(yield* room(store, 1, 1, limits(1)), "granted")
        assert.isFalse(yield* store.settle({ id: 1, counts: true, limits: limits(1) }))
        assert.isFalse(yield* store.settle({ id: 7, counts: true, limits: limits(1) }))
      })
  },
  {
    name: "a request that exceeds the budget is sent alone rather than never",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        assert.strictEqual(yield* room(store, 0, 2, limits(1)), "granted")
        assert.strictEqual(yield* room(store, 1, 2, limits(1)), "Exhausted")
      })
  },
  {
    name: "readings report the limit and the use by other clients, for one window",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        yield* room(store, 0, 1, limits(400))
        yield* store.settle({ id: 0, counts: true, limits: limits(400), reading: { limit: 200, remaining: 149 } })
        assert.deepInclude(yield* store.usage(limits(400)), { limit: 200, completed: 1, external: 50 })
        yield* at(1_010)
        assert.deepInclude(yield* store.usage(limits(400)), { limit: 200, completed: 0, external: 0 })
      })
  },
  {
    name: "a 429 pauses all requests, and then one probes",
    check: ({ at, open }) =>
      Effect.gen(function* () {
        const store = yield* open
        yield* at(0)
        yield* room(store, 0, 1, limits(9))
        assert.isTrue(yield* store.settle({ id: 0, counts: false, pause: 300, limits: limits(9) }))
        assert.deepStrictEqual(yield* store.acquire({ id: 1, units: 1, limits: limits(9) }), {
          _tag: "Wait",
          reason: "Paused",
          millis: 300
        })
        assert.deepInclude(yield* store.usage(limits(9)), { paused: 300, completed: 0 })
        yield* at(301)
        assert.strictEqual(yield* room(store, 1, 1, limits(9)), "granted")
        assert.strictEqual(yield* room(store, 2, 1, limits(9)), "Exhausted")
        assert.isTrue(yield* store.settle({ id: 1, counts: true, reading: {}, limits: limits(9) }))
        assert.strictEqual(yield* room(store, 2, 1, limits(9)), "granted")
        assert.strictEqual(yield* room(store, 3, 1, limits(9)), "granted")
      })
  }
]

/** Events in order, each a number of milliseconds after the one before. */
const events = FastCheck.array(
  FastCheck.record({
    after: FastCheck.oneof(
      { weight: 9, arbitrary: FastCheck.integer({ min: 1, max: 30 }) },
      { weight: 1, arbitrary: FastCheck.integer({ min: 31, max: 700 }) }
    ),
    what: FastCheck.constantFrom("acquire", "acquire", "acquire", "settle", "settle"),
    units: FastCheck.integer({ min: 1, max: 2 }),
    /** Which of the requests in flight ends. */
    which: FastCheck.oneof(FastCheck.constant(0), FastCheck.nat(20)),
    how: FastCheck.oneof(
      { weight: 30, arbitrary: FastCheck.constant("read" as const) },
      { weight: 3, arbitrary: FastCheck.constantFrom("odd" as const, "bare" as const, "unsent" as const) },
      { weight: 1, arbitrary: FastCheck.constant("rejected" as const) }
    ),
    /** Units that other clients have used since, or the count that an odd response reports. */
    used: FastCheck.oneof(FastCheck.constant(0), FastCheck.nat(10)),
    limit: FastCheck.oneof({ weight: 9, arbitrary: FastCheck.constant(undefined) }, FastCheck.constantFrom(20, 40))
  }),
  { minLength: 1, maxLength: 120, size: "max" }
)

/** The count that a server with a fixed window reports. It counts each request when it is granted. */
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
  describe("has the rules of the budget in memory (law P2, law R1, law R2, law R5)", () => {
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
      "decides like it for any sequence of events",
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
                const own = limits(30, { reserve: 1 })
                const server = makeServer()
                const joined = yield* budget.join(own, { limit: undefined, paused: 0 }, [])
                const inFlight: Array<{ readonly id: number; readonly name: string; readonly used: number }> = []
                let millis = 0
                let ids = 0
                let limit = 30
                // the store in memory tracks blocked requests itself; for Redis, its client does
                let blocked = false
                for (const event of list) {
                  millis += event.after
                  yield* set(millis)
                  if (event.what === "acquire") {
                    const id = ids++
                    const name = `p:${id}:${event.units}`
                    const expected = yield* memory.acquire({ id, units: event.units, limits: own })
                    const reply = yield* budget.acquire(joined, own, name)
                    assert.deepStrictEqual(
                      reply?._tag === "Granted"
                        ? { _tag: "Granted" }
                        : { _tag: "Wait", reason: reply?._tag, millis: reply?.millis },
                      expected,
                      `at ${millis}`
                    )
                    if (expected._tag === "Granted") inFlight.push({ id, name, used: server(millis, event.units) })
                    else if (expected.millis === Number.POSITIVE_INFINITY) blocked = true
                  } else if (inFlight.length > 0) {
                    const [one] = inFlight.splice(event.which % inFlight.length, 1)
                    if (event.how === "read") server(millis, event.used)
                    limit = event.limit ?? limit
                    const used = event.how === "odd" ? event.used : one!.used
                    const settlement = {
                      id: one!.id,
                      limits: own,
                      counts: event.how !== "unsent" && event.how !== "rejected",
                      ...(event.how === "rejected" && { pause: 10 * event.used }),
                      ...((event.how === "read" || event.how === "odd") && {
                        reading: { limit, remaining: Math.max(0, limit - used) }
                      })
                    }
                    const expected = yield* memory.settle(settlement)
                    const reply = yield* budget.settle(joined, one!.name, 0, settlement)
                    assert.strictEqual(reply === true || blocked, expected, `at ${millis}`)
                    blocked = false
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

layer(Server.layer, { excludeTestServices: true })("processes that share a budget (law P2)", (it) => {
  it.scoped("regain the units of a killed process when its lease ends: they count as completed for one window", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis, 500)
      const [killed, other] = yield* Effect.all([open, open])
      yield* at(0)
      yield* room(killed, 0, 2, limits(2))
      yield* at(499)
      assert.deepInclude(yield* other.usage(limits(2)), { inFlight: 2, completed: 0 })
      yield* at(700)
      assert.deepInclude(yield* other.usage(limits(2)), { inFlight: 0, completed: 2 })
      yield* at(1_501)
      assert.strictEqual(yield* room(other, 0, 1, limits(2)), "Exhausted")
      yield* at(1_503)
      assert.strictEqual(yield* room(other, 0, 1, limits(2)), "granted")
    })
  )

  it.scoped("count a request that outlives its lease once, from its end", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis, 500)
      const store = yield* open
      yield* at(0)
      yield* room(store, 0, 2, limits(9))
      yield* at(600)
      assert.deepInclude(yield* store.usage(limits(9)), { inFlight: 0, completed: 2 })
      yield* store.settle({ id: 0, counts: true, limits: limits(9) })
      assert.deepInclude(yield* store.usage(limits(9)), { inFlight: 0, completed: 2 })
      yield* at(1_550)
      assert.deepInclude(yield* store.usage(limits(9)), { completed: 2 })
      yield* at(1_603)
      assert.deepInclude(yield* store.usage(limits(9)), { completed: 0 })
    })
  )

  it.scoped("probe again when the probing process is killed", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis, 500)
      const [killed, other] = yield* Effect.all([open, open])
      yield* at(0)
      yield* room(killed, 0, 1, limits(9))
      yield* killed.settle({ id: 0, counts: false, pause: 100, limits: limits(9) })
      yield* at(101)
      assert.strictEqual(yield* room(killed, 1, 1, limits(9)), "granted")
      assert.strictEqual(yield* room(other, 0, 1, limits(9)), "Exhausted")
      yield* at(602)
      assert.strictEqual(yield* room(other, 0, 1, limits(9)), "granted")
      assert.strictEqual(yield* room(other, 1, 1, limits(9)), "Exhausted")
    })
  )

  it.scoped("continue from the last known time when the clock is set back", () =>
    Effect.gen(function* () {
      const redis = yield* bare((yield* Server).url)
      const { at, open } = yield* redisBench(redis)
      const store = yield* open
      yield* at(10_000)
      yield* room(store, 0, 2, limits(2))
      yield* store.settle({ id: 0, counts: true, limits: limits(2) })
      yield* at(0)
      assert.deepInclude(yield* store.usage(limits(2)), { completed: 2 })
      yield* at(1_003)
      assert.deepInclude(yield* store.usage(limits(2)), { completed: 0 })
    })
  )

  it.scoped(
    "do not count requests twice that were sent without Redis and that readings of other processes include",
    () =>
      Effect.gen(function* () {
        const redis = yield* bare((yield* Server).url)
        const options = { prefix: "bench:", account: account(), lease: 1e9, timeout: 5_000 }
        const budget = RedisBudget.make(redis, options, timed)
        const at = (millis: number) =>
          Effect.promise(() => redis.set(`bench:{${options.account}}:clock`, epoch + millis))
        const wide = limits(400)
        yield* at(0)
        const joined = yield* budget.join(wide, { limit: undefined, paused: 0 }, [])
        yield* budget.acquire(joined, wide, "a:0:1")
        yield* at(100)
        const settlement = { id: 0, counts: true, limits: wide, reading: { limit: 400, remaining: 393 } }
        yield* budget.settle(joined, "a:0:1", 0, settlement)
        assert.deepInclude(yield* budget.usage(joined, wide), { completed: 1, external: 6 })
        yield* at(200)
        const reports = [
          { name: "b:0:2", kind: "completed", acquiredAgo: 150, endedAgo: 120 },
          { name: "b:1:1", kind: "completed", acquiredAgo: 110, endedAgo: 90 },
          { name: "b:2:1", kind: "completed", acquiredAgo: 90, endedAgo: 50 },
          { name: "b:3:1", kind: "returned", acquiredAgo: 150, endedAgo: 50 }
        ] as const
        for (const _ of ["once", "again"]) {
          yield* budget.join(wide, { limit: undefined, paused: 0 }, reports)
          assert.deepInclude(yield* budget.usage(joined, wide), { completed: 5, external: 3 })
        }
      })
  )
})
