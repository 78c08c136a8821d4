/**
 * The address of a customer. A customer has at most one, so it has no id.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const city = Effect.flatMap(Customers, (customers) => customers.addresses.get({ customerId: 500 })).pipe(
 *   Effect.map((address) => address.city),
 *   Effect.catchTag("HelpScoutNotFound", () => Effect.succeed(undefined))
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
import { CustomerId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

/**
 * The address of a customer.
 *
 * @since 0.1.0
 */
export class CustomerAddress extends Model.Opaque<CustomerAddress>("CustomerAddress")({
  city: Field.optional(Schema.String),
  state: Field.optional(Schema.String),
  postalCode: Field.optional(Schema.String),
  /** Two letters, such as `AT`, in all observed responses. */
  country: Field.optional(Schema.String),
  /** Street, number, floor and the like. */
  lines: Field.optional(Field.Strings),
  _links: Field.optional(Links)
}) {}

/**
 * An address to add, or to replace an existing one with.
 *
 * @since 0.1.0
 */
export class CustomerAddressInput extends Model.Opaque<CustomerAddressInput>("CustomerAddressInput")(
  CustomerProfile.fields.address.from.fields
) {}

const byCustomer = { customerId: CustomerId }

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Gets the address of a customer; `NotFound` where there is none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/get/
   */
  get: Endpoint.get("/v2/customers/:customerId/address", {
    params: byCustomer,
    response: CustomerAddress,
    docs: "customers/address/get"
  }),
  /**
   * Adds the address of a customer. Returns no id, because an address has none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/create/
   */
  create: Endpoint.post("/v2/customers/:customerId/address", {
    impact: "write",
    params: byCustomer,
    payload: CustomerAddressInput,
    status: 201,
    docs: "customers/address/create"
  }),
  /**
   * Replaces the address of a customer as a whole.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/update/
   */
  update: Endpoint.put("/v2/customers/:customerId/address", {
    impact: "write",
    params: byCustomer,
    payload: CustomerAddressInput,
    docs: "customers/address/update"
  }),
  /**
   * Deletes the address of a customer.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId/address", {
    impact: "destroy",
    params: byCustomer,
    docs: "customers/address/delete"
  })
}

/**
 * The methods of `customers.addresses`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
