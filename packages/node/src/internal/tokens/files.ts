/**
 * The file operations of the token store. They fail with a `FileFault`, which has a code and a path but never content.
 */
import { randomUUID } from "node:crypto"
import { type Stats, writeFileSync } from "node:fs"
import * as Fs from "node:fs/promises"
import * as Path from "node:path"
import * as Process from "node:process"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

export class FileFault extends Data.TaggedError("FileFault")<{
  /** The system's code, such as `ENOENT`, or one of this store. */
  readonly code: string
  /** The failure, the path, and what to do. */
  readonly detail: string
}> {}

/** What each code means, and what to do. */
const explanations: Readonly<Record<string, readonly [meaning: string, action: string]>> = {
  EACCES: ["permission denied", "Change its owner to the user of this process, or set another `directory`"],
  EPERM: ["operation not permitted", "Set a `directory` that this user owns, on a file system with hard links"],
  ENOTSUP: ["operation not supported", "Set a `directory` on a file system with hard links"],
  ENOTDIR: ["a part of the path is not a directory", "Set another `directory`"],
  EROFS: ["the file system is read-only", "Set another `directory`"],
  ENOSPC: ["the disk is full", "Free space on it"]
}

const faultAt = (path: string) => (error: unknown) => {
  const code = Predicate.hasProperty(error, "code") ? String(error.code) : "UNKNOWN"
  const call = Predicate.hasProperty(error, "syscall") ? `, ${String(error.syscall)}` : ""
  const [meaning, action] = explanations[code] ?? ["the file operation failed", undefined]
  return new FileFault({
    code,
    detail: `${path}: ${meaning} (${code}${call})${action === undefined ? "" : `. ${action}`}`
  })
}

const attempt = <A>(path: string, step: () => Promise<A>): Effect.Effect<A, FileFault> =>
  Effect.tryPromise({ try: step, catch: faultAt(path) })

/** Replaces a fault that has one of these codes with a value. */
export const orElseOn =
  <const C extends string, B>(codes: ReadonlyArray<C>, value: B) =>
  <A>(self: Effect.Effect<A, FileFault>): Effect.Effect<A | B, FileFault> =>
    Effect.catchAll(self, (fault) =>
      (codes as ReadonlyArray<string>).includes(fault.code) ? Effect.succeed(value) : Effect.fail(fault)
    )

/** Windows has no such modes: a file inherits its permissions from the parent directory. */
const modesMatter = Process.platform !== "win32"

const shellQuoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`

const isPrivate = (path: string, stats: Stats): Effect.Effect<void, FileFault> => {
  if (!modesMatter || (stats.mode & 0o077) === 0) return Effect.void
  const command = `chmod ${stats.isDirectory() ? 700 : 600} ${shellQuoted(path)}`
  return new FileFault({
    code: "NOT_PRIVATE",
    detail: `${path} holds access tokens but is accessible to other users (NOT_PRIVATE). Run \`${command}\``
  })
}

/** The directories that contain the created ones, from the parent of `first` down to the parent of `path`. */
const parentsOf = (path: string, first: string): ReadonlyArray<string> => {
  const parent = Path.dirname(path)
  return path === first || path === parent ? [parent] : [...parentsOf(parent, first), parent]
}

/** Creates the directory and its missing parents with mode 0700. Fails if other users can access an existing one. */
export const ensureDirectory = (path: string): Effect.Effect<void, FileFault> =>
  Effect.gen(function* () {
    const firstCreated = yield* attempt(path, () => Fs.mkdir(path, { recursive: true, mode: 0o700 }))
    // Without a sync, a power failure could remove the new directory and everything synced in it. A parent that is
    // writable but not readable cannot be synced, and this is accepted.
    const parents = firstCreated === undefined ? [] : parentsOf(path, firstCreated)
    yield* Effect.forEach(parents, (parent) => orElseOn(["EACCES"], undefined)(syncDirectory(parent)), {
      discard: true
    })
    const stats = yield* attempt(path, () => Fs.stat(path))
    yield* isPrivate(path, stats)
  })

export const list = (path: string): Effect.Effect<ReadonlyArray<string>, FileFault> =>
  attempt(path, () => Fs.readdir(path))

/** Reads a file. Fails if other users can access it. */
export const read = (path: string): Effect.Effect<string, FileFault> =>
  Effect.acquireUseRelease(
    attempt(path, () => Fs.open(path, "r")),
    (file) =>
      Effect.flatMap(
        attempt(path, () => file.stat()),
        (stats) =>
          Effect.zipRight(
            isPrivate(path, stats),
            attempt(path, () => file.readFile("utf8"))
          )
      ),
    (file) => Effect.promise(() => file.close())
  )

/**
 * Creates a file with mode 0600. Fails with `EEXIST` if it exists. A file that cannot be written completely, because the
 * disk is full or the process is killed, never gets the name `path`.
 */
export const create = (path: string, text: string): Effect.Effect<void, FileFault> => {
  const draft = `${path}.${randomUUID()}.draft`
  return attempt(path, () => Fs.writeFile(draft, text, { flag: "wx", mode: 0o600 })).pipe(
    Effect.zipRight(link(draft, path)),
    Effect.ensuring(remove(draft))
  )
}

/** Returns the time of the last write to a file, in milliseconds of wall time. */
export const modifiedAt = (path: string): Effect.Effect<number, FileFault> =>
  Effect.map(
    attempt(path, () => Fs.stat(path)),
    ({ mtimeMs }) => mtimeMs
  )

/** Renames a file. Unlike creating one, this succeeds on a full disk. */
export const rename = (from: string, to: string): Effect.Effect<void, FileFault> =>
  attempt(from, () => Fs.rename(from, to))

/**
 * Creates a file synchronously, without the thread pool: until this content is written, a kill of the process loses it.
 */
export const createSync = (path: string, text: string): Effect.Effect<void, FileFault> =>
  Effect.try({ try: () => writeFileSync(path, text, { flag: "wx", mode: 0o600 }), catch: faultAt(path) })

/** Adds a second name to a file, atomically. Fails with `EEXIST` if the name exists. */
export const link = (from: string, to: string): Effect.Effect<void, FileFault> => attempt(to, () => Fs.link(from, to))

/** Removes a file and ignores every failure. */
export const remove = (path: string): Effect.Effect<void> => Effect.ignore(attempt(path, () => Fs.unlink(path)))

const syncOpened = (path: string, flags: string): Effect.Effect<void, FileFault> =>
  Effect.acquireUseRelease(
    attempt(path, () => Fs.open(path, flags)),
    (file) => attempt(path, () => file.sync()),
    (file) => Effect.promise(() => file.close())
  )

/** Syncs a file, so that its content survives a power failure. */
export const sync = (path: string): Effect.Effect<void, FileFault> => syncOpened(path, "r+")

/** Syncs a directory and its names. Windows cannot open directories. */
export const syncDirectory = (path: string): Effect.Effect<void, FileFault> =>
  modesMatter ? syncOpened(path, "r") : Effect.void
