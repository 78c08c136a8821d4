/**
 * Customers: the people who write to an account.
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
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as CustomerAddresses from "./Customers/Addresses.js"
import * as CustomerChatHandles from "./Customers/ChatHandles.js"
import { Customer } from "./Customers/Customer.js"
import { CustomerCreate, CustomerOverwrite, type CustomerPartialUpdate } from "./Customers/CustomerCreate.js"
import { CustomerQuery, CustomerQueryV3 } from "./Customers/CustomerQuery.js"
import { CustomerUpdate } from "./Customers/CustomerUpdate.js"
import * as CustomerEmails from "./Customers/Emails.js"
import * as CustomerPhones from "./Customers/Phones.js"
import * as CustomerPropertyValues from "./Customers/Properties.js"
import * as CustomerSocialProfiles from "./Customers/SocialProfiles.js"
import * as CustomerWebsites from "./Customers/Websites.js"
import { CustomerId } from "./Ids.js"

/**
 * The result of `findOrCreate`.
 *
 * @since 0.1.0
 */
export interface FoundOrCreated {
  readonly customerId: CustomerId
  readonly created: boolean
}

/** A fixed parameter: always in the query, never an argument. */
const Async = Schema.Struct({
  async: Schema.requiredToOptional(Schema.Literal(true), Schema.Literal(true), {
    decode: (async: true) => Option.some(async),
    encode: () => true as const
  })
})

const byId = { customerId: CustomerId }

const listV3 = Endpoint.listCursor("/v3/customers", {
  query: CustomerQueryV3,
  embedded: "customers",
  item: Customer,
  docs: "customers/list-v3"
})

const list = Endpoint.list("/v2/customers", {
  query: CustomerQuery,
  embedded: "customers",
  item: Customer,
  stable: listV3,
  docs: "customers/list"
})

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists one page of customers, newest first: 50 at a time.
   *
   * Gotcha: only `listV3` can filter by email.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/list/
   */
  list,

  /**
   * Streams every customer that matches, page after page. A customer that moves to another page in the meantime can be
   * missed or emitted twice.
   *
   * With the option `order: "stable"`, emits each customer that matches throughout exactly once while the account changes,
   * newest first, from `listV3`, at the same cost. It cannot be combined with `mailbox`, `sortField`, `sortOrder`, `page`
   * or `concurrency`.
   */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Lists one page of customers, newest first, by cursor. Customers that are created or deleted in the meantime do not
   * move others between pages.
   *
   * Gotcha: has no totals and no other order.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/list-v3/
   */
  listV3,

  /** Streams every customer that matches, by cursor. */
  listV3All: Endpoint.all(listV3),

  /** Streams the pages, which have links and no totals. */
  listV3Pages: Endpoint.pages(listV3),

  /**
   * Gets one customer, with addresses, phones, properties and other entries in `_embedded`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/get/
   */
  get: Endpoint.get("/v2/customers/:customerId", { params: byId, response: Customer, docs: "customers/get" }),

  /**
   * Creates a customer and returns its id. Fails with `Conflict` if a customer with one of the emails already exists,
   * which `findOrCreate` returns.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/create/
   */
  create: Endpoint.post("/v2/customers", {
    impact: "write",
    payload: CustomerCreate,
    response: Endpoint.created(CustomerId),
    docs: "customers/create"
  }),

  /**
   * Replaces the whole profile: a field that is left out is erased. Emails, phones and other entries stay unchanged.
   * `update` and `updatePartial` change single fields.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/overwrite/
   */
  overwrite: Endpoint.put("/v2/customers/:customerId", {
    impact: "write",
    params: byId,
    payload: CustomerOverwrite,
    docs: "customers/overwrite"
  }),

  /**
   * Changes parts of a customer, either all or none: `[CustomerUpdate.set("jobTitle", "CEO"), CustomerUpdate.emails.remove(12)]`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/update/
   */
  update: Endpoint.patch("/v2/customers/:customerId", {
    impact: "write",
    params: byId,
    payload: Schema.NonEmptyArray(CustomerUpdate.schema),
    docs: "customers/update"
  }),

  /**
   * Deletes a customer with all conversations and ratings (GDPR erasure). Irreversible.
   *
   * Gotcha: fails with `Forbidden` for a customer with more than 100 conversations, which `deleteAsync` accepts, and if
   * the user behind the token cannot see all of them.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId", { impact: "destroy", params: byId, docs: "customers/delete" }),

  /**
   * Deletes a customer with any number of conversations, in the background (GDPR erasure). Irreversible.
   *
   * Gotcha: returns before anything is deleted. The webhook `customer.deleted` reports the end.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/delete-async/
   */
  deleteAsync: Endpoint.delete("/v2/customers/:customerId", {
    impact: "destroy",
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

/**
 * The methods of `customers`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Finds the customer with an email, regardless of case, or creates one. The profile is used for a new customer only.
   *
   * Sends one request if the customer exists, and two to create it. If another client creates the customer between the
   * two, a third request finds it. If the list lags behind, it is read again after one, two and four seconds; then the
   * call fails with `Conflict`, as it does if another email of the profile is in use. After `AmbiguousWrite` it is safe
   * to repeat the call. The email gets the type `other`, unless the profile's `emails` contain it.
   */
  readonly findOrCreate: (
    args: { readonly email: string },
    profile?: CustomerCreate
  ) => Effect.Effect<FoundOrCreated, HelpScoutError>

  /**
   * Changes a part of the profile and keeps the rest. `null` erases a field. Unlike `update`, it can change the
   * organization.
   *
   * Sends two requests, a read and an overwrite. Gotchas: changes that another client makes between the two are lost
   * (last write wins). Fails with `InputInvalid`, and overwrites nothing, if Help Scout would reject a field that is
   * kept, such as a text that is too long: pass a valid value for that field as well. A customer has one organization,
   * by id or by name: setting one removes the other.
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

type Methods = Endpoint.Service<typeof endpoints>

const sameEmail = (a: string, b: string): boolean => a.trim().toLowerCase() === b.toLowerCase()

/** How long to wait for a list to show a recent write. */
const lag = Schedule.intersect(Schedule.exponential("1 second"), Schedule.recurs(3))

const findOrCreate = (methods: Methods): Service["findOrCreate"] =>
  Effect.fn("Customers.findOrCreate")(function* (args, profile = {}) {
    // if it is missing, the list fails with `InputInvalid`
    const email = args.email?.trim()
    // Help Scout's filter may match more: only a customer with exactly this email counts
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

/** The current profile, in the form of an overwrite. */
const overwriteOf = (customer: Customer): Readonly<Record<string, unknown>> => ({
  firstName: customer.firstName,
  lastName: customer.lastName,
  gender: customer.gender?.toLowerCase(),
  jobTitle: customer.jobTitle,
  location: customer.location,
  background: customer.background,
  age: customer.age,
  organizationId: customer.organizationId,
  // with an id, this is the name of the same organization
  organization: customer.organizationId === undefined ? customer.organization : undefined,
  photoType: customer.photoType,
  photoUrl: customer.photoUrl
})

const updatePartial = (methods: Methods): Service["updatePartial"] =>
  Effect.fn("Customers.updatePartial")(function* ({ customerId }, payload) {
    const kept = overwriteOf(yield* methods.get({ customerId }))
    const other =
      payload.organizationId != null ? "organization" : payload.organization != null ? "organizationId" : undefined
    // without exactOptionalPropertyTypes, `undefined` compiles: it must not erase
    const named = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    const merged = Object.entries({ ...kept, ...(other !== undefined && { [other]: undefined }), ...named })
    const whole = merged.filter(
      ([name, value]) => value !== undefined && value !== null && !(value === "" && !(name in named))
    )
    // the encoder checks each field, including those that were read
    return yield* methods.overwrite({ customerId }, Object.fromEntries(whole) as CustomerOverwrite)
  })

const make: Effect.Effect<Service, never, HelpScoutClient> = Effect.map(
  HelpScoutClient.methods("Customers", endpoints),
  (methods): Service => ({ ...methods, findOrCreate: findOrCreate(methods), updatePartial: updatePartial(methods) })
)

/**
 * The customers of an account.
 *
 * @since 0.1.0
 */
export class Customers extends Context.Tag("@effect-helpscout/resources/Customers")<Customers, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Customers, never, HelpScoutClient> = Layer.effect(this, make)
}
