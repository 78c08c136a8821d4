/**
 * Help Scout's search language, built from functions: whatever text it is given stays text.
 *
 * ```ts
 * import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
 *
 * export const query = SearchQuery.and(
 *   SearchQuery.subject("refund (urgent)"),
 *   SearchQuery.createdAt.since(SearchQuery.ago("7 days")),
 *   SearchQuery.not(SearchQuery.tag("vip"))
 * ) // (subject:"refund (urgent)" AND createdAt:[NOW-7DAY TO *] AND NOT tag:"vip")
 * ```
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type { ConversationId, CustomerId, MailboxId, UserId } from "./Ids.js"

/** @since 0.1.0 @category models */
export const TypeId = "~@effect-helpscout/resources/SearchQuery"
/** @since 0.1.0 @category models */
export type TypeId = typeof TypeId

/**
 * A condition on one field, or several conditions together.
 *
 * @since 0.1.0
 * @category models
 */
export type SearchQuery = Match | And | Or | Not

interface Node {
  readonly [TypeId]: TypeId
}

/**
 * The field has one of the values.
 *
 * @since 0.1.0
 * @category models
 */
export interface Match extends Node {
  readonly _tag: "Match"
  readonly field: string
  readonly values: readonly [Value, ...Array<Value>]
}

/** @since 0.1.0 @category models */
export interface And extends Node {
  readonly _tag: "And"
  readonly queries: readonly [SearchQuery, ...Array<SearchQuery>]
}

/** @since 0.1.0 @category models */
export interface Or extends Node {
  readonly _tag: "Or"
  readonly queries: readonly [SearchQuery, ...Array<SearchQuery>]
}

/** @since 0.1.0 @category models */
export interface Not extends Node {
  readonly _tag: "Not"
  readonly query: SearchQuery
}

/**
 * A text, which is matched as a phrase; a number; `true` or `false`; or a range of dates.
 *
 * @since 0.1.0
 * @category models
 */
export type Value = string | number | boolean | Range

/**
 * From one moment to another, both included. An end that is absent is open.
 *
 * @since 0.1.0
 * @category models
 */
export interface Range {
  readonly from?: Moment
  readonly to?: Moment
}

/**
 * A year, a month or a day: `2014`, `2014-12`, `2014-12-01`.
 *
 * @since 0.1.0
 * @category models
 */
export type PartialDate = `${number}` | `${number}-${number}` | `${number}-${number}-${number}`

/**
 * A moment that Help Scout works out when it gets the query: `NOW-1HOUR`, `NOW/DAY`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Relative {
  /** Before now. Infinity is an open end. */
  readonly ago: Duration.Duration
  /** Rounds down to the start of this unit. */
  readonly startOf?: Unit
}

/** @since 0.1.0 @category models */
export type Unit = "YEAR" | "MONTH" | "DAY" | "HOUR" | "MINUTE" | "SECOND"

/** @since 0.1.0 @category models */
export type Moment = DateTime.DateTime | PartialDate | Relative

// ---------------------------------------------------------------------------------------------------------------
// conditions
// ---------------------------------------------------------------------------------------------------------------

/**
 * A field that has none of the functions below, such as those of a customer search: `field("firstName", "Ann")`.
 * Several values are alternatives.
 *
 * @since 0.1.0
 * @category constructors
 */
export const field = (name: string, ...values: readonly [Value, ...Array<Value>]): SearchQuery => ({
  [TypeId]: TypeId,
  _tag: "Match",
  field: name,
  values
})

const oneOf =
  <A extends Value>(name: string) =>
  (...values: readonly [A, ...Array<A>]): SearchQuery =>
    field(name, ...values)

/** The subject holds these words. Case does not matter. @since 0.1.0 @category constructors */
export const subject: (...texts: readonly [string, ...Array<string>]) => SearchQuery = oneOf("subject")

/** The body of a thread holds these words. @since 0.1.0 @category constructors */
export const body: (...texts: readonly [string, ...Array<string>]) => SearchQuery = oneOf("body")

/** Tagged with one of these names. @since 0.1.0 @category constructors */
export const tag: (...names: readonly [string, ...Array<string>]) => SearchQuery = oneOf("tag")

/** In an inbox of exactly this name. @since 0.1.0 @category constructors */
export const mailbox: (...names: readonly [string, ...Array<string>]) => SearchQuery = oneOf("mailbox")

/** In one of these inboxes. @since 0.1.0 @category constructors */
export const mailboxid: (...ids: readonly [MailboxId, ...Array<MailboxId>]) => SearchQuery = oneOf("mailboxid")

/** One of these addresses stands in to, cc or bcc, or in the customer's profile. @since 0.1.0 @category constructors */
export const email: (...addresses: readonly [string, ...Array<string>]) => SearchQuery = oneOf("email")

/** With one of these customers, in every inbox. @since 0.1.0 @category constructors */
export const customerIds: (...ids: readonly [CustomerId, ...Array<CustomerId>]) => SearchQuery = oneOf("customerIds")

/** The number that people see in Help Scout; `id` is the API's. @since 0.1.0 @category constructors */
export const number: (...numbers: readonly [number, ...Array<number>]) => SearchQuery = oneOf("number")

/** One of these conversations. @since 0.1.0 @category constructors */
export const id: (...ids: readonly [ConversationId, ...Array<ConversationId>]) => SearchQuery = oneOf("id")

/** Assigned to a user of this name. @since 0.1.0 @category constructors */
export const assigned: (...names: readonly [string, ...Array<string>]) => SearchQuery = oneOf("assigned")

/** Assigned to nobody. @since 0.1.0 @category constructors */
export const unassigned: SearchQuery = field("assigned", "Unassigned")

/** One of these users has replied. @since 0.1.0 @category constructors */
export const replyUserIds: (...ids: readonly [UserId, ...Array<UserId>]) => SearchQuery = oneOf("replyUserIds")

/** Has a file attached. @since 0.1.0 @category constructors */
export const hasAttachments: SearchQuery = field("attachments", true)

/**
 * Conditions on a date. Both ends of a range are included.
 *
 * @since 0.1.0
 * @category models
 */
export interface DateField {
  readonly between: (from: Moment, to: Moment) => SearchQuery
  readonly since: (from: Moment) => SearchQuery
  readonly until: (to: Moment) => SearchQuery
  /** Within a year, a month or a day. */
  readonly within: (date: PartialDate) => SearchQuery
}

const dateField = (name: string): DateField => ({
  between: (from, to) => field(name, { from, to }),
  since: (from) => field(name, { from }),
  until: (to) => field(name, { to }),
  within: (date) => field(name, { from: date, to: date })
})

/** When the conversation was created. @since 0.1.0 @category constructors */
export const createdAt: DateField = dateField("createdAt")

/** When the conversation was last changed. @since 0.1.0 @category constructors */
export const modifiedAt: DateField = dateField("modifiedAt")

// ---------------------------------------------------------------------------------------------------------------
// moments
// ---------------------------------------------------------------------------------------------------------------

/** The moment at which Help Scout gets the query. @since 0.1.0 @category constructors */
export const now: Relative = { ago: Duration.zero }

/**
 * So long before now, by Help Scout's clock: `ago("1 hour")` is `NOW-1HOUR`. Whole seconds; what is less is cut off.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ago = (duration: Duration.DurationInput): Relative => ({ ago: Duration.decode(duration) })

/**
 * Rounds a relative moment down: `startOf("DAY")` is last midnight UTC, `startOf("MONTH", ago("30 days"))` the start of
 * the month 30 days ago.
 *
 * @since 0.1.0
 * @category combinators
 */
export const startOf = (unit: Unit, moment: Relative = now): Relative => ({ ...moment, startOf: unit })

// ---------------------------------------------------------------------------------------------------------------
// conditions together
// ---------------------------------------------------------------------------------------------------------------

/** Every condition holds. @since 0.1.0 @category combinators */
export const and = (...queries: readonly [SearchQuery, ...Array<SearchQuery>]): SearchQuery => ({
  [TypeId]: TypeId,
  _tag: "And",
  queries
})

/** At least one condition holds. @since 0.1.0 @category combinators */
export const or = (...queries: readonly [SearchQuery, ...Array<SearchQuery>]): SearchQuery => ({
  [TypeId]: TypeId,
  _tag: "Or",
  queries
})

/** The condition does not hold. @since 0.1.0 @category combinators */
export const not = (query: SearchQuery): SearchQuery => ({ [TypeId]: TypeId, _tag: "Not", query })

/** @since 0.1.0 @category guards */
export const isSearchQuery = (value: unknown): value is SearchQuery => Predicate.hasProperty(value, TypeId)

// ---------------------------------------------------------------------------------------------------------------
// rendering
// ---------------------------------------------------------------------------------------------------------------

/** Inside quotes only the quote and the backslash mean something. */
const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`

const fieldName = (name: string): string => name.replace(/[^\w.]/gu, "\\$&")

const units: ReadonlyArray<readonly [Unit, number]> = [
  ["DAY", 86400],
  ["HOUR", 3600],
  ["MINUTE", 60],
  ["SECOND", 1]
]

const relative = (moment: Relative): string => {
  const seconds = Math.floor(Duration.toSeconds(moment.ago))
  if (!Number.isFinite(seconds)) return "*"
  const [unit, length] = units.find(([, length]) => seconds % length === 0) ?? ["SECOND", 1]
  return `NOW${seconds === 0 ? "" : `-${seconds / length}${unit}`}${moment.startOf === undefined ? "" : `/${moment.startOf}`}`
}

const partialDate = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/

const moment = (value: Moment | undefined): string => {
  if (value === undefined) return "*"
  // what is no date, where the types were not heeded, is at least no more than a text
  if (typeof value === "string") return partialDate.test(value) ? value : quote(value)
  return DateTime.isDateTime(value) ? `${DateTime.formatIso(value).slice(0, 19)}Z` : relative(value)
}

const range = ({ from, to }: Range): string =>
  from !== undefined && from === to ? moment(from) : `[${moment(from)} TO ${moment(to)}]`

const plainNumber = /^\d+(?:\.\d+)?$/

const literal = (value: Value): string => {
  switch (typeof value) {
    case "string":
      return quote(value)
    case "object":
      return range(value)
    case "number":
      // a sign would be syntax
      return plainNumber.test(String(value)) ? String(value) : quote(String(value))
    default:
      return String(value)
  }
}

const match = ({ field, values }: Match): string => {
  const list = values.map(literal)
  return `${fieldName(field)}:${list.length === 1 ? list[0] : `(${list.join(" OR ")})`}`
}

/** A query without a negation in front, and whether there is one. */
interface Signed {
  readonly negated: boolean
  readonly text: string
}

const group = (word: "AND" | "OR", parts: ReadonlyArray<string>): string =>
  parts.length === 1 ? parts.join() : `(${parts.join(` ${word} `)})`

/**
 * Engines of this family find nothing for a `NOT` that stands alone in parentheses or beside an `OR`. So a negation
 * only ever stands beside a positive condition in an `AND`, or in front of the whole: `a OR NOT b` is written as
 * `NOT (b AND NOT a)`.
 */
const signed = (query: SearchQuery): Signed => {
  switch (query._tag) {
    case "Match":
      return { negated: false, text: match(query) }
    case "Not": {
      const inner = signed(query.query)
      return { ...inner, negated: !inner.negated }
    }
    case "And":
    case "Or": {
      const parts = query.queries.map(signed)
      const negative = parts.filter((part) => part.negated).map((part) => part.text)
      const positive = parts.filter((part) => !part.negated).map((part) => part.text)
      const except = (kept: ReadonlyArray<string>, left: ReadonlyArray<string>) =>
        group("AND", [...kept, ...left.map((text) => `NOT ${text}`)])
      if (query._tag === "And") {
        return positive.length > 0
          ? { negated: false, text: except(positive, negative) }
          : { negated: true, text: group("OR", negative) }
      }
      return negative.length > 0
        ? { negated: true, text: except(negative, positive) }
        : { negated: false, text: group("OR", positive) }
    }
  }
}

/**
 * The query as Help Scout reads it, in parentheses.
 *
 * @since 0.1.0
 * @category combinators
 */
export const render = (query: SearchQuery): string => {
  const { negated, text } = signed(query)
  if (negated) return `(NOT ${text})`
  return text.startsWith("(") ? text : `(${text})`
}

/** A year of four digits, and no 30th of February, which `Date` takes for the 1st of March. */
const isMoment = (value: Moment): boolean => {
  if (DateTime.isDateTime(value)) return /^\d{4}-/.test(DateTime.formatIso(value))
  if (typeof value !== "string") return true
  const millis = partialDate.test(value) ? Date.parse(value) : Number.NaN
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(value)
}

const isWritable = (value: Value): boolean => {
  if (typeof value === "number") return Number.isFinite(value)
  return typeof value !== "object" || [value.from, value.to].every((end) => end === undefined || isMoment(end))
}

/** Whether every number and every date is one. */
const isComplete = (query: SearchQuery): boolean => {
  switch (query._tag) {
    case "Match":
      return query.values.every(isWritable)
    case "Not":
      return isComplete(query.query)
    case "And":
    case "Or":
      return query.queries.every(isComplete)
  }
}

/**
 * A query in a list's filters: built here, or written by hand as a text that goes out as it is.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SearchQueryOrText: Schema.Schema<string | SearchQuery, string> = Schema.transform(
  Schema.String,
  Schema.declare(
    (value: unknown): value is string | SearchQuery =>
      typeof value === "string" ? value.trim() !== "" : isSearchQuery(value) && isComplete(value),
    {
      identifier: "SearchQuery",
      description: "a search query that is not empty, with numbers and dates that can be written",
      arbitrary: () => (fc) => fc.constant("tag:vip")
    }
  ),
  { strict: true, decode: (text) => text, encode: (query) => (typeof query === "string" ? query : render(query)) }
)
