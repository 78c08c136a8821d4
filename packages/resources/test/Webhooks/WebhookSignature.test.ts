import { assert, describe, it } from "@effect/vitest"
import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Redacted from "effect/Redacted"

const body = '{"id":1}'
const signature = "Lw7lGS7RIMn8TRZVVjbds1gR9H4="
const secrets = Redacted.make("s3cret")
const bytes = new TextEncoder().encode(body)

const reason = (effect: Effect.Effect<unknown, WebhookSignature.WebhookRejected>) =>
  Effect.match(effect, { onFailure: (error): string => error.reason, onSuccess: () => "accepted" })

/** A value that a program without types might pass. */
const untyped = (value: unknown): string => value as string

describe("verify", () => {
  it.effect("accepts Help Scout's signature of a string, bytes, part of a buffer and an ArrayBuffer", () =>
    Effect.gen(function* () {
      const within = new TextEncoder().encode(`..${body}..`).subarray(2, 2 + bytes.length)
      for (const raw of [body, bytes, within, Buffer.from(body), bytes.buffer]) {
        assert.strictEqual(yield* reason(WebhookSignature.verify({ body: raw, signature, secrets })), "accepted")
      }
    })
  )

  it.effect("accepts a signature by any of several secrets", () =>
    Effect.gen(function* () {
      const several = [Redacted.make("old"), secrets]
      assert.strictEqual(yield* reason(WebhookSignature.verify({ body, signature, secrets: several })), "accepted")
    })
  )

  it.effect("fails closed on a signature that is missing, empty or malformed", () =>
    Effect.gen(function* () {
      for (const missing of [undefined, null, "", "  ", untyped(["x"]), untyped(0)]) {
        const verified = WebhookSignature.verify({ body, signature: missing, secrets })
        assert.strictEqual(yield* reason(verified), "SignatureMissing")
      }
      const malformed = [
        "x",
        "=",
        signature.slice(0, -1),
        `${signature}=`,
        `${signature}, ${signature}`,
        `sha1=${signature}`,
        // another encoding of the same bytes
        signature.replace("4=", "5="),
        Buffer.from(signature, "base64").toString("hex"),
        signature.replace("M", "*")
      ]
      for (const wrong of malformed) {
        const verified = WebhookSignature.verify({ body, signature: wrong, secrets })
        assert.strictEqual(yield* reason(verified), "SignatureMalformed", wrong)
      }
    })
  )

  it.effect("rejects another body, another secret and another signature", () =>
    Effect.gen(function* () {
      const other = yield* WebhookSignature.sign({ body, secret: Redacted.make("other") })
      for (const wrong of [
        { body: '{"id": 1}', signature, secrets },
        { body: "", signature, secrets },
        { body, signature, secrets: Redacted.make("S3cret") },
        { body, signature: other, secrets }
      ]) {
        assert.strictEqual(yield* reason(WebhookSignature.verify(wrong)), "SignatureMismatch")
      }
    })
  )

  it.effect("rejects every delivery if there is no secret, or only empty ones", () =>
    Effect.gen(function* () {
      for (const none of [[], Redacted.make(""), [Redacted.make("")]]) {
        assert.strictEqual(yield* reason(WebhookSignature.verify({ body, signature, secrets: none })), "SecretMissing")
      }
    })
  )

  it.effect("explains that the body was already parsed if it is not raw, or if no signature matches", () =>
    Effect.gen(function* () {
      for (const parsed of [{ id: 1 }, [1], null, undefined, 1]) {
        const error = yield* Effect.flip(WebhookSignature.verify({ body: untyped(parsed), signature, secrets }))
        assert.strictEqual(error.reason, "BodyParsed")
        assert.include(error.message, "already parsed")
        assert.include(error.message, "request.arrayBuffer()")
        assert.strictEqual(error.status, 500)
      }
      const error = yield* Effect.flip(WebhookSignature.verify({ body: '{"id": 1}', signature, secrets }))
      assert.include(error.message, "parsed and serialized again")
      assert.strictEqual(error.status, 401)
      assert.notInclude(`${error.message} ${JSON.stringify(error)}`, "s3cret")
    })
  )

  it.effect.prop(
    "accepts the signed body, and no body that differs in one byte",
    [
      FastCheck.uint8Array({ minLength: 1, maxLength: 200 }),
      FastCheck.string({ minLength: 1, maxLength: 40 }),
      FastCheck.nat()
    ],
    ([raw, text, at]) =>
      Effect.gen(function* () {
        const secret = Redacted.make(text)
        const signed = yield* WebhookSignature.sign({ body: raw, secret })
        assert.lengthOf(signed, 28)
        yield* WebhookSignature.verify({ body: raw, signature: signed, secrets: secret })
        const changed = Uint8Array.from(raw)
        changed[at % raw.length]! ^= 1
        const verified = WebhookSignature.verify({ body: changed, signature: signed, secrets: secret })
        assert.strictEqual(yield* reason(verified), "SignatureMismatch")
      })
  )
})

describe("sign", () => {
  it.effect("returns the signature that Help Scout sends", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* WebhookSignature.sign({ body, secret: secrets }), signature)
      assert.strictEqual(yield* WebhookSignature.sign({ body: bytes, secret: secrets }), signature)
    })
  )
})

describe("fingerprint", () => {
  it.effect("is equal only for the same event and body", () =>
    Effect.gen(function* () {
      const one = yield* WebhookSignature.fingerprint({ event: "convo.created", body })
      assert.match(one, /^[0-9a-f]{64}$/)
      assert.strictEqual(yield* WebhookSignature.fingerprint({ event: "convo.created", body: bytes }), one)
      assert.notStrictEqual(yield* WebhookSignature.fingerprint({ event: "convo.tags", body }), one)
      // of the same length
      assert.notStrictEqual(yield* WebhookSignature.fingerprint({ event: "convo.createx", body }), one)
      assert.notStrictEqual(yield* WebhookSignature.fingerprint({ event: "convo.created", body: "{}" }), one)
    })
  )
})
