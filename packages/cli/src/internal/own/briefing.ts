/** `helpscout briefing` */
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Session } from "../command/session.js"
import { table } from "../output/format.js"
import * as Terminal from "../output/terminal.js"
import { oneLine } from "../output/text.js"
import { bar, withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

interface Group {
  readonly name: string
  readonly open: number
}

export interface Briefing {
  readonly open: number
  readonly unassigned: number
  readonly users: ReadonlyArray<Group>
  readonly inboxes: ReadonlyArray<Group>
  readonly oldest: ReadonlyArray<{
    readonly id: number
    readonly number: number
    readonly subject: string
    readonly assignee: string
    readonly waitingHours: number
  }>
}

const count = (names: ReadonlyArray<string>): ReadonlyArray<Group> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, open]) => ({ name, open })).sort((one, other) => other.open - one.open)
}

const assigneeOf = ({ assignee }: Conversation): string =>
  assignee === undefined ? "unassigned" : (assignee.email ?? [assignee.first, assignee.last].join(" ").trim())

const waitingSince = ({ createdAt, customerWaitingSince }: Conversation): number =>
  DateTime.toEpochMillis(customerWaitingSince?.time ?? createdAt)

export const summarize = (
  conversations: ReadonlyArray<Conversation>,
  inboxes: ReadonlyMap<number, string>,
  now: number
): Briefing => {
  // pending conversations wait for the customer
  const active = conversations.filter(({ status }) => status === "active")
  const oldest = [...active].sort((one, other) => waitingSince(one) - waitingSince(other)).slice(0, 5)
  return {
    open: conversations.length,
    unassigned: conversations.filter(({ assignee }) => assignee === undefined).length,
    users: count(conversations.map(assigneeOf)),
    inboxes: count(conversations.map(({ mailboxId }) => inboxes.get(mailboxId) ?? String(mailboxId))),
    oldest: oldest.map((conversation) => ({
      id: conversation.id,
      number: conversation.number,
      subject: oneLine(conversation.subject ?? ""),
      assignee: assigneeOf(conversation),
      waitingHours: Math.max(0, Math.round((now - waitingSince(conversation)) / 3_600_000))
    }))
  }
}

const chart = (heading: string, groups: ReadonlyArray<Group>, { output: { style } }: Session): string => {
  const largest = Math.max(0, ...groups.map(({ open }) => open))
  const rows = groups.map(({ name, open }) => ({ [heading]: name, open, " ": bar(open, largest, 20) }))
  return table(rows, [heading, "open", " "], undefined, style)
}

const print = (session: Session, briefing: Briefing): Effect.Effect<void> => {
  if (session.output.format !== "table") return session.value(briefing)
  const oldest = table(
    briefing.oldest.map((one) => ({
      ...one,
      waiting: one.waitingHours >= 48 ? `${Math.floor(one.waitingHours / 24)} d` : `${one.waitingHours} h`
    })),
    ["id", "waiting", "subject", "assignee"],
    undefined,
    session.output.style
  )
  const parts = [
    `${briefing.open} open conversations, ${briefing.unassigned} unassigned\n`,
    chart("user", briefing.users, session),
    chart("inbox", briefing.inboxes, session),
    oldest === "" ? "" : `Waiting the longest\n${oldest}`
  ]
  return Terminal.write(parts.filter((part) => part !== "").join("\n"))
}

export const command: Implementation = {
  text: "Open conversations (active and pending) per user and inbox, those without an assignee, and those that have waited the longest.",
  run: (session) =>
    withAccount(
      session,
      Effect.gen(function* () {
        const { listAll } = yield* Conversations
        const mailboxes = yield* Stream.runCollect((yield* Mailboxes).listAll())
        const conversations = yield* Stream.runCollect(listAll({ status: "open" }))
        const names = new Map([...mailboxes].map(({ id, name }) => [id, name ?? String(id)] as const))
        const now = yield* Clock.currentTimeMillis
        yield* print(session, summarize([...conversations], names, now))
      })
    )
}
