/**
 * Routing: the users to whom an inbox assigns new conversations, and how many each can have.
 *
 * ```ts
 * import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
 * import * as Effect from "effect/Effect"
 *
 * // all four fields are required
 * const routing = { state: "enabled", assignmentLimit: 20, assignmentMethod: "balanced", userIds: [4, 7] } as const
 * export const program = Effect.flatMap(Mailboxes, (mailboxes) => mailboxes.routing.update({ mailboxId: 85 }, routing))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { inputId, MailboxId, UserId } from "../Ids.js"

/**
 * A user's eligibility for the next conversation, computed by Help Scout.
 *
 * @since 0.1.0
 */
export class RoutingRotation extends Model.Opaque<RoutingRotation>("RoutingRotation")({
  userId: UserId,
  /** Active conversations currently assigned to the user. */
  conversationsCount: Field.optional(Schema.Number),
  eligible: Schema.Boolean,
  /** Present if the user is not eligible. */
  reason: Field.optional(Field.openEnum("at_capacity", "away", "not_in_rotation"))
}) {}

/**
 * The routing of an inbox. While routing is disabled, everything except `state` may be absent.
 *
 * @since 0.1.0
 */
export class Routing extends Model.Opaque<Routing>("Routing")({
  state: Field.openEnum("enabled", "disabled"),
  /** Maximum active conversations per user. */
  assignmentLimit: Field.optional(Schema.Number),
  assignmentMethod: Field.optional(Field.openEnum("balanced", "round_robin")),
  userIds: Field.optional(Schema.Array(UserId)),
  rotation: Field.optional(Schema.Array(RoutingRotation)),
  _links: Field.optional(Links)
}) {}

/**
 * The complete routing of an inbox.
 *
 * @since 0.1.0
 */
export class RoutingUpdate extends Model.Opaque<RoutingUpdate>("RoutingUpdate")(
  {
    state: Schema.Literal("enabled", "disabled"),
    /** From 1 to 100. */
    assignmentLimit: Schema.Int.pipe(Schema.between(1, 100)),
    assignmentMethod: Schema.Literal("balanced", "round_robin"),
    /** At least one user while routing is enabled. */
    userIds: Schema.Array(inputId(UserId))
  },
  Schema.filter(
    ({ state, userIds }) =>
      state === "disabled" || userIds.length > 0
        ? undefined
        : { path: ["userIds"], message: "must contain at least one user while routing is enabled" },
    { description: "at least one user in userIds while routing is enabled" }
  )
) {}

const byMailbox = { mailboxId: MailboxId }

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the routing of an inbox, with the current rotation of users.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/routing/routing-configuration-get/
   */
  get: Endpoint.get("/v2/mailboxes/:mailboxId/routing", {
    params: byMailbox,
    response: Routing,
    docs: "inboxes/routing/routing-configuration-get"
  }),

  /**
   * Replaces the routing of an inbox. All four fields are required.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/routing/routing-configuration-update/
   */
  update: Endpoint.put("/v2/mailboxes/:mailboxId/routing", {
    impact: "write",
    params: byMailbox,
    payload: RoutingUpdate,
    docs: "inboxes/routing/routing-configuration-update"
  })
}

/**
 * The methods of `mailboxes.routing`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
