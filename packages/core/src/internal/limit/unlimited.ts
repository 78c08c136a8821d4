/** A limiter that never waits and counts nothing. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import { RateLimited } from "../../HelpScoutError.js"
import type { PermitUse, RankedRequest, Service } from "../../RateLimiter.js"
import { makeRegister, stateOf } from "./rankedRequest.js"
import { defaults } from "./settings.js"

const withPermit: Service["withPermit"] = <A, E, R>(
  ranked: RankedRequest,
  send: Effect.Effect<A, E, R>,
  use: (exit: Exit.Exit<A, E>) => PermitUse
) =>
  Effect.suspend((): Effect.Effect<A, E | RateLimited, R> => {
    const request = stateOf(ranked)
    if (request.retryAfter !== undefined) {
      return Effect.fail(new RateLimited({ operation: request.operation, retryAfter: request.retryAfter }))
    }
    return Effect.onExit(send, (exit) =>
      Effect.sync(() => {
        const used = use(exit)
        if (used._tag !== "Responded" || used.status !== 429) return
        request.retryAfter = used.reading.retryAfter ?? Duration.times(defaults.window, 1 / 6)
      })
    )
  })

export const make = (): Service => ({
  register: makeRegister(),
  withPermit,
  snapshot: Effect.succeed({
    limit: Number.POSITIVE_INFINITY,
    remaining: Number.POSITIVE_INFINITY,
    completed: 0,
    inFlight: 0,
    external: 0,
    active: 0,
    queued: 0,
    paused: Duration.zero,
    nextIn: Duration.zero,
    waits: 0,
    rejections: 0
  }),
  options: Effect.succeed({ ...defaults, maxConcurrent: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY }),
  update: () => Effect.void
})
