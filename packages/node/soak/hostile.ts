/**
 * Attacks the client and the webhook receiver: `npm run soak:hostile` (laws O1, P4, P7).
 *
 * 1. Fuzzed responses: each call ends with a value or an error of the client, soon, and nothing that it reports contains a
 *    secret: the error as text, as JSON and as an inspected object, its cause, logs and spans.
 * 2. Forged deliveries, with genuine ones among them: only these reach the handler, each once.
 *
 * The last line is one JSON object: `responses` that were `fuzzed` in `fuzzKinds` ways, `succeeded` and `rejected` calls,
 * `defects`, `searches` for secrets and what they `leaked`, `forged` deliveries of `forgeryKinds` kinds, how many of them
 * were `forgedAccepted`, and `genuine` deliveries and how many were `genuineHandled`.
 */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { inspect, parseArgs } from "node:util"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { strictServer } from "@effect-helpscout/test-support/strictServer"
import { parcel, post } from "@effect-helpscout/test-support/webhookSender"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { forgeries } from "./forgeries.js"
import { hostile, maxResponseBytes } from "./hostileResponses.js"
import { client, defectOf, makeReport, pick, print, quickRetries, quiet, seeded } from "./support.js"

const { values } = parseArgs({
  options: {
    responses: { type: "string", default: "100000" },
    deliveries: { type: "string", default: "20000" },
    concurrency: { type: "string", default: "48" },
    seed: { type: "string", default: "1" },
    /** A control: the secret is logged, and the program must report it. */
    leak: { type: "boolean", default: false },
    /** A control: the receiver accepts every delivery, and the program must report it. */
    gullible: { type: "boolean", default: false }
  }
})
const responses = Number(values.responses)
const deliveries = Number(values.deliveries)
const random = seeded(Number(values.seed))
const report = makeReport()
const patience = "60 seconds"

// ---------------------------------------------------------------------------------------------------------------
// fuzzed responses
// ---------------------------------------------------------------------------------------------------------------

const counts = { fuzzed: 0, calls: 0, succeeded: 0, rejected: 0, defects: 0, searches: 0, leaked: 0 }
const kinds = Object.entries(hostile)
/** The kind of the latest response, to name it in a problem: a hint, since calls overlap. */
let latest = ""

const server = await strictServer({
  fault: ({ headers }) => {
    // now and then a response is genuine, so that lists go on
    if (random() < 0.1) return undefined
    counts.fuzzed += 1
    const [name, make] = pick(random, kinds)
    latest = name
    return make(random, headers.authorization ?? "")
  }
})

const search = (where: string, text: string) => {
  counts.searches += 1
  for (const secret of server.secrets) {
    if (!text.includes(secret)) continue
    counts.leaked += 1
    const index = text.indexOf(secret)
    report.problem(`a secret in ${where}: ${text.slice(Math.max(0, index - 120), index)}<secret>`)
    return
  }
}

const searchError = (cause: Cause.Cause<unknown>) => {
  const error = Option.getOrUndefined(Cause.failureOption(cause))
  search("the error's text", String(error))
  search("the error's JSON", JSON.stringify(error) ?? "")
  search("the inspected error", inspect(error, { depth: 8, showHidden: true }))
  search("the cause", `${Cause.pretty(cause)} ${JSON.stringify(cause)}`)
}

const logger = Layer.merge(
  Logger.replace(
    Logger.defaultLogger,
    Logger.map(Logger.logfmtLogger, (line) => search("a log", line))
  ),
  Logger.minimumLogLevel(LogLevel.All)
)

/** Searches each span when it ends. */
const tracer = Tracer.make({
  span: (name, parent, context, links, startTime, kind) => {
    const attributes = new Map<string, unknown>()
    const events: Array<unknown> = []
    const span: Tracer.Span = {
      _tag: "Span",
      spanId: "0000000000000001",
      traceId: "00000000000000000000000000000001",
      sampled: true,
      name,
      parent,
      context,
      links,
      kind,
      status: { _tag: "Started", startTime },
      attributes,
      attribute: (key, value) => void attributes.set(key, value),
      event: (...event) => void events.push(event.slice(0, 1), event.slice(2)),
      addLinks: () => undefined,
      end: (_, exit) => {
        // the value of a success is the response itself
        const failure = Exit.isFailure(exit) ? inspect(exit, { depth: 8 }) : ""
        search("a span", `${name} ${inspect([...attributes, ...events], { depth: 6 })} ${failure}`)
      }
    }
    return span
  },
  context: (run) => run()
})

type Call = (helpScout: HelpScout["Type"], n: number) => Effect.Effect<unknown, unknown>

const late = () => "late"
const timely =
  (call: Call): Call =>
  (helpScout, n) =>
    Effect.timeoutFail(call(helpScout, n), { duration: patience, onTimeout: late })

const exchanges: ReadonlyArray<Call> = [
  ({ users }) => users.me(),
  ({ conversations }) => conversations.list({ status: "all" }),
  ({ conversations }) => Stream.runDrain(Stream.take(conversations.listAll({ status: "all" }), 60)),
  ({ tags }) => Stream.runDrain(Stream.take(tags.listAll(), 60)),
  ({ conversations }, n) => conversations.get({ conversationId: 1 + (n % 60) }),
  ({ conversations }, n) => conversations.threads.createNote({ conversationId: 1 + (n % 60) }, { text: `note ${n}` }),
  ({ conversations }, n) => conversations.tags.update({ conversationId: 1 + (n % 60) }, { tags: [`tag ${n}`] }),
  ({ customers }, n) => customers.create({ firstName: `customer ${n}` })
]

/**
 * A file is as long as the server makes it (law P5), and on a busy machine an inflated bomb takes longer than `patience`.
 * Only a transfer that stalls must end (law P8), so each piece of it has `patience` anew.
 */
const download: Call = ({ conversations }) => {
  const file = conversations.attachments.file({ conversationId: 1, attachmentId: 2 })
  return Stream.runDrain(Stream.timeoutFail(file, late, patience))
}

const calls: ReadonlyArray<Call> = [...exchanges.map(timely), download]

const one = (helpScout: HelpScout["Type"], n: number) =>
  Effect.gen(function* () {
    const call = calls[n % calls.length] ?? calls[0]
    counts.calls += 1
    const exit = yield* Effect.exit(call?.(helpScout, n) ?? Effect.void)
    const defect = defectOf(exit)
    if (defect !== undefined) {
      counts.defects += 1
      report.problem(
        `a call ended without an error of the client (latest response: ${latest}): ${defect.slice(0, 400)}`
      )
    }
    if (Exit.isSuccess(exit)) {
      counts.succeeded += 1
      return
    }
    counts.rejected += 1
    searchError(exit.cause)
    // most programs log errors
    yield* Effect.logError("A call failed", exit.cause)
    if (values.leak) yield* Effect.logInfo(server.clientSecret)
  })

const attackClient = Effect.gen(function* () {
  const helpScout = yield* HelpScout
  let n = 0
  const worker = Effect.gen(function* () {
    while (counts.fuzzed < responses) yield* one(helpScout, n++)
  })
  yield* Effect.all(
    Array.from({ length: Number(values.concurrency) }, () => worker),
    { concurrency: "unbounded" }
  )
})

// a busy machine may stop this process for a while, which makes calls late
const pauses = monitorEventLoopDelay()
pauses.enable()
print(`Responding to calls with ${responses} responses of ${kinds.length} hostile kinds.`)
await Effect.runPromise(
  attackClient.pipe(
    quickRetries(1),
    Effect.provide(
      client(server, {
        flow: "oauth2",
        timeout: "2 seconds",
        // the client obeys a limit that a response reports (law R2), so all calls may wait for a window
        limiter: { maxConcurrent: 64, maxPausedWait: "1 second", window: "100 millis" },
        maxResponseBytes
      })
    ),
    Effect.withTracer(tracer),
    Effect.provide(logger)
  )
)
if (({} as { readonly polluted?: unknown }).polluted !== undefined)
  report.problem("a response changed Object.prototype")
// the client follows corrupted links and redirects on the API's host. `soak:load` checks the reads that it composes itself
const strange = /^(?:no route for GET |GET \S+: query )/
for (const violation of server.violations) if (!strange.test(violation)) report.problem(violation)
await server.close()

// ---------------------------------------------------------------------------------------------------------------
// forged deliveries
// ---------------------------------------------------------------------------------------------------------------

const secret = "soak-webhook-Secret"
const handled = new Map<number, number>()
const forgeryKinds = Object.entries(forgeries)
const genuineBody = (id: number) => JSON.stringify({ id, name: "tag", note: "n".repeat(id % 300) })
const forgery = { forged: 0, forgedAccepted: 0, genuine: 0 }

const attackReceiver = (url: string) =>
  Effect.promise(async () => {
    const agent = new Http.Agent({ keepAlive: true, maxSockets: 24 })
    let next = 1
    const sender = async () => {
      while (forgery.forged < deliveries) {
        const id = next++
        const genuine = parcel(secret, "tag.deleted", genuineBody(2 * id))
        // one of twenty is genuine
        if (id % 20 === 0) {
          forgery.genuine += 1
          const status = await post(url, genuine, agent).catch(() => 0)
          if (status !== 200) report.problem(`a genuine delivery got status ${status}`)
          continue
        }
        const [kind, forge] = forgeryKinds[id % forgeryKinds.length] ?? ["", () => genuine]
        forgery.forged += 1
        const other = parcel(secret, "tag.deleted", genuineBody(2 * id + 1))
        const status = await post(url, forge({ ...genuine, secret, other }), agent).catch(() => 0)
        if (status >= 200 && status < 300) {
          forgery.forgedAccepted += 1
          report.problem(`a forged delivery (${kind}) got status ${status}`)
        } else if (status !== 400 && status !== 401) report.problem(`a forged delivery (${kind}) got status ${status}`)
      }
    }
    await Promise.all(Array.from({ length: 24 }, sender))
    agent.destroy()
  })

/** The control: a receiver that does not verify. */
const gullible = Effect.map(
  Effect.acquireRelease(
    Effect.promise(async () => {
      const made = Http.createServer((request, response) => {
        request.resume()
        response.end()
      })
      await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve))
      return made
    }),
    (made) => Effect.sync(() => void made.close())
  ),
  // a server that listens on a port has an address of this form
  (made) => `http://127.0.0.1:${(made.address() as AddressInfo).port}/`
)

print(`Sending ${deliveries} forged deliveries of ${forgeryKinds.length} kinds.`)
const served = Effect.map(
  NodeWebhook.serve({ secrets: Redacted.make(secret), port: 0 }, (event) =>
    Effect.sync(() => {
      const { id } = event.payload as { readonly id: number }
      handled.set(id, (handled.get(id) ?? 0) + 1)
    })
  ),
  ({ url }) => url
)
await Effect.runPromise(
  (values.gullible ? gullible : served).pipe(
    Effect.flatMap(attackReceiver),
    Effect.scoped,
    Effect.provide(WebhookStore.layerMemory()),
    quiet
  )
)
const genuineHandled = [...handled.values()].filter((times) => times === 1).length
if (genuineHandled !== forgery.genuine || handled.size !== forgery.genuine) {
  report.problem(`${genuineHandled} of ${forgery.genuine} genuine deliveries were handled once, of ${handled.size}`)
}

report.end({
  fuzzKinds: kinds.length,
  longestPauseMillis: Math.round(pauses.max / 1e6),
  ...counts,
  forgeryKinds: forgeryKinds.length,
  ...forgery,
  genuineHandled
})
