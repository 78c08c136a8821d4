/**
 * The events of a live chat, oldest first: messages, notes, and changes such as an assignment.
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
  /** For a message or a note: the id that it was created with. */
  id: Schema.String,
  chatId: Field.optional(ChatId),
  /** A line item is a change, such as an assignment. It has no body. */
  type: Field.openEnum("message", "note", "line_item"),
  action: Field.optional(Field.openEnum("message-added", "chat-accepted")),
  author: Field.optional(Person),
  createdAt: Field.optional(Field.Timestamp),
  body: Field.optional(Schema.String),
  params: Field.optional(Schema.Unknown),
  _links: Field.optional(Links)
}) {}

/**
 * The number of events on a page.
 *
 * @since 0.1.0
 */
export class ChatEventQuery extends Model.Opaque<ChatEventQuery>("ChatEventQuery")({
  /** No other list of the API has a page size. Its maximum is not documented. @default 25 */
  pageSize: Field.optional(Schema.Number.pipe(Schema.int(), Schema.positive()))
}) {}

const list = Endpoint.list("/v2/chats/:chatId/events", {
  params: { chatId: ChatId },
  query: ChatEventQuery,
  embedded: "events",
  item: ChatEvent,
  docs: "https://developer.helpscout.com/chat/endpoints/events/"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the events of a chat. `chats.get` returns the events of a short chat in the same request.
   *
   * @see https://developer.helpscout.com/chat/endpoints/events/
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
