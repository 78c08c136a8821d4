/** Three runners on loopback over a PostgreSQL server copy twelve accounts, and one of them is killed. */
import { type ChildProcess, spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import * as SqlClient from "@effect/sql/SqlClient"
import { assert, describe, it } from "@effect/vitest"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Snapshot from "@effect-helpscout/simulator/Snapshot"
import * as PostgresSink from "@effect-helpscout/sync/PostgresSink"
import { postgresServer } from "@effect-helpscout/test-support/postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
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

        for (const [index, name] of names.entries()) {
          const account = yield* simulator.account(name)
          const ids = (table: string) =>
            Effect.map(
              Effect.flatMap(SqlClient.SqlClient, (sql) =>
                sql.unsafe<{ readonly id: number | string }>(`SELECT id FROM ${table} WHERE _deleted_at IS NULL`)
              ),
              (rows) => rows.map(({ id }) => Number(id))
            ).pipe(Effect.provide(PostgresSink.layerClient({ url: Redacted.make(databases[index] ?? "") })))
          const expected = Snapshot.conversations(account)
          assert.sameMembers(
            yield* ids("conversations"),
            expected.map(({ id }) => id),
            name
          )
          const threads = expected.flatMap(({ _embedded }) => _embedded.threads.map(({ id }) => id))
          assert.sameMembers(yield* ids("threads"), threads, name)
          assert.sameMembers(
            yield* ids("customers"),
            Snapshot.customers(account).map(({ id }) => id),
            name
          )

          // the requests of one runner do not mix with those of another
          const by = (yield* simulator.requests).flatMap(({ account, headers }) =>
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
      }),
    170_000
  )
})
