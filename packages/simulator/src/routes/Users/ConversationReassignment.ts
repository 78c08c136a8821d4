/** Routes for the reassignment of users' conversations. The setting is stored, but nothing is reassigned. */
import * as ConversationReassignment from "@effect-helpscout/resources/Users/ConversationReassignment"
import * as UserData from "../../data/users.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = ConversationReassignment

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.get, ({ account, args }) => {
    if (account.table(UserData.users).get(args.userId) === undefined) return Response.notFound
    const row = account.table(UserData.reassignments).get(args.userId)
    return Response.json({
      enabled: row?.enabled ?? false,
      awayDuration: row?.awayDuration ?? { hours: 0, minutes: 0 },
      _links: account.links({ self: `/v2/users/${args.userId}/conversation-reassignment` })
    })
  }),
  Route.make(endpoints.update, ({ account, args, payload }) => {
    if (account.table(UserData.users).get(args.userId) === undefined) return Response.notFound
    account.table(UserData.reassignments).put({ id: args.userId, ...payload })
    return Response.empty()
  })
]
