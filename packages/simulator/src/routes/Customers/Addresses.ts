/** Routes for the address of a customer, who has at most one. */
import * as Addresses from "@effect-helpscout/resources/Customers/Addresses"
import type { Account } from "../../Account.js"
import * as CustomerEvents from "../../data/customers/customerEvents.js"
import * as CustomerData from "../../data/customers/customers.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = Addresses

const find = (account: Account, customerId: number) => account.table(CustomerData.customers).get(customerId)

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.get, ({ account, args, path }) => {
    const address = find(account, args.customerId)?._embedded.address
    return address === undefined
      ? Response.notFound
      : Response.json({ ...address, _links: account.links({ self: path }) })
  }),
  Route.make(endpoints.create, ({ account, args, payload, now, path }) => {
    const row = find(account, args.customerId)
    if (row === undefined) return Response.notFound
    if (row._embedded.address !== undefined) return Response.conflict("The customer already has an address")
    CustomerEvents.put(account, { ...row, _embedded: { ...row._embedded, address: payload } }, now)
    // no Resource-ID: an address has no id
    return Response.empty(201, { Location: account.url(path) })
  }),
  Route.make(endpoints.update, ({ account, args, payload, now }) => {
    const row = find(account, args.customerId)
    if (row?._embedded.address === undefined) return Response.notFound
    CustomerEvents.put(account, { ...row, _embedded: { ...row._embedded, address: payload } }, now)
    return Response.empty()
  }),
  Route.make(endpoints.delete, ({ account, args, now }) => {
    const row = find(account, args.customerId)
    if (row?._embedded.address === undefined) return Response.notFound
    const { address: _, ...rest } = row._embedded
    CustomerEvents.put(account, { ...row, _embedded: rest }, now)
    return Response.empty()
  })
]
