/**
 * The events of a Beacon chat: its messages, and everything else that happened in it.
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
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ChatId } from "../Ids.js"
import { Person } from "../Person.js"

/**
 * An event of a chat, such as a message.
 *
 * @since 0.1.0
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

const list = Endpoint.list("/chat/v1/:chatId/events", {
  params: { chatId: ChatId },
  embedded: "events",
  item: ChatEvent,
  docs: "https://github.com/helpscout/helpscout-api-php",
  stability: "experimental"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the events of a chat.
   *
   * @see https://github.com/helpscout/helpscout-api-php
   */
  list,

  /** Streams every event of a chat. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list)
}

/**
 * The methods of `chats.events`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
