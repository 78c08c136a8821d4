import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Tokens from "../src/Tokens.js"

const issuedAt = DateTime.unsafeMake("2024-01-01T00:00:00Z")
const decode = Schema.decodeUnknownEither(Tokens.TokenResponse)
const isValid = (body: unknown) => Either.isRight(decode(body))

describe("Tokens", () => {
  it("decodes a response of the token endpoint: seconds, `bearer` in any letter case, unknown keys ignored", () => {
    for (const token_type of ["bearer", "Bearer", "BEARER"]) {
      const body = { token_type, access_token: "a1", refresh_token: "r1", expires_in: 172800, scope: "all" }
      const tokens = Tokens.fromResponse(Either.getOrThrow(decode(body)), issuedAt)
      assert.strictEqual(Redacted.value(tokens.accessToken), "a1")
      assert.strictEqual(tokens.refreshToken && Redacted.value(tokens.refreshToken), "r1")
      assert.strictEqual(tokens.expiresAt && DateTime.formatIso(tokens.expiresAt), "2024-01-03T00:00:00.000Z")
      assert.strictEqual(tokens.issuedAt, issuedAt)
    }
  })

  it("treats null like a missing key", () => {
    const tokens = Tokens.fromResponse(
      Either.getOrThrow(decode({ token_type: "bearer", access_token: "a1", refresh_token: null, expires_in: null })),
      issuedAt
    )
    assert.isFalse("refreshToken" in tokens)
    assert.isFalse("expiresAt" in tokens)
  })

  it("rejects a response without a bearer token that a header can contain", () => {
    assert.isFalse(isValid({ token_type: "mac", access_token: "a1" }))
    assert.isFalse(isValid({ token_type: "bearer" }))
    assert.isFalse(isValid({ token_type: "bearer", access_token: "" }))
    assert.isFalse(isValid({ token_type: "bearer", access_token: "a\r\nx: y" }))
    assert.isFalse(isValid({ token_type: "bearer", access_token: "a1", expires_in: -1 }))
    assert.isFalse(isValid({ token_type: "bearer", access_token: "a1", expires_in: Number.NaN }))
    assert.isFalse(isValid({ token_type: "bearer", access_token: "a1", expires_in: 1e300 }))
    assert.isFalse(isValid(["a1"]))
    assert.isFalse(isValid(null))
  })

  it("law O1: prints no secret", () => {
    const tokens = Tokens.make({ accessToken: "planted-a", refreshToken: "planted-r" })
    assert.notInclude(inspect(tokens, { depth: 9 }) + JSON.stringify(tokens) + String(tokens.accessToken), "planted")
  })

  it.prop(
    "decodes what it encoded",
    [
      FastCheck.record(
        {
          accessToken: FastCheck.string({ minLength: 1 }),
          refreshToken: FastCheck.string({ minLength: 1 }),
          expiresAt: FastCheck.date({ noInvalidDate: true }).map((date) => DateTime.unsafeMake(date)),
          issuedAt: FastCheck.date({ noInvalidDate: true }).map((date) => DateTime.unsafeMake(date))
        },
        { requiredKeys: ["accessToken"] }
      )
    ],
    ([input]) => {
      const tokens = Tokens.make(input)
      const text = Schema.encodeSync(Tokens.StoredTokensJson)({ tokens, generation: 7 })
      const back = Schema.decodeSync(Tokens.StoredTokensJson)(text)
      assert.strictEqual(back.generation, 7)
      assert.isTrue(Tokens.sameAccessToken(back.tokens, tokens))
      assert.strictEqual(Schema.encodeSync(Tokens.StoredTokensJson)(back), text)
    }
  )

  it("law T2: renewAt is the smaller of 60 s and a tenth of the lifetime before the expiry", () => {
    const after = (seconds: number) => DateTime.add(issuedAt, { seconds })
    const secondsToRenewal = (expiresAt: DateTime.Utc | undefined, hasIssuedAt = true) =>
      (Tokens.renewAt(Tokens.make({ accessToken: "a", expiresAt, issuedAt: hasIssuedAt ? issuedAt : undefined })) -
        issuedAt.epochMillis) /
      1000
    assert.strictEqual(secondsToRenewal(after(172_800)), 172_800 - 60)
    assert.strictEqual(secondsToRenewal(after(600)), 540)
    assert.strictEqual(secondsToRenewal(after(100)), 90)
    assert.strictEqual(secondsToRenewal(after(100), false), 40)
    assert.strictEqual(secondsToRenewal(undefined), Number.POSITIVE_INFINITY)
    assert.strictEqual(secondsToRenewal(after(-100)), -100)
  })
})
