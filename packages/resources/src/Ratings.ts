/**
 * Ratings: how satisfied customers are with a reply.
 *
 * ```ts
 * import type { RatingId } from "@effect-helpscout/resources/Ids"
 * import { Ratings } from "@effect-helpscout/resources/Ratings"
 * import * as Effect from "effect/Effect"
 *
 * export const get = (ratingId: RatingId) => Effect.flatMap(Ratings, (ratings) => ratings.get({ ratingId }))
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
import { ConversationId, CustomerId, MailboxId, RatingId, ThreadId, UserId } from "./Ids.js"

const names = {
  email: Field.optional(Schema.String),
  firstName: Field.optional(Schema.String),
  lastName: Field.optional(Schema.String)
}

/**
 * A customer's rating of a reply.
 *
 * @since 0.1.0
 */
export class Rating extends Model.Opaque<Rating>("Rating")({
  id: RatingId,
  threadId: Field.optional(ThreadId),
  conversationId: Field.optional(ConversationId),
  conversationNumber: Field.optional(Schema.Number),
  mailboxId: Field.optional(MailboxId),
  /** The happiness reports use other values for the same ratings. */
  rating: Field.openEnum("great", "okay", "not_good", "unknown"),
  comments: Field.optional(Schema.String),
  createdAt: Field.optional(Field.Timestamp),
  modifiedAt: Field.optional(Field.Timestamp),
  /** The user whose reply was rated. */
  user: Field.optional(Schema.Struct({ id: UserId, ...names })),
  customer: Field.optional(Schema.Struct({ id: CustomerId, ...names, photoUrl: Field.optional(Schema.String) })),
  _links: Field.optional(Links)
}) {}

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets one rating. Help Scout has no list of ratings; `reports.happiness.getRatingsReport` is the closest.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/ratings/get/
   */
  get: Endpoint.get("/v2/ratings/:ratingId", { params: { ratingId: RatingId }, response: Rating, docs: "ratings/get" })
}

/**
 * The methods of `ratings`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * Reads customers' ratings.
 *
 * @since 0.1.0
 */
export class Ratings extends Context.Tag("@effect-helpscout/resources/Ratings")<Ratings, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Ratings, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Ratings", endpoints)
  )
}
