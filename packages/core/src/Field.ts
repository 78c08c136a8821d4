/**
 * The codecs of fields: optional fields, ids, dates, enums and texts. This module decides which fields may be missing,
 * `null` or new.
 *
 * ```ts
 * import * as Field from "@effect-helpscout/core/Field"
 * import * as Schema from "effect/Schema"
 *
 * const Ticket = Schema.Struct({ status: Field.openEnum("open", "closed"), closedAt: Field.optional(Field.Timestamp) })
 * // neither a new status nor a missing date is an error
 * export const ticket = Schema.decodeSync(Ticket)({ status: "snoozed" }) // { status: "snoozed" }
 * ```
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as Iso from "./internal/reading/iso.js"
import * as Leniency from "./internal/reading/leniency.js"
import { ReaderAnnotation } from "./internal/reading/readerAnnotation.js"

/**
 * A field that may be absent. A `null` in a response counts as absent.
 *
 * @since 0.1.0
 */
export const optional = <S extends Schema.Schema.All>(schema: S): Schema.optionalWith<S, { exact: true }> =>
  Schema.optionalWith(schema, { exact: true })

/**
 * Values of an optional field that stand for its absence in responses, such as a placeholder person. Encoding ignores
 * them.
 *
 * @since 0.1.0
 */
export const absentIf =
  (isAbsent: (json: unknown) => boolean) =>
  <A, I, R>(schema: Schema.Schema<A, I, R>): Schema.Schema<A, I, R> =>
    schema.annotations({ [ReaderAnnotation]: { isAbsent } satisfies ReaderAnnotation })

/**
 * The id of one kind of resource. A plain number is accepted in its place, another resource's id is not.
 *
 * @since 0.1.0
 */
export type Id<Name extends string> = number & { readonly "~id"?: Name }

/** An integer, which Help Scout sometimes sends as a string. */
const readId = (raw: unknown): number | undefined => {
  const id = typeof raw === "string" ? Leniency.asNumber(raw) : raw
  return typeof id === "number" && Number.isSafeInteger(id) ? id : undefined
}

/**
 * The schema of an id. Responses may contain any integer (Help Scout sends 0 for system actors). Paths accept only
 * positive integers.
 *
 * @since 0.1.0
 */
export const id = <Name extends string>(name: Name): Schema.Schema<Id<Name>, number> =>
  // at runtime, an id is a number: the cast only adds the name
  Schema.Number.pipe(
    Schema.filter(Number.isSafeInteger, {
      identifier: name,
      description: "an integer id",
      jsonSchema: { type: "integer" },
      arbitrary: () => (fc) => fc.integer({ min: 1 }),
      [ReaderAnnotation]: { read: readId } satisfies ReaderAnnotation
    })
  ) as unknown as Schema.Schema<Id<Name>, number>

/**
 * Known values and any value that Help Scout adds later. Editors complete the known values, and a new one is a string.
 *
 * @since 0.1.0
 */
export type Open<Known extends string> = Known | (string & {})

/**
 * The annotation that contains the known values of an open enum.
 *
 * @since 0.1.0
 */
export const KnownValues = "~@effect-helpscout/core/Field/KnownValues"

/**
 * An enum that may grow. It decodes any string.
 *
 * @since 0.1.0
 */
export const openEnum = <const Known extends ReadonlyArray<string>>(
  ...known: Known
): Schema.Schema<Open<Known[number]>, string> =>
  // every string is an `Open<Known>` (law D3): the cast changes what editors offer, not what is accepted
  Schema.String.annotations({
    [KnownValues]: known,
    jsonSchema: { type: "string", examples: [...known] },
    arbitrary: () => (fc) => fc.constantFrom(...known)
  }) as unknown as Schema.Schema<Open<Known[number]>, string>

/**
 * The known values of a schema from `openEnum`. Other schemas have none.
 *
 * @since 0.1.0
 */
export const knownValues = (ast: SchemaAST.AST): ReadonlyArray<string> => {
  const known = ast.annotations[KnownValues]
  return Array.isArray(known) ? known : []
}

const iso = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i
const zoned = /(?:z|[+-]\d\d:?\d\d)$/i

/** Milliseconds since 1970; NaN for any text that is not a date. */
const parseMillis = (text: string): number => {
  const millis = Iso.millisOf(text)
  if (millis !== undefined) return millis
  if (!iso.test(text) || (/^\d{4}-/.test(text) && !Iso.isCalendarDay(text))) return Number.NaN
  // to `Date`, a date alone is midnight UTC, but a time without a zone would be local
  const complete = text.length <= 10 || zoned.test(text)
  return Date.parse(complete ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`)
}

const parseTimestamp = (text: string): DateTime.Utc | undefined => {
  const millis = parseMillis(text)
  return Number.isNaN(millis) ? undefined : DateTime.unsafeMake(millis)
}

/** The absence of a date is an empty string, or a date of the year 1 (Go, .NET) or before (PHP, MySQL). */
const isEmptyDate = (raw: unknown): boolean =>
  typeof raw === "string" && (raw === "" || /^(?:000[01]|-\d+)-\d\d-\d\d/.test(raw))

/**
 * A date in a response: ISO 8601. Without a zone it is UTC. Fractions are kept to the millisecond.
 *
 * @since 0.1.0
 */
export const Timestamp: Schema.Schema<DateTime.Utc, string> = Schema.transformOrFail(
  Schema.String,
  Schema.DateTimeUtcFromSelf,
  {
    strict: true,
    decode: (text, _, ast) => {
      const parsed = parseTimestamp(text)
      return parsed === undefined ? Either.left(new ParseResult.Type(ast, text)) : Either.right(parsed)
    },
    // law D4
    encode: (dateTime) => Either.right(DateTime.formatIso(dateTime))
  }
).annotations({
  identifier: "Timestamp",
  description: "an ISO 8601 date",
  [ReaderAnnotation]: {
    isAbsent: isEmptyDate,
    read: (raw) => (typeof raw === "string" ? parseTimestamp(raw) : undefined)
  } satisfies ReaderAnnotation,
  jsonSchema: { type: "string", description: "ISO 8601; without a zone it is UTC" }
})

const wholeSeconds = (millis: number): string =>
  `${new Date(Math.floor(millis / 1000) * 1000).toISOString().slice(0, 19)}Z`

/**
 * Returns the milliseconds since 1970 of a date in an input.
 *
 * @since 0.1.0
 */
export const millisOf = (date: DateTime.Utc | Date): number =>
  DateTime.isDateTime(date) ? date.epochMillis : date.getTime()

/**
 * A date in a request, as a `DateTime.Utc` or a `Date`: `YYYY-MM-DDThh:mm:ssZ`. Help Scout rejects fractions of a second, so
 * they are dropped.
 *
 * @since 0.1.0
 */
export const TimestampInput: Schema.Schema<DateTime.Utc | Date, string> = Schema.transformOrFail(
  Schema.String,
  Schema.Union(Schema.DateTimeUtcFromSelf, Schema.DateFromSelf),
  {
    strict: true,
    decode: (text, _, ast) => {
      const parsed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? parseTimestamp(text) : undefined
      return parsed === undefined ? Either.left(new ParseResult.Type(ast, text)) : Either.right(parsed)
    },
    encode: (date, _, ast) => {
      const millis = millisOf(date)
      // the comparisons reject an invalid `Date`, too
      return millis >= -62135596800000 && millis <= 253402300799999
        ? Either.right(wholeSeconds(millis))
        : Either.left(new ParseResult.Type(ast, date))
    }
  }
).annotations({
  identifier: "TimestampInput",
  description: "a date (DateTime.Utc or Date) between the years 1 and 9999",
  jsonSchema: { type: "string", format: "date-time" },
  arbitrary: () => (fc) =>
    fc
      .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
      .map(DateTime.unsafeMake)
})

/** `Date` reads the 30th of February as the 1st of March. */
const isCalendarDate = (text: string): boolean => {
  const millis = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text)
}

/**
 * A calendar date: `YYYY-MM-DD`.
 *
 * @since 0.1.0
 */
export const CalendarDate = Schema.String.pipe(
  Schema.filter(isCalendarDate, {
    description: "a date as YYYY-MM-DD",
    jsonSchema: { type: "string", format: "date" },
    arbitrary: () => (fc) =>
      fc
        .date({ min: new Date(0), max: new Date(4102444800000), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10))
  })
)

/**
 * One value, or a list that is sent as one comma-separated text: `mailbox=1,2`.
 *
 * @since 0.1.0
 */
export const oneOrMore = <A, I>(item: Schema.Schema<A, I>): Schema.Schema<A | ReadonlyArray<A>, I | ReadonlyArray<I>> =>
  Schema.Union(item, Schema.Array(item))

/**
 * A list of strings in a response. Older responses contain a single string instead of a list of one.
 *
 * @since 0.1.0
 */
export const Strings: Schema.Schema<ReadonlyArray<string>> = Schema.Array(Schema.String).annotations({
  [ReaderAnnotation]: { normalize: (raw) => (typeof raw === "string" ? [raw] : raw) } satisfies ReaderAnnotation
})

/**
 * A text with a minimum or maximum length, in UTF-16 code units, as in `String.length`.
 *
 * @since 0.1.0
 */
export const text = (bounds: { readonly min?: number; readonly max?: number }): Schema.Schema<string> => {
  const atLeast = bounds.min === undefined ? Schema.String : Schema.String.pipe(Schema.minLength(bounds.min))
  return bounds.max === undefined ? atLeast : atLeast.pipe(Schema.maxLength(bounds.max))
}
