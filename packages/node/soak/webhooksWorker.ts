/** A receiver that reports each handled delivery to its parent process. It shuts down gracefully on SIGTERM. */
import process from "node:process"
import { setTimeout as sleep } from "node:timers/promises"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import * as RedisWebhookStore from "@effect-helpscout/node/RedisWebhookStore"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Redacted from "effect/Redacted"
import { inUse } from "./memory.js"

export interface Job {
  readonly redis: string
  readonly secret: string
  readonly maxBodyBytes: number
  /** The control of the memory measurement: every delivery leaks a buffer. */
  readonly leak: boolean
}

export type Report =
  | { readonly _tag: "Ready"; readonly url: string }
  | { readonly _tag: "Handled"; readonly id: number }
  | { readonly _tag: "Memory"; readonly bytes: number }

// the parent process writes a Job
const job: Job = JSON.parse(process.argv[2] ?? "")

const report = (message: Report): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)))
  })

const idOf = (event: WebhookEvent): number => {
  const { payload } = event
  return typeof payload === "object" && payload !== null && "id" in payload ? Number(payload.id) : Number.NaN
}

const leaked: Array<unknown> = []
const attempted = new Set<number>()

/** Takes a few milliseconds. Every fiftieth delivery fails at the first attempt in this process. */
const handle = (event: WebhookEvent) =>
  Effect.promise(async () => {
    const id = idOf(event)
    if (job.leak) leaked.push(Buffer.alloc(64 * 1024))
    await sleep(id % 6)
    if (id % 50 === 7 && !attempted.has(id)) {
      attempted.add(id)
      throw new Error("The first attempt fails")
    }
    await report({ _tag: "Handled", id })
  })

process.on("message", () => void report({ _tag: "Memory", bytes: inUse() }))

const program = Effect.gen(function* () {
  const stopRequested = yield* Deferred.make<void>()
  process.on("SIGTERM", () => Effect.runFork(Deferred.succeed(stopRequested, undefined)))
  const { url } = yield* NodeWebhook.serve(
    { secrets: Redacted.make(job.secret), port: 0, path: "/hook", maxBodyBytes: job.maxBodyBytes },
    handle
  )
  yield* Effect.promise(() => report({ _tag: "Ready", url }))
  yield* Deferred.await(stopRequested)
}).pipe(
  Effect.scoped,
  Effect.provide(RedisWebhookStore.layer({ connection: job.redis })),
  // rejections and failures are intended here
  Logger.withMinimumLogLevel(LogLevel.None)
)

await Effect.runPromise(program)
process.disconnect?.()
