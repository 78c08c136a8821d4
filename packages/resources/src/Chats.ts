/**
 * Transcripts of Beacon chats. Help Scout's reference of the Inbox API does not have these endpoints: its own PHP SDK
 * does, and a page beside the reference.
 *
 * ```ts
 * import { Chats } from "@effect-helpscout/resources/Chats"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const transcript = (chatId: string) =>
 *   Effect.flatMap(Chats, (chats) => Stream.runCollect(chats.events.listAll({ chatId })))
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
import { ChatId, CustomFieldId, MailboxId, TagId } from "./Ids.js"
import { Person } from "./Person.js"

/**
 * Something that happened in a chat, such as a message.
 *
 * @since 0.1.0
 * @category models
 */
export class ChatEvent extends Model.Opaque<ChatEvent>("ChatEvent")({
  id: Schema.String,
  chatId: Field.optional(ChatId),
  type: Field.openEnum("message"),
  action: Field.optional(Field.openEnum("message-added")),
  author: Field.optional(Person),
  createdAt: Field.optional(Field.Timestamp),
  body: Field.optional(Schema.String),
  params: Field.optional(Schema.Unknown),
  _links: Field.optional(Links)
}) {}

/**
 * A chat.
 *
 * @since 0.1.0
 * @category models
 */
export class Chat extends Model.Opaque<Chat>("Chat")({
  id: ChatId,
  beaconId: Field.optional(Schema.String),
  mailboxId: Field.optional(MailboxId),
  createdAt: Field.optional(Field.Timestamp),
  /** Absent while it goes on. */
  endedAt: Field.optional(Field.Timestamp),
  /** A user, whose type here is `user` or `agent`. */
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
  /** The pages that the customer looked at, and when the chat began. */
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

const byId = { chatId: ChatId }
const sdk = { docs: "https://github.com/helpscout/helpscout-api-php", stability: "experimental" } as const

const listEvents = Endpoint.list("/chat/v1/:chatId/events", {
  ...sdk,
  params: byId,
  embedded: "events",
  item: ChatEvent
})

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Gets one chat.
   *
   * @see https://developer.helpscout.com/chat/endpoints/get/
   */
  get: Endpoint.get("/chat/v1/:chatId", {
    ...sdk,
    params: byId,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/get/"
  }),

  events: {
    /**
     * Lists one page of what happened in a chat.
     *
     * @see https://github.com/helpscout/helpscout-api-php
     */
    list: listEvents,

    /** Streams everything that happened in a chat. */
    listAll: Endpoint.all(listEvents),

    /** Streams the pages themselves, with their totals and links. */
    listPages: Endpoint.pages(listEvents)
  }
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * @since 0.1.0
 * @category services
 */
export class Chats extends Context.Tag("@effect-helpscout/resources/Chats")<Chats, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Chats, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Chats", endpoints)
  )
}
