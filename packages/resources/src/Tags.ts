/**
 * The tags of the account. They are made by tagging a conversation: `conversations.tags`.
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
 * A tag of the account. On a conversation its name stands under `tag`: `ConversationTag`.
 *
 * @since 0.1.0
 * @category models
 */
export class Tag extends Model.Opaque<Tag>("Tag")({
  id: TagId,
  name: Schema.String,
  slug: Field.optional(Schema.String),
  /** A name of a colour, such as `green`, or `none`. */
  color: Field.optional(Schema.String),
  /** How many conversations have it. */
  ticketCount: Field.optional(Schema.Number),
  createdAt: Field.optional(Field.Timestamp),
  /** Absent until it is changed for the first time. */
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

const list = Endpoint.list("/v2/tags", { embedded: "tags", item: Tag, docs: "tags/list" })

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of the tags of all inboxes, by the alphabet.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/tags/list/
   */
  list,

  /** Streams every tag, by the alphabet. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one tag.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/tags/get/
   */
  get: Endpoint.get("/v2/tags/:tagId", { params: { tagId: TagId }, response: Tag, docs: "tags/get" })
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * @since 0.1.0
 * @category services
 */
export class Tags extends Context.Tag("@effect-helpscout/resources/Tags")<Tags, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Tags, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Tags", endpoints)
  )
}
