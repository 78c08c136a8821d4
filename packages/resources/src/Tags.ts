/**
 * The tags of the account. Tagging a conversation (`conversations.tags.update`) creates new tags.
 *
 * ```ts
 * import { Tags } from "@effect-helpscout/resources/Tags"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const names = Effect.flatMap(Tags, (tags) => Stream.runCollect(Stream.map(tags.listAll(), (tag) => tag.name)))
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
import { TagId } from "./Ids.js"

/**
 * A tag of the account. On a conversation, a tag is a `ConversationTag`, whose name is in `tag`.
 *
 * @since 0.1.0
 */
export class Tag extends Model.Opaque<Tag>("Tag")({
  id: TagId,
  name: Schema.String,
  slug: Field.optional(Schema.String),
  /** A color name, such as `green`, or `none`. */
  color: Field.optional(Schema.String),
  /** The number of conversations with this tag. */
  ticketCount: Field.optional(Schema.Number),
  createdAt: Field.optional(Field.Timestamp),
  /** Absent until the first change. */
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

const list = Endpoint.list("/v2/tags", { embedded: "tags", item: Tag, docs: "tags/list" })

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the tags of all inboxes, in alphabetical order.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/tags/list/
   */
  list,

  /** Streams every tag, in alphabetical order. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one tag.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/tags/get/
   */
  get: Endpoint.get("/v2/tags/:tagId", { params: { tagId: TagId }, response: Tag, docs: "tags/get" })
}

/**
 * The methods of `tags`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * Reads the tags of the account.
 *
 * @since 0.1.0
 */
export class Tags extends Context.Tag("@effect-helpscout/resources/Tags")<Tags, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Tags, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Tags", endpoints)
  )
}
