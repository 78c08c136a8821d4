/**
 * Receives webhooks: verifies and decodes what Help Scout delivers.
 */
import * as Signature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Redacted from "effect/Redacted"
import { toPlain } from "./internal/plain.js"
import { run } from "./internal/run.js"
import type { WebhookEvent, WebhooksResource } from "./Resources.js"

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

/** What receives webhooks. It needs no client. */
export interface WebhookReceiver {
  /**
   * Verifies a delivery and returns its event. Rejects with `WebhookRejected`, whose `status` is the one to respond with.
   * Respond with 2xx quickly, and expect duplicates: Help Scout may repeat a delivery.
   */
  verify(request: Request | Delivery, options: WebhookOptions): Promise<WebhookEvent>
  /** Returns the signature that Help Scout sends for a body, for testing a receiver. */
  sign(options: { readonly body: RawBody; readonly secret: string }): Promise<string>
  /**
   * Returns the same text for two deliveries only if their event and body are equal, to skip repetitions. Help Scout does
   * not send an id with a delivery.
   */
  fingerprint(options: { readonly event: string; readonly body: RawBody }): Promise<string>
}

/** The webhooks of an account, and what receives their deliveries. */
export interface Webhooks extends WebhooksResource, WebhookReceiver {}

const redacted = (secrets: WebhookOptions["secrets"]): ReadonlyArray<Redacted.Redacted> =>
  (typeof secrets === "string" ? [secrets] : (secrets ?? [])).map((secret) => Redacted.make(secret))

/** By what it can do: a framework may have a class `Request` of its own. */
const isRequest = (value: Request | Delivery): value is Request =>
  "arrayBuffer" in value && typeof value.arrayBuffer === "function"

/** Receives webhooks, without a client. `helpScout.webhooks` has the same functions. */
export const webhooks: WebhookReceiver = {
  verify: async (request, options) => {
    // not part of the start, because it needs the schemas of most resources
    const Events = await import("@effect-helpscout/resources/Webhooks/WebhookEvent")
    const secrets = redacted(options?.secrets)
    const event = isRequest(request)
      ? Events.fromRequest(request, { secrets })
      : // a body of another type is rejected
        Events.receive({ headers: request.headers, body: request.body, secrets })
    // the same event, with plain dates
    return toPlain(await run("webhooks.verify", event)) as WebhookEvent
  },
  sign: ({ body, secret }) => run("webhooks.sign", Signature.sign({ body, secret: Redacted.make(secret) })),
  fingerprint: (options) => run("webhooks.fingerprint", Signature.fingerprint(options))
}
