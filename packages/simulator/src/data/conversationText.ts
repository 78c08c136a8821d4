/**
 * How conversations and threads are shown: in the answers of both versions of the API, and in what webhooks are sent.
 *
 * @since 0.1.0
 */
import type { Account } from "../Account.js"
import type { ConversationRow } from "./conversations.js"
import type { ThreadWire } from "./threads.js"

/**
 * The version of the API: only `v3` tells system users from users.
 *
 * @since 0.1.0
 * @category models
 */
export type Version = "v2" | "v3"

/** So many threads are embedded at most: a long conversation is not whole. */
const mostEmbedded = 25
/** A chat's threads are cut short. */
const mostEmbeddedOfChat = 2

/** v2 calls a system user a user. A quote inside a text is escaped, so that nothing else can look like this. */
const asVersion = (version: Version, text: string): string =>
  version === "v2" && text.includes('"type":"system_user"')
    ? text.replaceAll('"type":"system_user"', '"type":"user"')
    : text

/**
 * The text of a thread.
 *
 * @since 0.1.0
 * @category testing
 */
export const ofThread =
  (version: Version) =>
  (thread: ThreadWire): string =>
    asVersion(version, JSON.stringify(thread))

/**
 * The text of a conversation, made once: alone, or with threads, but not all of a long conversation or of a chat.
 *
 * @since 0.1.0
 * @category testing
 */
export const ofConversation =
  (account: Account, version: Version, embed?: "threads") =>
  (row: ConversationRow): string =>
    account.text(row, embed === undefined ? version : `${version} threads`, () => {
      const threads = () => row.threads().slice(0, row.wire.type === "chat" ? mostEmbeddedOfChat : mostEmbedded)
      return asVersion(
        version,
        JSON.stringify(embed === undefined ? row.wire : { ...row.wire, _embedded: { threads: threads() } })
      )
    })

/**
 * The body of a delivery: the conversation as v2 has it, with all the threads that the event shows.
 *
 * @since 0.1.0
 * @category testing
 */
export const delivered = (row: ConversationRow, shown: (thread: ThreadWire) => boolean = () => true): object =>
  JSON.parse(asVersion("v2", JSON.stringify({ ...row.wire, _embedded: { threads: row.threads().filter(shown) } })))
