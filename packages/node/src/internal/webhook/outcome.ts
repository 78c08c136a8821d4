/** The outcomes of a delivery: the status that Help Scout receives, the log line and the metric. */
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"

const outcomes = {
  accepted: { status: 200, level: LogLevel.Debug, text: "handled" },
  duplicate: { status: 200, level: LogLevel.Debug, text: "skipped: it was handled before" },
  inProgress: { status: 503, level: LogLevel.Debug, text: "rejected: a copy of it is being handled" },
  busy: { status: 503, level: LogLevel.Warning, text: "rejected: too many concurrent deliveries" },
  displaced: { status: 503, level: LogLevel.Warning, text: "rejected: too many bodies arrive slowly" },
  stopping: { status: 503, level: LogLevel.Debug, text: "rejected: the receiver is stopping" },
  interrupted: {
    status: 503,
    level: LogLevel.Warning,
    text: "interrupted: its handler did not finish within shutdownTimeout"
  },
  wrongMethod: { status: 405, level: LogLevel.Debug, text: "rejected: its method is not POST" },
  unverified: { status: 401, level: LogLevel.Warning, text: "rejected: its signature is wrong" },
  malformed: { status: 400, level: LogLevel.Warning, text: "rejected: its headers or body are malformed" },
  tooLarge: { status: 413, level: LogLevel.Warning, text: "rejected: its body is larger than maxBodyBytes" },
  tooSlow: { status: 408, level: LogLevel.Warning, text: "rejected: its body did not arrive within bodyTimeout" },
  truncated: { status: 400, level: LogLevel.Debug, text: "rejected: the sender closed the connection within the body" },
  unverifiable: { status: 500, level: LogLevel.Error, text: "rejected: this receiver cannot verify it" },
  failed: { status: 500, level: LogLevel.Error, text: "failed: its handler failed" },
  timedOut: { status: 503, level: LogLevel.Error, text: "failed: its handler did not finish within handlerTimeout" },
  storeFailed: { status: 503, level: LogLevel.Error, text: "rejected: the webhook store failed" }
} as const

export type Outcome = keyof typeof outcomes

export const statusOf = (outcome: Outcome): number => outcomes[outcome].status

const deliveries = Metric.counter("helpscout_webhook_deliveries", {
  description: "Webhook deliveries by outcome",
  incremental: true
})

interface Detail {
  /** Replaces the outcome's own log line. */
  readonly message?: string
  readonly cause?: Cause.Cause<unknown>
}

/** Counts and logs an outcome, and returns it. */
export const record = (outcome: Outcome, { cause, message }: Detail = {}): Effect.Effect<Outcome> => {
  const { level, text } = outcomes[outcome]
  const line = message ?? `Webhook delivery ${text}`
  return Metric.increment(Metric.tagged(deliveries, "outcome", outcome)).pipe(
    Effect.zipRight(cause === undefined ? Effect.logWithLevel(level, line) : Effect.logWithLevel(level, line, cause)),
    Effect.as(outcome)
  )
}
