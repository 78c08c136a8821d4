/** From a store of functions to one of core, and back. */
import * as Core from "@effect-helpscout/core/TokenStore"
import type * as CoreTokens from "@effect-helpscout/core/Tokens"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { TokenStoreFailed } from "../HelpScoutError.js"
import type { AcquiredLock, StoredTokensInput, TokenStore } from "../Tokens.js"
import { run } from "./run.js"
import { storedTokensOf, tokensOfInput, toPlainStored, toPlainTokens } from "./tokens.js"

type Operation = Core.TokenStoreFailed["operation"]

/** What a store returned is not a record of tokens. */
class InvalidContent extends Error {}

const fromPlainStored = (stored: StoredTokensInput): CoreTokens.StoredTokens => {
  const found = storedTokensOf(stored)
  if ("tokens" in found) return found
  const issues = found.map(({ message, path }) => `${path} ${message}`)
  throw new InvalidContent(`the stored value is not a valid token record: ${issues.join("; ")}`)
}

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  const { code } = error as { readonly code?: unknown }
  return typeof code === "string" ? `${error.name}, ${code}` : error.name
}

/** The message of a store may quote what it was given, so that of an unknown error is not passed on (law O1). */
const detailOf = (error: unknown): string => {
  if (error instanceof TokenStoreFailed) return error.detail
  return error instanceof InvalidContent ? error.message : `the store's function failed (${nameOf(error)})`
}

const failed = (operation: Operation, error: unknown): Core.TokenStoreFailed =>
  new Core.TokenStoreFailed({ operation, detail: detailOf(error) })

const attempt = <A>(operation: Operation, run: () => A | Promise<A>): Effect.Effect<A, Core.TokenStoreFailed> =>
  Effect.tryPromise({ try: async () => run(), catch: (error) => failed(operation, error) })

/**
 * Acquires the lock by calling the store's function, and releases it by settling the promise that was passed to it. A
 * caller that is interrupted while it waits aborts the signal. A store that does not heed it gives the lock later, and gets
 * it back at once.
 */
const lockOf = (
  store: TokenStore,
  account: string
): Effect.Effect<AcquiredLock | undefined, Core.TokenStoreFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const acquired = yield* Deferred.make<AcquiredLock | undefined, Core.TokenStoreFailed>()
    const released = yield* Deferred.make<void>()
    const waiting = new AbortController()
    // JavaScript may pass anything, as in `last.then(run)`
    // biome-ignore lint/suspicious/noConfusingVoidType: as in the declaration
    const hold = (lock?: AcquiredLock | void) => {
      const abandoned = lock?.abandoned === true
      Deferred.unsafeDone(acquired, Effect.succeed(abandoned ? { abandoned } : undefined))
      return Effect.runPromise(Deferred.await(released))
    }
    const withoutRunning = "the store's lock returned without calling its second argument"
    const held = (async () => store.lock?.(account, hold, { signal: waiting.signal }))().then(
      // has no effect if the lock was acquired
      () => Deferred.unsafeDone(acquired, Effect.fail(failed("lock", new InvalidContent(withoutRunning)))),
      (error: unknown) => Deferred.unsafeDone(acquired, Effect.fail(failed("lock", error)))
    )
    yield* Effect.addFinalizer(() =>
      Effect.gen(function* () {
        yield* Deferred.succeed(released, undefined)
        if (yield* Deferred.isDone(acquired)) yield* Effect.promise(() => held)
        else waiting.abort()
      })
    )
    return yield* Deferred.await(acquired)
  })

/** A store of functions, as core uses it. */
export const fromPlainStore = (store: TokenStore): Core.Service => ({
  load: (account) =>
    attempt("load", async () => Option.map(Option.fromNullable(await store.load(account)), fromPlainStored)),
  save: (account, tokens, { replaces }) => {
    const current = { tokens, generation: replaces + 1 }
    return attempt("save", async () => {
      const newer = await store.save(account, { ...current, tokens: toPlainTokens(tokens) }, { replaces })
      return newer == null ? { saved: true, current } : { saved: false, current: fromPlainStored(newer) }
    })
  },
  lock: (account) => (store.lock === undefined ? Effect.void : lockOf(store, account))
})

/** A store of core, as functions, which reject with `TokenStoreFailed`. `open` runs before each of them. */
export const toPlainStore = <E>(open: Effect.Effect<Core.Service, E>): Required<TokenStore> => ({
  load: async (account) => {
    const loading = Effect.flatMap(open, (store) => store.load(account))
    return Option.getOrUndefined(Option.map(await run("TokenStore.load", loading), toPlainStored))
  },
  save: async (account, { tokens }, { replaces }) => {
    const input = tokensOfInput("TokenStore.save", tokens)
    const saving = Effect.flatMap(open, (store) => store.save(account, input, { replaces }))
    const { current, saved } = await run("TokenStore.save", saving)
    return saved ? undefined : toPlainStored(current)
  },
  lock: (account, hold, options) => {
    const acquiring = Effect.flatMap(open, (store) => store.lock(account))
    const holding = Effect.flatMap(acquiring, (lock) => Effect.promise(() => hold(lock ?? undefined)))
    return run("TokenStore.lock", Effect.scoped(holding), options)
  }
})

/** Without a store, tokens are kept in memory. */
export const makeStore = (store: TokenStore | undefined): Effect.Effect<Core.Service> =>
  store === undefined ? Core.makeMemory() : Effect.succeed(fromPlainStore(store))
