/** The activity that reports count: what happened in each conversation within an interval. */
import type { Account } from "../../Account.js"
import * as ConversationData from "../conversations/conversations.js"
import * as ThreadData from "../conversations/threads.js"
import * as RatingData from "../ratings.js"
import * as UserData from "../users.js"
import * as WorkflowData from "../workflows.js"

/** An interval in milliseconds since 1970, both ends included. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What happened in one conversation. Everything but `row` and `workflowIds` is limited to the interval. */
export interface Activity {
  readonly row: ConversationData.ConversationRow
  readonly created: boolean
  readonly closed: boolean
  /** Replies that were sent to the customer. */
  readonly replies: ReadonlyArray<ThreadData.ThreadJson>
  /** The times of the customer's messages. */
  readonly messages: ReadonlyArray<number>
  readonly ratings: ReadonlyArray<RatingData.Rated>
  /** The number of replies at any time, if the conversation was closed within the interval after a reply. */
  readonly repliesToResolve: number | undefined
  /** The manual workflows that were run on it, once for each run. */
  readonly workflowIds: ReadonlyArray<number>
}

/** The filters of reports. */
export interface Filters {
  readonly mailboxes?: number | ReadonlyArray<number>
  readonly tags?: number | ReadonlyArray<number>
  readonly folders?: number | ReadonlyArray<number>
  readonly types?: string | ReadonlyArray<string>
}

/** The tag id of conversations without a tag. */
export const untagged = 1

/** The tags of a conversation. */
export const tagIds = ({ row }: { readonly row: ConversationData.ConversationRow }): ReadonlyArray<number> =>
  row.json.tags.length === 0 ? [untagged] : row.json.tags.map(({ id }) => id)

const isWanted = <A>(filter: A | ReadonlyArray<A> | undefined, values: ReadonlyArray<A>): boolean =>
  filter === undefined || [filter].flat().some((wanted) => values.some((value) => value === wanted))

const matches = (row: ConversationData.ConversationRow, filters: Filters): boolean =>
  isWanted(filters.mailboxes, [row.json.mailboxId]) &&
  isWanted(filters.folders, [row.json.folderId]) &&
  isWanted(filters.types, [row.json.type]) &&
  isWanted(filters.tags, tagIds({ row }))

const isMessage = ({ createdBy, state, type }: ThreadData.ThreadJson): boolean =>
  createdBy.type === "customer" && state === "published" && type !== "note" && type !== "lineitem"

/** The threads of generated conversations are generated on each call, so a series would generate them for each period. */
const conversations = (account: Account) =>
  account.memo("report conversations", account.table(ConversationData.conversations).version(), () =>
    ConversationData.visible(account).map((row) => ({ row, threads: row.threads() }))
  )

/** The activity within an interval, or with `users`, their part of it. Conversations without any are left out. */
export const within = (
  account: Account,
  filters: Filters,
  { start, end }: Span,
  users?: ReadonlySet<number>
): ReadonlyArray<Activity> => {
  const inside = (at: number) => start <= at && at <= end
  const isTheirs = (userId: number) => users === undefined || users.has(userId)
  const runs = account.table(WorkflowData.runs).all()
  return conversations(account).flatMap(({ row, threads }): ReadonlyArray<Activity> => {
    if (!matches(row, filters)) return []
    const { closedAt, closedBy, createdBy, status } = row.json
    const allReplies = threads.filter(ThreadData.isReply)
    const created =
      inside(row.createdAt) && (users === undefined || (createdBy.type !== "customer" && users.has(createdBy.id)))
    const closed = status === "closed" && closedAt != null && inside(Date.parse(closedAt)) && isTheirs(closedBy)
    const replies = allReplies.filter((reply) => inside(Date.parse(reply.createdAt)) && isTheirs(reply.createdBy.id))
    const messages = threads
      .filter((thread) => users === undefined && isMessage(thread))
      .map(({ createdAt }) => Date.parse(createdAt))
      .filter(inside)
    const ratings = RatingData.ratedIn(row, threads).filter(
      ({ thread }) => inside(RatingData.ratedAt(account, thread)) && isTheirs(thread.createdBy.id)
    )
    if (!created && !closed && replies.length + messages.length + ratings.length === 0) return []
    return [
      {
        row,
        created,
        closed,
        replies,
        messages,
        ratings,
        repliesToResolve: closed && allReplies.length > 0 ? allReplies.length : undefined,
        workflowIds: runs.flatMap((run) => (run.conversationIds.includes(row.id) ? [run.workflowId] : []))
      }
    ]
  })
}

/** The user with an id, or the members of the team with that id. */
export const usersBehind = (account: Account, id: number): ReadonlySet<number> | undefined => {
  if (account.table(UserData.users).get(id) !== undefined) return new Set([id])
  const team = account.table(UserData.members).get(id)
  return team && new Set(team.userIds)
}
