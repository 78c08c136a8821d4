/** Three runners on loopback over a PostgreSQL server copy twelve accounts, and one of them is killed. */
import { type ChildProcess, spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import * as SqlClient from "@effect/sql/SqlClient"
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as PostgresSink from "@effect-helpscout/sync/PostgresSink"
import { postgresServer } from "@effect-helpscout/test-support/postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Oracle from "../soak/oracle.js"
import { folder } from "./support.js"

const program = fileURLToPath(new URL("../../../examples/dist/src/syncCluster.js", import.meta.url))

const names = Array.from({ length: 12 }, (_, index) => `account${index + 1}`)

const freePort = Effect.async<number>((resume) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    server.close(() => resume(Effect.succeed(port)))
  })
})

interface Runner {
  readonly name: string
  readonly child: ChildProcess
  readonly output: () => string
}

/** A runner that is killed with the scope, if it has not ended. */
const runner = (accounts: string, env: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const port = yield* freePort
    const start = Effect.sync((): Runner => {
      const child = spawn(process.execPath, [program, accounts], {
        env: { ...process.env, ...env, HOST: "127.0.0.1", PORT: String(port) },
        stdio: ["ignore", "pipe", "pipe"]
      })
      let output = ""
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += String(text)))
      return { name: `runner ${port}`, child, output: () => output }
    })
    return yield* Effect.acquireRelease(start, ({ child }) => Effect.sync(() => child.kill("SIGKILL")))
  })

const ended = ({ child, name, output }: Runner) =>
  Effect.suspend(() =>
    child.exitCode === null && child.signalCode === null
      ? Effect.fail(`${name} runs: ${output()}`)
      : Effect.succeed(child.exitCode)
  ).pipe(Effect.retry(Schedule.spaced("100 millis")))

/** Every difference between an account and its database, in every table. */
const differencesOf = (account: string, baseUrl: string, database: string) =>
  Effect.gen(function* () {
    const config = HelpScoutConfig.layer({
      baseUrl,
      clientId: account,
      clientSecret: Redacted.make(`${account}-secret`)
    })
    const expected = yield* Effect.provide(
      Oracle.stateInPostgres,
      NodeHelpScout.layer({ config, tokenStore: TokenStore.layerMemory })
    )
    // the control
    assert.strictEqual(expected.conversations?.size, 80)
    const read = (table: string) =>
      Effect.flatMap(SqlClient.SqlClient, (sql) =>
        sql.unsafe<Readonly<Record<string, unknown>>>(`SELECT * FROM ${table} WHERE _deleted_at IS NULL`)
      )
    const differences = yield* Oracle.differences(expected, read)
    return differences.map((difference) => `${account}: ${difference}`)
  }).pipe(Effect.provide(PostgresSink.layerClient({ url: Redacted.make(database) })))

describe("law Y4: a cluster of runners", () => {
  it.scopedLive(
    "copies every account completely, each by one runner at a time, even if a runner is killed",
    () =>
      Effect.gen(function* () {
        const server = yield* postgresServer
        const simulator = yield* NodeSimulator.serve({
          accounts: names.map((name) => ({ name, clientId: name, clientSecret: `${name}-secret` })),
          data: { conversations: 80, customers: 10, maxThreads: 3 },
          rateLimit: { limit: 100_000 },
          latency: "150 millis",
          keepRequests: 100_000
        })
        const databases = yield* Effect.forEach(names, server.database)
        const accounts = join(yield* folder, "accounts.json")
        writeFileSync(
          accounts,
          JSON.stringify(
            names.map((account, index) => ({
              account,
              clientId: account,
              clientSecret: `${account}-secret`,
              database: databases[index]
            }))
          )
        )
        const env = {
          CLUSTER_URL: yield* server.database("cluster"),
          HELPSCOUT_BASE_URL: simulator.baseUrl,
          RUN_ID: "first"
        }
        const runners = yield* Effect.replicateEffect(runner(accounts, env), 3)
        const requestsOf = ({ name }: Runner) =>
          Effect.map(simulator.requests, (all) => all.filter(({ headers }) => headers["user-agent"]?.includes(name)))

        // a runner in the middle of an account: the first pages of one take more requests
        const isMidway = (all: ReadonlyArray<{ readonly account?: string | undefined }>) => {
          const current = all.at(-1)?.account
          const requests = all.filter(({ account }) => account === current).length
          return current !== undefined && requests >= 3 && requests <= 6
        }
        const victim = yield* Effect.gen(function* () {
          for (const each of runners) if (isMidway(yield* requestsOf(each))) return each
          return yield* Effect.fail("no runner is midway")
        }).pipe(Effect.retry(Schedule.spaced("20 millis")))
        victim.child.kill("SIGKILL")
        const others = runners.filter((each) => each !== victim)
        for (const each of others) assert.strictEqual(yield* ended(each), 0, each.output())

        // before the comparison adds its own
        const requests = yield* simulator.requests
        for (const name of names) {
          // the requests of one runner do not mix with those of another
          const by = requests.flatMap(({ account, headers }) =>
            account === name ? [String(headers["user-agent"])] : []
          )
          const turns = by.filter((agent, at) => agent !== by[at - 1])
          assert.strictEqual(new Set(turns).size, turns.length, `${name}: ${turns.join(", ")}`)
        }
        // what the killed runner had begun was continued
        const left = (yield* requestsOf(victim)).map(({ account }) => account)
        const continued = yield* Effect.map(Effect.forEach(others, requestsOf), (all) =>
          all.flat().map(({ account }) => account)
        )
        assert.isTrue(left.some((account) => account !== undefined && continued.includes(account)))

        const differences = yield* Effect.forEach(
          names,
          (name, index) => differencesOf(name, simulator.baseUrl, databases[index] ?? ""),
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(differences.flat(), [])
      }),
    170_000
  )
})
