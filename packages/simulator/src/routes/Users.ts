/** Routes for users. */
import * as Users from "@effect-helpscout/resources/Users"
import * as Account from "../Account.js"
import * as MailboxData from "../data/mailboxes.js"
import * as SystemUserData from "../data/systemUsers.js"
import * as UserData from "../data/users.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"
import * as ConversationReassignmentRoutes from "./Users/ConversationReassignment.js"
import * as StatusRoutes from "./Users/Status.js"
import * as SystemUsersRoutes from "./Users/SystemUsers.js"

const { endpoints } = Users

const mayManage = (account: Account.Account, userId: number): boolean =>
  UserData.mayManage(account.table(UserData.users).get(userId)?.role)

/** Rejects the first inbox that does not exist. */
const unknownInbox = (
  account: Account.Account,
  mailboxes: ReadonlyArray<{ readonly id: number }>
): Response.Response | undefined => {
  const wrong = mailboxes.findIndex(({ id }) => account.table(MailboxData.mailboxes).get(id) === undefined)
  return wrong < 0 ? undefined : Response.unknownReference(`mailboxes[${wrong}].id`, mailboxes[wrong]?.id)
}

export const family = Route.family({
  populate: (account) => {
    UserData.populate(account)
    SystemUserData.populate(account)
  },
  routes: [
    Route.make(endpoints.me, ({ account, userId, ok }) => {
      const user = account.table(UserData.users).get(userId)
      return ok(user && { ...user, companyId: 100 })
    }),
    Route.make(endpoints.list, ({ account, args, page }) => {
      const { email, mailbox } = args
      return page(
        account
          .table(UserData.users)
          .filter(
            (user) =>
              (email === undefined || user.email.toLowerCase() === email.toLowerCase()) &&
              (mailbox === undefined || UserData.sees(account, user, mailbox))
          )
      )
    }),
    Route.make(endpoints.get, ({ account, args, ok }) => ok(account.table(UserData.users).get(args.userId))),
    Route.make(endpoints.create, ({ account, payload, userId, now, created }) => {
      if (!mayManage(account, userId)) return Response.forbidden
      const { firstName, lastName, email, role, mailboxes = [] } = payload
      const rejected = unknownInbox(account, mailboxes)
      if (rejected !== undefined) return rejected
      if (UserData.byEmail(account, email) !== undefined)
        return Response.conflict("A user with this email already exists")
      const user = account.table(UserData.users).insert((id) => ({
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
      const mailboxIds = mailboxes.filter(({ emailAccess }) => emailAccess !== false).map(({ id }) => id)
      account.table(UserData.access).put({ id: user.id, mailboxIds })
      return created(user.id)
    }),
    Route.make(endpoints.delete, ({ account, args, userId }) => {
      if (!mayManage(account, userId)) return Response.forbidden
      // the owner cannot be deleted
      if (account.table(UserData.users).get(args.userId)?.role === "owner") return Response.forbidden
      if (!account.table(UserData.users).delete(args.userId)) return Response.notFound
      // a deleted user's tokens are no longer valid
      account.deactivated.add(args.userId)
      return Response.empty()
    }),
    ...ConversationReassignmentRoutes.routes,
    ...StatusRoutes.routes,
    ...SystemUsersRoutes.routes
  ]
})
