/**
 * Customers to create or to overwrite: the payloads of `customers.create`, `overwrite` and `updatePartial`.
 *
 * ```ts
 * import type { CustomerCreate } from "@effect-helpscout/resources/Customers/CustomerCreate"
 *
 * export const ann: CustomerCreate = { firstName: "Ann", emails: [{ type: "work", value: "ann@example.com" }] }
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Struct from "effect/Struct"
import { inputId, OrganizationId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

const organizationId = { organizationId: Field.optional(inputId(OrganizationId)) }

/**
 * A new customer.
 *
 * @since 0.1.0
 */
export class CustomerCreate extends Model.Opaque<CustomerCreate>("CustomerCreate")({
  ...CustomerProfile.fields,
  ...organizationId
}) {}

/**
 * The whole profile of a customer, without emails, phones, addresses and other entries. A field that is left out is erased.
 *
 * @since 0.1.0
 */
export class CustomerOverwrite extends Model.Opaque<CustomerOverwrite>("CustomerOverwrite")({
  ...Struct.omit(CustomerProfile.fields, "phone", "emails", "phones", "chats", "socialProfiles", "websites", "address"),
  ...organizationId
}) {}

/**
 * A part of the profile. A field that is left out stays unchanged, `null` erases it.
 *
 * @since 0.1.0
 */
export type CustomerPartialUpdate = {
  readonly [K in keyof CustomerOverwrite]?: Exclude<CustomerOverwrite[K], undefined> | null
}
