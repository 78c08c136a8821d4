/**
 * The model of a live chat.
 *
 * ```ts
 * import type { Chat } from "@effect-helpscout/resources/Chats/Chat"
 *
 * export const isOpen = (chat: Chat): boolean => chat.endedAt === undefined
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ChatId, CustomFieldId, MailboxId, TagId } from "../Ids.js"
import { Person } from "../Person.js"
import { ChatEvent } from "./Events.js"

/**
 * A live chat.
 *
 * @since 0.1.0
 */
export class Chat extends Model.Opaque<Chat>("Chat")({
  id: ChatId,
  beaconId: Field.optional(Schema.String),
  mailboxId: Field.optional(MailboxId),
  createdAt: Field.optional(Field.Timestamp),
  /** Absent while the chat is open. */
  endedAt: Field.optional(Field.Timestamp),
  /** The assigned user, whose `type` is `agent` here. Absent while the chat is unassigned. */
  assignee: Field.optional(Person),
  customer: Field.optional(Person),
  preview: Field.optional(Schema.String),
  customFields: Field.optional(
    Schema.Array(Schema.Struct({ id: CustomFieldId, value: Field.optional(Schema.String) }))
  ),
  tags: Field.optional(
    Schema.Array(
      Schema.Struct({
        id: Field.optional(TagId),
        slug: Field.optional(Schema.String),
        color: Field.optional(Schema.String)
      })
    )
  ),
  /** The pages that the customer viewed, and the start of the chat. */
  timeline: Field.optional(
    Schema.Array(
      Schema.Struct({
        type: Field.openEnum("chat-started", "page-viewed"),
        timestamp: Field.optional(Field.Timestamp),
        url: Field.optional(Schema.String),
        title: Field.optional(Schema.String)
      })
    )
  ),
  _embedded: Field.optional(Schema.Struct({ events: Field.optional(Schema.Array(ChatEvent)) })),
  _links: Field.optional(Links)
}) {}
