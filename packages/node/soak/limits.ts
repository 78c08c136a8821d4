/**
 * Processes that share one account's budget in Redis: `npm run soak:limits`. The simulator counts, over HTTP.
 *
 * Each kind of window is gone through twice: with Redis at hand, and while it is killed and started anew, empty, in the
 * midst of the first burst and again around the turn of the window. The memory of the processes has to stay flat.
 *
 * The last line is one JSON object over all runs: `requests`, `lost` and `tooMany` (answers 429) summed, of
 * `timeOverLeast` the worst. Least is `window x (ceil(requests / limit) - 1)`, and the latency of the last round.
 */
import { type ChildProcess, fork } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { type RedisServer, redisServer } from "@effect-helpscout/test-support/redis"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Job, Order, Told } from "./limitsWorker.js"
import * as Memory from "./memory.js"

const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "4" },
    requests: { type: "string", default: "1200" },
    limit: { type: "string", default: "400" },
    /** Seconds. */
    window: { type: "string", default: "60" },
    /** How long the simulator takes for an answer, in milliseconds. */
    latency: { type: "string", default: "20" },
    kinds: { type: "string", default: "fixed,sliding" },
    /** With Redis at hand (`steady`), and while it is stopped and started (`outage`). */
    runs: { type: "string", default: "steady,outage" },
    /** How long Redis may take, in milliseconds, before it counts as away. */
    timeout: { type: "string", default: "250" },
    /** For short windows on a busy machine: the verdict allows for what it takes to send the requests without a limit. */
    busy: { type: "boolean", default: false },
    /** A control: the processes leak, which must be noticed. */
    leak: { type: "boolean", default: false }
  }
})
const processes = Number(values.processes)
const requests = Number(values.requests)
const limit = Number(values.limit)
const windowMillis = Number(values.window) * 1_000
const latency = Number(values.latency)
/** The limiter's own default, in each process. */
const concurrent = 10 * processes

const say = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

const leastTime = (count: number) => {
  const rounds = Math.ceil(count / limit)
  return windowMillis * (rounds - 1) + Math.ceil((count - (rounds - 1) * limit) / concurrent) * latency
}

interface Worker {
  readonly order: (order: Order) => void
  /** What it tells next, of that kind. */
  readonly next: <Tag extends Told["_tag"]>(tag: Tag) => Promise<Extract<Told, { readonly _tag: Tag }>>
}

const logs: Array<string> = []

const startWorker = Effect.map(
  Effect.acquireRelease(
    Effect.sync(
      (): ChildProcess =>
        fork(fileURLToPath(new URL("./limitsWorker.js", import.meta.url)), [], {
          execArgv: ["--expose-gc"],
          stdio: ["ignore", "ignore", "inherit", "ipc"]
        })
    ),
    (child) => Effect.sync(() => void child.kill("SIGKILL"))
  ),
  (child): Worker => {
    // only our own worker writes to this channel
    child.on("message", (message) => {
      const told = message as Told
      if (told._tag === "Log") logs.push(told.line)
    })
    return {
      order: (order) => void child.send(order),
      next: (tag) =>
        new Promise((resolve, reject) => {
          const ended = (code: number | null) => reject(new Error(`a process ended with ${code}`))
          const heard = (message: unknown) => {
            const told = message as Told
            if (told._tag !== tag) return
            child.off("message", heard)
            child.off("exit", ended)
            // its tag was looked at
            resolve(told as Extract<Told, { readonly _tag: typeof tag }>)
          }
          child.on("message", heard)
          child.on("exit", ended)
        })
    }
  }
)

interface Run {
  readonly name: string
  readonly kind: "fixed" | "sliding"
  readonly count: number
  readonly limit: number
  /** What happens to Redis meanwhile. */
  readonly meanwhile: (redis: RedisServer, answered: Effect.Effect<number>) => Effect.Effect<void>
}

interface Counted {
  readonly requests: number
  readonly lost: number
  readonly tooMany: number
  readonly timeOverLeast: number
  readonly took: number
  /** What each process held afterwards, in bytes. */
  readonly memory: ReadonlyArray<number>
}

const outage: Run["meanwhile"] = (redis, answered) =>
  Effect.gen(function* () {
    const began = performance.now()
    const until = (part: number) =>
      Effect.suspend(() => Effect.sleep(Math.max(0, began + part * windowMillis - performance.now())))
    while ((yield* answered) < limit / 4) yield* Effect.sleep("1 millis")
    yield* redis.stop
    yield* until(0.1)
    yield* redis.start
    yield* until(0.9)
    yield* redis.stop
    yield* until(1.25)
    yield* redis.start
  })

const perform = (workers: ReadonlyArray<Worker>, { count, kind, limit, meanwhile, name }: Run) =>
  Effect.gen(function* () {
    const redis = yield* redisServer
    const simulator = yield* NodeSimulator.serve({
      data: "empty",
      latency,
      keepRequests: 10,
      rateLimit: { limit, window: windowMillis, kind }
    })
    const { accessToken } = yield* simulator.issueTokens()
    const job = (requests: number): Job => ({
      baseUrl: simulator.baseUrl,
      token: accessToken,
      redis: redis.url,
      account: "soak",
      limit,
      windowMillis,
      leaseMillis: 90_000,
      timeoutMillis: Number(values.timeout),
      share: 1 / processes,
      requests,
      leak: values.leak
    })
    logs.length = 0
    yield* Effect.promise(() =>
      Promise.all(
        workers.map((worker, index) => {
          const part = Math.floor(count / processes) + (index < count % processes ? 1 : 0)
          worker.order({ _tag: "Prepare", job: job(part) })
          return worker.next("Ready")
        })
      )
    )
    const answered = Effect.map(simulator.stats, ({ statuses }) => statuses[200] ?? 0)
    const began = performance.now()
    const troubled = yield* Effect.fork(meanwhile(redis, answered))
    const done = yield* Effect.promise(() =>
      Promise.all(
        workers.map((worker) => {
          const heard = worker.next("Done")
          worker.order({ _tag: "Go" })
          return heard
        })
      )
    )
    const took = performance.now() - began
    yield* Fiber.interrupt(troubled)
    const { maxUnitsInWindow, statuses } = yield* simulator.stats
    const failures = done.flatMap((one) => one.failures)
    const lost = Math.max(count - (statuses[200] ?? 0), failures.length)
    const tooMany = statuses[429] ?? 0
    const least = leastTime(count)
    const memory = done.map(({ memory }) => memory)
    if (name !== "warm-up") {
      yield* say(
        `${name}: ${count} requests by ${processes} processes against ${limit} in ${windowMillis / 1_000} s: ${lost} lost, ${tooMany} answers 429, at most ${maxUnitsInWindow} in any window, ${(took / 1_000).toFixed(2)} s, ${(took / least).toFixed(3)} times the least; the processes hold ${Memory.shown(memory)}`
      )
    }
    for (const line of new Set(logs)) yield* say(`  ${logs.filter((other) => other === line).length} x ${line}`)
    for (const failure of failures.slice(0, 5)) yield* say(`  ${failure}`)
    const timeOverLeast = Number((took / least).toFixed(4))
    return { requests: count, lost, tooMany, timeOverLeast, took, memory }
  }).pipe(Effect.scoped)

const kinds = values.kinds.split(",").filter((kind) => kind === "fixed" || kind === "sliding")
const runs: ReadonlyArray<Run> = values.runs.split(",").flatMap((name) =>
  kinds.map((kind) => ({
    name: `${kind} window${name === "outage" ? ", Redis stopped and started" : ""}`,
    kind,
    count: requests,
    limit,
    meanwhile: name === "outage" ? outage : () => Effect.void
  }))
)

const program = Effect.gen(function* () {
  const least = Math.round((runs.length * leastTime(requests)) / 1_000)
  yield* say(`${runs.length} runs of ${processes} processes with a real Redis each, some ${least} s in all`)
  const workers = yield* Effect.all(Array.from({ length: processes }, () => startWorker))
  const unlimited = yield* perform(workers, {
    name: "warm-up",
    kind: "sliding",
    count: requests,
    limit: 1_000_000,
    meanwhile: () => Effect.void
  })
  yield* say(`without a limit the requests take ${(unlimited.took / 1_000).toFixed(2)} s`)
  const counted: Array<Counted> = []
  for (const run of runs) counted.push(yield* perform(workers, run))
  const sum = (of: (one: Counted) => number) => counted.reduce((total, one) => total + of(one), 0)
  const lost = sum((one) => one.lost)
  const tooMany = sum((one) => one.tooMany)
  const total = sum((one) => one.requests)
  const flat = workers.every((_, at) => Memory.isFlat([unlimited, ...counted].map(({ memory }) => memory[at] ?? 0)))
  if (!flat) yield* say("WRONG: the memory of a process grows")
  yield* say(
    JSON.stringify({
      processes,
      window: kinds.join("+"),
      requests: total,
      lost,
      tooMany,
      timeOverLeast: Math.max(...counted.map((one) => one.timeOverLeast))
    })
  )
  const allowed = leastTime(requests) * 1.05 + (values.busy ? unlimited.took : 0)
  return flat && lost === 0 && tooMany <= 0.02 * total && counted.every(({ took }) => took <= allowed)
})

process.exitCode = (await Effect.runPromise(Effect.scoped(program))) ? 0 : 1
