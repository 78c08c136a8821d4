/**
 * A copy as a log: one file per table, with a JSON object per line, in the order of the changes. Later lines replace earlier
 * ones with the same key. An erasure writes the files anew, without the lines of the deleted customer.
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
import * as Stream from "effect/Stream"
import type { Batch, Position } from "./Change.js"
import { Ids } from "./internal/ndjson/ids.js"
import * as Lines from "./internal/ndjson/lines.js"
import { uniqueHolder } from "./internal/sql/lease.js"
import { type Service, Sink } from "./Sink.js"
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
  /** Files that an erasure has written anew, until they have replaced the earlier ones. */
  readonly replaced?: ReadonlyArray<string>
}

const noState: State = { position: {}, sizes: {} }

const toSyncError = (folder: string) => (error: PlatformError | SyncError) => {
  if (error._tag === "HelpScoutSyncFailed") return error
  const reason = error._tag === "SystemError" ? error.reason : "InvalidData"
  const isFull = /ENOSPC/.test(error.message)
  const [kind, next] = isFull
    ? (["Full", "Free some space, then run it again: it continues."] as const)
    : reason === "PermissionDenied" || /EROFS|EPERM/.test(error.message)
      ? (["Denied", "Check the permissions of the folder."] as const)
      : (["Failed", "Check the folder, then run it again: it continues."] as const)
  return new SyncError({
    reason: kind,
    message: `sync: ndjson:${folder} cannot be written (${error.message}). ${next}`,
    cause: error
  })
}

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
    const rewritten = (name: string) => `${file(name)}.new`
    const stateFile = path.join(folder, "_position.json")
    yield* fs.makeDirectory(folder, { recursive: true })
    yield* reserve(fs, path.join(folder, "_lease.json"), options)

    const read: Effect.Effect<State, PlatformError> = Effect.flatMap(fs.exists(stateFile), (exists) =>
      // this module wrote it
      exists ? Effect.map(fs.readFileString(stateFile), (text) => JSON.parse(text) as State) : Effect.succeed(noState)
    )
    let state = yield* read
    const save = (next: State) =>
      Effect.gen(function* () {
        yield* fs.writeFileString(`${stateFile}.tmp`, JSON.stringify(next))
        yield* fs.rename(`${stateFile}.tmp`, stateFile)
        state = next
      })
    /** Ends an erasure that was committed. */
    const replace = Effect.gen(function* () {
      const { replaced = [], ...next } = state
      if (replaced.length === 0) return
      for (const name of replaced) if (yield* fs.exists(rewritten(name))) yield* fs.rename(rewritten(name), file(name))
      yield* save(next)
    })
    yield* replace
    for (const found of yield* fs.readDirectory(folder)) {
      if (found.endsWith(".ndjson.new")) yield* fs.remove(path.join(folder, found))
      if (found.endsWith(".ndjson"))
        yield* fs.truncate(path.join(folder, found), state.sizes[found.slice(0, -".ndjson".length)] ?? 0)
    }

    const textsOf = (name: string): Stream.Stream<string, PlatformError> => {
      const size = state.sizes[name] ?? 0
      return size === 0
        ? Stream.empty
        : fs.stream(file(name), { bytesToRead: size }).pipe(Stream.decodeText(), Stream.splitLines)
    }
    const forEachLine = (name: string, f: (line: Lines.Line) => void) =>
      Stream.runForEachChunk(textsOf(name), (texts) =>
        Effect.sync(() => {
          // this module wrote them
          for (const text of texts) f(JSON.parse(text) as Lines.Line)
        })
      )

    // read when they are needed, and kept up to date from then on
    let known: Ids | undefined
    const ids = Effect.gen(function* () {
      if (known !== undefined) return known
      const found = new Ids()
      for (const table of ["conversations", "customers"] as const)
        yield* forEachLine(table, (line) => found.row(table, line))
      yield* forEachLine(Lines.seenFile, (line) => found.seen(line as never))
      yield* forEachLine(Lines.invalidFile, ({ _synced_at, id, table }) => {
        if (table === "threads") found.invalid(String(id), String(_synced_at))
      })
      const readAgain = (line: Lines.Line) => {
        if (line.op === "upsert") found.thread(Lines.threadOf(line), String(line._synced_at))
      }
      if (found.hasInvalid) yield* forEachLine("threads", readAgain)
      known = found
      return found
    })

    const append = (to: string, size: number, text: string) =>
      Effect.gen(function* () {
        const bytes = new TextEncoder().encode(text)
        const open = yield* fs.open(to, { flag: size === 0 ? "w" : "r+" })
        yield* open.seek(size, "start")
        yield* open.writeAll(bytes)
        yield* open.sync
        return size + bytes.length
      }).pipe(Effect.scoped)

    /** Writes a file without some lines next to it. Returns its size, or undefined if it has no such line. */
    const rewrite = (name: string, isErased: (name: string, line: Lines.Line) => boolean) =>
      Effect.gen(function* () {
        let erased = 0
        const kept = Stream.filter(textsOf(name), (text) => {
          const isKept = !isErased(name, JSON.parse(text) as Lines.Line)
          if (!isKept) erased++
          return isKept
        })
        const bytes = Stream.encodeText(Stream.map(kept, (text) => `${text}\n`))
        yield* Stream.run(bytes, fs.sink(rewritten(name)))
        if (erased > 0) return Number((yield* fs.stat(rewritten(name))).size)
        yield* fs.remove(rewritten(name))
        return undefined
      })

    /** Law Y5. Returns the sizes of the files that were written anew. */
    const erase = (changes: Batch["changes"]) =>
      Effect.gen(function* () {
        const threads = new Set<string>()
        for (const change of changes)
          if (change._tag === "Erase")
            yield* forEachLine("threads", (line) => {
              if (Lines.concerns(change.customerId, line)) threads.add(Lines.threadOf(line))
            })
        const sizes: Record<string, number> = {}
        for (const name of Object.keys(state.sizes)) {
          const size = yield* rewrite(name, Lines.isErased(changes, threads))
          if (size !== undefined) sizes[name] = size
        }
        return sizes
      })

    const commit = ({ changes, position }: Batch) =>
      Effect.gen(function* () {
        const at = DateTime.formatIso(yield* DateTime.now)
        const { counts, files } = Lines.write(changes, at)
        const replaced = changes.some(({ _tag }) => _tag === "Erase") ? yield* erase(changes) : {}
        const sizes: Record<string, number> = { ...state.sizes, ...replaced }
        for (const [name, lines] of files) {
          const to = name in replaced ? rewritten(name) : file(name)
          sizes[name] = yield* append(to, sizes[name] ?? 0, `${lines.join("\n")}\n`)
        }
        // law Y2: the rename is the commit
        const names = Object.keys(replaced)
        yield* save({ position, sizes, ...(names.length > 0 && { replaced: names }) })
        yield* replace
        known?.add(changes, at)
        return counts
      })

    const mapped = <A>(effect: Effect.Effect<A, PlatformError>) => Effect.mapError(effect, toSyncError(folder))
    return Sink.of({
      description: `ndjson:${folder}`,
      position: Effect.sync(() => state.position),
      commit: (batch) => mapped(commit(batch)),
      differences: (table, kind, after) => mapped(Effect.map(ids, (known) => known.differences(table, kind, after))),
      present: (table, some) => mapped(Effect.map(ids, (known) => known.present(table, some))),
      conversationsOf: (customerId) =>
        mapped(
          Effect.gen(function* () {
            const found = new Set<number>()
            for (const [name, column] of [
              ["conversations", "id"],
              ["threads", "conversation_id"]
            ] as const)
              yield* forEachLine(name, (line) => {
                if (Lines.concerns(customerId, line)) found.add(Number(line[column]))
              })
            return [...found].sort((a, b) => a - b)
          })
        )
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
