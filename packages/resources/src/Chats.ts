/**
 * Transcripts of Beacon chats. The reference of the Inbox API does not list these endpoints: Help Scout's own PHP SDK
 * uses them, and a separate page describes them.
 *
 * ```ts
 * import { Chats } from "@effect-helpscout/resources/Chats"
 * import * as Effect from "effect/Effect"
 *
 * export const previewOf = (chatId: string) =>
 *   Effect.map(Effect.flatMap(Chats, (chats) => chats.get({ chatId })), (chat) => chat.preview)
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as ChatEvents from "./Chats/Events.js"
import { ChatId, CustomFieldId, MailboxId, TagId } from "./Ids.js"
import { Person } from "./Person.js"

/**
 * A chat.
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
  /** The assigned user, whose `type` is `user` or `agent` here. */
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
  _embedded: Field.optional(Schema.Struct({ events: Field.optional(Schema.Array(ChatEvents.ChatEvent)) })),
  _links: Field.optional(Links)
}) {}

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets one chat, with its events embedded.
   *
   * @see https://developer.helpscout.com/chat/endpoints/get/
   */
  get: Endpoint.get("/chat/v1/:chatId", {
    params: { chatId: ChatId },
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/get/",
    stability: "experimental"
  }),

  events: ChatEvents.endpoints
}

/**
 * The methods of `chats`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly events: ChatEvents.Service
}

/**
 * Reads Beacon chats.
 *
 * @since 0.1.0
 */
export class Chats extends Context.Tag("@effect-helpscout/resources/Chats")<Chats, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Chats, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Chats", endpoints)
  )
}
