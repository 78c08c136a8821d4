/**
 * Signatures of webhook deliveries: the Base64 HMAC-SHA1 of the body. Works in every runtime with WebCrypto.
 *
 * ```ts
 * import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const secrets = Redacted.make("s3cret")
 * export const verified = WebhookSignature.verify({ body: '{"id":1}', signature: "Lw7lGS7RIMn8TRZVVjbds1gR9H4=", secrets })
 * export const accepted = Effect.isSuccess(verified)
 * ```
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/**
 * The reason why a delivery is rejected:
 * - `SecretMissing`: no secret is configured, or only empty ones
 * - `SignatureMissing`: the signature header is missing or empty
 * - `SignatureMalformed`: the signature header is not the Base64 of a SHA-1
 * - `SignatureMismatch`: the signature matches none of the secrets
 * - `BodyParsed`: the body is not raw
 * - `EventMissing`: the header with the event's name is missing or empty
 * - `BodyInvalid`: the body is not JSON
 * - `BodyTooDeep`: the body has more than 500 nested levels
 * - `CryptoUnavailable`: the runtime has no WebCrypto
 *
 * @since 0.1.0
 */
export type WebhookRejectedReason = typeof WebhookRejectedReason.Type
const WebhookRejectedReason = Schema.Literal(
  "SecretMissing",
  "SignatureMissing",
  "SignatureMalformed",
  "SignatureMismatch",
  "BodyParsed",
  "EventMissing",
  "BodyInvalid",
  "BodyTooDeep",
  "CryptoUnavailable"
)

const rawBody =
  "Pass the raw bytes, before anything parses them: await request.arrayBuffer(), express.raw() or the equivalent"

const advice: Record<WebhookRejectedReason, string> = {
  SecretMissing: "No secret is configured. Pass the secret that the webhook was created with",
  SignatureMissing:
    "The X-HelpScout-Signature header is missing or empty. Either the request is not from Help Scout, or a proxy drops the header",
  SignatureMalformed: "The X-HelpScout-Signature header is not a signature. Expected the Base64 of 20 bytes",
  SignatureMismatch: `The signature matches none of the secrets. Either the webhook has another secret, or the body was parsed and serialized again, which changes its bytes. ${rawBody}`,
  BodyParsed: `The body was already parsed, and a signature can only be verified on the bytes that were sent. ${rawBody}`,
  EventMissing:
    "The X-HelpScout-Event header is missing or empty, so the event is unknown. Check that no proxy drops the header",
  BodyInvalid: "The body is not complete JSON. Check that no proxy truncates it",
  BodyTooDeep: "The body has more than 500 nested levels. Check whether it is from Help Scout",
  CryptoUnavailable:
    "globalThis.crypto.subtle is unavailable. Browsers provide it on https pages only, Node.js from version 20"
}

/**
 * A delivery that cannot be trusted or cannot be read.
 *
 * @since 0.1.0
 */
export class WebhookRejected extends Schema.TaggedError<WebhookRejected>()("HelpScoutWebhookRejected", {
  reason: WebhookRejectedReason,
  /** The name of the event, if it was already known. */
  event: Schema.optionalWith(Schema.String, { exact: true })
}) {
  /** The status to respond with: 401 for a bad signature, 400 for a bad request, 500 for a fault of the receiver. */
  get status(): 400 | 401 | 500 {
    switch (this.reason) {
      case "SignatureMissing":
      case "SignatureMalformed":
      case "SignatureMismatch":
        return 401
      case "EventMissing":
      case "BodyInvalid":
      case "BodyTooDeep":
        return 400
      default:
        return 500
    }
  }
  override get message() {
    const event = this.event === undefined ? "" : ` (${this.event})`
    return `Webhook delivery rejected${event}. ${advice[this.reason]}.`
  }
}

/**
 * A raw body. A string represents its UTF-8 bytes.
 *
 * @since 0.1.0
 */
export type RawBody = Uint8Array | ArrayBuffer | string

/**
 * One secret, or several during a rotation: a delivery that matches any of them is accepted.
 *
 * @since 0.1.0
 */
export type Secrets = Redacted.Redacted | ReadonlyArray<Redacted.Redacted>

const utf8 = new TextEncoder()

/** Copies the bytes of a body. Fails if it is not a raw body, regardless of its type. */
const bytesOf = (body: RawBody): Either.Either<Uint8Array<ArrayBuffer>, WebhookRejected> => {
  if (typeof body === "string") return Either.right(utf8.encode(body))
  if (ArrayBuffer.isView(body)) {
    return Either.right(new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength)))
  }
  // `instanceof` fails for an ArrayBuffer of another realm
  return Object.prototype.toString.call(body) === "[object ArrayBuffer]"
    ? Either.right(new Uint8Array(body.slice(0)))
    : Either.left(new WebhookRejected({ reason: "BodyParsed" }))
}

const algorithm = { name: "HMAC", hash: "SHA-1" }

const subtle: Effect.Effect<SubtleCrypto, WebhookRejected> = Effect.suspend(() => {
  // typed as always present, but missing on http pages
  const crypto: Partial<Crypto> | undefined = globalThis.crypto
  return crypto?.subtle === undefined
    ? new WebhookRejected({ reason: "CryptoUnavailable" })
    : Effect.succeed(crypto.subtle)
})

const key = (crypto: SubtleCrypto, secret: string, use: "sign" | "verify"): Effect.Effect<CryptoKey> =>
  Effect.promise(() => crypto.importKey("raw", utf8.encode(secret), algorithm, false, [use]))

/** 20 bytes are 28 characters: one `=`, preceded by a character whose last two bits are 0. */
const wellFormed = /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/

const signatureOf = (header: string | null | undefined): Either.Either<Uint8Array<ArrayBuffer>, WebhookRejected> => {
  const text = typeof header === "string" ? header.trim() : ""
  if (text === "") return Either.left(new WebhookRejected({ reason: "SignatureMissing" }))
  const bytes = wellFormed.test(text) ? Encoding.decodeBase64(text) : Either.left(undefined)
  return Either.isLeft(bytes)
    ? Either.left(new WebhookRejected({ reason: "SignatureMalformed" }))
    : Either.right(new Uint8Array(bytes.right))
}

/** The secrets that are not empty. Anyone could sign with an empty secret. */
const usable = (secrets: Secrets): Either.Either<ReadonlyArray<string>, WebhookRejected> => {
  const texts = (Redacted.isRedacted(secrets) ? [secrets] : secrets).map(Redacted.value).filter((text) => text !== "")
  return texts.length === 0 ? Either.left(new WebhookRejected({ reason: "SecretMissing" })) : Either.right(texts)
}

/**
 * Verifies that a delivery is from Help Scout. Fails closed and compares in constant time.
 *
 * The signature covers the body only, without a timestamp or an id, so a recorded delivery can be replayed. Use
 * `fingerprint` to detect repetitions.
 *
 * @since 0.1.0
 */
export const verify = (options: {
  readonly body: RawBody
  /** The `X-HelpScout-Signature` header. */
  readonly signature: string | null | undefined
  readonly secrets: Secrets
}): Effect.Effect<void, WebhookRejected> =>
  Effect.gen(function* () {
    const bytes = yield* bytesOf(options.body)
    const secrets = yield* usable(options.secrets)
    const signature = yield* signatureOf(options.signature)
    const crypto = yield* subtle
    for (const secret of secrets) {
      const verifying = yield* key(crypto, secret, "verify")
      if (yield* Effect.promise(() => crypto.verify(algorithm, verifying, signature, bytes))) return
    }
    return yield* new WebhookRejected({ reason: "SignatureMismatch" })
  })

/**
 * Returns the signature that Help Scout sends for a body, for testing a receiver.
 *
 * @since 0.1.0
 */
export const sign = (options: {
  readonly body: RawBody
  readonly secret: Redacted.Redacted
}): Effect.Effect<string, WebhookRejected> =>
  Effect.gen(function* () {
    const bytes = yield* bytesOf(options.body)
    const [secret = ""] = yield* usable(options.secret)
    const crypto = yield* subtle
    const signing = yield* key(crypto, secret, "sign")
    return Encoding.encodeBase64(new Uint8Array(yield* Effect.promise(() => crypto.sign(algorithm, signing, bytes))))
  })

/**
 * Returns the same string for two deliveries only if their event and body are equal: the hexadecimal SHA-256 of both.
 * Help Scout does not send an id with a delivery and may repeat it.
 *
 * @since 0.1.0
 */
export const fingerprint = (options: {
  readonly event: string
  readonly body: RawBody
}): Effect.Effect<string, WebhookRejected> =>
  Effect.gen(function* () {
    const bytes = yield* bytesOf(options.body)
    const crypto = yield* subtle
    const event = utf8.encode(`${options.event}\n`)
    const input = new Uint8Array(event.length + bytes.length)
    input.set(event)
    input.set(bytes, event.length)
    return Encoding.encodeHex(new Uint8Array(yield* Effect.promise(() => crypto.digest("SHA-256", input))))
  })

/**
 * Decodes a body as UTF-8.
 *
 * @internal
 */
export const textOf = (body: RawBody): Either.Either<string, WebhookRejected> =>
  typeof body === "string" ? Either.right(body) : Either.map(bytesOf(body), (bytes) => new TextDecoder().decode(bytes))
