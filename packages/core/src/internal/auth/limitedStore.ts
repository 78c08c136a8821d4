/** A token store with retries and time limits, so that a store that hangs cannot block requests (law T4). */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Completion from "../../Completion.js"
import * as TokenStore from "../../TokenStore.js"
import type { StoredTokens, Tokens } from "../../Tokens.js"

type StoreFailed = TokenStore.TokenStoreFailed

export interface LimitedStore {
  readonly load: (account: string) => Effect.Effect<Option.Option<StoredTokens>, StoreFailed>
  readonly save: (
    account: string,
    tokens: Tokens,
    replaces: number
  ) => Effect.Effect<TokenStore.SaveResult, StoreFailed>
  /** Returns `true` if the previous holder has abandoned the lock. */
  readonly lock: (account: string) => Effect.Effect<boolean, StoreFailed, Scope.Scope>
}

/** The time limits of a store. */
export interface Limits {
  /** For `load` and `save`, retries included. */
  readonly call: Duration.DurationInput
  readonly lock: Duration.DurationInput
}

/** A refresh token must not be sent without the store, but a lease ends, even if its holder died. */
export const patient: Limits = { call: "5 seconds", lock: Duration.sum(TokenStore.leaseDuration, "10 seconds") }

/** A grant that can be repeated does without the store. `lock` waits about as long as the renewal of another process takes. */
export const impatient: Limits = { call: "250 millis", lock: "750 millis" }

/** `load` and `save` try up to four times. All return within their limits, even if the store cannot be interrupted. */
export const make = (store: TokenStore.Service, limits: Limits): LimitedStore => ({
  load: (account) => limit("load", limits.call)(Effect.suspend(() => store.load(account))),
  save: (account, tokens, replaces) =>
    limit("save", limits.call)(Effect.suspend(() => store.save(account, tokens, { replaces }))),
  lock: (account) =>
    Effect.suspend(() => store.lock(account)).pipe(
      Effect.map((acquired) => acquired?.abandoned === true),
      withoutDefects("lock"),
      Completion.abandonAfter({
        duration: limits.lock,
        onTimeout: () =>
          failed("lock", `not acquired within ${Duration.format(limits.lock)}, because another process holds it`)
      })
    )
})

const failed = (operation: StoreFailed["operation"], detail: string) =>
  new TokenStore.TokenStoreFailed({ operation, detail })

const limit =
  (operation: StoreFailed["operation"], duration: Duration.DurationInput) =>
  <A>(self: Effect.Effect<A, StoreFailed>) =>
    self.pipe(
      withoutDefects(operation),
      Effect.retry(Schedule.intersect(Schedule.exponential("100 millis"), Schedule.recurs(3))),
      Completion.abandonAfter({
        duration,
        onTimeout: () => failed(operation, `no response within ${Duration.format(duration)}`)
      })
    )

/** Turns a defect into a failure without its message, which may quote the tokens (law O1). */
const withoutDefects =
  (operation: StoreFailed["operation"]) =>
  <A, R>(self: Effect.Effect<A, StoreFailed, R>) =>
    Effect.catchAllDefect(self, () => Effect.fail(failed(operation, "the store threw an exception")))
