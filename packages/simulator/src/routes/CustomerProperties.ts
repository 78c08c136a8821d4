/** Routes for the definitions of customer properties. */
import * as CustomerProperties from "@effect-helpscout/resources/CustomerProperties"
import * as CustomerPropertyData from "../data/customers/customerProperties.js"
import * as CustomerData from "../data/customers/customers.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"

const { endpoints } = CustomerProperties

export const family = Route.family({
  populate: CustomerPropertyData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, page }) =>
      page(CustomerPropertyData.existing(account).map(({ json }) => json))
    ),
    Route.make(endpoints.create, ({ account, payload }) => {
      if (CustomerPropertyData.bySlug(account, payload.slug) !== undefined)
        return Response.conflict("A property with this slug already exists")
      if (CustomerPropertyData.existing(account).length >= CustomerPropertyData.maxDefinitions) {
        return Response.preconditionFailed("Too many customer properties")
      }
      const { type, slug, name } = payload
      const seed = account.seed.fork(`options/${slug}`)
      const options =
        payload.type === "dropdown"
          ? payload.options.map(({ id, label }) => ({ id: id ?? seed.uuid(), label }))
          : undefined
      account.table(CustomerPropertyData.definitions).insert((id) => ({
        id,
        deleted: false,
        json: { type, slug, name, ...(options !== undefined && { options }) }
      }))
      // neither Resource-ID nor Location
      return Response.empty(201)
    }),
    Route.make(endpoints.delete, ({ account, args }) => {
      const definition = CustomerPropertyData.bySlug(account, args.slug)
      if (definition === undefined) return Response.notFound
      // the definition is kept for a while, but its slug can be used again at once
      account.table(CustomerPropertyData.definitions).put({
        ...definition,
        deleted: true,
        json: { ...definition.json, slug: `${args.slug}-deleted-${definition.id}` }
      })
      const customers = account.table(CustomerData.customers)
      for (const row of customers.filter((row) =>
        CustomerPropertyData.valuesOf(row).some(({ slug }) => slug === args.slug)
      )) {
        customers.put(CustomerPropertyData.withValue(row, args.slug, undefined))
      }
      return Response.empty()
    })
  ]
})
