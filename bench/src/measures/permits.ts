/**
 * A child process. Each request runs one round of empty fibers, of the same fibers with a permit each, and of the same
 * fibers when all of them wait in the limiter's queue first.
 */
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as Effect from "effect/Effect"
import { respond } from "../processes.js"

export interface Permits {
  /** Microseconds of CPU per fiber. */
  readonly empty: number
  readonly granted: number
  readonly queued: number
}

const budget = { limit: 100_000_000, window: "100 millis" } as const
const limiterOf = (maxConcurrent: number) =>
  Effect.runPromise(Effect.provide(RateLimiter, RateLimiter.layer({ ...budget, maxConcurrent })))
const [free, narrow] = await Promise.all([limiterOf(1_000_000), limiterOf(1)])

const request = { operation: "users.get", units: 1 }
const use = () => ({ _tag: "Responded", status: 200, reading: { limit: 100_000_000, remaining: 99_999_999 } }) as const
const withPermit = (limiter: typeof free) =>
  Effect.suspend(() => limiter.withPermit(limiter.register(request), Effect.yieldNow(), use))

const cpu = async (count: number, one: Effect.Effect<void, unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await Effect.runPromise(
    Effect.all(
      Array.from({ length: count }, () => one),
      { concurrency: "unbounded", discard: true }
    )
  )
  const { system, user } = process.cpuUsage(before)
  return (user + system) / count
}

respond<number, Permits>(async (count) => ({
  empty: await cpu(count, Effect.yieldNow()),
  granted: await cpu(count, withPermit(free)),
  queued: await cpu(count, withPermit(narrow))
}))
