/**
 * Runs processes that share one account and one token store, and kills them: `npm run soak:tokens`. The simulator counts.
 *
 * 1. Expiries: each causes one renewal, no request fails, and memory stays flat (laws T8 and P1).
 * 2. Rounds of `kill -9` at random times around a renewal: the next process can use the store after each (law P1).
 *
 * The last line is one JSON object, summed over the stores: `expiries` and `renewals` of part 1, `kills`, `loggedOut`
 * and `unavoidable` of part 2, `failed` of both.
 */
import { type ChildProcess, fork } from "node:child_process"
import { subscribe } from "node:diagnostics_channel"
import * as Fs from "node:fs"
import type { IncomingMessage } from "node:http"
import * as Os from "node:os"
import * as Path from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import * as Config from "@effect-helpscout/core/HelpScoutConfig"
import type * as TokenStore from "@effect-helpscout/core/TokenStore"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as RedisTokenStore from "@effect-helpscout/node/RedisTokenStore"
import type * as Simulator from "@effect-helpscout/simulator/Simulator"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Memory from "./memory.js"
import type { Command, Job, Report } from "./tokensWorker.js"

const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "8" },
    expiries: { type: "string", default: "20" },
    rounds: { type: "string", default: "200" },
    /** The lifetime of an access token in part 1, in seconds. */
    life: { type: "string", default: "5" },
    stores: { type: "string", default: "file,redis" },
    /** A control: the processes leak memory, and the program must report it. */
    leak: { type: "boolean", default: false }
  }
})
const processes = Number(values.processes)
const expiries = Number(values.expiries)
const rounds = Number(values.rounds)
const life = Number(values.life) * 1_000

const tokenPath = "/v2/oauth2/token"
const clientId = "soak-app"
const clientSecret = "soak-secret"
const account = Config.accountKey(Config.make({ clientId }))
const leaseMillis = 3_000
/** The simulated latency of the token endpoint, in milliseconds. All other requests have none. */
const latency = 5
/**
 * The time after the token response in which a process must have saved the tokens, in milliseconds. A process that is
 * killed later and has not saved counts as a failure. Pauses of this process are deducted, because on a busy machine the
 * other processes pause as well.
 */
const timeToSave = 500
/** The time limit for steps that are usually short, in milliseconds. A busy machine may need it. */
const patience = 300_000

const print = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

interface Stage {
  readonly name: string
  readonly job: Job["store"]
  readonly store: TokenStore.Service
}

interface Sum {
  readonly expiries: number
  readonly renewals: number
  readonly kills: number
  readonly failed: number
  readonly loggedOut: number
  readonly unavoidable: number
}

const problems: Array<string> = []

const stages: Readonly<Record<string, Effect.Effect<Stage, unknown, Scope.Scope>>> = {
  file: Effect.gen(function* () {
    const directory = yield* Effect.acquireRelease(
      Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-soak-"))),
      (path) => Effect.sync(() => Fs.rmSync(path, { recursive: true, force: true }))
    )
    const store = yield* NodeTokenStore.makeFile({ directory, lease: leaseMillis })
    return { name: "file", job: { kind: "file", directory }, store }
  }),
  redis: Effect.gen(function* () {
    const { url } = yield* redisServer
    const store = yield* RedisTokenStore.make({ connection: url, lease: leaseMillis, timeout: "10 seconds" })
    return { name: "redis", job: { kind: "redis", url }, store }
  })
}

/** Authorizes the app again: saves new tokens, regardless of the content of the store. */
const authorize = (simulator: Simulator.Service, store: TokenStore.Service) =>
  Effect.gen(function* () {
    const issuedAt = yield* DateTime.now
    const issued = yield* simulator.issueTokens()
    const stored = yield* store.load(account)
    yield* store.save(account, Tokens.make({ ...issued, issuedAt, expiresAt: DateTime.unsafeMake(issued.expiresAt) }), {
      replaces: Option.isSome(stored) ? stored.value.generation : 0
    })
  })

interface Worker {
  readonly name: string
  readonly child: ChildProcess
  readonly exited: Promise<void>
  readonly memory: Array<number>
  ready: boolean
  requests: number | undefined
}

/** The processes and their reports. The remaining processes are killed when the scope closes. */
const makeCrew = (simulator: Simulator.Service, stage: Stage) =>
  Effect.gen(function* () {
    const workers = new Map<string, Worker>()
    const failures: Array<string> = []
    let started = 0

    const start = Effect.sync(() => {
      const name = `worker-${++started}`
      const { baseUrl } = simulator
      const job: Job = { name, baseUrl, clientId, clientSecret, store: stage.job, leaseMillis, leak: values.leak }
      const child = fork(fileURLToPath(new URL("./tokensWorker.js", import.meta.url)), [JSON.stringify(job)], {
        execArgv: ["--expose-gc"],
        stdio: ["ignore", "ignore", "inherit", "ipc"]
      })
      const exited = new Promise<void>((resolve) => child.on("exit", () => resolve()))
      const worker: Worker = { name, child, exited, memory: [], ready: false, requests: undefined }
      // only this program's workers write to the channel
      child.on("message", (message) => {
        const report = message as Report
        if (report._tag === "Ready") worker.ready = true
        if (report._tag === "Failed") failures.push(report.what)
        if (report._tag === "Memory") worker.memory.push(report.bytes)
        if (report._tag === "Done") worker.requests = report.requests
      })
      child.on("exit", (code) => {
        if (workers.delete(name) && code !== 0) failures.push(`${name} exited with code ${code}`)
      })
      workers.set(name, worker)
    })

    const kill = (worker: Worker) => {
      workers.delete(worker.name)
      worker.child.kill("SIGKILL")
    }

    const stop = Effect.promise(async () => {
      const all = [...workers.values()]
      workers.clear()
      for (const { child } of all) child.send("stop" satisfies Command)
      await Promise.all(all.map(({ exited }) => exited))
      return all.reduce((sum, { requests }) => sum + (requests ?? Number.NaN), 0)
    })

    const all = () => [...workers.values()]
    const ready = () => all().filter((worker) => worker.ready)
    yield* Effect.addFinalizer(() => Effect.sync(() => workers.forEach(kill)))
    return { start, kill, stop, all, ready, failures, find: (name: string | undefined) => workers.get(name ?? "") }
  })

/** Polls a condition. Returns whether it held in time. */
const holdsWithin = (millis: number, done: Effect.Effect<boolean>): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    const end = performance.now() + millis
    while (performance.now() < end) {
      if (yield* done) return true
      yield* Effect.sleep("3 millis")
    }
    return false
  })

const serve = (tokenLife: number) =>
  NodeSimulator.serve({
    clientId,
    clientSecret,
    data: "empty",
    tokenLife,
    rateLimit: { limit: 1_000_000_000 },
    keepRequests: 10,
    latency: (request) => (request.path === tokenPath ? latency : 0)
  })

/** The times at which the simulator sent the responses to renewals, by the User-Agent of the request. */
const respondedAt = new Map<string, number>()
subscribe("http.server.response.finish", (message) => {
  // documented by Node: https://nodejs.org/api/diagnostics_channel.html#http
  const { request } = message as { readonly request: IncomingMessage }
  if (request.url === tokenPath) respondedAt.set(request.headers["user-agent"] ?? "", performance.now())
})

/** The number of successful API requests, without those to the token endpoint. */
const succeeded = (stats: Simulator.Stats) => (stats.statuses[200] ?? 0) - stats.tokens.issued

const throughExpiries = (stage: Stage): Effect.Effect<Partial<Sum>, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const simulator = yield* serve(life)
    let issuedAt = performance.now()
    let due = 0
    let early = 0
    yield* simulator.setOnRequest((request) =>
      Effect.sync(() => {
        if (request.path !== tokenPath) return
        // A renewal is due when a tenth of the lifetime is left. A second renewal of the same tokens would follow within
        // milliseconds, so half of the lifetime separates the two cases.
        if (performance.now() - issuedAt >= life * 0.5) due++
        else early++
        issuedAt = performance.now()
      })
    )
    const crew = yield* makeCrew(simulator, stage)
    yield* authorize(simulator, stage.store)
    yield* print(
      `${stage.name}: ${processes} processes through ${expiries} expiries of tokens that are valid for ${life / 1_000} s`
    )
    for (let i = 0; i < processes; i++) yield* crew.start
    const started = yield* holdsWithin(
      patience,
      Effect.sync(() => crew.ready().length === processes)
    )
    if (!started) return yield* Effect.dieMessage(`The processes do not start: ${crew.failures.join("; ")}`)
    // renewals before all processes have started are not counted
    const start = (yield* simulator.stats).tokens
    const before = due
    early = 0
    for (let seen = 0; seen < expiries; seen = due - before) {
      const more = yield* holdsWithin(
        3 * life + patience,
        Effect.sync(() => due - before > seen)
      )
      if (!more)
        return yield* Effect.dieMessage(`There are no renewals after ${seen} expiries: ${crew.failures.join("; ")}`)
      if ((due - before) % 5 === 0) yield* print(`${stage.name}: ${due - before} expiries`)
      const [first] = crew.ready()
      first?.child.send("memory" satisfies Command)
    }
    const [first] = crew.ready()
    const requests = yield* crew.stop
    yield* print(`${stage.name}: memory of one process: ${Memory.shown(first?.memory ?? [])}`)
    if (!Memory.isFlat(first?.memory ?? []))
      problems.push(`${stage.name}: the memory of a process grows. Look for a leak`)
    const stats = yield* simulator.stats
    const renewals = stats.tokens.renewals - start.renewals
    const failed = requests - succeeded(stats)
    yield* print(
      `${stage.name}: ${due - before} expiries, ${renewals} renewals, ${early} of them early, ${stats.tokens.reusedRefreshTokens} with a used refresh token; ${requests} requests, ${failed} failed`
    )
    for (const failure of crew.failures.slice(0, 5)) yield* print(`  ${failure}`)
    return { expiries: due - before, renewals, failed }
  })

const throughKills = (stage: Stage): Effect.Effect<Partial<Sum>, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const simulator = yield* serve(3_600_000)
    let onRenewal: (name: string) => void = () => {}
    const bearers = new Map<string, string | undefined>()
    yield* simulator.setOnRequest((request) =>
      Effect.sync(() => {
        const name = request.headers["user-agent"] ?? ""
        if (request.path === tokenPath) onRenewal(name)
        else bearers.set(name, request.headers.authorization)
      })
    )
    const crew = yield* makeCrew(simulator, stage)
    yield* authorize(simulator, stage.store)
    yield* print(`${stage.name}: ${rounds} rounds of kill -9 around a renewal`)
    for (let i = 0; i < processes; i++) yield* crew.start

    const bearer = Effect.map(stage.store.load(account), (stored) =>
      Option.map(stored, ({ tokens }) => `Bearer ${Redacted.value(tokens.accessToken)}`)
    )
    /** Returns whether the next process could use the stored tokens. */
    const usable = Effect.flatMap(bearer, (authorization) =>
      Option.match(authorization, {
        onNone: () => Effect.succeed(false),
        onSome: (authorization) =>
          Effect.map(
            simulator.handle({ method: "GET", url: "/v2/users/me", headers: { authorization }, body: "" }),
            (response) => response._tag === "Response" && response.status === 200
          )
      })
    )
    /** Returns whether all processes use the new token, so that the next round interrupts no other work. */
    const haveSettled = (processes: () => ReadonlyArray<Worker>) =>
      Effect.orElseSucceed(
        Effect.map(bearer, (authorization) =>
          processes().every(({ name }) => bearers.get(name) === Option.getOrUndefined(authorization))
        ),
        () => false
      )
    const usedRefreshTokens = Effect.map(simulator.stats, ({ tokens }) => tokens.reusedRefreshTokens)

    const delays = monitorEventLoopDelay({ resolution: 10 })
    delays.enable()
    yield* Effect.addFinalizer(() => Effect.sync(() => delays.disable()))

    let loggedOut = 0
    let unavoidable = 0
    let failed = 0
    let usableKills = 0
    let withoutResponse = 0
    let slowest = 0
    let soonest = Number.POSITIVE_INFINITY
    let latest = 0

    const round = (index: number) =>
      Effect.gen(function* () {
        if (
          !(yield* holdsWithin(
            patience,
            Effect.sync(() => crew.ready().length >= Math.min(3, processes))
          ))
        ) {
          return yield* Effect.dieMessage(`The processes do not start: ${crew.failures.join("; ")}`)
        }
        const failures = crew.failures.length
        const usedBefore = yield* usedRefreshTokens
        let killed: { readonly worker: Worker; readonly at: number } | undefined
        const renewing = new Set<string>()
        respondedAt.clear()
        delays.reset()
        const kill = (worker: Worker | undefined) => {
          if (worker === undefined || killed !== undefined) return
          crew.kill(worker)
          killed = { worker, at: performance.now() }
        }
        // even rounds kill a process that renews, after its request; odd rounds kill any process at any time
        onRenewal = (name) => {
          renewing.add(name)
          if (index % 2 === 0) setTimeout(() => kill(crew.find(name)), Math.random() * 100)
        }
        const began = performance.now()
        yield* simulator.revokeAccessTokens()
        if (index % 2 !== 0) {
          const ready = crew.ready()
          setTimeout(() => kill(ready[Math.floor(Math.random() * ready.length)]), Math.random() * 100)
        }
        const done = yield* holdsWithin(
          patience,
          Effect.sync(() => killed !== undefined)
        )
        if (!done || killed === undefined) return yield* Effect.dieMessage("No process renews the tokens")
        yield* crew.start
        const { at, worker } = killed as { readonly worker: Worker; readonly at: number }
        yield* Effect.promise(() => worker.exited)

        const outcome = { usedRefreshToken: false, unreadable: false }
        const settled = yield* holdsWithin(
          60_000,
          Effect.gen(function* () {
            const ok = yield* Effect.catchAll(usable, () =>
              Effect.sync(() => {
                outcome.unreadable = true
                return false
              })
            )
            outcome.usedRefreshToken = (yield* usedRefreshTokens) > usedBefore
            return ok || outcome.usedRefreshToken || outcome.unreadable
          })
        )
        // negative if it was killed before the response
        const afterResponse = at - (respondedAt.get(worker.name) ?? Number.POSITIVE_INFINITY)
        if (settled && !outcome.usedRefreshToken && !outcome.unreadable) {
          usableKills++
          slowest = Math.max(slowest, performance.now() - began)
          if (afterResponse > 0) soonest = Math.min(soonest, afterResponse)
          failed += crew.failures.length - failures
        } else {
          const pause = delays.max / 1e6
          if (outcome.usedRefreshToken && renewing.has(worker.name) && afterResponse - pause < timeToSave) {
            if (afterResponse < 0) withoutResponse++
            unavoidable++
            latest = Math.max(latest, afterResponse)
          } else {
            loggedOut++
            yield* print(
              `${stage.name}: round ${index}: LOGGED OUT ${JSON.stringify({ ...outcome, settled, afterResponse })}`
            )
          }
          yield* authorize(simulator, stage.store)
          // requests in the meantime failed, because the account had to be authorized again
          yield* holdsWithin(patience, haveSettled(crew.all))
          yield* Effect.sleep("200 millis")
          failed += crew.failures.slice(failures).filter((what) => !what.includes("RefreshTokenRefused")).length
        }
        yield* holdsWithin(10_000, haveSettled(crew.ready))
        yield* Effect.sleep("30 millis")
      })

    for (let index = 1; index <= rounds; index++) {
      yield* round(index)
      if (index % 20 === 0) yield* print(`${stage.name}: ${index} kills`)
    }
    yield* crew.stop
    const { tokens } = yield* simulator.stats
    yield* print(
      `${stage.name}: ${rounds} kills, ${tokens.renewals} renewals; store usable after ${usableKills}, unavoidable losses ${unavoidable}, avoidable losses ${loggedOut}, failed requests ${failed}`
    )
    yield* print(
      `${stage.name}: unavoidable losses: ${withoutResponse} killed before the response, the others up to ${latest.toFixed(1)} ms after it; earliest save ${soonest.toFixed(1)} ms after the response; longest recovery ${Math.round(slowest)} ms`
    )
    for (const failure of crew.failures.filter((what) => !what.includes("RefreshTokenRefused")).slice(0, 5)) {
      yield* print(`  ${failure}`)
    }
    return { kills: rounds, failed, loggedOut, unavoidable }
  })

const add = (a: Sum, b: Partial<Sum>): Sum => ({
  expiries: a.expiries + (b.expiries ?? 0),
  renewals: a.renewals + (b.renewals ?? 0),
  kills: a.kills + (b.kills ?? 0),
  failed: a.failed + (b.failed ?? 0),
  loggedOut: a.loggedOut + (b.loggedOut ?? 0),
  unavoidable: a.unavoidable + (b.unavoidable ?? 0)
})

const program = Effect.gen(function* () {
  let sum: Sum = { expiries: 0, renewals: 0, kills: 0, failed: 0, loggedOut: 0, unavoidable: 0 }
  const names = values.stores.split(",")
  for (const name of names) {
    for (const part of [throughExpiries, throughKills]) {
      // a store of its own for each part
      const stage = stages[name] ?? Effect.dieMessage(`Unknown store in --stores: ${name}. Use file or redis`)
      sum = add(sum, yield* Effect.scoped(Effect.flatMap(stage, part)))
    }
  }
  for (const problem of problems) yield* print(`PROBLEM: ${problem}`)
  yield* print(JSON.stringify({ processes, store: names.join("+"), ...sum }))
  return problems.length === 0 && sum.failed === 0 && sum.loggedOut === 0 && sum.renewals === sum.expiries
})

process.exitCode = (await Effect.runPromise(program)) ? 0 : 1
