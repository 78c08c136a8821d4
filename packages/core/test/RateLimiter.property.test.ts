/**
 * Tests the limiter against a model of the server in virtual time: bursts of thousands of requests, any window, any phase.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import { type Options, type PermitUse, RateLimiter, type Reading, type Service } from "../src/RateLimiter.js"
import * as VirtualTime from "../src/testing/VirtualTime.js"

/** A server that counts on its own, and its circumstances. */
interface World {
  readonly server: "fixed" | "sliding"
  readonly limit: number
  readonly window: number
  /** When the fixed window resets. */
  readonly phase: number
  readonly latency: (i: number) => number
  /** When the server counts a request: from 0 (as it is sent) to 1 (as the response arrives). */
  readonly countedAt: number
  /** Use by other clients, in order of time. */
  readonly external: ReadonlyArray<{ readonly at: number; readonly units: number }>
}

const world: World = {
  server: "sliding",
  limit: 400,
  window: 60_000,
  phase: 0,
  latency: () => 20,
  countedAt: 0.5,
  external: []
}

const makeServer = (world: World) => {
  const counted: Array<{ readonly at: number; readonly units: number }> = []
  let used = 0
  let others = 0
  let rejections = 0
  let sent = 0
  const windowStart = (at: number) => Math.floor((at - world.phase) / world.window) * world.window + world.phase
  const prune = (at: number) => {
    const start = world.server === "sliding" ? at - world.window : windowStart(at) - 1e-9
    for (let oldest = counted[0]; oldest !== undefined && oldest.at <= start; oldest = counted[0]) {
      counted.shift()
      used -= oldest.units
    }
  }
  const count = (at: number, units: number) => {
    prune(at)
    if (used + units > world.limit) return false
    counted.push({ at, units })
    used += units
    return true
  }
  const arrive = (at: number, units: number) => {
    for (let next = world.external[others]; next !== undefined && next.at <= at; next = world.external[++others]) {
      count(next.at, next.units)
    }
    const room = count(at, units)
    if (!room) rejections++
    const until = (world.server === "sliding" ? (counted[0]?.at ?? at) : windowStart(at)) + world.window
    return {
      status: room ? 200 : 429,
      reading: {
        limit: world.limit,
        remaining: Math.max(0, world.limit - used),
        ...(!room && { retryAfter: Duration.seconds(Math.ceil((until - at) / 1000)) })
      } satisfies Reading
    }
  }
  return {
    send: (units: number) =>
      Effect.suspend(() => {
        const latency = world.latency(sent++)
        return Effect.sleep(Duration.millis(latency * world.countedAt)).pipe(
          Effect.zipRight(Clock.currentTimeMillis),
          Effect.map((at) => arrive(at, units)),
          Effect.zipLeft(Effect.sleep(Duration.millis(latency * (1 - world.countedAt))))
        )
      }),
    rejections: () => rejections
  }
}

type Server = ReturnType<typeof makeServer>
type Send = ReturnType<Server["send"]>

const useOf = (exit: Exit.Exit<Effect.Effect.Success<Send>, unknown>): PermitUse =>
  Exit.isSuccess(exit) ? { _tag: "Responded", ...exit.value } : { _tag: "Unknown" }

/** Sends as the pipeline does: the same ranked request again after a 429. */
const request = (limiter: Service, server: Server, units: number) => {
  const ranked = limiter.register({ operation: "Test.request", units })
  return Effect.repeat(limiter.withPermit(ranked, server.send(units), useOf), { while: (head) => head.status === 429 })
}

interface Burst {
  readonly world: Partial<World>
  readonly count: number
  readonly units: number
  readonly options?: Options
  /** Requests sent before, followed by 30 s without any. */
  readonly before?: number
  /** Changes to the options during the burst: milliseconds since its start, and the options. */
  readonly changes?: ReadonlyArray<readonly [at: number, options: Options]>
}

/** Sends `count` requests at once. Returns the total time, the number of 429s and the limiter's final state. */
const run = ({ before = 0, changes = [], count, options, units, world: changed }: Burst) =>
  Effect.suspend(() => {
    const server = makeServer({ ...world, ...changed })
    const send = (limiter: Service, count: number) =>
      Effect.forEach(Array.from({ length: count }), () => request(limiter, server, units), {
        concurrency: "unbounded",
        discard: true
      })
    return Effect.gen(function* () {
      const limiter = yield* RateLimiter
      if (before > 0) {
        yield* send(limiter, before)
        yield* Effect.sleep("30 seconds")
      }
      const start = yield* Clock.currentTimeMillis
      for (const [at, options] of changes) {
        yield* Effect.fork(Effect.delay(limiter.update(options), Duration.millis(at)))
      }
      yield* send(limiter, count)
      return {
        total: (yield* Clock.currentTimeMillis) - start,
        rejections: server.rejections(),
        snapshot: yield* limiter.snapshot
      }
    }).pipe(Effect.provide(RateLimiter.layer(options)), (program) => VirtualTime.run(program))
  })

/** `window x (ceil(units / limit) - 1)`, plus the latency of the last round. */
const leastTime = (count: number, units: number, latency: number, limit = 400, concurrent = 10) => {
  const rounds = Math.ceil((count * units) / limit)
  const last = count - ((rounds - 1) * limit) / units
  return 60_000 * (rounds - 1) + Math.ceil(last / concurrent) * latency
}

const loads = [
  { name: "450 reads", count: 450, units: 1 },
  { name: "1,200 reads", count: 1200, units: 1 },
  { name: "250 writes", count: 250, units: 2 }
]
const latencies = [
  { latency: 20, slack: 1.02 },
  { latency: 500, slack: 1.06 }
]
/**
 * A sliding window, and a fixed one that resets at the start, during the first burst, after it, and just before the second.
 * Requests count when they are sent at the earliest, and when the response arrives at the latest.
 */
const servers: ReadonlyArray<Pick<World, "server" | "phase" | "countedAt">> = [
  { server: "sliding", phase: 0, countedAt: 0 },
  { server: "sliding", phase: 0, countedAt: 1 },
  { server: "fixed", phase: 0, countedAt: 1 },
  { server: "fixed", phase: 300, countedAt: 0 },
  { server: "fixed", phase: 30_000, countedAt: 1 },
  { server: "fixed", phase: 59_900, countedAt: 0 }
]

const each = <E>(f: (world: Partial<World>) => Effect.Effect<void, E>) => Effect.forEach(servers, f)

describe("least possible time without a 429 (law R1, law R2, law R3, law R6)", () => {
  for (const { latency, slack } of latencies) {
    for (const { count, name, units } of loads) {
      it.effect(`${name} at ${latency} ms, with any window of the server`, () =>
        each((world) =>
          Effect.map(run({ count, units, world: { ...world, latency: () => latency } }), ({ rejections, total }) => {
            assert.strictEqual(rejections, 0)
            assert.isAtMost(total / leastTime(count, units, latency), slack)
          })
        )
      )
    }

    it.effect(`450 reads at ${latency} ms, 30 s after part or none of the budget was used`, () =>
      Effect.forEach([0, 137], (before) =>
        each((world) =>
          Effect.map(
            run({ before, count: 450, units: 1, world: { ...world, latency: () => latency } }),
            ({ rejections, total }) => {
              assert.strictEqual(rejections, 0)
              assert.isAtMost(total / leastTime(450, 1, latency), slack)
            }
          )
        )
      )
    )

    it.effect(`600 reads at ${latency} ms, after another client used a quarter of the window`, () =>
      each((world) =>
        Effect.map(
          run({
            count: 600,
            units: 1,
            world: { ...world, latency: () => latency, external: [{ at: 0, units: 100 }] }
          }),
          ({ rejections, total }) => {
            assert.strictEqual(rejections, 0)
            assert.isAtMost(total / leastTime(600, 1, latency, 300), slack)
          }
        )
      )
    )

    it.effect(
      `1,200 reads at ${latency} ms, while another client uses a quarter of each window, ten units at a time`,
      () =>
        // Use that happens before our next response is invisible: it costs the requests in flight once, without a storm.
        each((world) =>
          Effect.map(
            run({
              count: 1200,
              units: 1,
              world: {
                ...world,
                latency: () => latency,
                external: Array.from({ length: 60 }, (_, i) => ({ at: 3_000 + i * 6_000, units: 10 }))
              }
            }),
            ({ rejections, total }) => {
              assert.isAtMost(rejections, 10)
              assert.isAtMost(total / leastTime(1200, 1, latency, 300), slack)
            }
          )
        )
    )

    it.effect(`1,200 reads at ${latency} ms, while the options change`, () =>
      each((world) =>
        Effect.map(
          run({
            count: 1200,
            units: 1,
            options: { maxConcurrent: 4, minTime: "50 millis", reserve: 200 },
            changes: [
              [100, { maxConcurrent: 10, minTime: 0 }],
              [400, { reserve: 0 }],
              [30_000, { maxConcurrent: 12 }],
              [90_000, { maxConcurrent: 10, limit: 100 }]
            ],
            world: { ...world, latency: () => latency }
          }),
          ({ rejections, total }) => {
            assert.strictEqual(rejections, 0)
            assert.isAtMost(total / leastTime(1200, 1, latency), slack)
          }
        )
      )
    )
  }

  it.effect("uses the limit that the server reports, lower or higher than the options", () =>
    Effect.forEach([200, 800], (limit) =>
      each((world) =>
        Effect.map(run({ count: 900, units: 1, world: { ...world, limit } }), ({ rejections, snapshot, total }) => {
          assert.strictEqual(rejections, 0)
          assert.strictEqual(snapshot.limit, limit)
          assert.isAtMost(total / leastTime(900, 1, 20, limit), 1.02)
        })
      )
    )
  )
})

const schedule = FastCheck.record({
  server: FastCheck.constantFrom("fixed" as const, "sliding" as const),
  phase: FastCheck.integer({ min: 0, max: 999 }),
  limit: FastCheck.integer({ min: 1, max: 20 }),
  countedAt: FastCheck.constantFrom(0, 0.5, 1),
  maxConcurrent: FastCheck.integer({ min: 1, max: 6 }),
  requests: FastCheck.array(
    FastCheck.record({
      at: FastCheck.integer({ min: 0, max: 4000 }),
      latency: FastCheck.integer({ min: 0, max: 400 }),
      write: FastCheck.boolean(),
      priority: FastCheck.integer({ min: 0, max: 1 }),
      /** The caller interrupts the request after this time. */
      patience: FastCheck.option(FastCheck.integer({ min: 0, max: 2000 }), { nil: undefined, freq: 3 })
    }),
    { minLength: 1, maxLength: 60 }
  )
})

describe("any schedule of requests (law R1, law R4)", () => {
  it.effect.prop(
    "never exceeds the budget in any window, serves all requests but the interrupted ones, and keeps their order",
    [schedule],
    ([{ countedAt, limit: drawn, maxConcurrent, phase, requests, server: kind }]) =>
      Effect.suspend(() => {
        // A write must fit.
        const limit = Math.max(2, drawn)
        let latency = 0
        const server = makeServer({
          ...world,
          server: kind,
          phase,
          limit,
          countedAt,
          window: 1000,
          latency: () => latency
        })
        let active = 0
        let most = 0
        const started: Array<{ readonly rank: number; readonly priority: number }> = []
        const waiting = new Map<number, number>()

        return Effect.gen(function* () {
          const limiter = yield* RateLimiter
          const served = yield* Effect.forEach(
            [...requests].sort((a, b) => a.at - b.at).map((request, rank) => ({ ...request, rank })),
            (one) =>
              Effect.gen(function* () {
                yield* Effect.sleep(Duration.millis(one.at))
                const units = one.write ? 2 : 1
                const ranked = limiter.register({ operation: "Test.request", units, priority: one.priority })
                const send = Effect.suspend(() => {
                  waiting.delete(one.rank)
                  for (const [rank, priority] of waiting) {
                    assert.isFalse(
                      priority > one.priority || (priority === one.priority && rank < one.rank),
                      `${one.rank} went before ${rank}`
                    )
                  }
                  started.push(one)
                  most = Math.max(most, ++active)
                  latency = one.latency
                  return Effect.ensuring(
                    server.send(units),
                    Effect.sync(() => active--)
                  )
                })
                const attempt = Effect.suspend(() => {
                  waiting.set(one.rank, one.priority)
                  return Effect.onInterrupt(limiter.withPermit(ranked, send, useOf), () =>
                    Effect.sync(() => waiting.delete(one.rank))
                  )
                })
                return yield* one.patience === undefined
                  ? Effect.as(attempt, true)
                  : Effect.timeoutTo(attempt, {
                      duration: Duration.millis(one.patience),
                      onSuccess: () => true,
                      onTimeout: () => false
                    })
              }),
            { concurrency: "unbounded" }
          )
          assert.strictEqual(server.rejections(), 0)
          assert.isAtMost(most, maxConcurrent)
          assert.strictEqual(
            served.filter((_) => !_).length <= requests.filter((_) => _.patience !== undefined).length,
            true
          )
          const end = yield* limiter.snapshot
          assert.deepInclude(end, { active: 0, inFlight: 0, queued: 0 })
          yield* Effect.sleep("2 seconds")
          assert.deepInclude(yield* limiter.snapshot, { completed: 0, external: 0, remaining: limit })
        }).pipe(Effect.provide(RateLimiter.layer({ limit, maxConcurrent, window: "1 second" })), (program) =>
          VirtualTime.run(program)
        )
      }),
    { fastCheck: { numRuns: 300 } }
  )
})
