/**
 * How the simulator answers for organizations and for the properties they may have.
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { OrganizationId } from "@effect-helpscout/resources/Ids"
import * as Organizations from "@effect-helpscout/resources/Organizations"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as ConversationData from "../data/conversations.js"
import * as ConversationText from "../data/conversationText.js"
import * as CustomerData from "../data/customers.js"
import * as CustomerView from "../data/customerView.js"
import * as OrganizationData from "../data/organizations.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"

const { endpoints } = Organizations
type Row = OrganizationData.OrganizationRow

const find = (account: Account.Account, organizationId: number) =>
  account.table(OrganizationData.organizations).get(organizationId)

const customersOf = (account: Account.Account, organizationId: number) =>
  account.table(CustomerData.customers).filter((row) => row.organizationId === organizationId)

const conversationsOf = (account: Account.Account, organizationId: number) => {
  const customers = new Set(customersOf(account, organizationId).map(({ id }) => id))
  return ConversationData.visible(account).filter(({ wire }) => customers.has(wire.primaryCustomer.id))
}

const counted = (account: Account.Account, { id }: Row) => ({
  customerCount: customersOf(account, id).length,
  conversationCount: conversationsOf(account, id).length
})

const values = (account: Account.Account, row: Row) =>
  OrganizationData.existing(account).flatMap(({ id, wire }) => {
    const value = row.values[wire.slug]
    return value === undefined ? [] : [{ definitionId: id, ...wire, value }]
  })

const sorted = (account: Account.Account, sort = "lastInteractionAt,desc"): ReadonlyArray<Row> => {
  const [field = "", order = "desc"] = sort.split(",")
  const key = (row: Row): number | string =>
    field === "name"
      ? row.wire.name
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

const nameTaken = (account: Account.Account, name: string, except?: number): boolean =>
  account
    .table(OrganizationData.organizations)
    .find((row) => row.id !== except && row.wire.name.toLowerCase() === name.toLowerCase()) !== undefined

const taken = Reply.conflict("An organization with this name exists already")

/** Help Scout takes an update that leaves out what our client always sends, and empties it. */
const AnyUpdate = Schema.Struct({
  ...Organizations.OrganizationUpdate.fields,
  website: Field.optional(Organizations.OrganizationUpdate.fields.website),
  domains: Field.optional(Organizations.OrganizationUpdate.fields.domains),
  phones: Field.optional(Organizations.OrganizationUpdate.fields.phones)
})

const anyUpdate = Endpoint.put("/v2/organizations/:organizationId", {
  params: { organizationId: OrganizationId },
  payload: AnyUpdate,
  docs: "organizations/update"
})

/** What is left out is empty. */
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

/** Changes an organization, and tells webhooks. */
const put = (account: Account.Account, row: Row): void => {
  account.table(OrganizationData.organizations).put(row)
  Deliveries.emit(account, "organization.updated", () => row.wire)
}

const { properties, propertyDefinitions } = endpoints

const withValue = (row: Row, slug: string, value: string | undefined): Row => {
  const { [slug]: _, ...others } = row.values
  return { ...row, values: value === undefined ? others : { ...others, [slug]: value } }
}

/** Takes away the values of a property that are no longer allowed. */
const dropValues = (account: Account.Account, slug: string, keep: (value: string) => boolean): void => {
  const table = account.table(OrganizationData.organizations)
  for (const row of table.filter(({ values }) => values[slug] !== undefined && !keep(values[slug]))) {
    table.put(withValue(row, slug, undefined))
  }
}

const propertyRoutes: ReadonlyArray<Route.Route> = [
  Route.make(properties.update, ({ account, args, payload }) => {
    const row = find(account, args.organizationId)
    const definition = OrganizationData.bySlug(account, args.slug)
    if (row === undefined || definition === undefined) return Reply.notFound
    if (!OrganizationData.allows(definition, payload.value)) {
      return Reply.validation({
        path: "value",
        message: `is no value for a ${definition.wire.type}`,
        rejectedValue: payload.value
      })
    }
    put(account, withValue(row, args.slug, payload.value))
    return Reply.empty()
  }),
  Route.make(properties.delete, ({ account, args }) => {
    const row = find(account, args.organizationId)
    if (row === undefined || OrganizationData.bySlug(account, args.slug) === undefined) return Reply.notFound
    put(account, withValue(row, args.slug, undefined))
    return Reply.empty()
  }),
  Route.make(propertyDefinitions.list, ({ account, page }) =>
    page(OrganizationData.existing(account).map(({ wire }) => wire))
  ),
  Route.make(propertyDefinitions.get, ({ account, args, ok }) => {
    const definition = OrganizationData.bySlug(account, args.slug)
    return definition === undefined ? Reply.notFound : ok(definition.wire)
  }),
  Route.make(propertyDefinitions.create, ({ account, payload }) => {
    if (OrganizationData.bySlug(account, payload.slug) !== undefined)
      return Reply.conflict("A property with this slug exists already")
    if (OrganizationData.existing(account).length >= OrganizationData.maxDefinitions) {
      return Reply.preconditionFailed("Too many organization properties")
    }
    account.table(OrganizationData.definitions).insert((id) => ({ id, deleted: false, wire: payload }))
    return Reply.empty(201)
  }),
  Route.make(propertyDefinitions.update, ({ account, args, payload }) => {
    const definition = OrganizationData.bySlug(account, args.slug)
    if (definition === undefined) return Reply.notFound
    const { name, options } = payload
    const replaced = definition.wire.type === "dropdown" && options !== undefined
    account.table(OrganizationData.definitions).put({
      ...definition,
      wire: { ...definition.wire, name, ...(replaced && { options }) }
    })
    if (replaced) dropValues(account, args.slug, (value) => options.some(({ label }) => label === value))
    return Reply.empty()
  }),
  Route.make(propertyDefinitions.delete, ({ account, args }) => {
    const definition = OrganizationData.bySlug(account, args.slug)
    if (definition === undefined) return Reply.notFound
    account.table(OrganizationData.definitions).put({ ...definition, deleted: true })
    dropValues(account, args.slug, () => false)
    return Reply.empty()
  })
]

/**
 * The routes for organizations and their properties, and the generated ones.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate: OrganizationData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, page }) =>
      page(sorted(account, args.sort), { text: (row) => account.text(row, "", () => JSON.stringify(row.wire)) })
    ),
    Route.make(endpoints.get, ({ account, args }) => {
      const row = find(account, args.organizationId)
      if (row === undefined) return Reply.notFound
      return Reply.json({
        ...row.wire,
        ...(args.includeCounts === true && counted(account, row)),
        ...(args.includeProperties === true && { properties: values(account, row) })
      })
    }),
    Route.make(endpoints.create, ({ account, payload, now, created }) => {
      if (nameTaken(account, payload.name)) return taken
      const { domain, ...given } = payload
      const domains = given.domains ?? (domain === undefined ? [] : [domain])
      const { id, wire } = OrganizationData.insert(account, details({ ...given, domains }, null), now)
      Deliveries.emit(account, "organization.created", () => wire)
      // the vendor's Location has a query
      const Location = account.url(`/v2/organizations/${id}?includeCounts=false&includeProperties=false`)
      return created(id, { headers: { Location } })
    }),
    Route.make(anyUpdate, ({ account, args, payload }) => {
      const row = find(account, args.organizationId)
      if (row === undefined) return Reply.notFound
      if (nameTaken(account, payload.name, row.id)) return taken
      put(account, {
        ...row,
        // a logo that is left out stays
        wire: { ...row.wire, ...details(payload, row.wire.logoUrl) }
      })
      return Reply.empty()
    }),
    Route.make(endpoints.delete, ({ account, args }) => {
      if (!account.table(OrganizationData.organizations).delete(args.organizationId)) return Reply.notFound
      for (const row of customersOf(account, args.organizationId)) {
        account.table(CustomerData.customers).put({ ...row, organization: null, organizationId: null })
      }
      Deliveries.emit(account, "organization.deleted", () => ({ id: args.organizationId }))
      return Reply.empty()
    }),
    Route.make(endpoints.customers, ({ account, args, page }) =>
      find(account, args.organizationId) === undefined
        ? Reply.notFound
        : page(customersOf(account, args.organizationId), { text: CustomerView.text(account) })
    ),
    Route.make(endpoints.conversations, ({ account, args, page }) =>
      find(account, args.organizationId) === undefined
        ? Reply.notFound
        : page(conversationsOf(account, args.organizationId), { text: ConversationText.ofConversation(account, "v2") })
    ),
    ...propertyRoutes
  ]
})
