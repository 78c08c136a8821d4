/** Routes for the routing of an inbox. The setting is stored, but nothing is assigned by it. */
import * as Routing from "@effect-helpscout/resources/Mailboxes/Routing"
import type { Account } from "../../Account.js"
import * as ConversationData from "../../data/conversations/conversations.js"
import * as UserStatusData from "../../data/userStatuses.js"
import * as UserData from "../../data/users.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"
import * as Table from "../../Table.js"
import { visible } from "./MailboxAccess.js"

const { endpoints } = Routing

/** The routing of an inbox, under the inbox's own id. */
const routings = Table.key<Table.Row & { readonly json: Routing.RoutingUpdate }>("routings")

/** The users in rotation, the number of active conversations each has, and why a user is skipped. */
const rotation = (account: Account, mailboxId: number, { userIds, assignmentLimit }: Routing.RoutingUpdate) => {
  const active = ConversationData.visible(account).filter(
    ({ json }) => json.mailboxId === mailboxId && json.status === "active"
  )
  return userIds.map((userId) => {
    const user = account.table(UserData.users).get(userId)
    const conversationsCount = active.filter(({ json }) => json.assignee?.id === userId).length
    const reason =
      user === undefined
        ? "not_in_rotation"
        : UserStatusData.of(account, user).email.status === "away"
          ? "away"
          : conversationsCount >= assignmentLimit
            ? "at_capacity"
            : undefined
    return { userId, conversationsCount, eligible: reason === undefined, ...(reason !== undefined && { reason }) }
  })
}

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(
    endpoints.get,
    visible(({ account, args }) => {
      const json = account.table(routings).get(args.mailboxId)?.json
      return Response.json({
        ...(json === undefined
          ? { state: "disabled" }
          : { ...json, rotation: rotation(account, args.mailboxId, json) }),
        _links: account.links({ self: `/v2/mailboxes/${args.mailboxId}/routing` })
      })
    })
  ),
  Route.make(
    endpoints.update,
    visible(({ account, args, payload }) => {
      const wrong = payload.userIds.findIndex((id) => account.table(UserData.users).get(id) === undefined)
      if (wrong >= 0) return Response.unknownReference(`userIds[${wrong}]`, payload.userIds[wrong])
      account.table(routings).put({ id: args.mailboxId, json: payload })
      return Response.empty()
    })
  )
]
