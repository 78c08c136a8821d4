/** From tokens of core to plain ones, and back. */

import * as TokenStore from "@effect-helpscout/core/TokenStore"
import * as CoreTokens from "@effect-helpscout/core/Tokens"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { InputInvalid } from "../HelpScoutError.js"
import type { TokenStore as PlainStore, StoredTokensInput, Tokens, TokensInput } from "../Tokens.js"
import { toPlain } from "./plain.js"

export const toPlainTokens = (tokens: CoreTokens.Tokens): Tokens => toPlain(tokens) as Tokens

const dateOf = (name: string, date: Date | string | undefined): DateTime.Utc | undefined => {
  if (date === undefined || date === null) return undefined
  return Option.getOrThrowWith(DateTime.make(date), () => new TypeError(`${name} is not a date`))
}

const secretOf = (name: string, secret: string | undefined): string => {
  if (typeof secret === "string" && secret !== "") return secret
  throw new TypeError(`${name} is not a text`)
}

/** Throws a `TypeError` that names the field, for tokens that are none. */
export const fromPlainTokens = (tokens: TokensInput): CoreTokens.Tokens =>
  CoreTokens.make({
    accessToken: secretOf("accessToken", tokens?.accessToken),
    refreshToken: tokens.refreshToken == null ? undefined : secretOf("refreshToken", tokens.refreshToken),
    expiresAt: dateOf("expiresAt", tokens.expiresAt),
    issuedAt: dateOf("issuedAt", tokens.issuedAt)
  })

/** The same for tokens that a caller passes: they fail with `InputInvalid`. */
export const tokensOfInput = (operation: string, tokens: TokensInput): CoreTokens.Tokens => {
  try {
    return fromPlainTokens(tokens)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [path = "", ...rest] = error.message.split(" ")
    const message = `${operation}: the input is invalid, and no request was sent. Correct ${error.message}.`
    throw Object.assign(new InputInvalid({ operation, message }), { issues: [{ path, message: rest.join(" ") }] })
  }
}

const fromPlainStored = ({ generation, tokens }: StoredTokensInput): CoreTokens.StoredTokens => {
  if (!Number.isSafeInteger(generation) || generation < 1) throw new TypeError("generation is not a positive integer")
  return { tokens: fromPlainTokens(tokens), generation }
}

// ---------------------------------------------------------------------------------------------------------------
// store
// ---------------------------------------------------------------------------------------------------------------

type Operation = TokenStore.TokenStoreFailed["operation"]

/** The message of a store may quote what it was given, so it becomes the cause of nothing that is logged: only its name. */
const failed = (operation: Operation, error: unknown): TokenStore.TokenStoreFailed =>
  new TokenStore.TokenStoreFailed({
    operation,
    detail: error instanceof TypeError ? error.message : `the store's function failed (${nameOf(error)})`
  })

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  const { code } = error as { readonly code?: unknown }
  return typeof code === "string" ? `${error.name}, ${code}` : error.name
}

const attempt = <A>(operation: Operation, run: () => A | Promise<A>): Effect.Effect<A, TokenStore.TokenStoreFailed> =>
  Effect.tryPromise({ try: async () => run(), catch: (error) => failed(operation, error) })

/**
 * Acquires the lock by calling the store's function, and releases it by settling the promise that was passed to it. A
 * caller that is interrupted while it waits does not wait for the lock, and releases it as soon as it gets it.
 */
const lockOf = (store: PlainStore, account: string): Effect.Effect<void, TokenStore.TokenStoreFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const acquired = yield* Deferred.make<void, TokenStore.TokenStoreFailed>()
    const released = yield* Deferred.make<void>()
    const hold = () => {
      Deferred.unsafeDone(acquired, Effect.void)
      return Effect.runPromise(Deferred.await(released))
    }
    const held = (async () => store.lock?.(account, hold))().then(
      () => undefined,
      (error: unknown) => Deferred.unsafeDone(acquired, Effect.fail(failed("lock", error)))
    )
    yield* Effect.addFinalizer(() =>
      Effect.gen(function* () {
        yield* Deferred.succeed(released, undefined)
        if (yield* Deferred.isDone(acquired)) yield* Effect.promise(() => held)
      })
    )
    yield* Deferred.await(acquired)
  })

const storeOf = (store: PlainStore): TokenStore.Service => ({
  load: (account) =>
    attempt("load", async () => {
      const stored = await store.load(account)
      return Option.map(Option.fromNullable(stored), fromPlainStored)
    }),
  save: (account, tokens, { replaces }) => {
    const current = { tokens, generation: replaces + 1 }
    return attempt("save", async () => {
      const newer = await store.save(account, { ...current, tokens: toPlainTokens(tokens) }, { replaces })
      return newer == null ? { saved: true, current } : { saved: false, current: fromPlainStored(newer) }
    })
  },
  lock: (account) => (store.lock === undefined ? Effect.void : lockOf(store, account))
})

/** Without a store, tokens are kept in memory. */
export const makeStore = (store: PlainStore | undefined): Effect.Effect<TokenStore.Service> =>
  store === undefined ? TokenStore.makeMemory() : Effect.sync(() => storeOf(store))
