/**
 * Token stores for programs that share an account: in files, for the processes of one machine, and in Redis.
 *
 * ```ts
 * import { HelpScout } from "@effect-helpscout/promise"
 * import { fileTokenStore } from "@effect-helpscout/promise/node"
 *
 * export const connect = (clientId: string, clientSecret: string) =>
 *   new HelpScout({ clientId, clientSecret, tokenStore: fileTokenStore() })
 * ```
 */
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as RedisTokenStore from "@effect-helpscout/node/RedisTokenStore"
import * as Effect from "effect/Effect"
import { check, duration, options as optionsRule, text } from "./internal/optionRules.js"
import { toPlainStore } from "./internal/stores.js"
import type { Duration } from "./Options.js"
import type { TokenStore } from "./Tokens.js"

/** Options of `fileTokenStore`. */
export interface FileTokenStoreOptions {
  /**
   * The directory for the files, on a local file system with hard links. It is created if it does not exist (mode 0700).
   *
   * @default "$XDG_STATE_HOME/effect-helpscout", or "~/.local/state/effect-helpscout"
   */
  readonly directory?: string
  /**
   * The maximum time that a process holds a lock. It must be equal in all processes.
   *
   * @default "60 seconds"
   */
  readonly lease?: Duration
}

/** Options of `redisTokenStore`. */
export interface RedisTokenStoreOptions {
  /**
   * The prefix of all keys.
   *
   * @default "helpscout-tokens:"
   */
  readonly prefix?: string
  /**
   * The maximum time that a process holds a lock. It must be equal in all processes.
   *
   * @default "60 seconds"
   */
  readonly lease?: Duration
  /**
   * The time limit of one command.
   *
   * @default "2 seconds"
   */
  readonly timeout?: Duration
}

/** The commands of a Redis client that the store sends. A client of `ioredis` 5 has them. */
export interface RedisClient {
  hget(key: string, field: string): Promise<string | null>
  set(key: string, value: string, px: "PX", milliseconds: number, nx: "NX"): Promise<string | null>
  eval(script: string, keys: number, ...args: Array<string | number>): Promise<unknown>
}

const fileRule = optionsRule<FileTokenStoreOptions>({ directory: text, lease: duration })
const redisRule = optionsRule<RedisTokenStoreOptions>({ prefix: text, lease: duration, timeout: duration })

/**
 * Makes a store that saves the tokens of each account as JSON, in plain text, in a file that only its owner can read.
 * Any number of processes of one user on one machine can share it, and renew once among them. A process that is killed
 * leaves a store that the next one can use.
 */
export const fileTokenStore = (options: FileTokenStoreOptions = {}): Required<TokenStore> => {
  check("fileTokenStore", fileRule, options)
  return toPlainStore(NodeTokenStore.makeFile(options))
}

/**
 * Makes a store that saves the tokens of each account as JSON, in plain text, under `<prefix>{<account>}`. Any number of
 * processes on any number of machines can share it, and renew once among them. The caller closes the client.
 *
 * A save is as durable as Redis: a server that loses an acknowledged write loses the account's only refresh token.
 */
export const redisTokenStore = (client: RedisClient, options: RedisTokenStoreOptions = {}): Required<TokenStore> => {
  check("redisTokenStore", redisRule, options)
  // the store sends no other commands
  return toPlainStore(Effect.succeed(RedisTokenStore.fromClient(client as never, options)))
}
