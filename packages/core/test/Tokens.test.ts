import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Tokens from "../src/Tokens.js"

const issuedAt = DateTime.unsafeMake("2024-01-01T00:00:00Z")
const read = Schema.decodeUnknownEither(Tokens.TokenResponse)
const readable = (answer: unknown) => Either.isRight(read(answer))

describe("Tokens", () => {
  it("reads the token endpoint's answer: seconds, `bearer` in any case, unknown keys passed over", () => {
    for (const token_type of ["bearer", "Bearer", "BEARER"]) {
      const answer = { token_type, access_token: "a1", refresh_token: "r1", expires_in: 172800, scope: "all" }
      const tokens = Tokens.fromResponse(Either.getOrThrow(read(answer)), issuedAt)
      assert.strictEqual(Redacted.value(tokens.accessToken), "a1")
      assert.strictEqual(tokens.refreshToken && Redacted.value(tokens.refreshToken), "r1")
      assert.strictEqual(tokens.expiresAt && DateTime.formatIso(tokens.expiresAt), "2024-01-03T00:00:00.000Z")
      assert.strictEqual(tokens.issuedAt, issuedAt)
    }
  })

  it("takes a missing key and null for the same", () => {
    const tokens = Tokens.fromResponse(
      Either.getOrThrow(read({ token_type: "bearer", access_token: "a1", refresh_token: null, expires_in: null })),
      issuedAt
    )
    assert.isFalse("refreshToken" in tokens)
    assert.isFalse("expiresAt" in tokens)
  })

  it("refuses what is no bearer token, or could not be sent as one", () => {
    assert.isFalse(readable({ token_type: "mac", access_token: "a1" }))
    assert.isFalse(readable({ token_type: "bearer" }))
    assert.isFalse(readable({ token_type: "bearer", access_token: "" }))
    assert.isFalse(readable({ token_type: "bearer", access_token: "a\r\nx: y" }))
    assert.isFalse(readable({ token_type: "bearer", access_token: "a1", expires_in: -1 }))
    assert.isFalse(readable({ token_type: "bearer", access_token: "a1", expires_in: Number.NaN }))
    assert.isFalse(readable({ token_type: "bearer", access_token: "a1", expires_in: 1e300 }))
    assert.isFalse(readable(["a1"]))
    assert.isFalse(readable(null))
  })

  it("shows no secret when printed", () => {
    const tokens = Tokens.make({ accessToken: "planted-a", refreshToken: "planted-r" })
    assert.notInclude(inspect(tokens, { depth: 9 }) + JSON.stringify(tokens) + String(tokens.accessToken), "planted")
  })

  it.prop(
    "what is stored reads back the same",
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

  it("is to be renewed when less than the smaller of 60 s and a tenth of its lifetime remains", () => {
    const after = (seconds: number) => DateTime.add(issuedAt, { seconds })
    const due = (expiresAt: DateTime.Utc | undefined, known = true) =>
      (Tokens.renewAt(Tokens.make({ accessToken: "a", expiresAt, issuedAt: known ? issuedAt : undefined })) -
        issuedAt.epochMillis) /
      1000
    assert.strictEqual(due(after(172_800)), 172_800 - 60)
    assert.strictEqual(due(after(600)), 540)
    assert.strictEqual(due(after(100)), 90)
    assert.strictEqual(due(after(100), false), 40)
    assert.strictEqual(due(undefined), Number.POSITIVE_INFINITY)
    assert.strictEqual(due(after(-100)), -100)
  })
})
