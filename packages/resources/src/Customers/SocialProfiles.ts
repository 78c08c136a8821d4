/**
 * The social profiles of a customer.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Customers, (customers) =>
 *   customers.socialProfiles.create({ customerId: 500 }, { type: "linkedin", value: "https://linkedin.com/in/ann" })
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
import { CustomerId, SocialProfileId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

/**
 * A social profile of a customer.
 *
 * @since 0.1.0
 */
export class CustomerSocialProfile extends Model.Opaque<CustomerSocialProfile>("CustomerSocialProfile")({
  id: SocialProfileId,
  type: Field.optional(
    Field.openEnum(
      "aboutme",
      "facebook",
      "flickr",
      // Help Scout's own spelling; its webhooks write the other one
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
    )
  ),
  value: Schema.String,
  _links: Field.optional(Links)
}) {}

/**
 * A social profile to add, or to replace an existing one with.
 *
 * @since 0.1.0
 */
export class CustomerSocialProfileInput extends Model.Opaque<CustomerSocialProfileInput>("CustomerSocialProfileInput")(
  CustomerProfile.fields.socialProfiles.from.value.fields
) {}

const byCustomer = { customerId: CustomerId }
const byId = { ...byCustomer, socialProfileId: SocialProfileId }

const list = Endpoint.listPlain("/v2/customers/:customerId/social-profiles", {
  params: byCustomer,
  embedded: ["social-profiles", "social_profiles"],
  item: CustomerSocialProfile,
  docs: "customers/social_profiles/list"
})

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists the social profiles of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/list/
   */
  list,
  /** Streams the social profiles of a customer. */
  listAll: Endpoint.all(list),
  /** Streams the only page. */
  listPages: Endpoint.pages(list),
  /**
   * Adds a social profile and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/create/
   */
  create: Endpoint.post("/v2/customers/:customerId/social-profiles", {
    impact: "write",
    params: byCustomer,
    payload: CustomerSocialProfileInput,
    response: Endpoint.created(SocialProfileId),
    docs: "customers/social_profiles/create"
  }),
  /**
   * Replaces a social profile: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/update/
   */
  update: Endpoint.put("/v2/customers/:customerId/social-profiles/:socialProfileId", {
    impact: "write",
    params: byId,
    payload: CustomerSocialProfileInput,
    docs: "customers/social_profiles/update"
  }),
  /**
   * Deletes a social profile.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId/social-profiles/:socialProfileId", {
    impact: "destroy",
    params: byId,
    docs: "customers/social_profiles/delete"
  })
}

/**
 * The methods of `customers.socialProfiles`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
