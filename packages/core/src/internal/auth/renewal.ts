/**
 * How tokens are renewed once for all who need it. The laws named here are those of `DESIGN.md`, section "Auth".
 *
 * An attempt runs in a fiber of the layer's scope and is waited for through a Deferred. It takes the store's lock,
 * looks whether another process has been faster, asks the token endpoint, and commits.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import type { AccessToken, Replacement, Service } from "../../Auth.js"
import { AuthFailed, type AuthFailedReason } from "../../HelpScoutError.js"
import type * as TokenStore from "../../TokenStore.js"
import * as Tokens from "../../Tokens.js"
import * as Announcements from "./announcements.js"
import * as TokensInForce from "./currentTokens.js"
import * as TokenEndpoint from "./tokenEndpoint.js"

/** What sets one OAuth2 flow apart from another. */
export interface Flow {
  readonly initial: Option.Option<Tokens.Tokens>
  /** With what to ask for new tokens, or why that can't be. */
  readonly grant: (tokens: Option.Option<Tokens.Tokens>) => Either.Either<TokenEndpoint.Grant, AuthFailedReason>
  /** Whether asking twice does no harm, so that a store out of order need not stop it. A refresh token works once. */
  readonly repeatable: boolean
}

interface Failure {
  readonly error: AuthFailed
  /** The token at hand, if it still holds and nobody has rejected it. */
  readonly usable: Option.Option<AccessToken>
}

/** An attempt under way. */
interface Attempt {
  /** The id of the token that it began with; 0 if there was none. */
  readonly replaces: number
  readonly done: Deferred.Deferred<Replacement, Failure>
}

/** The token endpoint's answer, or what turned up in the store instead. */
interface Answer extends Tokens.StoredTokens {
  readonly asked: boolean
}

const renewals = Metric.counter("helpscout_renewals", {
  description: "Access tokens obtained from the token endpoint",
  incremental: true
})

export const make = (
  account: string,
  flow: Flow,
  endpoint: TokenEndpoint.TokenEndpoint,
  unbounded: TokenStore.Service
): Effect.Effect<Omit<Service, "getTokens" | "authorizationUrl">, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const store = TokensInForce.bounded(unbounded)
    const announcements = yield* Announcements.make
    const inForce = yield* TokensInForce.make(account, store, announcements, (tokens) =>
      Either.isRight(flow.grant(Option.some(tokens)))
    )
    const underWay = yield* Ref.make<Option.Option<Attempt>>(Option.none())

    const failed = (reason: AuthFailedReason, detail?: string) =>
      new AuthFailed({ operation: "Auth.renew", reason, ...(detail === undefined ? {} : { detail }) })

    const stored = Effect.interruptible(
      Effect.mapError(store.load(account), ({ detail }) => failed("TokenStoreFailed", detail))
    )

    /** What to begin with: the store's tokens, or those that the program was given. */
    const first = Effect.map(
      flow.repeatable || Option.isSome(flow.initial) ? Effect.orElseSucceed(stored, Option.none) : stored,
      (kept) => {
        const generation = generationOf(kept)
        const given = Option.map(flow.initial, (tokens) => ({ tokens, generation }))
        const newest = Option.zipWith(kept, given, (kept, given) => (issuedLater(given, kept) ? given : kept))
        return Option.orElse(newest, () => Option.orElse(kept, () => given))
      }
    )

    /**
     * Asks the token endpoint. A refused refresh token is final only if the store still holds that same one (law 8).
     */
    const ask = (base: Option.Option<Tokens.StoredTokens>, again: boolean): Effect.Effect<Answer, AuthFailed> =>
      Effect.gen(function* () {
        const grant = yield* Either.mapLeft(flow.grant(Option.map(base, (base) => base.tokens)), (reason) =>
          failed(reason)
        )
        return yield* endpoint.exchange(grant, "Auth.renew").pipe(
          Effect.map((tokens): Answer => ({ tokens, generation: generationOf(base), asked: true })),
          Effect.catchIf(
            (error) => error.reason === "RefreshTokenRefused",
            (refused) =>
              Effect.gen(function* () {
                const kept = yield* stored
                if (Option.isNone(kept) || sameRefreshToken(kept, base)) return yield* refused
                if (!(yield* due(kept.value.tokens))) return { ...kept.value, asked: false }
                return yield* again ? ask(kept, false) : refused
              })
          )
        )
      })

    /** Law 7: what was put in force meanwhile stays. */
    const unlessReplaced = (replaces: number, change: Effect.Effect<Replacement>) =>
      inForce.exclusively(
        Effect.flatMap(inForce.current, (current) =>
          Option.isSome(current) && current.value.access.id !== replaces
            ? Effect.succeed({ token: current.value.access, renewed: false })
            : change
        )
      )

    const adopt = (replaces: number, kept: Tokens.StoredTokens) =>
      unlessReplaced(
        replaces,
        Effect.map(inForce.adopt(kept), ({ access }) => ({ token: access, renewed: false }))
      )

    const commit = (replaces: number, { generation, tokens }: Answer) =>
      unlessReplaced(
        replaces,
        Effect.gen(function* () {
          const event = replaces === 0 ? "Obtained" : "Renewed"
          const current = yield* inForce.commit(event, tokens, generation)
          const renewed = current.tokens === tokens
          if (renewed) yield* Effect.logInfo(`${event} the Help Scout access token`)
          return { token: current.access, renewed }
        })
      )

    /** Law 3: once begun it runs to its end, and the layer's scope waits for it. */
    const send = (replaces: number, base: Option.Option<Tokens.StoredTokens>) =>
      Effect.gen(function* () {
        yield* Effect.logDebug("Renewing the Help Scout access token")
        const answer = yield* ask(base, true).pipe(TokenEndpoint.within("Auth.renew"))
        if (!answer.asked) return yield* adopt(replaces, answer)
        yield* Metric.increment(renewals)
        return yield* commit(replaces, answer)
      }).pipe(TokensInForce.toItsEnd)

    const locked = Effect.interruptible(
      Effect.mapError(store.lock(account), ({ detail }) => failed("TokenStoreFailed", detail))
    )

    const renew = (current: Option.Option<TokensInForce.Current>): Effect.Effect<Replacement, AuthFailed> =>
      Effect.gen(function* () {
        const replaces = TokensInForce.idOf(current)
        yield* flow.repeatable ? Effect.ignore(locked) : locked
        const kept = yield* flow.repeatable ? Effect.orElseSucceed(stored, Option.none) : stored
        // law 8: another process may have been faster
        const newer = Option.filter(kept, ({ generation }) => generation > generationOf(current))
        if (Option.isSome(newer) && !sameAccessToken(newer, current) && !(yield* due(newer.value.tokens))) {
          return yield* adopt(replaces, newer.value)
        }
        return yield* send(
          replaces,
          Option.orElse(newer, () => current)
        )
      }).pipe(Effect.scoped, Effect.withSpan("Auth.renew", { captureStackTrace: false }))

    const attempt: Effect.Effect<Replacement, AuthFailed> = Effect.gen(function* () {
      const current = yield* inForce.current
      if (Option.isSome(current)) return yield* renew(current)
      const found = yield* first
      if (Option.isNone(found)) return yield* renew(current)
      const adopted = yield* adopt(0, found.value)
      const now = yield* inForce.current
      return (yield* isDue(now)) ? yield* renew(now) : adopted
    })

    const isDue = (current: Option.Option<TokensInForce.Current>) =>
      Effect.map(Clock.currentTimeMillis, (now) => Option.isSome(current) && now >= current.value.renewAt)

    /** Law 5: the failure goes to all who wait for this attempt; the next caller begins another. */
    const fail = (mine: Attempt, error: AuthFailed) =>
      Effect.gen(function* () {
        const current = yield* inForce.current
        const now = yield* Clock.currentTimeMillis
        const usable = Option.filterMap(current, ({ access, rejected, tokens }) =>
          !rejected && error.isRetryable && now < (tokens.expiresAt?.epochMillis ?? 0)
            ? Option.some(access)
            : Option.none()
        )
        if (!(yield* leave(mine))) return
        // the one passes by itself, the other needs somebody who mends it
        yield* error.isRetryable ? Effect.logWarning(error.message) : Effect.logError(error.message)
        yield* announcements.publish({ _tag: "RenewalFailed", error })
        yield* Deferred.fail(mine.done, { error, usable })
      })

    /** Makes room for the next attempt. `false`: `setCredentials` has done so already. */
    const leave = (mine: Attempt) =>
      Effect.gen(function* () {
        const here = yield* Ref.modify(underWay, (now) => {
          const here = Option.isSome(now) && now.value === mine
          return [here, here ? Option.none() : now]
        })
        if (here) yield* inForce.setRejected(mine.replaces, false)
        return here
      })

    /** Uninterruptible but while it reads and locks: an answer that came is handed on, though the layer is closing. */
    const run = (mine: Attempt) =>
      Effect.matchCauseEffect(attempt, {
        onSuccess: (replacement) => Effect.zipRight(leave(mine), Deferred.succeed(mine.done, replacement)),
        onFailure: (cause) =>
          Either.match(Cause.failureOrCause(cause), {
            onLeft: (error) => fail(mine, error),
            onRight: (cause) => Effect.zipRight(leave(mine), Deferred.failCause(mine.done, cause))
          })
      }).pipe(Effect.uninterruptible)

    /** Joins the attempt under way or begins one, and waits for it, interruptibly (laws 1 and 3). */
    const share = (rejected: Option.Option<AccessToken>): Effect.Effect<Replacement, Failure> =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const fresh: Attempt = {
            replaces: TokensInForce.idOf(yield* inForce.current),
            done: yield* Deferred.make<Replacement, Failure>()
          }
          const attempt = yield* Ref.modify(underWay, (now) => {
            const attempt = Option.getOrElse(now, () => fresh)
            return [attempt, Option.some(attempt)]
          })
          if (Option.isSome(rejected)) yield* inForce.setRejected(rejected.value.id, true)
          if (attempt === fresh) yield* Effect.forkIn(run(fresh), scope)
          return yield* restore(Deferred.await(attempt.done))
        })
      )

    const slow: Effect.Effect<AccessToken, AuthFailed> = Effect.matchEffect(share(Option.none()), {
      onSuccess: ({ token }) => Effect.succeed(token),
      onFailure: ({ error, usable }) => Effect.mapError(usable, () => error)
    })

    const token = Effect.flatMap(inForce.current, (current) =>
      Effect.clockWith((clock) =>
        Option.isSome(current) && !current.value.rejected && clock.unsafeCurrentTimeMillis() < current.value.renewAt
          ? Effect.succeed(current.value.access)
          : slow
      )
    )

    const replace = (rejected: AccessToken): Effect.Effect<Replacement, AuthFailed> =>
      Effect.gen(function* () {
        const current = yield* inForce.current
        // law 1: only the current token is renewed, for any other the current one is tried
        if (Option.isSome(current) && current.value.access.id !== rejected.id) {
          return { token: current.value.access, renewed: false }
        }
        const attempt = yield* Ref.get(underWay)
        if (Option.isSome(attempt) && attempt.value.replaces !== rejected.id) {
          // it has just put this very token in force, and is about to end
          yield* Effect.exit(Deferred.await(attempt.value.done))
          return yield* replace(rejected)
        }
        return yield* Effect.mapError(share(Option.some(rejected)), ({ error }) => error)
      })

    const setCredentials = (input: Tokens.Input): Effect.Effect<void> =>
      Effect.gen(function* () {
        const { access } = yield* inForce.commit("Set", Tokens.make(input), generationOf(yield* inForce.current))
        const waiting = yield* Ref.modify(underWay, (now) => {
          const older = Option.filter(now, ({ replaces }) => replaces !== access.id)
          return [older, Option.isSome(older) ? Option.none() : now]
        })
        if (Option.isSome(waiting)) {
          yield* Deferred.succeed(waiting.value.done, { token: access, renewed: false })
        }
      }).pipe(inForce.exclusively, TokensInForce.toItsEnd, Effect.forkIn(scope), Effect.flatMap(Fiber.join))

    return { token, replace, tokens: announcements.tokens, events: announcements.events, setCredentials }
  })

const generationOf = (tokens: Option.Option<{ readonly generation: number }>) =>
  Option.isSome(tokens) ? tokens.value.generation : 0

const due = (tokens: Tokens.Tokens) => Effect.map(Clock.currentTimeMillis, (now) => now >= Tokens.renewAt(tokens))

const sameRefreshToken = (a: Option.Option<Tokens.StoredTokens>, b: Option.Option<Tokens.StoredTokens>) =>
  Option.exists(a, (a) => Option.exists(b, (b) => Equal.equals(a.tokens.refreshToken, b.tokens.refreshToken)))

const sameAccessToken = (a: Option.Option<Tokens.StoredTokens>, b: Option.Option<Tokens.StoredTokens>) =>
  Option.exists(a, (a) => Option.exists(b, (b) => Tokens.sameAccessToken(a.tokens, b.tokens)))

const issuedLater = (a: Tokens.StoredTokens, b: Tokens.StoredTokens) =>
  a.tokens.issuedAt !== undefined &&
  b.tokens.issuedAt !== undefined &&
  a.tokens.issuedAt.epochMillis > b.tokens.issuedAt.epochMillis
