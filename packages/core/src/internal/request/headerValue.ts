/** Checks and reads header values. */
import * as Option from "effect/Option"

/** Visible ASCII, spaces, tabs and Latin-1: what every transport can send. Spaces at the ends are trimmed by some. */
export const isSendable = (value: string): boolean =>
  /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && value.trim() === value && value !== ""

/** A value that no transport sends. `fetch` trims the ends, and accepts control characters within. */
export const isNeverSent = (name: string, value: string): boolean =>
  /[\u0100-\uffff]/.test(value) || /[\0\r\n]/.test(value.trim()) || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)

/**
 * The one value of a header. HTTP joins duplicate headers with commas: equal values count as one, and different values as
 * none (law D8). Not for headers whose values contain commas, such as dates.
 */
export const single = (value: string | undefined): Option.Option<string> => {
  if (value === undefined) return Option.none()
  if (!value.includes(",")) return nonEmpty(value.trim())
  const [first = "", ...others] = value.split(",").map((part) => part.trim())
  return others.every((other) => other === first) ? nonEmpty(first) : Option.none()
}

const nonEmpty = (value: string) => (value === "" ? Option.none<string>() : Option.some(value))

/**
 * The value of `Resource-ID`, or nothing if it cannot be an id, so that `Location` is used instead (law D8). `numeric` is
 * for ids that are numbers: they start at 1.
 */
export const resourceId = (value: string | undefined, numeric: boolean): Option.Option<string> =>
  Option.filter(single(value), (id) => !numeric || /^[1-9]\d{0,15}$/.test(id))
