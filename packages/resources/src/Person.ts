/**
 * People as they stand inside conversations and threads: who wrote, who is assigned, whom it is for.
 *
 * ```ts
 * import * as Person from "@effect-helpscout/resources/Person"
 *
 * export const name = (person: Person.Person): string => [person.first, person.last].join(" ").trim()
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerId, inputId, type TeamId, UserId } from "./Ids.js"

const names = {
  first: Field.optional(Schema.String),
  last: Field.optional(Schema.String),
  email: Field.optional(Schema.String),
  photoUrl: Field.optional(Schema.String)
}

/**
 * A customer, a user, a team or a system user, in brief. The full objects spell the names `firstName` and `lastName`.
 *
 * @since 0.1.0
 * @category models
 */
export class Person extends Model.Opaque<Person>("Person")({
  /** The id of a customer, a user or a team, as `type` says; 0 for Help Scout itself. */
  id: Schema.Number,
  /** `system_user`, such as an AI agent, shows up in v3 answers only: v2 calls it `user`. */
  type: Field.optional(Field.openEnum("customer", "user", "team", "system_user")),
  ...names
}) {}

/**
 * A customer in brief.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomerPerson extends Model.Opaque<CustomerPerson>("CustomerPerson")({
  id: CustomerId,
  type: Field.optional(Field.openEnum("customer")),
  ...names
}) {}

/**
 * A user in brief.
 *
 * @since 0.1.0
 * @category models
 */
export class UserPerson extends Model.Opaque<UserPerson>("UserPerson")({
  id: UserId,
  type: Field.optional(Field.openEnum("user", "system_user")),
  ...names
}) {}

/** @since 0.1.0 @category guards */
export const isCustomer = (person: Person): person is Person & { readonly type: "customer"; readonly id: CustomerId } =>
  person.type === "customer"

/** A user; in v2 answers, possibly a system user. @since 0.1.0 @category guards */
export const isUser = (person: Person): person is Person & { readonly type: "user"; readonly id: UserId } =>
  person.type === "user"

/** @since 0.1.0 @category guards */
export const isTeam = (person: Person): person is Person & { readonly type: "team"; readonly id: TeamId } =>
  person.type === "team"

/** An actor that is no person, such as an AI agent. v3 answers only. @since 0.1.0 @category guards */
export const isSystemUser = (person: Person): person is Person & { readonly type: "system_user" } =>
  person.type === "system_user"

/** Help Scout refuses an empty text where it requires one. */
const Required = Field.text({ min: 1 })

const entries = <const Types extends readonly [string, ...Array<string>]>(...types: Types) =>
  Field.optional(Schema.Array(Schema.Struct({ type: Schema.Literal(...types), value: Required })))

/**
 * What is known of a customer whom Help Scout may not have met yet.
 *
 * @since 0.1.0
 * @category schemas
 */
export class CustomerProfile extends Model.Opaque<CustomerProfile>("CustomerProfile")({
  firstName: Field.optional(Field.text({ min: 1, max: 40 })),
  lastName: Field.optional(Field.text({ min: 1, max: 40 })),
  phone: Field.optional(Schema.String),
  photoUrl: Field.optional(Field.text({ max: 200 })),
  photoType: Field.optional(
    Schema.Literal("unknown", "gravatar", "twitter", "facebook", "googleprofile", "googleplus", "linkedin", "instagram")
  ),
  jobTitle: Field.optional(Field.text({ max: 60 })),
  location: Field.optional(Field.text({ max: 60 })),
  /** The notes beside a customer's profile. */
  background: Field.optional(Field.text({ max: 200 })),
  organization: Field.optional(Field.text({ max: 60 })),
  gender: Field.optional(Schema.Literal("male", "female", "unknown")),
  /** A text, such as `30-35`. */
  age: Field.optional(Schema.String),
  emails: entries("home", "work", "other"),
  phones: entries("fax", "home", "mobile", "other", "pager", "work"),
  chats: entries("aim", "gtalk", "icq", "msn", "other", "qq", "skype", "xmpp", "yahoo"),
  /** `forsquare` is Help Scout's own spelling on one page; another has the right one. */
  socialProfiles: entries(
    "aboutme",
    "facebook",
    "flickr",
    "forsquare",
    "foursquare",
    "google",
    "googleplus",
    "linkedin",
    "other",
    "quora",
    "tungleme",
    "twitter",
    "youtube"
  ),
  websites: Field.optional(Schema.Array(Schema.Struct({ value: Required }))),
  address: Field.optional(
    Schema.Struct({
      city: Required,
      state: Required,
      postalCode: Required,
      country: Required,
      lines: Field.optional(Schema.Array(Schema.String))
    })
  )
}) {}

const ById = Schema.Struct({ id: inputId(CustomerId) }).annotations({ identifier: "CustomerById" })
const ByEmail = Schema.Struct({ email: Field.text({ min: 1 }), ...CustomerProfile.fields }).annotations({
  identifier: "CustomerByEmail"
})

/**
 * The customer of a new conversation or thread: `{ id }`, or `{ email }` with whatever else is known.
 *
 * By email the customer is looked up, and created if there is none. The profile serves a new customer only: it never
 * changes one that exists.
 *
 * @since 0.1.0
 * @category models
 */
export type CustomerInput = { readonly id: CustomerId; readonly email?: never } | CustomerByEmail

/**
 * @since 0.1.0
 * @category models
 */
export interface CustomerByEmail extends CustomerProfile {
  readonly id?: never
  readonly email: string
}

/**
 * @since 0.1.0
 * @category schemas
 */
export const CustomerInput: Schema.Schema<CustomerInput> = Schema.Union(ById, ByEmail).annotations({
  identifier: "CustomerInput"
})
