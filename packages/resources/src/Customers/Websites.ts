/**
 * The websites of a customer.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Customers, (customers) =>
 *   customers.websites.create({ customerId: 500 }, { value: "https://example.com" })
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerId, WebsiteId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

/**
 * A website of a customer.
 *
 * @since 0.1.0
 */
export class CustomerWebsite extends Model.Opaque<CustomerWebsite>("CustomerWebsite")({
  id: WebsiteId,
  value: Schema.String,
  _links: Field.optional(Links)
}) {}

/**
 * A website to add, or to replace an existing one with.
 *
 * @since 0.1.0
 */
export class CustomerWebsiteInput extends Model.Opaque<CustomerWebsiteInput>("CustomerWebsiteInput")(
  CustomerProfile.fields.websites.from.value.fields
) {}

const byCustomer = { customerId: CustomerId }
const byId = { ...byCustomer, websiteId: WebsiteId }

const list = Endpoint.listPlain("/v2/customers/:customerId/websites", {
  params: byCustomer,
  embedded: "websites",
  item: CustomerWebsite,
  docs: "customers/websites/list"
})

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists the websites of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/list/
   */
  list,
  /** Streams the websites of a customer. */
  listAll: Endpoint.all(list),
  /** Streams the only page. */
  listPages: Endpoint.pages(list),
  /**
   * Adds a website and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/create/
   */
  create: Endpoint.post("/v2/customers/:customerId/websites", {
    impact: "write",
    params: byCustomer,
    payload: CustomerWebsiteInput,
    response: Endpoint.created(WebsiteId),
    docs: "customers/websites/create"
  }),
  /**
   * Replaces a website: its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/update/
   */
  update: Endpoint.put("/v2/customers/:customerId/websites/:websiteId", {
    impact: "write",
    params: byId,
    payload: CustomerWebsiteInput,
    docs: "customers/websites/update"
  }),
  /**
   * Deletes a website.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId/websites/:websiteId", {
    impact: "destroy",
    params: byId,
    docs: "customers/websites/delete"
  })
}

/**
 * The methods of `customers.websites`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
