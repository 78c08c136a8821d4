/** Routes for customers. */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Customers from "@effect-helpscout/resources/Customers"
import type { CustomerOverwrite } from "@effect-helpscout/resources/Customers/CustomerCreate"
import type { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { CustomerId } from "@effect-helpscout/resources/Ids"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as CustomerEntries from "../data/customers/customerEntries.js"
import * as CustomerEvents from "../data/customers/customerEvents.js"
import * as CustomerSearch from "../data/customers/customerSearch.js"
import * as CustomerData from "../data/customers/customers.js"
import * as OrganizationData from "../data/organizations.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"
import * as AddressesRoutes from "./Customers/Addresses.js"
import * as ChatHandlesRoutes from "./Customers/ChatHandles.js"
import * as EmailsRoutes from "./Customers/Emails.js"
import { emailConflict } from "./Customers/EntryHandlers.js"
import * as PhonesRoutes from "./Customers/Phones.js"
import * as PropertiesRoutes from "./Customers/Properties.js"
import * as SocialProfilesRoutes from "./Customers/SocialProfiles.js"
import * as WebsitesRoutes from "./Customers/Websites.js"

const { endpoints } = Customers
const { numbered } = CustomerEntries
type Row = CustomerData.CustomerRow

const find = (account: Account.Account, customerId: number) => account.table(CustomerData.customers).get(customerId)

const badQuery = Response.validation({ path: "query", message: "could not be parsed", source: "QUERY" })

/** Responses have the gender capitalized. */
const asRead = (gender: string): string => gender.charAt(0).toUpperCase() + gender.slice(1)

/** The fields of a profile. An omitted field is emptied. */
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
    organization: organization?.json.name ?? profile.organization ?? null,
    organizationId: organizationId ?? null,
    photoType: profile.photoType ?? "unknown",
    photoUrl: profile.photoUrl ?? ""
  }
}

const unknownOrganization = (account: Account.Account, { organizationId }: CustomerOverwrite) =>
  organizationId !== undefined && account.table(OrganizationData.organizations).get(organizationId) === undefined
    ? Response.unknownReference("organizationId", organizationId)
    : undefined

const create = Route.make(endpoints.create, ({ account, payload, now, created }) => {
  const rejected = unknownOrganization(account, payload)
  if (rejected !== undefined) return rejected
  const emails = (payload.emails ?? []).map(({ value }) => value.toLowerCase())
  const isTaken = (email: string) => CustomerEntries.isEmailTaken(account, email)
  if (new Set(emails).size < emails.length || emails.some(isTaken)) return emailConflict
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
  CustomerEvents.created(account, made)
  return created(row.id)
})

// ---------------------------------------------------------------------------------------------------------------
// update: a list of operations
// ---------------------------------------------------------------------------------------------------------------

const keys: Readonly<Record<string, CustomerEntries.Key>> = {
  chats: "chats",
  emails: "emails",
  phones: "phones",
  "social-profiles": "social_profiles",
  websites: "websites"
}

type Changed = Either.Either<Row, Response.Response>

const reject = (path: string, message: string) => Either.left(Response.validation({ path, message }))

/** Applies one operation to the entries of a kind: `/emails`, `/emails/1` or `/emails/1/value`. */
const changeEntries = (
  account: Account.Account,
  row: Row,
  operation: CustomerUpdate,
  key: CustomerEntries.Key
): Changed => {
  const [, , id, part = "value"] = operation.path.split("/")
  const entries = CustomerEntries.of(row, key)
  const isEntry = (entry: CustomerEntries.Entry) => String(entry.id) === id
  const replaced = (next: ReadonlyArray<CustomerEntries.Entry>) => Either.right(CustomerEntries.replace(row, key, next))
  if (operation.op === "add") {
    const isTaken = key === "emails" && CustomerEntries.isEmailTaken(account, operation.value.value, row)
    return isTaken ? Either.left(emailConflict) : replaced([...entries, ...numbered(account, [operation.value])])
  }
  if (!entries.some(isEntry)) return reject(operation.path, "does not exist")
  if (operation.op === "remove") return replaced(entries.filter((entry) => !isEntry(entry)))
  const { value } = operation
  if (key === "emails" && part === "value" && CustomerEntries.isEmailTaken(account, value, row, Number(id)))
    return Either.left(emailConflict)
  return replaced(entries.map((entry) => (isEntry(entry) ? { ...entry, [part]: value } : entry)))
}

const change = (account: Account.Account, row: Row, operation: CustomerUpdate): Changed => {
  const [, name = "", part] = operation.path.split("/")
  const key = keys[name]
  if (key !== undefined) return changeEntries(account, row, operation, key)
  const value = operation.op === "remove" ? null : operation.value
  if (name === "address") {
    const { address } = row._embedded
    if (address === undefined) return reject(operation.path, "the customer has no address")
    return Either.right({ ...row, _embedded: { ...row._embedded, address: { ...address, [part ?? ""]: value } } })
  }
  if (name === "gender") return Either.right({ ...row, gender: asRead(String(value)) })
  // the deprecated name of an organization has no id
  return Either.right({ ...row, [name]: value, ...(name === "organization" && { organizationId: null }) })
}

const update = Route.make(endpoints.update, ({ account, args, payload, now }) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Response.notFound
  let changed: Changed = Either.right(row)
  for (const operation of payload) changed = Either.flatMap(changed, (row) => change(account, row, operation))
  // all operations or none
  if (Either.isLeft(changed)) return changed.left
  CustomerEvents.put(account, changed.right, now)
  return Response.empty()
})

// ---------------------------------------------------------------------------------------------------------------
// delete
// ---------------------------------------------------------------------------------------------------------------

/** The most conversations that a synchronous delete takes along. */
const maxConversations = 100

/** `delete` and `deleteAsync` have the same method and path. */
const anyDelete = Endpoint.delete("/v2/customers/:customerId", {
  impact: "destroy",
  params: { customerId: CustomerId },
  query: Schema.Struct({ async: Field.optional(Schema.Boolean) }),
  docs: "customers/delete"
})

const remove = Route.make(anyDelete, ({ account, args }) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Response.notFound
  if (args.async !== true && CustomerEvents.conversationCount(account, row.id) > maxConversations)
    return Response.forbidden
  // Help Scout sends `customer.deleted` when an asynchronous delete is done; here it is done before the response
  CustomerEvents.erase(account, row.id)
  return Response.empty(args.async === true ? 202 : 204)
})

export const family = Route.family({
  populate: CustomerData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, now, page }) => {
      const rows = CustomerSearch.listed(account, args, now)
      return rows === undefined
        ? badQuery
        : page(CustomerSearch.sorted(rows, args.sortField, args.sortOrder), { text: CustomerEvents.text(account) })
    }),
    Route.make(endpoints.listV3, ({ account, args, now, page }) => {
      const rows = CustomerSearch.listed(account, args, now)
      return rows === undefined ? badQuery : page(rows, { text: CustomerEvents.text(account) })
    }),
    Route.make(endpoints.get, ({ account, args }) => {
      const row = find(account, args.customerId)
      return row === undefined ? Response.notFound : Response.text(CustomerEvents.text(account)(row))
    }),
    create,
    Route.make(endpoints.overwrite, ({ account, args, payload, now }) => {
      const row = find(account, args.customerId)
      if (row === undefined) return Response.notFound
      const rejected = unknownOrganization(account, payload)
      if (rejected !== undefined) return rejected
      CustomerEvents.put(account, { ...row, ...fields(account, payload) }, now)
      return Response.empty()
    }),
    update,
    remove,
    ...AddressesRoutes.routes,
    ...ChatHandlesRoutes.routes,
    ...EmailsRoutes.routes,
    ...PhonesRoutes.routes,
    ...PropertiesRoutes.routes,
    ...SocialProfilesRoutes.routes,
    ...WebsitesRoutes.routes
  ]
})
