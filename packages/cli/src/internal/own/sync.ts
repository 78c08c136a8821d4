/** `helpscout sync`, with the arguments of `examples/src/sync.ts`. */
import { hostname } from "node:os"
import * as Process from "node:process"
import { setFlagsFromString } from "node:v8"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Destination from "@effect-helpscout/sync/Destination"
import * as Progress from "@effect-helpscout/sync/Progress"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Tables from "@effect-helpscout/sync/Tables"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Account from "../account.js"
import type { Session } from "../command/session.js"
import { suggestion, UsageError } from "../command/usageError.js"
import * as Terminal from "../output/terminal.js"
import { dateOf } from "./account.js"
import type { Implementation } from "./commands.js"

const section = "Sync"
const roots = Object.keys(Tables.roots)

const isRoot = (name: string): name is Tables.RootName => Object.hasOwn(Tables.roots, name)

const tablesOf = (session: Session): Effect.Effect<ReadonlyArray<Tables.RootName> | undefined, UsageError> => {
  const names = session
    .text("tables")
    ?.split(",")
    .map((name) => name.trim())
  const unknown = names?.find((name) => !isRoot(name))
  return unknown === undefined
    ? Effect.succeed(names?.filter(isRoot))
    : new UsageError({
        message: `sync: --tables: ${unknown} is not a table that can be selected. ${suggestion(unknown, roots, "helpscout sync --help")}`
      })
}

/** A large copy makes much garbage: V8 collects it when the heap has doubled, not when it has quadrupled. */
const saveMemory = Effect.sync(() => {
  try {
    setFlagsFromString("--heap-growing-percent=100")
  } catch {
    // a runtime without V8
  }
})

/** A bar on a terminal. In a pipe or a log, the least cost at the beginning. */
const show = Effect.map(Progress.reader, (read) => (progress: Progress.Progress) => {
  const state = read(progress)
  if (Process.stderr.isTTY === true) return Terminal.progressLine(Progress.bar(state, Process.stderr.columns))
  return progress._tag === "Started" ? Terminal.note(Progress.line(state)) : Effect.void
})

export const command: Implementation = {
  text: "Copies the account, and brings the copy up to date when it runs again. It continues where an interrupted run stopped. Its requests wait behind all others within the rate limit. Begins with the least that it costs.",
  args: [{ name: "destination", text: `${Destination.forms}.` }],
  flags: [
    { name: "tables", value: "a,b", text: `Only these, with the tables below them: ${roots.join(", ")}.`, section },
    { name: "since", value: "date", text: "Only what has changed since then. Counts for the first run.", section },
    { name: "reconcile", text: "Finds deletions and merges, by comparing all ids.", section },
    { name: "watch", text: "Keeps running: a pass every 5 minutes, a reconciliation every day.", section },
    { name: "json", text: "The result as JSON, on the last line.", section }
  ],
  run: (session) =>
    Effect.gen(function* () {
      const [destination = "", ...others] = session.args
      if (destination === "" || others.length > 0) {
        return yield* new UsageError({ message: `sync: expected one destination: ${Destination.forms}.` })
      }
      const since = yield* dateOf(session, "since")
      const tables = yield* tablesOf(session)
      const options: Sync.RunOptions = {
        reconcile: session.has("reconcile"),
        onProgress: yield* show,
        ...(since === undefined ? {} : { since }),
        ...(tables === undefined ? {} : { tables })
      }
      const copy = Effect.gen(function* () {
        const report = yield* Sync.run(options)
        yield* Terminal.endProgress
        if (session.has("json")) return yield* Terminal.write(`${JSON.stringify(report)}\n`)
        yield* Terminal.isTerminal ? Terminal.write(`${Progress.summary(report)}\n`) : session.value(report)
      })
      const sink = Destination.layer(destination, { holder: `process ${Process.pid} on ${hostname()}` })
      yield* saveMemory
      const account = Layer.provideMerge(HelpScout.layer, Account.layer(session.account))
      yield* (session.has("watch") ? Sync.watch(options) : copy).pipe(
        Effect.provide(Layer.merge(account, Layer.provide(sink, NodeContext.layer)))
      )
    })
}
