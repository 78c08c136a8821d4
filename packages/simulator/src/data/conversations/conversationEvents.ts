/**
 * The webhook events of conversations. Each change of a row is compared with the row before; an update that changes
 * nothing sends nothing.
 */
import type { Account } from "../../Account.js"
import * as Deliveries from "../../Deliveries.js"
import * as ConversationData from "./conversations.js"
import * as ConversationText from "./conversationText.js"
import type { ThreadJson } from "./threads.js"

type Row = ConversationData.ConversationRow

const send = (account: Account, event: string, row: Row, shown?: (thread: ThreadJson) => boolean): void =>
  Deliveries.emit(account, event, () => ConversationText.delivered(row, shown), { mailboxId: row.json.mailboxId })

/** The events of changed fields, in the order in which they are sent. */
const fieldEvents: ReadonlyArray<readonly [event: string, of: (json: ConversationData.ConversationJson) => unknown]> = [
  ["convo.moved", ({ mailboxId }) => mailboxId],
  ["convo.assigned", ({ assignee }) => assignee?.id],
  ["convo.status", ({ status }) => status],
  ["convo.tags", ({ tags }) => tags.map(({ id }) => id).join()],
  ["convo.custom-fields", ({ customFields }) => JSON.stringify(customFields.map(({ id, value }) => [id, value]))]
]

/** The delivery of an agent's reply contains only threads by users. */
const isByUser = (thread: ThreadJson): boolean => thread.createdBy.type !== "customer"

/** The event of a published thread, if there is one. */
const publicationEvent = (thread: ThreadJson): string | undefined => {
  if (thread.state !== "published") return undefined
  if (!isByUser(thread)) return "convo.customer.reply.created"
  if (thread.type === "message") return "convo.agent.reply.created"
  return thread.type === "note" ? "convo.note.created" : undefined
}

/** Threads that are new or were drafts, oldest first. */
const newThreads = (before: Row, after: Row): ReadonlyArray<ThreadJson> => {
  const states = new Map(before.threads().map(({ id, state }) => [id, state]))
  return after
    .threads()
    .filter(({ id }) => !states.has(id) || states.get(id) === "draft")
    .toReversed()
}

/** Sends the events of published threads, then those of changed fields. */
const updated = (account: Account, before: Row, after: Row): void => {
  // threads of a merged conversation are not new
  if (before.threads !== after.threads && before.mergedFrom === after.mergedFrom) {
    for (const event of newThreads(before, after).map(publicationEvent)) {
      if (event !== undefined) send(account, event, after, event === "convo.agent.reply.created" ? isByUser : undefined)
    }
  }
  for (const [event, of] of fieldEvents) {
    if (of(before.json) !== of(after.json)) send(account, event, after)
  }
}

/** Sends the events of a conversation that is no longer listed: it was merged or deleted. */
const removed = (account: Account, before: Row, after: Row | undefined): void => {
  if (after?.mergedInto === undefined) {
    const { mailboxId } = (after ?? before).json
    Deliveries.emit(account, "convo.deleted", () => ({ id: before.id }), { mailboxId })
    return
  }
  const target = ConversationData.find(account, after.mergedInto.id)
  if (target !== undefined) send(account, "convo.merged", target)
}

/** Sends webhook events for every change of a conversation from now on. */
export const watch = (account: Account): void =>
  account.table(ConversationData.conversations).subscribe(({ before, after }) => {
    if (!Deliveries.hasWebhooks(account)) return
    if (before === undefined) {
      if (after !== undefined) send(account, "convo.created", after)
      return
    }
    if (!ConversationData.isPresent(before)) return
    if (after === undefined || !ConversationData.isPresent(after)) return removed(account, before, after)
    updated(account, before, after)
  })
