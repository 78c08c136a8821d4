/**
 * The limiter for processes that share an account, on one machine or many: its budget is kept in Redis. Needs `ioredis`
 * beside this package.
 *
 * ```ts
 * import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
 * import * as RedisRateLimiter from "@effect-helpscout/node/RedisRateLimiter"
 *
 * const rateLimiter = RedisRateLimiter.layer({ connection: "redis://127.0.0.1:6379", share: 1 / 8 })
 * export const client = NodeHelpScout.layer({ rateLimiter })
 * ```
 *
 * @since 0.1.0
 */
import * as Config from "@effect-helpscout/core/HelpScoutConfig"
import * as Limiter from "@effect-helpscout/core/RateLimiter"
import * as Store from "@effect-helpscout/core/RateLimiterStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { Cluster, Redis, RedisOptions } from "ioredis"
import * as RedisBudget from "./internal/limit/redisBudget.js"
import * as SharedBudget from "./internal/limit/sharedBudget.js"
import * as Connection from "./internal/redis.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface StoreOptions {
  /** What the keys begin with. @default "helpscout-limits:" */
  readonly prefix?: string | undefined
  /**
   * How long the units of a request that never ends stay its own: those of a killed process. Must be longer than a
   * request can take.
   *
   * @default the configuration's timeout and 30 seconds
   */
  readonly lease?: Duration.DurationInput | undefined
  /** How long Redis may take for one answer, before it counts as away. @default "250 millis" */
  readonly timeout?: Duration.DurationInput | undefined
  /** The part of the budget that is this process's own while Redis is away. Best: one divided by the processes. @default 1/4 */
  readonly share?: number | undefined
  /** How often it is looked whether Redis is back. @default "1 second" */
  readonly retry?: Duration.DurationInput | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends StoreOptions {
  /**
   * A URL (`redis://user:password@host:6379/0`, `rediss://` for TLS), options of ioredis, or a client of your own, which
   * stays yours to close. It may be that of a cluster: the keys of an account stand in one slot.
   */
  readonly connection: string | Redacted.Redacted | RedisOptions | Redis | Cluster
  /**
   * Whose budget it is. Apps of one Help Scout account draw on one budget: give them one name.
   *
   * @default accountKey of the configuration
   */
  readonly account?: string | undefined
  /** The limiter's own options. */
  readonly limits?: Limiter.Options | undefined
}

const isClient = (connection: Options["connection"]): connection is Redis | Cluster =>
  typeof connection === "object" && "evalsha" in connection

const leaseOf = (config: Config.Service) => Duration.sum(config.timeout, "30 seconds")

/**
 * The store of one account over a client of your own. The scope ends the look-out for a Redis that is away.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromClient = (
  redis: Redis | Cluster,
  options: StoreOptions & { readonly account: string }
): Effect.Effect<Store.Service, never, Scope.Scope> =>
  SharedBudget.make(
    RedisBudget.make(redis, {
      prefix: options.prefix ?? "helpscout-limits:",
      account: options.account,
      lease: Math.max(1, Math.round(Duration.toMillis(options.lease ?? leaseOf(Config.make())))),
      timeout: Math.max(1, Math.round(Duration.toMillis(options.timeout ?? "250 millis")))
    }),
    {
      share: Math.min(1, Math.max(0, options.share ?? 1 / 4)),
      retry: Duration.decode(options.retry ?? "1 second")
    }
  )

/**
 * Counts the account's units in Redis, by one atomic script and Redis's own time: all who share it keep within the
 * budget together, and each response that any of them meets tells all what others use, and when to pause.
 *
 * - A killed process gives back what it had under way when the lease is over. Nobody knows what became of those requests,
 *   so their units then count as spent, for one window.
 * - Redis away or slow: nobody waits longer than `timeout` for it. This process then keeps to `share` of the budget, and
 *   within what the last readings leave, in memory; it logs a warning, and the gauge `helpscout_rate_limit_shared` falls
 *   to 0. When Redis is back it is told what was spent meanwhile, and what it has forgotten; if it has forgotten anything, the
 *   share holds a few seconds longer, for others have yet to tell it theirs.
 * - Not promised: processes whose shares sum to more than 1 exceed the budget together while Redis is away (then 429s pause
 *   them). A Redis whose clock jumps ahead forgets as much of the window; one set back does no harm.
 * - Needs Redis 6 or newer, and about 200 bytes for each request of the last window. Idle keys expire.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeStore = (
  options: Omit<Options, "limits" | "account"> & { readonly account: string }
): Effect.Effect<Store.Service, never, Scope.Scope> => {
  const { connection } = options
  if (isClient(connection)) return fromClient(connection, options)
  // The store has a time limit of its own; this one only ends what nobody waits for any more.
  const patience = Duration.times(options.timeout ?? "250 millis", 4)
  return Effect.flatMap(Connection.connect(connection, patience), (redis) => fromClient(redis, options))
}

/**
 * `makeStore`, for the account of the configuration.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerStore = (
  options: Omit<Options, "limits">
): Layer.Layer<Store.RateLimiterStore, never, Config.HelpScoutConfig> =>
  Layer.scoped(
    Store.RateLimiterStore,
    Effect.flatMap(Config.HelpScoutConfig, (config) =>
      makeStore({
        ...options,
        account: options.account ?? Config.accountKey(config),
        lease: options.lease ?? leaseOf(config)
      })
    )
  )

/**
 * The limiter over that store.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Limiter.RateLimiter, never, Config.HelpScoutConfig> =>
  Layer.provide(Limiter.RateLimiter.layerStore(options.limits), layerStore(options))
