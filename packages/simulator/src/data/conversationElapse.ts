/**
 * What happens to conversations by themselves: snoozes end, and scheduled drafts are sent.
 *
 * @since 0.1.0
 */
import type { Account } from "../Account.js"
import * as ConversationData from "./conversations.js"
import * as ThreadData from "./threads.js"

/** Ends a snooze: the conversation is active again, whatever it was. @since 0.1.0 @category testing */
export const wake = (
  account: Account,
  row: ConversationData.ConversationRow,
  by: { readonly userId: number; readonly at: number }
): ConversationData.ConversationRow =>
  ConversationData.update(account, row, by.at, {
    ...(row.wire.status !== "active" && ConversationData.withStatus(account, "active", by)),
    snooze: undefined
  })

const send = (account: Account, row: ConversationData.ConversationRow, due: string, at: number) =>
  ConversationData.update(
    account,
    row,
    at,
    // a draft conversation was waiting for it
    row.wire.state === "draft" ? { state: "published" } : {},
    row.threads().map((thread) => (thread.scheduled?.scheduledFor === due ? ThreadData.published(thread) : thread))
  )

const happen = (account: Account, id: number, now: number): void => {
  let row = ConversationData.find(account, id)
  while (row?.wire.nextEvent !== undefined) {
    const { eventType, time, userId } = row.wire.nextEvent
    const at = Date.parse(time)
    if (at > now) return
    row = eventType === "snooze" ? wake(account, row, { userId, at }) : send(account, row, time, at)
  }
}

/**
 * Lets everything happen whose time has come, the earliest first.
 *
 * @since 0.1.0
 * @category testing
 */
export const elapse = (account: Account, now: number): void => {
  const pending = account.table(ConversationData.pending)
  if (pending.size() === 0) return
  for (const { id } of pending.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) {
    // one that was deleted or merged meanwhile has nothing to wait for
    pending.delete(id)
    happen(account, id, now)
  }
}
