/**
 * How the simulator answers for customers and for the properties they may have.
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as CustomerProperties from "@effect-helpscout/resources/CustomerProperties"
import * as Customers from "@effect-helpscout/resources/Customers"
import type { CustomerOverwrite } from "@effect-helpscout/resources/Customers/CustomerCreate"
import type { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { CustomerId } from "@effect-helpscout/resources/Ids"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as ConversationData from "../data/conversations.js"
import * as CustomerPropertyData from "../data/customerProperties.js"
import * as CustomerData from "../data/customers.js"
import * as CustomerView from "../data/customerView.js"
import * as OrganizationData from "../data/organizations.js"
import * as SearchText from "../data/searchText.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"
import * as CustomerEntriesRoutes from "./Customers/Entries.js"

const { endpoints } = Customers
const { emailConflict, emailTaken, entriesOf, put, withEntries } = CustomerEntriesRoutes
type Row = CustomerData.CustomerRow

const find = (account: Account.Account, customerId: number) => account.table(CustomerData.customers).get(customerId)

const missing = (path: string, rejectedValue: unknown): Reply.Reply =>
  Reply.validation({ path, message: "does not exist", rejectedValue, rule: "Exists" })

// ---------------------------------------------------------------------------------------------------------------
// lists
// ---------------------------------------------------------------------------------------------------------------

const same = (a: string | null, b: string): boolean => a !== null && a.toLowerCase() === b.toLowerCase()

const hasEmail = (row: Row, email: string): boolean => row._embedded.emails.some(({ value }) => same(value, email))

const searched =
  (row: Row) =>
  ({ field, text, period }: SearchText.Term): boolean => {
    const within = (date: string) =>
      period !== undefined && period[0] <= Date.parse(date) && Date.parse(date) <= period[1]
    switch (field) {
      case "firstName":
        return same(row.firstName, text)
      case "lastName":
        return same(row.lastName, text)
      case "email":
        return hasEmail(row, text)
      case "createdAt":
        return within(row.createdAt)
      case "modifiedAt":
        return within(row.updatedAt)
      default:
        return false
    }
  }

interface Filters {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly mailbox?: number
  readonly modifiedSince?: { readonly epochMillis: number }
  readonly createdSince?: { readonly epochMillis: number }
  readonly query?: unknown
}

/** The customers that the filters let through, newest first; nothing where the query cannot be read. */
const listed = (account: Account.Account, filters: Filters, now: number): ReadonlyArray<Row> | undefined => {
  const { firstName, lastName, email, mailbox, modifiedSince, createdSince, query } = filters
  const tests: Array<(row: Row) => boolean> = []
  if (firstName !== undefined) tests.push((row) => same(row.firstName, firstName))
  if (lastName !== undefined) tests.push((row) => same(row.lastName, lastName))
  if (email !== undefined) tests.push((row) => hasEmail(row, email))
  if (modifiedSince !== undefined) tests.push((row) => Date.parse(row.updatedAt) >= modifiedSince.epochMillis)
  if (createdSince !== undefined) tests.push((row) => Date.parse(row.createdAt) >= createdSince.epochMillis)
  if (mailbox !== undefined) {
    const inside = new Set(
      ConversationData.visible(account)
        .filter(({ wire }) => wire.mailboxId === mailbox)
        .map(({ wire }) => wire.primaryCustomer.id)
    )
    tests.push((row) => inside.has(row.id))
  }
  if (typeof query === "string") {
    const search = SearchText.parse(query, now)
    if (search === undefined) return undefined
    tests.push((row) => search(searched(row)))
  }
  return account
    .table(CustomerData.customers)
    .filter((row) => tests.every((test) => test(row)))
    .toSorted((a, b) => (a.createdAt === b.createdAt ? b.id - a.id : a.createdAt < b.createdAt ? 1 : -1))
}

const sortKeys: Readonly<Record<string, (row: Row) => string>> = {
  firstName: (row) => row.firstName ?? "",
  lastName: (row) => row.lastName ?? "",
  modifiedAt: (row) => row.updatedAt
}

const sorted = (rows: ReadonlyArray<Row>, field = "createdAt", order = "desc"): ReadonlyArray<Row> => {
  const key = sortKeys[field] ?? ((row: Row) => row.createdAt)
  const sign = order === "asc" ? 1 : -1
  return rows.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id))
}

const badQuery = Reply.validation({ path: "query", message: "could not be parsed", source: "QUERY" })

// ---------------------------------------------------------------------------------------------------------------
// writes
// ---------------------------------------------------------------------------------------------------------------

const asRead = (gender: string): string => gender.charAt(0).toUpperCase() + gender.slice(1)

/** The fields of a profile: what is left out is empty. */
const fields = (account: Account.Account, profile: CustomerOverwrite) => {
  const { organizationId } = profile
  const organization =
    organizationId === undefined ? undefined : account.table(OrganizationData.organizations).get(organizationId)
  return {
    firstName: profile.firstName ?? null,
    lastName: profile.lastName ?? null,
    gender: asRead(profile.gender ?? "unknown"),
    jobTitle: profile.jobTitle ?? null,
    location: profile.location ?? null,
    background: profile.background ?? null,
    age: profile.age ?? null,
    organization: organization?.wire.name ?? profile.organization ?? null,
    organizationId: organizationId ?? null,
    photoType: profile.photoType ?? "unknown",
    photoUrl: profile.photoUrl ?? ""
  }
}

const refusedOrganization = (account: Account.Account, { organizationId }: CustomerOverwrite) =>
  organizationId !== undefined && account.table(OrganizationData.organizations).get(organizationId) === undefined
    ? missing("organizationId", organizationId)
    : undefined

const numbered = <Entry extends object>(account: Account.Account, entries: ReadonlyArray<Entry> = []) =>
  entries.map((entry) => ({ id: CustomerData.entryId(account), ...entry }))

const create = Route.make(endpoints.create, ({ account, payload, now, created }) => {
  const refused = refusedOrganization(account, payload)
  if (refused !== undefined) return refused
  const emails = (payload.emails ?? []).map(({ value }) => value)
  if (new Set(emails.map((value) => value.toLowerCase())).size < emails.length) return emailConflict
  for (const value of emails) {
    const taken = emailTaken(account, value)
    if (taken !== undefined) return taken
  }
  const row = CustomerData.insert(account, [], payload.phone === undefined ? {} : { phone: payload.phone }, now)
  const made = account.table(CustomerData.customers).put({
    ...row,
    ...fields(account, payload),
    _embedded: {
      ...row._embedded,
      emails: numbered(account, payload.emails),
      phones: [...row._embedded.phones, ...numbered(account, payload.phones)],
      chats: numbered(account, payload.chats),
      social_profiles: numbered(account, payload.socialProfiles),
      websites: numbered(account, payload.websites),
      ...(payload.address !== undefined && { address: payload.address })
    }
  })
  CustomerView.created(account, made)
  return created(row.id)
})

const keys: Readonly<Record<string, CustomerEntriesRoutes.Key>> = {
  chats: "chats",
  emails: "emails",
  phones: "phones",
  "social-profiles": "social_profiles",
  websites: "websites"
}

const refuse = (path: string, message: string) => Either.left(Reply.validation({ path, message }))

/** One operation on entries: `/emails`, `/emails/1`, `/emails/1/value`. */
const changeEntries = (
  account: Account.Account,
  row: Row,
  change: CustomerUpdate,
  key: CustomerEntriesRoutes.Key
): Either.Either<Row, Reply.Reply> => {
  const [, , id, part] = change.path.split("/")
  const entries = entriesOf(row, key)
  if (change.op === "add") {
    const taken = key === "emails" ? emailTaken(account, change.value.value, row) : undefined
    return taken === undefined
      ? Either.right(withEntries(row, key, [...entries, ...numbered(account, [change.value])]))
      : Either.left(taken)
  }
  if (!entries.some((entry) => String(entry.id) === id)) return refuse(change.path, "does not exist")
  if (change.op === "remove")
    return Either.right(
      withEntries(
        row,
        key,
        entries.filter((entry) => String(entry.id) !== id)
      )
    )
  const taken = key === "emails" && part === "value" ? emailTaken(account, change.value, row, Number(id)) : undefined
  if (taken !== undefined) return Either.left(taken)
  return Either.right(
    withEntries(
      row,
      key,
      entries.map((entry) => (String(entry.id) === id ? { ...entry, [part ?? "value"]: change.value } : entry))
    )
  )
}

const change = (account: Account.Account, row: Row, change: CustomerUpdate): Either.Either<Row, Reply.Reply> => {
  const [, name = "", part] = change.path.split("/")
  const key = keys[name]
  if (key !== undefined) return changeEntries(account, row, change, key)
  const value = change.op === "remove" ? null : change.value
  if (name === "address") {
    const { address } = row._embedded
    if (address === undefined) return refuse(change.path, "the customer has no address")
    return Either.right({ ...row, _embedded: { ...row._embedded, address: { ...address, [part ?? ""]: value } } })
  }
  if (name === "gender") return Either.right({ ...row, gender: asRead(String(value)) })
  // the deprecated name goes with no id
  return Either.right({ ...row, [name]: value, ...(name === "organization" && { organizationId: null }) })
}

const update = Route.make(endpoints.update, ({ account, args, payload, now }) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Reply.notFound
  let changed: Either.Either<Row, Reply.Reply> = Either.right(row)
  for (const one of payload) changed = Either.flatMap(changed, (row) => change(account, row, one))
  // all or none
  if (Either.isLeft(changed)) return changed.left
  put(account, changed.right, now)
  return Reply.empty()
})

/** So many conversations may go with a customer at once. */
const maxConversations = 100

/** Both ways of deleting have the same method and path. */
const anyDelete = Endpoint.delete("/v2/customers/:customerId", {
  params: { customerId: CustomerId },
  query: Schema.Struct({ async: Field.optional(Schema.Boolean) }),
  docs: "customers/delete"
})

const remove = Route.make(anyDelete, ({ account, args }) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Reply.notFound
  if (args.async !== true && CustomerView.conversationCount(account, row.id) > maxConversations) return Reply.forbidden
  ConversationData.erase(account, row.id)
  account.table(CustomerData.customers).delete(row.id)
  // what tells of the end of an asynchronous one; here it is over before it is answered
  CustomerView.deleted(account, row.id)
  return Reply.empty(args.async === true ? 202 : 204)
})

const updateProperties = Route.make(endpoints.properties.update, ({ account, args, payload, now }) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Reply.notFound
  let changed = row
  for (const one of payload) {
    const slug = one.path.slice(1)
    const definition = CustomerPropertyData.bySlug(account, slug)
    if (definition === undefined) return missing(one.path, slug)
    const value = one.op === "remove" ? undefined : CustomerPropertyData.value(definition, one.value)
    if (one.op === "replace" && value === undefined) {
      return Reply.validation({
        path: one.path,
        message: `is no value for a ${definition.wire.type}`,
        rejectedValue: one.value
      })
    }
    changed = CustomerPropertyData.withValue(changed, slug, value)
  }
  put(account, changed, now)
  return Reply.empty()
})

// ---------------------------------------------------------------------------------------------------------------
// definitions
// ---------------------------------------------------------------------------------------------------------------

const definitionRoutes: ReadonlyArray<Route.Route> = [
  Route.make(CustomerProperties.endpoints.list, ({ account, page }) =>
    page(CustomerPropertyData.existing(account).map(({ wire }) => wire))
  ),
  Route.make(CustomerProperties.endpoints.create, ({ account, payload }) => {
    if (CustomerPropertyData.bySlug(account, payload.slug) !== undefined)
      return Reply.conflict("A property with this slug exists already")
    if (CustomerPropertyData.existing(account).length >= CustomerPropertyData.maxDefinitions) {
      return Reply.preconditionFailed("Too many customer properties")
    }
    const { type, slug, name } = payload
    const seed = account.seed.fork(`options/${slug}`)
    const options =
      payload.type === "dropdown"
        ? payload.options.map(({ id, label }) => ({ id: id ?? CustomerPropertyData.uuid(seed.hex(32)), label }))
        : undefined
    account.table(CustomerPropertyData.definitions).insert((id) => ({
      id,
      deleted: false,
      wire: { type, slug, name, ...(options !== undefined && { options }) }
    }))
    // neither Resource-ID nor Location
    return Reply.empty(201)
  }),
  Route.make(CustomerProperties.endpoints.delete, ({ account, args }) => {
    const definition = CustomerPropertyData.bySlug(account, args.slug)
    if (definition === undefined) return Reply.notFound
    // kept for a while, and its slug is free at once
    account.table(CustomerPropertyData.definitions).put({
      ...definition,
      deleted: true,
      wire: { ...definition.wire, slug: `${args.slug}-deleted-${definition.id}` }
    })
    const customers = account.table(CustomerData.customers)
    for (const row of customers.filter((row) =>
      CustomerPropertyData.valuesOf(row).some(({ slug }) => slug === args.slug)
    )) {
      customers.put(CustomerPropertyData.withValue(row, args.slug, undefined))
    }
    return Reply.empty()
  })
]

/**
 * The routes for customers and their properties, and the generated properties.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate: CustomerPropertyData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, now, page }) => {
      const rows = listed(account, args, now)
      return rows === undefined
        ? badQuery
        : page(sorted(rows, args.sortField, args.sortOrder), { text: CustomerView.text(account) })
    }),
    Route.make(endpoints.listV3, ({ account, args, now, page }) => {
      const rows = listed(account, args, now)
      return rows === undefined ? badQuery : page(rows, { text: CustomerView.text(account) })
    }),
    Route.make(endpoints.get, ({ account, args }) => {
      const row = find(account, args.customerId)
      return row === undefined ? Reply.notFound : Reply.text(CustomerView.text(account)(row))
    }),
    create,
    Route.make(endpoints.overwrite, ({ account, args, payload, now }) => {
      const row = find(account, args.customerId)
      if (row === undefined) return Reply.notFound
      const refused = refusedOrganization(account, payload)
      if (refused !== undefined) return refused
      put(account, { ...row, ...fields(account, payload) }, now)
      return Reply.empty()
    }),
    update,
    remove,
    updateProperties,
    ...CustomerEntriesRoutes.routes,
    ...definitionRoutes
  ]
})
