/** The users' access to inboxes. */
import type { Account } from "../../Account.js"
import * as MailboxData from "../../data/mailboxes.js"
import * as UserData from "../../data/users.js"
import * as Response from "../../Response.js"

interface OfMailbox {
  readonly account: Account
  readonly userId: number
  readonly args: { readonly mailboxId: number }
}

/** Whether a user has access to an inbox. */
export const isVisible = (account: Account, userId: number, mailboxId: number): boolean => {
  const user = account.table(UserData.users).get(userId)
  return user !== undefined && UserData.sees(account, user, mailboxId)
}

/** Responds with 404 if the inbox does not exist, and with 403 if the token's user has no access to it. */
export const visible =
  <Request extends OfMailbox>(handle: (request: Request) => Response.Response) =>
  (request: Request): Response.Response => {
    const { account, args, userId } = request
    if (account.table(MailboxData.mailboxes).get(args.mailboxId) === undefined) return Response.notFound
    return isVisible(account, userId, args.mailboxId) ? handle(request) : Response.forbidden
  }
