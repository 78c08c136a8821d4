/**
 * The few file operations that the token store is built from. What fails is a `FileFault`: a code and a path, never
 * content.
 */
import { type Stats, writeFileSync } from "node:fs"
import * as Fs from "node:fs/promises"
import * as Path from "node:path"
import * as Process from "node:process"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

export class FileFault extends Data.TaggedError("FileFault")<{
  /** The system's code, such as `ENOENT`, or one of ours. */
  readonly code: string
  /** What went wrong, where, and what to do about it. */
  readonly detail: string
}> {}

const advice: Readonly<Record<string, string>> = {
  EACCES: ": this program may not use it, give it to the user that runs the program or name another directory",
  EPERM: ": the system does not permit it; the directory has to be on a file system with hard links and of this user",
  ENOTSUP: ": the directory has to be on a file system with hard links, name another one",
  EROFS: ": the file system is read-only, name another directory",
  ENOSPC: ": the disk is full"
}

const faultAt = (path: string) => (error: unknown) => {
  const code = Predicate.hasProperty(error, "code") ? String(error.code) : "UNKNOWN"
  const call = Predicate.hasProperty(error, "syscall") ? ` in ${String(error.syscall)}` : ""
  return new FileFault({ code, detail: `${code}${call} at ${path}${advice[code] ?? ""}` })
}

const attempt = <A>(path: string, step: () => Promise<A>): Effect.Effect<A, FileFault> =>
  Effect.tryPromise({ try: step, catch: faultAt(path) })

/** Turns a code into a value. */
export const on =
  <const C extends string, B>(codes: ReadonlyArray<C>, value: B) =>
  <A>(self: Effect.Effect<A, FileFault>): Effect.Effect<A | B, FileFault> =>
    Effect.catchAll(self, (fault) =>
      (codes as ReadonlyArray<string>).includes(fault.code) ? Effect.succeed(value) : Effect.fail(fault)
    )

/** Windows has no such modes: there, who may read is inherited from the directory above. */
const modesMatter = Process.platform !== "win32"

const shellQuoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`

const isPrivate = (path: string, stats: Stats): Effect.Effect<void, FileFault> => {
  if (!modesMatter || (stats.mode & 0o077) === 0) return Effect.void
  const command = `chmod ${stats.isDirectory() ? 700 : 600} ${shellQuoted(path)}`
  return new FileFault({
    code: "NOT_PRIVATE",
    detail: `others than its owner can use ${path}, which is for access tokens; run \`${command}\``
  })
}

/** From where the name of the first that was made stands, down to where that of the last does. */
const parentsOf = (path: string, first: string): ReadonlyArray<string> => {
  const parent = Path.dirname(path)
  return path === first || path === parent ? [parent] : [...parentsOf(parent, first), parent]
}

/** Makes the directory, and those above it, for the owner alone. One that others can use is refused. */
export const ensureDirectory = (path: string): Effect.Effect<void, FileFault> =>
  Effect.gen(function* () {
    const made = yield* attempt(path, () => Fs.mkdir(path, { recursive: true, mode: 0o700 }))
    // else a power cut could take it, and what was synced in it. One may write where one may not read: so be it.
    const parents = made === undefined ? [] : parentsOf(path, made)
    yield* Effect.forEach(parents, (parent) => on(["EACCES"], undefined)(syncDirectory(parent)), { discard: true })
    const stats = yield* attempt(path, () => Fs.stat(path))
    yield* isPrivate(path, stats)
  })

export const list = (path: string): Effect.Effect<ReadonlyArray<string>, FileFault> =>
  attempt(path, () => Fs.readdir(path))

/** Reads a file of the owner's alone. */
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

/** Makes a file that did not exist (else `EEXIST`), for the owner alone. */
export const create = (path: string, text: string): Effect.Effect<void, FileFault> =>
  attempt(path, () => Fs.writeFile(path, text, { flag: "wx", mode: 0o600 }))

/**
 * The same in one go, without the trips through the thread pool that make a promise of it: for what is lost with the
 * process until it is written.
 */
export const createAtOnce = (path: string, text: string): Effect.Effect<void, FileFault> =>
  Effect.try({ try: () => writeFileSync(path, text, { flag: "wx", mode: 0o600 }), catch: faultAt(path) })

/** Gives a file a second name that did not exist (else `EEXIST`), in one step. */
export const link = (from: string, to: string): Effect.Effect<void, FileFault> => attempt(to, () => Fs.link(from, to))

/** To be done with it; whether it was there doesn't matter. */
export const remove = (path: string): Effect.Effect<void> => Effect.ignore(attempt(path, () => Fs.unlink(path)))

const syncOpened = (path: string, flags: string): Effect.Effect<void, FileFault> =>
  Effect.acquireUseRelease(
    attempt(path, () => Fs.open(path, flags)),
    (file) => attempt(path, () => file.sync()),
    (file) => Effect.promise(() => file.close())
  )

/** What the file holds survives a power cut from here on. */
export const sync = (path: string): Effect.Effect<void, FileFault> => syncOpened(path, "r+")

/** The same for a directory and its names. Windows can't open one. */
export const syncDirectory = (path: string): Effect.Effect<void, FileFault> =>
  modesMatter ? syncOpened(path, "r") : Effect.void
