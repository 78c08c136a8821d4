/**
 * What reports are computed from: who did what, and when, in the conversations of a simulated account.
 *
 * @since 0.1.0
 */
import type { Account } from "../../Account.js"
import * as WorkflowsRoutes from "../../routes/Workflows.js"
import type { Row } from "../../Table.js"
import * as ConversationData from "../conversations.js"
import * as RatingData from "../ratings.js"
import * as ThreadData from "../threads.js"
import * as UserData from "../users.js"

/**
 * A reply that was sent to the customer.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReplyFact {
  readonly at: number
  readonly userId: number
  /** Seconds that the customer had waited; none where nobody waited. */
  readonly waited: number | undefined
  /** Whether it ended the wait for the first reply. */
  readonly first: boolean
  /** Seconds that writing it took. */
  readonly handled: number
  readonly savedReplyId: number
}

/**
 * A rating, and of whom.
 *
 * @since 0.1.0
 * @category models
 */
export interface RatingFact {
  readonly threadId: number
  readonly at: number
  readonly userId: number
  readonly userName: string
  /** 1 great, 2 okay, 3 not good. */
  readonly rating: 1 | 2 | 3
  readonly comments: string | null
}

/**
 * Everything that reports count of one conversation.
 *
 * @since 0.1.0
 * @category models
 */
export interface ConversationFacts {
  readonly row: ConversationData.ConversationRow
  readonly createdAt: number
  readonly closedAt: number | undefined
  /** Oldest first, as everything below. */
  readonly replies: ReadonlyArray<ReplyFact>
  /** When the customer wrote. */
  readonly messages: ReadonlyArray<number>
  readonly ratings: ReadonlyArray<RatingFact>
  /** Workflows that were run on it by hand, each as often as it was. */
  readonly workflowIds: ReadonlyArray<number>
}

/** First and last name, where there are any. @since 0.1.0 @category combinators */
export const personName = (person: UserData.PersonWire): string =>
  [person.first, person.last].filter((part) => part !== null && part !== "").join(" ")

const ratingIds = { great: 1, okay: 2, not_good: 3 } as const

const ratingOf = (account: Account, thread: ThreadData.ThreadWire): ReadonlyArray<RatingFact> => {
  if (thread.rating === undefined) return []
  const { rating, comments } = thread.rating
  const at = RatingData.ratedAt(account, thread)
  const { id: userId } = thread.createdBy
  return [
    { threadId: thread.id, at, userId, userName: personName(thread.createdBy), rating: ratingIds[rating], comments }
  ]
}

const factsOf = (
  account: Account,
  row: ConversationData.ConversationRow,
  workflowIds: ReadonlyArray<number>
): ConversationFacts => {
  const replies: Array<ReplyFact> = []
  const messages: Array<number> = []
  const ratings: Array<RatingFact> = []
  let waitingSince: number | undefined
  let answered = false
  const threads = [...row.threads()].reverse()
  for (const thread of threads) {
    const at = Date.parse(thread.createdAt)
    if (thread.state !== "published" || thread.type === "note" || thread.type === "lineitem") continue
    if (thread.createdBy.type === "customer") {
      messages.push(at)
      waitingSince ??= at
      continue
    }
    if (!ThreadData.isReply(thread)) continue
    const waited = waitingSince === undefined ? undefined : (at - waitingSince) / 1000
    replies.push({
      at,
      userId: thread.createdBy.id,
      waited,
      first: waited !== undefined && !answered,
      // Help Scout measures it in the browser; here it only has to be the same for the same thread
      handled: 20 + ((thread.id * 37) % 700),
      savedReplyId: thread.savedReplyId
    })
    if (waited !== undefined) answered = true
    waitingSince = undefined
    ratings.push(...ratingOf(account, thread))
  }
  const { status, closedAt } = row.wire
  return {
    row,
    createdAt: Date.parse(row.wire.createdAt),
    closedAt: status === "closed" && closedAt != null ? Date.parse(closedAt) : undefined,
    replies,
    messages,
    ratings,
    workflowIds
  }
}

const workflowsByConversation = (account: Account): ReadonlyMap<number, ReadonlyArray<number>> => {
  const found = new Map<number, Array<number>>()
  for (const { workflowId, conversationIds } of account.table(WorkflowsRoutes.runs).all()) {
    for (const id of conversationIds) found.set(id, [...(found.get(id) ?? []), workflowId])
  }
  return found
}

/** The facts of every conversation that is neither deleted nor merged. @since 0.1.0 @category testing */
export const all = (account: Account): ReadonlyArray<ConversationFacts> => {
  const versions = [ConversationData.conversations, WorkflowsRoutes.runs].map((key) =>
    account.table<Row>(key).version()
  )
  return account.memo("reports/facts", versions.join(), () => {
    const workflows = workflowsByConversation(account)
    return ConversationData.visible(account).map((row) => factsOf(account, row, workflows.get(row.id) ?? []))
  })
}

/**
 * Filters as reports take them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Filters {
  readonly mailboxes?: number | ReadonlyArray<number>
  readonly tags?: number | ReadonlyArray<number>
  readonly folders?: number | ReadonlyArray<number>
  readonly types?: string | ReadonlyArray<string>
}

const untagged = 1

const oneOf = <A>(wanted: A | ReadonlyArray<A> | undefined, values: ReadonlyArray<A>): boolean => {
  if (wanted === undefined) return true
  // `isArray` does not narrow readonly arrays
  const list = Array.isArray(wanted) ? (wanted as ReadonlyArray<A>) : [wanted as A]
  return list.some((value) => values.includes(value))
}

/** The tags of a conversation; 1 where it has none. @since 0.1.0 @category combinators */
export const tagIds = (facts: ConversationFacts): ReadonlyArray<number> => {
  const { tags } = facts.row.wire
  return tags.length === 0 ? [untagged] : tags.map((tag) => tag.id)
}

/** The conversations that the filters let through. @since 0.1.0 @category combinators */
export const filter = (facts: ReadonlyArray<ConversationFacts>, filters: Filters): ReadonlyArray<ConversationFacts> =>
  facts.filter((one) => {
    const { mailboxId, folderId, type } = one.row.wire
    return (
      oneOf(filters.mailboxes, [mailboxId]) &&
      oneOf(filters.folders, [folderId]) &&
      oneOf(filters.types, [type]) &&
      oneOf(filters.tags, tagIds(one))
    )
  })

/**
 * Milliseconds since 1970, both ends included.
 *
 * @since 0.1.0
 * @category models
 */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * What happened to one conversation within a span.
 *
 * @since 0.1.0
 * @category models
 */
export interface Touched {
  readonly facts: ConversationFacts
  readonly created: boolean
  readonly closed: boolean
  /** Closed, and a user had replied. */
  readonly resolved: boolean
  readonly replies: ReadonlyArray<ReplyFact>
  readonly messages: ReadonlyArray<number>
  readonly ratings: ReadonlyArray<RatingFact>
}

/**
 * What happened within a span; with users, what they did. Conversations in which nothing happened are left out.
 *
 * @since 0.1.0
 * @category combinators
 */
export const within = (
  facts: ReadonlyArray<ConversationFacts>,
  span: Span,
  users?: ReadonlySet<number>
): ReadonlyArray<Touched> =>
  facts.flatMap((one): ReadonlyArray<Touched> => {
    const inside = (at: number) => at >= span.start && at <= span.end
    const theirs = (userId: number) => users === undefined || users.has(userId)
    const { createdBy, closedBy } = one.row.wire
    const created =
      inside(one.createdAt) && (users === undefined || (createdBy.type !== "customer" && users.has(createdBy.id)))
    const closed = one.closedAt !== undefined && inside(one.closedAt) && theirs(closedBy)
    const replies = one.replies.filter((reply) => inside(reply.at) && theirs(reply.userId))
    const messages = users === undefined ? one.messages.filter(inside) : []
    const ratings = one.ratings.filter((rating) => inside(rating.at) && theirs(rating.userId))
    const resolved = closed && one.replies.length > 0
    return created || closed || replies.length > 0 || messages.length > 0 || ratings.length > 0
      ? [{ facts: one, created, closed, resolved, replies, messages, ratings }]
      : []
  })

/** The saved replies that were sent, each once. @since 0.1.0 @category combinators */
export const savedReplyIds = ({ replies }: Touched): ReadonlyArray<number> => [
  ...new Set(replies.map(({ savedReplyId }) => savedReplyId).filter((id) => id > 0))
]

/** The user, or the members of the team, with an id. @since 0.1.0 @category testing */
export const usersBehind = (account: Account, id: number): ReadonlySet<number> | undefined => {
  if (account.table(UserData.users).get(id) !== undefined) return new Set([id])
  if (account.table(UserData.teams).get(id) === undefined) return undefined
  return new Set(account.table(UserData.members).get(id)?.userIds ?? [])
}
