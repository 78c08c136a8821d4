/**
 * What every report is asked with: its interval, the interval to compare with, and filters.
 *
 * ```ts
 * import * as ReportQuery from "@effect-helpscout/resources/Reports/ReportQuery"
 *
 * export const CompanyQuery = ReportQuery.comparable({ ...ReportQuery.filters, viewBy: ReportQuery.viewBy })
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import type * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { FolderId, inputId, MailboxId, TagId, TeamId, UserId } from "../Ids.js"

/**
 * The interval that a report is about. Fractions of a second are cut off.
 *
 * @since 0.1.0
 * @category models
 */
export interface Interval {
  readonly start: DateTime.Utc
  readonly end: DateTime.Utc
}

/**
 * An earlier interval to compare with: both ends or neither. It is what turns `previous` and `deltas` on.
 *
 * @since 0.1.0
 * @category models
 */
export type Previous =
  | { readonly previousStart?: never; readonly previousEnd?: never }
  | { readonly previousStart: DateTime.Utc; readonly previousEnd: DateTime.Utc }

/**
 * The query of a report that can compare two intervals.
 *
 * @since 0.1.0
 * @category models
 */
export type Comparable<F extends Schema.Struct.Fields> = Interval & Previous & Schema.Struct.Type<F>

/**
 * The query of a report about one interval.
 *
 * @since 0.1.0
 * @category models
 */
export type Within<F extends Schema.Struct.Fields> = {
  readonly [K in keyof (Interval & Schema.Struct.Type<F>)]: (Interval & Schema.Struct.Type<F>)[K]
}

/**
 * Which conversations count, for reports about a single type of them.
 *
 * @since 0.1.0
 * @category schemas
 */
export const filtersWithoutTypes = {
  mailboxes: Field.optional(Field.oneOrMore(inputId(MailboxId))),
  /** Tag 1 stands for conversations without a tag. */
  tags: Field.optional(Field.oneOrMore(inputId(TagId))),
  folders: Field.optional(Field.oneOrMore(inputId(FolderId)))
}

/**
 * Which conversations count. Several values of one filter go out as one comma-separated text.
 *
 * @since 0.1.0
 * @category schemas
 */
export const filters = {
  ...filtersWithoutTypes,
  types: Field.optional(Field.oneOrMore(Schema.Literal("email", "chat", "phone")))
}

/**
 * How long the period of each point is. Help Scout takes `day` for at most 60 days, `week` for at most a year and
 * `month` for at least 61 days.
 *
 * @since 0.1.0
 * @category schemas
 */
export const viewBy = Field.optional(Schema.Literal("day", "week", "month"))

/**
 * Counts time within office hours only. Ignored where the account has none set up.
 *
 * @since 0.1.0
 * @category schemas
 */
export const officeHours = Field.optional(Schema.Boolean)

/**
 * Rows on a page: 25 unless told otherwise, 50 at most.
 *
 * @since 0.1.0
 * @category schemas
 */
export const rows = Field.optional(
  Schema.Int.pipe(Schema.between(1, 50, { description: "a whole number from 1 to 50" }))
)

/**
 * The user that a report is about.
 *
 * @since 0.1.0
 * @category schemas
 */
export const user = inputId(UserId)

/**
 * The user that a report is about, or a team: then the report sums up its members.
 *
 * @since 0.1.0
 * @category schemas
 */
export const userOrTeam: Schema.Schema<UserId | TeamId, number> = Schema.Union(inputId(UserId), inputId(TeamId))

/**
 * Which ratings are listed, and in which order. Mind the spelling: a rating itself says `okay` and `not_good`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ratings = {
  rating: Field.optional(Schema.Literal("great", "ok", "not-good", "all")),
  sortField: Field.optional(Schema.Literal("number", "modifiedAt", "rating")),
  sortOrder: Field.optional(Schema.Literal("ASC", "DESC"))
}

const interval = { start: Field.TimestampInput, end: Field.TimestampInput }

const intervals = {
  ...interval,
  previousStart: Field.optional(Field.TimestampInput),
  previousEnd: Field.optional(Field.TimestampInput)
}

const inOrder = (query: Interval): boolean => query.start.epochMillis <= query.end.epochMillis

const inOrderAnnotations = { description: "an end that is not before the start" }

/**
 * `start` and `end`, and these fields.
 *
 * @since 0.1.0
 * @category constructors
 */
export const within = <F extends Schema.Struct.Fields>(
  fields: F
): Schema.Schema<Within<F>, Schema.Struct.Encoded<F & typeof interval>> => {
  const all: typeof interval = { ...interval, ...fields }
  // TypeScript doesn't compute a struct of unknown fields: these are those that the type names
  return Schema.Struct(all).pipe(Schema.filter(inOrder, inOrderAnnotations)) as unknown as Schema.Schema<
    Within<F>,
    Schema.Struct.Encoded<F & typeof interval>
  >
}

/**
 * `start` and `end`, `previousStart` and `previousEnd` or neither, and these fields.
 *
 * @since 0.1.0
 * @category constructors
 */
export const comparable = <F extends Schema.Struct.Fields>(
  fields: F
): Schema.Schema<Comparable<F>, Schema.Struct.Encoded<F & typeof intervals>> => {
  const all: typeof intervals = { ...intervals, ...fields }
  // as above; the first filter sees to it that both are there or neither is, as the type says
  return Schema.Struct(all).pipe(
    Schema.filter((query) => (query.previousStart === undefined) === (query.previousEnd === undefined), {
      description: "previousStart and previousEnd, or neither"
    }),
    Schema.filter(inOrder, inOrderAnnotations),
    Schema.filter(
      ({ previousEnd: end, previousStart: start }) =>
        start === undefined || end === undefined || inOrder({ start, end }),
      { description: "a previousEnd that is not before previousStart" }
    )
  ) as unknown as Schema.Schema<Comparable<F>, Schema.Struct.Encoded<F & typeof intervals>>
}
