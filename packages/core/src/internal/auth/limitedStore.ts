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
  readonly lock: (account: string) => Effect.Effect<void, StoreFailed, Scope.Scope>
}

/**
 * `load` and `save` try up to four times and return within five seconds, even if the store cannot be interrupted.
 * `lock` waits for at most one lease and ten seconds.
 */
export const make = (store: TokenStore.Service): LimitedStore => ({
  load: (account) => limit("load")(Effect.suspend(() => store.load(account))),
  save: (account, tokens, replaces) => limit("save")(Effect.suspend(() => store.save(account, tokens, { replaces }))),
  lock: (account) =>
    Effect.suspend(() => store.lock(account)).pipe(
      withoutDefects("lock"),
      // a lease ends, even if its holder died
      Effect.timeoutFail({
        duration: Duration.sum(TokenStore.leaseDuration, "10 seconds"),
        onTimeout: () => failed("lock", "another process holds the lock longer than its lease")
      })
    )
})

const failed = (operation: StoreFailed["operation"], detail: string) =>
  new TokenStore.TokenStoreFailed({ operation, detail })

const limit =
  (operation: StoreFailed["operation"]) =>
  <A>(self: Effect.Effect<A, StoreFailed>) =>
    self.pipe(
      withoutDefects(operation),
      Effect.retry(Schedule.intersect(Schedule.exponential("100 millis"), Schedule.recurs(3))),
      Completion.abandonAfter({
        duration: "5 seconds",
        onTimeout: () => failed(operation, "no response within 5 seconds")
      })
    )

/** Turns a defect into a failure without its message, which may quote the tokens (law O1). */
const withoutDefects =
  (operation: StoreFailed["operation"]) =>
  <A, R>(self: Effect.Effect<A, StoreFailed, R>) =>
    Effect.catchAllDefect(self, () => Effect.fail(failed(operation, "the store threw an exception")))
