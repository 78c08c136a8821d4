/** The arguments of `sync`. */
import { parseArgs } from "node:util"
import * as Destination from "@effect-helpscout/sync/Destination"
import type * as Sync from "@effect-helpscout/sync/Sync"
import * as Tables from "@effect-helpscout/sync/Tables"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

export const usage = `usage: sync <destination> [--tables a,b] [--since DATE] [--reconcile] [--watch] [--json]

  destination   ${Destination.forms}
  --tables      only these tables, with those below them: ${Object.keys(Tables.roots).join(",")}
  --since       the first time: only what changed since then (YYYY-MM-DD)
  --reconcile   compares the account with the copy, to find deletions and merges
  --watch       keeps running: a pass every five minutes, and a reconciliation every day
  --json        prints the result as JSON, on the last line`

export class UsageInvalid extends Data.TaggedError("UsageInvalid")<{ readonly message: string }> {}

export interface Arguments {
  readonly destination: string
  readonly options: Sync.Options
  readonly watch: boolean
  readonly json: boolean
}

const invalid = (message: string) => new UsageInvalid({ message: `sync: ${message}\n\n${usage}` })

const isRoot = (name: string): name is Tables.RootName => Object.hasOwn(Tables.roots, name)

/** Parses the command line, or fails with what is wrong and the usage. */
export const parse = (argv: ReadonlyArray<string>): Effect.Effect<Arguments, UsageInvalid> =>
  Effect.gen(function* () {
    const { positionals, values } = yield* Effect.try({
      try: () =>
        parseArgs({
          args: [...argv],
          allowPositionals: true,
          options: {
            tables: { type: "string" },
            since: { type: "string" },
            reconcile: { type: "boolean", default: false },
            watch: { type: "boolean", default: false },
            json: { type: "boolean", default: false }
          }
        }),
      catch: (error) => invalid(error instanceof Error ? error.message : String(error))
    })
    const [destination, ...rest] = positionals
    if (destination === undefined || rest.length > 0) return yield* invalid("expected one destination")
    const names = values.tables?.split(",").map((name) => name.trim())
    const unknown = names?.find((name) => !isRoot(name))
    if (unknown !== undefined) return yield* invalid(`${unknown} is not a table that can be selected`)
    const since = Option.fromNullable(values.since).pipe(Option.map(DateTime.make))
    if (Option.isSome(since) && Option.isNone(since.value)) return yield* invalid("--since is not a date")
    const { json, reconcile, watch } = values
    return {
      destination,
      watch,
      json,
      options: {
        reconcile,
        ...(names === undefined ? {} : { tables: names.filter(isRoot) }),
        ...Option.match(Option.flatten(since), {
          onNone: () => ({}),
          onSome: (date) => ({ since: DateTime.toUtc(date) })
        })
      }
    }
  })
