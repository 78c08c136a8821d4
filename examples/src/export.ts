/**
 * Exports every conversation with all its threads to a file, one JSON object per line, with a progress bar. Tokens are
 * renewed and the rate limit is kept on the way. `npm start` runs this program.
 */

import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Page from "@effect-helpscout/core/Page"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Account from "./account.js"
import * as Progress from "./progress.js"

const file = "conversations.ndjson"

const encodeLine = (conversation: Conversation): Effect.Effect<string> =>
  Effect.map(Effect.orDie(Schema.encode(Conversation)(conversation)), (encoded) => `${JSON.stringify(encoded)}\n`)

const exportConversations = Effect.gen(function* () {
  const conversations = yield* Conversations
  const limiter = yield* RateLimiter
  const auth = yield* Auth
  const fs = yield* FileSystem.FileSystem

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
    Effect.map(limiter.snapshot, ({ waits }) => ({
      done: counts.conversations,
      total: counts.total,
      note: `${counts.threads} threads, ${counts.requests} requests, ${counts.renewals} renewals, ${waits} waits`
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

  const output = yield* fs.open(file, { flag: "w" })
  const write = (conversation: Conversation) =>
    Effect.flatMap(encodeLine(conversation), (line) =>
      // Ctrl-C does not interrupt the writing of a line
      Effect.uninterruptible(
        Effect.zipRight(
          output.writeAll(new TextEncoder().encode(line)),
          Effect.zipRight(add("conversations", 1), add("threads", conversation._embedded?.threads?.length ?? 0))
        )
      )
    )

  const pages = conversations.listPages({ status: "all", embed: "threads" }, { prefetch: 1 })
  yield* pages.pipe(
    Stream.tap((page) => set("total", page.totals?.totalElements ?? 0)),
    Page.items,
    Stream.mapEffect(withThreads, { concurrency: 8 }),
    Stream.runForEach(write),
    HelpScoutClient.onResponse(() => add("requests", 1))
  )
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
    Console.log(
      `Interrupted: ${file} is incomplete but ends with a whole line. Run the program again for a full export.`
    )
  )
)

const layer = Layer.mergeAll(
  Conversations.layer.pipe(Layer.provideMerge(Account.layer(5000))),
  NodeContext.layer,
  // the progress bar shows renewals, so only warnings and errors are logged
  Logger.minimumLogLevel(LogLevel.Warning)
)

NodeRuntime.runMain(Effect.provide(program, layer))
