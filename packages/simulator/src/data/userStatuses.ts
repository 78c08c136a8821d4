/**
 * The statuses of the users of a simulated account.
 *
 * @since 0.1.0
 */
import type { Account } from "../Account.js"
import * as Table from "../Table.js"
import type * as UserData from "./users.js"

/** A status on the wire. @since 0.1.0 @category models */
export interface StatusWire {
  readonly userId: number
  readonly email: {
    readonly status: string
    readonly updatedAt: string
    readonly performedBy: number
    readonly source: string
  }
  readonly chat: { readonly status: string; readonly mailboxStatuses: Readonly<Record<string, string>> }
}

/** Under the user's own id. @since 0.1.0 @category testing */
export const statuses = Table.key<Table.Row & { readonly wire: StatusWire }>("user statuses")

/** The status of a user, who is there until told otherwise. @since 0.1.0 @category testing */
export const of = (account: Account, user: UserData.UserRow): StatusWire =>
  account.table(statuses).get(user.id)?.wire ?? {
    userId: user.id,
    email: { status: "active", updatedAt: user.createdAt, performedBy: user.id, source: "ui" },
    chat: { status: "unavailable", mailboxStatuses: {} }
  }
