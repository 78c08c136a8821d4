/** Customers as responses and webhooks show them, with the current number of their conversations. */
import * as Account from "../../Account.js"
import * as Deliveries from "../../Deliveries.js"
import * as ConversationData from "../conversations/conversations.js"
import * as CustomerData from "./customers.js"

type Row = CustomerData.CustomerRow

const counts = (account: Account.Account): ReadonlyMap<number, number> =>
  account.memo("conversations by customer", account.table(ConversationData.conversations).version(), () => {
    const found = new Map<number, number>()
    for (const { json } of ConversationData.visible(account)) {
      found.set(json.primaryCustomer.id, (found.get(json.primaryCustomer.id) ?? 0) + 1)
    }
    return found
  })

/** The number of a customer's conversations. */
export const conversationCount = (account: Account.Account, customerId: number): number =>
  counts(account).get(customerId) ?? 0

const shown = (account: Account.Account, row: Row): Row => ({
  ...row,
  conversationCount: conversationCount(account, row.id)
})

/** The JSON text of a customer. */
export const text =
  (account: Account.Account) =>
  (row: Row): string =>
    account.text(row, `${conversationCount(account, row.id)} conversations`, () => JSON.stringify(shown(account, row)))

/** Sends `customer.created`. */
export const created = (account: Account.Account, row: Row): void =>
  Deliveries.emit(account, "customer.created", () => shown(account, row))

/** Replaces a customer, with the time of the change, and sends `customer.updated`. */
export const put = (account: Account.Account, row: Row, now: number): Row => {
  const changed = account.table(CustomerData.customers).put({ ...row, updatedAt: Account.timestamp(now) })
  Deliveries.emit(account, "customer.updated", () => shown(account, changed))
  return changed
}

/** Sends `customer.deleted`. */
export const deleted = (account: Account.Account, customerId: number): void =>
  Deliveries.emit(account, "customer.deleted", () => ({ id: customerId }))

// ---------------------------------------------------------------------------------------------------------------
// removal
// ---------------------------------------------------------------------------------------------------------------

/** Erases a customer with all conversations. Returns false if the customer does not exist. */
export const erase = (account: Account.Account, customerId: number): boolean => {
  if (!account.table(CustomerData.customers).delete(customerId)) return false
  ConversationData.erase(account, customerId)
  deleted(account, customerId)
  return true
}

/**
 * Merges a customer into another, who takes over the entries of the profile and the conversations. The old id does not
 * exist any more. Returns false if there are not two customers.
 */
export const merge = (account: Account.Account, from: number, into: number, now: number): boolean => {
  const customers = account.table(CustomerData.customers)
  const source = customers.get(from)
  const target = customers.get(into)
  if (source === undefined || target === undefined || from === into) return false
  customers.delete(from)
  const entries = (key: "emails" | "phones" | "chats" | "social_profiles") => [
    ...target._embedded[key],
    ...source._embedded[key]
  ]
  const merged = put(
    account,
    {
      ...target,
      firstName: target.firstName ?? source.firstName,
      lastName: target.lastName ?? source.lastName,
      _embedded: {
        ...target._embedded,
        emails: entries("emails"),
        phones: entries("phones"),
        chats: entries("chats"),
        social_profiles: entries("social_profiles"),
        websites: [...target._embedded.websites, ...source._embedded.websites]
      }
    },
    now
  )
  ConversationData.replacePerson(account, from, CustomerData.person(merged), now)
  deleted(account, from)
  return true
}
