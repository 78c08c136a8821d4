/** Runs on one copy at the same time, each in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process"
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
import type * as Scope from "effect/Scope"
import * as Oracle from "../soak/oracle.js"
import { folder, rows } from "./support.js"

const program = fileURLToPath(new URL("../soak/dist/soak/worker.js", import.meta.url))

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  /** The time at which the copy was reserved. */
  readonly startedAt: () => number | undefined
  /** Waits for the first request of the pass. */
  readonly started: Effect.Effect<void>
  /** Waits for the end, and returns its time and the exit code. */
  readonly ended: Effect.Effect<{ readonly at: number; readonly code: number | null }>
}

/** A run in a process, which is killed with the scope if it has not ended. */
const start = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>>) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, [program, ...args], {
          env: { ...process.env, ...env },
          stdio: ["ignore", "pipe", "pipe"]
        })
      ),
      (child) => Effect.sync(() => child.kill("SIGKILL"))
    ),
    (child): Run => {
      let output = ""
      let startedAt: number | undefined
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (text) => {
          output += String(text)
          if (output.includes("started")) startedAt ??= performance.now()
        })
      const closed = new Promise<{ at: number; code: number | null }>((resolve) =>
        child.once("close", (code) => resolve({ at: performance.now(), code }))
      )
      const isStarted = Effect.suspend(() => (startedAt === undefined ? Effect.fail("not started") : Effect.void))
      const started = Effect.raceFirst(
        Effect.orDie(Effect.retry(isStarted, { times: 3_000, schedule: Schedule.spaced("10 millis") })),
        Effect.promise(() => closed)
      )
      return {
        child,
        output: () => output,
        startedAt: () => startedAt,
        started: Effect.asVoid(started),
        ended: Effect.promise(() => closed)
      }
    }
  )

type Rows = (table: string) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, unknown>

/** A destination, and how to read its tables. */
type Destination = Effect.Effect<
  { readonly address: string; readonly read: Rows; readonly expected: typeof Oracle.state },
  unknown,
  Scope.Scope
>

const destinations: Readonly<Record<string, Destination>> = {
  SQLite: Effect.map(folder, (path) => {
    const file = join(path, "copy.db")
    return { address: `sqlite:${file}`, read: rows(file), expected: Oracle.state }
  }),
  PostgreSQL: Effect.gen(function* () {
    const server = yield* postgresServer
    const address = yield* server.database("helpscout")
    const read: Rows = (table) =>
      Effect.flatMap(SqlClient.SqlClient, (sql) =>
        sql.unsafe<Readonly<Record<string, unknown>>>(`SELECT * FROM ${table} WHERE _deleted_at IS NULL`)
      ).pipe(Effect.provide(PostgresSink.layerClient({ url: Redacted.make(address) })))
    return { address, read, expected: Oracle.stateInPostgres }
  })
}

/** A simulated account, and the variables that point a process at it. */
const serve = (data: NodeSimulator.Options["data"]) =>
  Effect.map(
    NodeSimulator.serve({
      ...(data === undefined ? {} : { data }),
      rateLimit: { limit: 100_000 },
      latency: "150 millis"
    }),
    (simulator) => ({
      simulator,
      env: {
        HELPSCOUT_BASE_URL: simulator.baseUrl,
        HELPSCOUT_CLIENT_ID: simulator.clientId,
        HELPSCOUT_CLIENT_SECRET: simulator.clientSecret
      }
    })
  )

describe("law Y4: two processes on one copy", () => {
  it.scopedLive.each(Object.entries(destinations))(
    "one works, another names it, and one that waits continues after it (%s)",
    ([, destination]) =>
      Effect.gen(function* () {
        const { address, expected, read } = yield* destination
        const { env, simulator } = yield* serve({ conversations: 120, customers: 10, maxThreads: 4 })
        const first = yield* start([address], env)
        yield* first.started
        const waiting = yield* start([address, "--wait"], env)
        const second = yield* start([address], env)
        const refused = yield* second.ended
        assert.strictEqual(refused.code, 1, second.output())
        assert.include(second.output(), `is in use by process ${first.child.pid} `)
        assert.match(second.output(), /Wait until it ends, or stop it/)
        assert.isUndefined(second.startedAt())
        const done = yield* first.ended
        assert.strictEqual(done.code, 0, first.output())
        assert.isAbove(done.at, refused.at)
        assert.strictEqual((yield* waiting.ended).code, 0, waiting.output())
        // its requests began when the first process had ended
        assert.isAbove(waiting.startedAt() ?? 0, done.at)
        const config = HelpScoutConfig.layer({
          baseUrl: simulator.baseUrl,
          clientId: simulator.clientId,
          clientSecret: Redacted.make(simulator.clientSecret)
        })
        const state = yield* Effect.provide(
          expected,
          NodeHelpScout.layer({ config, tokenStore: TokenStore.layerMemory })
        )
        assert.deepStrictEqual(yield* Oracle.differences(state, read), [])
      })
  )

  it.scopedLive.each(Object.entries(destinations))(
    "two that begin at the same moment do not fail otherwise, and one completes (%s)",
    ([, destination]) =>
      Effect.gen(function* () {
        const { address } = yield* destination
        const { env } = yield* serve({ conversations: 30, customers: 5 })
        const runs = yield* Effect.replicateEffect(start([address], env), 4)
        const ends = yield* Effect.forEach(runs, ({ ended }) => ended)
        assert.isTrue(ends.some(({ code }) => code === 0))
        for (const [index, run] of runs.entries())
          if (ends[index]?.code !== 0) assert.match(run.output(), /is in use by process \d+ /)
      })
  )
})
