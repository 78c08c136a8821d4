import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { npmClientOptions, type PermitUse, RateLimiter, type Reading } from "../src/RateLimiter.js"
import { makeMemory, RateLimiterStore } from "../src/RateLimiterStore.js"

interface Head {
  readonly status: number
  readonly reading: Reading
}

const useOf = (exit: Exit.Exit<Head, unknown>): PermitUse =>
  Exit.isSuccess(exit) ? { _tag: "Responded", ...exit.value } : { _tag: "Unknown" }

const ok = (reading: Reading = {}): Head => ({ status: 200, reading })
const rejected = (seconds: number): Head => ({ status: 429, reading: { retryAfter: Duration.seconds(seconds) } })

/** Requests that record when they start, and end with the given response. */
const makeCalls = Effect.map(RateLimiter, (limiter) => {
  const starts: Array<string> = []
  const begin = (name: string) =>
    Effect.map(Effect.clock, (clock) => {
      starts.push(`${name}@${clock.unsafeCurrentTimeMillis()}`)
    })
  const register = (name: string, options?: { readonly units?: number; readonly priority?: number }) =>
    limiter.register({ operation: name, units: 1, ...options })
  const attempt = (
    of: ReturnType<typeof register>,
    send: Effect.Effect<Head, unknown> = Effect.succeed(ok()),
    use: (exit: Exit.Exit<Head, unknown>) => PermitUse = useOf
  ) => limiter.withPermit(of, Effect.zipRight(begin(of.operation), send), use)
  return { limiter, starts, register, attempt }
})

/** Lets every fiber run until it waits for something, without moving the clock. */
const settle = TestClock.adjust(0)

describe("a burst (law R1, law R3)", () => {
  it.effect("starts at once while there is room; the rest starts a window and a margin after the responses", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const all = yield* Effect.fork(
        Effect.forEach(["a", "b", "c"], (name) => attempt(register(name), Effect.as(Effect.sleep("1 second"), ok())), {
          concurrency: "unbounded"
        })
      )
      yield* TestClock.adjust("61 seconds")
      assert.deepStrictEqual(starts, ["a@0", "b@0"])
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(starts, ["a@0", "b@0", "c@61030"])
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(all)
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 2 })))
  )

  it.effect("a write costs two units; a write that exceeds the budget is sent alone rather than never", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, register } = yield* makeCalls
      yield* attempt(register("write", { units: 2 }))
      assert.strictEqual((yield* limiter.snapshot).remaining, 1)
      yield* limiter.update({ limit: 1 })
      const second = yield* Effect.fork(attempt(register("second", { units: 2 })))
      yield* TestClock.adjust("61 seconds")
      yield* Fiber.join(second)
      assert.deepStrictEqual(starts, ["write@0", "second@60030"])
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 3 })))
  )

  it.effect("an unsent request costs nothing; a request without a response costs its units", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      yield* Effect.exit(attempt(register("a"), Effect.fail("refused"), () => ({ _tag: "Unsent" })))
      assert.strictEqual((yield* limiter.snapshot).completed, 0)
      yield* Effect.exit(attempt(register("b"), Effect.fail("reset")))
      assert.strictEqual((yield* limiter.snapshot).completed, 1)
      yield* Effect.exit(attempt(register("c"), Effect.die("bug")))
      const exit = yield* Effect.exit(attempt(register("d"), undefined, () => assert.fail("a bug in `use`")))
      assert.isTrue(Exit.isFailure(exit))
      const { active, completed } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, completed }, { active: 0, completed: 3 })
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("sets no timer while there is room or no request waits", () =>
    Effect.gen(function* () {
      const { attempt, register } = yield* makeCalls
      yield* Effect.forEach(["a", "b"], (name) => attempt(register(name)))
      assert.strictEqual((yield* TestClock.sleeps()).length, 0)
      const waiting = yield* Effect.fork(attempt(register("c")))
      yield* settle
      assert.strictEqual((yield* TestClock.sleeps()).length, 1)
      yield* TestClock.adjust("2 minutes")
      yield* Fiber.join(waiting)
      assert.strictEqual((yield* TestClock.sleeps()).length, 0)
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 2 })))
  )
})

describe("the queue (law R4)", () => {
  it.effect("serves requests in order of registration within a priority", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const [a, b, urgent, c] = [register("a"), register("b"), register("urgent", { priority: 1 }), register("c")]
      yield* attempt(register("first"))
      const all = yield* Effect.fork(Effect.forEach([c, b, urgent, a], (_) => attempt(_), { concurrency: "unbounded" }))
      yield* TestClock.adjust("5 minutes")
      yield* Fiber.join(all)
      assert.deepStrictEqual(
        starts.map((_) => _.split("@")[0]),
        ["first", "urgent", "a", "b", "c"]
      )
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 1 })))
  )

  it.effect("a new request does not pass a waiter that was woken", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const held = yield* Deferred.make<Head>()
      const first = yield* Effect.fork(
        Effect.tap(attempt(register("first"), Deferred.await(held)), () => attempt(register("newcomer")))
      )
      yield* settle
      const waiting = yield* Effect.fork(attempt(register("waiting")))
      yield* settle
      // The new request arrives in the fiber that frees the slot, before the woken waiter can run.
      yield* Deferred.succeed(held, ok())
      yield* Fiber.join(first)
      yield* Fiber.join(waiting)
      assert.deepStrictEqual(starts, ["first@0", "waiting@0", "newcomer@0"])
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("an interrupted waiter leaves at once, returns its permit and delays no other request", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, register } = yield* makeCalls
      const held = yield* Deferred.make<Head>()
      const first = yield* Effect.fork(attempt(register("first"), Deferred.await(held)))
      yield* settle
      const second = yield* Effect.fork(attempt(register("second")))
      const third = yield* Effect.fork(attempt(register("third")))
      yield* settle
      yield* Fiber.interrupt(second)
      assert.strictEqual((yield* limiter.snapshot).queued, 1)
      yield* Deferred.succeed(held, ok())
      yield* Fiber.join(first)
      yield* Fiber.join(third)
      assert.deepStrictEqual(starts, ["first@0", "third@0"])
      const { active, inFlight, completed } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, inFlight, completed }, { active: 0, inFlight: 0, completed: 2 })
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("a waiter that is interrupted when woken lets the next one go", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const held = yield* Deferred.make<Head>()
      const first = yield* Effect.fork(attempt(register("first"), Deferred.await(held)))
      yield* settle
      const second = yield* Effect.fork(attempt(register("second")))
      const third = yield* Effect.fork(attempt(register("third")))
      yield* settle
      yield* Effect.fork(Fiber.join(first).pipe(Effect.zipRight(Fiber.interruptFork(second))))
      yield* Deferred.succeed(held, ok())
      yield* Fiber.join(third)
      assert.include(starts, "third@0")
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("an interrupted request settles its units and frees its slot", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      const fiber = yield* Effect.fork(attempt(register("a"), Effect.never))
      yield* settle
      assert.strictEqual((yield* limiter.snapshot).inFlight, 1)
      yield* Fiber.interrupt(fiber)
      const { active, inFlight, completed } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, inFlight, completed }, { active: 0, inFlight: 0, completed: 1 })
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("maxQueueWait bounds the wait, and the error states when there will be room", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      yield* attempt(register("a"))
      const waiting = yield* Effect.fork(Effect.flip(attempt(register("b"))))
      yield* TestClock.adjust("10 seconds")
      const error = yield* Fiber.join(waiting)
      assert.deepInclude(error, { _tag: "HelpScoutRateLimited", operation: "b", retryAfter: Duration.millis(50_030) })
      yield* TestClock.adjust("50030 millis")
      yield* attempt(register("c"))
      assert.deepStrictEqual(starts, ["a@0", "c@60030"])
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 1, maxQueueWait: "10 seconds" })))
  )
})

describe("the options (law R6)", () => {
  it.effect("maxQueueWait bounds the sum of a request's waits", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      yield* attempt(register("a"))
      const again = register("b")
      const waiting = yield* Effect.fork(Effect.flip(Effect.zipRight(attempt(again), attempt(again))))
      yield* TestClock.adjust("75 seconds")
      // a minute for the first attempt leaves ten seconds for the second
      assert.deepInclude(yield* Fiber.join(waiting), { _tag: "HelpScoutRateLimited", operation: "b" })
      assert.deepStrictEqual(starts, ["a@0", "b@60030"])
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 1, maxQueueWait: "70 seconds" })))
  )

  it.effect("minTime spaces the starts; npmClientOptions sends two at a time, 125 ms apart", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const all = yield* Effect.fork(
        Effect.forEach(
          ["a", "b", "c"],
          (name) => attempt(register(name), Effect.as(Effect.sleep("200 millis"), ok())),
          {
            concurrency: "unbounded"
          }
        )
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(all)
      assert.deepStrictEqual(starts, ["a@0", "b@125", "c@250"])
    }).pipe(Effect.provide(RateLimiter.layer(npmClientOptions)))
  )

  it.effect("maxConcurrent counts requests until their response heads arrive", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const call = (name: string) => attempt(register(name), Effect.as(Effect.sleep("1 second"), ok()))
      const all = yield* Effect.fork(Effect.forEach(["a", "b", "c", "d", "e"], call, { concurrency: "unbounded" }))
      yield* TestClock.adjust("3 seconds")
      yield* Fiber.join(all)
      assert.deepStrictEqual(starts, ["a@0", "b@0", "c@1000", "d@1000", "e@2000"])
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 2 })))
  )

  it.effect("writeBurst caps writes only", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      yield* Effect.forEach(["w1", "w2"], (name) => attempt(register(name, { units: 2 })))
      yield* attempt(register("read"))
      const third = yield* Effect.fork(attempt(register("w3", { units: 2 })))
      yield* TestClock.adjust("6 seconds")
      yield* Fiber.join(third)
      assert.deepStrictEqual(starts, ["w1@0", "w2@0", "read@0", "w3@5003"])
    }).pipe(Effect.provide(RateLimiter.layer({ writeBurst: { units: 4, window: "5 seconds" } })))
  )

  it.effect("change while the limiter runs, also for waiting requests", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, register } = yield* makeCalls
      yield* Effect.forEach(["a", "b"], (name) => attempt(register(name)))
      const waiting = yield* Effect.fork(attempt(register("c")))
      yield* TestClock.adjust("1 second")
      yield* limiter.update({ reserve: 0 })
      yield* Fiber.join(waiting)
      assert.deepStrictEqual(starts, ["a@0", "b@0", "c@1000"])
      const { limit, reserve, window } = yield* limiter.options
      assert.deepStrictEqual(
        { limit, reserve, window: Duration.toSeconds(window) },
        { limit: 10, reserve: 0, window: 60 }
      )
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 10, reserve: 8 })))
  )
})

describe("readings (law R2)", () => {
  const withoutRoom: ReadonlyArray<Reading> = [
    { limit: 1 },
    { limit: 88 },
    { limit: 88, remaining: 88 },
    { limit: 1, remaining: 0 },
    { remaining: 0 },
    { limit: 999_999_999, remaining: 0 }
  ]
  for (const reading of withoutRoom) {
    it.effect(`without room delay the next request by one window, as ${JSON.stringify(reading)} does (law P8)`, () =>
      Effect.gen(function* () {
        const { attempt, starts, register } = yield* makeCalls
        for (let n = 0; n < 99; n++) yield* attempt(register("before"))
        yield* attempt(register("hostile"), Effect.succeed(ok(reading)))
        const next = yield* Effect.fork(attempt(register("next")))
        yield* TestClock.adjust("60 seconds")
        assert.strictEqual(starts.at(-1), "hostile@0")
        yield* TestClock.adjust("1 second")
        assert.strictEqual(starts.at(-1), "next@60030")
        yield* Fiber.join(next)
      }).pipe(Effect.provide(RateLimiter.layer()))
    )
  }

  it.effect("report the limit and the use by other clients", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      yield* attempt(register("a"), Effect.succeed(ok({ limit: 200, remaining: 149 })))
      const { external, limit, remaining } = yield* limiter.snapshot
      assert.deepStrictEqual({ external, limit, remaining }, { external: 50, limit: 200, remaining: 149 })
      yield* TestClock.adjust("61 seconds")
      assert.strictEqual((yield* limiter.snapshot).external, 0)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("that were overtaken do not override a later one", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      const slow = yield* Effect.fork(
        attempt(register("slow"), Effect.as(Effect.sleep("1 second"), ok({ limit: 400, remaining: 399 })))
      )
      const fast = yield* Effect.fork(
        attempt(register("fast"), Effect.as(Effect.sleep("500 millis"), ok({ limit: 400, remaining: 298 })))
      )
      yield* TestClock.adjust("500 millis")
      yield* Fiber.join(fast)
      yield* TestClock.adjust("500 millis")
      yield* Fiber.join(slow)
      // The server had counted 102 when the fast response arrived, including both of ours.
      assert.strictEqual((yield* limiter.snapshot).external, 100)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("after a reset of a fixed window show the full use by other clients in the new window", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      const call = (remaining: number) =>
        attempt(register("a"), Effect.as(Effect.sleep("10 millis"), ok({ limit: 400, remaining })))
      const all = yield* Effect.fork(
        Effect.forEach([...Array.from({ length: 50 }, (_, i) => 399 - i), 379, 378], (remaining) => call(remaining))
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(all)
      assert.strictEqual((yield* limiter.snapshot).external, 20)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("of the old window that arrive after the reset do not count as use by other clients", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      const call = (remaining: number, millis = 10) =>
        attempt(register("a"), Effect.as(Effect.sleep(Duration.millis(millis)), ok({ limit: 400, remaining })))
      const all = yield* Effect.fork(
        Effect.forEach(
          Array.from({ length: 50 }, (_, i) => 399 - i),
          (remaining) => call(remaining)
        )
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(all)
      const slow = yield* Effect.fork(call(349, 500))
      yield* settle
      const next = yield* Effect.fork(Effect.forEach([399, 398], (remaining) => call(remaining)))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(next)
      yield* Fiber.join(slow)
      const { external, completed } = yield* limiter.snapshot
      assert.deepStrictEqual({ external, completed }, { external: 0, completed: 53 })
    }).pipe(Effect.provide(RateLimiter.layer()))
  )
})

describe("a 429 (law R5)", () => {
  it.effect("costs nothing and pauses all requests for the time it names", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, register } = yield* makeCalls
      const first = register("first")
      yield* attempt(first, Effect.succeed(rejected(7)))
      const { paused, rejections, completed } = yield* limiter.snapshot
      assert.deepStrictEqual(
        { paused: Duration.toSeconds(paused), rejections, completed },
        { paused: 7, rejections: 1, completed: 0 }
      )
      const other = yield* Effect.fork(attempt(register("other")))
      yield* settle
      const again = yield* Effect.fork(attempt(first))
      yield* TestClock.adjust("6 seconds")
      assert.deepStrictEqual(starts, ["first@0"])
      yield* TestClock.adjust("1 second")
      yield* Effect.all([Fiber.join(again), Fiber.join(other)])
      // The retry keeps its rank.
      assert.deepStrictEqual(starts, ["first@0", "first@7000", "other@7000"])
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("is followed by one probing request before all others", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      yield* attempt(register("first"), Effect.succeed(rejected(1)))
      const slow = Effect.as(Effect.sleep("1 second"), ok())
      const all = yield* Effect.fork(
        Effect.forEach(["a", "b", "c"], (_) => attempt(register(_), slow), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("3 seconds")
      yield* Fiber.join(all)
      assert.deepStrictEqual(starts, ["first@0", "a@1000", "b@2000", "c@2000"])
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect(
    "bounds the waits of a request to three minutes in total, and fails it as soon as they would be exceeded",
    () =>
      Effect.gen(function* () {
        const { attempt, starts, register } = yield* makeCalls
        const one = register("one")
        yield* attempt(one, Effect.succeed(rejected(100)))
        const second = yield* Effect.fork(attempt(one, Effect.succeed(rejected(90))))
        yield* TestClock.adjust("100 seconds")
        yield* Fiber.join(second)
        const error = yield* Effect.flip(attempt(one))
        assert.deepInclude(error, { _tag: "HelpScoutRateLimited", operation: "one", retryAfter: Duration.seconds(90) })
        // Another request has not waited yet.
        const other = yield* Effect.fork(attempt(register("other")))
        yield* TestClock.adjust("90 seconds")
        yield* Fiber.join(other)
        assert.deepStrictEqual(starts, ["one@0", "one@100000", "other@190000"])
      }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("fails waiting requests at once if its pause is longer than they may wait", () =>
    Effect.gen(function* () {
      const { attempt, register } = yield* makeCalls
      const held = yield* Deferred.make<Head>()
      const first = yield* Effect.fork(attempt(register("first"), Deferred.await(held)))
      yield* settle
      const waiting = yield* Effect.fork(Effect.flip(attempt(register("waiting"))))
      yield* settle
      yield* Deferred.succeed(held, rejected(600))
      yield* Fiber.join(first)
      assert.deepInclude(yield* Fiber.join(waiting), { retryAfter: Duration.seconds(120) })
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1, maxPausedWait: "1 minute" })))
  )

  it.effect("that names a day pauses for two windows, and is followed by one probe", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const day = 86_400
      const first = register("first")
      yield* attempt(first, Effect.succeed(rejected(day)))
      const slow = Effect.as(Effect.sleep("1 second"), ok())
      const others = yield* Effect.fork(
        Effect.forEach(["a", "b"], (name) => attempt(register(name), slow), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("122 seconds")
      yield* Fiber.join(others)
      assert.deepStrictEqual(starts, ["first@0", "a@120000", "b@121000"])
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("that names no time, or zero, still pauses", () =>
    Effect.gen(function* () {
      const { attempt, limiter, register } = yield* makeCalls
      yield* attempt(register("a"), Effect.succeed({ status: 429, reading: {} }))
      assert.strictEqual(Duration.toSeconds((yield* limiter.snapshot).paused), 10)
      yield* TestClock.adjust("10 seconds")
      yield* attempt(register("b"), Effect.succeed(rejected(0)))
      assert.strictEqual(Duration.toSeconds((yield* limiter.snapshot).paused), 1)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("fails the next attempt of the same request with layerUnlimited", () =>
    Effect.gen(function* () {
      const { attempt, register } = yield* makeCalls
      const one = register("one")
      yield* attempt(one, Effect.succeed(rejected(9)))
      assert.deepInclude(yield* Effect.flip(attempt(one)), {
        _tag: "HelpScoutRateLimited",
        retryAfter: Duration.seconds(9)
      })
      yield* attempt(register("other"))
    }).pipe(Effect.provide(RateLimiter.layerUnlimited))
  )
})

describe("a slow store (law R4)", () => {
  /** Delays each call, as a network does. */
  const Slow = Layer.effect(
    RateLimiterStore,
    Effect.map(makeMemory, (store) => ({
      ...store,
      acquire: (request) => Effect.zipRight(Effect.sleep("5 millis"), store.acquire(request)),
      settle: (settlement) => Effect.zipLeft(store.settle(settlement), Effect.sleep("5 millis"))
    }))
  )

  it.effect("is asked by one request at a time; a request that joins meanwhile keeps its turn", () =>
    Effect.gen(function* () {
      const { attempt, starts, register } = yield* makeCalls
      const all = yield* Effect.fork(
        Effect.forEach(["a", "b", "c"], (_) => attempt(register(_)), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("2 millis")
      const urgent = yield* Effect.fork(attempt(register("urgent", { priority: 1 })))
      yield* TestClock.adjust("4 minutes")
      yield* Fiber.join(all)
      yield* Fiber.join(urgent)
      assert.deepStrictEqual(
        starts.map((_) => _.split("@")[0]),
        ["a", "urgent", "b", "c"]
      )
    }).pipe(Effect.provide(Layer.provide(RateLimiter.layerStore({ limit: 1 }), Slow)))
  )

  it.effect("a request that is interrupted while the store decides returns its units", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, register } = yield* makeCalls
      const fiber = yield* Effect.fork(attempt(register("a")))
      yield* TestClock.adjust("2 millis")
      yield* Fiber.interruptFork(fiber)
      yield* TestClock.adjust("20 millis")
      const { active, inFlight, completed } = yield* limiter.snapshot
      assert.deepStrictEqual(
        { active, inFlight, completed, starts },
        { active: 0, inFlight: 0, completed: 0, starts: [] }
      )
    }).pipe(Effect.provide(Layer.provide(RateLimiter.layerStore(), Slow)))
  )
})
