/** `helpscout read` */
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { ConversationComplete } from "@effect-helpscout/resources/Conversations/Conversation"
import type { Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { UsageError } from "../command/usageError.js"
import { toMarkdown } from "../markdown.js"
import * as Terminal from "../output/terminal.js"
import { oneLine, safe } from "../output/text.js"
import { withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

/** An id, or the address of the conversation in Help Scout: `https://secure.helpscout.net/conversation/123/45`. */
export const conversationIdOf = (text: string): number | undefined => {
  const digits = /^\d+$/.test(text)
    ? text
    : URL.canParse(text)
      ? /\/conversations?\/(\d+)(?:\/|$)/.exec(new URL(text).pathname)?.[1]
      : undefined
  const id = Number(digits)
  return Number.isSafeInteger(id) && id >= 1 ? id : undefined
}

interface Person {
  readonly first?: string
  readonly last?: string
  readonly email?: string
}

const nameOf = ({ email, first = "", last = "" }: Person = {}): string =>
  oneLine([`${first} ${last}`.trim(), email === undefined ? "" : `<${email}>`].filter((part) => part !== "").join(" "))

const dateOf = (date: DateTime.Utc): string => DateTime.formatIso(date).slice(0, 16).replace("T", " ")

const bodyOf = ({ action, body }: Thread): string =>
  body === undefined || body === "" ? oneLine(action?.text ?? "") : safe(toMarkdown(body)).trim()

const attachmentsOf = ({ _embedded }: Thread): ReadonlyArray<string> =>
  (_embedded?.attachments ?? []).map(
    ({ filename, id, mimeType, size }) =>
      `Attachment ${id}: ${oneLine(filename ?? "unnamed")} (${[mimeType, size === undefined ? "" : `${size} bytes`].filter((part) => part !== undefined && part !== "").join(", ")})`
  )

const threadText = (thread: Thread): string => {
  const state = thread.state === undefined || thread.state === "published" ? "" : `, ${thread.state}`
  const heading = `## ${thread.type}${state}: ${nameOf(thread.createdBy)}, ${dateOf(thread.createdAt)}`
  return [heading, bodyOf(thread), attachmentsOf(thread).join("\n")].filter((part) => part !== "").join("\n\n")
}

/** A conversation as Markdown, in the order in which it was written. */
export const conversationText = ({ conversation, threads }: ConversationComplete): string => {
  const { assignee, createdAt, id, number, primaryCustomer, status, subject, tags = [] } = conversation
  const facts = [
    `Number: ${number}, id: ${id}, status: ${status}`,
    `Customer: ${nameOf(primaryCustomer)}`,
    `Assignee: ${assignee === undefined ? "none" : nameOf(assignee)}`,
    `Created: ${dateOf(createdAt)}`,
    ...(tags.length === 0 ? [] : [`Tags: ${oneLine(tags.map(({ tag }) => tag).join(", "))}`])
  ]
  const oldestFirst = [...threads].reverse()
  return `${[`# ${oneLine(subject ?? "(no subject)")}`, facts.join("\n"), ...oldestFirst.map(threadText)].join("\n\n")}\n`
}

export const command: Implementation = {
  text: "All threads, oldest first, with HTML as Markdown and attachments listed. `--output json` prints the data instead. To download an attachment: helpscout conversations attachments file <conversation-id> <attachment-id> > file",
  args: [{ name: "id-or-url", text: "The conversation's id, or its address in Help Scout." }],
  run: (session) =>
    Effect.gen(function* () {
      const [text = "", ...others] = session.args
      const conversationId = conversationIdOf(text)
      if (conversationId === undefined || others.length > 0) {
        return yield* new UsageError({
          message: `read: expected one id or address of a conversation, found ${JSON.stringify(session.args.join(" "))}.`
        })
      }
      const complete = yield* withAccount(
        session,
        Effect.flatMap(Conversations, ({ getComplete }) => getComplete({ conversationId }))
      )
      const isData = ["json", "ndjson", "csv"].includes(session.text("output") ?? "")
      return yield* isData ? session.value(complete) : Terminal.write(conversationText(complete))
    })
}
