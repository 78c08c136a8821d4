/**
 * The store of deliveries for receivers in several processes: Redis. Needs `ioredis` beside this package.
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
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A URL (`redis://user:password@host:6379/0`, `rediss://` for TLS), or options of ioredis. */
  readonly connection: string | Redacted.Redacted | RedisOptions
  /** What the keys begin with: of receivers that share them, one handles each delivery. @default "helpscout-webhooks:" */
  readonly prefix?: string | undefined
  /** How long Redis may take for one command. @default "2 seconds" */
  readonly timeout?: Duration.DurationInput | undefined
}

/** KEYS delivery; ARGV its holder, milliseconds. A holder is never `done`: it has a prefix. */
const beginScript = `
local held = redis.call('GET', KEYS[1])
if held == 'done' then return 'Done' end
if held then return 'InProgress' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'Begun'`

/** KEYS delivery; ARGV its holder. */
const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

const millis = (duration: Duration.Duration) => Math.max(1, Math.round(Duration.toMillis(duration)))

/**
 * The store over a client of your own, which stays yours to close. Every command ends within `timeout`.
 *
 * @since 0.1.0
 * @category constructors
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
        // the script answers nothing else
        Effect.map((claimed) => claimed as Claimed),
        // whether it was carried out is not known
        Effect.onError(() => Effect.forkDaemon(Effect.ignore(release(key, holder))))
      ),
    done: (key, { remember }) =>
      Effect.asVoid(run("done", () => redis.set(prefix + key, "done", "PX", millis(remember)))),
    release: (key, { holder }) => release(key, holder)
  }
}

/**
 * Keeps each delivery under a key of its own that expires by itself: some hundred bytes, for as long as it is
 * remembered. Any number of receivers can share it, and a restart forgets nothing. While Redis is away, deliveries are
 * refused with 503, for Help Scout to send them again.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Service, never, Scope.Scope> =>
  Effect.map(Connection.connect(options.connection, Duration.decode(options.timeout ?? "2 seconds")), (redis) =>
    fromClient(redis, options)
  )

/**
 * `make` as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<WebhookStore> => Layer.scoped(WebhookStore, make(options))
