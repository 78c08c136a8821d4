/**
 * A webhook store in Redis, for receivers in several processes. Requires the package `ioredis`.
 *
 * ```ts
 * import * as RedisWebhookStore from "@effect-helpscout/node/RedisWebhookStore"
 *
 * export const store = RedisWebhookStore.layer({ connection: "redis://127.0.0.1:6379" })
 * ```
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { Redis, RedisOptions } from "ioredis"
import * as Connection from "./internal/redis.js"
import { type Claimed, type Service, WebhookStore, WebhookStoreFailed } from "./WebhookStore.js"

/**
 * Options of `make` and `layer`.
 *
 * @since 0.1.0
 */
export interface Options {
  /** A URL (`redis://user:password@host:6379/0`, `rediss://` for TLS), or ioredis options. */
  readonly connection: string | Redacted.Redacted | RedisOptions
  /** The prefix of all keys. One of the receivers that share a prefix handles each delivery. @default "helpscout-webhooks:" */
  readonly prefix?: string | undefined
  /** The time limit of one command. @default "2 seconds" */
  readonly timeout?: Duration.DurationInput | undefined
}

/** KEYS: delivery. ARGV: its holder, milliseconds. A holder is never equal to `done`, because it has a prefix. */
const beginScript = `
local held = redis.call('GET', KEYS[1])
if held == 'done' then return 'Done' end
if held then return 'InProgress' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'Begun'`

/** KEYS: delivery. ARGV: its holder. */
const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

const millis = (duration: Duration.Duration) => Math.max(1, Math.round(Duration.toMillis(duration)))

/**
 * Makes the store over an existing client, which the caller closes. Every command ends within `timeout`.
 *
 * @since 0.1.0
 */
export const fromClient = (redis: Redis, options: Omit<Options, "connection"> = {}): Service => {
  const prefix = options.prefix ?? "helpscout-webhooks:"
  const timeout = Duration.decode(options.timeout ?? "2 seconds")

  const run = <A>(operation: WebhookStoreFailed["operation"], send: () => Promise<A>) =>
    Effect.mapError(Connection.command(send, timeout), ({ detail }) => new WebhookStoreFailed({ operation, detail }))

  const release = (key: string, holder: string) =>
    Effect.asVoid(run("release", () => redis.eval(releaseScript, 1, prefix + key, `by:${holder}`)))

  return {
    begin: (key, { holder, lease }) =>
      run("begin", () => redis.eval(beginScript, 1, prefix + key, `by:${holder}`, millis(lease))).pipe(
        // the script returns nothing else
        Effect.map((reply) => reply as Claimed),
        // Redis may have executed the command
        Effect.onError(() => Effect.forkDaemon(Effect.ignore(release(key, holder))))
      ),
    done: (key, { remember }) =>
      Effect.asVoid(run("done", () => redis.set(prefix + key, "done", "PX", millis(remember)))),
    release: (key, { holder }) => release(key, holder)
  }
}

/**
 * Makes a store that saves each delivery under a key of its own, which expires: about a hundred bytes for as long as the
 * delivery is remembered. Any number of receivers can share it, and it survives their restart. While Redis is
 * unavailable, the receiver rejects deliveries with 503, so that Help Scout sends them again.
 *
 * @since 0.1.0
 */
export const make = (options: Options): Effect.Effect<Service, never, Scope.Scope> =>
  Effect.map(Connection.connect(options.connection, Duration.decode(options.timeout ?? "2 seconds")), (redis) =>
    fromClient(redis, options)
  )

/**
 * Provides the store of `make` as a layer.
 *
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<WebhookStore> => Layer.scoped(WebhookStore, make(options))
