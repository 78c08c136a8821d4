/** The periods of a series. */

import type { Span } from "./activity.js"
import { day, days } from "./counts.js"

/** The length of a period. */
export type ViewBy = "day" | "week" | "month"

/** The issue that rejects a length of period for an interval, if there is one. */
export const issue = (viewBy: ViewBy, span: Span): string | undefined => {
  const length = (span.end - span.start) / day
  if (viewBy === "day" && length > 60) return "day is only allowed for a range of at most 60 days"
  if (viewBy === "week" && length > 366) return "week is only allowed for a range of at most a year"
  return viewBy === "month" && length < 61 ? "month is only allowed for a range of at least 61 days" : undefined
}

const usual = (span: Span): ViewBy => (days(span) <= 60 ? "day" : days(span) <= 366 ? "week" : "month")

const nextMonth = (at: number): number => {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

/** The periods of an interval. The first and the last are cut off at its ends. */
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
