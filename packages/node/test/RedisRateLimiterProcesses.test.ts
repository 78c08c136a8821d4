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

/** `npm run soak:limits` in short: real processes, a real Redis, and the simulator over a real socket. */
const run = (args: ReadonlyArray<string>) => Soak.run("limits", args)
const counted = (output: string) => Soak.counted<Counted>(output)
/**
 * What holds always is checked at each try; for the time, which a machine that is busy with something else can't keep, one
 * of three is enough: whoever loses time by design loses it each time.
 */
const inTime = async (args: ReadonlyArray<string>, check: (output: string) => void, tries = 3): Promise<void> => {
  const { code, output } = await run(args)
  check(output)
  if (code === 0) return
  assert.isAbove(tries, 1, output)
  await inTime(args, check, tries - 1)
}

/** The most units in any stretch of a window's length, of each run: a fixed window itself would let twice the limit pass. */
const most = (output: string) => [...output.matchAll(/at most (\d+) in any window/g)].map((match) => Number(match[1]))

it("processes that share a budget keep within it together, in either window, and lose no time", async () => {
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

it("eight processes that start with a burst never exceed it", async () => {
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

it("no request is lost while Redis is stopped and started", async () => {
  const shape = ["--window", "1.5", "--limit", "100", "--requests", "200", "--busy", "--kinds", "sliding"]
  const { output } = await run([...shape, "--runs", "outage"])
  const { lost, requests, tooMany } = counted(output)
  assert.deepStrictEqual({ lost, requests }, { lost: 0, requests: 200 }, output)
  assert.isAtMost(tooMany, 20, output)
  assert.include(output, "WARN The shared rate limit is away", output)
  assert.include(output, "INFO Redis is back", output)
}, 600_000)

it.scopedLive(
  "a process that is killed gives back what it had under way when its lease is over",
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
      const until = (of: "inFlight" | "spent", units: number) =>
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
      const over = yield* until("inFlight", 0)
      assert.isAtLeast(over - sent, leaseMillis - 3_000)
      const free = yield* until("spent", 0)
      assert.isAtMost(free - over, windowMillis + 5_000)
    }),
  600_000
)
