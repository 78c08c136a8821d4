/**
 * Handles verified deliveries: claims each one in the store, runs its handler, and marks it as done.
 *
 * ```
 * accept ─ claim ─┬─ Done ──────── duplicate (200)
 *                 ├─ InProgress ── inProgress (503)
 *                 └─ Begun ─ handler ─┬─ succeeded ─ done ───── accepted (200)
 *                                     └─ any other end ─ release ─ failed, timedOut, interrupted, busy (500 or 503)
 * ```
 */
import { randomUUID } from "node:crypto"
import * as Completion from "@effect-helpscout/core/Completion"
import type * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as WebhookStore from "../../WebhookStore.js"
import { type Outcome, record } from "./outcome.js"
import { NotTaken } from "./queue.js"
import type { Settings } from "./settings.js"

export interface Handling {
  /** Handles a delivery, unless a copy of it was handled. `key` identifies equal deliveries. */
  readonly accept: (key: string, event: WebhookEvent.WebhookEvent) => Effect.Effect<Outcome>
  /** Rejects all further deliveries. */
  readonly stop: Effect.Effect<void>
  readonly isStopping: () => boolean
  /** Waits for the accepted deliveries until `shutdownTimeout`, then interrupts the rest, so that they are sent again. */
  readonly drain: Effect.Effect<void>
}

/** The time that a claim lasts beyond `handlerTimeout`, for the operations before and after the handler. */
const leaseMargin = Duration.seconds(15)
/** The time that a response or a shutdown waits for a handler that ignores its interruption. */
const interruptionMargin = Duration.seconds(2)

export const make = (
  settings: Settings,
  store: WebhookStore.Service,
  handle: (event: WebhookEvent.WebhookEvent) => Effect.Effect<unknown, unknown>
): Handling => {
  const { handlerTimeout, maxHandling, remember, shutdownTimeout } = settings
  const lease = Duration.sum(handlerTimeout, leaseMargin)
  /** One fiber for each accepted delivery. They are daemons, so that a sender that disconnects does not interrupt them. */
  const fibers = new Set<Fiber.RuntimeFiber<Outcome>>()
  let stopping = false

  /** The event has been handled, so the status is 200 even if this fails: any other status would repeat the delivery. */
  const markDone = (key: string) =>
    store.done(key, { remember }).pipe(
      Effect.retry(Schedule.intersect(Schedule.exponential("100 millis"), Schedule.recurs(3))),
      Effect.catchAll(({ message }) =>
        Effect.logWarning(`A webhook delivery was handled, but a copy of it may be handled again: ${message}`)
      )
    )

  const release = (key: string, holder: string) =>
    Effect.catchAll(store.release(key, { holder }), ({ message }) =>
      Effect.logWarning(
        `A webhook delivery cannot be handled again before its claim ends in ${Duration.format(lease)}: ${message}`
      )
    )

  const recordExit = (exit: Exit.Exit<Option.Option<unknown>, unknown>): Effect.Effect<Outcome> => {
    if (Exit.isSuccess(exit)) return record(Option.isSome(exit.value) ? "accepted" : "timedOut")
    const failure = Option.getOrUndefined(Cause.failureOption(exit.cause))
    if (failure instanceof NotTaken) return record(failure.reason === "Full" ? "busy" : "stopping")
    if (stopping && Cause.isInterruptedOnly(exit.cause)) return record("interrupted")
    return record("failed", { cause: exit.cause })
  }

  const claimAndHandle = (key: string, event: WebhookEvent.WebhookEvent): Effect.Effect<Outcome> => {
    const holder = randomUUID()
    const handleClaimed = Effect.suspend(() => handle(event)).pipe(
      Effect.timeoutOption(handlerTimeout),
      // the app forks this fiber in an uninterruptible region, and a fork inherits that
      Effect.interruptible,
      Effect.exit,
      // law P4: a delivery counts as seen once its handler has succeeded
      Effect.tap((exit) => (Exit.isSuccess(exit) && Option.isSome(exit.value) ? markDone(key) : release(key, holder))),
      Effect.flatMap(recordExit)
    )
    return Effect.matchCauseEffect(store.begin(key, { holder, lease }), {
      onFailure: (cause) => record("storeFailed", { cause }),
      onSuccess: (claim) => {
        if (claim === "Done") return record("duplicate")
        return claim === "InProgress" ? record("inProgress") : handleClaimed
      }
    }).pipe(
      Effect.withSpan("NodeWebhook.handle", {
        kind: "consumer",
        captureStackTrace: false,
        attributes: { "helpscout.webhook.event": event._tag }
      }),
      Effect.uninterruptible
    )
  }

  const settled = Effect.suspend(() => Fiber.awaitAll([...fibers]))

  return {
    accept: (key, event) =>
      Effect.suspend(() => {
        if (stopping) return record("stopping")
        if (fibers.size >= maxHandling) return record("busy")
        return Effect.flatMap(Effect.forkDaemon(claimAndHandle(key, event)), (fiber) => {
          fibers.add(fiber)
          fiber.addObserver(() => fibers.delete(fiber))
          return Fiber.join(fiber).pipe(
            Effect.interruptible,
            Effect.timeoutTo({
              duration: Duration.sum(handlerTimeout, interruptionMargin),
              onSuccess: (outcome) => outcome,
              onTimeout: (): Outcome => "timedOut"
            })
          )
        })
      }),
    isStopping: () => stopping,
    stop: Effect.sync(() => {
      stopping = true
    }),
    drain: Completion.toCompletion(Effect.timeoutOption(settled, shutdownTimeout)).pipe(
      Effect.zipRight(Effect.suspend(() => Effect.forEach([...fibers], Fiber.interruptFork, { discard: true }))),
      Effect.zipRight(Completion.toCompletion(Effect.timeoutOption(settled, interruptionMargin))),
      Effect.asVoid
    )
  }
}
