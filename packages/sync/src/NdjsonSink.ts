/**
 * A copy as a log: one file per table, with a JSON object per line, in the order of the changes. Later lines replace earlier
 * ones with the same key. A log cannot be compared with the account: use a database for reconciliation and erasure.
 *
 * ```ts
 * import * as NdjsonSink from "@effect-helpscout/sync/NdjsonSink"
 * import * as Sync from "@effect-helpscout/sync/Sync"
 * import * as Effect from "effect/Effect"
 *
 * export const log = Effect.provide(Sync.run(), NdjsonSink.layer({ folder: "helpscout" }))
 * ```
 *
 * @since 0.1.0
 */
import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { Batch, Change, Position } from "./Change.js"
import { uniqueHolder } from "./internal/sql/lease.js"
import { type Counts, type Service, Sink, type TableCounts } from "./Sink.js"
import type { OpenOptions } from "./SqlSink.js"
import { SyncError } from "./SyncError.js"

/** @since 0.1.0 */
export interface Options extends OpenOptions {
  /** The folder of the files. It is created if it does not exist. */
  readonly folder: string
}

/** The position, and the lengths of the files at that moment: what is after them was not committed. */
interface State {
  readonly position: Position
  readonly sizes: Readonly<Record<string, number>>
}

const noState: State = { position: {}, sizes: {} }

const lineOf = (change: Change, at: string): readonly [table: string, line: object] | undefined => {
  switch (change._tag) {
    case "Upsert":
      return [change.table, { op: "upsert", ...change.row, _raw: change.json, _synced_at: at }]
    case "Retain":
      return [change.table, { op: "retain", parent: change.parent, keys: change.keys, _synced_at: at }]
    case "Delete":
      return [change.table, { op: "delete", ...change.key, _synced_at: at }]
    case "Erase":
      return [
        "customers",
        { op: "erase", id: change.customerId, conversations: change.conversationIds, _synced_at: at }
      ]
    case "Invalid":
      return ["_helpscout_invalid", { table: change.table, id: change.id, json: change.json, issues: change.issues }]
    case "Seen":
      return undefined
  }
}

const toSyncError = (folder: string) => (error: PlatformError | SyncError) => {
  if (error._tag === "HelpScoutSyncFailed") return error
  const reason = error._tag === "SystemError" ? error.reason : "InvalidData"
  const isFull = /ENOSPC/.test(error.message)
  const [kind, next] = isFull
    ? (["Full", "Free some space, then run it again: it continues."] as const)
    : reason === "PermissionDenied"
      ? (["Denied", "Check the permissions of the folder."] as const)
      : (["Failed", "Check the folder, then run it again: it continues."] as const)
  return new SyncError({
    reason: kind,
    message: `sync: ndjson:${folder} cannot be written (${error.message}). ${next}`,
    cause: error
  })
}

const unsupported = new SyncError({
  reason: "Destination",
  message: "sync: NDJSON files cannot be compared with the account. Use a database for --reconcile: sqlite:FILE."
})

/**
 * Opens the folder, drops what was not committed, and reserves the folder until the scope closes.
 *
 * @since 0.1.0
 */
export const make = (
  options: Options
): Effect.Effect<Service, SyncError, FileSystem.FileSystem | Path.Path | Scope.Scope> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { folder } = options
    const file = (name: string) => path.join(folder, `${name}.ndjson`)
    const stateFile = path.join(folder, "_position.json")
    yield* fs.makeDirectory(folder, { recursive: true })
    yield* reserve(fs, path.join(folder, "_lease.json"), options)

    const read: Effect.Effect<State, PlatformError> = Effect.flatMap(fs.exists(stateFile), (exists) =>
      // this module wrote it
      exists ? Effect.map(fs.readFileString(stateFile), (text) => JSON.parse(text) as State) : Effect.succeed(noState)
    )
    let state = yield* read
    for (const name of yield* fs.readDirectory(folder))
      if (name.endsWith(".ndjson"))
        yield* fs.truncate(path.join(folder, name), state.sizes[name.slice(0, -".ndjson".length)] ?? 0)

    const append = (name: string, text: string) =>
      Effect.gen(function* () {
        const bytes = new TextEncoder().encode(text)
        const size = state.sizes[name] ?? 0
        const open = yield* fs.open(file(name), { flag: size === 0 ? "w" : "r+" })
        yield* open.seek(size, "start")
        yield* open.writeAll(bytes)
        yield* open.sync
        return size + bytes.length
      }).pipe(Effect.scoped)

    const commit = ({ changes, position }: Batch) =>
      Effect.gen(function* () {
        const at = DateTime.formatIso(yield* DateTime.now)
        const lines = new Map<string, Array<string>>()
        const counts: Record<string, TableCounts> = {}
        for (const change of changes) {
          const [name, line] = lineOf(change, at) ?? []
          if (name === undefined) return yield* unsupported
          lines.set(name, [...(lines.get(name) ?? []), JSON.stringify(line)])
          const { deleted, unchanged, upserted } = counts[name] ?? { upserted: 0, deleted: 0, unchanged: 0 }
          counts[name] = {
            upserted: upserted + (change._tag === "Upsert" ? 1 : 0),
            deleted: deleted + (change._tag === "Delete" || change._tag === "Erase" ? 1 : 0),
            unchanged
          }
        }
        const sizes: Record<string, number> = { ...state.sizes }
        for (const [name, each] of lines) sizes[name] = yield* append(name, `${each.join("\n")}\n`)
        // law Y2: the rename is the commit
        const next: State = { position, sizes }
        yield* fs.writeFileString(`${stateFile}.tmp`, JSON.stringify(next))
        yield* fs.rename(`${stateFile}.tmp`, stateFile)
        state = next
        return counts as Counts
      })

    return Sink.of({
      description: `ndjson:${folder}`,
      position: Effect.sync(() => state.position),
      commit: (batch) => Effect.mapError(commit(batch), toSyncError(folder)),
      differences: () => Effect.fail(unsupported),
      present: () => Effect.fail(unsupported),
      // a log contains every version: what to read again is not known
      conversationsOf: () => Effect.succeed([])
    })
  }).pipe(Effect.mapError(toSyncError(options.folder)))

interface Lease {
  readonly holder: string
  readonly expiresAt: number
}

/** Law Y4, with a file: another process waits for the end of the lease. */
const reserve = (fs: FileSystem.FileSystem, file: string, options: Options) =>
  Effect.gen(function* () {
    const holder = yield* uniqueHolder(options.holder ?? "another process")
    const millis = Duration.toMillis(options.lease ?? "30 seconds")
    const current = Effect.orElseSucceed(
      // this module wrote it
      Effect.map(fs.readFileString(file), (text) => JSON.parse(text) as Lease),
      (): Lease | undefined => undefined
    )
    const write = Effect.flatMap(Clock.currentTimeMillis, (now) =>
      fs.writeFileString(file, JSON.stringify({ holder, expiresAt: now + millis } satisfies Lease))
    )
    const take = (found?: Lease): Effect.Effect<void, PlatformError | SyncError> =>
      Effect.gen(function* () {
        const lease = yield* current
        const now = yield* Clock.currentTimeMillis
        if (lease === undefined || lease.expiresAt <= now) return yield* write
        if (found !== undefined && lease.expiresAt > found.expiresAt && options.wait !== true) {
          const message = `sync: ndjson:${options.folder} is in use by ${lease.holder}. Wait until it ends, or stop it.`
          return yield* new SyncError({ reason: "InUse", message })
        }
        yield* Effect.sleep(Math.max(50, Math.min(millis / 2, lease.expiresAt - now + 10)))
        return yield* take(found ?? lease)
      })
    yield* Effect.acquireRelease(take(), () => Effect.ignore(fs.remove(file)))
    yield* Effect.forkScoped(Effect.repeat(Effect.ignore(write), Schedule.spaced(Duration.millis(millis / 3))))
  })

/**
 * The sink of a folder.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Sink, SyncError, FileSystem.FileSystem | Path.Path> =>
  Layer.scoped(Sink, make(options))
