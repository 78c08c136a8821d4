/**
 * The ratings of a simulated account: what customers thought of the replies they got. They stand in the threads alone,
 * and reports count them there.
 *
 * @since 0.1.0
 */
import * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as Table from "../Table.js"
import * as ConversationData from "./conversations.js"
import * as ThreadData from "./threads.js"
import type * as UserData from "./users.js"

/** A rating on the wire. @since 0.1.0 @category models */
export interface RatingWire {
  readonly id: number
  readonly threadId: number
  readonly conversationId: number
  readonly conversationNumber: number
  readonly mailboxId: number
  readonly rating: "great" | "okay" | "not_good"
  readonly comments?: string
  readonly createdAt: string
  readonly user: object
  readonly customer: object
  readonly _links: object
}

/** A reply that was rated. @since 0.1.0 @category models */
export interface Rated {
  readonly row: ConversationData.ConversationRow
  readonly thread: ThreadData.ThreadWire
  readonly given: ThreadData.RatingWire
}

const firstId = 61_000_001

/** A thread has one rating at most: the id of one follows from that of the other. @since 0.1.0 @category combinators */
export const idOf = (threadId: number): number => firstId + threadId - ThreadData.firstThreadId

const threadIdOf = (ratingId: number): number => ratingId - firstId + ThreadData.firstThreadId

/** When ratings were given, under their ids; the generated ones were, at once. */
const moments = Table.key<Table.Row & { readonly at: number }>("rating moments")

/** When a thread was rated. @since 0.1.0 @category testing */
export const ratedAt = (account: Account.Account, thread: ThreadData.ThreadWire): number =>
  account.table(moments).get(idOf(thread.id))?.at ?? Date.parse(thread.createdAt)

const ratedIn = (row: ConversationData.ConversationRow): ReadonlyArray<Rated> =>
  row.threads().flatMap((thread) => (thread.rating === undefined ? [] : [{ row, thread, given: thread.rating }]))

/** Every rating of the conversations that are there. @since 0.1.0 @category testing */
export const all = (account: Account.Account): ReadonlyArray<Rated> =>
  ConversationData.visible(account).flatMap(ratedIn)

/** The rating with an id. @since 0.1.0 @category testing */
export const find = (account: Account.Account, ratingId: number): Rated | undefined => {
  const threadId = threadIdOf(ratingId)
  const row = ConversationData.ofThread(account, threadId)
  return row && ratedIn(row).find(({ thread }) => thread.id === threadId)
}

const named = ({ id, email, first, last }: UserData.PersonWire) => ({ id, email, firstName: first, lastName: last })

/** A rating as it is read. @since 0.1.0 @category testing */
export const shown = (account: Account.Account, { row, thread, given }: Rated): RatingWire => {
  const { id: conversationId, number, mailboxId, primaryCustomer } = row.wire
  const id = idOf(thread.id)
  return {
    id,
    threadId: thread.id,
    conversationId,
    conversationNumber: number,
    mailboxId,
    rating: given.rating,
    ...(given.comments !== null && { comments: given.comments }),
    // as the documentation has it: without a zone
    createdAt: Account.timestamp(ratedAt(account, thread)).replace("Z", ""),
    user: named(thread.createdBy),
    customer: { ...named(thread.customer ?? primaryCustomer), id: given.customerId },
    _links: account.links({
      self: `/v2/ratings/${id}`,
      conversation: `/v2/conversations/${conversationId}`,
      mailbox: `/v2/mailboxes/${mailboxId}`,
      customer: `/v2/customers/${given.customerId}`,
      user: `/v2/users/${thread.createdBy.id}`
    })
  }
}

/**
 * Rates a reply, as a customer does from a mail, and tells webhooks. Answers the id of the rating; nothing where there
 * is no such reply.
 *
 * @since 0.1.0
 * @category testing
 */
export const rate = (
  account: Account.Account,
  threadId: number,
  rating: Omit<ThreadData.RatingWire, "customerId">,
  now: number
): number | undefined => {
  const row = ConversationData.ofThread(account, threadId)
  const threads = row?.threads() ?? []
  const thread = threads.find(({ id }) => id === threadId)
  if (row === undefined || thread === undefined || !ThreadData.isReply(thread)) return undefined
  const given = { ...rating, customerId: thread.customer?.id ?? row.wire.primaryCustomer.id }
  const rated = { ...thread, rating: given }
  account.table(moments).put({ id: idOf(threadId), at: now })
  const changed = ConversationData.update(
    account,
    row,
    now,
    {},
    threads.map((other) => (other === thread ? rated : other))
  )
  Deliveries.emit(account, "satisfaction.ratings", () => shown(account, { row: changed, thread: rated, given }))
  return idOf(threadId)
}
