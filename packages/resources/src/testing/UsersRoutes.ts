/**
 * How the simulator answers for users.
 *
 * @since 0.1.0
 */
import * as Users from "../Users.js"
import * as Account from "./Account.js"
import * as Reply from "./Reply.js"
import * as Route from "./Route.js"
import * as UserData from "./UserData.js"

const { endpoints } = Users

const mayManage = (account: Account.Account, userId: number): boolean => {
  const role = account.table(UserData.users).get(userId)?.role
  return role === "owner" || role === "admin"
}

/**
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate: UserData.populate,
  routes: [
    Route.make(endpoints.me, ({ account, userId, ok }) => {
      const user = account.table(UserData.users).get(userId)
      return ok(user && { ...user, companyId: 100 })
    }),
    // every user sees every inbox here
    Route.make(endpoints.list, ({ account, args, page }) =>
      page(account.table(UserData.users).filter((user) => args.email === undefined || user.email === args.email))
    ),
    Route.make(endpoints.get, ({ account, args, ok }) => ok(account.table(UserData.users).get(args.userId))),
    Route.make(endpoints.create, ({ account, payload, userId, now, created }) => {
      if (!mayManage(account, userId)) return Reply.forbidden
      const table = account.table(UserData.users)
      if (table.find((user) => user.email === payload.email) !== undefined) return Reply.conflict("Email is taken")
      const { firstName, lastName, email, role } = payload
      const user = table.insert((id) => ({
        id,
        firstName,
        lastName,
        email,
        role,
        timezone: payload.timezone ?? "America/New_York",
        photoUrl: null,
        createdAt: Account.timestamp(now),
        updatedAt: Account.timestamp(now),
        type: "user",
        mention: null,
        initials: `${firstName.charAt(0)}${lastName.charAt(0)}`,
        jobTitle: payload.jobTitle ?? null,
        phone: payload.phone ?? null,
        alternateEmails: [],
        _links: account.links({ self: `/v2/users/${id}` })
      }))
      return created(user.id)
    }),
    Route.make(endpoints.delete, ({ account, args, userId }) => {
      if (!mayManage(account, userId)) return Reply.forbidden
      return account.table(UserData.users).delete(args.userId) ? Reply.empty() : Reply.notFound
    })
  ]
})
