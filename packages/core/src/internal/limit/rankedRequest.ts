/** A registered request: its rank in the queue, and the time it has waited, kept from attempt to attempt. */
import type * as Duration from "effect/Duration"
import type { RankedRequest, Service } from "../../RateLimiter.js"

export class RequestState implements RankedRequest {
  readonly "~@effect-helpscout/core/RateLimiter/RankedRequest" = "~@effect-helpscout/core/RateLimiter/RankedRequest"
  /** Milliseconds waited so far because of 429s. */
  paused = 0
  /** Milliseconds waited so far for our own budget. */
  queued = 0
  /** The wait that the last attempt's 429 asked for, where the limiter does not wait. */
  retryAfter: Duration.Duration | undefined
  readonly rank: number
  readonly operation: string
  readonly units: number
  readonly priority: number

  constructor(rank: number, operation: string, units: number, priority: number) {
    this.rank = rank
    this.operation = operation
    this.units = units
    this.priority = priority
  }

  get isWrite() {
    return this.units > 1
  }
}

/** Cast: `register` of the same service is the only maker of ranked requests. */
export const stateOf = (request: RankedRequest) => request as RequestState

export const makeRegister = (): Service["register"] => {
  let rank = 0
  return (request) => new RequestState(rank++, request.operation, request.units, request.priority ?? 0)
}
