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

  /** The lifetime and the refresh token of the tokens, whatever accompanies a good access token. */
  const outcome = (rest: Record<string, unknown>) => {
    const tokens = Tokens.fromResponse(Either.getOrThrow(decode({ access_token: "a1", ...rest })), issuedAt)
    // encoding proves that a store can save them
    Schema.encodeSync(Tokens.StoredTokensJson)({ tokens, generation: 1 })
    assert.strictEqual(Redacted.value(tokens.accessToken), "a1")
    return {
      lifetime: ((tokens.expiresAt?.epochMillis ?? Number.NaN) - issuedAt.epochMillis) / 1000,
      refreshToken: tokens.refreshToken && Redacted.value(tokens.refreshToken)
    }
  }

  const unusable = [
    ...[undefined, null, 0, 0.5, -1, 1e12, 1e300, Number.NaN, Number.POSITIVE_INFINITY, true, false, {}, [], [7200]],
    ...["", " ", "0", "-1", "1e12", "soon", "7200s"]
  ]
  const lifetimes: ReadonlyArray<readonly [expiresIn: unknown, lifetime: number]> = [
    [7200, 7200],
    ["7200", 7200],
    [" 7200 ", 7200],
    ["7.2e3", 7200],
    [1.5, 1.5],
    [1, 1],
    [3_153_600_000, 3_153_600_000],
    ...unusable.map((odd) => [odd, 3600] as const)
  ]
  for (const [expires_in, lifetime] of lifetimes) {
    it(`keeps the tokens of a response with expires_in ${JSON.stringify(expires_in)}, for ${lifetime} s`, () => {
      assert.deepStrictEqual(outcome({ expires_in, refresh_token: "r1" }), { lifetime, refreshToken: "r1" })
    })
  }

  it("keeps the tokens of a response with any token_type, and with any unknown key", () => {
    for (const token_type of [undefined, null, "mac", "", "Bearer, MAC", 7, {}, ["bearer"]]) {
      assert.strictEqual(outcome({ token_type, refresh_token: "r1", scope: {}, error: "x" }).refreshToken, "r1")
    }
  })

  it("accepts every text as a refresh token, and ignores every other value", () => {
    for (const text of ["r1", "r 1", "r1\n", "ř"])
      assert.strictEqual(outcome({ refresh_token: text }).refreshToken, text)
    for (const odd of [undefined, null, "", 7, {}, ["r1"]]) {
      assert.isUndefined(outcome({ refresh_token: odd }).refreshToken)
    }
  })

  it("ignores white space around the access token", () => {
    assert.strictEqual(Redacted.value(Either.getOrThrow(decode({ access_token: " a1\r\n" })).accessToken), "a1")
  })

  it("rejects a response without an access token that a header can contain", () => {
    for (const access_token of [undefined, null, "", " ", "a\r\nx: y", "ä", 7, {}, ["a1"]]) {
      assert.isFalse(isValid({ token_type: "bearer", access_token, refresh_token: "r1" }))
    }
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
