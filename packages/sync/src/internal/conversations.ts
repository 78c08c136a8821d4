/**
 * Conversations with their threads. Threads have no date that changes with them, so all threads of a changed conversation
 * are read again (law Y3).
 */
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import * as Reader from "@effect-helpscout/core/Reader"
import * as Received from "@effect-helpscout/core/Received"
import { Conversation, hasAllThreads } from "@effect-helpscout/resources/Conversations/Conversation"
import type { Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import type * as HelpScout from "@effect-helpscout/resources/HelpScout"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as Chunk from "effect/Chunk"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import type * as Change from "../Change.js"
import * as Tables from "../Tables.js"
import { type Batches, type Failure, invalidOf, moveTable, type Pass } from "./pass.js"
import { changesOf, upsert } from "./rows.js"

/** Conversations are read with their threads, up to this many at a time. */
const concurrency = 8

/** Every conversation of a filter exactly once, oldest first (law L10). */
const listed = (
  { helpScout, invalid }: Pass,
  filter: { readonly modifiedSince?: DateTime.Utc; readonly from?: string | undefined; readonly embed?: "threads" }
): Stream.Stream<Conversation, HelpScoutError> => {
  const { from, ...rest } = filter
  const query = from === undefined ? {} : { query: SearchQuery.createdAt.since(DateTime.unsafeMake(from)) }
  return helpScout.conversations.listAll(
    { status: "all", ...rest, ...query },
    { order: "stable", ...invalid("conversations") }
  )
}

// ---------------------------------------------------------------------------------------------------------------
// one conversation
// ---------------------------------------------------------------------------------------------------------------

const mergeOf = (conversationId: number, mergedIntoId: number): Change.Upsert =>
  upsert(Tables.conversationMerges, { conversationId, mergedIntoId }, { conversationId, mergedIntoId })

const deleted = (id: number): Change.Delete => ({ _tag: "Delete", table: "conversations", key: { id } })

interface Threads {
  readonly threads: ReadonlyArray<Thread>
  readonly json: ReadonlyArray<unknown>
  readonly unreadable: ReadonlyArray<Change.Invalid>
}

const listThreads = (helpScout: HelpScout.Service, conversationId: number): Effect.Effect<Threads, HelpScoutError> => {
  const unreadable: Array<Page.InvalidItem> = []
  const onInvalid = (item: Page.InvalidItem) => Effect.sync(() => void unreadable.push(item))
  return Effect.map(
    Stream.runCollect(helpScout.conversations.threads.listAll({ conversationId }, { onInvalid })),
    (read) => {
      // a thread that is added in the meantime pushes another onto the next page, which returns it again
      const threads = [...new Map(Chunk.map(read, (thread) => [thread.id, thread])).values()]
      return {
        threads,
        json: threads.map(Received.json),
        unreadable: unreadable.map((item) => threadInvalid(conversationId, item))
      }
    }
  )
}

/** The ids of threads are unique within their conversation. */
const threadInvalid = (conversationId: number, item: Page.InvalidItem): Change.Invalid => ({
  ...invalidOf("threads", item),
  id: `${conversationId}/${item.id ?? item.index}`
})

/** The rows of a conversation with all its threads. */
const changesWith = (conversation: Conversation, json: unknown, read: Threads): ReadonlyArray<Change.Change> => {
  const whole = { ...conversation, _embedded: { threads: read.threads } }
  const wholeJson = { ...(json as object), _embedded: { ...embeddedOf(json), threads: read.json } }
  const unreadable = read.unreadable.map(({ id }) => ({
    conversation_id: conversation.id,
    id: Number(id.slice(id.indexOf("/") + 1))
  }))
  return [
    ...changesOf(Tables.conversations, whole, wholeJson).map((change) =>
      change._tag === "Retain" && change.table === "threads"
        ? { ...change, keys: [...change.keys, ...unreadable] }
        : change
    ),
    ...read.unreadable
  ]
}

const embeddedOf = (json: unknown): object => {
  const embedded =
    typeof json === "object" && json !== null ? (json as { readonly _embedded?: unknown })._embedded : undefined
  return typeof embedded === "object" && embedded !== null ? embedded : {}
}

/** The rows of a listed conversation. Lists its threads unless it contains them all. */
const withThreads = (
  helpScout: HelpScout.Service,
  conversation: Conversation,
  json: unknown
): Effect.Effect<ReadonlyArray<Change.Change>, HelpScoutError> =>
  hasAllThreads(conversation)
    ? Effect.succeed(changesOf(Tables.conversations, conversation, json))
    : Effect.map(listThreads(helpScout, conversation.id), (read) => changesWith(conversation, json, read)).pipe(
        // deleted or merged in the meantime
        Effect.catchTag("HelpScoutNotFound", () => refresh(helpScout, conversation.id))
      )

/** Reads a conversation again, and finds out whether it was deleted or merged. */
export const refresh = (
  helpScout: HelpScout.Service,
  conversationId: number
): Effect.Effect<ReadonlyArray<Change.Change>, HelpScoutError> =>
  helpScout.conversations.get({ conversationId, embed: "threads" }).pipe(
    Effect.flatMap((found) => {
      if (found.state === "deleted") return Effect.succeed([deleted(conversationId)])
      const read = withThreads(helpScout, found, Received.json(found))
      return found.id === conversationId
        ? read
        : Effect.map(read, (changes) => [deleted(conversationId), mergeOf(conversationId, found.id), ...changes])
    }),
    Effect.catchTag("HelpScoutNotFound", () => Effect.succeed([deleted(conversationId)])),
    keepUnreadable
  )

/** A row whose item cannot be read any more stays as it is. */
export const keepUnreadable = <A, E extends { readonly _tag: string; readonly message: string }, R>(
  changes: Effect.Effect<ReadonlyArray<A>, E, R>
): Effect.Effect<ReadonlyArray<A>, E, R> =>
  Effect.catchAll(changes, (error) =>
    error._tag === "HelpScoutResponseInvalid" ? Effect.as(Effect.logWarning(error.message), []) : Effect.fail(error)
  )

const readConversation = Reader.make(Conversation)

/** A conversation is not lost because one of its embedded threads cannot be read: its threads are listed, one by one. */
const salvage = (
  { helpScout }: Pass,
  invalid: Change.Invalid
): Effect.Effect<ReadonlyArray<Change.Change>, HelpScoutError> => {
  const json = { ...(invalid.json as object), _embedded: {} }
  const conversation = readConversation(json)
  if (Either.isLeft(conversation)) return Effect.succeed([invalid])
  return withThreads(helpScout, conversation.right, invalid.json)
}

// ---------------------------------------------------------------------------------------------------------------
// pass
// ---------------------------------------------------------------------------------------------------------------

const isoSeconds = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`

/** The watermark of the next pass (law Y1). */
export const watermarkOf = ({ overlap }: Pass, startedAt: string): string => isoSeconds(Date.parse(startedAt) - overlap)

/**
 * Reads every conversation that changed since the last pass. A pass that was interrupted continues where it ended, and
 * another one follows: what changed since then before that place is part of the same run.
 */
export const pass = (context: Pass): Batches =>
  Stream.suspend(() => {
    const { pass: interrupted, watermark } = context.position().conversations ?? {}
    const { next, startedAt } = interrupted ?? { startedAt: context.startedAt, next: undefined }
    const filter = {
      embed: "threads" as const,
      from: next,
      ...(watermark === undefined ? {} : { modifiedSince: DateTime.unsafeMake(watermark) })
    }
    const toBatch = (conversations: ReadonlyArray<Conversation>) =>
      Effect.map(
        Effect.forEach(
          conversations,
          (conversation) => withThreads(context.helpScout, conversation, Received.json(conversation)),
          { concurrency }
        ),
        (changes) => {
          const last = conversations.at(-1)
          const walk = last === undefined ? { startedAt } : { startedAt, next: DateTime.formatIso(last.createdAt) }
          return context.batch("conversations", changes.flat(), moveTable("conversations", { pass: walk }))
        }
      )
    const done = { watermark: watermarkOf(context, startedAt), pass: undefined as never }
    return listed(context, filter).pipe(
      // one page is one chunk, and one commit
      Stream.chunks,
      Stream.mapEffect((page) => toBatch(Chunk.toReadonlyArray(page))),
      Stream.concat(Stream.sync(() => context.batch("conversations", [], moveTable("conversations", done)))),
      Stream.mapEffect((batch) => salvageAll(context, batch)),
      Stream.concat(interrupted === undefined ? Stream.empty : pass(context))
    )
  })

const salvageAll = (context: Pass, batch: Change.Batch): Effect.Effect<Change.Batch, Failure> => {
  const isUnreadable = (change: Change.Change): change is Change.Invalid =>
    change._tag === "Invalid" && change.table === "conversations"
  const unreadable = batch.changes.filter(isUnreadable)
  if (unreadable.length === 0) return Effect.succeed(batch)
  return Effect.map(
    Effect.forEach(unreadable, (invalid) => salvage(context, invalid)),
    (salvaged) => ({
      ...batch,
      changes: [...batch.changes.filter((change) => !isUnreadable(change)), ...salvaged.flat()]
    })
  )
}

/** Every conversation without its threads, oldest first, from a creation date on. */
export const all = (context: Pass, from: string | undefined): Stream.Stream<Conversation, HelpScoutError> =>
  listed(context, { from })

/** The rows of a conversation that was listed without its threads. */
export const ownChanges = (conversation: Conversation): ReadonlyArray<Change.Change> =>
  changesOf(Tables.conversations, conversation, Received.json(conversation)).filter(
    (change) => change._tag !== "Retain" || change.table !== "threads"
  )
