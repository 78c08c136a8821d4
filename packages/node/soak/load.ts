/**
 * Runs everything at once for some minutes: `npm run soak:load` (laws L4, P5, P7). Reads, lists, writes, files, failures,
 * revoked tokens, interrupted calls and webhook deliveries, while the memory of the client's process stays flat.
 *
 * The last line is one JSON object: `minutes`, `calls`, how they ended, `deliveries`, `renewals`, `duplicates`, and
 * `memory`: the readings in MB.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { type Fault, strictServer } from "@effect-helpscout/test-support/strictServer"
import { parcel, post } from "@effect-helpscout/test-support/webhookSender"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as Memory from "./memory.js"
import { client, defectOf, makeReport, pick, print, quickRetries, quiet, seeded } from "./support.js"

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "13" },
    /** The run lasts longer if these take longer, on a busy machine. */
    calls: { type: "string", default: "0" },
    concurrency: { type: "string", default: "16" },
    seed: { type: "string", default: "1" },
    /** A control: every call leaks a buffer, and the program must report it. */
    leak: { type: "boolean", default: false }
  }
})
const minutes = Number(values.minutes)
const readings = 13
const random = seeded(Number(values.seed))
const report = makeReport()
const leastCalls = Number(values.calls)
const start = performance.now()
/** Whether the last reading of the memory was taken. */
let isOver = false

const faults: ReadonlyArray<Fault> = [
  { kind: "lost", applied: false },
  { kind: "lost", applied: true },
  { kind: "cut", applied: true },
  { kind: "hang", applied: false },
  { kind: "late", millis: 50 },
  { kind: "status", status: 503, applied: false, body: '{"message":"trouble"}' },
  { kind: "status", status: 404, applied: false, body: '{"message":"Not found"}' },
  { kind: "status", status: 200, applied: false, body: "<html>", headers: { "content-type": "text/html" } },
  { kind: "raw", applied: false, bytes: Buffer.from("SSH-2.0\r\n") }
]

const server = await strictServer({
  tokenLatency: 5,
  fault: () => (random() < 0.1 ? pick(random, faults) : undefined)
})

const counts = { calls: 0, succeeded: 0, failed: 0, interrupted: 0, deliveries: 0, handled: 0 }
let duplicates = 0
const leaked: Array<Buffer> = []

const callOf = (
  { conversations, customers, tags, users }: HelpScout["Type"],
  n: number
): Effect.Effect<unknown, unknown> => {
  const conversationId = 1 + (n % 60)
  switch (n % 9) {
    case 0:
      return users.me()
    case 1:
      return conversations.get({ conversationId })
    case 2:
      return Stream.runDrain(conversations.listAll({ status: "all" }))
    case 3:
      return Stream.runDrain(tags.listAll({}, { concurrency: 3 }))
    case 4:
      return Stream.runDrain(Stream.take(conversations.listAll({}, { prefetch: 2 }), 30))
    case 5:
      return conversations.threads.createNote({ conversationId }, { text: `note ${n}` })
    case 6:
      return customers.create({ firstName: `customer ${n}` })
    case 7:
      return Stream.runDrain(conversations.attachments.file({ conversationId, attachmentId: 1 }))
    default:
      return conversations.tags.update({ conversationId }, { tags: [`tags ${n}`] })
  }
}

const one = (helpScout: HelpScout["Type"], n: number) =>
  Effect.gen(function* () {
    counts.calls += 1
    if (values.leak) leaked.push(Buffer.alloc(32 * 1024))
    const fiber = yield* Effect.fork(callOf(helpScout, n))
    if (n % 25 === 0) {
      yield* Effect.sleep(Duration.millis(random() * 10))
      yield* Fiber.interruptFork(fiber)
    }
    const exit = yield* Fiber.await(fiber)
    if (Exit.isInterrupted(exit)) counts.interrupted += 1
    else if (Exit.isSuccess(exit)) counts.succeeded += 1
    else {
      counts.failed += 1
      const defect = defectOf(exit)
      if (defect !== undefined) report.problem(`a call ended without an error of the client: ${defect}`)
    }
  })

const secret = "soak-webhook-secret"

/** Every handler returns at once. Copies within ten seconds are not handled again. */
const receiver = NodeWebhook.serve({ secrets: Redacted.make(secret), port: 0, remember: "10 seconds" }, () =>
  Effect.sync(() => {
    counts.handled += 1
  })
)

const program = Effect.gen(function* () {
  const helpScout = yield* HelpScout
  const { url } = yield* receiver
  let n = 0
  const worker = Effect.gen(function* () {
    while (!isOver) {
      yield* one(helpScout, n++)
      // leaves the processor to others now and then
      yield* Effect.sleep(Duration.millis(random() * 4))
    }
  })
  const sender = Effect.promise(async () => {
    for (let id = 1; !isOver; id++) {
      const body = JSON.stringify({ id, note: "n".repeat(Math.floor(random() * 20_000)) })
      // one of ten is forged
      const sent = parcel(id % 10 === 0 ? "another secret" : secret, "tag.deleted", body)
      const status = await post(url, sent).catch(() => 0)
      if (status !== (id % 10 === 0 ? 401 : 200)) report.problem(`a delivery got status ${status}`)
      counts.deliveries += 1
      await sleep(5)
    }
  })
  const revoker = Effect.promise(async () => {
    while (!isOver) {
      await sleep(Math.min(10_000, (minutes * 60_000) / 10))
      server.revoke()
    }
  })
  const memory: Array<number> = []
  const reader = Effect.promise(async () => {
    for (let reading = 1; reading <= readings; reading++) {
      const part = reading / readings
      while (performance.now() - start < part * minutes * 60_000 || counts.calls < part * leastCalls) await sleep(10)
      // the server is part of this process, and remembers every write
      duplicates += server.forgetWrites()
      memory.push(Memory.inUse())
      print(`  ${Memory.shown(memory.slice(-1))} after ${counts.calls} calls`)
    }
    isOver = true
  })
  const workers = Array.from({ length: Number(values.concurrency) }, () => worker)
  yield* Effect.all([...workers, sender, revoker, reader], { concurrency: "unbounded" })
  return memory
})

print(`Mixed load for ${minutes} minutes.`)
const memory = await Effect.runPromise(
  program.pipe(
    Effect.scoped,
    quickRetries(3),
    quiet,
    Effect.provide([
      client(server, { flow: "oauth2", timeout: "1 second", limiter: { maxConcurrent: 32 } }),
      WebhookStore.layerMemory()
    ])
  )
)
for (const violation of server.violations) report.problem(violation)
if (!Memory.isFlat(memory)) report.problem(`memory grows: ${Memory.shown(memory)}`)
if (duplicates > 0) report.problem(`${duplicates} writes were carried out more than once`)
if (server.counts.reused > 0) report.problem(`${server.counts.reused} refresh tokens were sent twice`)
await server.close()
report.end({
  minutes,
  ...counts,
  renewals: server.counts.renewals,
  reused: server.counts.reused,
  duplicates,
  memory: memory.map((bytes) => Math.round(bytes / 1024 / 1024))
})
