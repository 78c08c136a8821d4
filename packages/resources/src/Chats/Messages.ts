/**
 * Messages to the visitor of a live chat.
 *
 * ```ts
 * import { Chats } from "@effect-helpscout/resources/Chats"
 * import * as Effect from "effect/Effect"
 *
 * export const message = (chatId: string, body: string) =>
 *   Effect.flatMap(Chats, (chats) => chats.messages.create({ chatId }, { body }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import { ChatEventId, ChatId } from "../Ids.js"
import { Chat } from "./Chat.js"

/**
 * A message to add to a chat.
 *
 * @since 0.1.0
 */
export class ChatMessageCreate extends Model.Opaque<ChatMessageCreate>("ChatMessageCreate")({
  body: Field.text({ min: 1 })
}) {}

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Sends a message to the visitor, who sees it at once, and returns the chat. An unassigned chat is accepted first.
   *
   * 400: another user holds the chat. 403: the user cannot use chat, has no name in their profile, or has no access to the
   * inbox. 404: the chat has ended. If software writes the message, the message should say so.
   *
   * `messageId` is a UUID of your choice, and random by default. It makes the call idempotent: it is retried after failures
   * that would make other writes ambiguous, and the message is added once. Choose an id if your program repeats calls
   * itself: an id that is already in use fails with ValidationFailed (422).
   *
   * @see https://developer.helpscout.com/chat/endpoints/messages/
   */
  create: Endpoint.put("/v2/chats/:chatId/messages/:messageId", {
    impact: "send",
    params: { chatId: ChatId, messageId: ChatEventId },
    callerId: { param: "messageId", readBack: "/v2/chats/:chatId" },
    payload: ChatMessageCreate,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/messages/"
  })
}

/**
 * The methods of `chats.messages`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
