/**
 * Compares the ids of the account with those of the copy: what a pass cannot see is found here. A row is deleted only after
 * Help Scout has confirmed it for its id.
 */
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Chunk from "effect/Chunk"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as Change from "../Change.js"
import type { Reconciled } from "../Sink.js"
import * as Conversations from "./conversations.js"
import * as Customers from "./customers.js"
import { type Batches, type Failure, moveTable, type Pass } from "./pass.js"

/** A page of ids, where to continue after it, and the rows that came with it. */
interface Ids {
  readonly ids: ReadonlyArray<number>
  readonly next: string | undefined
  readonly rows: ReadonlyArray<Change.Change>
}

const idsOf = (context: Pass, table: Reconciled, from: string | undefined): Stream.Stream<Ids, Failure> =>
  table === "customers"
    ? Stream.map(Customers.pages(context, from), (page) => ({
        ids: page.items.map(({ id }) => id),
        next: Customers.cursorOf(page),
        rows: page.items.flatMap(Customers.rowsOf)
      }))
    : Stream.mapEffect(Stream.chunks(Conversations.all(context, from)), (page) => conversationIds(context, page))

/** What changes without a date, such as the name of a customer, is brought up to date on the way, at no cost. */
const conversationIds = (context: Pass, page: Chunk.Chunk<Conversation>) => {
  const conversations = Chunk.toReadonlyArray(page)
  const ids = conversations.map(({ id }) => id)
  // a conversation without a row is read later, with its threads
  return Effect.map(context.known.present("conversations", ids), (found): Ids => {
    const present = new Set<number>(found)
    return {
      ids,
      next: Option.getOrUndefined(Option.map(Chunk.last(page), ({ createdAt }) => DateTime.formatIso(createdAt))),
      rows: conversations.filter(({ id }) => present.has(id)).flatMap(Conversations.ownChanges)
    }
  })
}

const refresh = (context: Pass, table: Reconciled, id: number) =>
  table === "customers" ? Customers.refresh(context, id) : Conversations.refresh(context.helpScout, id)

/** Reads each id again in which the copy differs. */
const differences = (context: Pass, table: Reconciled, kind: "extra" | "missing"): Batches =>
  Stream.paginateChunkEffect(0, (after) =>
    Effect.map(context.known.differences(table, kind, after), (ids) => {
      const last = ids.at(-1)
      return [Chunk.fromIterable(ids), last === undefined ? Option.none<number>() : Option.some(last)]
    })
  ).pipe(Stream.mapEffect((id) => Effect.map(refresh(context, table, id), (changes) => context.batch(table, changes))))

/**
 * Walks through the ids, then reads again what differs. A reconciliation that was interrupted continues where it ended. As
 * it does not notice what was deleted since then before that place, another one follows (law Y3).
 */
export const reconcile = (context: Pass, table: Reconciled): Batches =>
  Stream.suspend(() => {
    const interrupted = context.position()[table]?.reconciliation
    const startedAt = interrupted?.startedAt ?? context.startedAt
    let start = interrupted === undefined
    const toBatch = ({ ids, next, rows }: Ids) => {
      const seen: Change.Seen = { _tag: "Seen", table, ids, start }
      start = false
      const reconciliation = next === undefined ? { startedAt } : { startedAt, next }
      return context.batch(table, [seen, ...rows], moveTable(table, { reconciliation }))
    }
    const begin = start ? Stream.sync(() => toBatch({ ids: [], next: undefined, rows: [] })) : Stream.empty
    const done = { reconciledAt: startedAt, reconciliation: undefined as never }
    return begin.pipe(
      Stream.concat(Stream.map(idsOf(context, table, interrupted?.next), toBatch)),
      Stream.concat(differences(context, table, "extra")),
      // a copy that begins at a date does not contain what is older
      Stream.concat(context.position().since === undefined ? differences(context, table, "missing") : Stream.empty),
      Stream.concat(Stream.sync(() => context.batch(table, [], moveTable(table, done)))),
      Stream.concat(interrupted === undefined ? Stream.empty : reconcile(context, table))
    )
  })
