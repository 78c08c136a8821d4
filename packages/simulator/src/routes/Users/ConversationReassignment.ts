/**
 * How the simulator answers for the reassignment of users' conversations. It is remembered, and reassigns nothing.
 *
 * @since 0.1.0
 */
import * as UserConversationReassignment from "@effect-helpscout/resources/Users/ConversationReassignment"
import * as UserData from "../../data/users.js"
import * as Reply from "../../Reply.js"
import * as Route from "../../Route.js"
import * as Table from "../../Table.js"

const { endpoints } = UserConversationReassignment

/** Under the user's own id. */
const reassignments = Table.key<
  Table.Row & { readonly enabled: boolean; readonly awayDuration: { readonly hours: number; readonly minutes: number } }
>("conversation reassignments")

/**
 * The routes for the reassignment of users' conversations.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  routes: [
    Route.make(endpoints.get, ({ account, args }) => {
      if (account.table(UserData.users).get(args.userId) === undefined) return Reply.notFound
      const row = account.table(reassignments).get(args.userId)
      return Reply.json({
        enabled: row?.enabled ?? false,
        awayDuration: row?.awayDuration ?? { hours: 0, minutes: 0 },
        _links: account.links({ self: `/v2/users/${args.userId}/conversation-reassignment` })
      })
    }),
    Route.make(endpoints.update, ({ account, args, payload }) => {
      if (account.table(UserData.users).get(args.userId) === undefined) return Reply.notFound
      account.table(reassignments).put({ id: args.userId, ...payload })
      return Reply.empty()
    })
  ]
})
