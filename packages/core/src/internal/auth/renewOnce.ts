/**
 * One renewal, from the current token, if any, to its replacement (law T3, law T8).
 *
 *     no current token ──▶ load ─┬─▶ valid tokens ──▶ adopt
 *                                └─▶ none, or due ──┐
 *     current token is rejected or due ─────────────┴─▶ lock ──▶ load ─┬─▶ newer tokens, not due ──▶ adopt
 *                                                                      └─▶ none ──▶ request ──▶ commit
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Equal from "effect/Equal"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type { Replacement } from "../../Auth.js"
import * as Completion from "../../Completion.js"
import { AuthFailed, type AuthFailedReason } from "../../HelpScoutError.js"
import type { TokenStoreFailed } from "../../TokenStore.js"
import * as Tokens from "../../Tokens.js"
import * as CurrentTokens from "./currentTokens.js"
import type { LimitedStore } from "./limitedStore.js"
import * as TokenEndpoint from "./tokenEndpoint.js"

/** The differences between the OAuth2 flows. */
export interface Flow {
  readonly initial: Option.Option<Tokens.Tokens>
  /** The grant that obtains new tokens, or the reason why there is none. */
  readonly grant: (tokens: Option.Option<Tokens.Tokens>) => Either.Either<TokenEndpoint.Grant, AuthFailedReason>
  /**
   * `true`: a second request for tokens does no harm, so a failing store need not stop it. `false`: the grant is a
   * refresh token, which works once.
   */
  readonly repeatable: boolean
}

export interface Options {
  readonly account: string
  readonly flow: Flow
  readonly endpoint: TokenEndpoint.TokenEndpoint
  readonly store: LimitedStore
  readonly currentTokens: CurrentTokens.Service
}

/** What is known about the last refresh token that was sent. */
interface SentRefreshToken {
  readonly refreshToken: Redacted.Redacted
  /** Its rejection, or the failure that left open whether it was used. */
  readonly error: AuthFailed
}

/** The state that the functions below share. */
interface Context extends Options {
  readonly lastSent: Ref.Ref<Option.Option<SentRefreshToken>>
  /** `true`: the process that held the lock before died during its renewal. */
  readonly abandoned: boolean
}

/** Makes the renewal. It runs in an uninterruptible region: only reading and locking the store can be interrupted. */
export const make = (options: Options): Effect.Effect<Effect.Effect<Replacement, AuthFailed>> =>
  Effect.map(Ref.make<Option.Option<SentRefreshToken>>(Option.none()), (lastSent) =>
    renewOnce({ ...options, lastSent, abandoned: false })
  )

const renewOnce = (options: Context): Effect.Effect<Replacement, AuthFailed> =>
  Effect.gen(function* () {
    const current = yield* options.currentTokens.get
    if (Option.isSome(current)) return yield* renew(options, current)
    const initial = yield* loadInitial(options)
    if (Option.isNone(initial)) return yield* renew(options, current)
    const adopted = yield* adopt(options, 0, initial.value)
    const now = yield* options.currentTokens.get
    return (yield* isDue(now)) ? yield* renew(options, now) : adopted
  })

/** The first tokens: those of the store, or those given to the layer if they were issued later. */
const loadInitial = (options: Context): Effect.Effect<Option.Option<Tokens.StoredTokens>, AuthFailed> => {
  const { initial, repeatable } = options.flow
  const stored = load(options)
  return Effect.map(
    repeatable || Option.isSome(initial) ? Effect.orElseSucceed(stored, Option.none) : stored,
    (stored) => {
      const given = Option.map(initial, (tokens) => ({ tokens, generation: generationOf(stored) }))
      const newest = Option.zipWith(stored, given, (stored, given) => (issuedLater(given, stored) ? given : stored))
      return Option.orElse(newest, () => Option.orElse(stored, () => given))
    }
  )
}

const renew = (
  options: Context,
  current: Option.Option<CurrentTokens.CurrentTokens>
): Effect.Effect<Replacement, AuthFailed> =>
  Effect.gen(function* () {
    const { repeatable } = options.flow
    const replaces = CurrentTokens.idOf(current)
    const abandoned = yield* repeatable ? Effect.orElseSucceed(lock(options), () => false) : lock(options)
    const stored = yield* repeatable ? Effect.orElseSucceed(load(options), Option.none) : load(options)
    // law T8: another process may have renewed first
    const newer = Option.filter(stored, ({ generation }) => generation > generationOf(current))
    if (Option.isSome(newer) && !sameAccessToken(newer, current) && !(yield* areDue(newer.value.tokens))) {
      return yield* adopt(options, replaces, newer.value)
    }
    return yield* request(
      { ...options, abandoned },
      replaces,
      Option.orElse(newer, () => current)
    )
  }).pipe(Effect.scoped, Effect.withSpan("Auth.renew", { captureStackTrace: false }))

/** Requests tokens and makes them current. Once begun it completes, and the layer's scope waits for it (law T3). */
const request = (options: Context, replaces: number, base: Option.Option<Tokens.StoredTokens>) =>
  Effect.gen(function* () {
    yield* Effect.logDebug("Auth.renew: requesting an access token")
    const found = yield* exchange(options, base, true).pipe(
      TokenEndpoint.withTimeLimit("Auth.renew", options.flow.repeatable ? {} : { refreshTokenAtRisk: true })
    )
    if (found.source === "store") return yield* adopt(options, replaces, found)
    yield* Metric.increment(renewals)
    return yield* commit(options, replaces, found)
  }).pipe(Completion.toCompletion)

const renewals = Metric.counter("helpscout_renewals", {
  description: "Access tokens obtained from the token endpoint",
  incremental: true
})

interface FoundTokens extends Tokens.StoredTokens {
  /** `store`: the token endpoint rejected the refresh token because another process had renewed meanwhile. */
  readonly source: "token endpoint" | "store"
}

/** Calls the token endpoint. A rejected refresh token is final only if the store still contains it (law T8). */
const exchange = (
  options: Context,
  base: Option.Option<Tokens.StoredTokens>,
  mayRepeat: boolean
): Effect.Effect<FoundTokens, AuthFailed> =>
  Effect.gen(function* () {
    const grant = yield* Either.mapLeft(options.flow.grant(Option.map(base, ({ tokens }) => tokens)), (reason) =>
      failed(reason)
    )
    return yield* send(options, grant).pipe(
      Effect.map((tokens): FoundTokens => ({ tokens, generation: generationOf(base), source: "token endpoint" })),
      Effect.catchIf(
        (error) => error.reason === "RefreshTokenRefused",
        (rejection) =>
          Effect.gen(function* () {
            const stored = yield* load(options)
            if (Option.isNone(stored) || sameRefreshToken(stored, base)) return yield* rejection
            if (!(yield* areDue(stored.value.tokens))) return { ...stored.value, source: "store" as const }
            return yield* mayRepeat ? exchange(options, stored, false) : rejection
          })
      )
    )
  })

/** Sends the grant, unless it is a refresh token that was rejected before: that one stays rejected. */
const send = (options: Context, grant: TokenEndpoint.Grant): Effect.Effect<Tokens.Tokens, AuthFailed> => {
  const sent = options.endpoint.exchange(grant, "Auth.renew")
  if (grant.type !== "refresh_token") return sent
  const { refreshToken } = grant
  return Effect.gen(function* () {
    const last = yield* Ref.get(options.lastSent)
    const before =
      Option.isSome(last) && Equal.equals(last.value.refreshToken, refreshToken) ? last.value.error : undefined
    if (before?.reason === "RefreshTokenRefused") return yield* before
    const remember = (error: AuthFailed) => Ref.set(options.lastSent, Option.some({ refreshToken, error }))
    return yield* sent.pipe(
      Effect.mapError((error) =>
        error.reason === "RefreshTokenRefused" && (before !== undefined || options.abandoned)
          ? new AuthFailed({ ...error, refreshTokenAtRisk: true })
          : error
      ),
      Effect.tapError((error) =>
        error.reason === "RefreshTokenRefused" || error.refreshTokenAtRisk === true ? remember(error) : Effect.void
      )
    )
  })
}

const adopt = (options: Context, replaces: number, stored: Tokens.StoredTokens) =>
  unlessReplaced(
    options,
    replaces,
    Effect.map(options.currentTokens.adopt(stored), ({ access }) => ({ token: access, renewed: false }))
  )

const commit = (options: Context, replaces: number, { generation, tokens }: Tokens.StoredTokens) =>
  unlessReplaced(
    options,
    replaces,
    Effect.gen(function* () {
      const origin = replaces === 0 ? "Obtained" : "Renewed"
      const current = yield* options.currentTokens.commit(origin, tokens, generation)
      const renewed = current.tokens === tokens
      if (renewed) yield* Effect.logInfo(`Auth.renew: ${origin.toLowerCase()} the access token`)
      return { token: current.access, renewed }
    })
  )

/** Makes a change unless other tokens became current meanwhile: those stay (law T7). */
const unlessReplaced = ({ currentTokens }: Options, replaces: number, change: Effect.Effect<Replacement>) =>
  currentTokens.exclusively(
    Effect.flatMap(currentTokens.get, (current) =>
      Option.isSome(current) && current.value.access.id !== replaces
        ? Effect.succeed({ token: current.value.access, renewed: false })
        : change
    )
  )

const load = ({ account, store }: Options) => Effect.interruptible(Effect.mapError(store.load(account), storeFailed))

const lock = ({ account, store }: Options) => Effect.interruptible(Effect.mapError(store.lock(account), storeFailed))

const storeFailed = ({ detail }: TokenStoreFailed) => failed("TokenStoreFailed", detail)

const failed = (reason: AuthFailedReason, detail?: string) =>
  new AuthFailed({ operation: "Auth.renew", reason, ...(detail === undefined ? {} : { detail }) })

export const generationOf = (tokens: Option.Option<{ readonly generation: number }>) =>
  Option.isSome(tokens) ? tokens.value.generation : 0

const isDue = (current: Option.Option<CurrentTokens.CurrentTokens>) =>
  Effect.map(Clock.currentTimeMillis, (now) => Option.exists(current, ({ renewAt }) => now >= renewAt))

const areDue = (tokens: Tokens.Tokens) => Effect.map(Clock.currentTimeMillis, (now) => now >= Tokens.renewAt(tokens))

type MaybeTokens = Option.Option<{ readonly tokens: Tokens.Tokens }>

const sameRefreshToken = (a: MaybeTokens, b: MaybeTokens) =>
  Option.exists(a, (a) => Option.exists(b, (b) => Equal.equals(a.tokens.refreshToken, b.tokens.refreshToken)))

const sameAccessToken = (a: MaybeTokens, b: MaybeTokens) =>
  Option.exists(a, (a) => Option.exists(b, (b) => Tokens.sameAccessToken(a.tokens, b.tokens)))

const issuedLater = (a: Tokens.StoredTokens, b: Tokens.StoredTokens) =>
  a.tokens.issuedAt !== undefined &&
  b.tokens.issuedAt !== undefined &&
  a.tokens.issuedAt.epochMillis > b.tokens.issuedAt.epochMillis
