import { fork } from "node:child_process"
import { assert, it } from "@effect/vitest"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as RedisRateLimiter from "@effect-helpscout/node/RedisRateLimiter"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Soak from "@effect-helpscout/test-support/soak"
import * as Effect from "effect/Effect"

interface Counted {
  readonly processes: number
  readonly window: string
  readonly requests: number
  readonly lost: number
  readonly tooMany: number
  readonly timeOverLeast: number
}

/** A short `npm run soak:limits`: real processes, a real Redis, and the simulator over a real socket. */
const run = (args: ReadonlyArray<string>) => Soak.run("limits", args)
const counted = (output: string) => Soak.counted<Counted>(output)
/**
 * Checks the laws at each try. For the time, one success in three tries is enough, because a busy machine can be slow; a
 * limiter that loses time by design loses it each time.
 */
const inTime = async (args: ReadonlyArray<string>, check: (output: string) => void, tries = 3): Promise<void> => {
  const { code, output } = await run(args)
  check(output)
  if (code === 0) return
  assert.isAbove(tries, 1, output)
  await inTime(args, check, tries - 1)
}

/** For each run, the most units in any period of a window's length: a fixed window alone would admit twice the limit. */
const most = (output: string) => [...output.matchAll(/at most (\d+) in any window/g)].map((match) => Number(match[1]))

it("processes stay within a shared budget, in either kind of window, and lose no time (law P2)", async () => {
  const shape = ["--window", "1.5", "--limit", "100", "--requests", "300", "--timeout", "5000", "--busy"]
  await inTime([...shape, "--runs", "steady"], (output) => {
    const { lost, processes, requests, tooMany, window } = counted(output)
    assert.deepStrictEqual(
      { lost, processes, requests, tooMany, window },
      { lost: 0, processes: 4, requests: 600, tooMany: 0, window: "fixed+sliding" },
      output
    )
    assert.isTrue(
      most(output).every((units) => units <= 100),
      output
    )
  })
}, 600_000)

it("eight processes that start with a burst never exceed the budget (law P2)", async () => {
  const shape = [
    "--processes",
    "8",
    "--window",
    "1",
    "--limit",
    "80",
    "--requests",
    "200",
    "--timeout",
    "5000",
    "--busy"
  ]
  await inTime([...shape, "--runs", "steady", "--kinds", "fixed"], (output) => {
    assert.deepInclude(counted(output), { lost: 0, processes: 8, tooMany: 0 }, output)
    assert.isTrue(
      most(output).every((units) => units <= 80),
      output
    )
  })
}, 600_000)

it("no request fails while Redis is stopped and started (law P3)", async () => {
  const shape = ["--window", "1.5", "--limit", "100", "--requests", "200", "--busy", "--kinds", "sliding"]
  const { output } = await run([...shape, "--runs", "outage"])
  const { lost, requests, tooMany } = counted(output)
  assert.deepStrictEqual({ lost, requests }, { lost: 0, requests: 200 }, output)
  assert.isAtMost(tooMany, 20, output)
  assert.include(output, "WARN Redis is unavailable", output)
  assert.include(output, "INFO Redis is available again", output)
}, 600_000)

it.scopedLive(
  "the units of a killed process return when its lease ends (law P2)",
  () =>
    Effect.gen(function* () {
      const windowMillis = 1_000
      const leaseMillis = 4_000
      const redis = yield* redisServer
      const simulator = yield* NodeSimulator.serve({ data: "empty", latency: "1 minute" })
      const { accessToken } = yield* simulator.issueTokens()
      // soak/limitsWorker.ts: Job
      const job = {
        baseUrl: simulator.baseUrl,
        token: accessToken,
        redis: redis.url,
        account: "killed",
        limit: 20,
        windowMillis,
        leaseMillis,
        timeoutMillis: 5_000,
        share: 1,
        requests: 7,
        leak: false
      }
      const store = yield* RedisRateLimiter.makeStore({
        connection: redis.url,
        account: job.account,
        lease: leaseMillis,
        timeout: "5 seconds"
      })
      const usage = store.usage({ limit: job.limit, window: windowMillis, reserve: 0 })
      const until = (of: "inFlight" | "completed", units: number) =>
        Effect.gen(function* () {
          while ((yield* usage)[of] !== units) yield* Effect.sleep("5 millis")
          return performance.now()
        })
      const child = yield* Effect.acquireRelease(
        Effect.sync(() =>
          fork(Soak.built("limitsWorker"), [], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] })
        ),
        (child) => Effect.sync(() => void child.kill("SIGKILL"))
      )
      child.send({ _tag: "Prepare", job })
      child.send({ _tag: "Go" })
      const sent = yield* until("inFlight", 7)
      child.kill("SIGKILL")
      const released = yield* until("inFlight", 0)
      assert.isAtLeast(released - sent, leaseMillis - 3_000)
      const free = yield* until("completed", 0)
      assert.isAtMost(free - released, windowMillis + 5_000)
    }),
  600_000
)
