/**
 * The saved replies of an inbox: texts that users put into their answers.
 *
 * ```ts
 * import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * // the list cuts texts short: each reply is asked for its whole texts
 * export const replies = Effect.flatMap(Mailboxes, ({ savedReplies }) => {
 *   const whole = (savedReplyId: number) => savedReplies.get({ mailboxId: 85, savedReplyId })
 *   return Stream.runCollect(Stream.mapEffect(savedReplies.listAll({ mailboxId: 85 }), ({ id }) => whole(id)))
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { MailboxId, SavedReplyId } from "../Ids.js"

/**
 * A saved reply as the list shows it: cut short. `get` tells the whole texts.
 *
 * @since 0.1.0
 * @category models
 */
export class SavedReplyPreview extends Model.Opaque<SavedReplyPreview>("SavedReplyPreview")({
  id: SavedReplyId,
  name: Schema.String,
  /** The beginning of the text for mail; absent where there is only one for chats. */
  preview: Field.optional(Schema.String),
  /** The beginning of the text for chats; absent where there is none. */
  chatPreview: Field.optional(Schema.String)
}) {}

/**
 * A saved reply. Either text may be absent.
 *
 * @since 0.1.0
 * @category models
 */
export class SavedReply extends Model.Opaque<SavedReply>("SavedReply")({
  id: SavedReplyId,
  name: Schema.String,
  /** For mail: HTML. */
  text: Field.optional(Schema.String),
  /** For chats: plain text with line breaks. */
  chatText: Field.optional(Schema.String)
}) {}

/** @since 0.1.0 @category schemas */
export class SavedReplyQuery extends Model.Opaque<SavedReplyQuery>("SavedReplyQuery")({
  /** Also those that have a text for chats only. @default false */
  includeChatReplies: Field.optional(Schema.Boolean)
}) {}

/** @since 0.1.0 @category schemas */
export class SavedReplyCreate extends Model.Opaque<SavedReplyCreate>("SavedReplyCreate")({
  name: Field.text({ min: 1 }),
  /** For mail: HTML. */
  text: Field.optional(Schema.String),
  /** For chats: plain text. */
  chatText: Field.optional(Schema.String)
}) {}

/** The whole of a saved reply: a text that is left out is taken away. @since 0.1.0 @category schemas */
export class SavedReplyUpdate extends Model.Opaque<SavedReplyUpdate>("SavedReplyUpdate")({
  ...SavedReplyCreate.fields
}) {}

const byMailbox = { mailboxId: MailboxId }
const byId = { ...byMailbox, savedReplyId: SavedReplyId }

const list = Endpoint.listArray("/v2/mailboxes/:mailboxId/saved-replies", {
  params: byMailbox,
  query: SavedReplyQuery,
  item: SavedReplyPreview,
  docs: "inboxes/saved_Replies/saved-replies-list"
})

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists the saved replies of an inbox, all at once. Gotcha: the items are cut short; `get` tells the whole texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-list/
   */
  list,

  /** Streams the saved replies of an inbox. One request. */
  listAll: Endpoint.all(list),

  /** Streams the one page that there is. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one saved reply with its whole texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-get/
   */
  get: Endpoint.get("/v2/mailboxes/:mailboxId/saved-replies/:savedReplyId", {
    params: byId,
    response: SavedReply,
    docs: "inboxes/saved_Replies/saved-replies-get"
  }),

  /**
   * Creates a saved reply, and answers its id if Help Scout tells it: its documentation shows an answer without one.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-create/
   */
  create: Endpoint.post("/v2/mailboxes/:mailboxId/saved-replies", {
    params: byMailbox,
    payload: SavedReplyCreate,
    response: Endpoint.createdMaybe(SavedReplyId),
    docs: "inboxes/saved_Replies/saved-replies-create"
  }),

  /**
   * Replaces a saved reply. Gotcha: what is left out is taken away, so send both texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-update/
   */
  update: Endpoint.put("/v2/mailboxes/:mailboxId/saved-replies/:savedReplyId", {
    params: byId,
    payload: SavedReplyUpdate,
    docs: "inboxes/saved_Replies/saved-replies-update"
  }),

  /**
   * Deletes a saved reply.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-delete/
   */
  delete: Endpoint.delete("/v2/mailboxes/:mailboxId/saved-replies/:savedReplyId", {
    params: byId,
    docs: "inboxes/saved_Replies/saved-replies-delete"
  })
}

/**
 * `mailboxes.savedReplies`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
