/**
 * The budget as this process knows it by itself, kept up to date while Redis counts, and in force while Redis is away:
 * its own share, and what the readings leave of the whole.
 */
import {
  makeMemory,
  type Settle,
  type Take,
  type Taken,
  type Terms,
  type Usage
} from "@effect-helpscout/core/RateLimiterStore"
import * as Effect from "effect/Effect"

export const make = (share: number) =>
  Effect.gen(function* () {
    /** What this process sends, without readings: others use the rest of the account's budget by right. */
    const own = yield* makeMemory
    /** The same with readings: whoever has used the account's budget up, nothing can be sent. */
    const account = yield* makeMemory
    let told: number | undefined

    const whole = (terms: Terms): Terms => ({ ...terms, limit: told ?? terms.limit })
    const part = (terms: Terms): Terms => ({
      limit: Math.max(1, Math.floor((whole(terms).limit - terms.reserve) * share)),
      window: terms.window,
      reserve: 0
    })

    /** Counts what Redis has granted. */
    const note = (request: Take): Effect.Effect<void> => {
      const granted = { ...request, terms: { ...request.terms, limit: Number.POSITIVE_INFINITY } }
      return Effect.zipRight(own.take(granted), account.take(granted))
    }

    const take = (request: Take): Effect.Effect<Taken> =>
      Effect.flatMap(own.take({ ...request, terms: part(request.terms) }), (taken) => {
        if (taken._tag === "Wait") return Effect.succeed(taken)
        return Effect.tap(account.take({ ...request, terms: whole(request.terms) }), (taken) =>
          taken._tag === "Granted" ? Effect.void : own.settle({ id: request.id, counts: false, terms: request.terms })
        )
      })

    const settle = (settlement: Settle): Effect.Effect<boolean> => {
      const { counts, id, pause, reading, terms } = settlement
      told = reading?.limit ?? told
      // the limit that was told comes in by the terms, for what Redis has granted must never be refused here
      const remaining = reading && (reading.remaining === undefined ? {} : { remaining: reading.remaining })
      return Effect.zipWith(
        own.settle({ id, counts, terms: part(terms) }),
        account.settle({
          id,
          counts,
          terms: whole(terms),
          ...(remaining !== undefined && { reading: remaining }),
          ...(pause !== undefined && { pause })
        }),
        (one, other) => one || other
      )
    }

    /** Of the share: its limit is what the limiter subtracts its reserve from. */
    const usage = (terms: Terms): Effect.Effect<Usage> =>
      Effect.map(own.usage(part(terms)), (used) => ({ ...used, limit: used.limit + terms.reserve }))

    return { note, take, settle, usage, told: () => told, share: (terms: Terms) => part(terms).limit }
  })
