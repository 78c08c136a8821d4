/** Parses the rate limit headers of a response (law R2). */
import type * as Headers from "@effect/platform/Headers"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { Reading } from "../../RateLimiterStore.js"
import { single } from "../request/headerValue.js"

/** A wait of more than a day is ignored as a mistake: to a program it would look like an outage. */
const longestSeconds = 86_400

/** Duplicates with equal values count as one, others as none (law D8). */
const one = (text: string | undefined) => Option.getOrUndefined(single(text))

const count = (text: string | undefined) => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined)

/** An HTTP date has one comma. Its shape is checked because `Date.parse` alone accepts "-5" and "1.2.3". */
const datePattern = /^\s*([A-Za-z]{3,9},? [^,]*\d\d:\d\d:\d\d[^,]*)(?:,\s*\1\s*)*$/

const parseDate = (text: string | undefined) => {
  const date = text === undefined ? undefined : datePattern.exec(text)?.[1]
  return date === undefined ? Number.NaN : Date.parse(date)
}

/** Seconds, or an HTTP date, which counts from the response's own `Date`: our clock may be wrong. */
const wait = (text: string | undefined, sentAt: number) => {
  if (text === undefined) return undefined
  const value = one(text)
  const seconds =
    value !== undefined && /^\d+(\.\d+)?$/.test(value) ? Number(value) : Math.max(0, (parseDate(text) - sentAt) / 1000)
  return seconds <= longestSeconds ? Duration.millis(seconds * 1000) : undefined
}

/**
 * Parses the rate limit headers of a response. Garbage and negative numbers count as absent. `now` is the wall time in
 * milliseconds, for a `Retry-After` that is a date in a response without `Date`.
 */
export const parse = (headers: Headers.Headers, now: number): Reading => {
  const limit = count(one(headers["x-ratelimit-limit-minute"]))
  const remaining = count(one(headers["x-ratelimit-remaining-minute"]))
  const retryAfter = waitOf(headers, now)
  const reading: { -readonly [K in keyof Reading]: Reading[K] } = {}
  if (limit !== undefined && limit > 0) reading.limit = limit
  if (remaining !== undefined) reading.remaining = remaining
  if (retryAfter !== undefined) reading.retryAfter = retryAfter
  return reading
}

const waitOf = (headers: Headers.Headers, now: number) => {
  const own = headers["x-ratelimit-retry-after"]
  const generic = headers["retry-after"]
  if (own === undefined && generic === undefined) return undefined
  const date = parseDate(headers.date)
  const sentAt = Number.isNaN(date) ? now : date
  return wait(own, sentAt) ?? wait(generic, sentAt)
}
