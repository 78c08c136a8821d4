/**
 * The property values of an organization. Unlike those of a customer, they are always strings.
 *
 * ```ts
 * import { Organizations } from "@effect-helpscout/resources/Organizations"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Organizations, (organizations) =>
 *   organizations.properties.update({ organizationId: 15, slug: "seats" }, { value: "100" })
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { OrganizationId, OrganizationPropertyDefinitionId, PropertySlug } from "../Ids.js"

/**
 * The value that an organization has for a property.
 *
 * @since 0.1.0
 */
export class OrganizationPropertyValue extends Model.Opaque<OrganizationPropertyValue>("OrganizationPropertyValue")({
  definitionId: Field.optional(OrganizationPropertyDefinitionId),
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  type: Field.optional(Field.openEnum("date", "dropdown", "number", "text", "url")),
  /** Always a string, such as `"5000000"` or `"2020-01-15"`. For a dropdown, the label of the selected option. */
  value: Field.optional(Schema.String),
  /** Present for dropdowns only. */
  options: Field.optional(Schema.Array(Schema.Struct({ label: Field.optional(Schema.String) })))
}) {}

/**
 * A value to set.
 *
 * @since 0.1.0
 */
export class OrganizationPropertyValueUpdate extends Model.Opaque<OrganizationPropertyValueUpdate>(
  "OrganizationPropertyValueUpdate"
)({
  /** Always a string: digits for a number, `YYYY-MM-DD` for a date, the exact label of an option for a dropdown. */
  value: Schema.String
}) {}

const bySlug = { organizationId: OrganizationId, slug: PropertySlug }

/**
 * To read values, call `organizations.get` with `includeProperties`.
 *
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Sets an organization's value for a property, replacing any earlier value.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/set-value/
   */
  update: Endpoint.put("/v2/organizations/:organizationId/properties/:slug", {
    impact: "write",
    params: bySlug,
    payload: OrganizationPropertyValueUpdate,
    docs: "organizations/properties/set-value"
  }),

  /**
   * Removes an organization's value for a property. The definition remains.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/remove-value/
   */
  delete: Endpoint.delete("/v2/organizations/:organizationId/properties/:slug", {
    impact: "destroy",
    params: bySlug,
    docs: "organizations/properties/remove-value"
  })
}

/**
 * The methods of `organizations.properties`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
