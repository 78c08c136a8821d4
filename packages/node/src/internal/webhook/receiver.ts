/**
 * The way of one delivery: read, verified, decoded, claimed, handled, remembered; and what is answered on each exit.
 */
import { randomUUID } from "node:crypto"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as WebhookStore from "../../WebhookStore.js"
import { within } from "../undisturbed.js"
import * as Body from "./body.js"
import { NotTaken } from "./queue.js"

export interface Settings {
  readonly secrets: WebhookSignature.Secrets
  readonly maxBodyBytes: number
  readonly bodyTimeout: Duration.Duration
  readonly handlerTimeout: Duration.Duration
  /** How many bodies are read at a time. */
  readonly concurrency: number
  /** How many deliveries are in hand at a time. */
  readonly inHand: number
  readonly remember: Duration.Duration
  readonly shutdownTimeout: Duration.Duration
}

export interface Receiver {
  readonly app: HttpApp.Default
  /** From now on every delivery that was not accepted is answered with 503. */
  readonly stop: Effect.Effect<void>
  /** Waits for what was accepted, for a while; what is not done by then is interrupted, to be sent again. */
  readonly drain: Effect.Effect<void>
}

/** What is answered for each outcome, and how loudly it is told. */
const outcomes = {
  accepted: { status: 200, level: LogLevel.Debug, text: "handled" },
  repeated: { status: 200, level: LogLevel.Debug, text: "a copy of one that was handled" },
  inProgress: { status: 503, level: LogLevel.Debug, text: "a copy of one that is being handled" },
  busy: { status: 503, level: LogLevel.Warning, text: "turned away, for there are too many at a time" },
  stopping: { status: 503, level: LogLevel.Debug, text: "turned away, for the receiver is stopping" },
  cutOff: {
    status: 503,
    level: LogLevel.Warning,
    text: "given up, for the receiver stopped before its handler was done"
  },
  notAPost: { status: 405, level: LogLevel.Debug, text: "refused: no POST" },
  refused: { status: 401, level: LogLevel.Warning, text: "refused: its signature is wrong" },
  malformed: { status: 400, level: LogLevel.Warning, text: "refused: it can't be read" },
  tooLarge: { status: 413, level: LogLevel.Warning, text: "refused: its body is larger than maxBodyBytes" },
  tooSlow: { status: 408, level: LogLevel.Warning, text: "refused: its body did not arrive within bodyTimeout" },
  brokenOff: { status: 400, level: LogLevel.Debug, text: "broken off by its sender" },
  unreadable: { status: 500, level: LogLevel.Error, text: "not readable" },
  failed: { status: 500, level: LogLevel.Error, text: "not handled: its handler failed" },
  timedOut: { status: 503, level: LogLevel.Error, text: "not handled within handlerTimeout" },
  storeFailed: { status: 503, level: LogLevel.Error, text: "turned away, for the store can't be used" }
} as const

type Outcome = keyof typeof outcomes

const deliveries = Metric.counter("helpscout_webhook_deliveries", {
  description: "Deliveries of webhooks, by what became of them",
  incremental: true
})

/** Its name is not signed: it may be anything. */
const shown = (event: string | undefined): string => (event ?? "(none)").slice(0, 64)

/** Counts and tells what became of a delivery. */
const settle = (
  outcome: Outcome,
  detail: { readonly message?: string; readonly cause?: Cause.Cause<unknown> } = {}
): Effect.Effect<Outcome> => {
  const { level, text } = outcomes[outcome]
  const message = detail.message ?? `Webhook delivery ${text}`
  return Metric.increment(Metric.tagged(deliveries, "outcome", outcome)).pipe(
    Effect.zipRight(
      detail.cause === undefined
        ? Effect.logWithLevel(level, message)
        : Effect.logWithLevel(level, message, detail.cause)
    ),
    Effect.as(outcome)
  )
}

const rejected = (rejection: WebhookSignature.WebhookRejected): Effect.Effect<Outcome> => {
  const outcome = ({ 400: "malformed", 401: "refused", 500: "unreadable" } as const)[rejection.status]
  return settle(outcome, { message: rejection.message })
}

/** Beyond the time of its handler, a claim is held for what surrounds it. */
const leaseMargin = Duration.seconds(15)
/** How long an answer, or a shutdown, waits for a handler that does not let itself be interrupted. */
const interruptionMargin = Duration.seconds(2)

export const make = (
  settings: Settings,
  store: WebhookStore.Service,
  handle: (event: WebhookEvent.WebhookEvent) => Effect.Effect<unknown, unknown>
): Receiver => {
  const { bodyTimeout, handlerTimeout, maxBodyBytes, remember, secrets } = settings
  const lease = Duration.sum(handlerTimeout, leaseMargin)
  /** One for each delivery in hand. They are their own masters: a sender that leaves does not interrupt them. */
  const fibers = new Set<Fiber.RuntimeFiber<Outcome>>()
  let reading = 0
  let stopping = false

  /** The event is handled, and the answer is 200 even if that can't be remembered: to fail would only repeat it. */
  const remembered = (key: string) =>
    store.done(key, { remember }).pipe(
      Effect.retry(Schedule.intersect(Schedule.exponential("100 millis"), Schedule.recurs(3))),
      Effect.catchAll((error) =>
        Effect.logWarning(`A webhook delivery was handled, but a copy of it may be handled again: ${error.message}`)
      )
    )

  const givenBack = (key: string, holder: string) =>
    Effect.catchAll(store.release(key, { holder }), (error) =>
      Effect.logWarning(
        `A webhook delivery is not handled again before ${Duration.format(lease)} are over: ${error.message}`
      )
    )

  const outcomeOf = (exit: Exit.Exit<Option.Option<unknown>, unknown>): Effect.Effect<Outcome> => {
    if (Exit.isSuccess(exit)) return settle(Option.isSome(exit.value) ? "accepted" : "timedOut")
    const failure = Option.getOrUndefined(Cause.failureOption(exit.cause))
    if (failure instanceof NotTaken) return settle(failure.why === "Full" ? "busy" : "stopping")
    if (stopping && Cause.isInterruptedOnly(exit.cause)) return settle("cutOff")
    return settle("failed", { cause: exit.cause })
  }

  const handled = (key: string, event: WebhookEvent.WebhookEvent): Effect.Effect<Outcome> => {
    const holder = randomUUID()
    const inHand = Effect.suspend(() => handle(event)).pipe(
      Effect.timeoutOption(handlerTimeout),
      // the request that this fiber was forked by can't be interrupted, and that is inherited
      Effect.interruptible,
      Effect.exit,
      Effect.tap((exit) =>
        Exit.isSuccess(exit) && Option.isSome(exit.value) ? remembered(key) : givenBack(key, holder)
      ),
      Effect.flatMap(outcomeOf)
    )
    return Effect.matchCauseEffect(store.begin(key, { holder, lease }), {
      onFailure: (cause) => settle("storeFailed", { cause }),
      onSuccess: (claimed) => {
        if (claimed === "Done") return settle("repeated")
        return claimed === "InProgress" ? settle("inProgress") : inHand
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

  /** From here on the delivery is in hand. */
  const accept = (key: string, event: WebhookEvent.WebhookEvent): Effect.Effect<Outcome> =>
    Effect.suspend(() => {
      if (stopping) return settle("stopping")
      if (fibers.size >= settings.inHand) return settle("busy")
      return Effect.flatMap(Effect.forkDaemon(handled(key, event)), (fiber) => {
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
    })

  /** Of a sender that leaves it hears by itself. */
  const body = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Uint8Array, Body.Fault | "TooSlow"> =>
    Effect.acquireUseRelease(
      Effect.sync(() => {
        reading += 1
      }),
      () =>
        Effect.flatMap(
          within(Body.read(request, maxBodyBytes), bodyTimeout),
          Option.match({ onNone: () => Effect.fail("TooSlow" as const), onSome: Effect.succeed })
        ),
      () =>
        Effect.sync(() => {
          reading -= 1
        })
    )

  const unread = (fault: Body.Fault | "TooSlow"): Effect.Effect<Outcome> => {
    switch (fault) {
      case "TooLarge":
        return settle("tooLarge")
      case "TooSlow":
        return settle("tooSlow")
      case "BrokenOff":
        return settle("brokenOff")
      case "AlreadyRead":
        return rejected(new WebhookSignature.WebhookRejected({ reason: "BodyParsed" }))
    }
  }

  const received = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Outcome> =>
    Effect.suspend(() => {
      if (request.method !== "POST") return settle("notAPost")
      if (stopping) return settle("stopping")
      if (reading >= settings.concurrency) return settle("busy")
      return Effect.matchEffect(body(request), { onFailure: unread, onSuccess: (bytes) => verified(request, bytes) })
    })

  const verified = (request: HttpServerRequest.HttpServerRequest, bytes: Uint8Array): Effect.Effect<Outcome> => {
    const name = request.headers["x-helpscout-event"]
    return WebhookEvent.receive({ headers: request.headers, body: bytes, secrets }).pipe(
      Effect.zip(WebhookSignature.fingerprint({ event: name?.trim() ?? "", body: bytes })),
      Effect.matchEffect({ onFailure: rejected, onSuccess: ([event, key]) => accept(key, event) }),
      Effect.annotateLogs("helpscout.webhook.event", shown(name))
    )
  }

  // A sender that leaves interrupts its request: only the waiting may be cut off, so that each delivery is accounted for.
  const app: HttpApp.Default = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    Effect.map(Effect.uninterruptible(received(request)), (outcome) =>
      // no word of what was wrong: whoever asks may be anybody
      HttpServerResponse.empty({
        status: outcomes[outcome].status,
        ...(outcome === "notAPost" && { headers: { allow: "POST" } })
      })
    )
  )

  const settled = Effect.suspend(() => Fiber.awaitAll([...fibers]))

  return {
    app,
    stop: Effect.sync(() => {
      stopping = true
    }),
    drain: within(settled, settings.shutdownTimeout).pipe(
      Effect.zipRight(Effect.suspend(() => Effect.forEach([...fibers], Fiber.interruptFork, { discard: true }))),
      Effect.zipRight(within(settled, interruptionMargin)),
      Effect.asVoid
    )
  }
}
