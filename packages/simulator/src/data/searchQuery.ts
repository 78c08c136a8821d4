/** A parser of Help Scout's search language: `(subject:"refund" AND NOT tag:(vip OR "two words"))`. */

/** A search term: a text, or a period in milliseconds. */
export interface Term {
  /** Absent for a term without a field. */
  readonly field: string | undefined
  readonly text: string
  /** The value as a period, if it is one: `2014-12`, `[NOW-1DAY TO *]`. */
  readonly period: readonly [from: number, to: number] | undefined
}

/** A parsed query: whether it matches, given which of its terms match. */
export type Search = (matches: (term: Term) => boolean) => boolean

type Token =
  | { readonly _tag: "Open" | "Close" | "And" | "Or" | "Not" }
  | { readonly _tag: "Field"; readonly name: string }
  | { readonly _tag: "Word"; readonly text: string }
  | { readonly _tag: "Phrase"; readonly text: string }
  | { readonly _tag: "Range"; readonly from: string; readonly to: string }

const patterns: ReadonlyArray<readonly [RegExp, (match: RegExpExecArray) => Token | undefined]> = [
  [/\s+/y, () => undefined],
  [/\(/y, () => ({ _tag: "Open" })],
  [/\)/y, () => ({ _tag: "Close" })],
  [/(?:AND|&&)(?![^\s()])/y, () => ({ _tag: "And" })],
  [/(?:OR|\|\|)(?![^\s()])/y, () => ({ _tag: "Or" })],
  [/(?:NOT(?![^\s()])|-(?=[\w("]))/y, () => ({ _tag: "Not" })],
  [/((?:\\.|[\w.])+):/y, (match) => ({ _tag: "Field", name: unescape(match[1]) })],
  [/"((?:\\.|[^"\\])*)"/y, (match) => ({ _tag: "Phrase", text: unescape(match[1]) })],
  [/\[\s*(\S+)\s+TO\s+([^\s\]]+)\s*\]/y, (match) => ({ _tag: "Range", from: match[1] ?? "*", to: match[2] ?? "*" })],
  [/(?:\\.|[^\s()"[\]\\])+/y, (match) => ({ _tag: "Word", text: unescape(match[0]) })]
]

const unescape = (text = ""): string => text.replace(/\\(.)/gs, "$1")

const tokens = (text: string): ReadonlyArray<Token> | undefined => {
  const found: Array<Token> = []
  let at = 0
  while (at < text.length) {
    let moved = false
    for (const [pattern, make] of patterns) {
      pattern.lastIndex = at
      const match = pattern.exec(text)
      if (match === null) continue
      const token = make(match)
      if (token !== undefined) found.push(token)
      at = pattern.lastIndex
      moved = true
      break
    }
    if (!moved) return undefined
  }
  return found
}

const unitMillis: Readonly<Record<string, number>> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  MONTH: 30 * 86_400_000,
  YEAR: 365 * 86_400_000
}

const partial = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/
const relative = /^NOW(?:-(\d+)(SECOND|MINUTE|HOUR|DAY|MONTH|YEAR)S?)?(?:\/(SECOND|MINUTE|HOUR|DAY|MONTH|YEAR))?$/

const floor = (millis: number, unit: string | undefined): number => {
  const date = new Date(millis)
  if (unit === "YEAR") return Date.UTC(date.getUTCFullYear(), 0)
  if (unit === "MONTH") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
  const size = unit === undefined ? 1 : (unitMillis[unit] ?? 1)
  return Math.floor(millis / size) * size
}

/** The period that a date covers: a day, a month, a year or a moment. */
const period = (text: string, now: number): readonly [number, number] | undefined => {
  const date = partial.exec(text)
  if (date !== null) {
    const [year, month, day] = [Number(date[1]), date[2] && Number(date[2]), date[3] && Number(date[3])]
    const from = Date.UTC(year, (month || 1) - 1, day || 1)
    const to = day ? Date.UTC(year, (month || 1) - 1, day + 1) : month ? Date.UTC(year, month) : Date.UTC(year + 1, 0)
    return [from, to - 1]
  }
  const ago = relative.exec(text)
  if (ago !== null) {
    const at = floor(now - Number(ago[1] ?? 0) * (unitMillis[ago[2] ?? ""] ?? 0), ago[3])
    return [at, at]
  }
  const [iso, unit] = text.split("/")
  const millis = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(iso ?? "") : Number.NaN
  return Number.isNaN(millis) ? undefined : [floor(millis, unit), floor(millis, unit)]
}

/** Parses a query. Returns undefined if that is not possible. */
export const parse = (text: string, now: number): Search | undefined => {
  const all = tokens(text)
  if (all === undefined) return undefined
  let at = 0
  const peek = () => all[at]?._tag

  const term = (field: string | undefined): Search | undefined => {
    const token = all[at++]
    switch (token?._tag) {
      case "Word":
      case "Phrase": {
        const value: Term = { field, text: token.text, period: period(token.text, now) }
        return (matches) => matches(value)
      }
      case "Range": {
        const from = token.from === "*" ? Number.NEGATIVE_INFINITY : period(token.from, now)?.[0]
        const to = token.to === "*" ? Number.POSITIVE_INFINITY : period(token.to, now)?.[1]
        if (from === undefined || to === undefined) return undefined
        const value: Term = { field, text: "", period: [from, to] }
        return (matches) => matches(value)
      }
      case "Open": {
        const inner = either(field)
        return all[at++]?._tag === "Close" ? inner : undefined
      }
      default:
        return undefined
    }
  }
  const unary = (field: string | undefined): Search | undefined => {
    if (peek() === "Not") {
      at++
      const inner = unary(field)
      return inner && ((matches) => !inner(matches))
    }
    const token = all[at]
    if (token?._tag === "Field") {
      at++
      return term(token.name)
    }
    return term(field)
  }
  const both = (field: string | undefined): Search | undefined => {
    let left = unary(field)
    while (left !== undefined && at < all.length && peek() !== "Close" && peek() !== "Or") {
      if (peek() === "And") at++
      const [first, second] = [left, unary(field)]
      left = second && ((matches) => first(matches) && second(matches))
    }
    return left
  }
  const either = (field: string | undefined): Search | undefined => {
    let left = both(field)
    while (left !== undefined && peek() === "Or") {
      at++
      const [first, second] = [left, both(field)]
      left = second && ((matches) => first(matches) || second(matches))
    }
    return left
  }

  const search = either(undefined)
  return at === all.length ? search : undefined
}
