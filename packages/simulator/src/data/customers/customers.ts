/** The customers of an account. */
import * as Account from "../../Account.js"
import * as Table from "../../Table.js"
import * as SampleText from "../sampleText.js"
import type { PersonJson } from "../users.js"

/** An email address, a phone number or another entry of a profile. */
export interface Entry {
  readonly id: number
  readonly value: string
  readonly type: string
}

/** A customer as the API sends it. */
export interface CustomerRow extends Table.Row {
  readonly firstName: string | null
  readonly lastName: string | null
  readonly gender: string
  readonly jobTitle: string | null
  readonly location: string | null
  readonly background: string | null
  readonly age: string | null
  readonly organization: string | null
  readonly organizationId: number | null
  readonly photoType: string
  readonly photoUrl: string
  readonly conversationCount: number
  readonly draft: boolean
  readonly createdAt: string
  readonly updatedAt: string
  readonly _embedded: {
    readonly emails: ReadonlyArray<Entry>
    readonly phones: ReadonlyArray<Entry>
    readonly chats: ReadonlyArray<Entry>
    readonly social_profiles: ReadonlyArray<Entry>
    readonly websites: ReadonlyArray<Omit<Entry, "type">>
    readonly properties: ReadonlyArray<object>
    readonly address?: object
  }
  readonly _links: object
}

/** The customers of an account. */
export const customers = Table.key<CustomerRow>("customers", { firstId: 500_001 })

/** The ids of entries: one sequence for all kinds. */
export const entryIds = Table.key<Table.Row>("customer entries", { firstId: 700_001 })

/** A fresh id for an entry. */
export const entryId = (account: Account.Account): number => account.table(entryIds).insert((id) => ({ id })).id

/** A customer's first email address, if there is one. */
export const email = (customer: CustomerRow): string | null => customer._embedded.emails[0]?.value ?? null

/** A customer as conversations show it. */
export const person = (customer: CustomerRow): PersonJson => ({
  id: customer.id,
  type: "customer",
  first: customer.firstName,
  last: customer.lastName,
  email: email(customer),
  photoUrl: customer.photoUrl
})

/** The links of a customer. */
export const links = (account: Account.Account, id: number): object =>
  account.links({
    self: `/v2/customers/${id}`,
    address: `/v2/customers/${id}/address`,
    chats: `/v2/customers/${id}/chats`,
    emails: `/v2/customers/${id}/emails`,
    phones: `/v2/customers/${id}/phones`,
    "social-profiles": `/v2/customers/${id}/social-profiles`,
    websites: `/v2/customers/${id}/websites`
  })

/** The fields of a profile that clients can write. */
export interface Profile {
  readonly firstName?: string
  readonly lastName?: string
  readonly jobTitle?: string
  readonly location?: string
  readonly background?: string
  readonly age?: string
  readonly organization?: string
  readonly gender?: string
  readonly photoType?: string
  readonly photoUrl?: string
  readonly phone?: string
}

/** Adds a customer with these email addresses. */
export const insert = (
  account: Account.Account,
  emails: ReadonlyArray<string>,
  profile: Profile,
  now: number
): CustomerRow =>
  account.table(customers).insert((id) => ({
    id,
    firstName: profile.firstName ?? null,
    lastName: profile.lastName ?? null,
    gender: profile.gender ?? "Unknown",
    jobTitle: profile.jobTitle ?? null,
    location: profile.location ?? null,
    background: profile.background ?? null,
    age: profile.age ?? null,
    organization: profile.organization ?? null,
    organizationId: null,
    photoType: profile.photoType ?? "unknown",
    photoUrl: profile.photoUrl ?? "",
    conversationCount: 0,
    draft: false,
    createdAt: Account.timestamp(now),
    updatedAt: Account.timestamp(now),
    _embedded: {
      emails: emails.map((value) => ({ id: entryId(account), value, type: "work" })),
      phones: profile.phone === undefined ? [] : [{ id: entryId(account), value: profile.phone, type: "work" }],
      chats: [],
      social_profiles: [],
      websites: [],
      properties: []
    },
    _links: links(account, id)
  }))

/** The customer with an email address, case-insensitive. */
export const byEmail = (account: Account.Account, address: string): CustomerRow | undefined => {
  const wanted = address.toLowerCase()
  return account
    .table(customers)
    .find((customer) => customer._embedded.emails.some((entry) => entry.value.toLowerCase() === wanted))
}

const day = 86_400_000

/** Generates the customers of an account, some without a name or an email address. */
export const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("customers")
  for (let i = 0; i < account.sizes.customers; i++) {
    const { first, last } = SampleText.name(seed)
    // one in ten has no email address, one in twelve no name; the first customer has both
    const emails = i > 0 && seed.chance(0.1) ? [] : [SampleText.email(seed, { first, last }, i + 1)]
    const nameless = i > 0 && seed.chance(0.08)
    const profile: Profile = {
      ...(!nameless && { firstName: first, lastName: last }),
      ...(seed.chance(0.3) && { jobTitle: "Engineer", organization: "Acme & Söhne" }),
      ...(seed.chance(0.2) && { phone: `+1 555 ${String(seed.int(0, 9999)).padStart(4, "0")}` }),
      ...(seed.chance(0.2) && { age: "30-35" })
    }
    insert(account, emails, profile, account.until - seed.int(300, 900) * day)
  }
}
