/**
 * How the simulator answers for teams.
 *
 * @since 0.1.0
 */
import * as Teams from "@effect-helpscout/resources/Teams"
import * as UserData from "../data/users.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"

const { endpoints } = Teams

/**
 * The routes for teams and their members.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  routes: [
    Route.make(endpoints.list, ({ account, page }) => page(account.table(UserData.teams).all())),
    Route.make(endpoints.teamMembers.list, ({ account, args, page }) => {
      const members = account.table(UserData.members).get(args.teamId)
      return members === undefined
        ? Reply.notFound
        : page(account.table(UserData.users).filter((user) => members.userIds.includes(user.id)))
    }),
    Route.make(endpoints.teamMembers.update, ({ account, args, payload }) => {
      const members = account.table(UserData.members).get(args.teamId)
      if (members === undefined) return Reply.notFound
      for (const id of payload.addedUserIds) {
        if (account.table(UserData.users).get(id) !== undefined) continue
        return Reply.validation({ path: "addedUserIds", message: "does not exist", rejectedValue: id, rule: "Exists" })
      }
      const stay = members.userIds.filter((id) => !payload.deletedUserIds.includes(id))
      account
        .table(UserData.members)
        .put({ id: args.teamId, userIds: [...new Set([...stay, ...payload.addedUserIds])] })
      return Reply.empty()
    })
  ]
})
