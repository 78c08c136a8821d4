/** Routes for the websites of a customer. */
import * as Websites from "@effect-helpscout/resources/Customers/Websites"
import * as Route from "../../Route.js"
import { handlers } from "./EntryHandlers.js"

const { endpoints } = Websites
const entries = handlers("websites")

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, (request) => entries.list(request)),
  Route.make(endpoints.create, (request) => entries.create(request)),
  Route.make(endpoints.update, (request) => entries.update(request, request.args.websiteId)),
  Route.make(endpoints.delete, (request) => entries.delete(request, request.args.websiteId))
]
