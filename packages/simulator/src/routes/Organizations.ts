/** Routes for organizations. */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { OrganizationId } from "@effect-helpscout/resources/Ids"
import * as Organizations from "@effect-helpscout/resources/Organizations"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as ConversationData from "../data/conversations/conversations.js"
import * as ConversationText from "../data/conversations/conversationText.js"
import * as CustomerEvents from "../data/customers/customerEvents.js"
import * as CustomerData from "../data/customers/customers.js"
import * as OrganizationData from "../data/organizations.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"
import * as PropertiesRoutes from "./Organizations/Properties.js"
import * as PropertyDefinitionsRoutes from "./Organizations/PropertyDefinitions.js"

const { endpoints } = Organizations
type Row = OrganizationData.OrganizationRow

const find = (account: Account.Account, organizationId: number) =>
  account.table(OrganizationData.organizations).get(organizationId)

const customersOf = (account: Account.Account, organizationId: number) =>
  account.table(CustomerData.customers).filter((row) => row.organizationId === organizationId)

const conversationsOf = (account: Account.Account, organizationId: number) => {
  const customers = new Set(customersOf(account, organizationId).map(({ id }) => id))
  return ConversationData.visible(account).filter(({ json }) => customers.has(json.primaryCustomer.id))
}

const counted = (account: Account.Account, { id }: Row) => ({
  customerCount: customersOf(account, id).length,
  conversationCount: conversationsOf(account, id).length
})

const values = (account: Account.Account, row: Row) =>
  OrganizationData.existing(account).flatMap(({ id, json }) => {
    const value = row.values[json.slug]
    return value === undefined ? [] : [{ definitionId: id, ...json, value }]
  })

const sorted = (account: Account.Account, sort = "lastInteractionAt,desc"): ReadonlyArray<Row> => {
  const [field = "", order = "desc"] = sort.split(",")
  const key = (row: Row): number | string =>
    field === "name"
      ? row.json.name
      : field === "lastInteractionAt"
        ? row.lastInteractionAt
        : counted(account, row)[field === "customerCount" ? "customerCount" : "conversationCount"]
  const sign = order === "asc" ? 1 : -1
  return account
    .table(OrganizationData.organizations)
    .all()
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.id - b.row.id))
    .map(({ row }) => row)
}

const isNameTaken = (account: Account.Account, name: string, except?: number): boolean =>
  account
    .table(OrganizationData.organizations)
    .find((row) => row.id !== except && row.json.name.toLowerCase() === name.toLowerCase()) !== undefined

const nameConflict = Response.conflict("An organization with this name already exists")

/** Help Scout accepts an update without these fields, which our client always sends, and empties them. */
const AnyUpdate = Schema.Struct({
  ...Organizations.OrganizationUpdate.fields,
  website: Field.optional(Organizations.OrganizationUpdate.fields.website),
  domains: Field.optional(Organizations.OrganizationUpdate.fields.domains),
  phones: Field.optional(Organizations.OrganizationUpdate.fields.phones)
})

const anyUpdate = Endpoint.put("/v2/organizations/:organizationId", {
  impact: "write",
  params: { organizationId: OrganizationId },
  payload: AnyUpdate,
  docs: "organizations/update"
})

/** The fields of an organization. An omitted field is emptied, except the logo. */
const details = (payload: typeof AnyUpdate.Type, logoUrl: string | null) => ({
  name: payload.name,
  website: payload.website ?? null,
  description: payload.description ?? null,
  location: payload.location ?? null,
  logoUrl: payload.logoUrl ?? logoUrl,
  note: payload.note ?? null,
  domains: payload.domains ?? [],
  phones: payload.phones ?? [],
  brandColor: payload.brandColor ?? null
})

export const family = Route.family({
  populate: OrganizationData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, page }) =>
      page(sorted(account, args.sort), { text: (row) => account.text(row, "", () => JSON.stringify(row.json)) })
    ),
    Route.make(endpoints.get, ({ account, args }) => {
      const row = find(account, args.organizationId)
      if (row === undefined) return Response.notFound
      return Response.json({
        ...row.json,
        ...(args.includeCounts === true && counted(account, row)),
        ...(args.includeProperties === true && { properties: values(account, row) })
      })
    }),
    Route.make(endpoints.create, ({ account, payload, now, created }) => {
      if (isNameTaken(account, payload.name)) return nameConflict
      const { domain, ...given } = payload
      const domains = given.domains ?? (domain === undefined ? [] : [domain])
      const { id, json } = OrganizationData.insert(account, details({ ...given, domains }, null), now)
      Deliveries.emit(account, "organization.created", () => json)
      // Help Scout's Location has a query
      const Location = account.url(`/v2/organizations/${id}?includeCounts=false&includeProperties=false`)
      return created(id, { headers: { Location } })
    }),
    Route.make(anyUpdate, ({ account, args, payload }) => {
      const row = find(account, args.organizationId)
      if (row === undefined) return Response.notFound
      if (isNameTaken(account, payload.name, row.id)) return nameConflict
      OrganizationData.put(account, { ...row, json: { ...row.json, ...details(payload, row.json.logoUrl) } })
      return Response.empty()
    }),
    Route.make(endpoints.delete, ({ account, args }) => {
      if (!account.table(OrganizationData.organizations).delete(args.organizationId)) return Response.notFound
      for (const row of customersOf(account, args.organizationId)) {
        account.table(CustomerData.customers).put({ ...row, organization: null, organizationId: null })
      }
      Deliveries.emit(account, "organization.deleted", () => ({ id: args.organizationId }))
      return Response.empty()
    }),
    Route.make(endpoints.customers, ({ account, args, page }) =>
      find(account, args.organizationId) === undefined
        ? Response.notFound
        : page(customersOf(account, args.organizationId), { text: CustomerEvents.text(account) })
    ),
    Route.make(endpoints.conversations, ({ account, args, page }) =>
      find(account, args.organizationId) === undefined
        ? Response.notFound
        : page(conversationsOf(account, args.organizationId), { text: ConversationText.ofConversation(account, "v2") })
    ),
    ...PropertiesRoutes.routes,
    ...PropertyDefinitionsRoutes.routes
  ]
})
