import { assert, describe, it } from "@effect/vitest"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as VirtualTime from "@effect-helpscout/core/testing/VirtualTime"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { RateLimitOptions } from "@effect-helpscout/simulator/Simulator"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { layer, type Program } from "@effect-helpscout/test-support/program"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

const limit = 400
const window = 60

interface Case {
  readonly reads: number
  readonly writes: number
  readonly latency: number
  readonly rateLimit: RateLimitOptions
  /** Seconds without a request before the test begins. */
  readonly idle: number
}

const units = (of: Case) => of.reads + 2 * of.writes

/** `window × (ceil(units / limit) − 1)` plus the latency of the last round, in seconds. */
const least = (of: Case, budget = limit) => window * (Math.ceil(units(of) / budget) - 1) + of.latency / 1000

const read = (conversations: Conversations["Type"]) => conversations.list({ status: "all" })
const write = (conversations: Conversations["Type"], conversationId: number, n: number) =>
  conversations.threads.createNote({ conversationId }, { text: `note ${n}` })

/** Starts all requests at once. Returns the seconds until the last one has succeeded. */
const run = (of: Case, meanwhile: Effect.Effect<unknown, never, RateLimiter | Simulator.Simulator> = Effect.void) =>
  Effect.gen(function* () {
    const conversations = yield* Conversations
    const simulator = yield* Simulator.Simulator
    const { items } = yield* read(conversations)
    // the requests so far have left every window
    yield* Effect.sleep(`${window * 2 + of.idle} seconds`)
    yield* simulator.clear

    const calls = [
      ...Array.from({ length: of.reads }, () => Effect.asVoid(read(conversations))),
      ...Array.from({ length: of.writes }, (_, n) =>
        Effect.asVoid(write(conversations, items[n % items.length]?.id ?? 0, n))
      )
    ]
    yield* Effect.fork(meanwhile)
    const began = yield* Clock.currentTimeMillis
    yield* Effect.all(calls, { concurrency: "unbounded", discard: true })
    const ended = yield* Clock.currentTimeMillis
    const { statuses } = yield* simulator.stats
    return { seconds: (ended - began) / 1000, statuses }
  })

/** Using 400 units a minute at 500 ms requires more concurrency than the default of ten. */
const inVirtualTime = (of: Case) => (program: Effect.Effect<void, unknown, Program>) =>
  program.pipe(
    Effect.provide(
      layer(
        { data: { conversations: 20 }, latency: `${of.latency} millis`, rateLimit: { limit, ...of.rateLimit } },
        of.latency > 100 ? { maxConcurrent: 400 } : {}
      )
    ),
    VirtualTime.run
  )

const kinds: ReadonlyArray<RateLimitOptions> = [
  { kind: "sliding" },
  { kind: "sliding", countAt: 1 },
  { kind: "fixed", phase: "7 seconds" },
  { kind: "fixed", phase: "59950 millis", countAt: 1 }
]
const loads = [
  { reads: 450, writes: 0 },
  { reads: 0, writes: 250 }
]

const name = (of: Case) =>
  `${of.reads} reads and ${of.writes} writes, ${of.rateLimit.kind} window${of.rateLimit.phase === undefined ? "" : ` at phase ${of.rateLimit.phase}`}` +
  `${of.rateLimit.countAt === 1 ? ", counted at the response" : ""}, ${of.latency} ms, ${of.idle === 0 ? "fresh" : `after ${of.idle} s idle`}`

describe("law R1: the budget is never exceeded, as counted by the server", () => {
  for (const load of loads) {
    for (const [n, rateLimit] of kinds.entries()) {
      // each load runs at both latencies, and once after an idle period
      const latency = (n + load.reads) % 2 === 0 ? 20 : 500
      for (const of of [
        { ...load, rateLimit, latency, idle: 0 },
        { ...load, rateLimit, latency: 520 - latency, idle: 30 }
      ] satisfies ReadonlyArray<Case>) {
        it.effect(`causes no 429, loses nothing, and takes little more than the least possible time: ${name(of)}`, () =>
          Effect.gen(function* () {
            const { seconds, statuses } = yield* run(of)
            assert.deepStrictEqual(statuses, {
              ...(of.reads > 0 ? { 200: of.reads } : {}),
              ...(of.writes > 0 ? { 201: of.writes } : {})
            })
            const allowed = of.latency > 100 ? 1.06 : 1.02
            assert.isAtMost(seconds / least(of), allowed, `${seconds} s, where ${least(of)} s is the least`)
          }).pipe(inVirtualTime(of))
        )
      }
    }
  }

  it.effect("causes no 429 and loses nothing when options change while requests wait (law R6)", () => {
    const of: Case = { reads: 850, writes: 0, latency: 20, rateLimit: { kind: "sliding" }, idle: 0 }
    const change = Effect.gen(function* () {
      const limiter = yield* RateLimiter
      yield* limiter.update({ maxConcurrent: 5 })
      yield* Effect.sleep("30 seconds")
      yield* limiter.update({ maxConcurrent: 20 })
    })
    return Effect.gen(function* () {
      const { seconds, statuses } = yield* run(of, change)
      assert.deepStrictEqual(statuses, { 200: 850 })
      assert.isAtMost(seconds / least(of), 1.02)
    }).pipe(inVirtualTime(of))
  })

  it.effect("causes no 429 and loses nothing while another client uses part of the budget (law R2)", () => {
    const of: Case = { reads: 850, writes: 0, latency: 20, rateLimit: { kind: "fixed", foreignUse: 100 }, idle: 0 }
    return Effect.gen(function* () {
      const { seconds, statuses } = yield* run(of)
      assert.strictEqual(statuses[200], 850)
      assert.isUndefined(statuses[429])
      assert.isAtMost(seconds / least(of, limit - 100), 1.02)
    }).pipe(inVirtualTime(of))
  })

  it.effect("pauses every request after a 429, and loses nothing (law R5)", () => {
    const of: Case = { reads: 450, writes: 0, latency: 20, rateLimit: { kind: "sliding" }, idle: 0 }
    // another client uses the whole budget at once
    const greedy = Effect.flatMap(Simulator.Simulator, (simulator) => simulator.spend(399))
    return Effect.gen(function* () {
      const { statuses } = yield* run(of, greedy)
      assert.strictEqual(statuses[200], 450)
      assert.isAtMost(statuses[429] ?? 0, 20)
    }).pipe(inVirtualTime(of))
  })
})
