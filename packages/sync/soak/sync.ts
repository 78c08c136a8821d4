/**
 * Copies an account that changes into a SQLite file, by processes that are killed at random moments: `npm run soak:sync`.
 * The simulator counts, over HTTP, and adds faults: 5xx, resets, 429 and expired tokens.
 *
 * After each kill, the file must be a database without damage. At the end the changes stop, two runs complete, one with
 * reconciliation, and every row is compared with the account. The last line is one JSON object of counts.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import * as SqlClient from "@effect/sql/SqlClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Movement from "@effect-helpscout/simulator/Movement"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Oracle from "./oracle.js"

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    conversations: { type: "string", default: "300" },
    customers: { type: "string", default: "40" },
    /** Changes before every request. */
    changes: { type: "string", default: "1" },
    /** The probability of a fault. */
    faults: { type: "string", default: "0.02" },
    /** The longest time until a kill, in milliseconds after the first page is requested. */
    longest: { type: "string", default: "1500" },
    seed: { type: "string", default: "soak" },
    /** A control: rows are removed before the comparison, which must find them. */
    damage: { type: "boolean", default: false }
  }
})

const say = (line: string) =>
  Effect.sync(() => {
    process.stdout.write(`${line}\n`)
  })

const faultKinds = [
  Fault.status(503),
  Fault.status(500),
  Fault.reset("before"),
  Fault.reset("after"),
  Fault.rateLimited("1 second"),
  Fault.status(401)
]

interface Worker {
  readonly child: ChildProcess
  readonly started: Promise<unknown>
  readonly ended: Promise<unknown>
  readonly output: () => string
}

const startWorker = (args: ReadonlyArray<string>, env: NodeJS.ProcessEnv): Worker => {
  const path = fileURLToPath(new URL("./worker.js", import.meta.url))
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text
    })
  const ended = once(child, "close")
  const started = new Promise<void>((resolve) => {
    child.stdout.on("data", () => {
      if (output.includes("started")) resolve()
    })
    void ended.then(() => resolve())
  })
  return { child, started, ended, output: () => output }
}

const program = Effect.gen(function* () {
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "helpscout-soak-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  const file = join(folder, "copy.db")
  let faults = 0
  const simulator = yield* NodeSimulator.serve({
    seed: values.seed,
    data: { conversations: Number(values.conversations), customers: Number(values.customers), maxThreads: 60 },
    rateLimit: { limit: 1_000_000 },
    tokenLife: "5 seconds",
    changes: Movement.random({ seed: values.seed, count: Number(values.changes) }),
    faults: (request) => {
      if (request.path.includes("oauth2") || Math.random() >= Number(values.faults)) return undefined
      faults++
      return faultKinds[Math.floor(Math.random() * faultKinds.length)]
    }
  })
  const env = {
    HELPSCOUT_BASE_URL: simulator.baseUrl,
    HELPSCOUT_CLIENT_ID: simulator.clientId,
    HELPSCOUT_CLIENT_SECRET: simulator.clientSecret
  }
  const query = (text: string) =>
    Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe<Readonly<Record<string, unknown>>>(text)).pipe(
      Effect.provide(SqliteSink.layerClient({ file }))
    )

  let kills = 0
  let completed = 0
  let damaged = 0
  let rowsBefore = 0
  let shrunk = 0
  while (kills < Number(values.kills)) {
    const args = [`sqlite:${file}`, ...(Math.random() < 0.3 ? ["--reconcile"] : [])]
    const worker = startWorker(args, env)
    yield* Effect.promise(async () => {
      await worker.started
      await Promise.race([worker.ended, sleep(Math.random() * Number(values.longest))])
    })
    const isRunning = worker.child.exitCode === null
    worker.child.kill("SIGKILL")
    yield* Effect.promise(() => worker.ended)
    if (isRunning) kills++
    else if (worker.child.exitCode === 0) completed++
    else yield* say(`a run ended with an error: ${worker.output().trim()}`)
    if (!existsSync(file)) continue
    const [integrity] = yield* query("PRAGMA integrity_check")
    if (integrity?.integrity_check !== "ok") damaged++
    const [state] = yield* query("SELECT count(*) AS n FROM sqlite_master WHERE name = 'conversations'")
    if (state?.n === 0) continue
    const [rows] = yield* query("SELECT count(*) AS n FROM conversations")
    if (Number(rows?.n) < rowsBefore) shrunk++
    rowsBefore = Number(rows?.n)
    if (kills % 20 === 0) yield* say(`${kills} kills, ${completed} runs completed, ${rowsBefore} conversations`)
  }

  yield* simulator.setChanges(undefined)
  yield* simulator.setFaults(undefined)
  for (const args of [[], ["--reconcile"]]) {
    const worker = startWorker([`sqlite:${file}`, "--wait", ...args], env)
    yield* Effect.promise(() => worker.ended)
    if (worker.child.exitCode !== 0) yield* say(worker.output())
    else completed++
  }
  if (values.damage) {
    yield* query("DELETE FROM threads WHERE id IN (SELECT id FROM threads WHERE _deleted_at IS NULL LIMIT 3)")
    yield* query(
      "UPDATE customers SET first_name = 'damaged' WHERE id IN (SELECT id FROM customers WHERE _deleted_at IS NULL LIMIT 2)"
    )
  }
  const config = HelpScoutConfig.layer({
    baseUrl: simulator.baseUrl,
    clientId: simulator.clientId,
    clientSecret: Redacted.make(simulator.clientSecret)
  })
  const expected = yield* Effect.provide(
    Oracle.state,
    NodeHelpScout.layer({ config, tokenStore: TokenStore.layerMemory })
  )
  const differences = yield* Oracle.differences(expected, (table) =>
    query(`SELECT * FROM ${table} WHERE _deleted_at IS NULL`)
  )
  for (const difference of differences.slice(0, 20)) yield* say(difference)
  const count = (ending: RegExp) => differences.filter((difference) => ending.test(difference)).length
  const lost = count(/: missing$/)
  const duplicated = count(/: twice$|does not exist in the account$/)
  const stats = yield* simulator.stats
  const rows = Object.values(expected).reduce((sum, table) => sum + table.size, 0)
  yield* say(
    JSON.stringify({
      kills,
      completed,
      requests: stats.requests,
      faults,
      rows,
      lost,
      duplicated,
      wrong: differences.length - lost - duplicated,
      damaged,
      shrunk
    })
  )
  const isRight = differences.length === 0 && damaged === 0 && shrunk === 0
  process.exitCode = isRight ? 0 : 1
})

await Effect.runPromise(Effect.scoped(Effect.orDie(program)))
