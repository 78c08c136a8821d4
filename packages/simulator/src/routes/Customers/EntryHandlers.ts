/** The handlers that all kinds of entries share: emails, phones, chat handles, social profiles and websites. */
import type * as Account from "../../Account.js"
import * as CustomerEntries from "../../data/customers/customerEntries.js"
import * as CustomerEvents from "../../data/customers/customerEvents.js"
import * as CustomerData from "../../data/customers/customers.js"
import * as Response from "../../Response.js"
import type * as Route from "../../Route.js"

interface OfCustomer {
  readonly customerId: number
}

interface Written {
  readonly value: string
  readonly type?: string
}

/** 409: an email belongs to one customer, and is in its profile once. */
export const emailConflict = Response.conflict("A customer with this email already exists")

const find = (account: Account.Account, customerId: number) => account.table(CustomerData.customers).get(customerId)

/** The list, create, update and delete of one kind of entry. */
export const handlers = (key: CustomerEntries.Key) => {
  const isTaken = (account: Account.Account, { value }: Written, own: CustomerData.CustomerRow, except?: number) =>
    key === "emails" && CustomerEntries.isEmailTaken(account, value, own, except)

  /** Replaces an entry, or removes it. */
  const replace = (
    { account, args, now }: Pick<Route.Request<OfCustomer, unknown>, "account" | "args" | "now">,
    id: number,
    replacement: Written | undefined
  ): Response.Response => {
    const row = find(account, args.customerId)
    const entries = row === undefined ? [] : CustomerEntries.of(row, key)
    if (row === undefined || !entries.some((entry) => entry.id === id)) return Response.notFound
    if (replacement !== undefined && isTaken(account, replacement, row, id)) return emailConflict
    const replaced = entries.flatMap((entry): ReadonlyArray<CustomerEntries.Entry> => {
      if (entry.id !== id) return [entry]
      return replacement === undefined ? [] : [{ id, ...replacement }]
    })
    CustomerEvents.put(account, CustomerEntries.replace(row, key, replaced), now)
    return Response.empty()
  }

  return {
    list: ({ account, args, page }: Pick<Route.Request<OfCustomer, unknown>, "account" | "args" | "page">) => {
      const row = find(account, args.customerId)
      if (row === undefined) return Response.notFound
      const path = `/v2/customers/${row.id}/${key.replace("_", "-")}`
      return page(
        CustomerEntries.of(row, key).map((entry) => ({
          ...entry,
          _links: account.links({ self: `${path}/${entry.id}` })
        }))
      )
    },
    create: ({
      account,
      args,
      payload,
      now,
      created
    }: Pick<Route.Request<OfCustomer, Written>, "account" | "args" | "payload" | "now" | "created">) => {
      const row = find(account, args.customerId)
      if (row === undefined) return Response.notFound
      if (isTaken(account, payload, row)) return emailConflict
      const entry = { id: CustomerData.entryId(account), ...payload }
      CustomerEvents.put(account, CustomerEntries.replace(row, key, [...CustomerEntries.of(row, key), entry]), now)
      return created(entry.id)
    },
    update: (
      request: Pick<Route.Request<OfCustomer, Written>, "account" | "args" | "payload" | "now">,
      id: number
    ): Response.Response => replace(request, id, request.payload),
    delete: (
      request: Pick<Route.Request<OfCustomer, unknown>, "account" | "args" | "now">,
      id: number
    ): Response.Response => replace(request, id, undefined)
  }
}
