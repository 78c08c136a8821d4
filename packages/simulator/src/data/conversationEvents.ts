/**
 * What webhooks are told of conversations: found by comparing a conversation with what it was before. What stays as it
 * was tells nothing.
 *
 * @since 0.1.0
 */
import type { Account } from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import type { ConversationRow, ConversationWire } from "./conversations.js"
import * as ConversationText from "./conversationText.js"
import type { ThreadWire } from "./threads.js"

const tell = (account: Account, event: string, row: ConversationRow, shown?: (thread: ThreadWire) => boolean): void =>
  Deliveries.emit(account, event, () => ConversationText.delivered(row, shown), { mailboxId: row.wire.mailboxId })

/** In the order in which they are told. */
const changes: ReadonlyArray<readonly [event: string, of: (wire: ConversationWire) => unknown]> = [
  ["convo.moved", ({ mailboxId }) => mailboxId],
  ["convo.assigned", ({ assignee }) => assignee?.id],
  ["convo.status", ({ status }) => status],
  ["convo.tags", ({ tags }) => tags.map(({ id }) => id).join()],
  ["convo.custom-fields", ({ customFields }) => JSON.stringify(customFields.map(({ id, value }) => [id, value]))]
]

/** Only threads by users are in the delivery about one. */
const byUser = (thread: ThreadWire): boolean => thread.createdBy.type !== "customer"

/** What the publication of a thread is told as, if it is. */
const publication = (thread: ThreadWire): string | undefined => {
  if (thread.state !== "published") return undefined
  if (!byUser(thread)) return "convo.customer.reply.created"
  return thread.type === "message"
    ? "convo.agent.reply.created"
    : thread.type === "note"
      ? "convo.note.created"
      : undefined
}

/** Threads that were not there before, or were drafts; oldest first. */
const newThreads = (before: ConversationRow, after: ConversationRow): ReadonlyArray<ThreadWire> => {
  const states = new Map(before.threads().map(({ id, state }) => [id, state]))
  return after
    .threads()
    .filter(({ id }) => !states.has(id) || states.get(id) === "draft")
    .toReversed()
}

/**
 * Tells of a new conversation: once, whatever it begins with.
 *
 * @since 0.1.0
 * @category testing
 */
export const created = (account: Account, row: ConversationRow): void => tell(account, "convo.created", row)

/**
 * Tells what is different: threads that were published first, then what else has changed.
 *
 * @since 0.1.0
 * @category testing
 */
export const changed = (account: Account, before: ConversationRow, after: ConversationRow): void => {
  if (!Deliveries.isHeard(account)) return
  if (before.threads !== after.threads) {
    for (const event of newThreads(before, after).map(publication)) {
      if (event !== undefined) tell(account, event, after, event === "convo.agent.reply.created" ? byUser : undefined)
    }
  }
  for (const [event, of] of changes) {
    if (of(before.wire) !== of(after.wire)) tell(account, event, after)
  }
}

/**
 * Tells of the conversation that another was merged into.
 *
 * @since 0.1.0
 * @category testing
 */
export const merged = (account: Account, into: ConversationRow): void => tell(account, "convo.merged", into)

/**
 * Tells that a conversation is gone: of it, only the id is left.
 *
 * @since 0.1.0
 * @category testing
 */
export const deleted = (account: Account, { id, wire }: ConversationRow): void =>
  Deliveries.emit(account, "convo.deleted", () => ({ id }), { mailboxId: wire.mailboxId })
