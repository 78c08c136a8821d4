/** Routes for the social profiles of a customer. */
import * as SocialProfiles from "@effect-helpscout/resources/Customers/SocialProfiles"
import * as Route from "../../Route.js"
import { handlers } from "./EntryHandlers.js"

const { endpoints } = SocialProfiles
const entries = handlers("social_profiles")

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, (request) => entries.list(request)),
  Route.make(endpoints.create, (request) => entries.create(request)),
  Route.make(endpoints.update, (request) => entries.update(request, request.args.socialProfileId)),
  Route.make(endpoints.delete, (request) => entries.delete(request, request.args.socialProfileId))
]
