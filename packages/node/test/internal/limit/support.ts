import { type Limits, makeMemory, type Service } from "@effect-helpscout/core/RateLimiterStore"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import type * as Scope from "effect/Scope"
import { Redis } from "ioredis"
import * as RedisBudget from "../../../src/internal/limit/redisBudget.js"
import { script } from "../../../src/internal/limit/script.js"
import * as SharedBudget from "../../../src/internal/limit/sharedBudget.js"

export class Server extends Context.Tag("test/Redis")<Server, Effect.Effect.Success<typeof redisServer>>() {
  static readonly layer = Layer.scoped(this, redisServer)
}

/** A client of the test itself. */
export const bare = (url: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis(url)),
    (redis) => Effect.sync(() => redis.disconnect())
  )

export const limits = (limit: number, changed: Partial<Limits> = {}): Limits => ({
  limit,
  window: 1000,
  reserve: 0,
  ...changed
})

let accounts = 0
export const account = () => `account-${accounts++}`

/** A store with a clock that the test sets. */
export interface Bench {
  readonly open: Effect.Effect<Service, never, Scope.Scope>
  readonly at: (millis: number) => Effect.Effect<void>
}

export const memoryBench = Effect.sync((): Bench => {
  let millis = 0
  const clock: Clock.Clock = { ...Clock.make(), unsafeCurrentTimeNanos: () => BigInt(Math.round(millis * 1e6)) }
  return {
    open: Effect.withClock(makeMemory, clock),
    at: (next) =>
      Effect.sync(() => {
        millis = next
      })
  }
})

export const untimed = "local time = call('TIME')"
export const timed = script.replace(
  untimed,
  "local ms = tonumber(call('GET', KEYS[1] .. ':clock')) local time = { math.floor(ms / 1000), (ms % 1000) * 1000 }"
)
export const epoch = 1_750_000_000_000

export const redisBench = (redis: Redis, lease = 90_000) =>
  Effect.sync((): Bench => {
    const options = { prefix: "bench:", account: account(), lease, timeout: 10_000 }
    return {
      open: SharedBudget.make(RedisBudget.make(redis, options, timed), { share: 1, retry: Duration.seconds(1) }),
      at: (millis) => Effect.promise(() => redis.set(`bench:{${options.account}}:clock`, epoch + millis))
    }
  })

/** Requests a permit. Returns `granted`, or the reason to wait. */
export const room = (store: Service, id: number, units: number, limits: Limits) =>
  Effect.map(store.acquire({ id, units, limits }), (decision) =>
    decision._tag === "Granted" ? "granted" : decision.reason
  )

export const within = (millis: number, done: Effect.Effect<boolean>): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    const end = performance.now() + millis
    while (performance.now() < end) {
      if (yield* done) return true
      yield* Effect.sleep("10 millis")
    }
    return false
  })

export const collectLogs = () => {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    lines.push(`${logLevel.label} ${String(message)}`)
  })
  return { lines, layer: Logger.replace(Logger.defaultLogger, logger) }
}
