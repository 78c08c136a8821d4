/**
 * How a customer is shown: with the number of its conversations as it is now, in answers and in what webhooks are told.
 *
 * @since 0.1.0
 */
import type { Account } from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as ConversationData from "./conversations.js"
import type { CustomerRow } from "./customers.js"

const counts = (account: Account): ReadonlyMap<number, number> =>
  account.memo("conversations by customer", account.table(ConversationData.conversations).version(), () => {
    const found = new Map<number, number>()
    for (const { wire } of ConversationData.visible(account)) {
      found.set(wire.primaryCustomer.id, (found.get(wire.primaryCustomer.id) ?? 0) + 1)
    }
    return found
  })

/** How many conversations a customer has. @since 0.1.0 @category testing */
export const conversationCount = (account: Account, customerId: number): number => counts(account).get(customerId) ?? 0

const shown = (account: Account, row: CustomerRow): CustomerRow => ({
  ...row,
  conversationCount: conversationCount(account, row.id)
})

/** The text of a customer. @since 0.1.0 @category testing */
export const text =
  (account: Account) =>
  (row: CustomerRow): string =>
    account.text(row, `${conversationCount(account, row.id)} conversations`, () => JSON.stringify(shown(account, row)))

/** Tells of a new customer. @since 0.1.0 @category testing */
export const created = (account: Account, row: CustomerRow): void =>
  Deliveries.emit(account, "customer.created", () => shown(account, row))

/** Tells of a customer that has changed. @since 0.1.0 @category testing */
export const updated = (account: Account, row: CustomerRow): void =>
  Deliveries.emit(account, "customer.updated", () => shown(account, row))

/** Tells that a customer is gone. @since 0.1.0 @category testing */
export const deleted = (account: Account, customerId: number): void =>
  Deliveries.emit(account, "customer.deleted", () => ({ id: customerId }))
