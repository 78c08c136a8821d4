/**
 * The saved replies of an inbox: texts that users insert into their replies.
 *
 * ```ts
 * import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * // the list contains previews, so `get` reads each full text
 * export const replies = Effect.flatMap(Mailboxes, ({ savedReplies }) => {
 *   const full = (savedReplyId: number) => savedReplies.get({ mailboxId: 85, savedReplyId })
 *   return Stream.runCollect(Stream.mapEffect(savedReplies.listAll({ mailboxId: 85 }), ({ id }) => full(id)))
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
 * A saved reply in a list, with shortened texts. `get` returns the full texts.
 *
 * @since 0.1.0
 */
export class SavedReplyPreview extends Model.Opaque<SavedReplyPreview>("SavedReplyPreview")({
  id: SavedReplyId,
  name: Schema.String,
  /** The beginning of the email text; absent if the reply has a chat text only. */
  preview: Field.optional(Schema.String),
  /** The beginning of the chat text; absent if there is none. */
  chatPreview: Field.optional(Schema.String)
}) {}

/**
 * A saved reply. Either text may be absent.
 *
 * @since 0.1.0
 */
export class SavedReply extends Model.Opaque<SavedReply>("SavedReply")({
  id: SavedReplyId,
  name: Schema.String,
  /** The text for emails, as HTML. */
  text: Field.optional(Schema.String),
  /** The text for chats, as plain text with line breaks. */
  chatText: Field.optional(Schema.String)
}) {}

/**
 * The options of `mailboxes.savedReplies.list`.
 *
 * @since 0.1.0
 */
export class SavedReplyQuery extends Model.Opaque<SavedReplyQuery>("SavedReplyQuery")({
  /** Includes replies that have a chat text only. @default false */
  includeChatReplies: Field.optional(Schema.Boolean)
}) {}

/**
 * A saved reply to create.
 *
 * @since 0.1.0
 */
export class SavedReplyCreate extends Model.Opaque<SavedReplyCreate>("SavedReplyCreate")({
  name: Field.text({ min: 1 }),
  /** The text for emails, as HTML. */
  text: Field.optional(Schema.String),
  /** The text for chats, as plain text. */
  chatText: Field.optional(Schema.String)
}) {}

/**
 * A complete saved reply. Omitting a text removes it.
 *
 * @since 0.1.0
 */
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

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists all saved replies of an inbox at once. Gotcha: the texts are shortened; `get` returns the full texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-list/
   */
  list,

  /** Streams every saved reply of an inbox. One request. */
  listAll: Endpoint.all(list),

  /** Streams the only page. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one saved reply with its full texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-get/
   */
  get: Endpoint.get("/v2/mailboxes/:mailboxId/saved-replies/:savedReplyId", {
    params: byId,
    response: SavedReply,
    docs: "inboxes/saved_Replies/saved-replies-get"
  }),

  /**
   * Creates a saved reply. Returns its id if the response contains it; Help Scout documents a response without one.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-create/
   */
  create: Endpoint.post("/v2/mailboxes/:mailboxId/saved-replies", {
    impact: "write",
    params: byMailbox,
    payload: SavedReplyCreate,
    response: Endpoint.createdMaybe(SavedReplyId),
    docs: "inboxes/saved_Replies/saved-replies-create"
  }),

  /**
   * Replaces a saved reply. Gotcha: omitting a text removes it, so send both texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-update/
   */
  update: Endpoint.put("/v2/mailboxes/:mailboxId/saved-replies/:savedReplyId", {
    impact: "write",
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
    impact: "destroy",
    params: byId,
    docs: "inboxes/saved_Replies/saved-replies-delete"
  })
}

/**
 * The methods of `mailboxes.savedReplies`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
