/**
 * The definitions of organization properties. Unlike those of customer properties, their options have no ids.
 *
 * ```ts
 * import { Organizations } from "@effect-helpscout/resources/Organizations"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Organizations, (organizations) =>
 *   organizations.propertyDefinitions.create({ type: "dropdown", slug: "tier", name: "Tier", options: [{ label: "Gold" }] })
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
import { PropertySlug } from "../Ids.js"

/**
 * The definition of an organization property.
 *
 * @since 0.1.0
 */
export class OrganizationPropertyDefinition extends Model.Opaque<OrganizationPropertyDefinition>(
  "OrganizationPropertyDefinition"
)({
  type: Field.openEnum("date", "dropdown", "number", "text", "url"),
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  /** Present for dropdowns only. */
  options: Field.optional(Schema.Array(Schema.Struct({ label: Field.optional(Schema.String) }))),
  _links: Field.optional(Links)
}) {}

const Name = Field.text({ min: 1, max: 100 })

const Options = Schema.Array(Schema.Struct({ label: Field.text({ min: 1, max: 100 }) })).pipe(Schema.maxItems(100))

const common = {
  /** The property's permanent identifier. */
  slug: Field.text({ min: 1, max: 120 }),
  /** The name that Help Scout displays. */
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
 * An organization property to define.
 *
 * @since 0.1.0
 */
export const OrganizationPropertyDefinitionCreate: Endpoint.Decodes<OrganizationPropertyDefinitionCreate> =
  Schema.Union(...definitions)
/** @since 0.1.0 */
export type OrganizationPropertyDefinitionCreate = Schema.Schema.Type<(typeof definitions)[number]>

/**
 * Changes to a definition. Its type and slug are permanent.
 *
 * @since 0.1.0
 */
export class OrganizationPropertyDefinitionUpdate extends Model.Opaque<OrganizationPropertyDefinitionUpdate>(
  "OrganizationPropertyDefinitionUpdate"
)({
  name: Name,
  /** For a dropdown, all of its options. Help Scout deletes values whose option is omitted. */
  options: Field.optional(Options)
}) {}

const bySlug = { slug: PropertySlug }

const list = Endpoint.listPlain("/v2/organizations/properties", {
  embedded: "organization-properties",
  item: OrganizationPropertyDefinition,
  docs: "organizations/properties/list"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists all definitions at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/list/
   */
  list,

  /** Streams every definition. One request. */
  listAll: Endpoint.all(list),

  /** Streams the only page. */
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
   * Defines a property. Returns no id, because a definition is identified by its slug. An account can have up to 50.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/create/
   */
  create: Endpoint.post("/v2/organizations/properties", {
    impact: "write",
    payload: OrganizationPropertyDefinitionCreate,
    status: 201,
    docs: "organizations/properties/create"
  }),

  /**
   * Renames a definition, and replaces its options if they are given. Type and slug are permanent.
   *
   * Gotcha: Help Scout deletes the values of organizations whose option is omitted.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/update/
   */
  update: Endpoint.put("/v2/organizations/properties/:slug", {
    impact: "destroy",
    params: bySlug,
    payload: OrganizationPropertyDefinitionUpdate,
    docs: "organizations/properties/update"
  }),

  /**
   * Deletes a definition. Help Scout keeps it for a while, invisibly.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/delete/
   */
  delete: Endpoint.delete("/v2/organizations/properties/:slug", {
    impact: "destroy",
    params: bySlug,
    docs: "organizations/properties/delete"
  })
}

/**
 * The methods of `organizations.propertyDefinitions`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
