/** Routes for system users. */
import * as SystemUsers from "@effect-helpscout/resources/Users/SystemUsers"
import * as SystemUserData from "../../data/systemUsers.js"
import * as Route from "../../Route.js"

const { endpoints } = SystemUsers

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, ({ account, page }) => page(account.table(SystemUserData.systemUsers).all())),
  Route.make(endpoints.get, ({ account, args, ok }) =>
    ok(account.table(SystemUserData.systemUsers).get(args.systemUserId))
  )
]
