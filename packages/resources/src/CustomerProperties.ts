/**
 * What properties customers have: their definitions. The values are set by `customers.properties`.
 *
 * ```ts
 * import { CustomerProperties } from "@effect-helpscout/resources/CustomerProperties"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(CustomerProperties, (customerProperties) =>
 *   customerProperties.create({ type: "dropdown", slug: "plan", name: "Plan", options: [{ label: "Plus" }] })
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { PropertySlug } from "./Ids.js"

/**
 * A property that customers may have.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomerPropertyDefinition extends Model.Opaque<CustomerPropertyDefinition>("CustomerPropertyDefinition")({
  type: Field.openEnum("date", "dropdown", "number", "text", "url"),
  slug: PropertySlug,
  name: Field.optional(Schema.String),
  /** Of a dropdown only. */
  options: Field.optional(
    Schema.Array(Schema.Struct({ id: Field.optional(Schema.String), label: Field.optional(Schema.String) }))
  ),
  _links: Field.optional(Links)
}) {}

const reserved: ReadonlyArray<string> = ["company", "email", "jobTitle", "name"]

const common = {
  /** The name by which it is addressed, ever after. */
  slug: Schema.String.pipe(
    Schema.filter((slug) => /^[A-Za-z0-9_-]{1,100}$/.test(slug) && !reserved.includes(slug), {
      description: `1 to 100 letters, digits, dashes and underscores, other than ${reserved.join(", ")}`,
      arbitrary: () => (fc) => fc.stringMatching(/^[a-z0-9]{1,20}-$/)
    })
  ),
  /** What people see. */
  name: Field.text({ min: 1 })
}

const Options = Schema.Array(
  Schema.Struct({
    label: Field.text({ min: 1, max: 255 }),
    /** Made by Help Scout, unless it is given. */
    id: Field.optional(Schema.UUID)
  })
).pipe(
  Schema.filter(
    (options) => options.length <= 100 && new Set(options.map(({ label }) => label)).size === options.length,
    {
      description: "up to 100 options, each with a label of its own"
    }
  )
)

const plain = <const Type extends string>(type: Type) => Schema.Struct({ type: Schema.Literal(type), ...common })

const definitions = [
  Schema.Struct({ type: Schema.Literal("dropdown"), ...common, options: Options }),
  plain("date"),
  plain("number"),
  plain("text"),
  plain("url")
] as const

/**
 * A property to define.
 *
 * @since 0.1.0
 */
export const CustomerPropertyDefinitionCreate: Endpoint.Decodes<CustomerPropertyDefinitionCreate> = Schema.Union(
  ...definitions
)

/** @since 0.1.0 */
export type CustomerPropertyDefinitionCreate = Schema.Schema.Type<(typeof definitions)[number]>

const list = Endpoint.listPlain("/v2/customer-properties", {
  embedded: "customer-properties",
  item: CustomerPropertyDefinition,
  docs: "properties/list"
})

/**
 * Help Scout has no call that reads or changes a single definition.
 *
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists the properties that customers may have, all at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/list/
   */
  list,

  /** Streams the properties that customers may have. */
  listAll: Endpoint.all(list),

  /** Streams the one page there is. */
  listPages: Endpoint.pages(list),

  /**
   * Defines a property. Answers no id: a definition goes by its slug. An account has 50 at most.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/create/
   */
  create: Endpoint.post("/v2/customer-properties", {
    payload: CustomerPropertyDefinitionCreate,
    status: 201,
    docs: "properties/create"
  }),

  /**
   * Deletes a definition. For a while Help Scout keeps it under another slug, so that its own is free at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/delete/
   */
  delete: Endpoint.delete("/v2/customer-properties/:slug", {
    params: { slug: PropertySlug },
    docs: "properties/delete"
  })
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * @since 0.1.0
 * @category services
 */
export class CustomerProperties extends Context.Tag("@effect-helpscout/resources/CustomerProperties")<
  CustomerProperties,
  Service
>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<CustomerProperties, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("CustomerProperties", endpoints)
  )
}
