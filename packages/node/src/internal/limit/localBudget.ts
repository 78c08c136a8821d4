/**
 * The budget as this process knows it on its own: its share of the limit, and what the readings leave of the account's
 * budget. It is kept up to date while Redis counts, and decides while Redis is unavailable (law P3).
 */
import {
  type Decision,
  type Limits,
  makeMemory,
  type PermitRequest,
  type Settlement,
  type Usage
} from "@effect-helpscout/core/RateLimiterStore"
import * as Effect from "effect/Effect"

export const make = (share: number) =>
  Effect.gen(function* () {
    /** The share: requests of this process, without readings. The rest of the account's budget belongs to other processes. */
    const own = yield* makeMemory
    /** The account: the same requests with readings. If other clients have exhausted the budget, nothing can be sent. */
    const account = yield* makeMemory
    let reportedLimit: number | undefined

    const accountLimits = (limits: Limits): Limits => ({ ...limits, limit: reportedLimit ?? limits.limit })
    const ownLimits = (limits: Limits): Limits => ({
      limit: Math.max(1, Math.floor((accountLimits(limits).limit - limits.reserve) * share)),
      window: limits.window,
      reserve: 0
    })

    /** Counts a request that Redis has granted. */
    const record = (request: PermitRequest): Effect.Effect<void> => {
      const granted = { ...request, limits: { ...request.limits, limit: Number.POSITIVE_INFINITY } }
      return Effect.zipRight(own.acquire(granted), account.acquire(granted))
    }

    const acquire = (request: PermitRequest): Effect.Effect<Decision> =>
      Effect.flatMap(own.acquire({ ...request, limits: ownLimits(request.limits) }), (decision) => {
        if (decision._tag === "Wait") return Effect.succeed(decision)
        return Effect.tap(account.acquire({ ...request, limits: accountLimits(request.limits) }), (decision) =>
          decision._tag === "Granted"
            ? Effect.void
            : own.settle({ id: request.id, counts: false, limits: request.limits })
        )
      })

    const settle = (settlement: Settlement): Effect.Effect<boolean> => {
      const { counts, id, limits, pause, reading } = settlement
      reportedLimit = reading?.limit ?? reportedLimit
      // the reported limit is passed in the limits, because what Redis has granted must never be rejected here
      const remaining = reading && (reading.remaining === undefined ? {} : { remaining: reading.remaining })
      return Effect.zipWith(
        own.settle({ id, counts, limits: ownLimits(limits) }),
        account.settle({
          id,
          counts,
          limits: accountLimits(limits),
          ...(remaining !== undefined && { reading: remaining }),
          ...(pause !== undefined && { pause })
        }),
        (one, other) => one || other
      )
    }

    /** The usage of the share. The reserve is added to its limit because the limiter subtracts it. */
    const usage = (limits: Limits): Effect.Effect<Usage> =>
      Effect.map(own.usage(ownLimits(limits)), (usage) => ({ ...usage, limit: usage.limit + limits.reserve }))

    return {
      record,
      acquire,
      settle,
      usage,
      reportedLimit: () => reportedLimit,
      share: (limits: Limits) => ownLimits(limits).limit
    }
  })

export type LocalBudget = Effect.Effect.Success<ReturnType<typeof make>>
