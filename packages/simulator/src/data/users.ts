/** The users and teams of an account. */
import * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as SampleText from "./sampleText.js"

/** A user as the API sends it. */
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

/** The users of an account; the first is its owner. */
export const users = Table.key<UserRow>("users", { firstId: Account.ownerId })

/** A team as the API sends it. */
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

/** The teams of an account. */
export const teams = Table.key<TeamRow>("teams", { firstId: 71001 })

/** The members of a team, under the team's own id. */
export const members = Table.key<Table.Row & { readonly userIds: ReadonlyArray<number> }>("team members")

/** The reassignment setting of a user, under the user's own id. */
export const reassignments = Table.key<
  Table.Row & { readonly enabled: boolean; readonly awayDuration: { readonly hours: number; readonly minutes: number } }
>("conversation reassignments")

/** Whether a role is an administrator's. Administrators see every inbox. */
export const mayManage = (role: string | undefined): boolean => role === "owner" || role === "admin"

/** The inboxes that a user has access to, under the user's own id. */
export const access = Table.key<Table.Row & { readonly mailboxIds: ReadonlyArray<number> }>("user inboxes")

/** Whether a user has access to an inbox. */
export const sees = (account: Account.Account, { id, role }: UserRow, mailboxId: number): boolean =>
  mayManage(role) || account.table(access).get(id)?.mailboxIds.includes(mailboxId) === true

/** The user with an email address, case-insensitive. */
export const byEmail = (account: Account.Account, email: string): UserRow | undefined => {
  const wanted = email.toLowerCase()
  return account.table(users).find((user) => user.email.toLowerCase() === wanted)
}

/** A person inside a conversation or a thread. */
export interface PersonJson {
  readonly id: number
  readonly type: string
  readonly first: string | null
  readonly last: string | null
  readonly email: string | null
  readonly photoUrl?: string | null
}

/** Help Scout itself as an actor. */
export const system: PersonJson = { id: 0, type: "user", first: null, last: null, email: null }

/** The assignee of a thread that is assigned to no one. */
export const unassigned: PersonJson = {
  id: 1,
  type: "user",
  first: "Help",
  last: "Scout",
  email: "none@nowhere.com"
}

/** The user who closed a conversation that is not closed, or was not closed by a user. */
export const unknown: PersonJson = { id: 0, type: "user", first: "unknown", last: "unknown", email: "unknown" }

/** A user as conversations show it. */
export const person = (user: UserRow): PersonJson => ({
  id: user.id,
  type: user.type,
  first: user.firstName,
  last: user.lastName,
  email: user.email,
  photoUrl: user.photoUrl
})

const day = 86_400_000

/** The user or team with an id, as conversations show it. */
export const assignee = (account: Account.Account, id: number): PersonJson | undefined => {
  const user = account.table(users).get(id)
  if (user !== undefined) return person(user)
  const team = account.table(teams).get(id)
  return team && { id, type: "team", first: team.name, last: "", email: null }
}

/** Generates the users and teams of an account. */
export const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("users")
  for (let i = 0; i < Math.max(1, account.sizes.users); i++) {
    const { first, last } = SampleText.name(seed)
    account.table(users).insert((id) => ({
      id,
      firstName: first,
      lastName: last,
      email: SampleText.email(seed, { first, last }, id),
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
  const all = account.table(users).all()
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
    const half = seed.some(all, Math.ceil(all.length / 2))
    account.table(members).put({ id: team.id, userIds: half.map((user) => user.id) })
  }
}
