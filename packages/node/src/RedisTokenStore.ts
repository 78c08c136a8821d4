/**
 * The token store for processes on many machines: Redis. Needs `ioredis` beside this package.
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
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A URL (`redis://user:password@host:6379/0`, `rediss://` for TLS), or options of ioredis. */
  readonly connection: string | Redacted.Redacted | RedisOptions
  /** What the keys begin with. @default "helpscout-tokens:" */
  readonly prefix?: string | undefined
  /** How long a lock is held at most. @default leaseDuration of `TokenStore` */
  readonly lease?: Duration.DurationInput | undefined
  /** How long Redis may take for one command. @default "2 seconds" */
  readonly timeout?: Duration.DurationInput | undefined
}

const decode = Schema.decode(StoredTokensJson)
const encode = Schema.encode(StoredTokensJson)

/** Compare-and-set: KEYS tokens; ARGV the generation to be replaced, the one to be set, the text. Answers what stood in the way. */
const saveScript = `
local held = redis.call('HGET', KEYS[1], 'generation')
if held and tonumber(held) > tonumber(ARGV[1]) then return redis.call('HGET', KEYS[1], 'tokens') end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'tokens', ARGV[3])
return false`

/** KEYS lock; ARGV its holder. */
const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

const firstPause = 5
const longestPause = 100

/**
 * The store over a client of your own, which stays yours to close. Every command ends within `timeout`, but how it
 * fails meanwhile is up to the client's options: see `make`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromClient = (redis: Redis, options: Omit<Options, "connection"> = {}): Store.Service => {
  const prefix = options.prefix ?? "helpscout-tokens:"
  const lease = Math.max(1, Math.round(Duration.toMillis(options.lease ?? Store.leaseDuration)))
  const timeout = Duration.decode(options.timeout ?? "2 seconds")
  // the braces keep the keys of an account on one node of a cluster
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
    // the ParseError would quote the secrets
    Effect.mapError(
      decode(String(text)),
      () =>
        new Store.TokenStoreFailed({
          operation,
          detail: `what stands in Redis under ${tokensKey(account)} are no tokens; delete the key and authorise the account again`
        })
    )

  const release = (account: string, holder: string) =>
    Effect.ignore(run("lock", () => redis.eval(releaseScript, 1, lockKey(account), holder)))

  const take = (account: string, holder: string, pause: number): Effect.Effect<void, Store.TokenStoreFailed> =>
    Effect.gen(function* () {
      const taken = yield* run("lock", () => redis.set(lockKey(account), holder, "PX", lease, "NX"))
      if (taken === "OK") return
      yield* Effect.sleep(Duration.millis(pause * (yield* Random.nextRange(0.5, 1))))
      yield* take(account, holder, Math.min(pause * 1.5, longestPause))
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
          () => new Store.TokenStoreFailed({ operation: "save", detail: "the tokens have no stored form" })
        )
        const held = yield* run("save", () =>
          redis.eval(saveScript, 1, tokensKey(account), replaces, current.generation, text)
        )
        if (held === null) return { saved: true, current }
        return { saved: false, current: yield* read("save", account, held) }
      }),
    lock: (account) =>
      Effect.uninterruptibleMask((restore) => {
        const holder = randomUUID()
        return restore(take(account, holder, firstPause)).pipe(
          // Who gives up never learns whether a command in flight will take it. Redis runs the commands of a connection
          // in their order, and nobody else's lock is released.
          Effect.onError(() => Effect.forkDaemon(release(account, holder))),
          Effect.zipRight(Effect.addFinalizer(() => release(account, holder)))
        )
      })
  }
}

/**
 * Keeps the tokens of each account as JSON, the secrets in plain text, under `<prefix>{<account>}`, its lock beside it.
 * It passes both parts of the contract: any number of processes on any number of machines can share it.
 *
 * - While Redis is away or slow each call fails within `timeout`, and connecting goes on in the background.
 * - A save is as durable as Redis is: a server that forgets what it acknowledged (a failover to a replica that lags, or
 *   no `appendonly`) takes the account's only good refresh token with it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Store.Service, never, Scope.Scope> =>
  Effect.map(Connection.connect(options.connection, Duration.decode(options.timeout ?? "2 seconds")), (redis) =>
    fromClient(redis, options)
  )

/**
 * `make` as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Store.TokenStore> => Layer.scoped(Store.TokenStore, make(options))
