/** What every command gets: its flags, its arguments, and how to print. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { Choice } from "../account.js"
import { type Format, formats, type Options, printRows, printValue } from "../output/format.js"
import * as Terminal from "../output/terminal.js"
import type { Parsed } from "./flags.js"
import { UsageError } from "./usageError.js"

export interface Session {
  /** `conversations list` */
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly flags: Parsed["flags"]
  readonly text: (flag: string) => string | undefined
  readonly has: (flag: string) => boolean
  readonly integer: (flag: string) => Effect.Effect<number | undefined, UsageError>
  readonly account: Choice
  readonly output: Options
  readonly rows: <E, R>(rows: Stream.Stream<unknown, E, R>) => Effect.Effect<void, E, R>
  readonly value: (value: unknown) => Effect.Effect<void>
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
  return {
    command,
    args,
    flags,
    account: { profile: text("profile"), isReadOnly: text("read-only") === "true", maxWait: text("max-wait") },
    text,
    has: (flag) => text(flag) === "true",
    integer: (flag) => {
      const given = text(flag)
      if (given === undefined) return Effect.succeed(undefined)
      return /^[1-9]\d{0,8}$/.test(given)
        ? Effect.succeed(Number(given))
        : new UsageError({
            message: `${command}: --${flag} must be a positive integer, found ${JSON.stringify(given)}.`
          })
    },
    output,
    rows: (rows) => Terminal.writeAll(printRows(rows, output)),
    value: (value) => Terminal.write(printValue(value, output))
  }
}
