/**
 * A token store for processes that share a machine: files that only their owner can read.
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
import * as Files from "./internal/tokens/files.js"
import * as LockFiles from "./internal/tokens/lockFiles.js"
import * as TokenFiles from "./internal/tokens/tokenFiles.js"

/**
 * Options of `makeFile` and `layerFile`.
 *
 * @since 0.1.0
 */
export interface FileOptions {
  /**
   * The directory for the files. It is created if it does not exist (mode 0700). It must be on a local file system with
   * hard links: locks and syncs are not reliable on a network share.
   *
   * @default "$XDG_STATE_HOME/effect-helpscout", or "~/.local/state/effect-helpscout"
   */
  readonly directory?: string | undefined
  /** The maximum time that a process holds a lock. It must be equal in all processes. @default leaseDuration of `TokenStore` */
  readonly lease?: Duration.DurationInput | undefined
}

const directoryOf = (options: FileOptions): Effect.Effect<string, ConfigError.ConfigError> => {
  if (options.directory !== undefined) return Effect.succeed(Path.resolve(options.directory))
  return Effect.map(Config.option(Config.nonEmptyString("XDG_STATE_HOME")), (state) =>
    Path.join(
      // the XDG specification says that a relative path is ignored
      Option.getOrElse(Option.filter(state, Path.isAbsolute), () => Path.join(Os.homedir(), ".local", "state")),
      "effect-helpscout"
    )
  )
}

/** Returns a readable and unique directory name for a key. It is unique on case-insensitive file systems, too. */
const directoryNameOf = (account: string): string => {
  const readable = account
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
  return `${readable}-${createHash("sha256").update(account).digest("hex").slice(0, 32)}`
}

/**
 * Makes a store that saves the tokens of each account in a directory of its own: as JSON, with the secrets in plain text,
 * in a file with mode 0600. A file or directory that other users can access is rejected, with the `chmod` command to
 * run. The store passes both parts of the contract: any number of processes of one user on one machine can share it.
 *
 * - A save is synced to the disk before it succeeds. A process that is killed during a save leaves the old tokens or
 *   the new ones. If it had written the new ones completely, the next process that loads tokens completes the save.
 * - A process that is killed during a renewal, after the token endpoint has received the request and before the save
 *   begins, loses the account: Help Scout has invalidated the stored refresh token, and its replacement never arrived. The
 *   lock that the process leaves behind shows this, and the next `RefreshTokenRefused` has `refreshTokenAtRisk`.
 * - The lock of a process that died is released at once on Linux, and after `lease` on other systems. A lock of an earlier
 *   start of the system, and one whose content was lost in a power failure, is released at once.
 *
 * Fails if the directory cannot be created or used.
 *
 * @since 0.1.0
 */
export const makeFile = (
  options: FileOptions = {}
): Effect.Effect<Store.Service, Store.TokenStoreFailed | ConfigError.ConfigError> =>
  Effect.gen(function* () {
    const root = yield* directoryOf(options)
    const lease = Duration.decode(options.lease ?? Store.leaseDuration)

    /** Runs before every operation, because permissions may change while the program runs. */
    const ensureDirectories = (directory: string) =>
      Effect.zipRight(Files.ensureDirectory(root), Files.ensureDirectory(directory))

    const inDirectoryOf = <A, R>(
      operation: Store.TokenStoreFailed["operation"],
      account: string,
      use: (directory: string) => Effect.Effect<A, Files.FileFault, R>
    ): Effect.Effect<A, Store.TokenStoreFailed, R> =>
      Effect.mapError(
        use(Path.join(root, directoryNameOf(account))),
        ({ detail }) => new Store.TokenStoreFailed({ operation, detail })
      )

    yield* Effect.mapError(
      Files.ensureDirectory(root),
      ({ detail }) => new Store.TokenStoreFailed({ operation: "load", detail })
    )

    return {
      load: (account) =>
        inDirectoryOf("load", account, (directory) =>
          Effect.zipRight(ensureDirectories(directory), TokenFiles.load(directory))
        ),
      save: (account, tokens, { replaces }) =>
        Effect.uninterruptible(
          inDirectoryOf("save", account, (directory) =>
            TokenFiles.save(directory, ensureDirectories(directory), tokens, replaces)
          )
        ),
      lock: (account) =>
        inDirectoryOf("lock", account, (directory) =>
          Effect.zipRight(ensureDirectories(directory), LockFiles.lock(directory, lease))
        )
    }
  })

/**
 * Provides the store of `makeFile` as a layer.
 *
 * @since 0.1.0
 */
export const layerFile = (
  options: FileOptions = {}
): Layer.Layer<Store.TokenStore, Store.TokenStoreFailed | ConfigError.ConfigError> =>
  Layer.effect(Store.TokenStore, makeFile(options))
