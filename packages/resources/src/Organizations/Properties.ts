/**
 * What properties organizations have, and their values. Unlike those of customers, values are always texts, and options
 * have no ids.
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
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { OrganizationId, OrganizationPropertyDefinitionId, PropertySlug } from "../Ids.js"

const type = Field.openEnum("date", "dropdown", "number", "text", "url")
const options = Field.optional(Schema.Array(Schema.Struct({ label: Field.optional(Schema.String) })))

/**
 * A property that organizations may have.
 *
 * @since 0.1.0
 * @category models
 */
export class OrganizationPropertyDefinition extends Model.Opaque<OrganizationPropertyDefinition>(
  "OrganizationPropertyDefinition"
)({
  type,
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  /** Of a dropdown only. */
  options,
  _links: Field.optional(Links)
}) {}

/**
 * The value of a property, as it stands in an organization.
 *
 * @since 0.1.0
 * @category models
 */
export class OrganizationPropertyValue extends Model.Opaque<OrganizationPropertyValue>("OrganizationPropertyValue")({
  definitionId: Field.optional(OrganizationPropertyDefinitionId),
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  type: Field.optional(type),
  /** A text, always: `"5000000"`, `"2020-01-15"`; of a dropdown, the label of the chosen option. */
  value: Field.optional(Schema.String),
  /** Of a dropdown only. */
  options
}) {}

const Name = Field.text({ min: 1, max: 100 })

const Options = Schema.Array(Schema.Struct({ label: Field.text({ min: 1, max: 100 }) })).pipe(Schema.maxItems(100))

const common = {
  /** The name by which it is addressed, ever after. */
  slug: Field.text({ min: 1, max: 120 }),
  /** What people see. */
  name: Name
}

const plain = <const Type extends string>(type: Type) => Schema.Struct({ type: Schema.Literal(type), ...common })

const definitions = [
  Schema.Struct({ type: Schema.Literal("dropdown"), ...common, options: Options }),
  plain("date"),
  plain("number"),
  plain("text"),
  plain("url")
] as const

/**
 * A property to define.
 *
 * @since 0.1.0
 */
export const OrganizationPropertyDefinitionCreate: Endpoint.Decodes<OrganizationPropertyDefinitionCreate> =
  Schema.Union(...definitions)

/** @since 0.1.0 */
export type OrganizationPropertyDefinitionCreate = Schema.Schema.Type<(typeof definitions)[number]>

/** @since 0.1.0 @category schemas */
export const OrganizationPropertyDefinitionUpdate = Schema.Struct({
  name: Name,
  /** All of them, for a dropdown. Values that used an option which is gone are removed. */
  options: Field.optional(Options)
})
/** @since 0.1.0 @category models */
export interface OrganizationPropertyDefinitionUpdate
  extends Schema.Schema.Type<typeof OrganizationPropertyDefinitionUpdate> {}

/** @since 0.1.0 @category schemas */
export class OrganizationPropertyValueUpdate extends Model.Opaque<OrganizationPropertyValueUpdate>(
  "OrganizationPropertyValueUpdate"
)({
  /**
   * A text, always: a number as digits, a date as `YYYY-MM-DD`, the label of a dropdown's option to the letter.
   */
  value: Schema.String
}) {}

const byOrganization = { organizationId: OrganizationId, slug: PropertySlug }

/**
 * Values: `organizations.properties`. They are read by `organizations.get` with `includeProperties`.
 *
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Sets the value that an organization has of a property, in place of any earlier one.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/set-value/
   */
  update: Endpoint.put("/v2/organizations/:organizationId/properties/:slug", {
    params: byOrganization,
    payload: OrganizationPropertyValueUpdate,
    docs: "organizations/properties/set-value"
  }),

  /**
   * Takes the value away from an organization. The definition stays.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/remove-value/
   */
  delete: Endpoint.delete("/v2/organizations/:organizationId/properties/:slug", {
    params: byOrganization,
    docs: "organizations/properties/remove-value"
  })
}

/**
 * `organizations.properties`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

const bySlug = { slug: PropertySlug }

const list = Endpoint.listPlain("/v2/organizations/properties", {
  embedded: "organization-properties",
  item: OrganizationPropertyDefinition,
  docs: "organizations/properties/list"
})

/**
 * Definitions: `organizations.propertyDefinitions`.
 *
 * @since 0.1.0
 * @category endpoints
 */
export const definitionEndpoints = {
  /**
   * Lists the properties that organizations may have, all at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/list/
   */
  list,

  /** Streams the properties that organizations may have. */
  listAll: Endpoint.all(list),

  /** Streams the one page there is. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one definition.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/get/
   */
  get: Endpoint.get("/v2/organizations/properties/:slug", {
    params: bySlug,
    response: OrganizationPropertyDefinition,
    docs: "organizations/properties/get"
  }),

  /**
   * Defines a property. Answers no id: a definition goes by its slug. An account has 50 at most.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/create/
   */
  create: Endpoint.post("/v2/organizations/properties", {
    payload: OrganizationPropertyDefinitionCreate,
    status: 201,
    docs: "organizations/properties/create"
  }),

  /**
   * Changes the name of a definition, and replaces its options where they are given. Type and slug stay what they are.
   *
   * Gotcha: values that used an option which is left out are removed.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/update/
   */
  update: Endpoint.put("/v2/organizations/properties/:slug", {
    params: bySlug,
    payload: OrganizationPropertyDefinitionUpdate,
    docs: "organizations/properties/update"
  }),

  /**
   * Deletes a definition; for a while Help Scout keeps it, out of sight.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/delete/
   */
  delete: Endpoint.delete("/v2/organizations/properties/:slug", {
    params: bySlug,
    docs: "organizations/properties/delete"
  })
}

/**
 * `organizations.propertyDefinitions`.
 *
 * @since 0.1.0
 * @category models
 */
export interface DefinitionService extends Endpoint.Service<typeof definitionEndpoints> {}
