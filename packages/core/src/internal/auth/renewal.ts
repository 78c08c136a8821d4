/**
 * Shares one renewal among all callers that need it.
 *
 *                token (missing or due), replace (401)
 *     idle ──────────────────────────────────────────▶ running
 *     idle ◀── renewed, or adopted from the store ─── running   waiters get the token
 *     idle ◀── failed ─────────────────────────────── running   waiters get the error (law T5) or, from `token`,
 *                                                               the current token while it is valid
 *     idle ◀── setCredentials ─────────────────────── running   waiters get the tokens that were set; the result of
 *                                                               the renewal is discarded (law T7)
 *     idle ◀── its request ended ──────────────────── running   waiters start over, and one of them renews (callers.ts)
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import type { AccessToken, Replacement, Service } from "../../Auth.js"
import * as Completion from "../../Completion.js"
import type { AuthFailed } from "../../HelpScoutError.js"
import type * as TokenStore from "../../TokenStore.js"
import * as Tokens from "../../Tokens.js"
import * as Callers from "../callers.js"
import * as CurrentTokens from "./currentTokens.js"
import * as Events from "./events.js"
import * as LimitedStore from "./limitedStore.js"
import { type Flow, generationOf, make as makeRenewOnce } from "./renewOnce.js"
import type { TokenEndpoint } from "./tokenEndpoint.js"

/** The state `running`. It runs in a fiber of the layer's scope, and callers wait for `done`. */
interface RunningRenewal {
  /** The id of the token that was current when it began, or 0 if there was none. */
  readonly replaces: number
  readonly done: Callers.Outcome<Replacement, RenewalFailure | typeof vanished>
}

/** The request that ran the renewal ended, and its fiber with it. */
const vanished = Symbol("@effect-helpscout/core/auth/vanished")

interface RenewalFailure {
  readonly error: AuthFailed
  /** The current token, if it is still valid and no 401 has rejected it. */
  readonly fallback: Option.Option<AccessToken>
}

/** The state that the functions below share. */
interface Context {
  readonly currentTokens: CurrentTokens.Service
  readonly events: Events.AuthEvents
  /** `None` is the state `idle`. */
  readonly running: Ref.Ref<Option.Option<RunningRenewal>>
  readonly renewOnce: Effect.Effect<Replacement, AuthFailed>
  /** The error of the last renewal that failed. */
  readonly lastError: Ref.Ref<Option.Option<AuthFailed>>
  readonly scope: Scope.Scope
}

export interface Options {
  readonly account: string
  readonly flow: Flow
  readonly endpoint: TokenEndpoint
  readonly store: TokenStore.Service
}

export const make = ({
  account,
  endpoint,
  flow,
  store
}: Options): Effect.Effect<Omit<Service, "getTokens" | "authorizationUrl">, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const limitedStore = LimitedStore.make(store, flow.repeatable ? LimitedStore.impatient : LimitedStore.patient)
    const events = yield* Events.make
    const currentTokens = yield* CurrentTokens.make({
      account,
      store: limitedStore,
      events,
      isRenewable: (tokens) => Either.isRight(flow.grant(Option.some(tokens)))
    })
    const context: Context = {
      currentTokens,
      events,
      running: yield* Ref.make<Option.Option<RunningRenewal>>(Option.none()),
      renewOnce: yield* makeRenewOnce({ account, flow, endpoint, store: limitedStore, currentTokens }),
      lastError: yield* Ref.make<Option.Option<AuthFailed>>(Option.none()),
      scope
    }
    return {
      token: token(context),
      replace: (rejected) => replace(context, rejected),
      setCredentials: (input) => setCredentials(context, input),
      tokens: events.tokens,
      events: events.events
    }
  })

const token = (context: Context): Effect.Effect<AccessToken, AuthFailed> => {
  const renewed = Effect.matchEffect(joinOrStart(context, Option.none()), {
    onSuccess: ({ token }) => Effect.succeed(token),
    onFailure: ({ error, fallback }) => Effect.mapError(fallback, () => error)
  })
  return Effect.flatMap(context.currentTokens.get, (current) =>
    Effect.clockWith((clock) =>
      Option.isSome(current) && !current.value.rejected && clock.unsafeCurrentTimeMillis() < current.value.renewAt
        ? Effect.succeed(current.value.access)
        : renewed
    )
  )
}

const replace = (context: Context, rejected: AccessToken): Effect.Effect<Replacement, AuthFailed> =>
  Effect.gen(function* () {
    const current = yield* context.currentTokens.get
    // law T1: only a 401 for the current token causes a renewal; any other is retried with the current token
    if (Option.isSome(current) && current.value.access.id !== rejected.id) {
      return { token: current.value.access, renewed: false }
    }
    const running = yield* Ref.get(context.running)
    if (Option.isSome(running) && running.value.replaces !== rejected.id) {
      // this renewal has just activated the rejected token, and is about to end
      yield* Effect.exit(running.value.done.await)
      return yield* replace(context, rejected)
    }
    return yield* Effect.mapError(joinOrStart(context, Option.some(rejected)), ({ error }) => error)
  })

const setCredentials = (context: Context, input: Tokens.Input): Effect.Effect<void> =>
  Effect.gen(function* () {
    const generation = generationOf(yield* context.currentTokens.get)
    const { access } = yield* context.currentTokens.commit("Set", Tokens.make(input), generation)
    // law T7: a renewal that began before is discarded
    const discarded = yield* Ref.modify(context.running, (running) => {
      const older = Option.filter(running, ({ replaces }) => replaces !== access.id)
      return [older, Option.isSome(older) ? Option.none() : running]
    })
    if (Option.isSome(discarded)) {
      discarded.value.done.complete(Exit.succeed({ token: access, renewed: false }))
    }
  }).pipe(
    context.currentTokens.exclusively,
    Completion.toCompletion,
    (self) => Callers.forkIn(self, context.scope),
    Effect.flatMap(Fiber.join)
  )

/**
 * Joins the running renewal or starts one, and waits for it (law T1). Interrupting the wait does not interrupt the
 * renewal (law T3).
 */
const joinOrStart = (
  context: Context,
  rejected: Option.Option<AccessToken>
): Effect.Effect<Replacement, RenewalFailure> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const fresh: RunningRenewal = {
        replaces: CurrentTokens.idOf(yield* context.currentTokens.get),
        done: new Callers.Outcome()
      }
      const renewal = yield* Ref.modify(context.running, (running) => {
        const renewal = Option.getOrElse(running, () => fresh)
        return [renewal, Option.some(renewal)]
      })
      if (Option.isSome(rejected)) yield* context.currentTokens.setRejected(rejected.value.id, true)
      if (renewal === fresh) yield* Callers.forkIn(run(context, fresh), context.scope)
      return yield* restore(
        Effect.catchAll(renewal.done.await, (failure) =>
          failure === vanished ? joinOrStart(context, rejected) : Effect.fail(failure)
        )
      )
    })
  )

/** Uninterruptible except while it reads or locks the store: a response that has arrived is used, even if the layer closes. */
const run = (context: Context, renewal: RunningRenewal): Effect.Effect<void> =>
  Callers.attended(
    Effect.matchCauseEffect(context.renewOnce, {
      onSuccess: (replacement) => complete(context, renewal, Exit.succeed(replacement)),
      onFailure: (cause) =>
        Either.match(Cause.failureOrCause(cause), {
          onLeft: (error) => fail(context, renewal, error),
          onRight: (cause) => complete(context, renewal, Exit.failCause(cause))
        })
    }),
    () => void Effect.runFork(complete(context, renewal, Exit.fail(vanished)))
  ).pipe(Effect.asVoid, Effect.uninterruptible)

const complete = (
  context: Context,
  renewal: RunningRenewal,
  exit: Exit.Exit<Replacement, RenewalFailure | typeof vanished>
) => Effect.map(end(context, renewal), () => renewal.done.complete(exit))

/** The pause after a failed renewal of a token that is still valid, so that not every request starts another. */
const pauseMillis = 5_000

/** Ends a renewal that failed. The error reaches all its waiters (law T5), and the next caller starts another. */
const fail = (context: Context, renewal: RunningRenewal, error: AuthFailed) =>
  Effect.gen(function* () {
    const current = yield* context.currentTokens.get
    const now = yield* Clock.currentTimeMillis
    // law T2: whatever the failure, a token is used until it expires
    const usable = Option.filter(
      current,
      ({ rejected, tokens }) => !rejected && now < (tokens.expiresAt?.epochMillis ?? 0)
    )
    const pause = Math.max(pauseMillis, error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter))
    if (Option.isSome(usable)) {
      const { access, tokens } = usable.value
      yield* context.currentTokens.postpone(access.id, Math.min(now + pause, tokens.expiresAt?.epochMillis ?? 0))
    }
    if (!(yield* end(context, renewal))) return
    // a remembered rejection is the same error again: it was logged and published before
    const lastError = yield* Ref.getAndSet(context.lastError, Option.some(error))
    if (!Option.exists(lastError, (last) => last === error)) {
      // callers that get the error report it themselves
      yield* Option.isSome(usable) ? Effect.logWarning(error.message) : Effect.logDebug(error.message)
      yield* context.events.publish({ _tag: "RenewalFailed", error })
    }
    renewal.done.complete(Exit.fail({ error, fallback: Option.map(usable, ({ access }) => access) }))
  })

/** Returns to the state `idle`. Returns `false` if `setCredentials` has discarded the renewal. */
const end = (context: Context, renewal: RunningRenewal) =>
  Effect.gen(function* () {
    const isCurrent = yield* Ref.modify(context.running, (running) => {
      const isCurrent = Option.isSome(running) && running.value === renewal
      return [isCurrent, isCurrent ? Option.none() : running]
    })
    if (isCurrent) yield* context.currentTokens.setRejected(renewal.replaces, false)
    return isCurrent
  })
