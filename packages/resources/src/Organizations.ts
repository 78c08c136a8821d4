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

// ---------------------------------------------------------------------------------------------------------------
// models
// ---------------------------------------------------------------------------------------------------------------

/**
 * An organization.
 *
 * @since 0.1.0
 * @category models
 */
export class Organization extends Model.Opaque<Organization>("Organization")({
  id: OrganizationId,
  name: Schema.String,
  /** As somebody typed it, such as `www.example.com`: not always a URL. */
  website: Field.optional(Schema.String),
  description: Field.optional(Schema.String),
  location: Field.optional(Schema.String),
  logoUrl: Field.optional(Schema.String),
  note: Field.optional(Schema.String),
  domains: Field.optional(Schema.Array(Schema.String)),
  phones: Field.optional(Schema.Array(Schema.String)),
  /** As `#RRGGBB`. */
  brandColor: Field.optional(Schema.String),
  /** Only with `includeCounts`. */
  customerCount: Field.optional(Schema.Number),
  /** Only with `includeCounts`. */
  conversationCount: Field.optional(Schema.Number),
  /** Only with `includeProperties`. */
  properties: Field.optional(Schema.Array(OrganizationProperties.OrganizationPropertyValue)),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

// ---------------------------------------------------------------------------------------------------------------
// inputs
// ---------------------------------------------------------------------------------------------------------------

/** @since 0.1.0 @category schemas */
export class OrganizationQuery extends Model.Opaque<OrganizationQuery>("OrganizationQuery")({
  /**
   * Without a direction the order is descending, so that `name` is from Z to A.
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

/** @since 0.1.0 @category schemas */
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
    description: "a colour as #RRGGBB",
    arbitrary: () => (fc) => fc.stringMatching(/^#[0-9a-f]{6}$/)
  })
)

const details = {
  description: Field.optional(Schema.String),
  location: Field.optional(Schema.String),
  note: Field.optional(Schema.String),
  brandColor: Field.optional(Color)
}

/** @since 0.1.0 @category schemas */
export class OrganizationCreate extends Model.Opaque<OrganizationCreate>("OrganizationCreate")({
  name: Name,
  website: Field.optional(Schema.String),
  domains: Field.optional(Texts),
  /** A single domain, as Help Scout's own example has it. `domains` is what it answers, and is known to work. */
  domain: Field.optional(Schema.String),
  phones: Field.optional(Texts),
  ...details
}) {}

/**
 * The whole organization: what is left out is erased, but for `logoUrl`.
 *
 * @since 0.1.0
 * @category schemas
 */
export class OrganizationUpdate extends Model.Opaque<OrganizationUpdate>("OrganizationUpdate")({
  name: Name,
  website: Schema.NullOr(Schema.String),
  domains: Texts,
  phones: Texts,
  ...details,
  /** Stays as it is where it is left out. */
  logoUrl: Field.optional(Schema.String)
}) {}

/**
 * A part of the organization: a field that is left out stays as it is, `null` erases.
 *
 * @since 0.1.0
 * @category models
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
  /** Help Scout keeps it where it is left out, so that nothing erases it. */
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
 * A customer joins an organization by its own `organizationId`: `customers.create`, `customers.updatePartial`.
 *
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of organizations, 50 at a time, those with the latest interaction first.
   *
   * Gotcha: there is no filter. To find one by name, stream them with `sort: "name,asc"`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/list/
   */
  list,

  /** Streams every organization, page after page. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one organization; with its counts and properties, if asked for.
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
   * Creates an organization, and answers its id; `Conflict` when there is one already.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/create/
   */
  create: Endpoint.post("/v2/organizations", {
    payload: OrganizationCreate,
    response: Endpoint.created(OrganizationId),
    docs: "organizations/create"
  }),

  /**
   * Replaces an organization as a whole: what is left out is erased, but for `logoUrl`. `updatePartial` keeps what it
   * does not name. Properties stay as they are.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/update/
   */
  update: Endpoint.put("/v2/organizations/:organizationId", {
    params: byId,
    payload: OrganizationUpdate,
    docs: "organizations/update"
  }),

  /**
   * Deletes an organization. Its customers stay, and belong to none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/delete/
   */
  delete: Endpoint.delete("/v2/organizations/:organizationId", { params: byId, docs: "organizations/delete" }),

  /**
   * Lists one page of the customers of an organization, 50 at a time.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get-customers/
   */
  customers,

  /** Streams the customers of an organization, page after page. */
  customersAll: Endpoint.all(customers),

  /** Streams the pages themselves, with their totals and links. */
  customersPages: Endpoint.pages(customers),

  /**
   * Lists one page of the conversations with customers of an organization. There is no filter.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get-conversations/
   */
  conversations,

  /** Streams the conversations with customers of an organization, page after page. */
  conversationsAll: Endpoint.all(conversations),

  /** Streams the pages themselves, with their totals and links. */
  conversationsPages: Endpoint.pages(conversations),

  properties: OrganizationProperties.endpoints,
  propertyDefinitions: OrganizationProperties.definitionEndpoints
}

// ---------------------------------------------------------------------------------------------------------------
// service
// ---------------------------------------------------------------------------------------------------------------

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Changes a part of an organization and keeps the rest; `null` erases.
   *
   * Two requests, a read and a write of the whole. Gotcha: what somebody else changes between the two is lost, for the
   * last writer wins.
   */
  readonly updatePartial: (
    args: { readonly organizationId: OrganizationId },
    payload: OrganizationPartialUpdate
  ) => Effect.Effect<void, HelpScoutError>

  readonly properties: OrganizationProperties.Service
  readonly propertyDefinitions: OrganizationProperties.DefinitionService
}

type Bound = Endpoint.Service<typeof endpoints>

const updatePartial = (methods: Bound): Service["updatePartial"] =>
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
    // not every compiler refuses `undefined`: it must not erase
    const named = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    const merged = { name, website, description, location, note, brandColor, domains, phones, ...named }
    const whole = Object.entries(merged).filter(
      ([field, value]) => value !== undefined && (value !== null || field === "website")
    )
    // the encoder looks at each field
    return yield* methods.update({ organizationId }, Object.fromEntries(whole) as unknown as OrganizationUpdate)
  })

const make: Effect.Effect<Service, never, HelpScoutClient> = Effect.map(
  HelpScoutClient.methods("Organizations", endpoints),
  (methods): Service => ({ ...methods, updatePartial: updatePartial(methods) })
)

/**
 * @since 0.1.0
 * @category services
 */
export class Organizations extends Context.Tag("@effect-helpscout/resources/Organizations")<Organizations, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Organizations, never, HelpScoutClient> = Layer.effect(this, make)
}
