/**
 * How the simulator answers for what a customer has several of, and for the one address.
 *
 * @since 0.1.0
 */
import * as Customers from "@effect-helpscout/resources/Customers"
import * as Account from "../../Account.js"
import * as CustomerData from "../../data/customers.js"
import * as CustomerView from "../../data/customerView.js"
import * as Reply from "../../Reply.js"
import * as Route from "../../Route.js"

const { endpoints } = Customers
type Row = CustomerData.CustomerRow

/** Where entries stand in a customer. @since 0.1.0 @category models */
export type Key = "chats" | "emails" | "phones" | "social_profiles" | "websites"

/** An entry; a website has no type. @since 0.1.0 @category models */
export interface Entry {
  readonly id: number
  readonly value: string
  readonly type?: string
}

/** The entries of one kind. @since 0.1.0 @category testing */
export const entriesOf = (row: Row, key: Key): ReadonlyArray<Entry> => row._embedded[key]

/** The customer with other entries of one kind. @since 0.1.0 @category testing */
export const withEntries = (row: Row, key: Key, entries: ReadonlyArray<Entry>): Row => ({
  ...row,
  _embedded: { ...row._embedded, [key]: entries }
})

/** Changes a customer, and when it was last changed; tells webhooks. @since 0.1.0 @category testing */
export const put = (account: Account.Account, row: Row, now: number): Row => {
  const changed = account.table(CustomerData.customers).put({ ...row, updatedAt: Account.timestamp(now) })
  CustomerView.updated(account, changed)
  return changed
}

/** 409: no email is two customers', or stands twice in one. @since 0.1.0 @category testing */
export const emailConflict = Reply.conflict("A customer with this email exists already")

/**
 * 409 where another customer has the email already, or another entry of this one, as it is by now.
 *
 * @since 0.1.0
 * @category testing
 */
export const emailTaken = (
  account: Account.Account,
  value: string,
  own?: Row,
  except?: number
): Reply.Reply | undefined => {
  const same = (entry: Entry) => entry.value.toLowerCase() === value.toLowerCase()
  const owner = account
    .table(CustomerData.customers)
    .find((row) => row.id !== own?.id && row._embedded.emails.some(same))
  const twice = own?._embedded.emails.some((entry) => same(entry) && entry.id !== except)
  return owner !== undefined || twice === true ? emailConflict : undefined
}

const find = (account: Account.Account, customerId: number) => account.table(CustomerData.customers).get(customerId)

interface Written {
  readonly value: string
  readonly type?: string
}

const refusal = (account: Account.Account, key: Key, { value }: Written, own: Row, except?: number) =>
  key === "emails" ? emailTaken(account, value, own, except) : undefined

const list = (
  key: Key,
  { account, args, page }: Pick<Route.Request<{ readonly customerId: number }, unknown>, "account" | "args" | "page">
) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Reply.notFound
  const path = `/v2/customers/${row.id}/${key.replace("_", "-")}`
  return page(
    entriesOf(row, key).map((entry) => ({ ...entry, _links: account.links({ self: `${path}/${entry.id}` }) }))
  )
}

const create = (
  key: Key,
  {
    account,
    args,
    payload,
    now,
    created
  }: Pick<Route.Request<{ readonly customerId: number }, Written>, "account" | "args" | "payload" | "now" | "created">
) => {
  const row = find(account, args.customerId)
  if (row === undefined) return Reply.notFound
  const refused = refusal(account, key, payload, row)
  if (refused !== undefined) return refused
  const entry = { id: CustomerData.entryId(account), ...payload }
  put(account, withEntries(row, key, [...entriesOf(row, key), entry]), now)
  return created(entry.id)
}

/** Puts another entry, or none, in the place of one. */
const replace = (
  key: Key,
  { account, now }: { readonly account: Account.Account; readonly now: number },
  customerId: number,
  id: number,
  by: Written | undefined
): Reply.Reply => {
  const row = find(account, customerId)
  if (row === undefined || !entriesOf(row, key).some((entry) => entry.id === id)) return Reply.notFound
  const refused = by === undefined ? undefined : refusal(account, key, by, row, id)
  if (refused !== undefined) return refused
  const entries = entriesOf(row, key).flatMap(
    (entry): ReadonlyArray<Entry> => (entry.id !== id ? [entry] : by === undefined ? [] : [{ id, ...by }])
  )
  put(account, withEntries(row, key, entries), now)
  return Reply.empty()
}

const { addresses, chatHandles, emails, phones, socialProfiles, websites } = endpoints

const addressRoutes: ReadonlyArray<Route.Route> = [
  Route.make(addresses.get, ({ account, args, path }) => {
    const address = find(account, args.customerId)?._embedded.address
    return address === undefined ? Reply.notFound : Reply.json({ ...address, _links: account.links({ self: path }) })
  }),
  Route.make(addresses.create, ({ account, args, payload, now, path }) => {
    const row = find(account, args.customerId)
    if (row === undefined) return Reply.notFound
    if (row._embedded.address !== undefined) return Reply.conflict("The customer has an address already")
    put(account, { ...row, _embedded: { ...row._embedded, address: payload } }, now)
    // no Resource-ID: an address has no id
    return Reply.empty(201, { Location: account.url(path) })
  }),
  Route.make(addresses.update, ({ account, args, payload, now }) => {
    const row = find(account, args.customerId)
    if (row?._embedded.address === undefined) return Reply.notFound
    put(account, { ...row, _embedded: { ...row._embedded, address: payload } }, now)
    return Reply.empty()
  }),
  Route.make(addresses.delete, ({ account, args, now }) => {
    const row = find(account, args.customerId)
    if (row?._embedded.address === undefined) return Reply.notFound
    const { address: _, ...rest } = row._embedded
    put(account, { ...row, _embedded: rest }, now)
    return Reply.empty()
  })
]

/**
 * The routes for addresses, chat handles, emails, phones, social profiles and websites.
 *
 * @since 0.1.0
 * @category testing
 */
export const routes: ReadonlyArray<Route.Route> = [
  ...addressRoutes,
  Route.make(chatHandles.list, (request) => list("chats", request)),
  Route.make(chatHandles.create, (request) => create("chats", request)),
  Route.make(chatHandles.update, (request) =>
    replace("chats", request, request.args.customerId, request.args.chatId, request.payload)
  ),
  Route.make(chatHandles.delete, (request) =>
    replace("chats", request, request.args.customerId, request.args.chatId, undefined)
  ),
  Route.make(emails.list, (request) => list("emails", request)),
  Route.make(emails.create, (request) => create("emails", request)),
  Route.make(emails.update, (request) =>
    replace("emails", request, request.args.customerId, request.args.emailId, request.payload)
  ),
  Route.make(emails.delete, (request) =>
    replace("emails", request, request.args.customerId, request.args.emailId, undefined)
  ),
  Route.make(phones.list, (request) => list("phones", request)),
  Route.make(phones.create, (request) => create("phones", request)),
  Route.make(phones.update, (request) =>
    replace("phones", request, request.args.customerId, request.args.phoneId, request.payload)
  ),
  Route.make(phones.delete, (request) =>
    replace("phones", request, request.args.customerId, request.args.phoneId, undefined)
  ),
  Route.make(socialProfiles.list, (request) => list("social_profiles", request)),
  Route.make(socialProfiles.create, (request) => create("social_profiles", request)),
  Route.make(socialProfiles.update, (request) =>
    replace("social_profiles", request, request.args.customerId, request.args.socialProfileId, request.payload)
  ),
  Route.make(socialProfiles.delete, (request) =>
    replace("social_profiles", request, request.args.customerId, request.args.socialProfileId, undefined)
  ),
  Route.make(websites.list, (request) => list("websites", request)),
  Route.make(websites.create, (request) => create("websites", request)),
  Route.make(websites.update, (request) =>
    replace("websites", request, request.args.customerId, request.args.websiteId, request.payload)
  ),
  Route.make(websites.delete, (request) =>
    replace("websites", request, request.args.customerId, request.args.websiteId, undefined)
  )
]
