/** `helpscout watch` */

import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Session } from "../command/session.js"
import { UsageError } from "../command/usageError.js"
import { columns } from "../output/columns.js"
import { printRows } from "../output/format.js"
import * as Terminal from "../output/terminal.js"
import { withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

/** Lists lag behind writes, so each pass reaches back. */
const overlap = 60_000

interface Seen {
  /** Help Scout's clock at the start of the last pass. */
  readonly since: number
  /** The last known change of each conversation. */
  readonly versions: Map<number, string>
}

const versionOf = ({ closedAt, status, tags, threads, userUpdatedAt, assignee }: Conversation): string =>
  JSON.stringify([status, threads, userUpdatedAt, closedAt, assignee?.id, tags?.map(({ id }) => id)])

/** One pass: what has changed since the last one, each change once. */
const pass = ({
  since,
  versions
}: Seen): Effect.Effect<readonly [Seen, ReadonlyArray<unknown>], HelpScoutError, Conversations> =>
  Effect.gen(function* () {
    const { listAll } = yield* Conversations
    let theirs: number | undefined
    const changed = yield* HelpScoutClient.onResponse(
      Stream.runCollect(
        // none is missed while the list changes (law L10)
        listAll({ status: "all", modifiedSince: DateTime.unsafeMake(since - overlap) }, { order: "stable" })
      ),
      (info) =>
        Effect.sync(() => {
          const date = Date.parse(info.headers.date ?? "")
          if (theirs === undefined && !Number.isNaN(date)) theirs = date
        })
    )
    const events: Array<unknown> = []
    for (const conversation of changed) {
      const version = versionOf(conversation)
      const known = versions.get(conversation.id)
      if (known === version) continue
      versions.set(conversation.id, version)
      const isNew = known === undefined && DateTime.toEpochMillis(conversation.createdAt) >= since - overlap
      events.push({ event: isNew ? "created" : "changed", ...conversation })
    }
    return [{ since: theirs ?? since, versions }, events] as const
  })

const start: Effect.Effect<Seen, HelpScoutError, Conversations> = Effect.gen(function* () {
  const now = yield* DateTime.now
  // what is there already is not an event
  const [seen] = yield* pass({ since: DateTime.toEpochMillis(now), versions: new Map() })
  return seen
})

const watch = (session: Session, seconds: number, passes: number | undefined) =>
  Effect.gen(function* () {
    let seen = yield* start
    yield* Terminal.note(`Watching, every ${seconds} s. Ctrl-C ends.`)
    const once = Effect.gen(function* () {
      const [next, events] = yield* pass(seen)
      seen = next
      const output = {
        ...session.output,
        format: session.output.format === "table" ? ("ndjson" as const) : session.output.format
      }
      yield* Terminal.writeAll(printRows(Stream.fromIterable(events), output))
    })
    yield* Effect.delay(once, `${seconds} seconds`).pipe(
      Effect.catchAll((error) =>
        // a read was retried already: the next pass tries again
        error.isRetryable ? Terminal.note(`warning: ${error.message}`) : Effect.fail(error)
      ),
      Effect.repeat(Schedule.recurs((passes ?? Number.MAX_SAFE_INTEGER) - 1))
    )
  })

const section = "Watch"
const webhookSection = "Webhooks"

/** The flags of each form, which the other one does not take. */
const forms = {
  polling: ["interval", "passes"],
  webhooks: ["port", "host", "path", "secret", "events"]
} as const

const checkFlags = (session: Session): Effect.Effect<void, UsageError> => {
  const isWebhooks = session.has("webhooks")
  const foreign = forms[isWebhooks ? "polling" : "webhooks"].find((flag) => session.text(flag) !== undefined)
  if (foreign === undefined) return Effect.void
  return new UsageError({
    message: `watch: --${foreign} ${isWebhooks ? "is for polling. Pass it without --webhooks." : "requires --webhooks."}`
  })
}

export const command: Implementation = {
  text: "Prints conversations as they are created or change: one line of JSON for each event. Polls, so it needs no address that Help Scout can reach. With --webhooks it receives every kind of event instead, and checks the signature of each delivery.",
  columns: ["event", ...(columns.conversations ?? [])],
  flags: [
    { name: "interval", value: "n", text: "Seconds between two passes.", default: "30", section },
    { name: "passes", value: "n", text: "Ends after n passes.", default: "runs until Ctrl-C", section },
    { name: "webhooks", text: "Receives the deliveries of a webhook instead.", section: webhookSection },
    { name: "port", value: "n", text: "The port to listen on.", default: "8977", section: webhookSection },
    {
      name: "host",
      value: "address",
      text: "The address to listen on.",
      default: "127.0.0.1",
      section: webhookSection
    },
    { name: "path", value: "path", text: "The path of the webhook.", default: "/", section: webhookSection },
    {
      name: "secret",
      value: "env:NAME|@file",
      text: "Where the webhook's secret is.",
      default: "HELPSCOUT_WEBHOOK_SECRET",
      section: webhookSection
    },
    {
      name: "events",
      value: "n",
      text: "Ends after n events.",
      default: "runs until Ctrl-C",
      section: webhookSection
    }
  ],
  run: (session) =>
    Effect.gen(function* () {
      const seconds = Option.getOrElse(Option.fromNullable(yield* session.integer("interval")), () => 30)
      yield* checkFlags(session)
      if (session.has("webhooks")) {
        const port = (yield* session.port("port")) ?? 8977
        const events = yield* session.integer("events")
        const { watchWebhooks } = yield* Effect.promise(() => import("./watchWebhooks.js"))
        return yield* watchWebhooks(session, port, events)
      }
      yield* withAccount(session, watch(session, seconds, yield* session.integer("passes")))
    })
}
