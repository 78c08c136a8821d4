/**
 * The values of a customer's properties. `CustomerProperties` defines the properties.
 *
 * ```ts
 * import { CustomerPropertyUpdate } from "@effect-helpscout/resources/Customers/Properties"
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * const changes = [CustomerPropertyUpdate.set("plan", "Plus"), CustomerPropertyUpdate.remove("car")] as const
 * export const program = Effect.flatMap(Customers, (customers) => customers.properties.update({ customerId: 500 }, changes))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerId, PropertySlug } from "../Ids.js"

const Source = Schema.Struct({ name: Field.optional(Schema.String) })

/** Older responses contain the name only. */
const SourceOrName: Schema.Schema<typeof Source.Type, typeof Source.Encoded | string> = Schema.transform(
  Schema.Union(Source, Schema.String),
  Schema.typeSchema(Source),
  {
    strict: true,
    decode: (source) => (typeof source === "string" ? { name: source } : source),
    encode: (source) => source
  }
)

/**
 * The value of a property, as part of a customer.
 *
 * @since 0.1.0
 */
export class CustomerPropertyValue extends Model.Opaque<CustomerPropertyValue>("CustomerPropertyValue")({
  type: Field.optional(Field.openEnum("date", "dropdown", "number", "text", "url")),
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  /** A date is `YYYY-MM-DD`. For a dropdown, the id of the selected option, whose label is in `text`. */
  value: Field.optional(Schema.Union(Schema.String, Schema.Number)),
  text: Field.optional(Schema.String),
  /** The client that set it, such as `api`. */
  source: Field.optional(SourceOrName)
}) {}

const path: Schema.Schema<`/${string}`> = Schema.TemplateLiteral("/", Schema.String).pipe(
  Schema.filter((text) => /^\/[A-Za-z0-9_-]{1,100}$/.test(text), {
    description: "the slug of a property: up to 100 letters, digits, dashes and underscores",
    arbitrary: () => (fc) => fc.stringMatching(/^[a-z0-9_-]{1,20}$/).map((slug): `/${string}` => `/${slug}`)
  })
)

const updates = {
  set: Schema.Struct({ op: Schema.Literal("replace"), path, value: Schema.Union(Schema.String, Schema.Int) }),
  remove: Schema.Struct({ op: Schema.Literal("remove"), path })
}

/**
 * One change to the values of a customer's properties.
 *
 * @since 0.1.0
 */
export type CustomerPropertyUpdate = Schema.Schema.Type<(typeof updates)[keyof typeof updates]>

/**
 * One change to the values of a customer's properties: `CustomerPropertyUpdate.set("plan", "Plus")`.
 *
 * @since 0.1.0
 */
export const CustomerPropertyUpdate = {
  /** The schema of one change. The payload is a list of changes. */
  schema: Schema.Union(updates.set, updates.remove) as Endpoint.Decodes<CustomerPropertyUpdate>,
  /**
   * Sets the value, whether or not there is one. A number property takes a whole number, a text up to 255 characters, a
   * date `YYYY-MM-DD`, and a dropdown the id or the label of an option.
   */
  set: (slug: PropertySlug, value: string | number): CustomerPropertyUpdate => ({
    op: "replace",
    path: `/${slug}`,
    value
  }),
  /** Removes the value. */
  remove: (slug: PropertySlug): CustomerPropertyUpdate => ({ op: "remove", path: `/${slug}` })
}

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Changes the values of some properties and keeps the others. `_embedded.properties` of the customer contains the
   * values.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/update/
   */
  update: Endpoint.patch("/v2/customers/:customerId/properties", {
    impact: "write",
    params: { customerId: CustomerId },
    payload: Schema.NonEmptyArray(CustomerPropertyUpdate.schema),
    docs: "properties/update"
  })
}

/**
 * The methods of `customers.properties`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
