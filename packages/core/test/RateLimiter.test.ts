import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scheduler from "effect/Scheduler"
import { type Options, type Outcome, RateLimiter, type Service } from "../src/RateLimiter.js"

/**
 * Virtual time, as TestClock keeps it, but synchronous: TestClock waits for real timers before each step, which costs
 * some 5 ms, and a simulated burst has thousands of steps.
 */
class VirtualClock implements Clock.Clock {
  readonly [Clock.ClockTypeId]: Clock.ClockTypeId = Clock.ClockTypeId
  private readonly sleepers: Array<{ readonly at: number; readonly task: () => void }> = []
  readonly tasks = new Scheduler.ControlledScheduler()
  now = 0
  unsafeCurrentTimeMillis() {
    return this.now
  }
  unsafeCurrentTimeNanos() {
    return BigInt(Math.round(this.now * 1e6))
  }
  readonly currentTimeMillis = Effect.sync(() => this.unsafeCurrentTimeMillis())
  readonly currentTimeNanos = Effect.sync(() => this.unsafeCurrentTimeNanos())
  scheduler() {
    return Effect.dieMessage("not used")
  }
  sleep(duration: Duration.Duration) {
    return Effect.async<void>((resume) => {
      const sleeper = { at: this.now + Duration.toMillis(duration), task: () => resume(Effect.void) }
      let i = this.sleepers.length
      while (i > 0 && (this.sleepers[i - 1]?.at ?? 0) <= sleeper.at) i--
      this.sleepers.splice(i, 0, sleeper)
      return Effect.sync(() => {
        const at = this.sleepers.indexOf(sleeper)
        if (at >= 0) this.sleepers.splice(at, 1)
      })
    })
  }
  private settle() {
    while (this.tasks.tasks.buckets.length > 0) this.tasks.step()
  }
  /** Runs a program to its end, from sleep to sleep. */
  run<A, E>(program: Effect.Effect<A, E>): Effect.Effect<A, E> {
    return Effect.suspend(() => {
      const fiber = Effect.runFork(Effect.withClock(program, this), { scheduler: this.tasks })
      for (;;) {
        this.settle()
        const exit = fiber.unsafePoll()
        if (exit !== null) return exit
        const next = this.sleepers.pop()
        if (next === undefined) return Effect.dieMessage(`nobody sleeps, and the program has not ended at ${this.now} ms`)
        this.now = Math.max(this.now, next.at)
        next.task()
      }
    })
  }
}

let Clock_now = () => 0
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

const world: World = { server: "sliding", limit: 400, window: 60_000, phase: 0, latency: () => 20, countedAt: 0.5, foreign: [] }

/** A server that counts by itself. */
const makeServer = (world: World) => {
  let counted: Array<{ readonly at: number; readonly units: number }> = []
  let others = 0
  let rejections = 0
  let sent = 0
  const prune = (at: number) => {
    const start =
      world.server === "sliding"
        ? at - world.window
        : Math.floor((at - world.phase) / world.window) * world.window + world.phase - 1e-9
    counted = counted.filter((one) => one.at > start)
  }
  const used = () => counted.reduce((sum, one) => sum + one.units, 0)
  const arrive = (at: number, units: number) => {
    for (let next = world.foreign[others]; next !== undefined && next.at <= at; next = world.foreign[++others]) {
      prune(next.at)
      if (used() + next.units <= world.limit) counted.push(next)
    }
    prune(at)
    const room = used() + units <= world.limit
    if (room) counted.push({ at, units })
    else rejections++
    const oldest = counted[0]?.at ?? at
    const until = world.server === "sliding" ? oldest + world.window : (Math.floor((at - world.phase) / world.window) + 1) * world.window + world.phase
    return {
      status: room ? 200 : 429,
      reading: {
        limit: world.limit,
        remaining: Math.max(0, world.limit - used()),
        ...(!room && { retryAfter: Duration.seconds(Math.ceil((until - at) / 1000)) })
      }
    }
  }
  return {
    send: (units: number) =>
      Effect.suspend(() => {
        const latency = world.latency(sent++)
        return Effect.sleep(Duration.millis(latency * world.countedAt)).pipe(
          Effect.zipRight(Clock.currentTimeMillis),
          Effect.map((at) => arrive(at, process.env.W1 ? 1 : units)),
          Effect.zipLeft(Effect.sleep(Duration.millis(latency * (1 - world.countedAt)))),
          Effect.map((_) => { if (_.status===429) return _; if (process.env.HA) { prune(Clock_now()); return {..._, reading: {..._.reading, remaining: Math.max(0, world.limit - used())}} }; if (process.env.EX) return {..._, reading: {..._.reading, remaining: _.reading.remaining + units}}; return _ })
        )
      }),
    rejections: () => rejections
  }
}

const answered = (exit: Exit.Exit<{ readonly status: number; readonly reading: {} }, unknown>): Outcome =>
  Exit.isSuccess(exit) ? { _tag: "Answered", ...exit.value } : { _tag: "Unknown" }

/** What the pipeline does with 429s. */
const request = (limiter: Service, send: ReturnType<ReturnType<typeof makeServer>["send"]>, units: number) => {
  const ticket = limiter.ticket({ operation: "Test.request", units })
  const again: ReturnType<typeof once> = Effect.suspend(() => once())
  const once = () => Effect.flatMap(limiter.attempt(ticket, send, answered), (_): Effect.Effect<typeof _, unknown> => (_.status === 429 ? again : Effect.succeed(_)))
  return once()
}

const burst = (o: { readonly world?: Partial<World>; readonly count: number; readonly units?: number; readonly idle?: number; readonly options?: Options; warm?: number }) =>
  Effect.suspend(() => {
    const clock = new VirtualClock(); Clock_now = () => clock.now
    const server = makeServer({ ...world, ...o.world })
    const units = o.units ?? 1
    const program = Effect.gen(function* () {
      const limiter = yield* RateLimiter
      yield* Effect.forEach(Array.from({ length: o.warm ?? 0 }), () => request(limiter, server.send(units), units), { concurrency: "unbounded" })
      yield* Effect.sleep(Duration.millis(o.idle ?? 0))
      const start = clock.now
      yield* Effect.forEach(Array.from({ length: o.count }), () => request(limiter, server.send(units), units), {
        concurrency: "unbounded",
        discard: true
      })
      const snapshot = yield* limiter.snapshot
      return { total: clock.now - start, rejections: server.rejections(), snapshot }
    }).pipe(Effect.provide(RateLimiter.layer(o.options)))
    return clock.run(program)
  })


const rng = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 4294967296
}
const patterns: Record<string, (r: () => number, phase: number) => World["foreign"]> = {
  none: () => [],
  atStart: () => [{ at: 0, units: 100 }],
  drip: (r) => Array.from({ length: 600 }, (_, i) => ({ at: i * 600 + r() * 600, units: 1 })),
  dripFixed: () => Array.from({ length: 600 }, (_, i) => ({ at: i * 600, units: 1 })),
  windowBurst: (_, phase) => Array.from({ length: 6 }, (_, i) => ({ at: phase + i * 60000, units: 100 })),
  minuteBurst: (r) => Array.from({ length: 6 }, (_, i) => ({ at: r()*1000 + i * 60000, units: 100 })),
  tens: (r) => Array.from({ length: 60 }, (_, i) => ({ at: i * 6000 + r()*6000, units: 10 })),
}
describe("explore", () => {
  it.effect("measures", () =>
    Effect.gen(function* () {
      const N = Number(process.env.N ?? 30)
      for (const name of Object.keys(patterns).filter(n => !process.env.P || process.env.P===n))
      for (const server of ["sliding", "fixed"] as const)
      for (const latency of [20, 500]) 
      for (const jitter of [0, 1]) {
        let worst = 0, sum = 0, rej = 0, bad: any[] = []
        for (let i = 0; i < N; i++) {
          const r = rng(i * 7919 + 13)
          const phase = r() * 60000
          const [count, units] = ([[450, 1], [1200, 1], [250, 2]] as const)[i % 3]!
          const F = name === "none" ? 0 : 100
          const foreign = patterns[name]!(r, phase)
          const res = yield* burst({ count, units, warm: process.env.WARM ? 137 : 0, idle: process.env.WARM ? 30000 : 0, world: { server, phase, foreign, countedAt: [0, 0.5, 1][Math.floor(r()*3)]!, latency: () => jitter ? latency * (0.5 + r() * (r() < 0.05 ? 6 : 1)) : latency } })
          const rounds = Math.ceil((count * units) / (400 - F))
          const last = count - ((rounds - 1) * (400 - F)) / units
          const ideal = 60_000 * (rounds - 1) + Math.ceil(last / 10) * latency
          worst = Math.max(worst, res.total / ideal); sum += res.total/ideal
          rej += res.rejections
          if (res.rejections || res.total/ideal > 1.06) bad.push(i+":"+res.rejections+":"+(res.total/ideal).toFixed(2))
        }
        console.log(name.padEnd(12), server.padEnd(8), latency, jitter, "mean", (sum/N).toFixed(3), "worst", worst.toFixed(4), "429s", rej, bad.slice(0,12).join(" "))
      }
    })
  , 400000)
})
