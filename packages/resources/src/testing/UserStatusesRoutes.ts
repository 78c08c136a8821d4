/**
 * How the simulator answers for the statuses of users.
 *
 * @since 0.1.0
 */
import * as UserStatuses from "../UserStatuses.js"
import * as Account from "./Account.js"
import * as Deliveries from "./Deliveries.js"
import * as Reply from "./Reply.js"
import * as Route from "./Route.js"
import * as Table from "./Table.js"
import * as UserData from "./UserData.js"

const { endpoints } = UserStatuses

interface StatusWire {
  readonly userId: number
  readonly email: {
    readonly status: string
    readonly updatedAt: string
    readonly performedBy: number
    readonly source: string
  }
  readonly chat: { readonly status: string; readonly mailboxStatuses: Readonly<Record<string, string>> }
}

/** Under the user's own id. */
const statuses = Table.key<Table.Row & { readonly wire: StatusWire }>("user statuses")

/** The status of a user, who is there until told otherwise. */
const statusOf = (account: Account.Account, user: UserData.UserRow): StatusWire =>
  account.table(statuses).get(user.id)?.wire ?? {
    userId: user.id,
    email: { status: "active", updatedAt: user.createdAt, performedBy: user.id, source: "ui" },
    chat: { status: "unavailable", mailboxStatuses: {} }
  }

const linked = (account: Account.Account, status: StatusWire): object => ({
  ...status,
  _links: account.links({ self: `/v2/users/${status.userId}/status` })
})

const maySet = (account: Account.Account, by: number, userId: number): boolean => {
  const role = account.table(UserData.users).get(by)?.role
  return by === userId || role === "owner" || role === "admin"
}

/**
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  routes: [
    Route.make(endpoints.list, ({ account, page }) =>
      page(
        account
          .table(UserData.users)
          .all()
          .map((user) => statusOf(account, user))
      )
    ),
    Route.make(endpoints.get, ({ account, args }) => {
      const user = account.table(UserData.users).get(args.userId)
      return user === undefined ? Reply.notFound : Reply.json(linked(account, statusOf(account, user)))
    }),
    Route.make(endpoints.set, ({ account, args, now, payload, userId }) => {
      const user = account.table(UserData.users).get(args.userId)
      if (user === undefined) return Reply.notFound
      if (!maySet(account, userId, user.id)) return Reply.forbidden
      const before = statusOf(account, user)
      const email = {
        status: payload.status,
        updatedAt: Account.timestamp(now),
        performedBy: userId,
        source: "api"
      }
      const wire = { ...before, email }
      account.table(statuses).put({ id: user.id, wire })
      if (before.email.status !== payload.status) {
        Deliveries.emit(account, "user.status.changed", () => linked(account, wire))
      }
      return Reply.empty()
    })
  ]
})
