/**
 * Copies the account into a database and keeps the copy up to date:
 *
 *     node examples/dist/src/sync.js sqlite:helpscout.db
 *     node examples/dist/src/sync.js postgres://sync@localhost/warehouse --reconcile --watch
 *
 * Run it again at any time, also after a failure: it continues.
 */
import { hostname } from "node:os"
import { setFlagsFromString } from "node:v8"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Destination from "@effect-helpscout/sync/Destination"
import * as Progress from "@effect-helpscout/sync/Progress"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Account from "./account.js"
import * as Arguments from "./syncArguments.js"

// a large copy makes much garbage: V8 collects it earlier, instead of asking for more memory
setFlagsFromString("--optimize-for-size")

/** Progress goes to stderr, so that the last line of stdout is the result. */
const write = (text: string) =>
  Effect.sync(() => {
    process.stderr.write(text)
  })

/** A bar on a terminal. In a pipe or a log, the beginning and the end. */
const show = Effect.gen(function* () {
  const read = yield* Progress.reader
  return (progress: Progress.Progress) => {
    const state = read(progress)
    if (process.stderr.isTTY) return write(`\r${Progress.bar(state, process.stderr.columns)}\u001b[K`)
    return progress._tag === "Committed" ? Effect.void : write(`${Progress.line(state)}\n`)
  }
})

const program = Effect.gen(function* () {
  const args = yield* Arguments.parse(process.argv.slice(2))
  const onProgress = yield* show
  const destination = Destination.layer(args.destination, { holder: `process ${process.pid} on ${hostname()}` })
  const copy = Effect.gen(function* () {
    const report = yield* Sync.run({ ...args.options, onProgress })
    yield* process.stderr.isTTY ? write("\n") : Effect.void
    yield* Console.log(args.json ? JSON.stringify(report) : Progress.summary(report))
  })
  yield* Effect.provide(args.watch ? Sync.watch({ ...args.options, onProgress }) : copy, destination)
}).pipe(
  // one paragraph, not a stack trace
  Effect.catchAllCause((cause) =>
    Option.match(Cause.failureOption(cause), {
      onNone: () => Effect.failCause(cause),
      onSome: (error) =>
        Effect.zipRight(
          write(`${error.message}\n`),
          Effect.sync(() => {
            process.exitCode = 1
          })
        )
    })
  )
)

NodeRuntime.runMain(
  Effect.provide(program, Layer.merge(Layer.provide(HelpScout.layer, Account.layer(500)), NodeContext.layer))
)
