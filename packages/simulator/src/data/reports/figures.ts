/**
 * The figures of reports: counts, means, changes, distributions and series.
 *
 * @since 0.1.0
 */
import * as Account from "../../Account.js"
import type { ReplyFact, Span, Touched } from "./facts.js"

/** A mean of nothing is `null`. @since 0.1.0 @category combinators */
export const mean = (values: ReadonlyArray<number>): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** The sum of these. @since 0.1.0 @category combinators */
export const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

/** How many of these there are. @since 0.1.0 @category combinators */
export const count = <A>(values: ReadonlyArray<A>, predicate: (value: A) => boolean): number =>
  values.filter(predicate).length

/** How many different ones there are. @since 0.1.0 @category combinators */
export const distinct = (values: ReadonlyArray<number>): number => new Set(values).size

/** A part in percent of the whole; 0 of nothing. @since 0.1.0 @category combinators */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100)

type Figure = number | string | null | undefined
type Figures = Readonly<Record<string, Figure>>

/**
 * By how many percent each of these has changed; a change from nothing is left out.
 *
 * @since 0.1.0
 * @category combinators
 */
export const deltas = (keys: ReadonlyArray<string>, current: Figures, previous: Figures): Figures =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const [now, before] = [current[key], previous[key]]
      return typeof now === "number" && typeof before === "number" && before !== 0
        ? [[key, ((now - before) / Math.abs(before)) * 100]]
        : []
    })
  )

// ---------------------------------------------------------------------------------------------------------------
// what is measured of a conversation
// ---------------------------------------------------------------------------------------------------------------

/** The customer of a conversation. @since 0.1.0 @category combinators */
export const customerId = (touched: Touched): number => touched.facts.row.wire.primaryCustomer.id

/** All replies. @since 0.1.0 @category combinators */
export const replies = (touched: ReadonlyArray<Touched>): ReadonlyArray<ReplyFact> =>
  touched.flatMap((one) => one.replies)

const waits = (touched: Touched, first: boolean): ReadonlyArray<number> =>
  touched.replies.flatMap((reply) => (reply.waited !== undefined && (!first || reply.first) ? [reply.waited] : []))

/** Seconds that the customer waited for replies. @since 0.1.0 @category combinators */
export const responseTime = (touched: Touched): number | null => mean(waits(touched, false))

/** Seconds that the customer waited for the first reply. @since 0.1.0 @category combinators */
export const firstResponseTime = (touched: Touched): number | null => mean(waits(touched, true))

/** Seconds that writing a reply took. @since 0.1.0 @category combinators */
export const handleTime = (touched: Touched): number | null => mean(touched.replies.map((reply) => reply.handled))

/** Seconds from its beginning until it was closed, where it was resolved. @since 0.1.0 @category combinators */
export const resolutionTime = (touched: Touched): number | null =>
  touched.resolved && touched.facts.closedAt !== undefined
    ? (touched.facts.closedAt - touched.facts.createdAt) / 1000
    : null

/** How many replies it took, where it was resolved. @since 0.1.0 @category combinators */
export const repliesToResolve = (touched: Touched): number | null =>
  touched.resolved ? touched.facts.replies.length : null

/**
 * Something measured of each conversation, where it can be.
 *
 * @since 0.1.0
 * @category models
 */
export type Measure = (touched: Touched) => number | null

/** What was measured, where it could be. @since 0.1.0 @category combinators */
export const measured = (touched: ReadonlyArray<Touched>, measure: Measure): ReadonlyArray<number> =>
  touched.flatMap((one) => measure(one) ?? [])

// ---------------------------------------------------------------------------------------------------------------
// distributions
// ---------------------------------------------------------------------------------------------------------------

/**
 * Where buckets end: a value belongs to the first whose bound it is below; one more bucket takes the rest.
 *
 * @since 0.1.0
 * @category models
 */
export type Bounds = ReadonlyArray<number>

const minutes = (...ends: ReadonlyArray<number>): Bounds => ends.map((end) => end * 60)

/** Those of version 1's pages. @since 0.1.0 @category constants */
export const responseBounds = minutes(15, 30, 60, 120, 180, 360, 720, 1440, 2880)
/** Those of version 1's pages. @since 0.1.0 @category constants */
export const handleBounds = minutes(1, 2, 5, 10)
/** 1, 2, 3, 4, and 5 or more. @since 0.1.0 @category constants */
export const replyBounds: Bounds = [2, 3, 4, 5]
/** Help Scout's own are not known; there are five buckets. @since 0.1.0 @category constants */
export const chatBounds = minutes(1, 5, 15, 60)
/** Help Scout's own are not known; there are five buckets. @since 0.1.0 @category constants */
export const messageBounds: Bounds = [2, 4, 8, 16]

/** The number of the bucket that a value belongs to, from 1. @since 0.1.0 @category combinators */
export const bucket = (bounds: Bounds, value: number): number => {
  const index = bounds.findIndex((end) => value < end)
  return (index < 0 ? bounds.length : index) + 1
}

/** How many conversations are in each bucket, now and before. @since 0.1.0 @category combinators */
export const distribution = (
  bounds: Bounds,
  measure: Measure,
  current: ReadonlyArray<Touched>,
  previous: ReadonlyArray<Touched> | undefined,
  /** What else a bucket tells about its conversations. */
  extra: (inside: ReadonlyArray<Touched>) => Figures = () => ({})
) => {
  const group = (touched: ReadonlyArray<Touched>) => {
    const buckets = new Map<number, Array<Touched>>()
    for (const one of touched) {
      const value = measure(one)
      if (value === null) continue
      const id = bucket(bounds, value)
      buckets.set(id, [...(buckets.get(id) ?? []), one])
    }
    return buckets
  }
  const [now, before] = [group(current), group(previous ?? [])]
  const size = (buckets: ReadonlyMap<number, ReadonlyArray<Touched>>) =>
    sum([...buckets.values()].map((inside) => inside.length))
  const ranges = Array.from({ length: bounds.length + 1 }, (_, index) => {
    const [inside, insideBefore] = [now.get(index + 1) ?? [], before.get(index + 1) ?? []]
    return {
      id: index + 1,
      count: inside.length,
      previousCount: insideBefore.length,
      percent: percent(inside.length, size(now)),
      previousPercent: percent(insideBefore.length, size(before)),
      ...extra(inside)
    }
  })
  // Help Scout's come in no order
  return { count: size(now), previousCount: size(before), ranges: [...ranges.slice(1), ...ranges.slice(0, 1)] }
}

// ---------------------------------------------------------------------------------------------------------------
// series
// ---------------------------------------------------------------------------------------------------------------

/** How long the periods of a series are. @since 0.1.0 @category models */
export type ViewBy = "day" | "week" | "month"

/** Milliseconds in a day. @since 0.1.0 @category constants */
export const day = 86_400_000

/** Days in a span, begun ones included. @since 0.1.0 @category combinators */
export const days = (span: Span): number => Math.max(1, Math.ceil((span.end - span.start) / day))

/** Why a span is refused, if it is. @since 0.1.0 @category combinators */
export const unfit = (viewBy: ViewBy, span: Span): string | undefined => {
  const length = (span.end - span.start) / day
  if (viewBy === "day" && length > 60) return "day is only allowed for a range of at most 60 days"
  if (viewBy === "week" && length > 366) return "week is only allowed for a range of at most a year"
  return viewBy === "month" && length < 61 ? "month is only allowed for a range of at least 61 days" : undefined
}

const usual = (span: Span): ViewBy => {
  const length = (span.end - span.start) / day
  return length <= 60 ? "day" : length <= 366 ? "week" : "month"
}

const nextMonth = (at: number): number => {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

/** The periods of a span, the first and the last cut off at its ends. @since 0.1.0 @category combinators */
export const periods = (span: Span, viewBy: ViewBy = usual(span)): ReadonlyArray<Span> => {
  const found: Array<Span> = []
  for (let start = span.start; start <= span.end; ) {
    const midnight = Math.floor(start / day) * day
    const next = viewBy === "month" ? nextMonth(start) : midnight + (viewBy === "week" ? 7 : 1) * day
    found.push({ start, end: Math.min(next - 1, span.end) })
    start = next
  }
  return found
}

/** When a period begins, as points tell it. @since 0.1.0 @category combinators */
export const beginning = (period: Span): string => Account.timestamp(period.start)
