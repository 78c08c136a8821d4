/** Routes for the property values of a customer. */
import * as Properties from "@effect-helpscout/resources/Customers/Properties"
import * as CustomerEvents from "../../data/customers/customerEvents.js"
import * as CustomerPropertyData from "../../data/customers/customerProperties.js"
import * as CustomerData from "../../data/customers/customers.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(Properties.endpoints.update, ({ account, args, payload, now }) => {
    const row = account.table(CustomerData.customers).get(args.customerId)
    if (row === undefined) return Response.notFound
    let changed = row
    for (const operation of payload) {
      const slug = operation.path.slice(1)
      const definition = CustomerPropertyData.bySlug(account, slug)
      if (definition === undefined) return Response.unknownReference(operation.path, slug)
      const value = operation.op === "remove" ? undefined : CustomerPropertyData.value(definition, operation.value)
      if (operation.op === "replace" && value === undefined) {
        return Response.validation({
          path: operation.path,
          message: `must be a valid ${definition.json.type} value`,
          rejectedValue: operation.value
        })
      }
      changed = CustomerPropertyData.withValue(changed, slug, value)
    }
    CustomerEvents.put(account, changed, now)
    return Response.empty()
  })
]
