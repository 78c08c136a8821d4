/**
 * The tags of a live chat. The conversation keeps them when the chat ends.
 *
 * ```ts
 * import { Chats } from "@effect-helpscout/resources/Chats"
 * import * as Effect from "effect/Effect"
 *
 * export const clear = (chatId: string) => Effect.flatMap(Chats, (chats) => chats.tags.update({ chatId }, { tags: [] }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ChatId } from "../Ids.js"
import { Chat } from "./Chat.js"

/**
 * All tags of a chat, by name.
 *
 * @since 0.1.0
 */
export class ChatTagsUpdate extends Model.Opaque<ChatTagsUpdate>("ChatTagsUpdate")({
  /** Names, which Help Scout writes in lower case. An unknown tag is created. */
  tags: Schema.Array(Field.text({ min: 1 }))
}) {}

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Replaces all tags of a chat. An empty list removes them. In the returned chat, a name is in `slug`.
   *
   * @see https://developer.helpscout.com/chat/endpoints/tags/
   */
  update: Endpoint.put("/v2/chats/:chatId/tags", {
    impact: "write",
    params: { chatId: ChatId },
    payload: ChatTagsUpdate,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/tags/"
  })
}

/**
 * The methods of `chats.tags`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
