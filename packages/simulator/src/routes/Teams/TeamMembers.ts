/** Routes for the members of a team. */
import * as Teams from "@effect-helpscout/resources/Teams"
import * as UserData from "../../data/users.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const endpoints = Teams.endpoints.teamMembers

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, ({ account, args, page }) => {
    const members = account.table(UserData.members).get(args.teamId)
    return members === undefined
      ? Response.notFound
      : page(account.table(UserData.users).filter((user) => members.userIds.includes(user.id)))
  }),
  Route.make(endpoints.update, ({ account, args, payload }) => {
    const members = account.table(UserData.members).get(args.teamId)
    if (members === undefined) return Response.notFound
    const unknown = payload.addedUserIds.find((id) => account.table(UserData.users).get(id) === undefined)
    if (unknown !== undefined) return Response.unknownReference("addedUserIds", unknown)
    const remaining = members.userIds.filter((id) => !payload.deletedUserIds.includes(id))
    const userIds = [...new Set([...remaining, ...payload.addedUserIds])]
    account.table(UserData.members).put({ id: args.teamId, userIds })
    return Response.empty()
  })
]
