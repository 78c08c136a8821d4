/** The limiter's metrics. */
import * as Metric from "effect/Metric"

export const waits = Metric.counter("helpscout_rate_limit_waits", {
  description: "Attempts that had to wait for the account's budget",
  incremental: true
})
export const rejections = Metric.counter("helpscout_rate_limit_rejections", {
  description: "Responses with status 429",
  incremental: true
})
export const remaining = Metric.gauge("helpscout_rate_limit_remaining", {
  description: "Units that the last response left in the account's window"
})
