/**
 * The email addresses of a customer.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Customers, (customers) =>
 *   customers.emails.create({ customerId: 500 }, { type: "work", value: "ann@example.com" })
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
import { CustomerId, EmailId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

/**
 * An email address of a customer.
 *
 * @since 0.1.0
 */
export class CustomerEmail extends Model.Opaque<CustomerEmail>("CustomerEmail")({
  id: EmailId,
  type: Field.optional(Field.openEnum("home", "other", "work")),
  value: Schema.String,
  _links: Field.optional(Links)
}) {}

/**
 * An email address to add, or to replace an existing one with.
 *
 * @since 0.1.0
 */
export class CustomerEmailInput extends Model.Opaque<CustomerEmailInput>("CustomerEmailInput")(
  CustomerProfile.fields.emails.from.value.fields
) {}

const byCustomer = { customerId: CustomerId }
const byId = { ...byCustomer, emailId: EmailId }

const list = Endpoint.listPlain("/v2/customers/:customerId/emails", {
  params: byCustomer,
  embedded: "emails",
  item: CustomerEmail,
  docs: "customers/emails/list"
})

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists the email addresses of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/list/
   */
  list,
  /** Streams the email addresses of a customer. */
  listAll: Endpoint.all(list),
  /** Streams the only page. */
  listPages: Endpoint.pages(list),
  /**
   * Adds an email address and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/create/
   */
  create: Endpoint.post("/v2/customers/:customerId/emails", {
    impact: "write",
    params: byCustomer,
    payload: CustomerEmailInput,
    response: Endpoint.created(EmailId),
    docs: "customers/emails/create"
  }),
  /**
   * Replaces an email address: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/update/
   */
  update: Endpoint.put("/v2/customers/:customerId/emails/:emailId", {
    impact: "write",
    params: byId,
    payload: CustomerEmailInput,
    docs: "customers/emails/update"
  }),
  /**
   * Deletes an email address.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId/emails/:emailId", {
    impact: "destroy",
    params: byId,
    docs: "customers/emails/delete"
  })
}

/**
 * The methods of `customers.emails`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
