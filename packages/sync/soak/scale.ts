/**
 * Copies a generated account of 100,000 conversations with 400,000 threads into a SQLite file: `npm run bench:sync`. The
 * last line is one JSON object: the peak memory of the process in MB, the seconds of the run and of the sink's commits
 * alone (of the wall clock, which includes the disk, and of the CPU of all threads), conversations per minute, and how many
 * times as many conversations the sink writes as a rate limit of 400 requests per minute lets a process read.
 * `--conversations 4000` copies fewer of them; `--progress` prints the memory on the way.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { setFlagsFromString } from "node:v8"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { Sink } from "@effect-helpscout/sync/Sink"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import type { SyncError } from "@effect-helpscout/sync/SyncError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

// as the `sync` commands do
setFlagsFromString("--optimize-for-size")

const { values } = parseArgs({
  options: { conversations: { type: "string", default: "100000" }, progress: { type: "boolean", default: false } }
})
const total = Number(values.conversations)
const threadsEach = 4
const pageSize = 25

const base = Date.parse("2020-01-01T00:00:00Z")
const minute = 60_000
const iso = (millis: number) => `${new Date(millis).toISOString().slice(0, 19)}Z`
const person = (id: number, type: string) => ({
  id,
  type,
  first: "Ann",
  last: "Example",
  email: `ann${id}@example.com`
})
const body = "<p>Hello, the order has not arrived yet. Could you look into it, please?</p>".repeat(6)

const thread = (conversation: number, index: number) => ({
  id: conversation * 10 + index,
  type: index % 2 === 0 ? "customer" : "message",
  status: "active",
  state: "published",
  action: { type: "default", associatedEntities: {} },
  body,
  source: { type: "email", via: "customer" },
  customer: person(500 + (conversation % 1_000), "customer"),
  createdBy: index % 2 === 0 ? person(500 + (conversation % 1_000), "customer") : person(7, "user"),
  createdAt: iso(base + conversation * minute + index * 1_000),
  _embedded: { attachments: [] }
})

const conversation = (index: number) => ({
  id: index + 1,
  number: index + 1,
  threads: threadsEach,
  type: "email",
  folderId: 1,
  status: "active",
  state: "published",
  subject: `Order ${index}`,
  preview: body.slice(0, 80),
  mailboxId: 1,
  createdBy: person(500 + (index % 1_000), "customer"),
  primaryCustomer: person(500 + (index % 1_000), "customer"),
  createdAt: iso(base + index * minute),
  tags: [{ id: 1 + (index % 20), color: "#000000", tag: `tag ${index % 20}` }],
  customFields: [],
  _embedded: { threads: Array.from({ length: threadsEach }, (_, each) => thread(index + 1, each)) }
})

/** The conversations from a creation date on: what the stable order asks for. */
const listConversations = (url: URL): object => {
  const since = /createdAt:\[(\S+) TO/.exec(url.searchParams.get("query") ?? "")?.[1]
  const first = since === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(since) - base) / minute))
  const left = Math.max(0, total - first)
  const items = Array.from({ length: Math.min(pageSize, left) }, (_, index) => conversation(first + index))
  const next = new URL(url)
  next.searchParams.set("page", "2")
  return {
    _embedded: { conversations: items },
    page: { size: pageSize, totalElements: left, totalPages: Math.ceil(left / pageSize), number: 1 },
    _links: left > pageSize ? { next: { href: next.href } } : {}
  }
}

const respond = (url: URL): object => {
  if (url.pathname.endsWith("/token")) return { access_token: "token", token_type: "bearer", expires_in: 172_800 }
  if (url.pathname === "/v2/users/me") return { id: 1, companyId: 100 }
  if (url.pathname === "/v2/conversations") return listConversations(url)
  return { page: { size: 50, totalElements: 0, totalPages: 0, number: 1 }, _links: {} }
}

const client = HttpClient.make((request, url) =>
  Effect.sync(() =>
    HttpClientResponse.fromWeb(
      request,
      new Response(JSON.stringify(respond(url)), {
        headers: { "content-type": "application/json", date: new Date().toUTCString() }
      })
    )
  )
)

const layer = HelpScout.layer.pipe(
  Layer.provide(HelpScoutClient.layer),
  Layer.provide([Auth.layerClientCredentials, RateLimiter.layerUnlimited]),
  Layer.provide([
    TokenStore.layerMemory,
    Layer.succeed(HttpClient.HttpClient, client),
    HelpScoutConfig.layer({ clientId: "bench", clientSecret: Redacted.make("bench") })
  ])
)

/** Measures the time that a sink takes for its commits. */
const timed = (meter: { millis: number; cpuMillis: number; commits: number }, sink: Layer.Layer<Sink, SyncError>) =>
  Layer.map(sink, (context) => {
    const service = Context.get(context, Sink)
    const commit: typeof service.commit = (batch) =>
      Effect.suspend(() => {
        const before = process.cpuUsage()
        return Effect.map(Effect.timed(service.commit(batch)), ([taken, counts]) => {
          const { system, user } = process.cpuUsage(before)
          meter.cpuMillis += (system + user) / 1_000
          meter.millis += Duration.toMillis(taken)
          meter.commits++
          return counts
        })
      })
    return Context.make(Sink, { ...service, commit })
  })

/** Prints the memory of the process while it runs, with `--progress`. */
const printMemory = (after: number) =>
  Effect.sync(() => {
    const { heapUsed, rss } = process.memoryUsage()
    process.stderr.write(
      `${after} conversations: ${Math.round(rss / 2 ** 20)} MB, heap ${Math.round(heapUsed / 2 ** 20)} MB\n`
    )
  })

const program = Effect.gen(function* () {
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "helpscout-scale-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  const file = join(folder, "copy.db")
  const meter = { millis: 0, cpuMillis: 0, commits: 0 }
  const onProgress = () =>
    values.progress && meter.commits % 200 === 1 ? printMemory(meter.commits * (pageSize - 1)) : Effect.void
  const report = yield* Effect.provide(Sync.run({ tables: ["conversations"], onProgress }), [
    layer,
    timed(meter, SqliteSink.layer({ file }))
  ])
  const perMinute = (millis: number) => Math.round((total / millis) * 60_000)
  // what 400 requests per minute read at most
  const timesTheRateLimit = (millis: number) => Math.round((perMinute(millis) / (400 * pageSize)) * 10) / 10
  return {
    conversations: report.tables.conversations?.upserted,
    threads: report.tables.threads?.upserted,
    seconds: report.seconds,
    sinkSeconds: Math.round(meter.millis / 100) / 10,
    sinkCpuSeconds: Math.round(meter.cpuMillis / 100) / 10,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    fileMegabytes: Math.round(statSync(file).size / 1024 / 1024),
    conversationsPerMinute: perMinute(report.seconds * 1_000),
    sinkConversationsPerMinute: perMinute(meter.millis),
    sinkTimesTheRateLimit: timesTheRateLimit(meter.millis),
    sinkCpuTimesTheRateLimit: timesTheRateLimit(meter.cpuMillis)
  }
})

process.stdout.write(`${JSON.stringify(await Effect.runPromise(Effect.scoped(program)))}\n`)
