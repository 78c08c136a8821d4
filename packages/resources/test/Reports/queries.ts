/** Parts of report queries, each with its text in a URL. */
import * as DateTime from "effect/DateTime"

/** Starts with a fraction of a second, which requests drop. */
export const interval = {
  start: DateTime.unsafeMake("2026-10-01T00:00:00.750Z"),
  end: DateTime.unsafeMake("2026-10-31T23:59:59Z")
}
export const intervalText = "start=2026-10-01T00%3A00%3A00Z&end=2026-10-31T23%3A59%3A59Z"

export const intervals = {
  ...interval,
  previousStart: DateTime.unsafeMake("2026-09-01T00:00:00Z"),
  previousEnd: DateTime.unsafeMake("2026-09-30T23:59:59Z")
}
export const intervalsText = `${intervalText}&previousStart=2026-09-01T00%3A00%3A00Z&previousEnd=2026-09-30T23%3A59%3A59Z`

export const filters = { mailboxes: 85, tags: [1, 99787], folders: [991], types: ["email", "chat"] } as const
export const filtersText = "mailboxes=85&tags=1%2C99787&folders=991&types=email%2Cchat"
