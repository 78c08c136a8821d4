/**
 * Provides the access token of requests, and renews it once for all requests that need it.
 *
 * ```ts
 * import { Auth } from "@effect-helpscout/core/Auth"
 * import * as Effect from "effect/Effect"
 *
 * // at the end of the authorization code flow: Help Scout adds the code to your redirection URL
 * export const signIn = (code: string) =>
 *   Effect.flatMap(Auth, (auth) => Effect.flatMap(auth.getTokens(code), auth.setCredentials))
 * ```
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Config from "./HelpScoutConfig.js"
import { AuthFailed } from "./HelpScoutError.js"
import * as Events from "./internal/auth/events.js"
import * as Renewal from "./internal/auth/renewal.js"
import type { Flow } from "./internal/auth/renewOnce.js"
import * as TokenEndpoint from "./internal/auth/tokenEndpoint.js"
import { isSendable } from "./internal/request/headerValue.js"
import { TokenStore, type TokenStoreFailed } from "./TokenStore.js"
import * as Tokens from "./Tokens.js"

/**
 * A token to send. Pass it to `replace` unchanged if the response is a 401.
 *
 * @since 0.1.0
 */
export interface AccessToken {
  readonly value: Redacted.Redacted
  /** Increases with each token that becomes current. Two tokens are the same if their ids are equal. */
  readonly id: number
}

/**
 * An event in the life of the tokens:
 * - `Obtained`: the first tokens, obtained with client credentials
 * - `Renewed`: the token endpoint renewed the tokens
 * - `Set`: `setCredentials` set the tokens
 * - `SaveFailed`: the current tokens could not be saved; saving is retried in the background
 * - `RenewalFailed`: a renewal failed, for all callers that waited for it
 *
 * @since 0.1.0
 */
export type AuthEvent =
  | { readonly _tag: "Obtained"; readonly tokens: Tokens.Tokens }
  | { readonly _tag: "Renewed"; readonly tokens: Tokens.Tokens }
  | { readonly _tag: "Set"; readonly tokens: Tokens.Tokens }
  | { readonly _tag: "SaveFailed"; readonly error: TokenStoreFailed }
  | { readonly _tag: "RenewalFailed"; readonly error: AuthFailed }

/**
 * The result of `replace`.
 *
 * @since 0.1.0
 */
export interface Replacement {
  readonly token: AccessToken
  /**
   * `true`: the token was renewed because of this rejection, by this caller or by one that shared the renewal. A 401
   * for it is final. `false`: another token was already current; try it.
   */
  readonly renewed: boolean
}

/**
 * The methods of `Auth`.
 *
 * @since 0.1.0
 */
export interface Service {
  /**
   * Returns the token to send. It is obtained first if there is none, and renewed first if less than the smaller of
   * 60 s and a tenth of its lifetime remains. If the renewal fails for any reason, a token that is still valid is
   * returned nevertheless, and the renewal is tried again after five seconds, or after the endpoint's `Retry-After`.
   */
  readonly token: Effect.Effect<AccessToken, AuthFailed>
  /** Call when a request with `rejected` got a 401. Returns the token to retry with. */
  readonly replace: (rejected: AccessToken) => Effect.Effect<Replacement, AuthFailed>
  /**
   * Emits the current tokens each time they are obtained, renewed or set, starting with the latest such pair, in order.
   * A slow subscriber may miss some pairs, but never the newest. Tokens that are read from the store are not emitted.
   * Never fails, and ends with the layer.
   */
  readonly tokens: Stream.Stream<Tokens.Tokens>
  /** Emits an event for each of these pairs, and for each failure to save or renew. Starts with the latest event. */
  readonly events: Stream.Stream<AuthEvent>
  /** Exchanges an authorization code for tokens. Activate them with `setCredentials`. A code works once. */
  readonly getTokens: (code: string | Redacted.Redacted) => Effect.Effect<Tokens.Tokens, AuthFailed>
  /**
   * Saves, activates and publishes the tokens. A renewal that began before is discarded, and its waiters get these
   * tokens. If they cannot be saved, they are activated anyway, and `events` emits `SaveFailed`.
   */
  readonly setCredentials: (tokens: Tokens.Input) => Effect.Effect<void>
  /**
   * Returns the URL of the page that asks a user to authorize the app. Afterwards Help Scout redirects the user to the
   * redirection URL of My Apps, with a `code` and the same `state`.
   *
   * @see https://developer.helpscout.com/mailbox-api/overview/authentication/
   */
  readonly authorizationUrl: (options?: { readonly state?: string | undefined }) => URL
}

/**
 * Options of `Auth.layerOAuth2`.
 *
 * @since 0.1.0
 */
export interface OAuth2Options {
  /**
   * The first tokens. Those in the store win, because only the store has a rotated refresh token, unless these were
   * issued later (`issuedAt`).
   */
  readonly tokens?: Tokens.Input | undefined
}

type Requirements = Config.HelpScoutConfig | TokenStore | HttpClient.HttpClient

/**
 * The authorization of an account. Each OAuth2 flow is a layer.
 *
 * @since 0.1.0
 */
export class Auth extends Context.Tag("@effect-helpscout/core/Auth")<Auth, Service>() {
  /**
   * The authorization code flow, for an app that users authorize. Its tokens come from the store, from
   * `options.tokens` or from `setCredentials`, and are renewed with their refresh token. Fails if the client id or
   * secret is missing.
   *
   * @since 0.1.0
   */
  static readonly layerOAuth2 = (options: OAuth2Options = {}): Layer.Layer<Auth, AuthFailed, Requirements> =>
    Layer.scoped(
      this,
      makeRenewing("Auth.layerOAuth2", {
        initial: Option.map(Option.fromNullable(options.tokens), Tokens.make),
        repeatable: false,
        grant: Option.match({
          onNone: () => Either.left("NoTokens"),
          onSome: ({ refreshToken }) =>
            refreshToken === undefined
              ? Either.left("NotRenewable")
              : Either.right({ type: "refresh_token", refreshToken })
        })
      })
    )

  /**
   * The client credentials flow, for your own app, which acts as the user who created it. The first request obtains a
   * token. Fails if the client id or secret is missing.
   *
   * @since 0.1.0
   */
  static readonly layerClientCredentials: Layer.Layer<Auth, AuthFailed, Requirements> = Layer.scoped(
    this,
    Effect.suspend(() =>
      makeRenewing("Auth.layerClientCredentials", {
        initial: Option.none(),
        repeatable: true,
        grant: () => Either.right({ type: "client_credentials" })
      })
    )
  )

  /**
   * A fixed token. It cannot be renewed: a 401 fails with `AuthFailed` and the reason `NotRenewable`, until
   * `setCredentials` sets another token. A token that a header cannot contain dies when the layer is built. Without an app, `getTokens` fails and `authorizationUrl` has no client id.
   *
   * @since 0.1.0
   */
  static readonly layerToken = (token: Redacted.Redacted): Layer.Layer<Auth> => Layer.scoped(this, makeFixed(token))
}

const makeRenewing = (operation: string, flow: Flow): Effect.Effect<Service, AuthFailed, Requirements | Scope.Scope> =>
  Effect.gen(function* () {
    const config = yield* Config.HelpScoutConfig
    const store = yield* TokenStore
    const client = yield* HttpClient.HttpClient
    const { clientId, clientSecret } = config
    const credentials = yield* Effect.mapError(Option.all({ clientId, clientSecret }), () => {
      const missing = [
        ...(Option.isNone(clientId) ? (["clientId"] as const) : []),
        ...(Option.isNone(clientSecret) ? (["clientSecret"] as const) : [])
      ]
      return new AuthFailed({ operation, reason: "MissingCredentials", missing })
    })
    // law T9: the platform's client, not the rate limited one
    const endpoint = TokenEndpoint.make(client, config, credentials)
    const renewal = yield* Renewal.make({ account: Config.accountKey(config), flow, endpoint, store })
    return {
      ...renewal,
      getTokens: (code) =>
        // law T7: no token becomes current here
        endpoint
          .exchange(
            { type: "authorization_code", code: Redacted.isRedacted(code) ? code : Redacted.make(code) },
            "Auth.getTokens"
          )
          .pipe(TokenEndpoint.withTimeLimit("Auth.getTokens")),
      authorizationUrl: (options) =>
        authorizationUrl(config.authorizeUrl, { client_id: credentials.clientId, ...options })
    }
  })

const makeFixed = (token: Redacted.Redacted): Effect.Effect<Service, never, Scope.Scope> =>
  Effect.gen(function* () {
    // law S5: no request can carry such a token
    if (!isSendable(Redacted.value(token))) {
      return yield* Effect.dieMessage(
        "Auth.layerToken: the token contains characters that a header cannot contain, such as a line break. Check where it was read from, and trim it."
      )
    }
    const current = yield* Ref.make<AccessToken>({ value: token, id: 1 })
    const { tokens, events, publish } = yield* Events.make
    return {
      token: Ref.get(current),
      replace: (rejected) =>
        Effect.flatMap(Ref.get(current), (token) =>
          token.id === rejected.id
            ? Effect.fail(new AuthFailed({ operation: "Auth.replace", reason: "NotRenewable" }))
            : Effect.succeed({ token, renewed: false })
        ),
      tokens,
      events,
      getTokens: () => Effect.fail(new AuthFailed({ operation: "Auth.getTokens", reason: "MissingCredentials" })),
      setCredentials: (input) =>
        Effect.uninterruptible(
          Effect.suspend(() => {
            const tokens = Tokens.make(input)
            return Effect.zipRight(
              Ref.update(current, ({ id }) => ({ value: tokens.accessToken, id: id + 1 })),
              publish({ _tag: "Set", tokens })
            )
          })
        ),
      authorizationUrl: (options) => authorizationUrl(Config.make().authorizeUrl, { ...options })
    }
  })

const authorizationUrl = (page: string, query: Record<string, string | undefined>): URL => {
  const url = new URL(page)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}
