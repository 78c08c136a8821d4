/** The emails, phones and other entries of a customer. */
import type * as Account from "../../Account.js"
import * as CustomerData from "./customers.js"

/** The key of a kind of entry in a customer's `_embedded`. */
export type Key = "chats" | "emails" | "phones" | "social_profiles" | "websites"

/** An entry. A website has no type. */
export interface Entry {
  readonly id: number
  readonly value: string
  readonly type?: string
}

/** The entries of one kind. */
export const of = (row: CustomerData.CustomerRow, key: Key): ReadonlyArray<Entry> => row._embedded[key]

/** The customer with other entries of one kind. */
export const replace = (
  row: CustomerData.CustomerRow,
  key: Key,
  entries: ReadonlyArray<Entry>
): CustomerData.CustomerRow => ({ ...row, _embedded: { ...row._embedded, [key]: entries } })

/** New entries, each with a fresh id. */
export const numbered = <New extends object>(account: Account.Account, entries: ReadonlyArray<New> = []) =>
  entries.map((entry) => ({ id: CustomerData.entryId(account), ...entry }))

/** Whether another customer has an email, or another entry of the same customer. */
export const isEmailTaken = (
  account: Account.Account,
  value: string,
  own?: CustomerData.CustomerRow,
  except?: number
): boolean => {
  const same = (entry: Entry) => entry.value.toLowerCase() === value.toLowerCase()
  const owner = account
    .table(CustomerData.customers)
    .find((row) => row.id !== own?.id && row._embedded.emails.some(same))
  return owner !== undefined || own?._embedded.emails.some((entry) => same(entry) && entry.id !== except) === true
}
