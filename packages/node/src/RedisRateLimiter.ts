/**
 * A rate limiter for processes that share an account, on one machine or several: the budget is kept in Redis. Requires
 * `ioredis`, which is an optional peer dependency.
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
 */
export interface StoreOptions {
  /** Prefix of the keys. @default "helpscout-limits:" */
  readonly prefix?: string | undefined
  /**
   * How long a request in flight holds its units if its process is killed. Must be longer than a request can take.
   *
   * @default the configuration's timeout plus 30 seconds
   */
  readonly lease?: Duration.DurationInput | undefined
  /** Maximum time for a reply from Redis. After it, Redis counts as unavailable. @default "250 millis" */
  readonly timeout?: Duration.DurationInput | undefined
  /**
   * The part of the budget that this process may use while Redis is unavailable. Set it to one divided by the number of
   * processes.
   *
   * @default 1/4
   */
  readonly share?: number | undefined
  /** Interval between attempts to reach an unavailable Redis. @default "1 second" */
  readonly retry?: Duration.DurationInput | undefined
}

/**
 * @since 0.1.0
 */
export interface Options extends StoreOptions {
  /**
   * A URL (`redis://user:password@host:6379/0`, `rediss://` for TLS), options of ioredis, or your own client, which you
   * close yourself. A cluster client works: the keys of an account are in one slot.
   */
  readonly connection: string | Redacted.Redacted | RedisOptions | Redis | Cluster
  /**
   * Name of the budget. Apps of one Help Scout account share one budget: give them the same name.
   *
   * @default `accountKey` of the configuration
   */
  readonly account?: string | undefined
  /** Options of the limiter itself. */
  readonly limits?: Limiter.Options | undefined
}

const isClient = (connection: Options["connection"]): connection is Redis | Cluster =>
  typeof connection === "object" && "evalsha" in connection

const leaseOf = (config: Config.Service) => Duration.sum(config.timeout, "30 seconds")

/**
 * Creates the store of one account over your own client. Closing the scope ends the attempts to reach an unavailable Redis.
 *
 * @since 0.1.0
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
 * Counts the account's units in Redis, with one atomic script and Redis's own time. All processes that share it keep within
 * one budget, and each response that one of them gets informs all of them about use by other clients and about pauses.
 *
 * - The units of a killed process's requests in flight are released when their lease ends. The outcome of those requests is
 *   unknown, so their units then count as used for one window.
 * - If Redis is unavailable or slow, no request waits longer than `timeout` for it. This process then keeps to its `share`
 *   of the budget, and to what the last readings leave, in memory. It logs a warning, and the gauge
 *   `helpscout_rate_limit_shared` is 0. When Redis is available again, the process reports the requests of the meantime and
 *   those that Redis has lost. If Redis has lost data, the share applies a few seconds longer, until the other processes
 *   have reported theirs.
 * - Not guaranteed: processes whose shares sum to more than 1 can exceed the budget while Redis is unavailable (429s then
 *   pause them). If Redis's clock jumps ahead, that part of the window is forgotten; a clock set back does no harm.
 * - Requires Redis 6 or newer, and about 200 bytes per request of the last window. Idle keys expire.
 *
 * @since 0.1.0
 */
export const makeStore = (
  options: Omit<Options, "limits" | "account"> & { readonly account: string }
): Effect.Effect<Store.Service, never, Scope.Scope> => {
  const { connection } = options
  if (isClient(connection)) return fromClient(connection, options)
  // The store has its own time limit; this one only ends commands whose callers no longer wait.
  const commandTimeout = Duration.times(options.timeout ?? "250 millis", 4)
  return Effect.flatMap(Connection.connect(connection, commandTimeout), (redis) => fromClient(redis, options))
}

/**
 * Provides `makeStore` for the account of the configuration.
 *
 * @since 0.1.0
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
 * Provides a limiter over that store.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Limiter.RateLimiter, never, Config.HelpScoutConfig> =>
  Layer.provide(Limiter.RateLimiter.layerStore(options.limits), layerStore(options))
