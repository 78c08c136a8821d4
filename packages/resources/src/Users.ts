/**
 * Users, with their statuses and reassignment settings, and system users, such as AI agents.
 *
 * ```ts
 * import type { UserId } from "@effect-helpscout/resources/Ids"
 * import { Users } from "@effect-helpscout/resources/Users"
 * import * as Effect from "effect/Effect"
 *
 * export const away = (userId: UserId) => Effect.flatMap(Users, (users) => users.status.set({ userId }, { status: "away" }))
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
import { CompanyId, inputId, MailboxId, UserId } from "./Ids.js"
import * as ConversationReassignment from "./Users/ConversationReassignment.js"
import * as UserStatus from "./Users/Status.js"
import * as SystemUsers from "./Users/SystemUsers.js"

/**
 * A user of the account.
 *
 * @since 0.1.0
 */
export class User extends Model.Opaque<User>("User")({
  id: UserId,
  firstName: Field.optional(Schema.String),
  lastName: Field.optional(Schema.String),
  email: Field.optional(Schema.String),
  role: Field.optional(Field.openEnum("owner", "admin", "user", "light user")),
  /** An IANA time zone, such as `Europe/Vienna`. */
  timezone: Field.optional(Schema.String),
  photoUrl: Field.optional(Schema.String),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  type: Field.optional(Field.openEnum("user", "team")),
  /** The name that mentions the user in a note, without the `@`. */
  mention: Field.optional(Schema.String),
  initials: Field.optional(Schema.String),
  jobTitle: Field.optional(Schema.String),
  phone: Field.optional(Schema.String),
  alternateEmails: Field.optional(Field.Strings),
  /** The id of the account. Only `me` returns it. */
  companyId: Field.optional(CompanyId),
  _links: Field.optional(Links)
}) {}

/**
 * The filters of `users.list`.
 *
 * @since 0.1.0
 */
export class UserQuery extends Model.Opaque<UserQuery>("UserQuery")({
  /** An exact email address. */
  email: Field.optional(Field.text({ min: 1 })),
  /** Only users who can see this inbox. */
  mailbox: Field.optional(inputId(MailboxId))
}) {}

/**
 * A user to create.
 *
 * @since 0.1.0
 */
export class UserCreate extends Model.Opaque<UserCreate>("UserCreate")({
  firstName: Field.text({ min: 1, max: 40 }),
  lastName: Field.text({ min: 1, max: 40 }),
  email: Field.text({ min: 1 }),
  /** The API cannot create an owner. */
  role: Schema.Literal("admin", "user", "light user"),
  /** An IANA time zone, such as `Europe/Vienna`. */
  timezone: Field.optional(Schema.String),
  jobTitle: Field.optional(Schema.String),
  phone: Field.optional(Schema.String),
  /** Sends an invitation email. @default true */
  sendInvite: Field.optional(Schema.Boolean),
  /** The inboxes that the new user can see. The token's user needs access to each. */
  mailboxes: Field.optional(
    Schema.Array(
      Schema.Struct({
        id: inputId(MailboxId),
        /** @default true */
        emailAccess: Field.optional(Schema.Boolean)
      })
    )
  )
}) {}

const byId = { userId: UserId }

const list = Endpoint.list("/v2/users", { query: UserQuery, embedded: "users", item: User, docs: "users/list" })

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of users, of every role, including users who have not accepted their invitation yet.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/list/
   */
  list,

  /** Streams every user. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/get/
   */
  get: Endpoint.get("/v2/users/:userId", { params: byId, response: User, docs: "users/get" }),

  /**
   * Gets the token's user. A good way to check a token.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/me/
   */
  me: Endpoint.get("/v2/users/me", { response: User, docs: "users/me" }),

  /**
   * Creates a user and returns its id. Requires an administrator or account owner.
   *
   * Gotcha: Help Scout emails the new user unless `sendInvite` is false.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/create/
   */
  create: Endpoint.post("/v2/users", {
    impact: "send",
    impactCases: [{ payload: { sendInvite: false }, impact: "write" }],
    payload: UserCreate,
    response: Endpoint.created(UserId),
    docs: "users/create"
  }),

  /**
   * Deletes a user. Help Scout does not document what happens to the user's conversations.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/delete/
   */
  delete: Endpoint.delete("/v2/users/:userId", { impact: "destroy", params: byId, docs: "users/delete" }),

  conversationReassignment: ConversationReassignment.endpoints,
  status: UserStatus.endpoints,
  systemUsers: SystemUsers.endpoints
}

/**
 * The methods of `users`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly conversationReassignment: ConversationReassignment.Service
  readonly status: UserStatus.Service
  readonly systemUsers: SystemUsers.Service
}

/**
 * Reads and manages users, their statuses and system users.
 *
 * @since 0.1.0
 */
export class Users extends Context.Tag("@effect-helpscout/resources/Users")<Users, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Users, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Users", endpoints)
  )
}
