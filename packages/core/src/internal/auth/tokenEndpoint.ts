/**
 * Requests to the token endpoint and the classification of its responses. Secrets leave this module in the request
 * only (law O1): its errors are built from codes and field names. The errors of the platform and of the decoder are
 * dropped, because they print the request and the response.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Completion from "../../Completion.js"
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
import { AuthFailed, type AuthFailedReason } from "../../HelpScoutError.js"
import { fromResponse, TokenResponse, type Tokens } from "../../Tokens.js"
import * as rateLimitHeaders from "../limit/headers.js"
import { fromPlatform, isUnsent } from "../request/transportError.js"

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

  const { host } = new URL(config.baseUrl)

  /** The last pause that the endpoint asked for. */
  const pause = Ref.unsafeMake<Option.Option<Pause>>(Option.none())

  return {
    exchange: (grant, operation) =>
      Effect.gen(function* () {
        yield* failWhilePaused(operation, yield* Ref.get(pause))
        const secrets = { ...fieldsOf(grant), client_secret: Redacted.value(credentials.clientSecret) }
        const request = HttpClientRequest.bodyUrlParams(post, {
          grant_type: grant.type,
          client_id: credentials.clientId,
          ...secrets
        })
        const issuedAt = yield* DateTime.now
        const { headers, status, text } = yield* untraced.execute(request).pipe(
          Effect.flatMap(read),
          withoutRedirects,
          Effect.mapError((error) =>
            error._tag === "BodyTooLarge"
              ? tooLarge(operation, error.status)
              : unreachable(grant, operation, host, error)
          )
        )
        if (status < 200 || status > 299) {
          const retryAfter = yield* retryAfterOf(headers)
          const error = rejection(grant, operation, { status, text, retryAfter }, Object.values(secrets))
          const now = yield* Clock.currentTimeMillis
          if (retryAfter !== undefined) {
            yield* Ref.set(pause, Option.some({ status, until: now + Duration.toMillis(retryAfter) }))
          }
          return yield* error
        }
        const response = yield* decode(operation, status, text)
        return keepRefreshToken(grant, fromResponse(response, issuedAt))
      })
  }
}

/** The endpoint responded with this status and `Retry-After`. Until then, no request is sent. */
interface Pause {
  readonly status: number
  /** In milliseconds of wall time. */
  readonly until: number
}

/** A longer `Retry-After` is shortened, so that a mistake of the server cannot disable the client for hours. */
const longestPause = Duration.minutes(3)

const retryAfterOf = (headers: HttpClientResponse.HttpClientResponse["headers"]) =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const { retryAfter } = rateLimitHeaders.parse(headers, now)
    return retryAfter === undefined ? undefined : Duration.min(retryAfter, longestPause)
  })

const failWhilePaused = (operation: string, pause: Option.Option<Pause>): Effect.Effect<void, AuthFailed> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const remaining = Option.match(pause, { onNone: () => 0, onSome: ({ until }) => until - now })
    // a longer one is left over from before the clock was set back
    if (Option.isNone(pause) || remaining <= 0 || remaining > Duration.toMillis(longestPause)) return Effect.void
    return failed(operation, "TokenEndpointFailed", {
      status: pause.value.status,
      detail: "Retry-After has not passed yet",
      retryAfter: Duration.millis(remaining)
    })
  })

/** A response has less than a kilobyte. A proxy's page is larger, and an endless body must not fill the memory (law P7). */
const maxBodyBytes = 1_000_000

class BodyTooLarge extends Data.TaggedError("BodyTooLarge")<{ readonly status: number }> {}

/** Reads the body up to `maxBodyBytes`. A rejection whose body cannot be read keeps its status. */
const read = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.suspend(() => {
    const { headers, status } = response
    const decoder = new TextDecoder()
    let text = ""
    let received = 0
    let failure: HttpClientError.ResponseError | BodyTooLarge | undefined
    const append = (bytes: Uint8Array) => {
      received += bytes.length
      if (received > maxBodyBytes) failure = new BodyTooLarge({ status })
      else text += decoder.decode(bytes, { stream: true })
    }
    // The stream must not fail: it runs in a fiber of its own, and Effect logs the errors of such fibers (law O1).
    return Stream.catchAll(response.stream, Stream.succeed).pipe(
      Stream.runForEachWhile((part) =>
        Effect.sync(() => {
          if (part instanceof Uint8Array) append(part)
          else if (part.reason !== "EmptyBody") failure = part
          return failure === undefined
        })
      ),
      Effect.flatMap(() =>
        failure === undefined || status < 200 || status > 299
          ? Effect.succeed({ headers, status, text: text + decoder.decode() })
          : Effect.fail(failure)
      )
    )
  })

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

type Details = Partial<Pick<AuthFailed, "host" | "status" | "detail" | "retryAfter" | "refreshTokenAtRisk">>

const failed = (operation: string, reason: AuthFailedReason, details: Details = {}) =>
  new AuthFailed({ operation, reason, ...details })

/** Marks a refresh token that may have been used. The other grants can be repeated. */
const riskOf = (grant: Grant, mayHaveBeenUsed: boolean): Details =>
  grant.type === "refresh_token" && mayHaveBeenUsed ? { refreshTokenAtRisk: true } : {}

/** Limits an exchange to 30 seconds, even over a transport that cannot be interrupted. */
export const withTimeLimit =
  (operation: string, details: Details = {}) =>
  <A, R>(self: Effect.Effect<A, AuthFailed, R>): Effect.Effect<A, AuthFailed, R> =>
    Completion.abandonAfter(self, {
      duration: "30 seconds",
      onTimeout: () =>
        failed(operation, "TokenEndpointFailed", { detail: "TIMEOUT: no response within 30 seconds", ...details })
    })

const tooLarge = (operation: string, status: number) =>
  failed(operation, "TokenResponseInvalid", { status, detail: `the body is larger than ${maxBodyBytes} bytes` })

const unreachable = (grant: Grant, operation: string, host: string, error: HttpClientError.HttpClientError) => {
  const transport = fromPlatform(error)
  return failed(operation, "TokenEndpointFailed", {
    ...(error._tag === "ResponseError" ? { status: error.response.status } : {}),
    host,
    detail: transport.code ?? error.reason,
    ...riskOf(grant, !isUnsent(transport))
  })
}

const parseJson = (text: string) => Either.try(() => JSON.parse(text) as unknown)
const decodeResponse = Schema.decodeUnknownEither(TokenResponse, { errors: "all" })

const decode = (operation: string, status: number, text: string): Effect.Effect<TokenResponse, AuthFailed> => {
  const json = parseJson(text)
  if (Either.isLeft(json))
    return Effect.fail(failed(operation, "TokenResponseInvalid", { status, detail: "the body is not JSON" }))
  return Either.mapLeft(decodeResponse(json.right), (error) =>
    failed(operation, "TokenResponseInvalid", { status, detail: `missing or invalid: ${fieldsIn(error)}` })
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

const rejection = (
  grant: Grant,
  operation: string,
  response: { readonly status: number; readonly text: string; readonly retryAfter: Duration.Duration | undefined },
  secrets: ReadonlyArray<string>
): AuthFailed => {
  const { status, text } = response
  const retryAfter = response.retryAfter === undefined ? {} : { retryAfter: response.retryAfter }
  if (status >= 500 || status === 429 || status === 408) {
    return failed(operation, "TokenEndpointFailed", { status, ...retryAfter, ...riskOf(grant, status !== 429) })
  }
  const body = Either.getOrUndefined(parseJson(text))
  const error = Predicate.isRecord(body) && typeof body.error === "string" ? body.error : undefined
  const reason = error === undefined ? "TokenResponseInvalid" : reasonOf(grant, error)
  const said = textsIn(body).join(": ")
  const detail = said === "" ? { detail: "the body is not an OAuth error" } : withoutSecrets(said, secrets)
  return failed(operation, reason, { status, ...detail, ...retryAfter, ...riskOf(grant, error === "server_error") })
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

/**
 * The endpoint's own words: those of an OAuth error (`error`, `error_description`), of Help Scout's API and its gateways
 * (`message`), or of `application/problem+json` (`title`, `detail`), also in a list or one level down (`errors`).
 */
const textsIn = (value: unknown, depth = 0): ReadonlyArray<string> => {
  if (typeof value === "string") return value.trim() === "" ? [] : [value]
  if (depth > 3) return []
  if (Array.isArray(value)) return value.slice(0, 5).flatMap((item) => textsIn(item, depth + 1))
  if (!Predicate.isRecord(value)) return []
  return ["error", "error_description", "message", "title", "detail", "errors", "_embedded"].flatMap((key) =>
    textsIn(value[key], depth + 1)
  )
}

/** At most 200 characters on one line, or nothing if the text quotes a secret of the request. */
const withoutSecrets = (text: string, secrets: ReadonlyArray<string>): Details => {
  const quoted = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  if (quoted.some((secret) => text.includes(secret))) return {}
  return {
    detail: text
      .replaceAll(/[\s\p{Cc}]+/gu, " ")
      .trim()
      .slice(0, 200)
  }
}
