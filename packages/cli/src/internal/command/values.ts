/** From the texts of flags to the values of a request, or to a message that locates the mistake. */
import { readFileSync } from "node:fs"
import * as Process from "node:process"
import * as Either from "effect/Either"
import type { Input, Type } from "./fields.js"
import { UsageError } from "./usageError.js"

type Read<A> = Either.Either<A, UsageError>

const fail = (message: string): Either.Either<never, UsageError> => Either.left(new UsageError({ message }))

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)

// ---------------------------------------------------------------------------------------------------------------
// dates
// ---------------------------------------------------------------------------------------------------------------

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }
const expectedDate =
  "a date (2026-11-03, 2026-11, 2026), a time in UTC (2026-11-03T09:00:00Z), or a relative date (7d, 12h, 2w, today, yesterday, now)"

const startOfDay = (millis: number): number => Math.floor(millis / 86_400_000) * 86_400_000

/** A period: its first and its last second. */
const periodOf = (text: string): readonly [number, number] | undefined => {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text)
  if (match === null) return undefined
  const [, year = "", month, day] = match
  const start = Date.parse(`${year}-${month ?? "01"}-${day ?? "01"}T00:00:00Z`)
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(text)) return undefined
  const date = new Date(start)
  if (month === undefined) date.setUTCFullYear(date.getUTCFullYear() + 1)
  else if (day === undefined) date.setUTCMonth(date.getUTCMonth() + 1)
  else date.setUTCDate(date.getUTCDate() + 1)
  return [start, date.getTime() - 1_000]
}

const dayWords: Record<string, number> = { today: 0, yesterday: -1, tomorrow: 1 }

const relativeOf = (text: string, now: number, isAhead: boolean): number | undefined => {
  const match = /^([+-]?)(\d{1,9})([smhdw])$/.exec(text)
  if (match === null) return undefined
  const [, sign = "", amount = "", unit = ""] = match
  const ahead = sign === "" ? isAhead : sign === "+"
  return now + (ahead ? 1 : -1) * Number(amount) * (units[unit] ?? 0) * 1_000
}

const exactOf = (text: string): number | undefined => {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.test(text)) return undefined
  const millis = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`)
  return Number.isNaN(millis) || (Number(text.slice(8, 10)) > 28 && periodOf(text.slice(0, 10)) === undefined)
    ? undefined
    : millis
}

export interface DateOptions {
  readonly now: number
  /** A relative date without a sign is in the future. */
  readonly isAhead?: boolean
  /** A period stands for its last second, as in `--end 2026-11`. */
  readonly isEnd?: boolean
}

/** Reads a date in UTC, in milliseconds since 1970. */
export const readDate = (name: string, text: string, options: DateOptions): Read<number> => {
  const trimmed = text.trim()
  const days = dayWords[trimmed]
  const first = days === undefined ? undefined : startOfDay(options.now) + days * 86_400_000
  const period = first === undefined ? periodOf(trimmed) : ([first, first + 86_399_000] as const)
  const found =
    trimmed === "now"
      ? options.now
      : (period?.[options.isEnd === true ? 1 : 0] ??
        relativeOf(trimmed, options.now, options.isAhead === true) ??
        exactOf(trimmed))
  const isReadable = found !== undefined && found >= -62_135_596_800_000 && found <= 253_402_300_799_999
  return isReadable ? Either.right(found) : fail(`${name}: expected ${expectedDate}, found ${quoted(text)}.`)
}

/** The form that Help Scout accepts in requests. */
export const writeDate = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`

// ---------------------------------------------------------------------------------------------------------------
// JSON and files
// ---------------------------------------------------------------------------------------------------------------

/** `0` is the standard input. */
const readFile = (name: string, path: string | 0): Read<Buffer> => {
  try {
    return Either.right(readFileSync(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown"
    const what = path === 0 ? "the standard input" : `the file ${quoted(path)}`
    return fail(`${name}: ${what} cannot be read (${code}).`)
  }
}

const isBeginning = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    return /end of JSON input|Unterminated/.test(String(error))
  }
}

/** The position of the first character that JSON cannot have there. The engine names it for long texts only. */
const mistakeIn = (text: string): number => {
  let [valid, invalid] = [0, text.length + 1]
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isBeginning(text.slice(0, middle))) valid = middle
    else invalid = middle
  }
  return valid
}

/** The line and the column of a position. */
const locationOf = (text: string, position: number): string => {
  const before = text.slice(0, position).split("\n")
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`
}

export const parseJson = (name: string, text: string): Read<unknown> => {
  try {
    return Either.right(JSON.parse(text))
  } catch {
    // the engine's message quotes the text, which may be private
    return fail(`${name}: expected JSON, and the text stops being JSON at ${locationOf(text, mistakeIn(text))}.`)
  }
}

/** Reads `'{...}'`, `@file` or `-`. */
export const readData = (name: string, text: string): Read<unknown> => {
  if (text !== "-" && !text.startsWith("@")) return parseJson(name, text)
  const content = readFile(name, text === "-" ? 0 : text.slice(1))
  return Either.flatMap(content, (bytes) => parseJson(name, bytes.toString("utf8")))
}

export const readSecret = (name: string, text: string): Read<string> => {
  if (text.startsWith("@")) return Either.map(readFile(name, text.slice(1)), (bytes) => bytes.toString("utf8").trim())
  const variable = text.startsWith("env:") ? Process.env[text.slice(4)] : undefined
  return variable === undefined || variable === ""
    ? fail(
        `${name}: expected env:NAME or @file, because other users of this machine can see arguments. Set a variable, and pass its name.`
      )
    : Either.right(variable)
}

// ---------------------------------------------------------------------------------------------------------------
// inputs
// ---------------------------------------------------------------------------------------------------------------

const readNumber = (name: string, text: string, isId: boolean): Read<number> => {
  const number = text.trim() === "" ? Number.NaN : Number(text)
  if (isId && !(Number.isSafeInteger(number) && number >= 1)) {
    return fail(`${name}: must be a positive integer, found ${quoted(text)}.`)
  }
  return Number.isFinite(number) ? Either.right(number) : fail(`${name}: must be a number, found ${quoted(text)}.`)
}

const readCustomer = (name: string, text: string): Read<unknown> => {
  if (/^\d+$/.test(text)) return Either.map(readNumber(name, text, true), (id) => ({ id }))
  if (/^[^\s{"]+@[^\s"]+$/.test(text)) return Either.right({ email: text })
  return text.startsWith("{") ? parseJson(name, text) : fail(`${name}: expected an id, an email address or JSON.`)
}

const readChoice = (
  name: string,
  text: string,
  choices: Extract<Type, { _tag: "Choice" }>["choices"]
): Read<unknown> => {
  const found = choices.find((choice) => String(choice) === text)
  return found === undefined
    ? fail(`${name}: expected ${choices.join(", ")}, found ${quoted(text)}.`)
    : Either.right(found)
}

const isEndOf = (key: string): boolean => /^(?:end|to|until|previousEnd)$/.test(key)

const readOne = ({ key, type }: Input, name: string, text: string, now: number): Read<unknown> => {
  switch (type._tag) {
    case "Text":
      return Either.right(text)
    case "Number":
      return readNumber(name, text, type.isId)
    case "Boolean":
      return readChoice(name, text, [true, false])
    case "Choice":
      return readChoice(name, text, type.choices)
    case "Date":
      return Either.map(readDate(name, text, { now, isAhead: type.isAhead, isEnd: isEndOf(key) }), writeDate)
    case "Day":
      return Either.map(readDate(name, text, { now }), (millis) => new Date(millis).toISOString().slice(0, 10))
    case "File":
      return Either.map(readFile(name, text.replace(/^@/, "")), (bytes) => bytes.toString("base64"))
    case "Secret":
      return readSecret(name, text)
    case "Customer":
      return readCustomer(name, text)
    case "Json":
      return readData(name, text)
  }
}

/** Commas separate the items of a list, except in texts that may contain commas. */
const split = ({ type }: Input, texts: ReadonlyArray<string>): ReadonlyArray<string> =>
  ["Number", "Choice"].includes(type._tag) ? texts.flatMap((text) => text.split(",")) : texts

/** Reads the texts of one flag: none, one, or several for a list. */
export const readInput = (input: Input, texts: ReadonlyArray<string>, now: number): Read<unknown> => {
  const name = `--${input.flag}`
  const [first] = texts
  if (first === undefined) return Either.right(undefined)
  if (input.isNullable && first === "null") return Either.right(null)
  if (input.isList) {
    if (texts.length === 1 && first === "") return Either.right([])
    return Either.all(split(input, texts).map((text) => readOne(input, name, text, now)))
  }
  return readOne(input, name, first, now)
}
