/**
 * The token store for processes that share a machine: files that only their owner can read.
 *
 * ```ts
 * import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
 *
 * // in $XDG_STATE_HOME/effect-helpscout, or ~/.local/state/effect-helpscout
 * export const tokens = NodeTokenStore.layerFile()
 * ```
 *
 * @since 0.1.0
 */
import { createHash } from "node:crypto"
import * as Os from "node:os"
import * as Path from "node:path"
import * as Store from "@effect-helpscout/core/TokenStore"
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Files from "./internal/files.js"
import * as LockFiles from "./internal/tokens/lockFiles.js"
import * as TokenFiles from "./internal/tokens/tokenFiles.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface FileOptions {
  /**
   * Where the files are kept. It is made if it isn't there (mode 0700). It has to be on a file system with hard links,
   * and on a local one: on a network share neither locks nor syncs can be relied on.
   *
   * @default "$XDG_STATE_HOME/effect-helpscout", or "~/.local/state/effect-helpscout"
   */
  readonly directory?: string | undefined
  /** How long a lock is held at most. The same in every process. @default leaseDuration of `TokenStore` */
  readonly lease?: Duration.DurationInput | undefined
}

const directoryOf = (options: FileOptions): Effect.Effect<string, ConfigError.ConfigError> => {
  if (options.directory !== undefined) return Effect.succeed(Path.resolve(options.directory))
  return Effect.map(Config.option(Config.nonEmptyString("XDG_STATE_HOME")), (state) =>
    Path.join(
      // the XDG specification: a relative path is to be ignored
      Option.getOrElse(Option.filter(state, Path.isAbsolute), () => Path.join(Os.homedir(), ".local", "state")),
      "effect-helpscout"
    )
  )
}

/** A name for any key, that people recognise and that no two keys share, even where `a` and `A` are one file. */
const nameOf = (account: string): string => {
  const readable = account
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
  return `${readable}-${createHash("sha256").update(account).digest("hex").slice(0, 32)}`
}

/**
 * Keeps the tokens of each account in a directory of its own, as JSON with the secrets in plain text, in a file that
 * only its owner can use (mode 0600 in 0700). A file or directory that others can use is refused, with the `chmod` to
 * run. It passes both parts of the contract: any number of processes of one user on one machine can share it.
 *
 * - A save is synced to the disk before it succeeds. A process that is killed in the middle leaves the old tokens or
 *   the new ones; what it had written in full is saved by whoever comes next.
 * - The lock of a process that died passes on at once on Linux, after `lease` elsewhere.
 *
 * Fails if the directory can't be used.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeFile = (
  options: FileOptions = {}
): Effect.Effect<Store.Service, Store.TokenStoreFailed | ConfigError.ConfigError> =>
  Effect.gen(function* () {
    const root = yield* directoryOf(options)
    const lease = Duration.decode(options.lease ?? Store.leaseDuration)

    /** Looked at each time: a running program is not to go on where others have come to read. */
    const ready = (directory: string) => Effect.zipRight(Files.ensureDirectory(root), Files.ensureDirectory(directory))

    const within = <A, R>(
      operation: Store.TokenStoreFailed["operation"],
      account: string,
      use: (directory: string) => Effect.Effect<A, Files.FileFault, R>
    ): Effect.Effect<A, Store.TokenStoreFailed, R> =>
      Effect.mapError(
        use(Path.join(root, nameOf(account))),
        ({ detail }) => new Store.TokenStoreFailed({ operation, detail })
      )

    yield* Effect.mapError(
      Files.ensureDirectory(root),
      ({ detail }) => new Store.TokenStoreFailed({ operation: "load", detail })
    )

    return {
      load: (account) =>
        within("load", account, (directory) => Effect.zipRight(ready(directory), TokenFiles.load(directory))),
      save: (account, tokens, { replaces }) =>
        Effect.uninterruptible(
          within("save", account, (directory) => TokenFiles.save(directory, ready(directory), tokens, replaces))
        ),
      lock: (account) =>
        within("lock", account, (directory) => Effect.zipRight(ready(directory), LockFiles.lock(directory, lease)))
    }
  })

/**
 * `makeFile` as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerFile = (
  options: FileOptions = {}
): Layer.Layer<Store.TokenStore, Store.TokenStoreFailed | ConfigError.ConfigError> =>
  Layer.effect(Store.TokenStore, makeFile(options))
