/**
 * The HTTP side of a delivery: reads its body, verifies the signature, decodes the event, and passes it on to be handled.
 * Each way out is an outcome with a status of its own.
 */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Effect from "effect/Effect"
import type * as WebhookStore from "../../WebhookStore.js"
import * as Handling from "./handling.js"
import { type Outcome, record, statusOf } from "./outcome.js"
import * as Reading from "./reading.js"
import type { Settings } from "./settings.js"

export interface Receiver {
  readonly app: HttpApp.Default
  /** Rejects every delivery that was not accepted yet with 503. */
  readonly stop: Effect.Effect<void>
  /** Waits for the accepted deliveries until `shutdownTimeout`, then interrupts the rest, so that they are sent again. */
  readonly drain: Effect.Effect<void>
}

/** Shortens the event name for logs: it is not signed, so it can be any text. */
const shortened = (event: string | undefined): string => (event ?? "(none)").slice(0, 64)

const rejected = ({ message, status }: WebhookSignature.WebhookRejected): Effect.Effect<Outcome> =>
  record(({ 400: "malformed", 401: "unverified", 500: "unverifiable" } as const)[status], { message })

/** Law P6: the handler gets what cannot be decoded. The paths say what to report. */
const reportUndecoded = (event: WebhookEvent.WebhookEvent): Effect.Effect<void> =>
  event._tag === "Unknown" && event.issues !== undefined
    ? Effect.logWarning(
        `Webhook delivery does not have the shape of its event (${event.issues.map(({ path }) => path).join(", ")}). The handler receives it as Unknown.`
      )
    : Effect.void

const unread = (fault: Reading.Fault): Effect.Effect<Outcome> => {
  switch (fault) {
    case "TooLarge":
      return record("tooLarge")
    case "Displaced":
      return record("displaced")
    case "TooSlow":
      return record("tooSlow")
    case "Truncated":
      return record("truncated")
    case "AlreadyRead":
      return rejected(new WebhookSignature.WebhookRejected({ reason: "BodyParsed" }))
  }
}

export const make = (
  settings: Settings,
  store: WebhookStore.Service,
  handle: (event: WebhookEvent.WebhookEvent) => Effect.Effect<unknown, unknown>
): Receiver => {
  const { secrets } = settings
  const reading = Reading.make(settings)
  const handling = Handling.make(settings, store, handle)

  // law P4: the raw bytes are verified before they are parsed
  const verifyAndHandle = (request: HttpServerRequest.HttpServerRequest, bytes: Uint8Array): Effect.Effect<Outcome> => {
    const name = request.headers["x-helpscout-event"]
    return WebhookEvent.receive({ headers: request.headers, body: bytes, secrets }).pipe(
      Effect.tap(reportUndecoded),
      Effect.zip(WebhookSignature.fingerprint({ event: name?.trim() ?? "", body: bytes })),
      Effect.matchEffect({ onFailure: rejected, onSuccess: ([event, key]) => handling.accept(key, event) }),
      Effect.annotateLogs("helpscout.webhook.event", shortened(name))
    )
  }

  const receive = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Outcome> =>
    Effect.suspend(() => {
      if (request.method !== "POST") return record("wrongMethod")
      if (handling.isStopping()) return record("stopping")
      return Effect.matchEffect(reading.read(request), {
        onFailure: unread,
        onSuccess: (bytes) => verifyAndHandle(request, bytes)
      })
    })

  // A sender that disconnects interrupts its request. Only the waits are interruptible, so that every delivery is recorded.
  const app: HttpApp.Default = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    Effect.map(Effect.uninterruptible(receive(request)), (outcome) =>
      // the body is empty, because the sender may be anyone
      HttpServerResponse.empty({
        status: statusOf(outcome),
        ...(outcome === "wrongMethod" && { headers: { allow: "POST" } })
      })
    )
  )

  return { app, stop: handling.stop, drain: handling.drain }
}
