/**
 * Decides when a failed request is sent again. Reads: after transient failures (law S1). Writes: only if the write was
 * certainly not carried out (law S2). Waiting for the rate limit is not a retry in this sense: `RateLimiter` does that.
 *
 * ```ts
 * import { make, RetryPolicy } from "@effect-helpscout/core/RetryPolicy"
 * import * as Effect from "effect/Effect"
 *
 * export const patient = Effect.provideService(RetryPolicy, make({ retries: 10, within: "5 minutes" }))
 * ```
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"

/**
 * @since 0.1.0
 */
export interface Options {
  /** Maximum number of retries of a request. @default 4 */
  readonly retries?: number
  /** Delay before the first retry. It doubles with each retry. @default "250 millis" */
  readonly base?: Duration.DurationInput
  /** Maximum delay before a retry. @default "10 seconds" */
  readonly cap?: Duration.DurationInput
  /** Maximum sum of the delays, without the duration of the attempts and waits for the rate limit. @default "1 minute" */
  readonly within?: Duration.DurationInput
}

/**
 * @since 0.1.0
 */
export interface Service {
  readonly retries: number
  readonly base: Duration.Duration
  readonly cap: Duration.Duration
  readonly within: Duration.Duration
}

/**
 * Creates a policy from options.
 *
 * @since 0.1.0
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
 */
export const standard: Service = make()

/**
 * No retries: each failure is returned to the caller at once.
 *
 * @since 0.1.0
 */
export const none: Service = make({ retries: 0 })

/**
 * The current policy: `standard` by default. Provide another for an effect with `Effect.provideService`, or for a program
 * with a Layer.
 *
 * @since 0.1.0
 */
export class RetryPolicy extends Context.Reference<RetryPolicy>()("@effect-helpscout/core/RetryPolicy", {
  defaultValue: (): Service => standard
}) {}

/**
 * The delay before retry `n` (from 0). Half of it is fixed and half is chosen by `random` in [0, 1), so that clients that
 * failed together do not retry together.
 *
 * @since 0.1.0
 */
export const delay = (policy: Service, n: number, random: number): Duration.Duration => {
  const full = Math.min(Duration.toMillis(policy.base) * 2 ** n, Duration.toMillis(policy.cap))
  return Duration.millis(full / 2 + (full / 2) * random)
}
