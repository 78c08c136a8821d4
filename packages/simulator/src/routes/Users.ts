/**
 * How the simulator answers for users.
 *
 * @since 0.1.0
 */
import * as Users from "@effect-helpscout/resources/Users"
import * as Account from "../Account.js"
import * as MailboxData from "../data/mailboxes.js"
import * as UserData from "../data/users.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"

const { endpoints } = Users

const mayManage = (account: Account.Account, userId: number): boolean =>
  UserData.mayManage(account.table(UserData.users).get(userId)?.role)

/** The first inbox that is none of the account's. */
const unknownInbox = (
  account: Account.Account,
  mailboxes: ReadonlyArray<{ readonly id: number }>
): Reply.Reply | undefined => {
  const wrong = mailboxes.findIndex(({ id }) => account.table(MailboxData.mailboxes).get(id) === undefined)
  return wrong < 0
    ? undefined
    : Reply.validation({
        path: `mailboxes[${wrong}].id`,
        message: "does not exist",
        rejectedValue: mailboxes[wrong]?.id,
        rule: "Exists"
      })
}

/**
 * The routes for users, and the generated users and teams.
 *
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
      if (!mayManage(account, userId)) return Reply.forbidden
      const { firstName, lastName, email, role, mailboxes = [] } = payload
      const refused = unknownInbox(account, mailboxes)
      if (refused !== undefined) return refused
      if (UserData.byEmail(account, email) !== undefined) return Reply.conflict("Email is taken")
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
      if (!mayManage(account, userId)) return Reply.forbidden
      // an account has an owner, always
      if (account.table(UserData.users).get(args.userId)?.role === "owner") return Reply.forbidden
      if (!account.table(UserData.users).delete(args.userId)) return Reply.notFound
      // their tokens are worth nothing any more
      account.deactivated.add(args.userId)
      return Reply.empty()
    })
  ]
})
