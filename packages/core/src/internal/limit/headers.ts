/** Parses the rate limit headers of a response (law R2). */
import type * as Headers from "@effect/platform/Headers"
import * as Duration from "effect/Duration"
import type { Reading } from "../../RateLimiterStore.js"

/** A wait of more than a day is ignored as a mistake: to a program it would look like an outage. */
const longestSeconds = 86_400

const count = (text: string | undefined) =>
  text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined

/** Seconds, or an HTTP date. The shape is checked because `Date.parse` alone accepts "-5" and "1.2.3". */
const wait = (text: string | undefined, now: number) => {
  if (text === undefined) return undefined
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(text)
    ? Number(text)
    : /^\s*[A-Za-z]{3,9},? .*\d\d:\d\d:\d\d/.test(text)
      ? Math.max(0, (Date.parse(text) - now) / 1000)
      : Number.NaN
  return seconds <= longestSeconds ? Duration.millis(seconds * 1000) : undefined
}

/**
 * Parses the rate limit headers of a response. Garbage and negative numbers count as absent. `now` is the wall time in
 * milliseconds, because `Retry-After` may be a date.
 */
export const parse = (headers: Headers.Headers, now: number): Reading => {
  const limit = count(headers["x-ratelimit-limit-minute"])
  const remaining = count(headers["x-ratelimit-remaining-minute"])
  const retryAfter = wait(headers["x-ratelimit-retry-after"], now) ?? wait(headers["retry-after"], now)
  const reading: { -readonly [K in keyof Reading]: Reading[K] } = {}
  if (limit !== undefined && limit > 0) reading.limit = limit
  if (remaining !== undefined) reading.remaining = remaining
  if (retryAfter !== undefined) reading.retryAfter = retryAfter
  return reading
}
