/**
 * Remembers the webhook deliveries that are being handled or were handled, so that each is handled once, even if Help
 * Scout sends it several times.
 *
 * ```ts
 * import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
 *
 * // for one process; several processes need `RedisWebhookStore`
 * export const store = WebhookStore.layerMemory({ capacity: 1_000 })
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

/**
 * The store is unavailable. The receiver then rejects a delivery with 503, so that Help Scout sends it again.
 *
 * @since 0.1.0
 */
export class WebhookStoreFailed extends Schema.TaggedError<WebhookStoreFailed>()("HelpScoutWebhookStoreFailed", {
  operation: Schema.Literal("begin", "done", "release"),
  detail: Schema.String
}) {
  override get message() {
    return `WebhookStore.${this.operation} failed: ${this.detail}.`
  }
}

/**
 * The result of a claim. `Begun`: the delivery belongs to the caller. `InProgress`: it belongs to another holder. `Done`: it
 * was handled.
 *
 * @since 0.1.0
 */
export type Claimed = "Begun" | "InProgress" | "Done"

/**
 * A store of deliveries. Every operation is atomic and ends in bounded time. It fails if the store is unavailable.
 *
 * @since 0.1.0
 */
export interface Service {
  /**
   * Claims a delivery for `holder`. The claim ends with `done`, with `release`, or after the lease, so that another
   * process can claim the deliveries of a dead one.
   */
  readonly begin: (
    key: string,
    options: { readonly holder: string; readonly lease: Duration.Duration }
  ) => Effect.Effect<Claimed, WebhookStoreFailed>
  /** Remembers for this long that the delivery was handled, regardless of its current holder. */
  readonly done: (
    key: string,
    options: { readonly remember: Duration.Duration }
  ) => Effect.Effect<void, WebhookStoreFailed>
  /** Ends the claim without marking the delivery as handled. No effect if another holder has it. */
  readonly release: (key: string, options: { readonly holder: string }) => Effect.Effect<void, WebhookStoreFailed>
}

/**
 * Options of `makeMemory` and `layerMemory`.
 *
 * @since 0.1.0
 */
export interface MemoryOptions {
  /** The maximum number of remembered deliveries. Above it, the oldest is forgotten early. @default 100000 */
  readonly capacity?: number | undefined
}

/** Expired entries are removed by later operations, without a timer. */
const make = (options: MemoryOptions): Service => {
  const capacity = options.capacity ?? 100_000
  const claims = new Map<string, { readonly holder: string; readonly until: number }>()
  /** The time at which each handled delivery is forgotten, in the order in which they were handled. */
  const handled = new Map<string, number>()

  const purge = (now: number) => {
    for (const [key, until] of handled) {
      if (until > now && handled.size <= capacity) return
      handled.delete(key)
    }
  }
  const at = <A>(step: (now: number) => A): Effect.Effect<A> => Effect.map(Clock.currentTimeMillis, step)

  return {
    begin: (key, { holder, lease }) =>
      at((now) => {
        purge(now)
        if ((handled.get(key) ?? 0) > now) return "Done"
        if ((claims.get(key)?.until ?? 0) > now) return "InProgress"
        claims.set(key, { holder, until: now + Duration.toMillis(lease) })
        return "Begun"
      }),
    done: (key, { remember }) =>
      at((now) => {
        claims.delete(key)
        // deleting it first moves it to the end
        handled.delete(key)
        handled.set(key, now + Duration.toMillis(remember))
        purge(now)
      }),
    release: (key, { holder }) =>
      Effect.sync(() => {
        if (claims.get(key)?.holder === holder) claims.delete(key)
      })
  }
}

/**
 * Makes a store in the memory of this process. It is empty after a restart, so copies of earlier deliveries are handled
 * again.
 *
 * @since 0.1.0
 */
export const makeMemory = (options: MemoryOptions = {}): Effect.Effect<Service> => Effect.sync(() => make(options))

/**
 * The store of deliveries.
 *
 * @since 0.1.0
 */
export class WebhookStore extends Context.Tag("@effect-helpscout/node/WebhookStore")<WebhookStore, Service>() {
  /**
   * Provides the store of `makeMemory` as a layer.
   *
   * @since 0.1.0
   */
  static readonly layerMemory = (options?: MemoryOptions): Layer.Layer<WebhookStore> =>
    Layer.effect(this, makeMemory(options))
}
