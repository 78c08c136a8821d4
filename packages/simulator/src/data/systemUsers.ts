/** The system users of an account. An account with more than one user has an AI agent. */
import * as Account from "../Account.js"
import * as Table from "../Table.js"

/** A system user as the API sends it. */
export interface SystemUserRow extends Table.Row {
  readonly type: "system_user"
  readonly firstName: string
  readonly lastName: string
  readonly initials: string
  readonly email: string | null
  readonly mention: string | null
  readonly timezone: string
  readonly role: string
  readonly photoUrl: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly _links: object
}

/** The system users of an account. */
export const systemUsers = Table.key<SystemUserRow>("system users", { firstId: 66_001 })

/** Generates the AI agent. */
export const populate = (account: Account.Account): void => {
  if (account.sizes.users < 2) return
  const at = Account.timestamp(account.until - 200 * 86_400_000)
  account.table(systemUsers).insert((id) => ({
    id,
    type: "system_user",
    firstName: "AI Agent",
    lastName: "",
    initials: "AI",
    email: null,
    mention: null,
    timezone: "UTC",
    role: "user",
    photoUrl: null,
    createdAt: at,
    updatedAt: at,
    _links: account.links({ self: `/v3/system-users/${id}` })
  }))
}
