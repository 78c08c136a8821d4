/**
 * Requests to the token endpoint and the classification of its responses. Secrets leave this module in the request
 * only (law O1): its errors are built from codes and field names. The errors of the platform and of the decoder are
 * dropped, because they print the request and the response.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Completion from "../../Completion.js"
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
import { AuthFailed, type AuthFailedReason } from "../../HelpScoutError.js"
import { fromResponse, TokenResponse, type Tokens } from "../../Tokens.js"
import { fromPlatform } from "../request/transportError.js"

/** The OAuth2 grant that new tokens are requested with. */
export type Grant =
  | { readonly type: "authorization_code"; readonly code: Redacted.Redacted }
  | { readonly type: "refresh_token"; readonly refreshToken: Redacted.Redacted }
  | { readonly type: "client_credentials" }

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted
}

export interface TokenEndpoint {
  /** Requests tokens. Has no time limit of its own; `withTimeLimit` adds one. */
  readonly exchange: (grant: Grant, operation: string) => Effect.Effect<Tokens, AuthFailed>
}

export const make = (
  client: HttpClient.HttpClient,
  config: HelpScoutConfig.Service,
  credentials: Credentials
): TokenEndpoint => {
  // law O5: no span of the platform (its attributes contain the URL), and no trace headers for Help Scout
  const untraced = client.pipe(
    HttpClient.withTracerPropagation(false),
    HttpClient.withTracerDisabledWhen(() => true)
  )
  const post = HttpClientRequest.post(`${config.baseUrl}/v2/oauth2/token`).pipe(
    HttpClientRequest.acceptJson,
    HttpClientRequest.setHeader("user-agent", config.userAgent)
  )

  return {
    exchange: (grant, operation) =>
      Effect.gen(function* () {
        const secrets = { ...fieldsOf(grant), client_secret: Redacted.value(credentials.clientSecret) }
        const request = HttpClientRequest.bodyUrlParams(post, {
          grant_type: grant.type,
          client_id: credentials.clientId,
          ...secrets
        })
        const issuedAt = yield* DateTime.now
        const { status, text } = yield* untraced.execute(request).pipe(
          Effect.flatMap((response) => Effect.map(response.text, (text) => ({ status: response.status, text }))),
          withoutRedirects,
          Effect.mapError(unreachable(operation))
        )
        if (status < 200 || status > 299) {
          return yield* rejection(grant, operation, { status, text }, Object.values(secrets))
        }
        const response = yield* decode(operation, status, text)
        return keepRefreshToken(grant, fromResponse(response, issuedAt))
      })
  }
}

const fieldsOf = (grant: Grant): Record<string, string> => {
  switch (grant.type) {
    case "authorization_code":
      return { code: Redacted.value(grant.code) }
    case "refresh_token":
      return { refresh_token: Redacted.value(grant.refreshToken) }
    case "client_credentials":
      return {}
  }
}

/** A response without a refresh token leaves the old one valid (RFC 6749, section 6). */
const keepRefreshToken = (grant: Grant, tokens: Tokens): Tokens =>
  grant.type === "refresh_token" && tokens.refreshToken === undefined
    ? { ...tokens, refreshToken: grant.refreshToken }
    : tokens

/** `fetch` would send the secret to the target of a 307 (law O2). Other transports follow no redirects by default. */
const withoutRedirects = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.serviceOption(FetchHttpClient.RequestInit), (init) =>
    Effect.provideService(self, FetchHttpClient.RequestInit, {
      ...Option.getOrElse(init, () => ({})),
      redirect: "manual"
    })
  )

const failed = (operation: string, reason: AuthFailedReason, status?: number, detail?: string) =>
  new AuthFailed({
    operation,
    reason,
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail })
  })

/** Limits an exchange to 30 seconds, even over a transport that cannot be interrupted. */
export const withTimeLimit =
  (operation: string) =>
  <A, R>(self: Effect.Effect<A, AuthFailed, R>): Effect.Effect<A, AuthFailed, R> =>
    Completion.abandonAfter(self, {
      duration: "30 seconds",
      onTimeout: () => failed(operation, "TokenEndpointFailed", undefined, "TIMEOUT: no response within 30 seconds")
    })

const unreachable = (operation: string) => (error: HttpClientError.HttpClientError) =>
  failed(
    operation,
    "TokenEndpointFailed",
    error._tag === "ResponseError" ? error.response.status : undefined,
    fromPlatform(error).code ?? error.reason
  )

const parseJson = (text: string) => Either.try(() => JSON.parse(text) as unknown)
const decodeResponse = Schema.decodeUnknownEither(TokenResponse, { errors: "all" })

const decode = (operation: string, status: number, text: string): Effect.Effect<TokenResponse, AuthFailed> => {
  const json = parseJson(text)
  if (Either.isLeft(json)) return Effect.fail(failed(operation, "TokenResponseInvalid", status, "the body is not JSON"))
  return Either.mapLeft(decodeResponse(json.right), (error) =>
    failed(operation, "TokenResponseInvalid", status, `missing or invalid: ${fieldsIn(error)}`)
  )
}

/** The names of the fields that cannot be decoded. The messages next to them quote values, so they are omitted. */
const fieldsIn = (error: ParseResult.ParseError) => {
  const known = new Set(["token_type", "access_token", "refresh_token", "expires_in"])
  const named = ParseResult.ArrayFormatter.formatErrorSync(error)
    .map((issue) => String(issue.path[0] ?? ""))
    .filter((name) => known.has(name))
  return named.length === 0 ? "(root)" : [...new Set(named)].join(", ")
}

const OAuthError = Schema.Struct({
  error: Schema.NonEmptyString,
  error_description: Schema.optionalWith(Schema.String, { nullable: true })
})
const decodeOAuthError = Schema.decodeUnknownOption(OAuthError)

const rejection = (
  grant: Grant,
  operation: string,
  { status, text }: { readonly status: number; readonly text: string },
  secrets: ReadonlyArray<string>
): AuthFailed => {
  if (status >= 500 || status === 429 || status === 408) return failed(operation, "TokenEndpointFailed", status)
  const body = Either.getRight(parseJson(text)).pipe(Option.flatMap(decodeOAuthError))
  if (Option.isNone(body)) return failed(operation, "TokenResponseInvalid", status, "the body is not an OAuth error")
  return failed(operation, reasonOf(grant, body.value.error), status, describe(body.value, secrets))
}

/** For a used refresh token Help Scout responds with `invalid_request` where OAuth has `invalid_grant`. */
const reasonOf = (grant: Grant, error: string): AuthFailedReason => {
  if (error === "invalid_client" || error === "unauthorized_client") return "InvalidClient"
  if (error === "temporarily_unavailable" || error === "server_error") return "TokenEndpointFailed"
  if (error !== "invalid_grant" && error !== "invalid_request") return "TokenResponseInvalid"
  switch (grant.type) {
    case "authorization_code":
      return "CodeRefused"
    case "refresh_token":
      return "RefreshTokenRefused"
    case "client_credentials":
      return "InvalidClient"
  }
}

/** The endpoint's own description, unless it quotes a secret of the request. */
const describe = (body: typeof OAuthError.Type, secrets: ReadonlyArray<string>) => {
  const text = body.error_description === undefined ? body.error : `${body.error}: ${body.error_description}`
  return secrets.some((secret) => text.includes(secret)) ? undefined : text.slice(0, 200)
}
