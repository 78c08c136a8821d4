/** Routes for the property definitions of organizations. */
import * as PropertyDefinitions from "@effect-helpscout/resources/Organizations/PropertyDefinitions"
import * as OrganizationData from "../../data/organizations.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = PropertyDefinitions

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, ({ account, page }) => page(OrganizationData.existing(account).map(({ json }) => json))),
  Route.make(endpoints.get, ({ account, args, ok }) => ok(OrganizationData.bySlug(account, args.slug)?.json)),
  Route.make(endpoints.create, ({ account, payload }) => {
    if (OrganizationData.bySlug(account, payload.slug) !== undefined)
      return Response.conflict("A property with this slug already exists")
    if (OrganizationData.existing(account).length >= OrganizationData.maxDefinitions) {
      return Response.preconditionFailed("Too many organization properties")
    }
    account.table(OrganizationData.definitions).insert((id) => ({ id, deleted: false, json: payload }))
    return Response.empty(201)
  }),
  Route.make(endpoints.update, ({ account, args, payload }) => {
    const definition = OrganizationData.bySlug(account, args.slug)
    if (definition === undefined) return Response.notFound
    const { name, options } = payload
    const replaced = definition.json.type === "dropdown" && options !== undefined
    account.table(OrganizationData.definitions).put({
      ...definition,
      json: { ...definition.json, name, ...(replaced && { options }) }
    })
    if (replaced)
      OrganizationData.dropValues(account, args.slug, (value) => options.some(({ label }) => label === value))
    return Response.empty()
  }),
  Route.make(endpoints.delete, ({ account, args }) => {
    const definition = OrganizationData.bySlug(account, args.slug)
    if (definition === undefined) return Response.notFound
    account.table(OrganizationData.definitions).put({ ...definition, deleted: true })
    OrganizationData.dropValues(account, args.slug, () => false)
    return Response.empty()
  })
]
