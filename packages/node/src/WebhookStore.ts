/**
 * Which deliveries of webhooks are in hand, and which are done: so that each is handled once, however often it is sent.
 *
 * ```ts
 * import * as WebhookStore from "@effect-helpscout/node/WebhookStore"
 *
 * // for one process; several need `RedisWebhookStore`
 * export const store = WebhookStore.WebhookStore.layerMemory({ capacity: 1_000 })
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
 * The store could not be asked: a delivery is then refused with 503, so that it is sent again.
 *
 * @since 0.1.0
 * @category errors
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
 * What became of a claim: it `Begun`, or another holder has it `InProgress`, or the delivery is `Done`.
 *
 * @since 0.1.0
 * @category models
 */
export type Claimed = "Begun" | "InProgress" | "Done"

/**
 * Every operation is atomic, and ends in time: with a failure when the store is away.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /**
   * Claims a delivery for its holder. The claim ends with `done` or `release`, and by itself after the lease, so that
   * what a dead process held is taken by another.
   */
  readonly begin: (
    key: string,
    options: { readonly holder: string; readonly lease: Duration.Duration }
  ) => Effect.Effect<Claimed, WebhookStoreFailed>
  /** Remembers for so long that the delivery was handled, whoever holds it by now. */
  readonly done: (
    key: string,
    options: { readonly remember: Duration.Duration }
  ) => Effect.Effect<void, WebhookStoreFailed>
  /** Gives the delivery back unhandled, if it is still this holder's. */
  readonly release: (key: string, options: { readonly holder: string }) => Effect.Effect<void, WebhookStoreFailed>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface MemoryOptions {
  /** How many handled deliveries are remembered: above it, the oldest is forgotten early. @default 100000 */
  readonly capacity?: number | undefined
}

/** Entries leave when others come: there is no timer. */
const make = (options: MemoryOptions): Service => {
  const capacity = options.capacity ?? 100_000
  const claims = new Map<string, { readonly holder: string; readonly until: number }>()
  /** When each is forgotten, in the order in which they were done. */
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
        // anew, and so at the end
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
 * Keeps deliveries in the memory of this process: after a restart, a copy of what was handled before is handled again.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeMemory = (options: MemoryOptions = {}): Effect.Effect<Service> => Effect.sync(() => make(options))

/**
 * @since 0.1.0
 * @category services
 */
export class WebhookStore extends Context.Tag("@effect-helpscout/node/WebhookStore")<WebhookStore, Service>() {
  /**
   * `makeMemory` as a layer.
   *
   * @since 0.1.0
   */
  static readonly layerMemory = (options?: MemoryOptions): Layer.Layer<WebhookStore> =>
    Layer.effect(this, makeMemory(options))
}
