/** Routes for the statuses of users. */
import * as Status from "@effect-helpscout/resources/Users/Status"
import * as Account from "../../Account.js"
import * as Deliveries from "../../Deliveries.js"
import * as UserStatusData from "../../data/userStatuses.js"
import * as UserData from "../../data/users.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = Status

const linked = (account: Account.Account, status: UserStatusData.StatusJson): object => ({
  ...status,
  _links: account.links({ self: `/v2/users/${status.userId}/status` })
})

const maySet = (account: Account.Account, by: number, userId: number): boolean =>
  by === userId || UserData.mayManage(account.table(UserData.users).get(by)?.role)

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, ({ account, page }) =>
    page(
      account
        .table(UserData.users)
        .all()
        .map((user) => UserStatusData.of(account, user))
    )
  ),
  Route.make(endpoints.get, ({ account, args }) => {
    const user = account.table(UserData.users).get(args.userId)
    return user === undefined ? Response.notFound : Response.json(linked(account, UserStatusData.of(account, user)))
  }),
  Route.make(endpoints.set, ({ account, args, now, payload, userId }) => {
    const user = account.table(UserData.users).get(args.userId)
    if (user === undefined) return Response.notFound
    if (!maySet(account, userId, user.id)) return Response.forbidden
    const before = UserStatusData.of(account, user)
    const email = {
      status: payload.status,
      updatedAt: Account.timestamp(now),
      performedBy: userId,
      source: "api",
      ...(payload.customStatus !== undefined && { customStatus: payload.customStatus })
    }
    const json = { ...before, email }
    account.table(UserStatusData.statuses).put({ id: user.id, json })
    if (before.email.status !== payload.status) {
      Deliveries.emit(account, "user.status.changed", () => linked(account, json))
    }
    return Response.empty()
  })
]
