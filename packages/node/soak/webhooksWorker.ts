/**
 * A receiver of its own process: its handlers tell the parent what they have handled. Ends gracefully on SIGTERM.
 */
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
  /** The control of the memory reading: something of each delivery is never let go. */
  readonly leak: boolean
}

export type Told =
  | { readonly _tag: "Ready"; readonly url: string }
  | { readonly _tag: "Handled"; readonly id: number }
  | { readonly _tag: "Memory"; readonly bytes: number }

// the parent hands it over
const job: Job = JSON.parse(process.argv[2] ?? "")

const tell = (told: Told): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(told, (error: Error | null) => (error === null ? resolve() : reject(error)))
  })

const idOf = (event: WebhookEvent): number => {
  const { payload } = event
  return typeof payload === "object" && payload !== null && "id" in payload ? Number(payload.id) : Number.NaN
}

const kept: Array<unknown> = []
const tried = new Set<number>()

/** Takes a moment; every fiftieth fails at the first try of this process. */
const handle = (event: WebhookEvent) =>
  Effect.promise(async () => {
    const id = idOf(event)
    if (job.leak) kept.push(Buffer.alloc(32 * 1024))
    await sleep(id % 6)
    if (id % 50 === 7 && !tried.has(id)) {
      tried.add(id)
      throw new Error("the first try fails")
    }
    await tell({ _tag: "Handled", id })
  })

process.on("message", () => void tell({ _tag: "Memory", bytes: inUse() }))

const program = Effect.gen(function* () {
  const asked = yield* Deferred.make<void>()
  process.on("SIGTERM", () => Effect.runFork(Deferred.succeed(asked, undefined)))
  const { url } = yield* NodeWebhook.serve(
    { secrets: Redacted.make(job.secret), port: 0, path: "/hook", maxBodyBytes: job.maxBodyBytes },
    handle
  )
  yield* Effect.promise(() => tell({ _tag: "Ready", url }))
  yield* Deferred.await(asked)
}).pipe(
  Effect.scoped,
  Effect.provide(RedisWebhookStore.layer({ connection: job.redis })),
  // what it refuses and what fails is by design here
  Logger.withMinimumLogLevel(LogLevel.None)
)

await Effect.runPromise(program)
process.disconnect?.()
