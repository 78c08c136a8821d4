/**
 * Live chats with visitors (Beacon). A chat is not a conversation: Help Scout creates the conversation when the chat ends.
 * No endpoint lists chats. Their ids arrive in the webhook events `beacon.chat.*`.
 *
 * ```ts
 * import { Chats } from "@effect-helpscout/resources/Chats"
 * import * as Effect from "effect/Effect"
 *
 * // posts as the user behind the token, and accepts the chat if it is unassigned
 * export const greet = (chatId: string) =>
 *   Effect.flatMap(Chats, (chats) => chats.messages.create({ chatId }, { body: "Hello! This is an automated message." }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Chat } from "./Chats/Chat.js"
import * as ChatEvents from "./Chats/Events.js"
import * as ChatMessages from "./Chats/Messages.js"
import * as ChatNotes from "./Chats/Notes.js"
import * as ChatTags from "./Chats/Tags.js"
import { ChatId, inputId, UserId } from "./Ids.js"

/**
 * The user to assign a chat to.
 *
 * @since 0.1.0
 */
export class ChatAssign extends Model.Opaque<ChatAssign>("ChatAssign")({
  /** A user with access to the chat's inbox. */
  assignedTo: inputId(UserId)
}) {}

/**
 * How to end a chat.
 *
 * @since 0.1.0
 */
export class ChatEnd extends Model.Opaque<ChatEnd>("ChatEnd")({
  /** The status of the conversation that the chat becomes. */
  status: Schema.Literal("active", "closed", "pending")
}) {}

const byId = { chatId: ChatId }

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets a chat, open or ended, with its events embedded.
   *
   * @see https://developer.helpscout.com/chat/endpoints/get/
   */
  get: Endpoint.get("/v2/chats/:chatId", {
    params: byId,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/get/"
  }),

  /**
   * Assigns an unassigned chat to the user behind the token. Optional: the first message does so too. Accepting your own
   * chat changes nothing.
   *
   * 403: the user cannot use chat, has no name in their profile, or has no access to the inbox. 404: the chat has ended.
   *
   * @see https://developer.helpscout.com/chat/endpoints/accept/
   */
  accept: Endpoint.put("/v2/chats/:chatId/accept", {
    impact: "write",
    params: byId,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/accept/"
  }),

  /**
   * Assigns a chat to a user, even if another user holds it. The visitor does not see it.
   *
   * Gotcha: Help Scout does not check whether the user is available.
   *
   * @see https://developer.helpscout.com/chat/endpoints/assign/
   */
  assign: Endpoint.put("/v2/chats/:chatId/assign", {
    impact: "write",
    params: byId,
    payload: ChatAssign,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/assign/"
  }),

  /**
   * Returns a chat to the queue. It stays open, and the visitor does not see it.
   *
   * @see https://developer.helpscout.com/chat/endpoints/unassign/
   */
  unassign: Endpoint.put("/v2/chats/:chatId/unassign", {
    impact: "write",
    params: byId,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/unassign/"
  }),

  /**
   * Ends a chat and turns it into a conversation with the given status. From then on, writes get 404 and `get` still works.
   *
   * If the visitor's last message has no reply (notes do not count), Beacon informs the visitor that the chat was added to
   * the email queue.
   *
   * @see https://developer.helpscout.com/chat/endpoints/end/
   */
  end: Endpoint.put("/v2/chats/:chatId/end", {
    impact: "send",
    params: byId,
    payload: ChatEnd,
    response: Chat,
    docs: "https://developer.helpscout.com/chat/endpoints/end/"
  }),

  events: ChatEvents.endpoints,
  messages: ChatMessages.endpoints,
  notes: ChatNotes.endpoints,
  tags: ChatTags.endpoints
}

/**
 * The methods of `chats`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly events: ChatEvents.Service
  readonly messages: ChatMessages.Service
  readonly notes: ChatNotes.Service
  readonly tags: ChatTags.Service
}

/**
 * Live chats with visitors.
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
