/**
 * The organizations of a simulated account, and the properties they may have.
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as CustomerData from "./customers.js"

/** An organization; on the wire, and what only shows when it is asked for. @since 0.1.0 @category models */
export interface OrganizationRow extends Table.Row {
  readonly lastInteractionAt: number
  /** Values by the slug of their property. */
  readonly values: Readonly<Record<string, string>>
  readonly wire: {
    readonly id: number
    readonly name: string
    readonly website: string | null
    readonly description: string | null
    readonly location: string | null
    readonly logoUrl: string | null
    readonly note: string | null
    readonly domains: ReadonlyArray<string>
    readonly phones: ReadonlyArray<string>
    readonly brandColor: string | null
    readonly _links: object
  }
}

/** A definition. One that was deleted stays for a while. @since 0.1.0 @category models */
export interface DefinitionRow extends Table.Row {
  readonly deleted: boolean
  readonly wire: {
    readonly type: string
    readonly slug: string
    readonly name: string
    readonly options?: ReadonlyArray<{ readonly label: string }>
  }
}

/** The organizations of an account. @since 0.1.0 @category testing */
export const organizations = Table.key<OrganizationRow>("organizations", { firstId: 1501 })

/** The definitions of an account, deleted ones included. @since 0.1.0 @category testing */
export const definitions = Table.key<DefinitionRow>("organization property definitions", { firstId: 1001 })

/** An account has so many at most. @since 0.1.0 @category testing */
export const maxDefinitions = 50

/** The definitions that were not deleted. @since 0.1.0 @category testing */
export const existing = (account: Account.Account): ReadonlyArray<DefinitionRow> =>
  account.table(definitions).filter((row) => !row.deleted)

/** The definition with a slug, unless it was deleted. @since 0.1.0 @category testing */
export const bySlug = (account: Account.Account, slug: string): DefinitionRow | undefined =>
  account.table(definitions).find((row) => row.wire.slug === slug && !row.deleted)

const isDate = Schema.is(Field.CalendarDate)

/** Whether the definition allows a value: a text, always. @since 0.1.0 @category testing */
export const allows = ({ wire }: DefinitionRow, value: string): boolean => {
  switch (wire.type) {
    case "number":
      return /^-?\d+$/.test(value)
    case "date":
      return isDate(value)
    case "url":
      return URL.canParse(value)
    case "dropdown":
      return (wire.options ?? []).some(({ label }) => label === value)
    default:
      return true
  }
}

/** The parts of an organization that clients write. @since 0.1.0 @category models */
export type Details = Omit<OrganizationRow["wire"], "id" | "_links">

/** Adds an organization. @since 0.1.0 @category testing */
export const insert = (account: Account.Account, details: Details, now: number): OrganizationRow =>
  account.table(organizations).insert((id) => ({
    id,
    lastInteractionAt: now,
    values: {},
    wire: { id, ...details, _links: account.links({ self: `/v2/organizations/${id}` }) }
  }))

const names = ["Acme & Söhne", "Globex", "Initech", "株式会社 Umbrella", "Hooli", "Stark Industries"]

/**
 * Makes the organizations that an account begins with, and puts some of the customers into them.
 *
 * @since 0.1.0
 * @category testing
 */
export const populate = (account: Account.Account): void => {
  const customers = account.table(CustomerData.customers)
  const count = Math.min(names.length, Math.floor(customers.size() / 5))
  if (count === 0) return
  const seed = account.seed.fork("organizations")
  account
    .table(definitions)
    .insert((id) => ({ id, deleted: false, wire: { type: "number", slug: "employees", name: "Employees" } }))
  const made = names.slice(0, count).map((name, index) => {
    const row = insert(
      account,
      {
        name,
        website: seed.chance(0.7) ? `www.company${index + 1}.example` : null,
        description: null,
        location: seed.pick(["US", "AT", "JP"]),
        logoUrl: null,
        note: null,
        domains: [`company${index + 1}.example`],
        phones: seed.chance(0.5) ? ["+1 555 0100"] : [],
        brandColor: seed.chance(0.5) ? `#${seed.hex(6)}` : null
      },
      account.until - seed.int(1, 300) * 86_400_000
    )
    return account.table(organizations).put({ ...row, values: { employees: String(seed.int(3, 9000)) } })
  })
  for (const customer of customers.all()) {
    const organization = seed.chance(0.4) ? made[seed.int(0, count - 1)] : undefined
    if (organization === undefined) continue
    customers.put({ ...customer, organization: organization.wire.name, organizationId: organization.id })
  }
}
