import * as Headers from "@effect/platform/Headers"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import * as rateLimitHeaders from "../src/internal/limit/headers.js"
import { npmClientOptions, type Options, type Outcome, RateLimiter, type Reading } from "../src/RateLimiter.js"
import { makeMemory, RateLimiterStore } from "../src/RateLimiterStore.js"

interface Answer {
  readonly status: number
  readonly reading: Reading
}

const judge = (exit: Exit.Exit<Answer, unknown>): Outcome =>
  Exit.isSuccess(exit) ? { _tag: "Answered", ...exit.value } : { _tag: "Unknown" }

const ok = (reading: Reading = {}): Answer => ({ status: 200, reading })
const rejected = (seconds: number): Answer => ({ status: 429, reading: { retryAfter: Duration.seconds(seconds) } })

/** One request that notes when it starts, and ends as told. */
const makeCalls = Effect.map(RateLimiter, (limiter) => {
  const starts: Array<string> = []
  const begin = (name: string) =>
    Effect.map(Effect.clock, (clock) => {
      starts.push(`${name}@${clock.unsafeCurrentTimeMillis()}`)
    })
  const ticket = (name: string, options?: { readonly units?: number; readonly priority?: number }) =>
    limiter.ticket({ operation: name, units: 1, ...options })
  const attempt = (
    of: ReturnType<typeof ticket>,
    send: Effect.Effect<Answer, unknown> = Effect.succeed(ok()),
    outcome: (exit: Exit.Exit<Answer, unknown>) => Outcome = judge
  ) => limiter.attempt(of, Effect.zipRight(begin(of.operation), send), outcome)
  return { limiter, starts, ticket, attempt }
})

/** Lets every fiber run until it waits for something, without moving the clock. */
const settle = TestClock.adjust(0)

describe("a burst", () => {
  it.effect(
    "starts at once while there is room, and what is over starts a window (and a margin) after the answers",
    () =>
      Effect.gen(function* () {
        const { attempt, starts, ticket } = yield* makeCalls
        const all = yield* Effect.fork(
          Effect.forEach(["a", "b", "c"], (name) => attempt(ticket(name), Effect.as(Effect.sleep("1 second"), ok())), {
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

  it.effect("a write costs two units, and one that exceeds the whole budget goes alone rather than never", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, ticket } = yield* makeCalls
      yield* attempt(ticket("write", { units: 2 }))
      assert.strictEqual((yield* limiter.snapshot).remaining, 1)
      yield* limiter.update({ limit: 1 })
      const second = yield* Effect.fork(attempt(ticket("second", { units: 2 })))
      yield* TestClock.adjust("61 seconds")
      yield* Fiber.join(second)
      assert.deepStrictEqual(starts, ["write@0", "second@60030"])
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 3 })))
  )

  it.effect("what never reached the server costs nothing, what got no answer costs its units", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      yield* Effect.exit(attempt(ticket("a"), Effect.fail("refused"), () => ({ _tag: "Unsent" })))
      assert.strictEqual((yield* limiter.snapshot).spent, 0)
      yield* Effect.exit(attempt(ticket("b"), Effect.fail("reset")))
      assert.strictEqual((yield* limiter.snapshot).spent, 1)
      yield* Effect.exit(attempt(ticket("c"), Effect.die("bug")))
      const exit = yield* Effect.exit(attempt(ticket("d"), undefined, () => assert.fail("the judge's own bug")))
      assert.isTrue(Exit.isFailure(exit))
      const { active, spent } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, spent }, { active: 0, spent: 3 })
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("nothing sleeps when there is room, nor when nobody waits any more", () =>
    Effect.gen(function* () {
      const { attempt, ticket } = yield* makeCalls
      yield* Effect.forEach(["a", "b"], (name) => attempt(ticket(name)))
      assert.strictEqual((yield* TestClock.sleeps()).length, 0)
      const waiting = yield* Effect.fork(attempt(ticket("c")))
      yield* settle
      assert.strictEqual((yield* TestClock.sleeps()).length, 1)
      yield* TestClock.adjust("2 minutes")
      yield* Fiber.join(waiting)
      assert.strictEqual((yield* TestClock.sleeps()).length, 0)
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 2 })))
  )
})

describe("the queue", () => {
  it.effect("is first come, first served within a priority, by the order of the tickets", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      const [a, b, urgent, c] = [ticket("a"), ticket("b"), ticket("urgent", { priority: 1 }), ticket("c")]
      yield* attempt(ticket("first"))
      const all = yield* Effect.fork(Effect.forEach([c, b, urgent, a], (_) => attempt(_), { concurrency: "unbounded" }))
      yield* TestClock.adjust("5 minutes")
      yield* Fiber.join(all)
      assert.deepStrictEqual(
        starts.map((_) => _.split("@")[0]),
        ["first", "urgent", "a", "b", "c"]
      )
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 1 })))
  )

  it.effect("a newcomer doesn't pass one who was woken", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      const held = yield* Deferred.make<Answer>()
      const first = yield* Effect.fork(
        Effect.tap(attempt(ticket("first"), Deferred.await(held)), () => attempt(ticket("newcomer")))
      )
      yield* settle
      const waiting = yield* Effect.fork(attempt(ticket("waiting")))
      yield* settle
      // The newcomer comes in the very fiber that frees the place, before the woken one can run.
      yield* Deferred.succeed(held, ok())
      yield* Fiber.join(first)
      yield* Fiber.join(waiting)
      assert.deepStrictEqual(starts, ["first@0", "waiting@0", "newcomer@0"])
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("an interrupted waiter leaves at once, gives its place back and holds nobody up", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, ticket } = yield* makeCalls
      const held = yield* Deferred.make<Answer>()
      const first = yield* Effect.fork(attempt(ticket("first"), Deferred.await(held)))
      yield* settle
      const second = yield* Effect.fork(attempt(ticket("second")))
      const third = yield* Effect.fork(attempt(ticket("third")))
      yield* settle
      yield* Fiber.interrupt(second)
      assert.strictEqual((yield* limiter.snapshot).queued, 1)
      yield* Deferred.succeed(held, ok())
      yield* Fiber.join(first)
      yield* Fiber.join(third)
      assert.deepStrictEqual(starts, ["first@0", "third@0"])
      const { active, inFlight, spent } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, inFlight, spent }, { active: 0, inFlight: 0, spent: 2 })
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("one who is interrupted just when woken lets the next one go", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      const held = yield* Deferred.make<Answer>()
      const first = yield* Effect.fork(attempt(ticket("first"), Deferred.await(held)))
      yield* settle
      const second = yield* Effect.fork(attempt(ticket("second")))
      const third = yield* Effect.fork(attempt(ticket("third")))
      yield* settle
      yield* Effect.fork(Fiber.join(first).pipe(Effect.zipRight(Fiber.interruptFork(second))))
      yield* Deferred.succeed(held, ok())
      yield* Fiber.join(third)
      assert.include(starts, "third@0")
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("an interrupted request settles its units and frees its place", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      const fiber = yield* Effect.fork(attempt(ticket("a"), Effect.never))
      yield* settle
      assert.strictEqual((yield* limiter.snapshot).inFlight, 1)
      yield* Fiber.interrupt(fiber)
      const { active, inFlight, spent } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, inFlight, spent }, { active: 0, inFlight: 0, spent: 1 })
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("maxQueueWait bounds the wait, and the error says when there will be room", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      yield* attempt(ticket("a"))
      const waiting = yield* Effect.fork(Effect.flip(attempt(ticket("b"))))
      yield* TestClock.adjust("10 seconds")
      const error = yield* Fiber.join(waiting)
      assert.deepInclude(error, { _tag: "HelpScoutRateLimited", operation: "b", retryAfter: Duration.millis(50_030) })
      yield* TestClock.adjust("50030 millis")
      yield* attempt(ticket("c"))
      assert.deepStrictEqual(starts, ["a@0", "c@60030"])
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 1, maxQueueWait: "10 seconds" })))
  )
})

describe("the options", () => {
  it.effect("maxQueueWait bounds all the waits of a request together", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      yield* attempt(ticket("a"))
      const again = ticket("b")
      const waiting = yield* Effect.fork(Effect.flip(Effect.zipRight(attempt(again), attempt(again))))
      yield* TestClock.adjust("75 seconds")
      // a minute for the first try leaves ten seconds for the second
      assert.deepInclude(yield* Fiber.join(waiting), { _tag: "HelpScoutRateLimited", operation: "b" })
      assert.deepStrictEqual(starts, ["a@0", "b@60030"])
    }).pipe(Effect.provide(RateLimiter.layer({ limit: 1, maxQueueWait: "70 seconds" })))
  )

  it.effect("minTime spaces the starts; the npm client's values are two at a time, 125 ms apart", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      const all = yield* Effect.fork(
        Effect.forEach(["a", "b", "c"], (name) => attempt(ticket(name), Effect.as(Effect.sleep("200 millis"), ok())), {
          concurrency: "unbounded"
        })
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(all)
      assert.deepStrictEqual(starts, ["a@0", "b@125", "c@250"])
    }).pipe(Effect.provide(RateLimiter.layer(npmClientOptions)))
  )

  it.effect("maxConcurrent counts requests up to their response heads", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      const call = (name: string) => attempt(ticket(name), Effect.as(Effect.sleep("1 second"), ok()))
      const all = yield* Effect.fork(Effect.forEach(["a", "b", "c", "d", "e"], call, { concurrency: "unbounded" }))
      yield* TestClock.adjust("3 seconds")
      yield* Fiber.join(all)
      assert.deepStrictEqual(starts, ["a@0", "b@0", "c@1000", "d@1000", "e@2000"])
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 2 })))
  )

  it.effect("writeBurst caps writes alone", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      yield* Effect.forEach(["w1", "w2"], (name) => attempt(ticket(name, { units: 2 })))
      yield* attempt(ticket("read"))
      const third = yield* Effect.fork(attempt(ticket("w3", { units: 2 })))
      yield* TestClock.adjust("6 seconds")
      yield* Fiber.join(third)
      assert.deepStrictEqual(starts, ["w1@0", "w2@0", "read@0", "w3@5003"])
    }).pipe(Effect.provide(RateLimiter.layer({ writeBurst: { units: 4, window: "5 seconds" } })))
  )

  it.effect("change while it runs, also for those who wait", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, ticket } = yield* makeCalls
      yield* Effect.forEach(["a", "b"], (name) => attempt(ticket(name)))
      const waiting = yield* Effect.fork(attempt(ticket("c")))
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

describe("readings", () => {
  it.effect("tell the limit, and what others use", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      yield* attempt(ticket("a"), Effect.succeed(ok({ limit: 200, remaining: 149 })))
      const { foreign, limit, remaining } = yield* limiter.snapshot
      assert.deepStrictEqual({ foreign, limit, remaining }, { foreign: 50, limit: 200, remaining: 149 })
      yield* TestClock.adjust("61 seconds")
      assert.strictEqual((yield* limiter.snapshot).foreign, 0)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("that are overtaken don't undo what a later one said", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      const slow = yield* Effect.fork(
        attempt(ticket("slow"), Effect.as(Effect.sleep("1 second"), ok({ limit: 400, remaining: 399 })))
      )
      const fast = yield* Effect.fork(
        attempt(ticket("fast"), Effect.as(Effect.sleep("500 millis"), ok({ limit: 400, remaining: 298 })))
      )
      yield* TestClock.adjust("500 millis")
      yield* Fiber.join(fast)
      yield* TestClock.adjust("500 millis")
      yield* Fiber.join(slow)
      // 102 counted when the fast one arrived, both of ours among them.
      assert.strictEqual((yield* limiter.snapshot).foreign, 100)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("of a fixed window that begins anew show others' use in it, not less by what we did before", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      const call = (remaining: number) =>
        attempt(ticket("a"), Effect.as(Effect.sleep("10 millis"), ok({ limit: 400, remaining })))
      const all = yield* Effect.fork(
        Effect.forEach([...Array.from({ length: 50 }, (_, i) => 399 - i), 379, 378], (remaining) => call(remaining))
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(all)
      assert.strictEqual((yield* limiter.snapshot).foreign, 20)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("of the old window that arrive when the new one has begun are not taken for others' use", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      const call = (remaining: number, millis = 10) =>
        attempt(ticket("a"), Effect.as(Effect.sleep(Duration.millis(millis)), ok({ limit: 400, remaining })))
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
      const { foreign, spent } = yield* limiter.snapshot
      assert.deepStrictEqual({ foreign, spent }, { foreign: 0, spent: 53 })
    }).pipe(Effect.provide(RateLimiter.layer()))
  )
})

describe("a 429", () => {
  it.effect("costs nothing, and pauses everyone until the time it names", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, ticket } = yield* makeCalls
      const first = ticket("first")
      yield* attempt(first, Effect.succeed(rejected(7)))
      const { paused, rejections, spent } = yield* limiter.snapshot
      assert.deepStrictEqual(
        { paused: Duration.toSeconds(paused), rejections, spent },
        { paused: 7, rejections: 1, spent: 0 }
      )
      const other = yield* Effect.fork(attempt(ticket("other")))
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

  it.effect("is probed by one request when its pause is over, before all the others follow", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      yield* attempt(ticket("first"), Effect.succeed(rejected(1)))
      const slow = Effect.as(Effect.sleep("1 second"), ok())
      const all = yield* Effect.fork(
        Effect.forEach(["a", "b", "c"], (_) => attempt(ticket(_), slow), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("3 seconds")
      yield* Fiber.join(all)
      assert.deepStrictEqual(starts, ["first@0", "a@1000", "b@2000", "c@2000"])
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect(
    "a request waits three minutes in all because of 429s, and fails as soon as that is sure to be exceeded",
    () =>
      Effect.gen(function* () {
        const { attempt, starts, ticket } = yield* makeCalls
        const one = ticket("one")
        yield* attempt(one, Effect.succeed(rejected(100)))
        const second = yield* Effect.fork(attempt(one, Effect.succeed(rejected(90))))
        yield* TestClock.adjust("100 seconds")
        yield* Fiber.join(second)
        const error = yield* Effect.flip(attempt(one))
        assert.deepInclude(error, { _tag: "HelpScoutRateLimited", operation: "one", retryAfter: Duration.seconds(90) })
        // Another one has not waited yet.
        const other = yield* Effect.fork(attempt(ticket("other")))
        yield* TestClock.adjust("90 seconds")
        yield* Fiber.join(other)
        assert.deepStrictEqual(starts, ["one@0", "one@100000", "other@190000"])
      }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("those who wait already fail at once when a pause is longer than they may wait", () =>
    Effect.gen(function* () {
      const { attempt, ticket } = yield* makeCalls
      const held = yield* Deferred.make<Answer>()
      const first = yield* Effect.fork(attempt(ticket("first"), Deferred.await(held)))
      yield* settle
      const waiting = yield* Effect.fork(Effect.flip(attempt(ticket("waiting"))))
      yield* settle
      yield* Deferred.succeed(held, rejected(600))
      yield* Fiber.join(first)
      assert.deepInclude(yield* Fiber.join(waiting), { retryAfter: Duration.seconds(600) })
    }).pipe(Effect.provide(RateLimiter.layer({ maxConcurrent: 1 })))
  )

  it.effect("that names no time, or none at all, still pauses", () =>
    Effect.gen(function* () {
      const { attempt, limiter, ticket } = yield* makeCalls
      yield* attempt(ticket("a"), Effect.succeed({ status: 429, reading: {} }))
      assert.strictEqual(Duration.toSeconds((yield* limiter.snapshot).paused), 10)
      yield* TestClock.adjust("10 seconds")
      yield* attempt(ticket("b"), Effect.succeed(rejected(0)))
      assert.strictEqual(Duration.toSeconds((yield* limiter.snapshot).paused), 1)
    }).pipe(Effect.provide(RateLimiter.layer()))
  )

  it.effect("fails the next attempt of its ticket where nothing is limited", () =>
    Effect.gen(function* () {
      const { attempt, ticket } = yield* makeCalls
      const one = ticket("one")
      yield* attempt(one, Effect.succeed(rejected(9)))
      assert.deepInclude(yield* Effect.flip(attempt(one)), {
        _tag: "HelpScoutRateLimited",
        retryAfter: Duration.seconds(9)
      })
      yield* attempt(ticket("other"))
    }).pipe(Effect.provide(RateLimiter.layerUnlimited))
  )
})

describe("a store that takes its time", () => {
  /** As one behind a network would. */
  const Slow = Layer.effect(
    RateLimiterStore,
    Effect.map(makeMemory, (store) => ({
      ...store,
      take: (request) => Effect.zipRight(Effect.sleep("5 millis"), store.take(request)),
      settle: (settlement) => Effect.zipLeft(store.settle(settlement), Effect.sleep("5 millis"))
    }))
  )

  it.effect("is asked by one at a time, and nobody who joins meanwhile is forgotten or goes first", () =>
    Effect.gen(function* () {
      const { attempt, starts, ticket } = yield* makeCalls
      const all = yield* Effect.fork(
        Effect.forEach(["a", "b", "c"], (_) => attempt(ticket(_)), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("2 millis")
      const urgent = yield* Effect.fork(attempt(ticket("urgent", { priority: 1 })))
      yield* TestClock.adjust("4 minutes")
      yield* Fiber.join(all)
      yield* Fiber.join(urgent)
      assert.deepStrictEqual(
        starts.map((_) => _.split("@")[0]),
        ["a", "urgent", "b", "c"]
      )
    }).pipe(Effect.provide(Layer.provide(RateLimiter.layerStore({ limit: 1 }), Slow)))
  )

  it.effect("a request that is interrupted while the store answers gives its units back", () =>
    Effect.gen(function* () {
      const { attempt, limiter, starts, ticket } = yield* makeCalls
      const fiber = yield* Effect.fork(attempt(ticket("a")))
      yield* TestClock.adjust("2 millis")
      yield* Fiber.interruptFork(fiber)
      yield* TestClock.adjust("20 millis")
      const { active, inFlight, spent } = yield* limiter.snapshot
      assert.deepStrictEqual({ active, inFlight, spent, starts }, { active: 0, inFlight: 0, spent: 0, starts: [] })
    }).pipe(Effect.provide(Layer.provide(RateLimiter.layerStore(), Slow)))
  )
})

describe("the headers", () => {
  const parse = (headers: Record<string, string>, now = 0) => rateLimitHeaders.parse(Headers.fromInput(headers), now)

  it("tell limit, remaining and the wait, Help Scout's own header before the generic one", () => {
    assert.deepStrictEqual(
      parse({
        "X-RateLimit-Limit-Minute": "400",
        "X-RateLimit-Remaining-Minute": "0",
        "X-RateLimit-Retry-After": "12",
        "Retry-After": "99"
      }),
      { limit: 400, remaining: 0, retryAfter: Duration.seconds(12) }
    )
    assert.deepStrictEqual(parse({ "Retry-After": "1.5" }), { retryAfter: Duration.millis(1500) })
  })

  it("may give the wait as a date; one in the past means now", () => {
    const now = Date.UTC(2026, 0, 1, 0, 0, 0)
    const date = { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }
    assert.deepStrictEqual(parse(date, now), { retryAfter: Duration.seconds(30) })
    assert.deepStrictEqual(parse(date, now + 60_000), { retryAfter: Duration.zero })
  })

  it("that are garbage count as absent", () => {
    for (const text of ["", "-5", "soon", "NaN", "Infinity", "1e3", "0x10", "12abc", "99999999999"]) {
      assert.deepStrictEqual(
        parse({
          "x-ratelimit-limit-minute": text,
          "x-ratelimit-remaining-minute": text,
          "x-ratelimit-retry-after": text,
          "retry-after": text
        }),
        {},
        text
      )
    }
    assert.deepStrictEqual(parse({ "x-ratelimit-limit-minute": "0" }), {})
    assert.deepStrictEqual(parse({ "x-ratelimit-retry-after": "-1", "retry-after": "3" }), {
      retryAfter: Duration.seconds(3)
    })
  })
})

describe("options", () => {
  it.effect("that would make every request wait forever are refused when the layer is built, by name", () =>
    Effect.gen(function* () {
      const wrong: ReadonlyArray<readonly [string, Options]> = [
        ["maxConcurrent", { maxConcurrent: 0 }],
        ["maxConcurrent", { maxConcurrent: Number.NaN }],
        ["limit", { limit: 0 }],
        ["window", { window: 0 }],
        ["reserve", { reserve: -1 }],
        ["writeBurst", { writeBurst: { units: 1, window: "5 seconds" } }]
      ]
      for (const [name, options] of wrong) {
        const exit = yield* Effect.exit(Effect.provide(RateLimiter, RateLimiter.layer(options)))
        assert.include(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "", `the option ${name} must be`)
      }
    })
  )
})
