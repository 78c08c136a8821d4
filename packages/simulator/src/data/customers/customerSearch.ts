/** Filters, search and order of the lists of customers. */
import * as Field from "@effect-helpscout/core/Field"
import type * as DateTime from "effect/DateTime"
import type * as Account from "../../Account.js"
import * as ConversationData from "../conversations/conversations.js"
import * as SearchQuery from "../searchQuery.js"
import * as CustomerData from "./customers.js"

type Row = CustomerData.CustomerRow

const same = (a: string | null, b: string): boolean => a !== null && a.toLowerCase() === b.toLowerCase()

const hasEmail = (row: Row, email: string): boolean => row._embedded.emails.some(({ value }) => same(value, email))

const matches =
  (row: Row) =>
  ({ field, text, period }: SearchQuery.Term): boolean => {
    const within = (date: string) =>
      period !== undefined && period[0] <= Date.parse(date) && Date.parse(date) <= period[1]
    switch (field) {
      case "firstName":
        return same(row.firstName, text)
      case "lastName":
        return same(row.lastName, text)
      case "email":
        return hasEmail(row, text)
      case "createdAt":
        return within(row.createdAt)
      case "modifiedAt":
        return within(row.updatedAt)
      default:
        return false
    }
  }

/** The filters of a list of customers. */
export interface Filters {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly mailbox?: number
  readonly modifiedSince?: DateTime.Utc | Date
  readonly createdSince?: DateTime.Utc | Date
  readonly query?: unknown
}

/** The customers that match the filters, newest first. `undefined` if the query cannot be parsed. */
export const listed = (account: Account.Account, filters: Filters, now: number): ReadonlyArray<Row> | undefined => {
  const { firstName, lastName, email, mailbox, modifiedSince, createdSince, query } = filters
  const tests: Array<(row: Row) => boolean> = []
  if (firstName !== undefined) tests.push((row) => same(row.firstName, firstName))
  if (lastName !== undefined) tests.push((row) => same(row.lastName, lastName))
  if (email !== undefined) tests.push((row) => hasEmail(row, email))
  if (modifiedSince !== undefined) tests.push((row) => Date.parse(row.updatedAt) >= Field.millisOf(modifiedSince))
  if (createdSince !== undefined) tests.push((row) => Date.parse(row.createdAt) >= Field.millisOf(createdSince))
  if (mailbox !== undefined) {
    const inside = new Set(
      ConversationData.visible(account)
        .filter(({ json }) => json.mailboxId === mailbox)
        .map(({ json }) => json.primaryCustomer.id)
    )
    tests.push((row) => inside.has(row.id))
  }
  if (typeof query === "string") {
    const search = SearchQuery.parse(query, now)
    if (search === undefined) return undefined
    if (!account.ignoreSearch) tests.push((row) => search(matches(row)))
  }
  return account
    .table(CustomerData.customers)
    .filter((row) => tests.every((test) => test(row)))
    .toSorted((a, b) => (a.createdAt === b.createdAt ? b.id - a.id : a.createdAt < b.createdAt ? 1 : -1))
}

const sortKeys: Readonly<Record<string, (row: Row) => string>> = {
  firstName: (row) => row.firstName ?? "",
  lastName: (row) => row.lastName ?? "",
  modifiedAt: (row) => row.updatedAt
}

/** The customers in the requested order. */
export const sorted = (rows: ReadonlyArray<Row>, field = "createdAt", order = "desc"): ReadonlyArray<Row> => {
  const key = sortKeys[field] ?? ((row: Row) => row.createdAt)
  const sign = order === "asc" ? 1 : -1
  return rows.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id))
}
