/**
 * Receives webhooks: verifies and decodes what Help Scout delivers.
 */
import * as Signature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { toError } from "./internal/errors.js"
import { toPlain } from "./internal/plain.js"
import type { WebhookEvent } from "./Resources.js"

/** A raw body, before a framework parses it. A string represents its UTF-8 bytes. */
export type RawBody = Uint8Array | ArrayBuffer | string

/** A delivery as frameworks without Fetch have it. */
export interface Delivery {
  /** Names are case-insensitive. */
  readonly headers: Headers | Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  /** The raw bytes: `express.raw()`, `request.rawBody` or the equivalent. */
  readonly body: RawBody
}

/** One secret, or several during a rotation: a delivery that matches any of them is accepted. */
export interface WebhookOptions {
  readonly secrets: string | ReadonlyArray<string>
}

const run = async <A, E>(operation: string, effect: Effect.Effect<A, E>): Promise<A> => {
  const result = await Effect.runPromise(Effect.either(effect as Effect.Effect<A, E | Cause.UnknownException>))
  if (Either.isRight(result)) return result.right
  throw toError(result.left, operation)
}

const redacted = (secrets: WebhookOptions["secrets"]): ReadonlyArray<Redacted.Redacted> =>
  (typeof secrets === "string" ? [secrets] : (secrets ?? [])).map((secret) => Redacted.make(secret))

const isDelivery = (value: Request | Delivery): value is Delivery => !(value instanceof Request)

/**
 * Verifies a delivery and returns its event. Rejects with `WebhookRejected`, whose `status` is the one to respond with.
 * Respond with 2xx quickly, and expect duplicates: Help Scout may repeat a delivery.
 */
const verify = async (request: Request | Delivery, options: WebhookOptions): Promise<WebhookEvent> => {
  // not part of the start, because it needs the schemas of most resources
  const CoreEvent = await import("@effect-helpscout/resources/Webhooks/WebhookEvent")
  const secrets = redacted(options?.secrets)
  const event = isDelivery(request)
    ? // a body of another type is rejected
      CoreEvent.receive({ headers: request.headers, body: request.body, secrets })
    : CoreEvent.fromRequest(request, { secrets })
  // the same event, with plain dates
  return toPlain(await run("webhooks.verify", event)) as WebhookEvent
}

/** Returns the signature that Help Scout sends for a body, for testing a receiver. */
const sign = (options: { readonly body: RawBody; readonly secret: string }): Promise<string> =>
  run("webhooks.sign", Signature.sign({ body: options.body, secret: Redacted.make(options.secret) }))

/**
 * Returns the same text for two deliveries only if their event and body are equal, to skip repetitions. Help Scout does
 * not send an id with a delivery.
 */
const fingerprint = (options: { readonly event: string; readonly body: RawBody }): Promise<string> =>
  run("webhooks.fingerprint", Signature.fingerprint(options))

/** Receives webhooks. Needs no client. */
export const webhooks = { verify, sign, fingerprint }
