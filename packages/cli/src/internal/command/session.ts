/** What every command gets: its flags, its arguments, and how to print. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Choice } from "../account.js"
import { at, type Format, formats, type Options, printRows, printValue, rowOf } from "../output/format.js"
import * as Terminal from "../output/terminal.js"
import type { Parsed } from "./flags.js"
import { closest, UsageError } from "./usageError.js"

export interface Session {
  /** `conversations list` */
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly flags: Parsed["flags"]
  readonly text: (flag: string) => string | undefined
  readonly has: (flag: string) => boolean
  readonly integer: (flag: string) => Effect.Effect<number | undefined, UsageError>
  readonly port: (flag: string) => Effect.Effect<number | undefined, UsageError>
  readonly account: Choice
  readonly output: Options
  readonly rows: <E, R>(rows: Stream.Stream<unknown, E, R>) => Effect.Effect<void, E, R>
  readonly value: (value: unknown) => Effect.Effect<void>
}

/** Removes the fields that an item has, and collects the names that it has. */
const note = (item: unknown, absent: Set<string>, keys: Set<string>): void => {
  for (const field of absent) if (at(item, field) !== undefined) absent.delete(field)
  if (absent.size > 0) for (const key of Object.keys(rowOf(item))) keys.add(key)
}

/** A field that no item has may be misspelled, or have no value in any of them. */
const reportAbsent = (absent: ReadonlySet<string>, keys: ReadonlySet<string>): Effect.Effect<void> => {
  const [field] = absent
  if (field === undefined || keys.size === 0) return Effect.void
  const best = closest(field, [...keys])
  return Terminal.note(`--fields: no item has ${field}.${best === undefined ? "" : ` Did you mean ${best}?`}`)
}

export const make = (command: string, { args, flags }: Parsed, columns?: ReadonlyArray<string>): Session => {
  const text = (flag: string) => flags[flag]?.[0]
  const fields = text("fields")
    ?.split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "")
  const output: Options = {
    format: Option.getOrElse(
      Option.fromNullable(formats.find((format): format is Format => format === text("output"))),
      Terminal.defaultFormat
    ),
    fields,
    columns,
    style: Terminal.style()
  }
  const integer = (flag: string, what: string, max: number) => {
    const given = text(flag)
    if (given === undefined) return Effect.succeed(undefined)
    return /^[1-9]\d{0,8}$/.test(given) && Number(given) <= max
      ? Effect.succeed(Number(given))
      : new UsageError({ message: `${command}: --${flag} must be ${what}, found ${JSON.stringify(given)}.` })
  }
  return {
    command,
    args,
    flags,
    account: { profile: text("profile"), isReadOnly: text("read-only") === "true", maxWait: text("max-wait") },
    text,
    has: (flag) => text(flag) === "true",
    integer: (flag) => integer(flag, "a positive integer", Number.MAX_SAFE_INTEGER),
    port: (flag) => integer(flag, "a port from 1 to 65535", 65_535),
    output,
    rows: (rows) => {
      const absent = new Set(fields)
      const keys = new Set<string>()
      const seen = Stream.tap(rows, (row) => Effect.sync(() => note(row, absent, keys)))
      const printed = Terminal.writeAll(printRows(fields === undefined ? rows : seen, output))
      return Effect.zipRight(
        printed,
        Effect.suspend(() => reportAbsent(absent, keys))
      )
    },
    value: (value) => {
      const absent = new Set(fields)
      const keys = new Set<string>()
      note(value, absent, keys)
      return Effect.zipRight(Terminal.write(printValue(value, output)), reportAbsent(absent, keys))
    }
  }
}
