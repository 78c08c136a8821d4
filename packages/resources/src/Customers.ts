/**
 * Customers: the people who write in.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Customers, (customers) =>
 *   customers.findOrCreate({ email: "ann@example.com" }, { firstName: "Ann" })
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
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Struct from "effect/Struct"
import * as CustomerAddresses from "./Customers/Addresses.js"
import * as CustomerChatHandles from "./Customers/ChatHandles.js"
import { CustomerUpdate } from "./Customers/CustomerUpdate.js"
import * as CustomerEmails from "./Customers/Emails.js"
import * as CustomerPhones from "./Customers/Phones.js"
import * as CustomerPropertyValues from "./Customers/Properties.js"
import * as CustomerSocialProfiles from "./Customers/SocialProfiles.js"
import * as CustomerWebsites from "./Customers/Websites.js"
import { CustomerId, inputId, MailboxId, OrganizationId } from "./Ids.js"
import { CustomerProfile } from "./Person.js"
import { SearchQueryOrText } from "./SearchQuery.js"

// ---------------------------------------------------------------------------------------------------------------
// models
// ---------------------------------------------------------------------------------------------------------------

/**
 * A customer. Inside conversations and threads it is a `CustomerPerson`, whose names are `first` and `last`.
 *
 * @since 0.1.0
 * @category models
 */
export class Customer extends Model.Opaque<Customer>("Customer")({
  id: CustomerId,
  firstName: Field.optional(Schema.String),
  lastName: Field.optional(Schema.String),
  /** With a capital here, in small letters in what is sent. */
  gender: Field.optional(Field.openEnum("Female", "Male", "Unknown")),
  jobTitle: Field.optional(Schema.String),
  location: Field.optional(Schema.String),
  /** The notes beside a customer's profile. */
  background: Field.optional(Schema.String),
  /** A text, such as `30-35`. */
  age: Field.optional(Schema.String),
  /** @deprecated by Help Scout, in favour of `organizationId` */
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
      address: Field.optional(CustomerAddresses.CustomerAddress),
      chats: Field.optional(Schema.Array(CustomerChatHandles.CustomerChatHandle)),
      emails: Field.optional(Schema.Array(CustomerEmails.CustomerEmail)),
      phones: Field.optional(Schema.Array(CustomerPhones.CustomerPhone)),
      properties: Field.optional(Schema.Array(CustomerPropertyValues.CustomerPropertyValue)),
      /** With an underscore here; everywhere else Help Scout spells it in another way. */
      social_profiles: Field.optional(Schema.Array(CustomerSocialProfiles.CustomerSocialProfile)),
      websites: Field.optional(Schema.Array(CustomerWebsites.CustomerWebsite))
    })
  ),
  _links: Field.optional(Links)
}) {}

/**
 * What `findOrCreate` came to.
 *
 * @since 0.1.0
 * @category models
 */
export interface FoundOrCreated {
  readonly customerId: CustomerId
  readonly created: boolean
}

// ---------------------------------------------------------------------------------------------------------------
// inputs
// ---------------------------------------------------------------------------------------------------------------

const Text = Field.text({ min: 1 })

/** @since 0.1.0 @category schemas */
export class CustomerQuery extends Model.Opaque<CustomerQuery>("CustomerQuery")({
  firstName: Field.optional(Text),
  lastName: Field.optional(Text),
  mailbox: Field.optional(inputId(MailboxId)),
  modifiedSince: Field.optional(Field.TimestampInput),
  /** Made by `SearchQuery`, or written by hand. What was written a moment ago may not be found yet. */
  query: Field.optional(SearchQueryOrText),
  /** @default "createdAt" */
  sortField: Field.optional(Schema.Literal("createdAt", "firstName", "lastName", "modifiedAt", "score")),
  /** @default "desc" */
  sortOrder: Field.optional(Schema.Literal("asc", "desc"))
}) {}

/** @since 0.1.0 @category schemas */
export class CustomerQueryV3 extends Model.Opaque<CustomerQueryV3>("CustomerQueryV3")({
  createdSince: Field.optional(Field.TimestampInput),
  email: Field.optional(Text),
  firstName: Field.optional(Text),
  lastName: Field.optional(Text),
  modifiedSince: Field.optional(Field.TimestampInput),
  /** Made by `SearchQuery`, or written by hand. What was written a moment ago may not be found yet. */
  query: Field.optional(SearchQueryOrText)
}) {}

const organizationId = { organizationId: Field.optional(inputId(OrganizationId)) }

/** @since 0.1.0 @category schemas */
export class CustomerCreate extends Model.Opaque<CustomerCreate>("CustomerCreate")({
  ...CustomerProfile.fields,
  ...organizationId
}) {}

/**
 * The whole profile of a customer, without addresses, numbers and the like: a field that is left out is erased.
 *
 * @since 0.1.0
 * @category schemas
 */
export class CustomerOverwrite extends Model.Opaque<CustomerOverwrite>("CustomerOverwrite")({
  ...Struct.omit(CustomerProfile.fields, "phone", "emails", "phones", "chats", "socialProfiles", "websites", "address"),
  ...organizationId
}) {}

/**
 * A part of the profile: a field that is left out stays as it is, `null` erases.
 *
 * @since 0.1.0
 * @category models
 */
export type CustomerPartialUpdate = {
  readonly [K in keyof CustomerOverwrite]?: Exclude<CustomerOverwrite[K], undefined> | null
}

/** Asked for in the query, always, and never by the caller. */
const Async = Schema.Struct({
  async: Schema.requiredToOptional(Schema.Literal(true), Schema.Literal(true), {
    decode: (async: true) => Option.some(async),
    encode: () => true as const
  })
})

// ---------------------------------------------------------------------------------------------------------------
// endpoints
// ---------------------------------------------------------------------------------------------------------------

const byId = { customerId: CustomerId }

const list = Endpoint.list("/v2/customers", {
  query: CustomerQuery,
  embedded: "customers",
  item: Customer,
  docs: "customers/list"
})

const listV3 = Endpoint.listCursor("/v3/customers", {
  query: CustomerQueryV3,
  embedded: "customers",
  item: Customer,
  docs: "customers/list-v3"
})

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of customers, newest first: 50 at a time.
   *
   * Gotcha: it has no filter by email; `listV3` has.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/list/
   */
  list,

  /** Streams every customer that the filters let through, page after page. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Lists customers, newest first, by a cursor: customers that come or go meanwhile move no others between pages.
   *
   * Gotcha: there are neither totals nor another order.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/list-v3/
   */
  listV3,

  /** Streams every customer that the filters let through, by the cursor. */
  listV3All: Endpoint.all(listV3),

  /** Streams the pages themselves, which have links and no totals. */
  listV3Pages: Endpoint.pages(listV3),

  /**
   * Gets one customer, with addresses, numbers and properties in `_embedded`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/get/
   */
  get: Endpoint.get("/v2/customers/:customerId", { params: byId, response: Customer, docs: "customers/get" }),

  /**
   * Creates a customer, and answers its id; `Conflict` when there is one with one of these emails already.
   * `findOrCreate` answers that one.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/create/
   */
  create: Endpoint.post("/v2/customers", {
    payload: CustomerCreate,
    response: Endpoint.created(CustomerId),
    docs: "customers/create"
  }),

  /**
   * Replaces the whole profile: a field that is left out is erased. Emails, phones and the like stay as they are.
   * `update` and `updatePartial` keep what they do not name.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/overwrite/
   */
  overwrite: Endpoint.put("/v2/customers/:customerId", {
    params: byId,
    payload: CustomerOverwrite,
    docs: "customers/overwrite"
  }),

  /**
   * Changes parts of a customer, all or none: `[CustomerUpdate.set("jobTitle", "CEO"), CustomerUpdate.emails.remove(12)]`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/update/
   */
  update: Endpoint.patch("/v2/customers/:customerId", {
    params: byId,
    payload: Schema.NonEmptyArray(CustomerUpdate.schema),
    docs: "customers/update"
  }),

  /**
   * Deletes a customer for good, with all conversations and ratings, as the GDPR wants it. There is no way back.
   *
   * Gotcha: `Forbidden` for a customer with more than 100 conversations, which `deleteAsync` takes, and where the user
   * behind the token cannot see all of them.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId", { params: byId, docs: "customers/delete" }),

  /**
   * Has a customer deleted for good, with however many conversations. There is no way back.
   *
   * Gotcha: it answers before anything is deleted; the webhook `customer.deleted` tells when it is done.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/delete-async/
   */
  deleteAsync: Endpoint.delete("/v2/customers/:customerId", {
    params: byId,
    query: Async,
    status: 202,
    docs: "customers/delete-async"
  }),

  addresses: CustomerAddresses.endpoints,
  chatHandles: CustomerChatHandles.endpoints,
  emails: CustomerEmails.endpoints,
  phones: CustomerPhones.endpoints,
  properties: CustomerPropertyValues.endpoints,
  socialProfiles: CustomerSocialProfiles.endpoints,
  websites: CustomerWebsites.endpoints
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
   * Finds the customer with an email, whatever its case, or creates one with it. The profile serves a new customer only.
   *
   * One request when there is one, two when it is created. When somebody else creates it between the two, Help Scout
   * refuses ours and a third request finds theirs. Should the list lag behind, it is read again after one, two and four
   * seconds more; then `Conflict`, which also comes where another email of the profile is taken. After an
   * `AmbiguousWrite` it is safe to call this again. The email becomes one of type `other`, unless the profile's `emails`
   * hold it.
   */
  readonly findOrCreate: (
    args: { readonly email: string },
    profile?: CustomerCreate
  ) => Effect.Effect<FoundOrCreated, HelpScoutError>

  /**
   * Changes a part of the profile and keeps the rest; `null` erases. What `update` cannot change, such as the
   * organization, it can.
   *
   * Two requests, a read and an overwrite. Gotchas: what somebody else changes between the two is lost, for the last
   * writer wins. `InputInvalid`, with nothing overwritten, where a field to keep is not one that Help Scout takes, such
   * as a text that is too long: name it too, with one that it takes. A customer has one organization, be it by id or by name: setting the one lets go of the
   * other.
   */
  readonly updatePartial: (
    args: { readonly customerId: CustomerId },
    payload: CustomerPartialUpdate
  ) => Effect.Effect<void, HelpScoutError>

  readonly addresses: CustomerAddresses.Service
  readonly chatHandles: CustomerChatHandles.Service
  readonly emails: CustomerEmails.Service
  readonly phones: CustomerPhones.Service
  readonly properties: CustomerPropertyValues.Service
  readonly socialProfiles: CustomerSocialProfiles.Service
  readonly websites: CustomerWebsites.Service
}

type Bound = Endpoint.Service<typeof endpoints>

const sameEmail = (a: string, b: string): boolean => a.trim().toLowerCase() === b.toLowerCase()

/** How long a list is given to show what was written a moment ago. */
const lag = Schedule.intersect(Schedule.exponential("1 second"), Schedule.recurs(3))

const findOrCreate = (methods: Bound): Service["findOrCreate"] =>
  Effect.fn("Customers.findOrCreate")(function* (args, profile = {}) {
    // where it is missing, the list says so
    const email = args.email?.trim()
    // the filter is the vendor's: only a customer who has this very email is the one
    const has = (customer: Customer) => (customer._embedded?.emails ?? []).some(({ value }) => sameEmail(value, email))
    const find = Stream.runHead(Stream.filter(methods.listV3All({ email }), has))
    const found = yield* find
    if (Option.isSome(found)) return { customerId: found.value.id, created: false }

    const given = profile.emails ?? []
    const known = given.some(({ value }) => sameEmail(value, email))
    const emails = known ? given : [{ type: "other", value: email } as const, ...given]
    return yield* methods.create({ ...profile, emails }).pipe(
      Effect.map((customerId) => ({ customerId, created: true })),
      Effect.catchTag("HelpScoutConflict", (conflict) =>
        Effect.flatMap(find, (other) =>
          Option.isNone(other) ? Effect.fail(conflict) : Effect.succeed({ customerId: other.value.id, created: false })
        ).pipe(Effect.retry({ schedule: lag, while: (error) => error === conflict }))
      )
    )
  })

/** The profile as it is, in the form in which it is overwritten. */
const overwriteOf = (customer: Customer): Readonly<Record<string, unknown>> => ({
  firstName: customer.firstName,
  lastName: customer.lastName,
  gender: customer.gender?.toLowerCase(),
  jobTitle: customer.jobTitle,
  location: customer.location,
  background: customer.background,
  age: customer.age,
  organizationId: customer.organizationId,
  // the name of the organization that the id means already
  organization: customer.organizationId === undefined ? customer.organization : undefined,
  photoType: customer.photoType,
  photoUrl: customer.photoUrl
})

const updatePartial = (methods: Bound): Service["updatePartial"] =>
  Effect.fn("Customers.updatePartial")(function* ({ customerId }, payload) {
    const kept = overwriteOf(yield* methods.get({ customerId }))
    const other =
      payload.organizationId != null ? "organization" : payload.organization != null ? "organizationId" : undefined
    // not every compiler refuses `undefined`: it must not erase
    const named = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    const merged = Object.entries({ ...kept, ...(other !== undefined && { [other]: undefined }), ...named })
    const whole = merged.filter(
      ([name, value]) => value !== undefined && value !== null && !(value === "" && !(name in named))
    )
    // the encoder looks at each field, those that were read included
    return yield* methods.overwrite({ customerId }, Object.fromEntries(whole) as CustomerOverwrite)
  })

const make: Effect.Effect<Service, never, HelpScoutClient> = Effect.map(
  HelpScoutClient.methods("Customers", endpoints),
  (methods): Service => ({ ...methods, findOrCreate: findOrCreate(methods), updatePartial: updatePartial(methods) })
)

/**
 * @since 0.1.0
 * @category services
 */
export class Customers extends Context.Tag("@effect-helpscout/resources/Customers")<Customers, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Customers, never, HelpScoutClient> = Layer.effect(this, make)
}
