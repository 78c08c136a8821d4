/**
 * The limiter against a model of the server, in virtual time: bursts of thousands of requests, any window, any phase.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import { type Options, type Outcome, RateLimiter, type Reading, type Service } from "../src/RateLimiter.js"
import * as VirtualTime from "../src/testing/VirtualTime.js"

/** A server that counts by itself, and what happens around it. */
interface World {
  readonly server: "fixed" | "sliding"
  readonly limit: number
  readonly window: number
  /** When the fixed window begins anew. */
  readonly phase: number
  readonly latency: (i: number) => number
  /** Where between sending and answer a request is counted: 0 to 1. */
  readonly countedAt: number
  /** What others use, in order of time. */
  readonly foreign: ReadonlyArray<{ readonly at: number; readonly units: number }>
}

const world: World = {
  server: "sliding",
  limit: 400,
  window: 60_000,
  phase: 0,
  latency: () => 20,
  countedAt: 0.5,
  foreign: []
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
    for (let next = world.foreign[others]; next !== undefined && next.at <= at; next = world.foreign[++others]) {
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

const judge = (exit: Exit.Exit<Effect.Effect.Success<Send>, unknown>): Outcome =>
  Exit.isSuccess(exit) ? { _tag: "Answered", ...exit.value } : { _tag: "Unknown" }

/** What the pipeline does: the same ticket again after a 429. */
const request = (limiter: Service, server: Server, units: number) => {
  const ticket = limiter.ticket({ operation: "Test.request", units })
  return Effect.repeat(limiter.attempt(ticket, server.send(units), judge), { while: (answer) => answer.status === 429 })
}

interface Burst {
  readonly world: Partial<World>
  readonly count: number
  readonly units: number
  readonly options?: Options
  /** Requests beforehand, followed by 30 s of quiet. */
  readonly before?: number
  /** Changes to the options while the burst runs: the milliseconds into it, and what changes. */
  readonly changes?: ReadonlyArray<readonly [at: number, options: Options]>
}

/** Sends so many requests at once; answers how long that took, how many 429s were met and how it stands then. */
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
 * A sliding window, and a fixed one that begins anew at the start, amid the first burst, after it, and just before the
 * second. Requests are counted when they are sent at the earliest, and when they are answered at the latest.
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

describe("least possible time, and no 429", () => {
  for (const { latency, slack } of latencies) {
    for (const { count, name, units } of loads) {
      it.effect(`${name} at ${latency} ms, fresh, whatever the server's window`, () =>
        each((world) =>
          Effect.map(run({ count, units, world: { ...world, latency: () => latency } }), ({ rejections, total }) => {
            assert.strictEqual(rejections, 0)
            assert.isAtMost(total / leastTime(count, units, latency), slack)
          })
        )
      )
    }

    it.effect(`450 reads at ${latency} ms, 30 s after the budget was used in part or not at all`, () =>
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

    it.effect(`600 reads at ${latency} ms, when somebody else has used a quarter of the window`, () =>
      each((world) =>
        Effect.map(
          run({
            count: 600,
            units: 1,
            world: { ...world, latency: () => latency, foreign: [{ at: 0, units: 100 }] }
          }),
          ({ rejections, total }) => {
            assert.strictEqual(rejections, 0)
            assert.isAtMost(total / leastTime(600, 1, latency, 300), slack)
          }
        )
      )
    )

    it.effect(
      `1,200 reads at ${latency} ms, while somebody else uses a quarter of each window, ten units at a time`,
      () =>
        // What they use while nothing of ours is answered can't be known: it costs what is under way, once, and no storm.
        each((world) =>
          Effect.map(
            run({
              count: 1200,
              units: 1,
              world: {
                ...world,
                latency: () => latency,
                foreign: Array.from({ length: 60 }, (_, i) => ({ at: 3_000 + i * 6_000, units: 10 }))
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

  it.effect("the limit is the one the server tells, be it less or more than the options say", () =>
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
      /** Its caller gives up after so long. */
      patience: FastCheck.option(FastCheck.integer({ min: 0, max: 2000 }), { nil: undefined, freq: 3 })
    }),
    { minLength: 1, maxLength: 60 }
  )
})

describe("whatever comes", () => {
  it.effect.prop(
    "no window of the server gets more than the budget, all are served but those who give up, and the queue is kept",
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
        let under = 0
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
                const ticket = limiter.ticket({ operation: "Test.request", units, priority: one.priority })
                const send = Effect.suspend(() => {
                  waiting.delete(one.rank)
                  for (const [rank, priority] of waiting) {
                    assert.isFalse(
                      priority > one.priority || (priority === one.priority && rank < one.rank),
                      `${one.rank} went before ${rank}`
                    )
                  }
                  started.push(one)
                  most = Math.max(most, ++under)
                  latency = one.latency
                  return Effect.ensuring(
                    server.send(units),
                    Effect.sync(() => under--)
                  )
                })
                const attempt = Effect.suspend(() => {
                  waiting.set(one.rank, one.priority)
                  return Effect.onInterrupt(limiter.attempt(ticket, send, judge), () =>
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
          assert.deepInclude(yield* limiter.snapshot, { spent: 0, foreign: 0, remaining: limit })
        }).pipe(Effect.provide(RateLimiter.layer({ limit, maxConcurrent, window: "1 second" })), (program) =>
          VirtualTime.run(program)
        )
      }),
    { fastCheck: { numRuns: 300 } }
  )
})
