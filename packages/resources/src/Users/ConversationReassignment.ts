/**
 * Reassignment of a user's conversations while the user is away.
 *
 * ```ts
 * import { Users } from "@effect-helpscout/resources/Users"
 * import * as Effect from "effect/Effect"
 *
 * const afterTwoHours = { enabled: true, awayDuration: { hours: 2, minutes: 0 } }
 * export const program = Effect.flatMap(Users, (users) =>
 *   users.conversationReassignment.update({ userId: 4 }, afterTwoHours)
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
import { UserId } from "../Ids.js"

/**
 * A user's reassignment setting: enabled or not, and after how long an absence.
 *
 * @since 0.1.0
 */
export class ConversationReassignment extends Model.Opaque<ConversationReassignment>("ConversationReassignment")({
  enabled: Schema.Boolean,
  awayDuration: Field.optional(Schema.Struct({ hours: Schema.Number, minutes: Schema.Number })),
  _links: Field.optional(Links)
}) {}

/**
 * A complete reassignment setting.
 *
 * @since 0.1.0
 */
export class ConversationReassignmentUpdate extends Model.Opaque<ConversationReassignmentUpdate>(
  "ConversationReassignmentUpdate"
)({
  enabled: Schema.Boolean,
  /** Required even if reassignment is disabled. */
  awayDuration: Schema.Struct({
    hours: Schema.Int.pipe(Schema.nonNegative()),
    /** From 0 to 59. */
    minutes: Schema.Int.pipe(Schema.between(0, 59))
  })
}) {}

const byUser = { userId: UserId }

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets a user's setting for the reassignment of conversations while the user is away.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/conversation%20reassignment/get/
   */
  get: Endpoint.get("/v2/users/:userId/conversation-reassignment", {
    params: byUser,
    response: ConversationReassignment,
    docs: "users/conversation%20reassignment/get"
  }),

  /**
   * Replaces a user's setting for the reassignment of conversations while the user is away.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/conversation%20reassignment/update/
   */
  update: Endpoint.put("/v2/users/:userId/conversation-reassignment", {
    impact: "write",
    params: byUser,
    payload: ConversationReassignmentUpdate,
    docs: "users/conversation%20reassignment/update"
  })
}

/**
 * The methods of `users.conversationReassignment`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
