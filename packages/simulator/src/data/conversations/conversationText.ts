/** Conversations and threads as responses of both API versions and webhooks show them. */
import type { Account } from "../../Account.js"
import * as UserData from "../users.js"
import type { ConversationRow } from "./conversations.js"
import type { ThreadJson } from "./threads.js"

/** The version of the API. Only v3 distinguishes system users from users. */
export type Version = "v2" | "v3"

/** The most threads that are embedded: a long conversation is not complete. */
const mostEmbedded = 25
/** The most threads that are embedded in a chat. */
const mostEmbeddedOfChat = 2

/** v2 sends system users as users. Quotes in texts are escaped, so that no text matches by accident. */
const asVersion = (version: Version, text: string): string =>
  version === "v2" && text.includes('"type":"system_user"')
    ? text.replaceAll('"type":"system_user"', '"type":"user"')
    : text

/** Help Scout sends placeholders for people who are missing (law D7). */
const shownThread = (thread: ThreadJson): ThreadJson =>
  thread.assignedTo == null ? { ...thread, assignedTo: UserData.unassigned } : thread

const shownConversation = (json: ConversationRow["json"]): ConversationRow["json"] =>
  json.closedByUser == null ? { ...json, closedByUser: UserData.unknown } : json

/** The JSON text of a thread. */
export const ofThread =
  (version: Version) =>
  (thread: ThreadJson): string =>
    asVersion(version, JSON.stringify(shownThread(thread)))

/** A conversation with the fields that only v3 has. */
const ofVersion = (version: Version, json: ConversationRow["json"]) => {
  const shown = shownConversation(json)
  const { assignee } = json
  if (version === "v2") return shown
  return {
    ...shown,
    customFields: json.customFields.map((field) => ({ ...field, systemType: "custom" })),
    ...(assignee?.type === "team" && { assignedTeam: { id: assignee.id, name: assignee.first } })
  }
}

/** The cached JSON text of a conversation, alone or with its first threads. */
export const ofConversation =
  (account: Account, version: Version, embed?: "threads") =>
  (row: ConversationRow): string =>
    account.text(row, embed === undefined ? version : `${version} threads`, () => {
      const threads = () => row.threads().slice(0, row.json.type === "chat" ? mostEmbeddedOfChat : mostEmbedded)
      return asVersion(
        version,
        JSON.stringify({
          ...ofVersion(version, row.json),
          ...(embed !== undefined && { _embedded: { threads: threads().map(shownThread) } })
        })
      )
    })

/** The body of a delivery: the conversation with all threads that the event shows. `Deliveries` writes it for V2. */
export const delivered = (row: ConversationRow, shown: (thread: ThreadJson) => boolean = () => true): object => ({
  ...shownConversation(row.json),
  _embedded: { threads: row.threads().filter(shown).map(shownThread) }
})
