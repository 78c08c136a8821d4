/**
 * The tokens in force: a Ref, and the one way into it, which saves, installs and publishes. The laws named here are
 * those of `DESIGN.md`, section "Auth".
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as FiberHandle from "effect/FiberHandle"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { AccessToken } from "../../Auth.js"
import * as TokenStore from "../../TokenStore.js"
import * as Tokens from "../../Tokens.js"
import type { Announcements } from "./announcements.js"

export type Origin = "Obtained" | "Renewed" | "Set"

export interface Current {
  readonly access: AccessToken
  readonly tokens: Tokens.Tokens
  /** The generation that they have in the store or, while they are not saved, that they are to replace. */
  readonly generation: number
  /** Where they come from, while they could not be saved. */
  readonly unsaved: Option.Option<Origin>
  /** From when on they are to be renewed before they are used, in milliseconds of wall time. */
  readonly renewAt: number
  /** Whether somebody waits for a renewal because of a 401: meanwhile they are of no use to anybody. */
  readonly rejected: boolean
}

export const idOf = (current: Option.Option<Current>) => (Option.isSome(current) ? current.value.access.id : 0)

export interface TokensInForce {
  readonly current: Effect.Effect<Option.Option<Current>>
  /** Tokens that are in the store, or wait for their first renewal to get there: no event (law 6). */
  readonly adopt: (stored: Tokens.StoredTokens) => Effect.Effect<Current>
  /** Says of the token with this id, while it is in force, whether it is rejected. */
  readonly setRejected: (id: number, rejected: boolean) => Effect.Effect<void>
  /** New tokens. They give way to newer ones in the store, unless they were set. */
  readonly commit: (origin: Origin, tokens: Tokens.Tokens, replaces: number) => Effect.Effect<Current>
  /** One change at a time: what is saved, installed and published comes in one order (law 6). */
  readonly exclusively: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export const make = (
  account: string,
  store: BoundedStore,
  announcements: Announcements,
  isRenewable: (tokens: Tokens.Tokens) => boolean
): Effect.Effect<TokensInForce, never, Scope.Scope> =>
  Effect.gen(function* () {
    const state = yield* Ref.make<Option.Option<Current>>(Option.none())
    const mutex = yield* Effect.makeSemaphore(1)
    const exclusively = mutex.withPermits(1)

    const install = (tokens: Tokens.Tokens, generation: number, unsaved: Option.Option<Origin>) =>
      Ref.modify(state, (before) => {
        const access: AccessToken = { value: tokens.accessToken, id: idOf(before) + 1 }
        const renewAt = isRenewable(tokens) ? Tokens.renewAt(tokens) : Number.POSITIVE_INFINITY
        const current: Current = { access, tokens, generation, unsaved, renewAt, rejected: false }
        return [current, Option.some(current)]
      })

    const adopt = ({ generation, tokens }: Tokens.StoredTokens) => install(tokens, generation, Option.none())

    const save = (origin: Origin, tokens: Tokens.Tokens, replaces: number): Effect.Effect<Saved, StoreFailed> =>
      store.save(account, tokens, replaces).pipe(
        Effect.zip(Ref.get(state)),
        Effect.flatMap(([{ current, saved }, before]): Effect.Effect<Saved, StoreFailed> => {
          // a save whose answer was lost is refused when it is tried again, with what it has saved itself
          if (saved || Tokens.sameAccessToken(current.tokens, tokens)) return Effect.succeed({ ...current, mine: true })
          // what these replace was saved late: it is no newer for that
          const older = Option.exists(before, (before) => Tokens.sameAccessToken(current.tokens, before.tokens))
          // law 7: what was set stays
          if (older || origin === "Set") return save(origin, tokens, current.generation)
          return Effect.succeed({ ...current, mine: false })
        })
      )

    /** Law 4: saved, then in force, then published; in force all the same if it can't be saved. */
    const commit = (origin: Origin, tokens: Tokens.Tokens, replaces: number) =>
      Effect.gen(function* () {
        const saved = yield* Effect.either(save(origin, tokens, replaces))
        if (Either.isRight(saved) && !saved.right.mine) return yield* adopt(saved.right)
        const current = Either.isRight(saved)
          ? yield* install(tokens, saved.right.generation, Option.none())
          : yield* install(tokens, replaces, Option.some(origin))
        yield* announcements.publish({ _tag: origin, tokens })
        if (Either.isLeft(saved)) {
          yield* Effect.logWarning(
            `The Help Scout tokens are in force but not saved; saving goes on. ${saved.left.message}`
          )
          yield* announcements.publish({ _tag: "SaveFailed", error: saved.left })
          yield* FiberHandle.run(background, Effect.interruptible(keepSaving), { onlyIfMissing: true })
        }
        return current
      })

    /** Saves what is in force, if it isn't saved yet. */
    const catchUp: Effect.Effect<void, StoreFailed> = Effect.gen(function* () {
      const current = Option.getOrUndefined(yield* Ref.get(state))
      if (current === undefined || Option.isNone(current.unsaved)) return
      const saved = yield* save(current.unsaved.value, current.tokens, current.generation)
      if (!saved.mine) return void (yield* adopt(saved))
      const { generation } = saved
      yield* Ref.update(
        state,
        Option.map((now) => ({ ...now, generation, unsaved: Option.none() }))
      )
      yield* Effect.logInfo("The Help Scout tokens are saved at last")
    }).pipe(exclusively)

    const keepSaving = Effect.retry(
      Effect.zipRight(Effect.sleep("1 second"), catchUp),
      Schedule.exponential("1 second").pipe(Schedule.union(Schedule.spaced("1 minute")))
    ).pipe(Effect.ignore)

    // closing the layer is the last chance to save
    yield* Effect.addFinalizer(() => Effect.ignoreLogged(toItsEnd(catchUp)))
    const background = yield* FiberHandle.make<void>()

    const setRejected = (id: number, rejected: boolean) =>
      Ref.update(
        state,
        Option.map((current) => (current.access.id === id ? { ...current, rejected } : current))
      )

    return { current: Ref.get(state), adopt, commit, setRejected, exclusively }
  })

/**
 * Runs to its end in a fiber of its own, which is waited for uninterruptibly. To make it uninterruptible is not enough:
 * an interruption passes through a fiber that ignores it to its children, such as the two sides of a timeout.
 */
export const toItsEnd = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.uninterruptible(Effect.flatMap(Effect.forkDaemon(Effect.interruptible(self)), Fiber.join))

interface Saved extends Tokens.StoredTokens {
  /** Whether it is what was to be saved. */
  readonly mine: boolean
}

type StoreFailed = TokenStore.TokenStoreFailed

export interface BoundedStore {
  readonly load: (account: string) => Effect.Effect<Option.Option<Tokens.StoredTokens>, StoreFailed>
  readonly save: (
    account: string,
    tokens: Tokens.Tokens,
    replaces: number
  ) => Effect.Effect<TokenStore.SaveResult, StoreFailed>
  readonly lock: (account: string) => Effect.Effect<void, StoreFailed, Scope.Scope>
}

/**
 * A store that always answers: a few tries, five seconds at most (law 4), even if it can't be interrupted. What it
 * throws is a failure too, without its words: they may quote what was to be saved.
 */
export const bounded = (store: TokenStore.Service): BoundedStore => {
  const failed = (operation: StoreFailed["operation"], detail: string) =>
    new TokenStore.TokenStoreFailed({ operation, detail })
  const limit =
    (operation: StoreFailed["operation"]) =>
    <A>(self: Effect.Effect<A, StoreFailed>) =>
      self.pipe(
        Effect.catchAllDefect(() => Effect.fail(failed(operation, "the store threw a defect"))),
        Effect.retry(Schedule.intersect(Schedule.exponential("100 millis"), Schedule.recurs(3))),
        Effect.interruptible,
        Effect.disconnect,
        Effect.interruptible,
        Effect.timeoutFail({ duration: "5 seconds", onTimeout: () => failed(operation, "no answer within 5 seconds") })
      )
  return {
    load: (account) => limit("load")(Effect.suspend(() => store.load(account))),
    save: (account, tokens, replaces) => limit("save")(Effect.suspend(() => store.save(account, tokens, { replaces }))),
    // whoever holds it loses it after the lease at the latest
    lock: (account) =>
      Effect.suspend(() => store.lock(account)).pipe(
        Effect.catchAllDefect(() => Effect.fail(failed("lock", "the store threw a defect"))),
        Effect.timeoutFail({
          duration: Duration.sum(TokenStore.leaseDuration, "10 seconds"),
          onTimeout: () => failed("lock", "another process holds the lock for longer than its lease")
        })
      )
  }
}
