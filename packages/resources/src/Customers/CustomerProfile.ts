/**
 * Customers in requests: the profile of a new customer, and the customer of a new conversation or thread.
 *
 * ```ts
 * import type { CustomerInput } from "@effect-helpscout/resources/Customers/CustomerProfile"
 *
 * export const known: CustomerInput = { id: 500 }
 * export const maybeNew: CustomerInput = { email: "ann@example.com", firstName: "Ann" }
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerId, inputId } from "../Ids.js"

/** Help Scout rejects an empty text where a text is required. */
const Required = Field.text({ min: 1 })

const entries = <const Types extends readonly [string, ...Array<string>]>(...types: Types) =>
  Field.optional(Schema.Array(Schema.Struct({ type: Schema.Literal(...types), value: Required })))

/**
 * The profile of a customer who may not exist in Help Scout yet.
 *
 * @since 0.1.0
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
  /** The notes on a customer's profile. */
  background: Field.optional(Field.text({ max: 200 })),
  organization: Field.optional(Field.text({ max: 60 })),
  gender: Field.optional(Schema.Literal("male", "female", "unknown")),
  /** A text, such as `30-35`. */
  age: Field.optional(Schema.String),
  emails: entries("home", "work", "other"),
  phones: entries("fax", "home", "mobile", "other", "pager", "work"),
  chats: entries("aim", "gtalk", "icq", "msn", "other", "qq", "skype", "xmpp", "yahoo"),
  /** `forsquare` is Help Scout's spelling on one page of the reference. Another page has the correct one. */
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
 * The customer of a new conversation or thread: `{ id }`, or `{ email }` with any part of a profile.
 *
 * With an email, Help Scout looks the customer up, or creates one. The profile is used for a new customer only, and never
 * changes an existing one.
 *
 * @since 0.1.0
 */
export type CustomerInput = { readonly id: CustomerId; readonly email?: never } | CustomerByEmail

/**
 * @since 0.1.0
 */
export interface CustomerByEmail extends CustomerProfile {
  readonly id?: never
  readonly email: string
}

/**
 * @since 0.1.0
 */
export const CustomerInput: Schema.Schema<CustomerInput> = Schema.Union(ById, ByEmail).annotations({
  identifier: "CustomerInput"
})
