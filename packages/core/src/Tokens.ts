/**
 * An access token, its refresh token and its expiry.
 *
 * ```ts
 * import { Tokens } from "@effect-helpscout/core/Tokens"
 * import * as Schema from "effect/Schema"
 *
 * // the tokens that `auth.tokens` emits, as JSON with secrets in plain text, and back
 * export const encode = Schema.encode(Schema.parseJson(Tokens))
 * export const decode = Schema.decode(Schema.parseJson(Tokens))
 * ```
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Equal from "effect/Equal"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/**
 * The tokens of an account.
 *
 * @since 0.1.0
 */
export interface Tokens {
  readonly accessToken: Redacted.Redacted
  /** Absent with client credentials. Help Scout invalidates it on use, and each renewal returns a new one. */
  readonly refreshToken?: Redacted.Redacted
  /** The expiry of the access token, if it is known. */
  readonly expiresAt?: DateTime.Utc
  /** The time of the request for the tokens. Together with `expiresAt` it gives their lifetime. */
  readonly issuedAt?: DateTime.Utc
}

/**
 * Tokens as JSON for a store, with secrets in plain text and ISO dates.
 *
 * @since 0.1.0
 */
export interface Encoded {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly expiresAt?: string
  readonly issuedAt?: string
}

const Secret = Schema.Redacted(Schema.NonEmptyString)

/**
 * The schema of tokens. The encoded side contains the secrets in plain text.
 *
 * @since 0.1.0
 */
export const Tokens: Schema.Schema<Tokens, Encoded> = Schema.Struct({
  accessToken: Secret,
  refreshToken: Schema.optionalWith(Secret, { exact: true }),
  expiresAt: Schema.optionalWith(Schema.DateTimeUtc, { exact: true }),
  issuedAt: Schema.optionalWith(Schema.DateTimeUtc, { exact: true })
}).annotations({ identifier: "@effect-helpscout/core/Tokens" })

/**
 * Tokens in a `TokenStore`. Each save increases the generation by one, so that an older pair cannot overwrite a newer
 * one.
 *
 * @since 0.1.0
 */
export interface StoredTokens {
  readonly tokens: Tokens
  /** Starts at 1. */
  readonly generation: number
}

/**
 * Stored tokens as JSON text, for stores that hold text: `{"generation":1,"tokens":{...}}`. The secrets are in plain
 * text.
 *
 * @since 0.1.0
 */
export const StoredTokensJson: Schema.Schema<StoredTokens, string> = Schema.parseJson(
  Schema.Struct({ tokens: Tokens, generation: Schema.Int.pipe(Schema.positive()) })
)

/**
 * The input of `make`. Secrets may be plain strings.
 *
 * @since 0.1.0
 */
export interface Input {
  readonly accessToken: string | Redacted.Redacted
  readonly refreshToken?: string | Redacted.Redacted | undefined
  readonly expiresAt?: DateTime.Utc | undefined
  readonly issuedAt?: DateTime.Utc | undefined
}

/**
 * Makes tokens, and redacts their secrets.
 *
 * @since 0.1.0
 */
export const make = (input: Input): Tokens => ({
  accessToken: redact(input.accessToken),
  ...(input.refreshToken === undefined ? {} : { refreshToken: redact(input.refreshToken) }),
  ...(input.expiresAt === undefined ? {} : { expiresAt: input.expiresAt }),
  ...(input.issuedAt === undefined ? {} : { issuedAt: input.issuedAt })
})

const redact = (secret: string | Redacted.Redacted) => (Redacted.isRedacted(secret) ? secret : Redacted.make(secret))

/**
 * The decoded response of the token endpoint.
 *
 * @since 0.1.0
 */
export interface TokenResponse {
  readonly accessToken: Redacted.Redacted
  readonly refreshToken?: Redacted.Redacted
  /** In seconds. */
  readonly expiresIn?: number
}

/** The lifetime that is assumed if the token endpoint's response has no usable one. */
const assumedLifetime = Duration.hours(1)

// the characters that an HTTP header may contain: any other would fail later, when the token is sent
const AccessTokenText = Schema.Redacted(
  Schema.compose(Schema.Trim, Schema.String.pipe(Schema.pattern(/^[\x21-\x7e]+$/)))
)

// Only the access token is required. Nothing else may reject the response, because Help Scout has already invalidated
// the refresh token that it replaces.
const TokenResponseBody = Schema.Struct({
  token_type: Schema.optional(Schema.Unknown),
  access_token: AccessTokenText,
  refresh_token: Schema.optional(Schema.Unknown),
  expires_in: Schema.optional(Schema.Unknown)
})

/** A refresh token is sent in a form, which can contain any text. */
const refreshTokenIn = (value: unknown) =>
  typeof value === "string" && value !== "" ? Redacted.make(value) : undefined

/** From a second, because a shorter lifetime would cause a renewal per request, to a hundred years, because a longer one does not yield a valid date. */
const secondsIn = (value: unknown) => {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof seconds === "number" && seconds >= 1 && seconds <= 3_153_600_000 ? seconds : undefined
}

/**
 * Decodes the response of the token endpoint. Only `access_token` is required:
 * - `refresh_token` is ignored if it is not a text
 * - `expires_in` may be a number or a numeric text, and is ignored if it is not between a second and a hundred years
 * - `token_type` and unknown keys are ignored, and `null` and a missing key are equivalent
 *
 * A `ParseError` of this schema quotes the invalid value, which may be a token. Do not log it.
 *
 * @see https://developer.helpscout.com/mailbox-api/overview/authentication/
 * @since 0.1.0
 */
export const TokenResponse: Schema.Schema<TokenResponse, typeof TokenResponseBody.Encoded> = Schema.transform(
  TokenResponseBody,
  Schema.typeSchema(
    Schema.Struct({
      accessToken: AccessTokenText,
      refreshToken: Schema.optionalWith(Secret, { exact: true }),
      expiresIn: Schema.optionalWith(Schema.Number, { exact: true })
    })
  ),
  {
    strict: true,
    decode: (body) => {
      const refreshToken = refreshTokenIn(body.refresh_token)
      const expiresIn = secondsIn(body.expires_in)
      return {
        accessToken: body.access_token,
        ...(refreshToken === undefined ? {} : { refreshToken }),
        ...(expiresIn === undefined ? {} : { expiresIn })
      }
    },
    encode: (response) => ({
      token_type: "bearer",
      access_token: response.accessToken,
      ...(response.refreshToken === undefined ? {} : { refresh_token: Redacted.value(response.refreshToken) }),
      ...(response.expiresIn === undefined ? {} : { expires_in: response.expiresIn })
    })
  }
)

/**
 * Returns the tokens of a response. `issuedAt` is the time of the request: counted from there, tokens expire too early
 * rather than too late. If the response has no usable lifetime, one hour is assumed: a longer one only causes a renewal
 * that was not necessary yet, and a shorter one a 401, after which the token is renewed as well.
 *
 * @since 0.1.0
 */
export const fromResponse = (response: TokenResponse, issuedAt: DateTime.Utc): Tokens => {
  const seconds = secondsIn(response.expiresIn)
  return make({
    accessToken: response.accessToken,
    refreshToken: response.refreshToken,
    expiresAt: DateTime.addDuration(issuedAt, seconds === undefined ? assumedLifetime : Duration.seconds(seconds)),
    issuedAt
  })
}

/**
 * Returns when to renew the tokens, in milliseconds of wall time: when less than the smaller of 60 s and a tenth of
 * their lifetime remains. Returns `Infinity` if their expiry is unknown.
 *
 * @since 0.1.0
 */
export const renewAt = (tokens: Tokens): number => {
  if (tokens.expiresAt === undefined) return Number.POSITIVE_INFINITY
  const expiresAt = tokens.expiresAt.epochMillis
  const lifetime =
    tokens.issuedAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, expiresAt - tokens.issuedAt.epochMillis)
  // law T2
  return expiresAt - Math.min(60_000, lifetime / 10)
}

/**
 * Returns `true` if both pairs have the same access token.
 *
 * @since 0.1.0
 */
export const sameAccessToken = (a: Tokens, b: Tokens): boolean => Equal.equals(a.accessToken, b.accessToken)
