/** Routes for the emails of a customer. */
import * as Emails from "@effect-helpscout/resources/Customers/Emails"
import * as Route from "../../Route.js"
import { handlers } from "./EntryHandlers.js"

const { endpoints } = Emails
const entries = handlers("emails")

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, (request) => entries.list(request)),
  Route.make(endpoints.create, (request) => entries.create(request)),
  Route.make(endpoints.update, (request) => entries.update(request, request.args.emailId)),
  Route.make(endpoints.delete, (request) => entries.delete(request, request.args.emailId))
]
