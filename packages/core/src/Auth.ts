/**
 * The access token that requests carry: where it comes from, and how it is renewed once for all who need it.
 *
 * ```ts
 * import { Auth } from "@effect-helpscout/core/Auth"
 * import * as Effect from "effect/Effect"
 *
 * // at the end of the authorization code flow: the code is what Help Scout adds to your redirection URL
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
import { TokenStore, type TokenStoreFailed } from "./TokenStore.js"
import * as Tokens from "./Tokens.js"

/**
 * A token to send. Hand it back to `replace` as it is when it met a 401.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessToken {
  readonly value: Redacted.Redacted
  /** Tells apart the tokens that this service has had in force, in order. Two tokens are the same if their ids are. */
  readonly id: number
}

/**
 * What happened to the tokens:
 * - `Obtained`: the first ones, by client credentials
 * - `Renewed`: by the token endpoint
 * - `Set`: by `setCredentials`
 * - `SaveFailed`: the tokens in force could not be saved; saving goes on in the background
 * - `RenewalFailed`: a renewal failed, for all who waited for it
 *
 * @since 0.1.0
 * @category models
 */
export type AuthEvent =
  | { readonly _tag: "Obtained"; readonly tokens: Tokens.Tokens }
  | { readonly _tag: "Renewed"; readonly tokens: Tokens.Tokens }
  | { readonly _tag: "Set"; readonly tokens: Tokens.Tokens }
  | { readonly _tag: "SaveFailed"; readonly error: TokenStoreFailed }
  | { readonly _tag: "RenewalFailed"; readonly error: AuthFailed }

/**
 * What `replace` answers.
 *
 * @since 0.1.0
 * @category models
 */
export interface Replacement {
  readonly token: AccessToken
  /**
   * `true`: renewed because of this rejection, by this caller or by one that shared the attempt; a 401 for it is final.
   * `false`: another token was already current, and is simply to be tried.
   */
  readonly renewed: boolean
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /**
   * The token to send now. It is obtained first if there is none, and renewed first if less than the smaller of 60 s
   * and a tenth of its lifetime remains. If the token endpoint or the store is out of order meanwhile, a token that
   * still holds is answered all the same.
   */
  readonly token: Effect.Effect<AccessToken, AuthFailed>
  /** To be told that a request carrying `rejected` met a 401; answers the token to send it again with. */
  readonly replace: (rejected: AccessToken) => Effect.Effect<Replacement, AuthFailed>
  /**
   * The tokens in force, each time they were obtained, renewed or set, beginning with the latest such pair. In order;
   * a subscriber that lags may miss some, but never the newest. Tokens that were read from the store are not told.
   * Never fails, and ends with the layer.
   */
  readonly tokens: Stream.Stream<Tokens.Tokens>
  /** The same with failures: to save, and to renew. Begins with the latest event. */
  readonly events: Stream.Stream<AuthEvent>
  /** Exchanges an authorization code for tokens, and installs nothing: see `setCredentials`. A code works once. */
  readonly getTokens: (code: string | Redacted.Redacted) => Effect.Effect<Tokens.Tokens, AuthFailed>
  /**
   * Saves the tokens, puts them in force and publishes them. A renewal begun before is discarded, and who waited for
   * it gets these. If they can't be saved they are in force all the same, and `events` says so.
   */
  readonly setCredentials: (tokens: Tokens.Input) => Effect.Effect<void>
  /**
   * The page that asks a user to authorise the app. Afterwards Help Scout sends the user to the redirection URL of My
   * Apps with a `code`, and with the same `state`.
   *
   * @see https://developer.helpscout.com/mailbox-api/overview/authentication/
   */
  readonly authorizationUrl: (options?: { readonly state?: string | undefined }) => URL
}

/**
 * @since 0.1.0
 * @category models
 */
export interface OAuth2Options {
  /**
   * Tokens to begin with. The store's are preferred, since a refresh token that was rotated lives only there, unless
   * these are known to have been issued later (`issuedAt`).
   */
  readonly tokens?: Tokens.Input | undefined
}

type Requirements = Config.HelpScoutConfig | TokenStore | HttpClient.HttpClient

/**
 * The account's authorisation.
 *
 * @since 0.1.0
 * @category services
 */
export class Auth extends Context.Tag("@effect-helpscout/core/Auth")<Auth, Service>() {
  /**
   * The authorization code flow: an app that others authorise. Its tokens come from the store, from `options.tokens`
   * or from `setCredentials`, and are renewed by their refresh token. Fails if client id or secret is missing.
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
   * Client credentials: an app of your own, acting as the user who made it. The first request obtains a token. Fails
   * if client id or secret is missing.
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
   * A fixed token. A 401 can't be mended (`AuthFailed` with the reason `NotRenewable`), though `setCredentials` can put
   * another token in its place. There is no app behind it: `getTokens` fails, and `authorizationUrl` has no client id.
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
    const credentials = yield* Effect.mapError(
      Option.all({ clientId: config.clientId, clientSecret: config.clientSecret }),
      () => new AuthFailed({ operation, reason: "MissingCredentials" })
    )
    const endpoint = TokenEndpoint.make(client, config, credentials)
    const renewal = yield* Renewal.make({ account: Config.accountKey(config), flow, endpoint, store })
    return {
      ...renewal,
      getTokens: (code) =>
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
