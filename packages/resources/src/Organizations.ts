/**
 * Organizations: the companies that customers belong to.
 *
 * ```ts
 * import { Organizations } from "@effect-helpscout/resources/Organizations"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const program = Effect.flatMap(Organizations, (organizations) =>
 *   Stream.runCollect(organizations.customersAll({ organizationId: 15 }))
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Conversation } from "./Conversations/Conversation.js"
import { Customer } from "./Customers/Customer.js"
import { OrganizationId } from "./Ids.js"
import * as OrganizationProperties from "./Organizations/Properties.js"
import * as OrganizationPropertyDefinitions from "./Organizations/PropertyDefinitions.js"

// ---------------------------------------------------------------------------------------------------------------
// models
// ---------------------------------------------------------------------------------------------------------------

/**
 * An organization.
 *
 * @since 0.1.0
 */
export class Organization extends Model.Opaque<Organization>("Organization")({
  id: OrganizationId,
  name: Schema.String,
  /** As entered, such as `www.example.com`; not necessarily a URL. */
  website: Field.optional(Schema.String),
  description: Field.optional(Schema.String),
  location: Field.optional(Schema.String),
  logoUrl: Field.optional(Schema.String),
  note: Field.optional(Schema.String),
  domains: Field.optional(Schema.Array(Schema.String)),
  phones: Field.optional(Schema.Array(Schema.String)),
  /** As `#RRGGBB`. */
  brandColor: Field.optional(Schema.String),
  /** Present with `includeCounts`. */
  customerCount: Field.optional(Schema.Number),
  /** Present with `includeCounts`. */
  conversationCount: Field.optional(Schema.Number),
  /** Present with `includeProperties`. */
  properties: Field.optional(Schema.Array(OrganizationProperties.OrganizationPropertyValue)),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

// ---------------------------------------------------------------------------------------------------------------
// inputs
// ---------------------------------------------------------------------------------------------------------------

/**
 * The order of `organizations.list`.
 *
 * @since 0.1.0
 */
export class OrganizationQuery extends Model.Opaque<OrganizationQuery>("OrganizationQuery")({
  /**
   * Descending unless it ends with `,asc`, so `name` sorts from Z to A.
   *
   * @default "lastInteractionAt,desc"
   */
  sort: Field.optional(
    Schema.Literal(
      "conversationCount",
      "conversationCount,asc",
      "conversationCount,desc",
      "customerCount",
      "customerCount,asc",
      "customerCount,desc",
      "lastInteractionAt",
      "lastInteractionAt,asc",
      "lastInteractionAt,desc",
      "name",
      "name,asc",
      "name,desc"
    )
  )
}) {}

/**
 * The parts that `organizations.get` adds.
 *
 * @since 0.1.0
 */
export class OrganizationInclude extends Model.Opaque<OrganizationInclude>("OrganizationInclude")({
  /** Adds `customerCount` and `conversationCount`. @default false */
  includeCounts: Field.optional(Schema.Boolean),
  /** Adds `properties`. @default false */
  includeProperties: Field.optional(Schema.Boolean)
}) {}

const Name = Field.text({ min: 1 })
const Texts = Schema.Array(Schema.String)

const Color = Schema.String.pipe(
  Schema.filter((color) => /^#[0-9a-f]{6}$/i.test(color), {
    description: "a color as #RRGGBB",
    arbitrary: () => (fc) => fc.stringMatching(/^#[0-9a-f]{6}$/)
  })
)

const details = {
  description: Field.optional(Schema.String),
  location: Field.optional(Schema.String),
  note: Field.optional(Schema.String),
  brandColor: Field.optional(Color)
}

/**
 * An organization to create.
 *
 * @since 0.1.0
 */
export class OrganizationCreate extends Model.Opaque<OrganizationCreate>("OrganizationCreate")({
  name: Name,
  website: Field.optional(Schema.String),
  domains: Field.optional(Texts),
  /** A single domain, as in Help Scout's example. Prefer `domains`, which responses contain and which is known to work. */
  domain: Field.optional(Schema.String),
  phones: Field.optional(Texts),
  ...details
}) {}

/**
 * A complete organization. Omitting a field erases it, except for `logoUrl`.
 *
 * @since 0.1.0
 */
export class OrganizationUpdate extends Model.Opaque<OrganizationUpdate>("OrganizationUpdate")({
  name: Name,
  website: Schema.NullOr(Schema.String),
  domains: Texts,
  phones: Texts,
  ...details,
  /** Kept if it is omitted. */
  logoUrl: Field.optional(Schema.String)
}) {}

/**
 * Changes to an organization. Omitting a field keeps it; `null` erases it.
 *
 * @since 0.1.0
 */
export interface OrganizationPartialUpdate {
  readonly name?: string
  readonly website?: string | null
  readonly description?: string | null
  readonly location?: string | null
  readonly note?: string | null
  readonly brandColor?: string | null
  readonly domains?: ReadonlyArray<string>
  readonly phones?: ReadonlyArray<string>
  /** Cannot be erased, because Help Scout keeps it if it is omitted. */
  readonly logoUrl?: string
}

// ---------------------------------------------------------------------------------------------------------------
// endpoints
// ---------------------------------------------------------------------------------------------------------------

const byId = { organizationId: OrganizationId }

const list = Endpoint.list("/v2/organizations", {
  query: OrganizationQuery,
  embedded: "organizations",
  item: Organization,
  docs: "organizations/list"
})

const customers = Endpoint.list("/v2/organizations/:organizationId/customers", {
  params: byId,
  embedded: "customers",
  item: Customer,
  docs: "organizations/get-customers"
})

const conversations = Endpoint.list("/v2/organizations/:organizationId/conversations", {
  params: byId,
  embedded: "conversations",
  item: Conversation,
  docs: "organizations/get-conversations"
})

/**
 * To add a customer to an organization, set the customer's `organizationId` with `customers.create` or
 * `customers.updatePartial`.
 *
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists one page of organizations, 50 at a time, by default the one with the latest interaction first.
   *
   * Gotcha: there is no filter. To find an organization by name, stream them with `sort: "name,asc"`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/list/
   */
  list,

  /** Streams every organization. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one organization, optionally with its counts and properties.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get/
   */
  get: Endpoint.get("/v2/organizations/:organizationId", {
    params: byId,
    query: OrganizationInclude,
    response: Organization,
    docs: "organizations/get"
  }),

  /**
   * Creates an organization and returns its id. Fails with `Conflict` if it already exists.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/create/
   */
  create: Endpoint.post("/v2/organizations", {
    impact: "write",
    payload: OrganizationCreate,
    response: Endpoint.created(OrganizationId),
    docs: "organizations/create"
  }),

  /**
   * Replaces an organization. Properties are kept.
   *
   * Gotcha: omitting a field erases it, except for `logoUrl`. `updatePartial` keeps omitted fields.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/update/
   */
  update: Endpoint.put("/v2/organizations/:organizationId", {
    impact: "write",
    params: byId,
    payload: OrganizationUpdate,
    docs: "organizations/update"
  }),

  /**
   * Deletes an organization. Its customers remain, without an organization.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/delete/
   */
  delete: Endpoint.delete("/v2/organizations/:organizationId", {
    impact: "destroy",
    params: byId,
    docs: "organizations/delete"
  }),

  /**
   * Lists one page of the customers of an organization, 50 at a time.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get-customers/
   */
  customers,

  /** Streams every customer of an organization. */
  customersAll: Endpoint.all(customers),

  /** Streams the pages, with their totals and links. */
  customersPages: Endpoint.pages(customers),

  /**
   * Lists one page of the conversations with the customers of an organization. There is no filter.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get-conversations/
   */
  conversations,

  /** Streams every conversation with the customers of an organization. */
  conversationsAll: Endpoint.all(conversations),

  /** Streams the pages, with their totals and links. */
  conversationsPages: Endpoint.pages(conversations),

  properties: OrganizationProperties.endpoints,
  propertyDefinitions: OrganizationPropertyDefinitions.endpoints
}

// ---------------------------------------------------------------------------------------------------------------
// service
// ---------------------------------------------------------------------------------------------------------------

/**
 * The methods of `organizations`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Changes the given fields of an organization and keeps the rest; `null` erases a field.
   *
   * Sends two requests: it reads the organization, then replaces it. Gotcha: the last writer wins, so a change by
   * another client between the two requests is overwritten.
   */
  readonly updatePartial: (
    args: { readonly organizationId: OrganizationId },
    payload: OrganizationPartialUpdate
  ) => Effect.Effect<void, HelpScoutError>

  readonly properties: OrganizationProperties.Service
  readonly propertyDefinitions: OrganizationPropertyDefinitions.Service
}

const updatePartial = (methods: Endpoint.Service<typeof endpoints>): Service["updatePartial"] =>
  Effect.fn("Organizations.updatePartial")(function* ({ organizationId }, payload) {
    const {
      name,
      website = null,
      description,
      location,
      note,
      brandColor,
      domains = [],
      phones = []
    } = yield* methods.get({
      organizationId
    })
    // without exactOptionalPropertyTypes, TypeScript allows `undefined`, which must not erase a field
    const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    const merged = { name, website, description, location, note, brandColor, domains, phones, ...given }
    const fields = Object.entries(merged).filter(
      ([field, value]) => value !== undefined && (value !== null || field === "website")
    )
    // the encoder checks each field
    return yield* methods.update({ organizationId }, Object.fromEntries(fields) as unknown as OrganizationUpdate)
  })

const make: Effect.Effect<Service, never, HelpScoutClient> = Effect.map(
  HelpScoutClient.methods("Organizations", endpoints),
  (methods): Service => ({ ...methods, updatePartial: updatePartial(methods) })
)

/**
 * Reads and manages organizations, their properties and property definitions.
 *
 * @since 0.1.0
 */
export class Organizations extends Context.Tag("@effect-helpscout/resources/Organizations")<Organizations, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Organizations, never, HelpScoutClient> = Layer.effect(this, make)
}
