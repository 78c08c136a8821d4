/**
 * The command `helpscout-simulator`. The simulator is an optional peer, so it is imported only once the command line is
 * known to be valid. Exit codes: 0 after --help, 2 for a wrong option, 1 for any other failure, 130 after Ctrl-C.
 */
import process from "node:process"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { type Parsed, parse } from "./options.js"

const print = (stream: NodeJS.WriteStream, text: string) => Effect.sync(() => stream.write(`${text.trimEnd()}\n`))

const failed = (text: string) =>
  Effect.zipRight(print(process.stderr, `helpscout-simulator: ${text}`), Effect.fail("reported" as const))

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : String(cause)

const serve = (options: Extract<Parsed, { readonly _tag: "Run" }>["options"]) =>
  Effect.tryPromise(() => import("../../NodeSimulator.js")).pipe(
    Effect.catchAll(({ error }) =>
      codeOf(error) === "ERR_MODULE_NOT_FOUND"
        ? failed(
            "@effect-helpscout/simulator is not installed. Run `npm install --save-dev @effect-helpscout/simulator`."
          )
        : Effect.die(error)
    ),
    Effect.flatMap((module) => module.run(options)),
    Effect.catchTag("HelpScoutListenFailed", ({ message }) => failed(message.replace(/^[^:]*: /, "")))
  )

const parsed = parse(process.argv.slice(2))

if (parsed._tag === "Run") {
  NodeRuntime.runMain(serve(parsed.options), {
    disableErrorReporting: true,
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) ? 0 : Cause.isInterruptedOnly(exit.cause) ? 130 : 1)
  })
} else {
  if (parsed._tag === "Wrong") process.exitCode = 2
  Effect.runSync(print(parsed._tag === "Wrong" ? process.stderr : process.stdout, parsed.text))
}
