/** Runs a command line: finds the command, parses its flags, and reports its errors. */
import * as Process from "node:process"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Terminal from "@effect/platform/Terminal"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import { run as runBulk } from "./command/bulk.js"
import { argumentsOf, flagsOf, type Parsed, parse, withSharedFlags } from "./command/flags.js"
import { type Operation, operation } from "./command/operations.js"
import { groupHelp, resolve } from "./command/resolve.js"
import { run } from "./command/run.js"
import * as Session from "./command/session.js"
import { UsageError } from "./command/usageError.js"
import { columnsOf } from "./output/columns.js"
import { exitCodes, failureOf } from "./output/failure.js"
import { type Help, printHelp } from "./output/help.js"
import * as Output from "./output/terminal.js"
import { safe } from "./output/text.js"
import type { Implementation, OwnCommand } from "./own/commands.js"

/** What the parser of `@effect/cli` requires for options that this command does not use. */
const parserLayer = Layer.mergeAll(
  FileSystem.layerNoop({}),
  Path.layer,
  Layer.succeed(Terminal.Terminal, {} as Terminal.Terminal)
)

const asksForHelp = (argv: ReadonlyArray<string>): boolean => {
  const end = argv.indexOf("--")
  return (end === -1 ? argv : argv.slice(0, end)).some((word) => word === "--help" || word === "-h")
}

const operationHelp = (found: Operation): Help => ({
  command: found.words.join(" "),
  text: found.doc.text,
  args: argumentsOf(found),
  flags: flagsOf(found),
  notes: [
    ...(found.description.stability === "documented"
      ? []
      : ["Experimental: Help Scout does not document this endpoint."]),
    `${found.isCombined ? "Combines requests, among them" : "Request:"} ${found.description.method} ${found.description.path}. See ${found.description.docs}`
  ]
})

const ownHelp = ({ summary, words }: OwnCommand, implementation: Implementation): Help => ({
  command: words.join(" "),
  text: implementation.text === undefined ? summary : `${summary}\n\n${implementation.text}`,
  args: implementation.args ?? [],
  flags: withSharedFlags(implementation.flags)
})

const showHelp = (help: Help): Effect.Effect<void> => Output.write(printHelp(help, Output.style()))

/** Warnings and, with `--verbose`, every request: one line each on stderr. */
const withLogging = (flags: Parsed["flags"]) => {
  const logger = Logger.make(({ logLevel, message }) => {
    const texts = (Array.isArray(message) ? message : [message]).map(String)
    Process.stderr.write(`${logLevel.label.toLowerCase()}: ${safe(texts.join(" "))}\n`)
  })
  const level = flags.verbose?.[0] === "true" ? LogLevel.Debug : LogLevel.Warning
  return <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.provide(Logger.withMinimumLogLevel(effect, level), Logger.replace(Logger.defaultLogger, logger))
}

const dispatch = (argv: ReadonlyArray<string>): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const resolved = resolve(argv)
    switch (resolved._tag) {
      case "Unknown":
        return yield* new UsageError({ message: resolved.message })
      case "Group":
        return yield* showHelp(groupHelp(resolved.words))
      case "Operation": {
        const found = operation(resolved.name)
        if (asksForHelp(resolved.rest)) return yield* showHelp(operationHelp(found))
        const command = found.words.join(" ")
        const parsed = yield* Effect.provide(parse(command, resolved.rest, flagsOf(found)), parserLayer)
        const session = Session.make(command, parsed, columnsOf(found.path))
        const each = session.text("each")
        const program = each === undefined ? run(found, session) : runBulk(found, session, each)
        return yield* withLogging(parsed.flags)(program)
      }
      case "Own": {
        const { command: implementation } = yield* Effect.promise(resolved.command.load)
        if (asksForHelp(resolved.rest)) return yield* showHelp(ownHelp(resolved.command, implementation))
        const command = resolved.command.words.join(" ")
        const parsed = yield* Effect.provide(
          parse(command, resolved.rest, withSharedFlags(implementation.flags)),
          parserLayer
        )
        const session = Session.make(command, parsed, implementation.columns)
        return yield* withLogging(parsed.flags)(implementation.run(session))
      }
    }
  })

/** Reports an error on stderr, and returns the exit code. */
const report = (error: unknown, asJson: boolean): Effect.Effect<number> => {
  const failure = failureOf(error)
  const text = asJson ? JSON.stringify(failure) : `helpscout: ${failure.message}`
  return Effect.as(Output.note(text), failure.exitCode)
}

/** Runs a command line, and returns its exit code. */
export const main = (argv: ReadonlyArray<string>): Effect.Effect<number> => {
  const asJson = argv.includes("--json-errors")
  const program =
    argv[0] === "__complete"
      ? Effect.flatMap(
          Effect.promise(() => import("./complete.js")),
          ({ complete }) => complete(argv.slice(1))
        )
      : dispatch(argv)
  return program.pipe(
    Effect.as(0),
    Effect.sandbox,
    Effect.catchAll((cause) => {
      if (Cause.isInterruptedOnly(cause)) return Effect.succeed(130)
      return report(Cause.squash(cause), asJson)
    }),
    Effect.catchAllDefect(() => Effect.succeed(exitCodes.unexpected))
  )
}
