/**
 * An access token, the refresh token that belongs to it, and until when it holds.
 *
 * ```ts
 * import { Tokens } from "@effect-helpscout/core/Tokens"
 * import * as Schema from "effect/Schema"
 *
 * // what `auth.tokens` sends, as JSON for a store of your own (secrets in plain text), and back
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
 * @since 0.1.0
 * @category models
 */
export interface Tokens {
  readonly accessToken: Redacted.Redacted
  /** Absent with client credentials. Each renewal answers a new one, and the one that was used is dead. */
  readonly refreshToken?: Redacted.Redacted
  /** When the access token runs out, if the token endpoint told. */
  readonly expiresAt?: DateTime.Utc
  /** When the tokens were asked for. Together with `expiresAt` it tells their lifetime. */
  readonly issuedAt?: DateTime.Utc
}

/**
 * The same with its secrets in plain text and its dates as ISO texts: the JSON that a store keeps.
 *
 * @since 0.1.0
 * @category models
 */
export interface Encoded {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly expiresAt?: string
  readonly issuedAt?: string
}

const Secret = Schema.Redacted(Schema.NonEmptyString)

/**
 * @since 0.1.0
 * @category schemas
 */
export const Tokens: Schema.Schema<Tokens, Encoded> = Schema.Struct({
  accessToken: Secret,
  refreshToken: Schema.optionalWith(Secret, { exact: true }),
  expiresAt: Schema.optionalWith(Schema.DateTimeUtc, { exact: true }),
  issuedAt: Schema.optionalWith(Schema.DateTimeUtc, { exact: true })
}).annotations({ identifier: "@effect-helpscout/core/Tokens" })

/**
 * Tokens as a `TokenStore` keeps them. Each save raises the generation by one, so that an older pair can't overwrite
 * a newer one.
 *
 * @since 0.1.0
 * @category models
 */
export interface StoredTokens {
  readonly tokens: Tokens
  /** From 1. */
  readonly generation: number
}

/**
 * The stored form as JSON text, for stores that keep text: `{"generation":1,"tokens":{...}}`. Its secrets are in
 * plain text.
 *
 * @since 0.1.0
 * @category schemas
 */
export const StoredTokensJson: Schema.Schema<StoredTokens, string> = Schema.parseJson(
  Schema.Struct({ tokens: Tokens, generation: Schema.Int.pipe(Schema.positive()) })
)

/**
 * What `make` takes: a program often has its tokens as plain texts.
 *
 * @since 0.1.0
 * @category models
 */
export interface Input {
  readonly accessToken: string | Redacted.Redacted
  readonly refreshToken?: string | Redacted.Redacted | undefined
  readonly expiresAt?: DateTime.Utc | undefined
  readonly issuedAt?: DateTime.Utc | undefined
}

/**
 * Puts the secrets out of sight.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (input: Input): Tokens => ({
  accessToken: redact(input.accessToken),
  ...(input.refreshToken === undefined ? {} : { refreshToken: redact(input.refreshToken) }),
  ...(input.expiresAt === undefined ? {} : { expiresAt: input.expiresAt }),
  ...(input.issuedAt === undefined ? {} : { issuedAt: input.issuedAt })
})

const redact = (secret: string | Redacted.Redacted) => (Redacted.isRedacted(secret) ? secret : Redacted.make(secret))

/**
 * The token endpoint's answer, read. `expiresIn` is in seconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface TokenResponse {
  readonly accessToken: Redacted.Redacted
  readonly refreshToken?: Redacted.Redacted
  readonly expiresIn?: number
}

// what an HTTP header can carry: anything else would only fail when it is sent
const BearerText = Schema.Redacted(Schema.String.pipe(Schema.pattern(/^[\x21-\x7e]+$/)))

const TokenAnswer = Schema.Struct({
  token_type: Schema.optionalWith(Schema.String.pipe(Schema.pattern(/^bearer$/i)), { nullable: true }),
  access_token: BearerText,
  refresh_token: Schema.optionalWith(BearerText, { nullable: true }),
  // at most a hundred years: what is beyond has no date
  expires_in: Schema.optionalWith(Schema.Number.pipe(Schema.between(0, 3_153_600_000)), { nullable: true })
})

/**
 * Reads the token endpoint's answer: `token_type` in any case, but `bearer`; unknown keys are passed over; a missing
 * key and `null` are the same.
 *
 * A `ParseError` of this schema quotes what it could not read, which may be a token: don't log it.
 *
 * @see https://developer.helpscout.com/mailbox-api/overview/authentication/
 * @since 0.1.0
 * @category schemas
 */
export const TokenResponse: Schema.Schema<TokenResponse, typeof TokenAnswer.Encoded> = Schema.transform(
  TokenAnswer,
  Schema.typeSchema(
    Schema.Struct({
      accessToken: BearerText,
      refreshToken: Schema.optionalWith(BearerText, { exact: true }),
      expiresIn: Schema.optionalWith(Schema.Number, { exact: true })
    })
  ),
  {
    strict: true,
    decode: (answer) => ({
      accessToken: answer.access_token,
      ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
      ...(answer.expires_in === undefined ? {} : { expiresIn: answer.expires_in })
    }),
    encode: (response) => ({
      token_type: "bearer",
      access_token: response.accessToken,
      ...(response.refreshToken === undefined ? {} : { refresh_token: response.refreshToken }),
      ...(response.expiresIn === undefined ? {} : { expires_in: response.expiresIn })
    })
  }
)

/**
 * The tokens of an answer to a request that was sent at `issuedAt`: counted from there, they run out too early rather
 * than too late.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromResponse = (response: TokenResponse, issuedAt: DateTime.Utc): Tokens =>
  make({
    accessToken: response.accessToken,
    refreshToken: response.refreshToken,
    expiresAt:
      response.expiresIn === undefined
        ? undefined
        : DateTime.addDuration(issuedAt, Duration.seconds(response.expiresIn)),
    issuedAt
  })

/**
 * From when on the tokens are to be renewed, in milliseconds of wall time: when less than the smaller of 60 s and a
 * tenth of their lifetime remains. `Infinity` if nobody knows when they run out.
 *
 * @since 0.1.0
 * @category combinators
 */
export const renewAt = (tokens: Tokens): number => {
  if (tokens.expiresAt === undefined) return Number.POSITIVE_INFINITY
  const expiresAt = tokens.expiresAt.epochMillis
  const lifetime =
    tokens.issuedAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, expiresAt - tokens.issuedAt.epochMillis)
  return expiresAt - Math.min(60_000, lifetime / 10)
}

/**
 * Whether two pairs carry the same access token.
 *
 * @since 0.1.0
 * @category combinators
 */
export const sameAccessToken = (a: Tokens, b: Tokens): boolean => Equal.equals(a.accessToken, b.accessToken)
