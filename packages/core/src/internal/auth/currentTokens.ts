/**
 * The current tokens, and the one way to change them: persist, activate, publish (law T4).
 *
 *                  saved
 *     commit ─┬──────────────────────▶ active, saved ─────▶ published
 *             │    save failed
 *             ├──────────────────────▶ active, unsaved ───▶ published, SaveFailed
 *             │                            │ saved later, at the latest when the layer closes
 *             │                            ▼
 *             │                        active, saved
 *             │    the store has newer tokens, which `setCredentials` overwrites
 *             └──────────────────────▶ the newer tokens are active; nothing is published
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { AccessToken } from "../../Auth.js"
import * as Completion from "../../Completion.js"
import type { TokenStoreFailed } from "../../TokenStore.js"
import * as Tokens from "../../Tokens.js"
import * as Callers from "../callers.js"
import type { AuthEvents } from "./events.js"
import type { LimitedStore } from "./limitedStore.js"

/** The event that tokens from outside the store cause. */
export type Origin = "Obtained" | "Renewed" | "Set"

export interface CurrentTokens {
  readonly access: AccessToken
  readonly tokens: Tokens.Tokens
  /** Their generation in the store or, while they are unsaved, the generation that they replace. */
  readonly generation: number
  /** Their origin, while they are unsaved. */
  readonly unsaved: Option.Option<Origin>
  /** When to renew them before use, in milliseconds of wall time. */
  readonly renewAt: number
  /** `true` while a renewal runs because of a 401 for this token. Until it ends, the token is not used. */
  readonly rejected: boolean
}

export interface Service {
  readonly get: Effect.Effect<Option.Option<CurrentTokens>>
  /** Activates tokens from the store, or given tokens whose first renewal will save them. Publishes nothing (law T6). */
  readonly adopt: (stored: Tokens.StoredTokens) => Effect.Effect<CurrentTokens>
  /** Marks the token with this id as rejected or not, if it is the current one. */
  readonly setRejected: (id: number, rejected: boolean) => Effect.Effect<void>
  /** Postpones the renewal of the token with this id, if it is the current one. */
  readonly postpone: (id: number, renewAt: number) => Effect.Effect<void>
  /** Persists, activates and publishes new tokens. Newer tokens in the store win, unless the origin is `Set`. */
  readonly commit: (origin: Origin, tokens: Tokens.Tokens, replaces: number) => Effect.Effect<CurrentTokens>
  /** Runs one change at a time, so that tokens are persisted, activated and published in one order (law T6). */
  readonly exclusively: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/** The id of the current token, or 0 if there is none. */
export const idOf = (current: Option.Option<CurrentTokens>) => (Option.isSome(current) ? current.value.access.id : 0)

export interface Options {
  readonly account: string
  readonly store: LimitedStore
  readonly events: AuthEvents
  /** Tokens that cannot be renewed are never due for renewal. */
  readonly isRenewable: (tokens: Tokens.Tokens) => boolean
}

/** The state that the functions below share. */
interface Context extends Options {
  readonly state: Ref.Ref<Option.Option<CurrentTokens>>
  readonly exclusively: Service["exclusively"]
}

export const make = (options: Options): Effect.Effect<Service, never, Scope.Scope> =>
  Effect.gen(function* () {
    const state = yield* Ref.make<Option.Option<CurrentTokens>>(Option.none())
    const context: Context = { ...options, state, exclusively: Callers.makeMutex() }
    // closing the layer interrupts the saver, then tries to save for the last time
    yield* Effect.addFinalizer(() => Effect.ignoreLogged(Completion.toCompletion(saveUnsaved(context))))
    const saver = yield* makeSaver(keepSaving(context))
    const update = (id: number, change: Partial<CurrentTokens>) =>
      Ref.update(
        state,
        Option.map((current) => (current.access.id === id ? { ...current, ...change } : current))
      )
    return {
      get: Ref.get(state),
      adopt: (stored) => adopt(context, stored),
      commit: (origin, tokens, replaces) => commit(context, saver, origin, tokens, replaces),
      setRejected: (id, rejected) => update(id, { rejected }),
      postpone: (id, renewAt) => update(id, { renewAt }),
      exclusively: context.exclusively
    }
  })

/** Persists, then activates, then publishes (law T4). Tokens that cannot be persisted are activated and published anyway. */
const commit = (
  context: Context,
  startSaver: Effect.Effect<void>,
  origin: Origin,
  tokens: Tokens.Tokens,
  replaces: number
) =>
  Effect.gen(function* () {
    const saved = yield* Effect.either(save(context, origin, tokens, replaces))
    if (Either.isRight(saved) && !saved.right.own) return yield* adopt(context, saved.right)
    const current = Either.isRight(saved)
      ? yield* activate(context, tokens, saved.right.generation, Option.none())
      : yield* activate(context, tokens, replaces, Option.some(origin))
    yield* context.events.publish({ _tag: origin, tokens })
    if (Either.isLeft(saved)) {
      yield* Effect.logWarning(
        `Auth: the current tokens are not saved; saving is retried in the background. ${saved.left.message}`
      )
      yield* context.events.publish({ _tag: "SaveFailed", error: saved.left })
      yield* startSaver
    }
    return current
  })

const adopt = (context: Context, { generation, tokens }: Tokens.StoredTokens) =>
  activate(context, tokens, generation, Option.none())

const activate = (
  { isRenewable, state }: Context,
  tokens: Tokens.Tokens,
  generation: number,
  unsaved: Option.Option<Origin>
) =>
  Ref.modify(state, (before) => {
    const access: AccessToken = { value: tokens.accessToken, id: idOf(before) + 1 }
    const renewAt = isRenewable(tokens) ? Tokens.renewAt(tokens) : Number.POSITIVE_INFINITY
    const current: CurrentTokens = { access, tokens, generation, unsaved, renewAt, rejected: false }
    return [current, Option.some(current)]
  })

/** The content of the store after a save. */
interface Saved extends Tokens.StoredTokens {
  /** `true`: the tokens that were to be saved. `false`: newer ones, of another process. */
  readonly own: boolean
}

const save = (
  context: Context,
  origin: Origin,
  tokens: Tokens.Tokens,
  replaces: number
): Effect.Effect<Saved, TokenStoreFailed> =>
  context.store.save(context.account, tokens, replaces).pipe(
    Effect.zip(Ref.get(context.state)),
    Effect.flatMap(([{ current, saved }, before]): Effect.Effect<Saved, TokenStoreFailed> => {
      // after a save whose result did not arrive, the retry is rejected in favor of the very tokens it saves
      if (saved || Tokens.sameAccessToken(current.tokens, tokens)) return Effect.succeed({ ...current, own: true })
      // the store holds the tokens that these replace, saved late: they are older despite their generation
      const older = Option.exists(before, (before) => Tokens.sameAccessToken(current.tokens, before.tokens))
      // law T7: tokens that were set win
      if (older || origin === "Set") return save(context, origin, tokens, current.generation)
      return Effect.succeed({ ...current, own: false })
    })
  )

const keepSaving = (context: Context) =>
  Effect.retry(
    Effect.zipRight(Effect.sleep("1 second"), saveUnsaved(context)),
    Schedule.exponential("1 second").pipe(Schedule.union(Schedule.spaced("1 minute")))
  ).pipe(Effect.ignore)

/** Returns an effect that starts the saver unless it runs. If the request that started it ends, another one continues it. */
const makeSaver = (save: Effect.Effect<void>): Effect.Effect<Effect.Effect<void>, never, Scope.Scope> =>
  Effect.map(Effect.scope, (scope) => {
    let isRunning = false
    const ended = Effect.sync(() => {
      isRunning = false
    })
    const run: Effect.Effect<unknown> = Effect.suspend(() => {
      const saving = Callers.attended(Effect.interruptible(save), () => void Effect.runFork(run))
      return Callers.forkIn(Effect.ensuring(saving, ended), scope)
    })
    return Effect.suspend(() => {
      if (isRunning) return Effect.void
      isRunning = true
      return Effect.asVoid(run)
    })
  })

/** Saves the current tokens if they are unsaved. */
const saveUnsaved = (context: Context): Effect.Effect<void, TokenStoreFailed> =>
  Effect.gen(function* () {
    const current = Option.getOrUndefined(yield* Ref.get(context.state))
    if (current === undefined || Option.isNone(current.unsaved)) return
    const saved = yield* save(context, current.unsaved.value, current.tokens, current.generation)
    if (!saved.own) return void (yield* adopt(context, saved))
    const { generation } = saved
    yield* Ref.update(
      context.state,
      Option.map((now) => ({ ...now, generation, unsaved: Option.none() }))
    )
    yield* Effect.logInfo("Auth: the current tokens are saved now")
  }).pipe(context.exclusively)
