/** The properties of customers: their definitions and values. */
import * as Field from "@effect-helpscout/core/Field"
import * as Schema from "effect/Schema"
import type * as Account from "../../Account.js"
import * as Table from "../../Table.js"
import * as CustomerData from "./customers.js"

/** A definition. Deleted definitions are kept for a while, under another slug. */
export interface DefinitionRow extends Table.Row {
  readonly deleted: boolean
  readonly json: {
    readonly type: string
    readonly slug: string
    readonly name: string
    readonly options?: ReadonlyArray<{ readonly id: string; readonly label: string }>
  }
}

/** A value in a customer, as the API sends it. */
export interface ValueJson {
  readonly type: string
  readonly slug: string
  readonly name: string
  readonly value: string | number
  readonly text: string
  readonly source: { readonly name: string }
}

/** The definitions of an account, including deleted ones. */
export const definitions = Table.key<DefinitionRow>("customer property definitions", { firstId: 3001 })

/** The most definitions that an account can have. */
export const maxDefinitions = 50

/** The definitions that are not deleted. */
export const existing = (account: Account.Account): ReadonlyArray<DefinitionRow> =>
  account.table(definitions).filter((row) => !row.deleted)

/** The definition with a slug, unless it is deleted. */
export const bySlug = (account: Account.Account, slug: string): DefinitionRow | undefined =>
  account.table(definitions).find((row) => row.json.slug === slug && !row.deleted)

/** The values of a customer's properties. */
export const valuesOf = (customer: CustomerData.CustomerRow): ReadonlyArray<ValueJson> =>
  // only this file writes values there
  customer._embedded.properties as ReadonlyArray<ValueJson>

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:/i.test(text)
const isDate = Schema.is(Field.CalendarDate)

/** The value as it is stored, or undefined if it is not valid for the definition. */
export const value = ({ json }: DefinitionRow, given: string | number): ValueJson | undefined => {
  const { type, slug, name, options = [] } = json
  const stored = (value: string | number, text = String(value)): ValueJson => ({
    type,
    slug,
    name,
    value,
    text,
    source: { name: "api" }
  })
  if (type === "number") return typeof given === "number" ? stored(given) : undefined
  if (typeof given === "number") return undefined
  switch (type) {
    case "dropdown": {
      const option = options.find(({ id, label }) => id === given || label === given)
      return option === undefined ? undefined : stored(option.id, option.label)
    }
    case "url":
      return isUrl(given) ? stored(given) : undefined
    case "date":
      return isDate(given) ? stored(given) : undefined
    default:
      return given.length <= 255 ? stored(given) : undefined
  }
}

/** The customer with a value, or without it. */
export const withValue = (
  customer: CustomerData.CustomerRow,
  slug: string,
  set: ValueJson | undefined
): CustomerData.CustomerRow => {
  const others = valuesOf(customer).filter((known) => known.slug !== slug)
  return {
    ...customer,
    _embedded: { ...customer._embedded, properties: set === undefined ? others : [...others, set] }
  }
}

/** Generates three definitions, and values for some of the customers. */
export const populate = (account: Account.Account): void => {
  if (account.sizes.customers === 0) return
  const seed = account.seed.fork("customer properties")
  const options = ["Free", "Plus", "Pro"].map((label) => ({ id: seed.uuid(), label }))
  const define = (json: DefinitionRow["json"]) =>
    account.table(definitions).insert((id) => ({ id, deleted: false, json }))
  const plan = define({ type: "dropdown", slug: "plan", name: "Plan", options })
  const seats = define({ type: "number", slug: "seats", name: "Seats" })
  define({ type: "date", slug: "renewal", name: "Renewal" })
  for (const customer of account.table(CustomerData.customers).all()) {
    const values = [
      ...(seed.chance(0.5) ? [value(plan, seed.pick(["Free", "Plus", "Pro"]))] : []),
      ...(seed.chance(0.3) ? [value(seats, seed.int(1, 500))] : [])
    ]
    const changed = values.reduce((row, set) => (set === undefined ? row : withValue(row, set.slug, set)), customer)
    if (changed !== customer) account.table(CustomerData.customers).put(changed)
  }
}
