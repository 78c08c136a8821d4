/**
 * How the simulator answers for system users: an account of more than one user has an AI agent.
 *
 * @since 0.1.0
 */
import * as SystemUsers from "@effect-helpscout/resources/Users/SystemUsers"
import * as Account from "../../Account.js"
import * as Route from "../../Route.js"
import * as Table from "../../Table.js"

const { endpoints } = SystemUsers

/** A system user on the wire. @since 0.1.0 @category models */
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

/** The system users of an account. @since 0.1.0 @category testing */
export const systemUsers = Table.key<SystemUserRow>("system users", { firstId: 66_001 })

const populate = (account: Account.Account): void => {
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

/**
 * The routes for system users, and one AI agent.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate,
  routes: [
    Route.make(endpoints.list, ({ account, page }) => page(account.table(systemUsers).all())),
    Route.make(endpoints.get, ({ account, args, ok }) => ok(account.table(systemUsers).get(args.systemUserId)))
  ]
})
