/**
 * System users: automated actors, such as AI agents. Only version 3 of the API distinguishes them from users.
 *
 * ```ts
 * import { Users } from "@effect-helpscout/resources/Users"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const names = Effect.flatMap(Users, (users) =>
 *   Stream.runCollect(Stream.map(users.systemUsers.listAll(), (systemUser) => systemUser.firstName))
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
import { SystemUserId } from "../Ids.js"

/**
 * An automated actor.
 *
 * @since 0.1.0
 */
export class SystemUser extends Model.Opaque<SystemUser>("SystemUser")({
  id: SystemUserId,
  type: Field.optional(Field.openEnum("system_user")),
  firstName: Field.optional(Schema.String),
  /** May be empty. */
  lastName: Field.optional(Schema.String),
  initials: Field.optional(Schema.String),
  email: Field.optional(Schema.String),
  mention: Field.optional(Schema.String),
  timezone: Field.optional(Schema.String),
  role: Field.optional(Schema.String),
  photoUrl: Field.optional(Schema.String),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

const list = Endpoint.list("/v3/system-users", {
  embedded: ["system_users", "systemUsers"],
  item: SystemUser,
  docs: "system-users/list-system-users"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the account's system users.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/system-users/list-system-users/
   */
  list,

  /** Streams every system user. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one system user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/system-users/get-system-user/
   */
  get: Endpoint.get("/v3/system-users/:systemUserId", {
    params: { systemUserId: SystemUserId },
    response: SystemUser,
    docs: "system-users/get-system-user"
  })
}

/**
 * The methods of `users.systemUsers`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
