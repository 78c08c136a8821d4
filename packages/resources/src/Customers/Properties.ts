/**
 * The values of a customer's properties. What properties there are, `CustomerProperties` tells.
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

/** Older answers hold the name alone. */
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
 * The value of a property, as it stands in a customer.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomerPropertyValue extends Model.Opaque<CustomerPropertyValue>("CustomerPropertyValue")({
  type: Field.optional(Field.openEnum("date", "dropdown", "number", "text", "url")),
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  /** A date is `YYYY-MM-DD`. Of a dropdown, the id of the chosen option; its label is `text`. */
  value: Field.optional(Schema.Union(Schema.String, Schema.Number)),
  text: Field.optional(Schema.String),
  /** Who set it, such as `api`. */
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
 * @category models
 */
export type CustomerPropertyUpdate = Schema.Schema.Type<(typeof updates)[keyof typeof updates]>

/**
 * One change to the values of a customer's properties: `CustomerPropertyUpdate.set("plan", "Plus")`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const CustomerPropertyUpdate = {
  /** One of the changes that make up the payload. */
  schema: Schema.Union(updates.set, updates.remove) as Endpoint.Decodes<CustomerPropertyUpdate>,
  /**
   * Sets the value, the first as well as any later one: of a number, a whole number; of a text, up to 255 characters;
   * of a date, `YYYY-MM-DD`; of a dropdown, the id of an option or its label.
   */
  set: (slug: PropertySlug, value: string | number): CustomerPropertyUpdate => ({
    op: "replace",
    path: `/${slug}`,
    value
  }),
  /** Takes the value away. */
  remove: (slug: PropertySlug): CustomerPropertyUpdate => ({ op: "remove", path: `/${slug}` })
}

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Changes the values of some properties, and keeps the others. They are read in the customer's own
   * `_embedded.properties`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/update/
   */
  update: Endpoint.patch("/v2/customers/:customerId/properties", {
    params: { customerId: CustomerId },
    payload: Schema.NonEmptyArray(CustomerPropertyUpdate.schema),
    docs: "properties/update"
  })
}

/**
 * `customers.properties`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
