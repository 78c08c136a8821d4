/**
 * Signatures of webhook deliveries: Base64 of HMAC-SHA1 over the bytes of the body. Works wherever Fetch does.
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
 * Why a delivery is refused:
 * - `SecretMissing`: there is no secret to compare with, or only empty ones
 * - `SignatureMissing`: the header is absent or empty
 * - `SignatureMalformed`: the header holds no Base64 of a SHA-1
 * - `SignatureMismatch`: the signature fits none of the secrets
 * - `BodyParsed`: what was handed over is no raw body
 * - `EventMissing`: the header with the name of the event is absent or empty
 * - `BodyInvalid`: the body is no JSON
 * - `PayloadInvalid`: the payload is not of the shape that the event has
 * - `CryptoUnavailable`: the runtime has no WebCrypto
 *
 * @since 0.1.0
 * @category models
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
  "PayloadInvalid",
  "CryptoUnavailable"
)

const rawBody =
  "Hand over the bytes as they came, before anything parses them: await request.arrayBuffer(), express.raw(), or the equivalent"

const advice: Record<WebhookRejectedReason, string> = {
  SecretMissing: "There is no secret to verify with. Give the secret that the webhook was created with",
  SignatureMissing:
    "The X-HelpScout-Signature header is missing or empty. The request is not from Help Scout, or something in between drops the header",
  SignatureMalformed: "The X-HelpScout-Signature header holds no signature: expected the Base64 of 20 bytes",
  SignatureMismatch: `The signature fits none of the secrets. Either the webhook has another secret, or the body was parsed already and written anew, which changes its bytes. ${rawBody}`,
  BodyParsed: `The body was parsed already, and the signature can only be verified on what was sent. ${rawBody}`,
  EventMissing: "The X-HelpScout-Event header is missing or empty, so it is not known what happened",
  BodyInvalid: "The body is not whole JSON",
  PayloadInvalid: "The payload is not of the shape that this event has. Please report it, with the paths below",
  CryptoUnavailable:
    "There is no globalThis.crypto.subtle to verify with. Browsers have it on https pages alone; Node has it from 20 on"
}

/**
 * A delivery that must not be trusted, or cannot be read.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookRejected extends Schema.TaggedError<WebhookRejected>()("HelpScoutWebhookRejected", {
  reason: WebhookRejectedReason,
  /** The name of the event, where it was known by then. */
  event: Schema.optionalWith(Schema.String, { exact: true }),
  /** Of `PayloadInvalid`: the paths that don't fit. Values are never quoted. */
  paths: Schema.optionalWith(Schema.Array(Schema.String), { exact: true })
}) {
  /** The HTTP status to answer with: 401 for a bad signature, 400 for a bad body, 500 where our own side is at fault. */
  get status(): 400 | 401 | 500 {
    switch (this.reason) {
      case "SignatureMissing":
      case "SignatureMalformed":
      case "SignatureMismatch":
        return 401
      case "EventMissing":
      case "BodyInvalid":
        return 400
      default:
        return 500
    }
  }
  override get message() {
    const event = this.event === undefined ? "" : ` (${this.event})`
    const paths = this.paths === undefined ? "" : `: ${this.paths.join(", ")}`
    return `Webhook delivery refused${event}. ${advice[this.reason]}${paths}.`
  }
}

/**
 * A body as it came over the wire. A text stands for its UTF-8.
 *
 * @since 0.1.0
 * @category models
 */
export type RawBody = Uint8Array | ArrayBuffer | string

/**
 * One secret, or several while one replaces another: a delivery that fits any of them is accepted.
 *
 * @since 0.1.0
 * @category models
 */
export type Secrets = Redacted.Redacted | ReadonlyArray<Redacted.Redacted>

const utf8 = new TextEncoder()

/** The bytes of a body, in memory of their own; a failure for what is no raw body, whatever its type says. */
const bytesOf = (body: RawBody): Either.Either<Uint8Array<ArrayBuffer>, WebhookRejected> => {
  if (typeof body === "string") return Either.right(utf8.encode(body))
  if (ArrayBuffer.isView(body)) {
    return Either.right(new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength)))
  }
  // of another realm, an ArrayBuffer is no instance of ours
  return Object.prototype.toString.call(body) === "[object ArrayBuffer]"
    ? Either.right(new Uint8Array(body.slice(0)))
    : Either.left(new WebhookRejected({ reason: "BodyParsed" }))
}

const algorithm = { name: "HMAC", hash: "SHA-1" }

const subtle: Effect.Effect<SubtleCrypto, WebhookRejected> = Effect.suspend(() => {
  // typed as always there; on plain http pages it is not
  const crypto: Partial<Crypto> | undefined = globalThis.crypto
  return crypto?.subtle === undefined
    ? new WebhookRejected({ reason: "CryptoUnavailable" })
    : Effect.succeed(crypto.subtle)
})

const key = (crypto: SubtleCrypto, secret: string, use: "sign" | "verify"): Effect.Effect<CryptoKey> =>
  Effect.promise(() => crypto.importKey("raw", utf8.encode(secret), algorithm, false, [use]))

/** 20 bytes are 28 characters: one `=`, and before it one of those whose last two bits are 0. */
const wellFormed = /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/

const signatureOf = (header: string | null | undefined): Either.Either<Uint8Array<ArrayBuffer>, WebhookRejected> => {
  const text = typeof header === "string" ? header.trim() : ""
  if (text === "") return Either.left(new WebhookRejected({ reason: "SignatureMissing" }))
  const bytes = wellFormed.test(text) ? Encoding.decodeBase64(text) : Either.left(undefined)
  return Either.isLeft(bytes)
    ? Either.left(new WebhookRejected({ reason: "SignatureMalformed" }))
    : Either.right(new Uint8Array(bytes.right))
}

/** Those that are no empty text: with an empty secret anybody can sign. */
const usable = (secrets: Secrets): Either.Either<ReadonlyArray<string>, WebhookRejected> => {
  const texts = (Redacted.isRedacted(secrets) ? [secrets] : secrets).map(Redacted.value).filter((text) => text !== "")
  return texts.length === 0 ? Either.left(new WebhookRejected({ reason: "SecretMissing" })) : Either.right(texts)
}

/**
 * Verifies that a delivery is from Help Scout. Fails closed, and compares in constant time.
 *
 * The signature is made over the body alone, without time or id, so a delivery that was recorded can be sent again:
 * `fingerprint` tells repetitions.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verify = (options: {
  readonly body: RawBody
  /** The header `X-HelpScout-Signature`. */
  readonly signature: string | null | undefined
  readonly secrets: Secrets
}): Effect.Effect<void, WebhookRejected> =>
  Effect.gen(function* () {
    const bytes = yield* bytesOf(options.body)
    const secrets = yield* usable(options.secrets)
    const signature = yield* signatureOf(options.signature)
    const crypto = yield* subtle
    for (const secret of secrets) {
      const known = yield* key(crypto, secret, "verify")
      if (yield* Effect.promise(() => crypto.verify(algorithm, known, signature, bytes))) return
    }
    return yield* new WebhookRejected({ reason: "SignatureMismatch" })
  })

/**
 * The signature that Help Scout sends for a body: to test a receiver with.
 *
 * @since 0.1.0
 * @category testing
 */
export const sign = (options: {
  readonly body: RawBody
  readonly secret: Redacted.Redacted
}): Effect.Effect<string, WebhookRejected> =>
  Effect.gen(function* () {
    const bytes = yield* bytesOf(options.body)
    const [secret = ""] = yield* usable(options.secret)
    const crypto = yield* subtle
    const known = yield* key(crypto, secret, "sign")
    return Encoding.encodeBase64(new Uint8Array(yield* Effect.promise(() => crypto.sign(algorithm, known, bytes))))
  })

/**
 * A text that two deliveries share only if they say the same of the same event: the SHA-256 of both, as hexadecimal
 * digits. Help Scout sends no id with a delivery, and may send it more than once.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fingerprint = (options: {
  readonly event: string
  readonly body: RawBody
}): Effect.Effect<string, WebhookRejected> =>
  Effect.gen(function* () {
    const bytes = yield* bytesOf(options.body)
    const crypto = yield* subtle
    const event = utf8.encode(`${options.event}\n`)
    const whole = new Uint8Array(event.length + bytes.length)
    whole.set(event)
    whole.set(bytes, event.length)
    return Encoding.encodeHex(new Uint8Array(yield* Effect.promise(() => crypto.digest("SHA-256", whole))))
  })

/**
 * The text of a body, as UTF-8.
 *
 * @internal
 */
export const textOf = (body: RawBody): Either.Either<string, WebhookRejected> =>
  typeof body === "string" ? Either.right(body) : Either.map(bytesOf(body), (bytes) => new TextDecoder().decode(bytes))
