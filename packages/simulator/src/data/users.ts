/**
 * The users of a simulated account.
 *
 * @since 0.1.0
 */
import * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as Words from "./words.js"

/**
 * A user on the wire.
 *
 * @since 0.1.0
 * @category models
 */
export interface UserRow extends Table.Row {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: string
  readonly timezone: string
  readonly photoUrl: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly type: "user" | "team"
  readonly mention: string | null
  readonly initials: string
  readonly jobTitle: string | null
  readonly phone: string | null
  readonly alternateEmails: ReadonlyArray<string>
  readonly _links: object
}

/** The users of an account; the first is its owner. @since 0.1.0 @category testing */
export const users = Table.key<UserRow>("users", { firstId: Account.ownerId })

/** A team on the wire. @since 0.1.0 @category models */
export interface TeamRow extends Table.Row {
  readonly name: string
  readonly timezone: string
  readonly photoUrl: string | null
  readonly mention: string | null
  readonly initials: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly _links: object
}

/** The teams of an account. @since 0.1.0 @category testing */
export const teams = Table.key<TeamRow>("teams", { firstId: 71001 })

/** Who is in a team: one row for each, under the team's own id. @since 0.1.0 @category testing */
export const members = Table.key<Table.Row & { readonly userIds: ReadonlyArray<number> }>("team members")

/** Whether those of a role are administrators, who see every inbox. @since 0.1.0 @category combinators */
export const mayManage = (role: string | undefined): boolean => role === "owner" || role === "admin"

/** The inboxes that a user sees: one row for each, under the user's own id. @since 0.1.0 @category testing */
export const access = Table.key<Table.Row & { readonly mailboxIds: ReadonlyArray<number> }>("user inboxes")

/** Whether a user sees an inbox. @since 0.1.0 @category testing */
export const sees = (account: Account.Account, { id, role }: UserRow, mailboxId: number): boolean =>
  mayManage(role) || account.table(access).get(id)?.mailboxIds.includes(mailboxId) === true

/** The user with an address, in whatever letters it is written. @since 0.1.0 @category testing */
export const byEmail = (account: Account.Account, email: string): UserRow | undefined => {
  const wanted = email.toLowerCase()
  return account.table(users).find((user) => user.email.toLowerCase() === wanted)
}

/** A person inside a conversation or a thread. @since 0.1.0 @category models */
export interface PersonWire {
  readonly id: number
  readonly type: string
  readonly first: string | null
  readonly last: string | null
  readonly email: string | null
  readonly photoUrl?: string | null
}

/** Help Scout itself, which acts without being anybody. @since 0.1.0 @category testing */
export const system: PersonWire = { id: 0, type: "user", first: null, last: null, email: null }

/** A user as conversations show one. @since 0.1.0 @category testing */
export const person = (user: UserRow): PersonWire => ({
  id: user.id,
  type: user.type,
  first: user.firstName,
  last: user.lastName,
  email: user.email,
  photoUrl: user.photoUrl
})

const day = 86_400_000

/** A user or a team by its id, as conversations show it. @since 0.1.0 @category testing */
export const assignee = (account: Account.Account, id: number): PersonWire | undefined => {
  const user = account.table(users).get(id)
  if (user !== undefined) return person(user)
  const team = account.table(teams).get(id)
  return team && { id, type: "team", first: team.name, last: "", email: null }
}

/** Makes the users and teams that an account begins with. @since 0.1.0 @category testing */
export const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("users")
  for (let i = 0; i < Math.max(1, account.sizes.users); i++) {
    const { first, last } = Words.name(seed)
    account.table(users).insert((id) => ({
      id,
      firstName: first,
      lastName: last,
      email: Words.email(seed, { first, last }, id),
      role: i === 0 ? "owner" : seed.pick(["admin", "user", "user", "light user"]),
      timezone: seed.pick(["America/New_York", "Europe/Vienna", "Asia/Tokyo", "UTC"]),
      photoUrl: seed.chance(0.5) ? `https://photos.example.com/users/${id}.jpg` : null,
      createdAt: Account.timestamp(account.until - seed.int(400, 1500) * day),
      updatedAt: Account.timestamp(account.until - seed.int(1, 300) * day),
      type: "user",
      mention: seed.chance(0.7) ? first.toLowerCase() : null,
      initials: `${first.charAt(0)}${last.charAt(0)}`,
      jobTitle: seed.chance(0.5) ? "Support" : null,
      phone: seed.chance(0.3) ? "+1 555 0100" : null,
      alternateEmails: seed.chance(0.2) ? [`alias${id}@example.com`] : [],
      _links: account.links({ self: `/v2/users/${id}` })
    }))
  }
  if (account.sizes.users < 2) return
  const everybody = account.table(users).all()
  const at = Account.timestamp(account.until - 400 * day)
  for (const name of ["Tier 1", "Buchhaltung"]) {
    const team = account.table(teams).insert((id) => ({
      id,
      name,
      timezone: "UTC",
      photoUrl: null,
      mention: name.toLowerCase().replace(" ", ""),
      initials: name.slice(0, 2).toUpperCase(),
      createdAt: at,
      updatedAt: at,
      _links: account.links({ self: `/v2/teams/${id}`, members: `/v2/teams/${id}/members` })
    }))
    const half = seed.some(everybody, Math.ceil(everybody.length / 2))
    account.table(members).put({ id: team.id, userIds: half.map((user) => user.id) })
  }
}
