/**
 * Where the tokens of an account are kept, so that they outlive a process and are shared among several.
 *
 * ```ts
 * import { TokenStore } from "@effect-helpscout/core/TokenStore"
 * import * as Effect from "effect/Effect"
 *
 * export const load = Effect.flatMap(TokenStore, (store) => store.load("my-app:default"))
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { StoredTokens, Tokens } from "./Tokens.js"

/**
 * The token store can't be used just now, or holds something that it can't read.
 *
 * @since 0.1.0
 * @category errors
 */
export class TokenStoreFailed extends Schema.TaggedError<TokenStoreFailed>()("HelpScoutTokenStoreFailed", {
  operation: Schema.Literal("load", "save", "lock"),
  /** What went wrong, without any value of the store's: a code, a path, a name of a field. */
  detail: Schema.String
}) {
  override get message() {
    return `TokenStore.${this.operation}: ${this.detail}. Check that the token store can be reached, that its content is whole and that this program may write to it.`
  }
}

/**
 * What became of a `save`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SaveResult {
  /** `false`: refused, for the store holds a generation newer than the one to be replaced. */
  readonly saved: boolean
  /** What the store holds now: what was saved, or the newer tokens that stood in the way. */
  readonly current: StoredTokens
}

/**
 * A store keeps one pair of tokens for each account, under `accountKey(config)` of `HelpScoutConfig`. The rules below
 * are checked by `testing/TokenStoreContract`: those of `load` and `save` by its part `store`, those of `lock` by its
 * part `shared`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** The tokens of an account, if there are any. */
  readonly load: (account: string) => Effect.Effect<Option.Option<StoredTokens>, TokenStoreFailed>
  /**
   * Replaces the tokens of generation `replaces` (0: there are none yet). The new ones get the generation
   * `replaces + 1`. If the store holds a newer generation than `replaces`, nothing is written and that newer one is
   * answered. If it holds an older one or none (it was emptied), the save goes ahead.
   *
   * Atomic by itself, with or without the lock: of two that replace the same generation only one gets through. Once it
   * has succeeded, every `load` in every process sees it.
   */
  readonly save: (
    account: string,
    tokens: Tokens,
    options: { readonly replaces: number }
  ) => Effect.Effect<SaveResult, TokenStoreFailed>
  /**
   * Takes the account's lock, and gives it back when the scope closes. Waits, interruptibly, while another one holds
   * it, be it in this process or in another.
   *
   * The lock is a lease: a holder that dies, or is cut off, loses it after `leaseDuration`, and the next one takes it.
   * A holder that took too long does no harm when it comes back: closing its scope doesn't free a lock that has
   * passed on to another, and its `save` is refused since the other has raised the generation.
   */
  readonly lock: (account: string) => Effect.Effect<void, TokenStoreFailed, Scope.Scope>
}

/**
 * How long a lock is held at most, by default: 60 seconds. `Auth` needs less: 30 seconds for the token endpoint and
 * some 15 for the store.
 *
 * @since 0.1.0
 * @category models
 */
export const leaseDuration: Duration.Duration = Duration.seconds(60)

/**
 * @since 0.1.0
 * @category models
 */
export interface MemoryOptions {
  /** How long a lock is held at most. @default leaseDuration */
  readonly lease?: Duration.DurationInput
}

interface Lease {
  readonly until: number
  readonly released: Deferred.Deferred<void>
}

/**
 * A store in memory. It passes both parts of the contract: several clients of one process can share it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeMemory = (options: MemoryOptions = {}): Effect.Effect<Service> =>
  Effect.sync(() => {
    const lease = Duration.toMillis(options.lease ?? leaseDuration)
    // each is looked at and changed in one synchronous step, which makes it atomic
    const accounts = new Map<string, StoredTokens>()
    const leases = new Map<string, Lease>()

    const take = (account: string): Effect.Effect<Lease> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const held = leases.get(account)
        if (held !== undefined && now < held.until) {
          return Effect.zipRight(
            Effect.raceFirst(Deferred.await(held.released), Effect.sleep(Duration.millis(held.until - now))),
            take(account)
          )
        }
        return Effect.map(Deferred.make<void>(), (released) => {
          const mine = { until: now + lease, released }
          leases.set(account, mine)
          return mine
        })
      })

    const release = (account: string, mine: Lease) =>
      Effect.suspend(() => {
        if (leases.get(account) === mine) leases.delete(account)
        return Deferred.succeed(mine.released, undefined)
      })

    return {
      load: (account) => Effect.sync(() => Option.fromNullable(accounts.get(account))),
      save: (account, tokens, { replaces }) =>
        Effect.sync(() => {
          const held = accounts.get(account)
          if (held !== undefined && held.generation > replaces) return { saved: false, current: held }
          const current = { tokens, generation: replaces + 1 }
          accounts.set(account, current)
          return { saved: true, current }
        }),
      lock: (account) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(restore(take(account)), (mine) => Effect.addFinalizer(() => release(account, mine)))
        )
    }
  })

/**
 * The store of tokens that `Auth` works over.
 *
 * @since 0.1.0
 * @category services
 */
export class TokenStore extends Context.Tag("@effect-helpscout/core/TokenStore")<TokenStore, Service>() {
  /**
   * Keeps tokens in memory: a program that starts again has to be authorised again, or be given its tokens.
   *
   * @since 0.1.0
   */
  static readonly layerMemory: Layer.Layer<TokenStore> = Layer.effect(this, makeMemory())
}
