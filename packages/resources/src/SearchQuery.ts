/**
 * Help Scout's search language as functions. Values are escaped.
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
import * as self from "./SearchQuery.js"

/** @since 0.1.0 */
export const TypeId = "~@effect-helpscout/resources/SearchQuery"
/** @since 0.1.0 */
export type TypeId = typeof TypeId

/**
 * A condition on one field, or a combination of conditions.
 *
 * @since 0.1.0
 */
export type SearchQuery = Match | And | Or | Not

interface Node {
  readonly [TypeId]: TypeId
}

/**
 * The field has one of the values.
 *
 * @since 0.1.0
 */
export interface Match extends Node {
  readonly _tag: "Match"
  readonly field: string
  readonly values: readonly [Value, ...Array<Value>]
}

/** @since 0.1.0 */
export interface And extends Node {
  readonly _tag: "And"
  readonly queries: readonly [SearchQuery, ...Array<SearchQuery>]
}

/** @since 0.1.0 */
export interface Or extends Node {
  readonly _tag: "Or"
  readonly queries: readonly [SearchQuery, ...Array<SearchQuery>]
}

/** @since 0.1.0 */
export interface Not extends Node {
  readonly _tag: "Not"
  readonly query: SearchQuery
}

/**
 * A string, which matches as a phrase, a number, a boolean, or a range of dates.
 *
 * @since 0.1.0
 */
export type Value = string | number | boolean | Range

/**
 * From one moment to another, both inclusive. A missing end is open.
 *
 * @since 0.1.0
 */
export interface Range {
  readonly from?: Moment
  readonly to?: Moment
}

/**
 * A year, a month or a day: `2014`, `2014-12`, `2014-12-01`.
 *
 * @since 0.1.0
 */
export type PartialDate = `${number}` | `${number}-${number}` | `${number}-${number}-${number}`

/**
 * A moment that Help Scout computes when it receives the query: `NOW-1HOUR`, `NOW/DAY`.
 *
 * @since 0.1.0
 */
export interface Relative {
  /** Before now. Infinity is an open end. */
  readonly ago: Duration.Duration
  /** Rounds down to the start of this unit. */
  readonly startOf?: Unit
}

/** @since 0.1.0 */
export type Unit = "YEAR" | "MONTH" | "DAY" | "HOUR" | "MINUTE" | "SECOND"

/** @since 0.1.0 */
export type Moment = DateTime.DateTime | Date | PartialDate | Relative

// ---------------------------------------------------------------------------------------------------------------
// conditions
// ---------------------------------------------------------------------------------------------------------------

/**
 * A condition on a field without a function below, such as those of customers: `field("firstName", "Ann")`.
 * Several values are alternatives.
 *
 * @since 0.1.0
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

/** The subject contains these words, regardless of case. @since 0.1.0 */
export const subject: (...texts: readonly [string, ...Array<string>]) => SearchQuery = oneOf("subject")

/** The body of a thread contains these words. @since 0.1.0 */
export const body: (...texts: readonly [string, ...Array<string>]) => SearchQuery = oneOf("body")

/** Has one of these tags. @since 0.1.0 */
export const tag: (...names: readonly [string, ...Array<string>]) => SearchQuery = oneOf("tag")

/** In an inbox with exactly this name. @since 0.1.0 */
export const mailbox: (...names: readonly [string, ...Array<string>]) => SearchQuery = oneOf("mailbox")

/** In one of these inboxes. @since 0.1.0 */
export const mailboxid: (...ids: readonly [MailboxId, ...Array<MailboxId>]) => SearchQuery = oneOf("mailboxid")

/** One of these addresses is in to, cc or bcc, or in the customer's profile. @since 0.1.0 */
export const email: (...addresses: readonly [string, ...Array<string>]) => SearchQuery = oneOf("email")

/** With one of these customers, in every inbox. @since 0.1.0 */
export const customerIds: (...ids: readonly [CustomerId, ...Array<CustomerId>]) => SearchQuery = oneOf("customerIds")

/** The number that users see in Help Scout. `id` is the id in the API. @since 0.1.0 */
export const number: (...numbers: readonly [number, ...Array<number>]) => SearchQuery = oneOf("number")

/** One of these conversations. @since 0.1.0 */
export const id: (...ids: readonly [ConversationId, ...Array<ConversationId>]) => SearchQuery = oneOf("id")

/** Assigned to a user with this name. @since 0.1.0 */
export const assigned: (...names: readonly [string, ...Array<string>]) => SearchQuery = oneOf("assigned")

/** Not assigned. @since 0.1.0 */
export const unassigned: SearchQuery = field("assigned", "Unassigned")

/** One of these users has replied. @since 0.1.0 */
export const replyUserIds: (...ids: readonly [UserId, ...Array<UserId>]) => SearchQuery = oneOf("replyUserIds")

/** Has an attachment. @since 0.1.0 */
export const hasAttachments: SearchQuery = field("attachments", true)

/**
 * Conditions on a date. Both ends of a range are inclusive.
 *
 * @since 0.1.0
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

/** The creation date of the conversation. @since 0.1.0 */
export const createdAt: DateField = dateField("createdAt")

/** The date of the last change to the conversation. @since 0.1.0 */
export const modifiedAt: DateField = dateField("modifiedAt")

// ---------------------------------------------------------------------------------------------------------------
// moments
// ---------------------------------------------------------------------------------------------------------------

/** The moment at which Help Scout receives the query. @since 0.1.0 */
export const now: Relative = { ago: Duration.zero }

/**
 * A duration before now, by Help Scout's clock: `ago("1 hour")` is `NOW-1HOUR`. Fractions of a second are cut off.
 *
 * @since 0.1.0
 */
export const ago = (duration: Duration.DurationInput): Relative => ({ ago: Duration.decode(duration) })

/**
 * Rounds a relative moment down: `startOf("DAY")` is last midnight UTC, `startOf("MONTH", ago("30 days"))` the start of
 * the month 30 days ago.
 *
 * @since 0.1.0
 */
export const startOf = (unit: Unit, moment: Relative = now): Relative => ({ ...moment, startOf: unit })

// ---------------------------------------------------------------------------------------------------------------
// conditions together
// ---------------------------------------------------------------------------------------------------------------

/** All conditions match. @since 0.1.0 */
export const and = (...queries: readonly [SearchQuery, ...Array<SearchQuery>]): SearchQuery => ({
  [TypeId]: TypeId,
  _tag: "And",
  queries
})

/** At least one condition matches. @since 0.1.0 */
export const or = (...queries: readonly [SearchQuery, ...Array<SearchQuery>]): SearchQuery => ({
  [TypeId]: TypeId,
  _tag: "Or",
  queries
})

/** The condition does not match. @since 0.1.0 */
export const not = (query: SearchQuery): SearchQuery => ({ [TypeId]: TypeId, _tag: "Not", query })

/** @since 0.1.0 */
export const isSearchQuery = (value: unknown): value is SearchQuery => Predicate.hasProperty(value, TypeId)

// ---------------------------------------------------------------------------------------------------------------
// rendering
// ---------------------------------------------------------------------------------------------------------------

/** Inside quotes, only the quote and the backslash are special. */
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

const isDate = (value: Moment): value is DateTime.DateTime | Date => DateTime.isDateTime(value) || value instanceof Date

/** Empty for an invalid `Date`. */
const isoOf = (value: DateTime.DateTime | Date): string => {
  if (DateTime.isDateTime(value)) return DateTime.formatIso(value)
  return Number.isNaN(value.getTime()) ? "" : value.toISOString()
}

const moment = (value: Moment | undefined): string => {
  if (value === undefined) return "*"
  // without types, a string may not be a date: it must stay a string
  if (typeof value === "string") return partialDate.test(value) ? value : quote(value)
  return isDate(value) ? `${isoOf(value).slice(0, 19)}Z` : relative(value)
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
      // a sign is syntax
      return plainNumber.test(String(value)) ? String(value) : quote(String(value))
    default:
      return String(value)
  }
}

const match = ({ field, values }: Match): string => {
  const list = values.map(literal)
  return `${fieldName(field)}:${list.length === 1 ? list[0] : `(${list.join(" OR ")})`}`
}

/** A query without its leading negation, and whether it has one. */
interface Signed {
  readonly negated: boolean
  readonly text: string
}

const group = (word: "AND" | "OR", parts: ReadonlyArray<string>): string =>
  parts.length === 1 ? parts.join() : `(${parts.join(` ${word} `)})`

/**
 * Search engines of this family find nothing for a `NOT` that is alone in parentheses or next to an `OR`. A negation is
 * therefore only written next to a positive condition in an `AND`, or in front of the whole query: `a OR NOT b` becomes
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
 * The query in Help Scout's syntax, in parentheses.
 *
 * @since 0.1.0
 */
export const render = (query: SearchQuery): string => {
  const { negated, text } = signed(query)
  if (negated) return `(NOT ${text})`
  return text.startsWith("(") ? text : `(${text})`
}

/** Accepts years of four digits, and rejects February 30, which `Date` reads as March 1. */
const isMoment = (value: Moment): boolean => {
  if (isDate(value)) return /^\d{4}-/.test(isoOf(value))
  if (typeof value !== "string") return true
  const millis = partialDate.test(value) ? Date.parse(value) : Number.NaN
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(value)
}

const isWritable = (value: Value): boolean => {
  if (typeof value === "number") return Number.isFinite(value)
  return typeof value !== "object" || [value.from, value.to].every((end) => end === undefined || isMoment(end))
}

/** Checks that every number is finite and every date exists. */
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
 * A query in the filters of a list: built with this module, or a raw query string that is sent unchanged.
 *
 * @since 0.1.0
 */
export const SearchQueryOrText: Schema.Schema<string | SearchQuery, string> = Schema.transform(
  Schema.String,
  Schema.declare(
    (value: unknown): value is string | SearchQuery =>
      typeof value === "string" ? value.trim() !== "" : isSearchQuery(value) && isComplete(value),
    {
      identifier: "SearchQuery",
      description: "a search query that is not empty, with finite numbers and existing dates",
      arbitrary: () => (fc) => fc.constant("tag:vip")
    }
  ),
  { strict: true, decode: (text) => text, encode: (query) => (typeof query === "string" ? query : render(query)) }
)

/**
 * This module, for programs that import it by its name: `import { SearchQuery }` has the same functions as `import * as SearchQuery`.
 *
 * @since 0.1.0
 */
export const SearchQuery: typeof import("./SearchQuery.js") = self
