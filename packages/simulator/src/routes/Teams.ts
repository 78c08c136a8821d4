/** Routes for teams. */
import * as Teams from "@effect-helpscout/resources/Teams"
import * as UserData from "../data/users.js"
import * as Route from "../Route.js"
import * as TeamMembersRoutes from "./Teams/TeamMembers.js"

const { endpoints } = Teams

export const family = Route.family({
  routes: [
    Route.make(endpoints.list, ({ account, page }) => page(account.table(UserData.teams).all())),
    ...TeamMembersRoutes.routes
  ]
})
