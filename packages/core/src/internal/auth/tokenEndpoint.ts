/**
 * The call to the token endpoint, and what its answers mean. No secret leaves this module but on the wire: errors are
 * made anew from codes and field names, and those of the platform and of the decoder are dropped, for they print what
 * was sent and what came.
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
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
import { AuthFailed, type AuthFailedReason } from "../../HelpScoutError.js"
import { fromResponse, TokenResponse, type Tokens } from "../../Tokens.js"
import { fromPlatform } from "../request/transportError.js"

/** What new tokens are asked for with. */
export type Grant =
  | { readonly type: "authorization_code"; readonly code: Redacted.Redacted }
  | { readonly type: "refresh_token"; readonly refreshToken: Redacted.Redacted }
  | { readonly type: "client_credentials" }

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted
}

export interface TokenEndpoint {
  /** Asks for tokens. Without a time limit of its own: `within` sets it. */
  readonly exchange: (grant: Grant, operation: string) => Effect.Effect<Tokens, AuthFailed>
}

export const make = (
  client: HttpClient.HttpClient,
  config: HelpScoutConfig.Service,
  credentials: Credentials
): TokenEndpoint => {
  // Secrets: neither the platform's span (whose attributes name the URL) nor trace headers for the vendor
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
        const sent = { ...fieldsOf(grant), client_secret: Redacted.value(credentials.clientSecret) }
        const request = HttpClientRequest.bodyUrlParams(post, {
          grant_type: grant.type,
          client_id: credentials.clientId,
          ...sent
        })
        const issuedAt = yield* DateTime.now
        const { status, text } = yield* untraced.execute(request).pipe(
          Effect.flatMap((response) => Effect.map(response.text, (text) => ({ status: response.status, text }))),
          withoutRedirects,
          Effect.mapError(unreachable(operation))
        )
        if (status < 200 || status > 299) return yield* refusal(grant, operation, status, text, Object.values(sent))
        const response = yield* read(operation, status, text)
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

/** A renewal that answers no refresh token leaves the old one in force (RFC 6749, section 6). */
const keepRefreshToken = (grant: Grant, tokens: Tokens): Tokens =>
  grant.type === "refresh_token" && tokens.refreshToken === undefined
    ? { ...tokens, refreshToken: grant.refreshToken }
    : tokens

/** `fetch` would send the secret along to wherever a 307 points. Other transports follow nothing by themselves. */
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

/** Limits the whole of an exchange to 30 seconds, even over a transport that can't be interrupted (law 3). */
export const within =
  (operation: string) =>
  <A, R>(self: Effect.Effect<A, AuthFailed, R>): Effect.Effect<A, AuthFailed, R> =>
    Effect.timeoutFail(Effect.interruptible(Effect.disconnect(Effect.interruptible(self))), {
      duration: "30 seconds",
      onTimeout: () => failed(operation, "TokenEndpointFailed", undefined, "TIMEOUT: no answer within 30 seconds")
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

const read = (operation: string, status: number, text: string): Effect.Effect<TokenResponse, AuthFailed> => {
  const json = parseJson(text)
  if (Either.isLeft(json)) return Effect.fail(failed(operation, "TokenResponseInvalid", status, "not JSON"))
  return Either.mapLeft(decodeResponse(json.right), (error) =>
    failed(operation, "TokenResponseInvalid", status, `unusable: ${paths(error)}`)
  )
}

/** The names of the fields that don't fit. The messages beside them quote what came, so they are left out. */
const paths = (error: ParseResult.ParseError) => {
  const known = new Set(["token_type", "access_token", "refresh_token", "expires_in"])
  const named = ParseResult.ArrayFormatter.formatErrorSync(error)
    .map((issue) => String(issue.path[0] ?? ""))
    .filter((name) => known.has(name))
  return named.length === 0 ? "the answer as a whole" : [...new Set(named)].join(", ")
}

const OAuthRefusal = Schema.Struct({
  error: Schema.NonEmptyString,
  error_description: Schema.optionalWith(Schema.String, { nullable: true })
})
const decodeRefusal = Schema.decodeUnknownOption(OAuthRefusal)

const refusal = (
  grant: Grant,
  operation: string,
  status: number,
  text: string,
  secrets: ReadonlyArray<string>
): AuthFailed => {
  if (status >= 500 || status === 429 || status === 408) return failed(operation, "TokenEndpointFailed", status)
  const said = Either.getRight(parseJson(text)).pipe(Option.flatMap(decodeRefusal))
  if (Option.isNone(said)) return failed(operation, "TokenResponseInvalid", status, "not an OAuth error")
  return failed(operation, reasonOf(grant, said.value.error), status, words(said.value, secrets))
}

/** A spent refresh token is `invalid_request` with Help Scout, where OAuth has `invalid_grant`. */
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

/** The endpoint's own words, unless they repeat what we sent. */
const words = (said: typeof OAuthRefusal.Type, secrets: ReadonlyArray<string>) => {
  const text = said.error_description === undefined ? said.error : `${said.error}: ${said.error_description}`
  return secrets.some((secret) => text.includes(secret)) ? undefined : text.slice(0, 200)
}
