/**
 * A token store in Redis, for processes on several machines. Requires the package `ioredis`.
 *
 * ```ts
 * import * as RedisTokenStore from "@effect-helpscout/node/RedisTokenStore"
 *
 * export const tokens = RedisTokenStore.layer({ connection: "redis://127.0.0.1:6379" })
 * ```
 *
 * @since 0.1.0
 */
import { randomUUID } from "node:crypto"
import * as Store from "@effect-helpscout/core/TokenStore"
import { type StoredTokens, StoredTokensJson } from "@effect-helpscout/core/Tokens"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { Redis, RedisOptions } from "ioredis"
import * as Connection from "./internal/redis.js"

/**
 * Options of `make` and `layer`.
 *
 * @since 0.1.0
 */
export interface Options {
  /** A URL (`redis://user:password@host:6379/0`, `rediss://` for TLS), or ioredis options. */
  readonly connection: string | Redacted.Redacted | RedisOptions
  /** The prefix of all keys. @default "helpscout-tokens:" */
  readonly prefix?: string | undefined
  /** The maximum time that a process holds a lock. @default leaseDuration of `TokenStore` */
  readonly lease?: Duration.DurationInput | undefined
  /** The time limit of one command. @default "2 seconds" */
  readonly timeout?: Duration.DurationInput | undefined
}

const decode = Schema.decode(StoredTokensJson)
const encode = Schema.encode(StoredTokensJson)

/** Compare-and-set. KEYS: tokens. ARGV: the generation to replace, the new generation, the text. Returns the stored text if it is newer. (law T8) */
const saveScript = `
local current = redis.call('HGET', KEYS[1], 'generation')
if current and tonumber(current) > tonumber(ARGV[1]) then return redis.call('HGET', KEYS[1], 'tokens') end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'tokens', ARGV[3])
return false`

/** KEYS: lock. ARGV: its holder. */
const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

/** Pauses between two attempts to acquire a lock, in milliseconds. */
const firstPause = 5
const longestPause = 100

/**
 * Makes the store over an existing client, which the caller closes. Every command ends within `timeout`. Whether a
 * command fails earlier while Redis is unavailable depends on the client's options. The client of `make` fails early.
 *
 * @since 0.1.0
 */
export const fromClient = (redis: Redis, options: Omit<Options, "connection"> = {}): Store.Service => {
  const prefix = options.prefix ?? "helpscout-tokens:"
  const lease = Math.max(1, Math.round(Duration.toMillis(options.lease ?? Store.leaseDuration)))
  const timeout = Duration.decode(options.timeout ?? "2 seconds")
  // the braces put both keys of an account on the same node of a cluster
  const tokensKey = (account: string) => `${prefix}{${account}}`
  const lockKey = (account: string) => `${prefix}{${account}}:lock`

  const run = <A>(operation: Store.TokenStoreFailed["operation"], send: () => Promise<A>) =>
    Effect.mapError(
      Connection.command(send, timeout),
      ({ detail }) => new Store.TokenStoreFailed({ operation, detail })
    )

  const read = (
    operation: Store.TokenStoreFailed["operation"],
    account: string,
    text: unknown
  ): Effect.Effect<StoredTokens, Store.TokenStoreFailed> =>
    // a ParseError would quote the secrets (law O1)
    Effect.mapError(
      decode(String(text)),
      () =>
        new Store.TokenStoreFailed({
          operation,
          detail: `the value stored in Redis under ${tokensKey(account)} is not a valid token record. Delete the key and authorize the account again`
        })
    )

  const release = (account: string, holder: string) =>
    Effect.ignore(run("lock", () => redis.eval(releaseScript, 1, lockKey(account), holder)))

  const acquire = (account: string, holder: string, pause: number): Effect.Effect<void, Store.TokenStoreFailed> =>
    Effect.gen(function* () {
      const reply = yield* run("lock", () => redis.set(lockKey(account), holder, "PX", lease, "NX"))
      if (reply === "OK") return
      yield* Effect.sleep(Duration.millis(pause * (yield* Random.nextRange(0.5, 1))))
      yield* acquire(account, holder, Math.min(pause * 1.5, longestPause))
    })

  return {
    load: (account) =>
      Effect.flatMap(
        run("load", () => redis.hget(tokensKey(account), "tokens")),
        (text) => (text === null ? Effect.succeedNone : Effect.asSome(read("load", account, text)))
      ),
    save: (account, tokens, { replaces }) =>
      Effect.gen(function* () {
        const current = { tokens, generation: replaces + 1 }
        const text = yield* Effect.mapError(
          encode(current),
          () => new Store.TokenStoreFailed({ operation: "save", detail: "the tokens cannot be encoded as JSON" })
        )
        const newer = yield* run("save", () =>
          redis.eval(saveScript, 1, tokensKey(account), replaces, current.generation, text)
        )
        if (newer === null) return { saved: true, current }
        return { saved: false, current: yield* read("save", account, newer) }
      }),
    lock: (account) =>
      Effect.uninterruptibleMask((restore) => {
        const holder = randomUUID()
        return restore(acquire(account, holder, firstPause)).pipe(
          // An interrupted caller cannot know whether its last command acquires the lock. Redis runs the commands of a
          // connection in order, so this release follows that command, and it releases only this holder's lock.
          Effect.onError(() => Effect.forkDaemon(release(account, holder))),
          Effect.zipRight(Effect.addFinalizer(() => release(account, holder)))
        )
      })
  }
}

/**
 * Makes a store that saves the tokens of each account as JSON, with the secrets in plain text, under
 * `<prefix>{<account>}`. The lock has a key of its own. The store passes both parts of the contract: any number of
 * processes on any number of machines can share it.
 *
 * - While Redis is unavailable or slow, each call fails within `timeout`. The client reconnects in the background.
 * - A save is as durable as Redis. A server that loses an acknowledged write (after a failover to a lagging replica, or
 *   without `appendonly`) loses the account's only valid refresh token.
 * - A process that is killed during a renewal, after the token endpoint has received the request and before the save,
 *   loses the account, too. A lock whose lease ended leaves no trace in Redis, so the next error cannot say so.
 *
 * @since 0.1.0
 */
export const make = (options: Options): Effect.Effect<Store.Service, never, Scope.Scope> =>
  Effect.map(Connection.connect(options.connection, Duration.decode(options.timeout ?? "2 seconds")), (redis) =>
    fromClient(redis, options)
  )

/**
 * Provides the store of `make` as a layer.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Store.TokenStore> => Layer.scoped(Store.TokenStore, make(options))
