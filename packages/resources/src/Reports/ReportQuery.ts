/**
 * The parts of report queries: the interval, the interval to compare with, and the filters.
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
 * The interval of a report. Fractions of a second are dropped.
 *
 * @since 0.1.0
 */
export interface Interval {
  readonly start: DateTime.Utc | Date
  readonly end: DateTime.Utc | Date
}

/**
 * An earlier interval to compare with: both ends or neither. It adds `previous` and `deltas` to the report.
 *
 * @since 0.1.0
 */
export type Previous =
  | { readonly previousStart?: never; readonly previousEnd?: never }
  | { readonly previousStart: DateTime.Utc | Date; readonly previousEnd: DateTime.Utc | Date }

/**
 * The query of a report that can compare two intervals.
 *
 * @since 0.1.0
 */
export type Comparable<F extends Schema.Struct.Fields> = Interval & Previous & Schema.Struct.Type<F>

/**
 * The filters of reports about a single type of conversation.
 *
 * @since 0.1.0
 */
export const filtersWithoutTypes = {
  mailboxes: Field.optional(Field.oneOrMore(inputId(MailboxId))),
  /** Tag 1 represents conversations without a tag. */
  tags: Field.optional(Field.oneOrMore(inputId(TagId))),
  folders: Field.optional(Field.oneOrMore(inputId(FolderId)))
}

/**
 * The filters of reports about all types of conversations. Several values of one filter are sent as one
 * comma-separated value.
 *
 * @since 0.1.0
 */
export const filters = {
  ...filtersWithoutTypes,
  types: Field.optional(Field.oneOrMore(Schema.Literal("email", "chat", "phone")))
}

/**
 * The period of each point. Help Scout accepts `day` for up to 60 days, `week` for up to a year and `month` for at
 * least 61 days.
 *
 * @since 0.1.0
 */
export const viewBy = Field.optional(Schema.Literal("day", "week", "month"))

/**
 * Counts time within office hours only. Ignored if the account has no office hours.
 *
 * @since 0.1.0
 */
export const officeHours = Field.optional(Schema.Boolean)

/**
 * The rows per page, up to 50. 25 by default.
 *
 * @since 0.1.0
 */
export const rows = Field.optional(Schema.Int.pipe(Schema.between(1, 50, { description: "an integer from 1 to 50" })))

/**
 * The user of a report.
 *
 * @since 0.1.0
 */
export const user = inputId(UserId)

/**
 * The user of a report, or a team to report on all of its members together.
 *
 * @since 0.1.0
 */
export const userOrTeam: Schema.Schema<UserId | TeamId, number> = Schema.Union(inputId(UserId), inputId(TeamId))

/**
 * The filter and order of ratings. Gotcha: a rating itself is spelled `okay` or `not_good`.
 *
 * @since 0.1.0
 */
export const ratings = {
  rating: Field.optional(Schema.Literal("great", "ok", "not-good", "all")),
  sortField: Field.optional(Schema.Literal("number", "modifiedAt", "rating")),
  sortOrder: Field.optional(Schema.Literal("ASC", "DESC"))
}

/**
 * The fields of an interval.
 *
 * @since 0.1.0
 */
export const interval = { start: Field.TimestampInput, end: Field.TimestampInput }

const intervals = {
  ...interval,
  previousStart: Field.optional(Field.TimestampInput),
  previousEnd: Field.optional(Field.TimestampInput)
}

const isAfter = (start: DateTime.Utc | Date, end: DateTime.Utc | Date): boolean =>
  Field.millisOf(start) > Field.millisOf(end)

/**
 * Rejects an interval that ends before it starts. Apply it to a whole union, not to its members: a member that fails a
 * filter hides which of its fields is wrong.
 *
 * @since 0.1.0
 */
export const inOrder = <A extends Interval, I>(query: Schema.Schema<A, I>): Schema.Schema<A, I> =>
  query.pipe(
    Schema.filter(
      ({ end, start }) => (isAfter(start, end) ? { path: ["end"], message: "must not be before start" } : undefined),
      { description: "an end that is not before the start" }
    )
  )

/**
 * The schema of a query with `start`, `end`, optionally both `previousStart` and `previousEnd`, and these fields.
 *
 * @since 0.1.0
 */
export const comparable = <F extends Schema.Struct.Fields>(
  fields: F
): Schema.Schema<Comparable<F>, Schema.Struct.Encoded<F & typeof intervals>> => {
  const all: typeof intervals = { ...intervals, ...fields }
  // the cast: TypeScript does not compute a struct of unknown fields. These are the fields that the type names, and the
  // first filter ensures that both ends of the previous interval are present or neither
  return inOrder(
    Schema.Struct(all).pipe(
      Schema.filter(
        ({ previousEnd, previousStart }) => {
          if ((previousStart === undefined) === (previousEnd === undefined)) return undefined
          const [missing, given] =
            previousStart === undefined ? ["previousStart", "previousEnd"] : ["previousEnd", "previousStart"]
          return { path: [missing], message: `is missing: it is required with ${given}` }
        },
        { description: "previousStart and previousEnd, or neither" }
      )
    )
  ).pipe(
    Schema.filter(
      ({ previousEnd: end, previousStart: start }) =>
        start !== undefined && end !== undefined && isAfter(start, end)
          ? { path: ["previousEnd"], message: "must not be before previousStart" }
          : undefined,
      { description: "a previousEnd that is not before previousStart" }
    )
  ) as unknown as Schema.Schema<Comparable<F>, Schema.Struct.Encoded<F & typeof intervals>>
}
