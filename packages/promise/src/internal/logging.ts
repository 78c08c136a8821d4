/** Passes log entries to the option `log`. Without it, the client logs nothing. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import type * as LogLevel from "effect/LogLevel"
import type * as Runtime from "effect/Runtime"
import type { HelpScoutOptions, LogEntry } from "../Options.js"

const levels: Partial<Record<LogLevel.LogLevel["_tag"], LogEntry["level"]>> = {
  Fatal: "error",
  Error: "error",
  Warning: "warn",
  Info: "info"
}

const textOf = (message: unknown): string =>
  (Array.isArray(message) ? message : [message])
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ")

const logger = (log: NonNullable<HelpScoutOptions["log"]>) =>
  Logger.make(({ cause, date, logLevel, message }) => {
    const details = Cause.isEmpty(cause) ? "" : ` ${Cause.pretty(cause)}`
    log({ level: levels[logLevel._tag] ?? "debug", message: `${textOf(message)}${details}`, date })
  })

/** The runtime of a client: everything it runs logs to the option. */
export const makeRuntime = ({ log }: HelpScoutOptions): Runtime.Runtime<never> => {
  const layer =
    log === undefined ? Logger.remove(Logger.defaultLogger) : Logger.replace(Logger.defaultLogger, logger(log))
  return Effect.runSync(Effect.provide(Effect.runtime<never>(), layer))
}
