/**
 * The filters of lists of customers.
 *
 * ```ts
 * import type { CustomerQuery } from "@effect-helpscout/resources/Customers/CustomerQuery"
 *
 * export const anns: CustomerQuery = { firstName: "Ann", sortField: "lastName", sortOrder: "asc" }
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { inputId, MailboxId } from "../Ids.js"
import { SearchQueryOrText } from "../SearchQuery.js"

const Text = Field.text({ min: 1 })

/**
 * Filters, all of which must match.
 *
 * @since 0.1.0
 */
export class CustomerQuery extends Model.Opaque<CustomerQuery>("CustomerQuery")({
  firstName: Field.optional(Text),
  lastName: Field.optional(Text),
  mailbox: Field.optional(inputId(MailboxId)),
  modifiedSince: Field.optional(Field.TimestampInput),
  /** Built with `SearchQuery`, or a raw query string. Search lags behind writes. */
  query: Field.optional(SearchQueryOrText),
  /** @default "createdAt" */
  sortField: Field.optional(Schema.Literal("createdAt", "firstName", "lastName", "modifiedAt", "score")),
  /** @default "desc" */
  sortOrder: Field.optional(Schema.Literal("asc", "desc"))
}) {}

/**
 * The filters of v3.
 *
 * @since 0.1.0
 */
export class CustomerQueryV3 extends Model.Opaque<CustomerQueryV3>("CustomerQueryV3")({
  createdSince: Field.optional(Field.TimestampInput),
  email: Field.optional(Text),
  firstName: Field.optional(Text),
  lastName: Field.optional(Text),
  modifiedSince: Field.optional(Field.TimestampInput),
  /** Built with `SearchQuery`, or a raw query string. Search lags behind writes. */
  query: Field.optional(SearchQueryOrText)
}) {}
