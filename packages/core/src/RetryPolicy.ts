/**
 * When a request that failed is sent again. Reads: after failures that may pass. Writes: only when it is certain that
 * nothing was applied. The waiting for a rate limit is not a retry in this sense: the `RateLimiter` sees to it.
 *
 * ```ts
 * import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
 * import * as Effect from "effect/Effect"
 *
 * export const patient = Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.make({ retries: 10, within: "5 minutes" }))
 * ```
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** How many times a request is sent again at most. @default 4 */
  readonly retries?: number
  /** The wait before the first retry; it doubles from one to the next. @default "250 millis" */
  readonly base?: Duration.DurationInput
  /** The longest single wait. @default "10 seconds" */
  readonly cap?: Duration.DurationInput
  /** The waits between tries come to so much at most; what the tries take, and waits for the rate limit, are left out. @default "1 minute" */
  readonly within?: Duration.DurationInput
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly retries: number
  readonly base: Duration.Duration
  readonly cap: Duration.Duration
  readonly within: Duration.Duration
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Service => ({
  retries: options.retries ?? 4,
  base: Duration.decode(options.base ?? "250 millis"),
  cap: Duration.decode(options.cap ?? "10 seconds"),
  within: Duration.decode(options.within ?? "1 minute")
})

/**
 * Four retries within a minute.
 *
 * @since 0.1.0
 * @category constructors
 */
export const standard: Service = make()

/**
 * Every failure is the caller's at once.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none: Service = make({ retries: 0 })

/**
 * The policy in force: `standard`, until another is provided for an effect with `Effect.provideService` or for a
 * program with a Layer.
 *
 * @since 0.1.0
 * @category services
 */
export class RetryPolicy extends Context.Reference<RetryPolicy>()("@effect-helpscout/core/RetryPolicy", {
  defaultValue: (): Service => standard
}) {}

/**
 * The wait before retry `n` (from 0): half of it fixed, half drawn by `random` in [0, 1), so that clients that failed
 * together don't come back together.
 *
 * @since 0.1.0
 * @category combinators
 */
export const delay = (policy: Service, n: number, random: number): Duration.Duration => {
  const full = Math.min(Duration.toMillis(policy.base) * 2 ** n, Duration.toMillis(policy.cap))
  return Duration.millis(full / 2 + (full / 2) * random)
}
