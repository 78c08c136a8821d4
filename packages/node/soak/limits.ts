/**
 * Runs processes that share one account's budget in Redis: `npm run soak:limits`. The simulator counts, over HTTP.
 *
 * Each kind of window runs twice: with Redis available, and while it is killed and restarted without data, during the first
 * burst and again around the end of the window. The memory of the processes must stay flat.
 *
 * The last line is one JSON object over all runs: the sums of `requests`, `lost` and `tooMany` (429 responses), and the
 * worst `timeOverLeast`. The least time is `window x (ceil(requests / limit) - 1)` plus the latency of the last round.
 */
import { type ChildProcess, fork } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { type RedisServer, redisServer } from "@effect-helpscout/test-support/redis"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Job, Order, WorkerMessage } from "./limitsWorker.js"
import * as Memory from "./memory.js"

const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "4" },
    requests: { type: "string", default: "1200" },
    limit: { type: "string", default: "400" },
    /** Seconds. */
    window: { type: "string", default: "60" },
    /** Time until the simulator responds, in milliseconds. */
    latency: { type: "string", default: "20" },
    kinds: { type: "string", default: "fixed,sliding" },
    /** With Redis available (`steady`), and while it is stopped and started (`outage`). */
    runs: { type: "string", default: "steady,outage" },
    /** Maximum time for a reply from Redis, in milliseconds. */
    timeout: { type: "string", default: "250" },
    /** For short windows on a busy machine: the allowed time includes the time to send the requests without a limit. */
    busy: { type: "boolean", default: false },
    /** A control: the processes leak memory, which must be detected. */
    leak: { type: "boolean", default: false }
  }
})
const processes = Number(values.processes)
const requests = Number(values.requests)
const limit = Number(values.limit)
const windowMillis = Number(values.window) * 1_000
const latency = Number(values.latency)
/** The limiter's default, in each process. */
const concurrent = 10 * processes

const say = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

const leastTime = (count: number) => {
  const rounds = Math.ceil(count / limit)
  return windowMillis * (rounds - 1) + Math.ceil((count - (rounds - 1) * limit) / concurrent) * latency
}

interface Worker {
  readonly order: (order: Order) => void
  /** The next message of this kind. */
  readonly next: <Tag extends WorkerMessage["_tag"]>(
    tag: Tag
  ) => Promise<Extract<WorkerMessage, { readonly _tag: Tag }>>
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
    // cast: only the worker writes to this channel
    child.on("message", (message) => {
      const received = message as WorkerMessage
      if (received._tag === "Log") logs.push(received.line)
    })
    return {
      order: (order) => void child.send(order),
      next: (tag) =>
        new Promise((resolve, reject) => {
          const onExit = (code: number | null) => reject(new Error(`a worker ended with code ${code}`))
          const onMessage = (message: unknown) => {
            const received = message as WorkerMessage
            if (received._tag !== tag) return
            child.off("message", onMessage)
            child.off("exit", onExit)
            // cast: its tag was checked
            resolve(received as Extract<WorkerMessage, { readonly _tag: typeof tag }>)
          }
          child.on("message", onMessage)
          child.on("exit", onExit)
        })
    }
  }
)

interface Run {
  readonly name: string
  readonly kind: "fixed" | "sliding"
  readonly count: number
  readonly limit: number
  /** Changes the state of Redis during the run. */
  readonly meanwhile: (redis: RedisServer, responses: Effect.Effect<number>) => Effect.Effect<void>
}

interface Counted {
  readonly requests: number
  readonly lost: number
  readonly tooMany: number
  readonly timeOverLeast: number
  readonly took: number
  /** Memory of each process afterwards, in bytes. */
  readonly memory: ReadonlyArray<number>
}

const outage: Run["meanwhile"] = (redis, responses) =>
  Effect.gen(function* () {
    const began = performance.now()
    const until = (part: number) =>
      Effect.suspend(() => Effect.sleep(Math.max(0, began + part * windowMillis - performance.now())))
    while ((yield* responses) < limit / 4) yield* Effect.sleep("1 millis")
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
    const responses = Effect.map(simulator.stats, ({ statuses }) => statuses[200] ?? 0)
    const began = performance.now()
    const disruption = yield* Effect.fork(meanwhile(redis, responses))
    const done = yield* Effect.promise(() =>
      Promise.all(
        workers.map((worker) => {
          const done = worker.next("Done")
          worker.order({ _tag: "Go" })
          return done
        })
      )
    )
    const took = performance.now() - began
    yield* Fiber.interrupt(disruption)
    const { maxUnitsInWindow, statuses } = yield* simulator.stats
    const failures = done.flatMap((one) => one.failures)
    const lost = Math.max(count - (statuses[200] ?? 0), failures.length)
    const tooMany = statuses[429] ?? 0
    const least = leastTime(count)
    const memory = done.map(({ memory }) => memory)
    if (name !== "warm-up") {
      yield* say(
        `${name}: ${count} requests by ${processes} processes against ${limit} in ${windowMillis / 1_000} s: ${lost} lost, ${tooMany} responses 429, at most ${maxUnitsInWindow} in any window, ${(took / 1_000).toFixed(2)} s, ${(took / least).toFixed(3)} times the least; memory of the processes: ${Memory.shown(memory)}`
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
  yield* say(`${runs.length} runs of ${processes} processes with a real Redis each, about ${least} s in total`)
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
  if (!flat) yield* say("FAILED: the memory of a process grows.")
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
