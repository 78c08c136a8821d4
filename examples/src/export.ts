/**
 * Exports every conversation with all its threads to a file, one JSON object per line, with a progress bar. Tokens are
 * renewed and the rate limit is kept on the way. An interrupted export is continued by the next run. `npm start` runs this
 * program.
 */

import * as NodeContext from "@effect/platform-node/NodeContext"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Page from "@effect-helpscout/core/Page"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import type * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Account from "./account.js"
import * as ExportFile from "./exportFile.js"
import * as Main from "./main.js"
import * as Progress from "./progress.js"

const file = "conversations.ndjson"

const encodeLine = (conversation: Conversation): Effect.Effect<string> =>
  Effect.map(Effect.orDie(Schema.encode(Conversation)(conversation)), (encoded) => JSON.stringify(encoded))

/** The oldest conversation first, so that new ones arrive at the end. */
const query = { status: "all", embed: "threads", sortField: "createdAt", sortOrder: "asc" } as const

/**
 * Finds the page with the last conversation that was exported. Deletions move it towards the first page, so earlier pages
 * are tried, too. Returns 0 if it does not exist: it was deleted, or the file belongs to another account.
 */
const pageOf = (conversations: Context.Tag.Service<Conversations>, last: number, from: number) =>
  Effect.iterate(
    { page: from, found: false },
    {
      while: ({ found, page }) => !found && page > 0,
      body: ({ page }) =>
        Effect.map(conversations.list({ ...query, page }), ({ items }) =>
          items.some(({ id }) => id === last) ? { page, found: true } : { page: page - 1, found: false }
        )
    }
  ).pipe(Effect.map(({ page }) => page))

const exportConversations = Effect.gen(function* () {
  const conversations = yield* Conversations
  const limiter = yield* RateLimiter
  const auth = yield* Auth
  const output = yield* ExportFile.open(file)

  const counts = { total: 0, conversations: 0, threads: 0, requests: 0, renewals: 0 }
  const set = (key: keyof typeof counts, value: number) =>
    Effect.sync(() => {
      counts[key] = value
    })
  const add = (key: keyof typeof counts, value: number) => Effect.suspend(() => set(key, counts[key] + value))

  yield* auth.events.pipe(
    Stream.filter((event) => event._tag === "Renewed"),
    Stream.runForEach(() => add("renewals", 1)),
    Effect.forkScoped
  )
  yield* Progress.show(
    Effect.map(limiter.snapshot, ({ nextIn, waits }) => ({
      done: counts.conversations,
      total: counts.total,
      note: `${counts.threads} threads, ${counts.requests} requests, ${counts.renewals} renewals, ${waits} waits`,
      waitSeconds: Math.ceil(Duration.toSeconds(nextIn))
    }))
  )

  /** Uses the embedded threads if they are complete. Otherwise it costs a request to list them. */
  const withThreads = (conversation: Conversation) => {
    const embedded = conversation._embedded?.threads ?? []
    if (conversation.type !== "chat" && embedded.length === conversation.threads) return Effect.succeed(conversation)
    return Effect.map(
      Stream.runCollect(conversations.threads.listAll({ conversationId: conversation.id })),
      (threads): Conversation => ({ ...conversation, _embedded: { threads: Chunk.toReadonlyArray(threads) } })
    )
  }

  const write = (conversation: Conversation) =>
    Effect.flatMap(encodeLine(conversation), (line) =>
      // Ctrl-C does not interrupt the writing of a line
      Effect.uninterruptible(
        Effect.zipRight(
          output.append(line),
          Effect.zipRight(add("conversations", 1), add("threads", conversation._embedded?.threads?.length ?? 0))
        )
      )
    )

  const last = output.ids.at(-1)
  const estimate = Math.max(1, Math.ceil(output.ids.length / 25))
  const found = last === undefined ? 0 : yield* pageOf(conversations, last, estimate)
  const done = new Set(found === 0 ? [] : output.ids)
  if (done.size > 0) yield* Console.log(`Continuing ${output.partial}, which has ${done.size} conversations`)
  else yield* output.restart
  yield* set("conversations", done.size)

  const pages = Page.streamPages(conversations.list({ ...query, page: Math.max(1, found) }), { prefetch: 1 })
  yield* pages.pipe(
    Stream.tap((page) => set("total", page.totals?.totalElements ?? 0)),
    Page.items,
    Stream.filter(({ id }) => !done.has(id)),
    Stream.mapEffect(withThreads, { concurrency: 8 }),
    Stream.runForEach(write),
    HelpScoutClient.onResponse(() => add("requests", 1))
  )
  yield* output.complete
  return { ...counts, waits: (yield* limiter.snapshot).waits }
})

const program = Effect.gen(function* () {
  yield* Console.log(`Writing every conversation with its threads to ${file}`)
  const startedAt = yield* Clock.currentTimeMillis
  const counts = yield* Effect.scoped(exportConversations)
  const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000
  const lost = Math.max(0, counts.total - counts.conversations)
  yield* Console.log(
    `Exported ${counts.conversations} conversations with ${counts.threads} threads in ${seconds.toFixed(1)} s: ` +
      `${counts.requests} requests, ${counts.renewals} renewals, ${counts.waits} waits, ${lost} lost`
  )
}).pipe(
  Effect.onInterrupt(() =>
    Console.log(`Interrupted. ${file}.part has what was exported so far: run the program again to continue.`)
  )
)

const layer = Layer.mergeAll(
  Conversations.layer.pipe(Layer.provideMerge(Account.layer(5000))),
  NodeContext.layer,
  // the progress bar shows renewals, so only warnings and errors are logged
  Logger.minimumLogLevel(LogLevel.Warning)
)

Main.run(Effect.provide(program, layer))
