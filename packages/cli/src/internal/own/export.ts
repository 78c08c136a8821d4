/** `helpscout export` */
import { createWriteStream, mkdirSync } from "node:fs"
import { join } from "node:path"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { resources } from "@effect-helpscout/resources/Resources"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Account from "../account.js"
import { methodOf } from "../command/run.js"
import type { Session } from "../command/session.js"
import { suggestion, UsageError } from "../command/usageError.js"
import { plain } from "../output/format.js"
import * as Terminal from "../output/terminal.js"
import { safeJson } from "../output/text.js"
import { dateOf } from "./account.js"
import type { Implementation } from "./commands.js"

/** What can be exported, and whether it can be limited to what has changed. */
const kinds: Readonly<Record<string, { readonly since: boolean; readonly filter?: Record<string, unknown> }>> = {
  conversations: { since: true, filter: { status: "all", sortField: "modifiedAt", sortOrder: "asc" } },
  customers: { since: true },
  mailboxes: { since: false },
  organizations: { since: false },
  tags: { since: false },
  teams: { since: false },
  users: { since: false },
  webhooks: { since: false },
  workflows: { since: false }
}

const section = "Export"

const listAll = (kind: string, filter: unknown) =>
  Stream.unwrap(
    Effect.map(
      methodOf([kind, "listAll"]),
      (method) => method(filter) as Stream.Stream<{ readonly id: unknown }, HelpScoutError>
    )
  )

/** Each conversation with all of its threads. */
const withThreads = (row: { readonly id: unknown }) =>
  Effect.flatMap(
    methodOf(["conversations", "getComplete"]),
    (method) => method({ conversationId: row.id }) as Effect.Effect<unknown, HelpScoutError>
  ).pipe(
    // deleted since it was listed
    Effect.catchTag("HelpScoutNotFound", () => Effect.succeed(undefined))
  )

const writeFile = <E, R>(path: string, lines: Stream.Stream<string, E, R>): Effect.Effect<void, E | UsageError, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => createWriteStream(path, { mode: 0o600 })),
    (file) =>
      Stream.runForEach(lines, (line) =>
        Effect.async<void, UsageError>((resume) => {
          file.write(line, (error) =>
            resume(
              error
                ? new UsageError({
                    message: `export: ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`
                  })
                : Effect.void
            )
          )
        })
      ),
    (file) => Effect.async<void>((resume) => void file.end(() => resume(Effect.void)))
  )

const exportOne = (session: Session, kind: string, directory: string) =>
  Effect.gen(function* () {
    const since = yield* dateOf(session, "since")
    const { filter, since: takesSince } = kinds[kind] ?? { since: false }
    const rows = listAll(kind, { ...filter, ...(takesSince && since !== undefined ? { modifiedSince: since } : {}) })
    const complete =
      kind === "conversations" && session.has("threads")
        ? Stream.filter(Stream.mapEffect(rows, withThreads, { concurrency: 4 }), (row) => row !== undefined)
        : rows
    let count = 0
    const lines = Stream.mapEffect(complete, (row) => {
      count += 1
      return Effect.as(Terminal.progress(count, undefined, kind), `${safeJson(JSON.stringify(plain(row)))}\n`)
    })
    const file = join(directory, `${kind}.ndjson`)
    yield* writeFile(file, lines)
    yield* Terminal.endProgress
    return { kind, count, file }
  })

export const command: Implementation = {
  text: "Writes one NDJSON file for each kind. For a copy that stays up to date and notices deletions, use `helpscout sync`.",
  args: [
    {
      name: "kind",
      isOptional: true,
      text: `One or several of ${Object.keys(kinds).join(", ")}. Default: all.`,
      choices: Object.keys(kinds)
    }
  ],
  flags: [
    { name: "directory", value: "path", text: "Where the files are written.", default: "helpscout-export", section },
    { name: "since", value: "date", text: "Only what has changed since then: conversations and customers.", section },
    { name: "threads", text: "Conversations with all of their threads. Costs one request or more for each.", section }
  ],
  columns: ["kind", "count", "file"],
  run: (session) =>
    Effect.gen(function* () {
      const names = session.args.length === 0 ? Object.keys(kinds) : session.args
      const unknown = names.find((name) => !Object.hasOwn(kinds, name) || !Object.hasOwn(resources, name))
      if (unknown !== undefined) {
        return yield* new UsageError({
          message: `export: ${JSON.stringify(unknown)} cannot be exported. ${suggestion(unknown, Object.keys(kinds), "helpscout export --help")}`
        })
      }
      const directory = session.text("directory") ?? "helpscout-export"
      yield* Effect.try({
        try: () => mkdirSync(directory, { recursive: true, mode: 0o700 }),
        catch: (error) =>
          new UsageError({
            message: `export: ${directory} cannot be created (${(error as NodeJS.ErrnoException).code}).`
          })
      })
      const done = Stream.mapEffect(Stream.fromIterable(names), (name) => exportOne(session, name, directory))
      yield* Effect.provide(session.rows(done), Account.layer(session.account))
    })
}
