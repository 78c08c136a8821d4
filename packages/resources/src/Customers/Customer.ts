/**
 * The model of a customer.
 *
 * ```ts
 * import type { Customer } from "@effect-helpscout/resources/Customers/Customer"
 *
 * export const emailsOf = (customer: Customer) => (customer._embedded?.emails ?? []).map(({ value }) => value)
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerId, OrganizationId } from "../Ids.js"
import { CustomerAddress } from "./Addresses.js"
import { CustomerChatHandle } from "./ChatHandles.js"
import { CustomerEmail } from "./Emails.js"
import { CustomerPhone } from "./Phones.js"
import { CustomerPropertyValue } from "./Properties.js"
import { CustomerSocialProfile } from "./SocialProfiles.js"
import { CustomerWebsite } from "./Websites.js"

/**
 * A customer. Inside conversations and threads it is a `CustomerPerson`, with the names `first` and `last`.
 *
 * @since 0.1.0
 */
export class Customer extends Model.Opaque<Customer>("Customer")({
  id: CustomerId,
  firstName: Field.optional(Schema.String),
  lastName: Field.optional(Schema.String),
  /** Capitalized in responses, lower-case in requests. */
  gender: Field.optional(Field.openEnum("Female", "Male", "Unknown")),
  jobTitle: Field.optional(Schema.String),
  location: Field.optional(Schema.String),
  /** The notes on a customer's profile. */
  background: Field.optional(Schema.String),
  /** A text, such as `30-35`. */
  age: Field.optional(Schema.String),
  /** @deprecated by Help Scout in favor of `organizationId` */
  organization: Field.optional(Schema.String),
  organizationId: Field.optional(OrganizationId),
  photoType: Field.optional(
    Field.openEnum("facebook", "googleplus", "googleprofile", "gravatar", "instagram", "linkedin", "twitter", "unknown")
  ),
  /** May be empty. */
  photoUrl: Field.optional(Schema.String),
  conversationCount: Field.optional(Schema.Number),
  draft: Field.optional(Schema.Boolean),
  createdAt: Field.Timestamp,
  updatedAt: Field.optional(Field.Timestamp),
  _embedded: Field.optional(
    Schema.Struct({
      address: Field.optional(CustomerAddress),
      chats: Field.optional(Schema.Array(CustomerChatHandle)),
      emails: Field.optional(Schema.Array(CustomerEmail)),
      phones: Field.optional(Schema.Array(CustomerPhone)),
      properties: Field.optional(Schema.Array(CustomerPropertyValue)),
      /** With an underscore here. Help Scout spells it differently everywhere else. */
      social_profiles: Field.optional(Schema.Array(CustomerSocialProfile)),
      websites: Field.optional(Schema.Array(CustomerWebsite))
    })
  ),
  _links: Field.optional(Links)
}) {}
