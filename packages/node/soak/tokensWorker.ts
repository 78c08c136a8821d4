/**
 * One process of many on one account: asks who it is, again and again, until it is told to stop. What it has begun
 * and what has failed it tells its parent.
 */
import process from "node:process"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as RedisTokenStore from "@effect-helpscout/node/RedisTokenStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import { inUse } from "./memory.js"

/** What a worker is told, as JSON in its first argument. */
export interface Job {
  readonly name: string
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly store:
    | { readonly kind: "file"; readonly directory: string }
    | { readonly kind: "redis"; readonly url: string }
  readonly leaseMillis: number
  /** The control of the memory reading: something of each request is never let go. */
  readonly leak: boolean
}

export type Told =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Failed"; readonly what: string }
  | { readonly _tag: "Memory"; readonly bytes: number }
  | { readonly _tag: "Done"; readonly begun: number }

export type Order = "memory" | "stop"

// its own parent wrote it
const job = JSON.parse(process.argv[2] ?? "{}") as Job
const tell = (told: Told) => Effect.sync(() => void process.send?.(told))

const layer = NodeHelpScout.layer({
  config: HelpScoutConfig.layer({
    baseUrl: job.baseUrl,
    clientId: job.clientId,
    clientSecret: Redacted.make(job.clientSecret),
    userAgent: job.name
  }),
  auth: Auth.layerOAuth2(),
  rateLimiter: RateLimiter.layerUnlimited,
  tokenStore:
    job.store.kind === "file"
      ? NodeTokenStore.layerFile({ directory: job.store.directory, lease: job.leaseMillis })
      : // on a busy machine Redis takes its time, and that is not what is looked at here
        RedisTokenStore.layer({ connection: job.store.url, lease: job.leaseMillis, timeout: "10 seconds" })
})

const kept: Array<unknown> = []

const program = Effect.gen(function* () {
  const stop = yield* Deferred.make<void>()
  process.on("message", (order: Order) => {
    if (order === "stop") Deferred.unsafeDone(stop, Effect.void)
    else process.send?.({ _tag: "Memory", bytes: inUse() } satisfies Told)
  })
  process.on("disconnect", () => process.exit(1))
  let begun = 0
  const ask = Effect.gen(function* () {
    begun++
    if (job.leak) kept.push(Buffer.alloc(64 * 1024))
    yield* Effect.catchAll(HelpScoutClient.request({ method: "GET", path: "/v2/users/me" }), (error) =>
      tell({ _tag: "Failed", what: `${error._tag}${"reason" in error ? ` ${error.reason}` : ""}: ${error.message}` })
    )
  })
  yield* ask
  yield* tell({ _tag: "Ready" })
  while (!(yield* Deferred.isDone(stop))) {
    yield* ask
    yield* Effect.sleep(yield* Random.nextRange(10, 40))
  }
  yield* tell({ _tag: "Done", begun })
})

await Effect.runPromise(program.pipe(Effect.provide(layer), Effect.provide(Logger.remove(Logger.defaultLogger))))
process.disconnect()
