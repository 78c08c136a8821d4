/** `helpscout sync` */
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Account from "../account.js"
import * as Terminal from "../output/terminal.js"
import { dateOf } from "./account.js"
import type { Implementation } from "./commands.js"

const section = "Sync"

export const command: Implementation = {
  text: "Copies the account into a SQLite file, and brings the copy up to date when it runs again. It continues where an interrupted run stopped. Its requests wait behind all others within the rate limit.",
  flags: [
    { name: "to", value: "file", text: "The database.", default: "helpscout.db", section },
    { name: "since", value: "date", text: "Only what has changed since then. Counts for the first run.", section },
    { name: "reconcile", text: "Finds deletions and merges, by comparing all ids.", section }
  ],
  run: (session) =>
    Effect.gen(function* () {
      const since = yield* dateOf(session, "since")
      const account = Layer.provideMerge(HelpScout.layer, Account.layer(session.account))
      let rows = 0
      const report = yield* Sync.run({
        reconcile: session.has("reconcile"),
        ...(since === undefined ? {} : { since }),
        onProgress: (progress) => {
          if (progress._tag !== "Committed") return Effect.void
          rows += progress.rows
          return Terminal.progress(rows, undefined, `rows (${progress.table})`)
        }
      }).pipe(Effect.provide(Layer.merge(account, SqliteSink.layer({ file: session.text("to") ?? "helpscout.db" }))))
      yield* Terminal.endProgress
      yield* session.value(report)
    })
}
