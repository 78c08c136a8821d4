/** The statuses of users. */
import type { Account } from "../Account.js"
import * as Table from "../Table.js"
import type * as UserData from "./users.js"

/** A status as the API sends it. */
export interface StatusJson {
  readonly userId: number
  readonly email: {
    readonly status: string
    readonly updatedAt: string
    readonly performedBy: number
    readonly source: string
    readonly customStatus?: { readonly text: string; readonly emoji?: string; readonly emojiName?: string }
  }
  readonly chat: { readonly status: string; readonly mailboxStatuses: Readonly<Record<string, string>> }
}

/** The status of a user, under the user's own id. */
export const statuses = Table.key<Table.Row & { readonly json: StatusJson }>("user statuses")

/** The status of a user: active by default. */
export const of = (account: Account, user: UserData.UserRow): StatusJson =>
  account.table(statuses).get(user.id)?.json ?? {
    userId: user.id,
    email: { status: "active", updatedAt: user.createdAt, performedBy: user.id, source: "ui" },
    chat: { status: "unavailable", mailboxStatuses: {} }
  }
