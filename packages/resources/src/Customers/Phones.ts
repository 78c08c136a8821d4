/**
 * The phone numbers of a customer.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Customers, (customers) =>
 *   customers.phones.create({ customerId: 500 }, { type: "mobile", value: "+43 1 234567" })
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
import { CustomerId, PhoneId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

/**
 * A phone number of a customer.
 *
 * @since 0.1.0
 */
export class CustomerPhone extends Model.Opaque<CustomerPhone>("CustomerPhone")({
  id: PhoneId,
  type: Field.optional(Field.openEnum("fax", "home", "mobile", "other", "pager", "work")),
  value: Schema.String,
  _links: Field.optional(Links)
}) {}

/**
 * A phone number to add, or to replace an existing one with.
 *
 * @since 0.1.0
 */
export class CustomerPhoneInput extends Model.Opaque<CustomerPhoneInput>("CustomerPhoneInput")(
  CustomerProfile.fields.phones.from.value.fields
) {}

const byCustomer = { customerId: CustomerId }
const byId = { ...byCustomer, phoneId: PhoneId }

const list = Endpoint.listPlain("/v2/customers/:customerId/phones", {
  params: byCustomer,
  embedded: "phones",
  item: CustomerPhone,
  docs: "customers/phones/list"
})

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists the phone numbers of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/list/
   */
  list,
  /** Streams the phone numbers of a customer. */
  listAll: Endpoint.all(list),
  /** Streams the only page. */
  listPages: Endpoint.pages(list),
  /**
   * Adds a phone number and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/create/
   */
  create: Endpoint.post("/v2/customers/:customerId/phones", {
    impact: "write",
    params: byCustomer,
    payload: CustomerPhoneInput,
    response: Endpoint.created(PhoneId),
    docs: "customers/phones/create"
  }),
  /**
   * Replaces a phone number: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/update/
   */
  update: Endpoint.put("/v2/customers/:customerId/phones/:phoneId", {
    impact: "write",
    params: byId,
    payload: CustomerPhoneInput,
    docs: "customers/phones/update"
  }),
  /**
   * Deletes a phone number.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId/phones/:phoneId", {
    impact: "destroy",
    params: byId,
    docs: "customers/phones/delete"
  })
}

/**
 * The methods of `customers.phones`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
