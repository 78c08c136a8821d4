/** The organizations of an account, their properties and the definitions of those. */
import * as Field from "@effect-helpscout/core/Field"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as Table from "../Table.js"
import * as CustomerData from "./customers/customers.js"

/** An organization as the API sends it, and the fields that are sent on request. */
export interface OrganizationRow extends Table.Row {
  readonly lastInteractionAt: number
  /** Values by the slug of their property. */
  readonly values: Readonly<Record<string, string>>
  readonly json: {
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

/** A definition. Deleted definitions are kept for a while. */
export interface DefinitionRow extends Table.Row {
  readonly deleted: boolean
  readonly json: {
    readonly type: string
    readonly slug: string
    readonly name: string
    readonly options?: ReadonlyArray<{ readonly label: string }>
  }
}

/** The organizations of an account. */
export const organizations = Table.key<OrganizationRow>("organizations", { firstId: 1501 })

/** The definitions of an account, including deleted ones. */
export const definitions = Table.key<DefinitionRow>("organization property definitions", { firstId: 1001 })

/** The most definitions that an account can have. */
export const maxDefinitions = 50

/** The definitions that are not deleted. */
export const existing = (account: Account.Account): ReadonlyArray<DefinitionRow> =>
  account.table(definitions).filter((row) => !row.deleted)

/** The definition with a slug, unless it is deleted. */
export const bySlug = (account: Account.Account, slug: string): DefinitionRow | undefined =>
  account.table(definitions).find((row) => row.json.slug === slug && !row.deleted)

const isDate = Schema.is(Field.CalendarDate)

/** Whether a value is valid for a definition. */
export const allows = ({ json }: DefinitionRow, value: string): boolean => {
  switch (json.type) {
    case "number":
      return /^-?\d+$/.test(value)
    case "date":
      return isDate(value)
    case "url":
      return URL.canParse(value)
    case "dropdown":
      return (json.options ?? []).some(({ label }) => label === value)
    default:
      return true
  }
}

/** The fields of an organization that clients can write. */
export type Details = Omit<OrganizationRow["json"], "id" | "_links">

/** Adds an organization. */
export const insert = (account: Account.Account, details: Details, now: number): OrganizationRow =>
  account.table(organizations).insert((id) => ({
    id,
    lastInteractionAt: now,
    values: {},
    json: { id, ...details, _links: account.links({ self: `/v2/organizations/${id}` }) }
  }))

/** Replaces an organization, and sends `organization.updated`. */
export const put = (account: Account.Account, row: OrganizationRow): void => {
  account.table(organizations).put(row)
  Deliveries.emit(account, "organization.updated", () => row.json)
}

/** The organization with a property value, or without it. */
export const withValue = (row: OrganizationRow, slug: string, value: string | undefined): OrganizationRow => {
  const { [slug]: _, ...others } = row.values
  return { ...row, values: value === undefined ? others : { ...others, [slug]: value } }
}

/** Removes the values of a property that are no longer allowed. */
export const dropValues = (account: Account.Account, slug: string, isAllowed: (value: string) => boolean): void => {
  const table = account.table(organizations)
  for (const row of table.filter(({ values }) => values[slug] !== undefined && !isAllowed(values[slug]))) {
    table.put(withValue(row, slug, undefined))
  }
}

const names = ["Acme & Söhne", "Globex", "Initech", "株式会社 Umbrella", "Hooli", "Stark Industries"]

/** Generates the organizations of an account, and assigns some of the customers to them. */
export const populate = (account: Account.Account): void => {
  const customers = account.table(CustomerData.customers)
  const count = Math.min(names.length, Math.floor(customers.size() / 5))
  if (count === 0) return
  const seed = account.seed.fork("organizations")
  account
    .table(definitions)
    .insert((id) => ({ id, deleted: false, json: { type: "number", slug: "employees", name: "Employees" } }))
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
    customers.put({ ...customer, organization: organization.json.name, organizationId: organization.id })
  }
}
