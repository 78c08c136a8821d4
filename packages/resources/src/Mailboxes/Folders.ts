/**
 * The folders of an inbox, with the number of conversations in each.
 *
 * ```ts
 * import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const counts = Effect.flatMap(Mailboxes, (mailboxes) =>
 *   Stream.runCollect(Stream.map(mailboxes.folders.listAll({ mailboxId: 85 }), (_) => [_.name, _.activeCount] as const))
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { FolderId, MailboxId, UserId } from "../Ids.js"

/**
 * A folder of an inbox.
 *
 * @since 0.1.0
 */
export class Folder extends Model.Opaque<Folder>("Folder")({
  id: FolderId,
  name: Schema.String,
  type: Field.optional(
    Field.openEnum("assigned", "closed", "drafts", "mine", "mytickets", "needsattention", "open", "spam")
  ),
  /** The owner of a personal ("mine") folder; otherwise 0. */
  userId: Field.optional(UserId),
  totalCount: Field.optional(Schema.Number),
  /** Active conversations, without pending ones. */
  activeCount: Field.optional(Schema.Number),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

const list = Endpoint.list("/v2/mailboxes/:mailboxId/folders", {
  params: { mailboxId: MailboxId },
  embedded: "folders",
  item: Folder,
  docs: "inboxes/inbox-folders"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the folders of an inbox. Folders cannot be created or changed through the API.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-folders/
   */
  list,

  /** Streams every folder of an inbox. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list)
}

/**
 * The methods of `mailboxes.folders`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
