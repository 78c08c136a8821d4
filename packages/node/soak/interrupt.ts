/**
 * Interrupts calls and startups at any moment: `npm run soak:interrupt` (laws T3, R4, P9). Afterwards every permit is
 * back, the tokens still work, no write was carried out twice, and no server, file or lock is left.
 *
 * The last line is one JSON object: `interruptions`, of `calls` and `startups`; how the calls ended (`interrupted`,
 * `succeeded`, `failed`); `renewals`, `reused` refresh tokens, `duplicates`, and `left`: servers, files and permits.
 */
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as NodeAttachments from "@effect-helpscout/node/NodeAttachments"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import type { Conversations } from "@effect-helpscout/resources/Conversations"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { strictServer } from "@effect-helpscout/test-support/strictServer"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { client, defectOf, makeReport, print, quickRetries, quiet, seeded } from "./support.js"

const { values } = parseArgs({
  options: {
    interruptions: { type: "string", default: "20000" },
    concurrency: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    /** A control: a server is left behind, and the program must report it. */
    leak: { type: "boolean", default: false }
  }
})
const interruptions = Number(values.interruptions)
const startups = Math.floor(interruptions / 10)
const calls = interruptions - startups
const concurrency = Number(values.concurrency)
const random = seeded(Number(values.seed))
const report = makeReport()
const batch = 500

const directory = Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-soak-"))
const downloads = Path.join(directory, "downloads")
const tokens = Path.join(directory, "tokens")
Fs.mkdirSync(downloads)

const server = await strictServer({
  tokenLatency: 10,
  fault: () => {
    const drawn = random()
    if (drawn < 0.05) return { kind: "hang", applied: drawn < 0.025 }
    if (drawn < 0.1) return { kind: "lost", applied: drawn < 0.075 }
    return drawn < 0.8 ? { kind: "late", millis: random() * 10 } : undefined
  }
})

const counts = { interrupted: 0, succeeded: 0, failed: 0, left: 0 }

const leftover = (what: string) => {
  counts.left += 1
  report.problem(what)
}

/** Polls a condition for five seconds. */
const holds = (condition: Effect.Effect<boolean>): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    for (let n = 0; n < 500; n++) {
      if (yield* condition) return true
      yield* Effect.sleep("10 millis")
    }
    return false
  })

// ---------------------------------------------------------------------------------------------------------------
// calls
// ---------------------------------------------------------------------------------------------------------------

const callOf = ({ conversations, users }: HelpScout["Type"], n: number): Effect.Effect<unknown, unknown> => {
  const conversationId = 1 + (n % 60)
  switch (n % 6) {
    case 0:
      return users.me()
    case 1:
      return conversations.threads.createNote({ conversationId }, { text: `note ${n}` })
    case 2:
      return Stream.runDrain(conversations.listAll({ status: "all" }, { prefetch: 2 }))
    case 3:
      return Stream.runDrain(conversations.listAll({ status: "all" }, { concurrency: 3 }))
    case 4:
      return Stream.runDrain(conversations.attachments.file({ conversationId, attachmentId: 1 }))
    default:
      return conversations.tags.update({ conversationId }, { tags: [`tags ${n}`] })
  }
}

const interruptCall = (helpScout: HelpScout["Type"], n: number) =>
  Effect.gen(function* () {
    // a renewal is under way for a third of the time
    if (n % 150 === 0) server.revoke()
    const fiber = yield* Effect.fork(callOf(helpScout, n))
    // most moments are early, and some are after the end
    yield* Effect.sleep(Duration.millis(random() ** 3 * 400))
    yield* Fiber.interruptFork(fiber)
    const exit = yield* Effect.timeoutOption(Fiber.await(fiber), "10 seconds")
    if (exit._tag === "None") return leftover("an interrupted call did not end within 10 s")
    if (Exit.isInterrupted(exit.value)) counts.interrupted += 1
    else if (Exit.isSuccess(exit.value)) counts.succeeded += 1
    else {
      counts.failed += 1
      const defect = defectOf(exit.value)
      if (defect !== undefined) report.problem(`a call ended without an error of the client: ${defect}`)
    }
  })

/** The permits are back, and a call succeeds. */
const recovers = Effect.gen(function* () {
  const limiter = yield* RateLimiter
  const helpScout = yield* HelpScout
  const idle = Effect.map(limiter.snapshot, ({ active, inFlight, queued }) => active + inFlight + queued === 0)
  if (!(yield* holds(idle))) leftover(`permits are missing: ${JSON.stringify(yield* limiter.snapshot)}`)
  const exit = yield* Effect.exit(
    Effect.timeoutFail(helpScout.users.me(), { duration: "20 seconds", onTimeout: () => "late" })
  )
  if (Exit.isFailure(exit)) report.problem(`a call after the interruptions failed: ${String(exit.cause)}`)
})

const interruptCalls = Effect.gen(function* () {
  const helpScout = yield* HelpScout
  for (let first = 0; first < calls; first += batch) {
    const numbers = Array.from({ length: Math.min(batch, calls - first) }, (_, n) => first + n)
    yield* Effect.forEach(numbers, (n) => interruptCall(helpScout, n), { concurrency, discard: true })
    yield* recovers
  }
})

// ---------------------------------------------------------------------------------------------------------------
// startups
// ---------------------------------------------------------------------------------------------------------------

type Startup = Effect.Effect<unknown, unknown, Scope.Scope | Conversations>

const startupOf = (n: number): Startup => {
  switch (n % 4) {
    case 0:
      return Effect.provide(
        NodeWebhook.serve({ secrets: Redacted.make("s"), port: 0 }, () => Effect.void),
        WebhookStore.layerMemory()
      )
    case 1:
      return NodeSimulator.serve({ data: "empty" })
    case 2:
      return Effect.provide(
        NodeAttachments.download({ conversationId: 1, attachmentId: 2, path: Path.join(downloads, `file ${n}`) }),
        NodeContext.layer
      )
    default:
      return Effect.provide(
        Effect.flatMap(HelpScout, (helpScout) => helpScout.users.me()),
        client(server, {
          flow: "oauth2",
          tokenStore: NodeTokenStore.layerFile({ directory: Path.join(tokens, String(n % 8)) })
        })
      )
  }
}

/** A startup takes few ticks, so it is interrupted after some number of them, or of milliseconds. */
const moment = Effect.suspend(() =>
  random() < 0.6
    ? Effect.repeatN(
        Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve))),
        Math.floor(random() * 12)
      )
    : Effect.sleep(Duration.millis(random() * 12))
)

const interruptStartup = (n: number) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(Effect.scoped(startupOf(n)))
    yield* moment
    yield* Fiber.interruptFork(fiber)
    const exit = yield* Effect.timeoutOption(Fiber.await(fiber), "10 seconds")
    if (exit._tag === "None") leftover("an interrupted startup did not end within 10 s")
  })

const servers = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length

const filesBelow = (path: string): ReadonlyArray<string> =>
  Fs.existsSync(path)
    ? Fs.readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
    : []

const interruptStartups = Effect.gen(function* () {
  const before = servers()
  for (let first = 0; first < startups; first += batch) {
    const numbers = Array.from({ length: Math.min(batch, startups - first) }, (_, n) => first + n)
    yield* Effect.forEach(numbers, interruptStartup, { concurrency: 8, discard: true })
  }
  if (values.leak) yield* Effect.promise(() => strictServer())
  if (!(yield* holds(Effect.sync(() => servers() === before)))) leftover(`${servers() - before} servers keep listening`)
  // a file is complete, or does not exist
  const partial = filesBelow(downloads).filter((name) => !/^file \d+$/.test(name))
  if (partial.length > 0) leftover(`files are left: ${partial.slice(0, 5).join(", ")}`)
  const locks = () => filesBelow(tokens).filter((name) => !name.endsWith(".json"))
  if (!(yield* holds(Effect.sync(() => locks().length === 0)))) {
    leftover(`locks or temporary files are left: ${locks().slice(0, 5).join(", ")}`)
  }
})

print(`Interrupting ${calls} calls and ${startups} startups.`)
const layer = client(server, { flow: "oauth2", timeout: "1 second", limiter: { maxConcurrent: 40 } })
await Effect.runPromise(
  Effect.zipRight(interruptCalls, interruptStartups).pipe(quickRetries(2), quiet, Effect.provide(layer))
)
await Effect.runPromise(
  Effect.map(holds(Effect.promise(async () => (await server.connections()) === 0)), (closed) => {
    if (!closed) leftover("connections are open after the client was closed")
  })
)
for (const violation of server.violations) report.problem(violation)
const duplicates = [...server.writes.values()].filter((times) => times > 1).length
if (duplicates > 0) report.problem(`${duplicates} writes were carried out more than once`)
if (server.counts.reused > 0) report.problem(`${server.counts.reused} refresh tokens were sent twice`)
await server.close()
Fs.rmSync(directory, { recursive: true, force: true })
const { renewals, reused } = server.counts
report.end({ interruptions, calls, startups, ...counts, renewals, reused, duplicates })
// the control's server would keep the process alive
if (values.leak) process.exit()
