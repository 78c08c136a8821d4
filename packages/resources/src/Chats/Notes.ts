/**
 * Notes in a live chat, which the visitor does not see.
 *
 * ```ts
 * import { Chats } from "@effect-helpscout/resources/Chats"
 * import * as Effect from "effect/Effect"
 *
 * export const note = (chatId: string, body: string) =>
 *   Effect.flatMap(Chats, (chats) => chats.notes.create({ chatId }, { body }))
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
 * A note to add to a chat.
 *
 * @since 0.1.0
 */
export class ChatNoteCreate extends Model.Opaque<ChatNoteCreate>("ChatNoteCreate")({
  body: Field.text({ min: 1 })
}) {}

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Adds a note, which the visitor does not see, and returns the chat. Any user may add one, even if another user holds the chat. A note
   * does not count as a reply when the chat ends.
   *
   * `noteId` is a UUID of your choice, and random by default. It makes the call idempotent: it is retried after failures
   * that would make other writes ambiguous, and the note is added once. Choose an id if your program repeats calls
   * itself: an id that is already in use fails with ValidationFailed (422).
   *
   * @see https://developer.helpscout.com/chat/endpoints/notes/
   */
  create: Endpoint.put("/v2/chats/:chatId/notes/:noteId", {
    impact: "write",
    params: { chatId: ChatId, noteId: ChatEventId },
    callerId: { param: "noteId", readBack: "/v2/chats/:chatId" },
    payload: ChatNoteCreate,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/notes/"
  })
}

/**
 * The methods of `chats.notes`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
