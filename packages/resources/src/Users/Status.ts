/**
 * The availability of users: for email and routing, and for chats.
 *
 * ```ts
 * import { Users } from "@effect-helpscout/resources/Users"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * // users who are available for email; `chat` has its own status
 * export const available = Effect.flatMap(Users, (users) =>
 *   Stream.runCollect(Stream.filter(users.status.listAll(), ({ email }) => email?.status === "active"))
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

const ChatStatus = Field.openEnum("unavailable", "available", "assign", "custom")

/**
 * The text that other users see next to a user's name.
 *
 * @since 0.1.0
 */
export class CustomStatus extends Model.Opaque<CustomStatus>("CustomStatus")({
  text: Schema.String,
  emoji: Field.optional(Schema.String),
  /** Such as `:coffee:`. */
  emojiName: Field.optional(Schema.String)
}) {}

/**
 * The status of a user.
 *
 * @since 0.1.0
 */
export class UserStatus extends Model.Opaque<UserStatus>("UserStatus")({
  userId: UserId,
  /** For email and routing. */
  email: Field.optional(
    Schema.Struct({
      status: Field.openEnum("active", "away"),
      updatedAt: Field.optional(Field.Timestamp),
      /** The user who set it. */
      performedBy: Field.optional(UserId),
      source: Field.optional(Field.openEnum("ui", "api", "presence_detection")),
      customStatus: Field.optional(CustomStatus)
    })
  ),
  chat: Field.optional(
    Schema.Struct({
      status: ChatStatus,
      /** By inbox id, as a string. Filled only while the status is `custom`. */
      mailboxStatuses: Field.optional(Schema.Record({ key: Schema.String, value: ChatStatus }))
    })
  ),
  _links: Field.optional(Links)
}) {}

/**
 * A status to set.
 *
 * @since 0.1.0
 */
export class UserStatusUpdate extends Model.Opaque<UserStatusUpdate>("UserStatusUpdate")({
  status: Schema.Literal("active", "away"),
  customStatus: Field.optional(CustomStatus)
}) {}

const list = Endpoint.list("/v2/users/status", {
  // the second spelling was observed
  embedded: ["userStatuses", "user_statuses"],
  item: UserStatus,
  docs: "users/status/list"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the statuses of all users.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/status/list/
   */
  list,

  /** Streams the status of every user. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets the status of a user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/status/get/
   */
  get: Endpoint.get("/v2/users/:userId/status", {
    params: { userId: UserId },
    response: UserStatus,
    docs: "users/status/get"
  }),

  /**
   * Sets a user's status for email and routing, not for chats. Users can set their own status; administrators and
   * account owners can set any user's.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/status/set/
   */
  set: Endpoint.put("/v2/users/:userId/status", {
    impact: "write",
    params: { userId: UserId },
    payload: UserStatusUpdate,
    docs: "users/status/set"
  })
}

/**
 * The methods of `users.status`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
