/**
 * The properties that customers of a simulated account may have.
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as CustomerData from "./customers.js"

/** A definition. One that was deleted stays for a while, under another slug. @since 0.1.0 @category models */
export interface DefinitionRow extends Table.Row {
  readonly deleted: boolean
  readonly wire: {
    readonly type: string
    readonly slug: string
    readonly name: string
    readonly options?: ReadonlyArray<{ readonly id: string; readonly label: string }>
  }
}

/** A value in a customer, on the wire. @since 0.1.0 @category models */
export interface ValueWire {
  readonly type: string
  readonly slug: string
  readonly name: string
  readonly value: string | number
  readonly text: string
  readonly source: { readonly name: string }
}

/** The definitions of an account, deleted ones included. @since 0.1.0 @category testing */
export const definitions = Table.key<DefinitionRow>("customer property definitions", { firstId: 3001 })

/** An account has so many at most. @since 0.1.0 @category testing */
export const maxDefinitions = 50

/** The definitions that were not deleted. @since 0.1.0 @category testing */
export const existing = (account: Account.Account): ReadonlyArray<DefinitionRow> =>
  account.table(definitions).filter((row) => !row.deleted)

/** The definition with a slug, unless it was deleted. @since 0.1.0 @category testing */
export const bySlug = (account: Account.Account, slug: string): DefinitionRow | undefined =>
  account.table(definitions).find((row) => row.wire.slug === slug && !row.deleted)

/** The values of a customer's properties. @since 0.1.0 @category testing */
export const valuesOf = (customer: CustomerData.CustomerRow): ReadonlyArray<ValueWire> =>
  // nothing but this file's values is ever put there
  customer._embedded.properties as ReadonlyArray<ValueWire>

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:/i.test(text)
const isDate = Schema.is(Field.CalendarDate)

/** The value as it is kept, or nothing where the definition does not allow it. @since 0.1.0 @category testing */
export const value = ({ wire }: DefinitionRow, given: string | number): ValueWire | undefined => {
  const { type, slug, name, options = [] } = wire
  const kept = (value: string | number, text = String(value)): ValueWire => ({
    type,
    slug,
    name,
    value,
    text,
    source: { name: "api" }
  })
  if (type === "number") return typeof given === "number" ? kept(given) : undefined
  if (typeof given === "number") return undefined
  switch (type) {
    case "dropdown": {
      const option = options.find(({ id, label }) => id === given || label === given)
      return option === undefined ? undefined : kept(option.id, option.label)
    }
    case "url":
      return isUrl(given) ? kept(given) : undefined
    case "date":
      return isDate(given) ? kept(given) : undefined
    default:
      return given.length <= 255 ? kept(given) : undefined
  }
}

/** The customer with a value set, or without it. @since 0.1.0 @category testing */
export const withValue = (
  customer: CustomerData.CustomerRow,
  slug: string,
  set: ValueWire | undefined
): CustomerData.CustomerRow => {
  const others = valuesOf(customer).filter((known) => known.slug !== slug)
  return {
    ...customer,
    _embedded: { ...customer._embedded, properties: set === undefined ? others : [...others, set] }
  }
}

/** A UUID from hexadecimal digits. @since 0.1.0 @category testing */
export const uuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** Makes three definitions, and values for some of the customers. @since 0.1.0 @category testing */
export const populate = (account: Account.Account): void => {
  if (account.sizes.customers === 0) return
  const seed = account.seed.fork("customer properties")
  const options = ["Free", "Plus", "Pro"].map((label) => ({ id: uuid(seed.hex(32)), label }))
  const define = (wire: DefinitionRow["wire"]) =>
    account.table(definitions).insert((id) => ({ id, deleted: false, wire }))
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
