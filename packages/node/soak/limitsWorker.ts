/**
 * One of several processes on one account's budget. On its parent's order it prepares a client, and then sends all its
 * requests at once. It reports failures to its parent.
 */
import process from "node:process"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as RedisRateLimiter from "@effect-helpscout/node/RedisRateLimiter"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import { inUse } from "./memory.js"

export interface Job {
  readonly baseUrl: string
  readonly token: string
  readonly redis: string
  /** Name of the budget in Redis. */
  readonly account: string
  readonly limit: number
  readonly windowMillis: number
  readonly leaseMillis: number
  readonly timeoutMillis: number
  readonly share: number
  readonly requests: number
  /** A control for the memory measurement: part of each request is never released. */
  readonly leak: boolean
}

export type Order = { readonly _tag: "Prepare"; readonly job: Job } | { readonly _tag: "Go" }

export type WorkerMessage =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Log"; readonly line: string }
  | { readonly _tag: "Done"; readonly failures: ReadonlyArray<string>; readonly memory: number }

const send = (message: WorkerMessage) => Effect.sync(() => void process.send?.(message))

const logger = Logger.make(({ logLevel, message }) => {
  if (LogLevel.greaterThanEqual(logLevel, LogLevel.Info)) {
    process.send?.({ _tag: "Log", line: `${logLevel.label} ${String(message)}` } satisfies WorkerMessage)
  }
})

const layer = (job: Job) =>
  NodeHelpScout.layer({
    config: HelpScoutConfig.layer({ baseUrl: job.baseUrl }),
    auth: Auth.layerToken(Redacted.make(job.token)),
    tokenStore: TokenStore.layerMemory,
    rateLimiter: RedisRateLimiter.layer({
      connection: job.redis,
      account: job.account,
      lease: job.leaseMillis,
      timeout: job.timeoutMillis,
      share: job.share,
      retry: Math.max(50, job.windowMillis / 60),
      limits: { limit: job.limit, window: job.windowMillis }
    })
  })

const kept: Array<unknown> = []

const run = (job: Job, go: Deferred.Deferred<void>) =>
  Effect.gen(function* () {
    // connects
    yield* Effect.flatMap(RateLimiter, ({ snapshot }) => snapshot)
    yield* send({ _tag: "Ready" })
    yield* Deferred.await(go)
    const failures: Array<string> = []
    yield* Effect.forEach(
      Array.from({ length: job.requests }),
      () => {
        if (job.leak) kept.push(Buffer.alloc(64 * 1024))
        return Effect.catchAllCause(HelpScoutClient.request({ method: "GET", path: "/v2/users/me" }), (cause) =>
          Effect.sync(() => void failures.push(String(cause).split("\n")[0] ?? ""))
        )
      },
      { concurrency: "unbounded", discard: true }
    )
    return failures
  }).pipe(Effect.provide(layer(job)))

const program = Effect.gen(function* () {
  const orders = yield* Queue.unbounded<Order>()
  // cast: only the parent writes to this channel
  process.on("message", (order) => Queue.unsafeOffer(orders, order as Order))
  process.on("disconnect", () => process.exit(0))
  while (true) {
    const order = yield* Queue.take(orders)
    if (order._tag !== "Prepare") continue
    const go = yield* Deferred.make<void>()
    const running = yield* Effect.fork(run(order.job, go))
    yield* Queue.take(orders)
    yield* Deferred.succeed(go, undefined)
    const failures = yield* running
    // measured after the client is closed
    yield* send({ _tag: "Done", failures, memory: inUse() })
  }
})

await Effect.runPromise(Effect.provide(program, Logger.replace(Logger.defaultLogger, logger)))
