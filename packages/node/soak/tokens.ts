/**
 * Processes that share one account and one token store, and are killed: `npm run soak:tokens`. The simulator counts.
 *
 * 1. Through a number of expiries: one renewal for each, no failed request, and memory that stays flat.
 * 2. Rounds of `kill -9` at random instants around a renewal: the store is of use to the next process after each.
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
import type { Job, Order, Told } from "./tokensWorker.js"

const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "8" },
    expiries: { type: "string", default: "20" },
    rounds: { type: "string", default: "200" },
    /** Seconds that an access token lives in part 1. */
    life: { type: "string", default: "5" },
    stores: { type: "string", default: "file,redis" },
    /** A control: the processes leak, which must be noticed. */
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
/** How long the simulator takes over a renewal, in milliseconds; then it answers at once. */
const latency = 5
/**
 * Who has not saved so long after the answer, in milliseconds, had the time to: a kill is no excuse. Not counted is how
 * long this process itself stood still meanwhile, for on a busy machine the others did so, too.
 */
const timeToSave = 500
/** How long is waited, in milliseconds, for what takes moments: a busy machine may take its time. */
const patience = 300_000

const say = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

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

/** The account's owner authorises the app: new tokens for the store, whatever it holds. */
const authorise = (simulator: Simulator.Service, store: TokenStore.Service) =>
  Effect.gen(function* () {
    const issuedAt = yield* DateTime.now
    const issued = yield* simulator.issueTokens()
    const held = yield* store.load(account)
    yield* store.save(account, Tokens.make({ ...issued, issuedAt, expiresAt: DateTime.unsafeMake(issued.expiresAt) }), {
      replaces: Option.isSome(held) ? held.value.generation : 0
    })
  })

interface Worker {
  readonly name: string
  readonly child: ChildProcess
  readonly exited: Promise<void>
  readonly memory: Array<number>
  ready: boolean
  begun: number | undefined
}

/** The processes, and what they report. Whoever is left over is killed when the scope closes. */
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
      const worker: Worker = { name, child, exited, memory: [], ready: false, begun: undefined }
      // only our own worker writes to this channel
      child.on("message", (message) => {
        const told = message as Told
        if (told._tag === "Ready") worker.ready = true
        if (told._tag === "Failed") failures.push(told.what)
        if (told._tag === "Memory") worker.memory.push(told.bytes)
        if (told._tag === "Done") worker.begun = told.begun
      })
      child.on("exit", (code) => {
        if (workers.delete(name) && code !== 0) failures.push(`${name} ended with ${code}`)
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
      for (const { child } of all) child.send("stop" satisfies Order)
      await Promise.all(all.map(({ exited }) => exited))
      return all.reduce((sum, { begun }) => sum + (begun ?? Number.NaN), 0)
    })

    const all = () => [...workers.values()]
    const ready = () => all().filter((worker) => worker.ready)
    yield* Effect.addFinalizer(() => Effect.sync(() => workers.forEach(kill)))
    return { start, kill, stop, all, ready, failures, find: (name: string | undefined) => workers.get(name ?? "") }
  })

/** Looks again and again; answers whether it came true in time. */
const within = (millis: number, done: Effect.Effect<boolean>): Effect.Effect<boolean> =>
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

/** When the simulator handed a renewal's answer to the system, by the User-Agent that asked. */
const answeredAt = new Map<string, number>()
subscribe("http.server.response.finish", (message) => {
  // documented by Node: https://nodejs.org/api/diagnostics_channel.html#http
  const { request } = message as { readonly request: IncomingMessage }
  if (request.url === tokenPath) answeredAt.set(request.headers["user-agent"] ?? "", performance.now())
})

/** Answers to requests proper, as the simulator counts them. */
const answered = (stats: Simulator.Stats) => (stats.statuses[200] ?? 0) - stats.tokens.issued

const throughExpiries = (stage: Stage): Effect.Effect<Partial<Sum>, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const simulator = yield* serve(life)
    let issuedAt = performance.now()
    let due = 0
    let early = 0
    yield* simulator.setOnRequest((request) =>
      Effect.sync(() => {
        if (request.path !== tokenPath) return
        // It is due when a tenth of the life is left, counted from before it was asked for. Two processes that renew one
        // after the other do so within milliseconds.
        if (performance.now() - issuedAt >= life * 0.5) due++
        else early++
        issuedAt = performance.now()
      })
    )
    const crew = yield* makeCrew(simulator, stage)
    yield* authorise(simulator, stage.store)
    yield* say(
      `${stage.name}: ${processes} processes through ${expiries} expiries of a token that lives ${life / 1_000} s`
    )
    for (let i = 0; i < processes; i++) yield* crew.start
    const started = yield* within(
      patience,
      Effect.sync(() => crew.ready().length === processes)
    )
    if (!started) return yield* Effect.dieMessage(`the processes don't start: ${crew.failures.join("; ")}`)
    // what came before all were there is not counted
    const start = (yield* simulator.stats).tokens
    const before = due
    early = 0
    for (let seen = 0; seen < expiries; seen = due - before) {
      const more = yield* within(
        3 * life + patience,
        Effect.sync(() => due - before > seen)
      )
      if (!more) return yield* Effect.dieMessage(`renewals stop after ${seen}: ${crew.failures.join("; ")}`)
      if ((due - before) % 5 === 0) yield* say(`${stage.name}: ${due - before} expiries`)
      const [first] = crew.ready()
      first?.child.send("memory" satisfies Order)
    }
    const [first] = crew.ready()
    const begun = yield* crew.stop
    yield* say(`${stage.name}: one of them held ${Memory.shown(first?.memory ?? [])}`)
    if (!Memory.isFlat(first?.memory ?? [])) problems.push(`${stage.name}: the memory of a process grows`)
    const stats = yield* simulator.stats
    const renewals = stats.tokens.renewals - start.renewals
    const failed = begun - answered(stats)
    yield* say(
      `${stage.name}: ${due - before} expiries, ${renewals} renewals, ${early} before they were due, ${stats.tokens.reusedRefreshTokens} with a spent refresh token; ${begun} requests, ${failed} failed`
    )
    for (const failure of crew.failures.slice(0, 5)) yield* say(`  ${failure}`)
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
    yield* authorise(simulator, stage.store)
    yield* say(`${stage.name}: ${rounds} rounds of kill -9 around a renewal`)
    for (let i = 0; i < processes; i++) yield* crew.start

    const bearer = Effect.map(stage.store.load(account), (held) =>
      Option.map(held, ({ tokens }) => `Bearer ${Redacted.value(tokens.accessToken)}`)
    )
    /** Whether the next process could use what the store holds. */
    const usable = Effect.flatMap(bearer, (authorization) =>
      Option.match(authorization, {
        onNone: () => Effect.succeed(false),
        onSome: (authorization) =>
          Effect.map(
            simulator.handle({ method: "GET", url: "/v2/users/me", headers: { authorization }, body: "" }),
            (answer) => answer._tag === "Response" && answer.status === 200
          )
      })
    )
    /** Every one of them has the new token: nobody is in the middle of something when the next round kills it. */
    const calm = (who: () => ReadonlyArray<Worker>) =>
      Effect.orElseSucceed(
        Effect.map(bearer, (authorization) =>
          who().every(({ name }) => bearers.get(name) === Option.getOrUndefined(authorization))
        ),
        () => false
      )
    const spent = Effect.map(simulator.stats, ({ tokens }) => tokens.reusedRefreshTokens)

    const delays = monitorEventLoopDelay({ resolution: 10 })
    delays.enable()
    yield* Effect.addFinalizer(() => Effect.sync(() => delays.disable()))

    let loggedOut = 0
    let unavoidable = 0
    let failed = 0
    let usableAfter = 0
    let unheard = 0
    let slowest = 0
    let soonest = Number.POSITIVE_INFINITY
    let latest = 0

    const round = (index: number) =>
      Effect.gen(function* () {
        if (
          !(yield* within(
            patience,
            Effect.sync(() => crew.ready().length >= Math.min(3, processes))
          ))
        ) {
          return yield* Effect.dieMessage(`the processes don't start: ${crew.failures.join("; ")}`)
        }
        const failures = crew.failures.length
        const spentBefore = yield* spent
        let killed: { readonly worker: Worker; readonly at: number } | undefined
        const asked = new Set<string>()
        answeredAt.clear()
        delays.reset()
        const kill = (worker: Worker | undefined) => {
          if (worker === undefined || killed !== undefined) return
          crew.kill(worker)
          killed = { worker, at: performance.now() }
        }
        // every other round kills the one that renews, from its request on; the rest kill any, at any time
        onRenewal = (name) => {
          asked.add(name)
          if (index % 2 === 0) setTimeout(() => kill(crew.find(name)), Math.random() * 100)
        }
        const began = performance.now()
        yield* simulator.revokeAccessTokens()
        if (index % 2 !== 0) {
          const ready = crew.ready()
          setTimeout(() => kill(ready[Math.floor(Math.random() * ready.length)]), Math.random() * 100)
        }
        const done = yield* within(
          patience,
          Effect.sync(() => killed !== undefined)
        )
        if (!done || killed === undefined) return yield* Effect.dieMessage("nobody renews")
        yield* crew.start
        const { at, worker } = killed as { readonly worker: Worker; readonly at: number }
        yield* Effect.promise(() => worker.exited)

        const outcome = { spent: false, unreadable: false }
        const settled = yield* within(
          60_000,
          Effect.gen(function* () {
            const ok = yield* Effect.catchAll(usable, () =>
              Effect.sync(() => {
                outcome.unreadable = true
                return false
              })
            )
            outcome.spent = (yield* spent) > spentBefore
            return ok || outcome.spent || outcome.unreadable
          })
        )
        // negative: it was killed while the simulator renewed
        const afterAnswer = at - (answeredAt.get(worker.name) ?? Number.POSITIVE_INFINITY)
        if (settled && !outcome.spent && !outcome.unreadable) {
          usableAfter++
          slowest = Math.max(slowest, performance.now() - began)
          if (afterAnswer > 0) soonest = Math.min(soonest, afterAnswer)
          failed += crew.failures.length - failures
        } else {
          const stoodStill = delays.max / 1e6
          if (outcome.spent && asked.has(worker.name) && afterAnswer - stoodStill < timeToSave) {
            if (afterAnswer < 0) unheard++
            unavoidable++
            latest = Math.max(latest, afterAnswer)
          } else {
            loggedOut++
            yield* say(
              `${stage.name}: round ${index}: LOGGED OUT ${JSON.stringify({ ...outcome, settled, afterAnswer })}`
            )
          }
          yield* authorise(simulator, stage.store)
          // who asked meanwhile was told that the account has to be authorised again
          yield* within(patience, calm(crew.all))
          yield* Effect.sleep("200 millis")
          failed += crew.failures.slice(failures).filter((what) => !what.includes("RefreshTokenRefused")).length
        }
        yield* within(10_000, calm(crew.ready))
        yield* Effect.sleep("30 millis")
      })

    for (let index = 1; index <= rounds; index++) {
      yield* round(index)
      if (index % 20 === 0) yield* say(`${stage.name}: ${index} kills`)
    }
    yield* crew.stop
    const { tokens } = yield* simulator.stats
    yield* say(
      `${stage.name}: ${rounds} kills, ${tokens.renewals} renewals; usable after ${usableAfter}, ${unavoidable} unavoidable, ${loggedOut} logged out, ${failed} failed requests`
    )
    yield* say(
      `${stage.name}: unavoidable: ${unheard} killed before the answer, the others up to ${latest.toFixed(1)} ms after it; saved from ${soonest.toFixed(1)} ms on; at most ${Math.round(slowest)} ms from a dead token to a new one`
    )
    for (const failure of crew.failures.filter((what) => !what.includes("RefreshTokenRefused")).slice(0, 5)) {
      yield* say(`  ${failure}`)
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
      const stage = stages[name] ?? Effect.dieMessage(`there is no store ${name}`)
      sum = add(sum, yield* Effect.scoped(Effect.flatMap(stage, part)))
    }
  }
  for (const problem of problems) yield* say(`WRONG: ${problem}`)
  yield* say(JSON.stringify({ processes, store: names.join("+"), ...sum }))
  return problems.length === 0 && sum.failed === 0 && sum.loggedOut === 0 && sum.renewals === sum.expiries
})

process.exitCode = (await Effect.runPromise(program)) ? 0 : 1
