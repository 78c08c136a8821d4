/**
 * The filters of lists of conversations.
 *
 * ```ts
 * import type { ConversationQuery } from "@effect-helpscout/resources/Conversations/ConversationQuery"
 *
 * export const urgent: ConversationQuery = { status: "active", tag: ["urgent", "vip"], sortField: "waitingSince" }
 * ```
 *
 * @since 0.1.0
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { CustomerId, CustomFieldId, FolderId, inputId, MailboxId, UserId } from "../Ids.js"
import { SearchQueryOrText } from "../SearchQuery.js"

const embed = { embed: Field.optional(Schema.Literal("threads")) }

/**
 * What to include with a conversation: nothing, or its newest threads.
 *
 * @since 0.1.0
 */
export class ConversationEmbed extends Model.Opaque<ConversationEmbed>("ConversationEmbed")(embed) {}

const CustomFieldFilter = Schema.Struct({ id: inputId(CustomFieldId), value: Schema.String })

/** Encoded as `123:blue,234:99`. */
const CustomFieldsByIds = Schema.transformOrFail(
  Schema.String,
  Schema.typeSchema(Schema.NonEmptyArray(CustomFieldFilter)),
  {
    strict: true,
    decode: (text, _, ast) => {
      const pairs = text.split(",").map((pair) => /^(\d+):(.*)$/s.exec(pair))
      const [first, ...rest] = pairs.flatMap((pair) =>
        pair === null ? [] : [{ id: Number(pair[1]), value: pair[2] ?? "" }]
      )
      return first === undefined || rest.length + 1 < pairs.length
        ? ParseResult.fail(new ParseResult.Type(ast, text))
        : ParseResult.succeed([first, ...rest] as const)
    },
    encode: (filters, _, ast) =>
      filters.some(({ value }) => value.includes(","))
        ? ParseResult.fail(new ParseResult.Type(ast, filters))
        : ParseResult.succeed(filters.map(({ id, value }) => `${id}:${value}`).join(","))
  }
).annotations({ identifier: "CustomFieldsByIds", description: "custom fields with values that contain no comma" })

const filters = {
  ...embed,
  /** One inbox or several. */
  mailbox: Field.optional(Field.oneOrMore(inputId(MailboxId))),
  folder: Field.optional(inputId(FolderId)),
  /** `open` means `active` and `pending` together. @default "active" */
  status: Field.optional(Schema.Literal("active", "all", "closed", "open", "pending", "spam")),
  /** By name. Of several, one is enough. For a name with a comma, use `query`. */
  tag: Field.optional(Field.oneOrMore(Field.text({ min: 1 }))),
  assigned_to: Field.optional(inputId(UserId)),
  /** Changed since then, not created since then: for that, use `query`. */
  modifiedSince: Field.optional(Field.TimestampInput),
  /** The number that users see in Help Scout. */
  number: Field.optional(Schema.Int.pipe(Schema.positive())),
  /** @default "createdAt" */
  sortField: Field.optional(
    Schema.Literal(
      "createdAt",
      "customerEmail",
      "customerName",
      "mailboxid",
      "modifiedAt",
      "number",
      "score",
      "status",
      "subject",
      "waitingSince"
    )
  ),
  /** @default "desc" */
  sortOrder: Field.optional(Schema.Literal("asc", "desc")),
  /** Built with `SearchQuery`, or a raw query string: `(subject:"refund")`. */
  query: Field.optional(SearchQueryOrText)
}

const queries = [
  Schema.Struct({
    ...filters,
    // the message for a query that fits neither member
    customFieldsByIds: Field.optional(
      Schema.Never.annotations({ description: "mailbox beside it, ids from 1 and values without a comma" })
    )
  }),
  Schema.Struct({
    ...filters,
    mailbox: Field.oneOrMore(inputId(MailboxId)),
    /**
     * Only with `mailbox`. For a dropdown, `value` is the id of the option. A single line matches by its words, any
     * other field exactly. Multi-line fields cannot be searched.
     */
    customFieldsByIds: CustomFieldsByIds
  })
] as const

/**
 * Filters, all of which must match.
 *
 * @since 0.1.0
 */
export const ConversationQuery: Endpoint.Decodes<ConversationQuery> = Schema.Union(...queries)
/** @since 0.1.0 */
export type ConversationQuery = Schema.Schema.Type<(typeof queries)[number]>

/**
 * The filters that are known to work in v3.
 *
 * @since 0.1.0
 */
export class ConversationQueryV3 extends Model.Opaque<ConversationQueryV3>("ConversationQueryV3")({
  ...embed,
  mailbox: filters.mailbox,
  status: filters.status,
  modifiedSince: filters.modifiedSince,
  number: filters.number,
  contactId: Field.optional(inputId(CustomerId))
}) {}
