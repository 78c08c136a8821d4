/**
 * One of several processes on one account. It requests the current user until its parent sends `stop`, and reports the
 * number of requests and the failures.
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

/** The worker's first argument, as JSON. */
export interface Job {
  readonly name: string
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly store:
    | { readonly kind: "file"; readonly directory: string }
    | { readonly kind: "redis"; readonly url: string }
  readonly leaseMillis: number
  /** The control of the memory measurement: every request leaks a buffer. */
  readonly leak: boolean
}

export type Report =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Failed"; readonly what: string }
  | { readonly _tag: "Memory"; readonly bytes: number }
  | { readonly _tag: "Done"; readonly requests: number }

export type Command = "memory" | "stop"

// the parent process writes a Job
const job = JSON.parse(process.argv[2] ?? "{}") as Job
const report = (message: Report) => Effect.sync(() => void process.send?.(message))

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
      : // a busy machine slows Redis down, which is not measured here
        RedisTokenStore.layer({ connection: job.store.url, lease: job.leaseMillis, timeout: "10 seconds" })
})

const leaked: Array<unknown> = []

const program = Effect.gen(function* () {
  const stop = yield* Deferred.make<void>()
  process.on("message", (command: Command) => {
    if (command === "stop") Deferred.unsafeDone(stop, Effect.void)
    else process.send?.({ _tag: "Memory", bytes: inUse() } satisfies Report)
  })
  process.on("disconnect", () => process.exit(1))
  let requests = 0
  const requestUser = Effect.gen(function* () {
    requests++
    if (job.leak) leaked.push(Buffer.alloc(64 * 1024))
    yield* Effect.catchAll(HelpScoutClient.request({ method: "GET", path: "/v2/users/me" }), (error) =>
      report({ _tag: "Failed", what: `${error._tag}${"reason" in error ? ` ${error.reason}` : ""}: ${error.message}` })
    )
  })
  yield* requestUser
  yield* report({ _tag: "Ready" })
  while (!(yield* Deferred.isDone(stop))) {
    yield* requestUser
    yield* Effect.sleep(yield* Random.nextRange(10, 40))
  }
  yield* report({ _tag: "Done", requests })
})

await Effect.runPromise(program.pipe(Effect.provide(layer), Effect.provide(Logger.remove(Logger.defaultLogger))))
process.disconnect()
