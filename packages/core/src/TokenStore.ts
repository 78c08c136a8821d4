/**
 * Stores the tokens of an account, so that they outlive a process and can be shared by several.
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
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Callers from "./internal/callers.js"
import type { StoredTokens, Tokens } from "./Tokens.js"

/**
 * The token store is unavailable, or contains a value that cannot be decoded.
 *
 * @since 0.1.0
 */
export class TokenStoreFailed extends Schema.TaggedError<TokenStoreFailed>()("HelpScoutTokenStoreFailed", {
  operation: Schema.Literal("load", "save", "lock"),
  /** The cause, without any value from the store: a code, a path, the name of a field. */
  detail: Schema.String
}) {
  override get message() {
    return `TokenStore.${this.operation}: ${this.detail}. Check that the token store is reachable, that its content is valid and that this process may write to it.`
  }
}

/**
 * The result of `save`.
 *
 * @since 0.1.0
 */
export interface SaveResult {
  /** `false`: rejected, because the store has a newer generation than the one to replace. */
  readonly saved: boolean
  /** The content of the store: the saved tokens, or the newer ones because of which the save was rejected. */
  readonly current: StoredTokens
}

/**
 * How the previous holder of a lock let go of it.
 *
 * @since 0.1.0
 */
export interface AcquiredLock {
  /**
   * `true`: it died, or kept the lock longer than its lease, so it may have sent a refresh token whose replacement was
   * lost. `Auth` says so if the refresh token is then rejected.
   */
  readonly abandoned: boolean
}

/**
 * A store holds one pair of tokens per account, under `accountKey(config)` of `HelpScoutConfig`.
 * `testing/TokenStoreContract` checks the rules below: its part `store` those of `load` and `save`, its part `shared`
 * those of `lock`.
 *
 * @since 0.1.0
 */
export interface Service {
  /** Returns the tokens of an account, if there are any. */
  readonly load: (account: string) => Effect.Effect<Option.Option<StoredTokens>, TokenStoreFailed>
  /**
   * Replaces the tokens of generation `replaces` (0: there are none yet). The new tokens get the generation
   * `replaces + 1`. If the store has a newer generation than `replaces`, nothing is written and the newer tokens are
   * returned. If it has an older one or none (it was emptied), the tokens are saved.
   *
   * A save is atomic, with or without the lock: of two saves that replace the same generation, one succeeds. After it
   * has succeeded, every `load` in every process returns its tokens.
   */
  readonly save: (
    account: string,
    tokens: Tokens,
    options: { readonly replaces: number }
  ) => Effect.Effect<SaveResult, TokenStoreFailed>
  /**
   * Acquires the account's lock, and releases it when the scope closes. Waits, interruptibly, while another holder in
   * this or another process has it.
   *
   * The lock is a lease: the lock of a holder that died or was disconnected is free after `leaseDuration`. A holder
   * that returns after its lease does no harm: closing its scope does not release the lock of the next holder, and its
   * `save` is rejected because the next holder has increased the generation.
   *
   * A store that knows whether the previous holder released the lock returns an `AcquiredLock`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: any other result of a store that does not know is ignored
  readonly lock: (account: string) => Effect.Effect<AcquiredLock | void, TokenStoreFailed, Scope.Scope>
}

/**
 * The default lease of a lock: 60 seconds. `Auth` needs less: 30 seconds for the token endpoint and about 15 for the
 * store.
 *
 * @since 0.1.0
 */
export const leaseDuration: Duration.Duration = Duration.seconds(60)

/**
 * Options of `makeMemory`.
 *
 * @since 0.1.0
 */
export interface MemoryOptions {
  /** The longest time that a holder keeps a lock. @default leaseDuration */
  readonly lease?: Duration.DurationInput
}

interface Lease {
  until: number
  readonly released: Callers.Outcome<void, never>
  readonly abandoned: boolean
}

/**
 * Makes a store in memory. It passes both parts of the contract: several clients of one process can share it.
 *
 * @since 0.1.0
 */
export const makeMemory = (options: MemoryOptions = {}): Effect.Effect<Service> =>
  Effect.sync(() => {
    const lease = Duration.toMillis(options.lease ?? leaseDuration)
    // each is read and changed in one synchronous step, which makes the step atomic
    const accounts = new Map<string, StoredTokens>()
    const leases = new Map<string, Lease>()

    const take = (account: string): Effect.Effect<Lease> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const held = leases.get(account)
        if (held !== undefined && now < held.until) {
          return Effect.zipRight(
            Effect.raceFirst(held.released.await, Effect.sleep(Duration.millis(held.until - now))),
            take(account)
          )
        }
        const mine: Lease = { until: now + lease, released: new Callers.Outcome(), abandoned: held !== undefined }
        leases.set(account, mine)
        return Effect.succeed(mine)
      })

    const release = (account: string, mine: Lease) =>
      Effect.sync(() => {
        if (leases.get(account) === mine) leases.delete(account)
        mine.released.complete(Exit.void)
      })

    /** Ends the lease of a holder whose request has ended. The next holder learns that the lock was abandoned. */
    const expire = (mine: Lease) => {
      mine.until = Number.NEGATIVE_INFINITY
      mine.released.complete(Exit.void)
    }

    return {
      load: (account) => Effect.sync(() => Option.fromNullable(accounts.get(account))),
      save: (account, tokens, { replaces }) =>
        Effect.sync(() => {
          const held = accounts.get(account)
          // law T8: an older save never overwrites a newer one
          if (held !== undefined && held.generation > replaces) return { saved: false, current: held }
          const current = { tokens, generation: replaces + 1 }
          accounts.set(account, current)
          return { saved: true, current }
        }),
      lock: (account) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(restore(take(account)), (mine) => {
            const leave = Callers.attend(() => expire(mine))
            return Effect.as(
              Effect.addFinalizer(() => Effect.zipRight(Effect.sync(leave), release(account, mine))),
              { abandoned: mine.abandoned }
            )
          })
        )
    }
  })

/**
 * The token store that `Auth` uses.
 *
 * @since 0.1.0
 */
export class TokenStore extends Context.Tag("@effect-helpscout/core/TokenStore")<TokenStore, Service>() {
  /**
   * Stores tokens in memory. After a restart, the app must be authorized again or its tokens passed to the layer.
   *
   * @since 0.1.0
   */
  static readonly layerMemory: Layer.Layer<TokenStore> = Layer.effect(this, makeMemory())
}
