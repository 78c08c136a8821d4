/** Routes for the property values of an organization. */
import * as Properties from "@effect-helpscout/resources/Organizations/Properties"
import * as OrganizationData from "../../data/organizations.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = Properties

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.update, ({ account, args, payload }) => {
    const row = account.table(OrganizationData.organizations).get(args.organizationId)
    const definition = OrganizationData.bySlug(account, args.slug)
    if (row === undefined || definition === undefined) return Response.notFound
    if (!OrganizationData.allows(definition, payload.value)) {
      return Response.validation({
        path: "value",
        message: `must be a valid ${definition.json.type} value`,
        rejectedValue: payload.value
      })
    }
    OrganizationData.put(account, OrganizationData.withValue(row, args.slug, payload.value))
    return Response.empty()
  }),
  Route.make(endpoints.delete, ({ account, args }) => {
    const row = account.table(OrganizationData.organizations).get(args.organizationId)
    if (row === undefined || OrganizationData.bySlug(account, args.slug) === undefined) return Response.notFound
    OrganizationData.put(account, OrganizationData.withValue(row, args.slug, undefined))
    return Response.empty()
  })
]
