/** Routes for the phones of a customer. */
import * as Phones from "@effect-helpscout/resources/Customers/Phones"
import * as Route from "../../Route.js"
import { handlers } from "./EntryHandlers.js"

const { endpoints } = Phones
const entries = handlers("phones")

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, (request) => entries.list(request)),
  Route.make(endpoints.create, (request) => entries.create(request)),
  Route.make(endpoints.update, (request) => entries.update(request, request.args.phoneId)),
  Route.make(endpoints.delete, (request) => entries.delete(request, request.args.phoneId))
]
