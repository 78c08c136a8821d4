/** Events that happen as time passes: snoozes end, and scheduled drafts are sent. */
import * as Field from "@effect-helpscout/core/Field"
import type * as DateTime from "effect/DateTime"
import type { Account } from "../../Account.js"
import * as ConversationData from "./conversations.js"
import * as ThreadData from "./threads.js"

/** The end of the year 2100: Help Scout rejects later dates. */
const latest = Date.UTC(2101, 0)

/** Whether a snooze or a schedule may end at a date. */
export const isFuture = (date: DateTime.Utc | Date, now: number): boolean =>
  Field.millisOf(date) > now && Field.millisOf(date) < latest

/** Ends a snooze, which makes the conversation active. */
export const wake = (
  account: Account,
  row: ConversationData.ConversationRow,
  by: { readonly userId: number; readonly at: number }
): ConversationData.ConversationRow =>
  ConversationData.update(account, row, by.at, {
    ...(row.json.status !== "active" && ConversationData.withStatus(account, "active", by)),
    snooze: undefined
  })

const send = (account: Account, row: ConversationData.ConversationRow, due: string, at: number) =>
  ConversationData.update(
    account,
    row,
    at,
    // the conversation itself was a draft
    row.json.state === "draft" ? { state: "published" } : {},
    row.threads().map((thread) => (thread.scheduled?.scheduledFor === due ? ThreadData.published(thread) : thread))
  )

const runDue = (account: Account, id: number, now: number): void => {
  let row = ConversationData.find(account, id)
  while (row?.json.nextEvent !== undefined) {
    const { eventType, time, userId } = row.json.nextEvent
    const at = Date.parse(time)
    if (at > now) return
    row = eventType === "snooze" ? wake(account, row, { userId, at }) : send(account, row, time, at)
  }
}

/** Runs all events that are due, the earliest first. */
export const elapse = (account: Account, now: number): void => {
  const pending = account.table(ConversationData.pending)
  if (pending.size() === 0) return
  for (const { id } of pending.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) {
    // a conversation that has been deleted or merged has no more events
    pending.delete(id)
    runDue(account, id, now)
  }
}
