/** The metrics of the pipeline. */
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"
import * as Metric from "effect/Metric"

const responses = Metric.counter("helpscout_requests", {
  description: "Responses of Help Scout, by status",
  incremental: true
})

const retries = Metric.counter("helpscout_retries", {
  description: "Requests retried after a transient failure",
  incremental: true
})

/** A cache of constants: tagging a metric costs more than a lookup. */
const responsesByStatus = new Map<number, Metric.Metric.Counter<number>>()

const responsesWith = (status: number): Metric.Metric.Counter<number> => {
  let counter = responsesByStatus.get(status)
  if (counter === undefined) {
    counter = Metric.tagged(responses, "status", String(status))
    responsesByStatus.set(status, counter)
  }
  return counter
}

/** `Metric.increment` in one step. Every response is counted. */
export const countResponse = (status: number): Effect.Effect<void> =>
  Effect.withFiberRuntime((fiber) => {
    responsesWith(status).unsafeUpdate(1, fiber.getFiberRef(FiberRef.currentMetricLabels))
    return Effect.void
  })

export const countRetry: Effect.Effect<void> = Metric.increment(retries)

const skipped = Metric.counter("helpscout_skipped_items", {
  description: "List items that were skipped: null items, and unreadable items that a handler accepted",
  incremental: true
})
const skippedBecause = {
  null: Metric.tagged(skipped, "reason", "null"),
  unreadable: Metric.tagged(skipped, "reason", "unreadable")
}

export const countSkipped = (reason: keyof typeof skippedBecause, items: number): Effect.Effect<void> =>
  Metric.incrementBy(skippedBecause[reason], items)
