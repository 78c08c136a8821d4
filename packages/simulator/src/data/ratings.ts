/** The ratings of replies. They are stored in threads, where reports count them too. */
import * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as Table from "../Table.js"
import * as ConversationData from "./conversations/conversations.js"
import * as ThreadData from "./conversations/threads.js"
import type * as UserData from "./users.js"

/** A rating as the API sends it. */
export interface RatingJson {
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

/** A reply that was rated. */
export interface Rated {
  readonly row: ConversationData.ConversationRow
  readonly thread: ThreadData.ThreadJson
  readonly given: ThreadData.RatingJson
}

const firstId = 61_000_001

/** The id of a rating, derived from the id of its thread, which has at most one. */
export const idOf = (threadId: number): number => firstId + threadId - ThreadData.firstThreadId

const threadIdOf = (ratingId: number): number => ratingId - firstId + ThreadData.firstThreadId

/** The times of ratings, under their ids. A generated rating has the time of its thread. */
const moments = Table.key<Table.Row & { readonly at: number }>("rating moments")

/** The time at which a thread was rated. */
export const ratedAt = (account: Account.Account, thread: ThreadData.ThreadJson): number =>
  account.table(moments).get(idOf(thread.id))?.at ?? Date.parse(thread.createdAt)

/** The ratings in a conversation. */
export const ratedIn = (row: ConversationData.ConversationRow, threads = row.threads()): ReadonlyArray<Rated> =>
  threads.flatMap((thread) => (thread.rating === undefined ? [] : [{ row, thread, given: thread.rating }]))

/** All ratings of conversations that are neither deleted nor merged. */
export const all = (account: Account.Account): ReadonlyArray<Rated> =>
  ConversationData.visible(account).flatMap((row) => ratedIn(row))

/** The rating with an id. */
export const find = (account: Account.Account, ratingId: number): Rated | undefined => {
  const threadId = threadIdOf(ratingId)
  const row = ConversationData.ofThread(account, threadId)
  return row && ratedIn(row).find(({ thread }) => thread.id === threadId)
}

const named = ({ id, email, first, last }: UserData.PersonJson) => ({ id, email, firstName: first, lastName: last })

/** A rating as the API sends it. */
export const shown = (account: Account.Account, { row, thread, given }: Rated): RatingJson => {
  const { id: conversationId, number, mailboxId, primaryCustomer } = row.json
  const id = idOf(thread.id)
  return {
    id,
    threadId: thread.id,
    conversationId,
    conversationNumber: number,
    mailboxId,
    rating: given.rating,
    ...(given.comments !== null && { comments: given.comments }),
    // without a time zone, as in the documentation
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

/** Rates a reply as a customer does from an email, and sends a webhook event. Returns the id, or undefined if there is no such reply. */
export const rate = (
  account: Account.Account,
  threadId: number,
  rating: Omit<ThreadData.RatingJson, "customerId">,
  now: number
): number | undefined => {
  const row = ConversationData.ofThread(account, threadId)
  const threads = row?.threads() ?? []
  const thread = threads.find(({ id }) => id === threadId)
  if (row === undefined || thread === undefined || !ThreadData.isReply(thread)) return undefined
  const given = { ...rating, customerId: thread.customer?.id ?? row.json.primaryCustomer.id }
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
