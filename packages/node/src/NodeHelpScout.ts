/**
 * A ready-made layer for Node.js. Each of its parts can be replaced.
 *
 * ```ts
 * import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
 * import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
 * import * as Effect from "effect/Effect"
 *
 * // HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET come from the environment
 * const me = HelpScoutClient.request({ method: "GET", path: "/v2/users/me" })
 * export const program = Effect.provide(me, NodeHelpScout.layerConfig)
 * ```
 *
 * @since 0.1.0
 */
import * as Process from "node:process"
import type * as HttpClient from "@effect/platform/HttpClient"
import { Auth, type OAuth2Options } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as HelpScoutConfig from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { Permissions } from "@effect-helpscout/core/Permissions"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import type { TokenStore, TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import type * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Transport from "./internal/http/transport.js"
import { version } from "./internal/version.js"
import * as NodeTokenStore from "./NodeTokenStore.js"

/**
 * Provides an `HttpClient` over undici, with compressed responses and a proxy from `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY` (or their lower-case names). It does not follow redirects. `HelpScoutClient` does, on Help Scout's own host.
 * In Bun, which has no undici, it is Bun's `fetch`.
 *
 * @since 0.1.0
 */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient, ConfigError.ConfigError> = Transport.layer

// Bun and Deno report a version of Node.js, too
const runtime = ["bun", "deno", "node"].find((name) => Process.versions[name] !== undefined) ?? "node"

/**
 * The User-Agent, unless the configuration sets one: this package and the runtime, with their versions, such as
 * `effect-helpscout/0.1.0 node/24.1.0`.
 *
 * @since 0.1.0
 */
export const userAgent: string = `effect-helpscout/${version} ${runtime}/${Process.versions[runtime]}`

const withUserAgent = (config: HelpScoutConfig.Service): HelpScoutConfig.Service =>
  config.userAgent === HelpScoutConfig.make().userAgent ? { ...config, userAgent } : config

/**
 * The parts of `layer`. A part that is missing has its default.
 *
 * @since 0.1.0
 */
export interface Parts<
  EConfig = ConfigError.ConfigError,
  EAuth = AuthFailed,
  EStore = TokenStoreFailed | ConfigError.ConfigError,
  ELimiter = never,
  EHttp = ConfigError.ConfigError,
  EPermissions = ConfigError.ConfigError
> {
  /** @default HelpScoutConfig.layerConfig */
  readonly config?: Layer.Layer<HelpScoutConfig.HelpScoutConfig, EConfig>
  /** @default Auth.layerClientCredentials */
  readonly auth?: Layer.Layer<Auth, EAuth, HelpScoutConfig.HelpScoutConfig | TokenStore | HttpClient.HttpClient>
  /** @default NodeTokenStore.layerFile() */
  readonly tokenStore?: Layer.Layer<TokenStore, EStore, HelpScoutConfig.HelpScoutConfig>
  /** @default RateLimiter.layer() */
  readonly rateLimiter?: Layer.Layer<RateLimiter, ELimiter, HelpScoutConfig.HelpScoutConfig>
  /** @default layerHttpClient */
  readonly httpClient?: Layer.Layer<HttpClient.HttpClient, EHttp>
  /** What the client may do. @default Permissions.layerConfig, which reads HELPSCOUT_PERMISSIONS */
  readonly permissions?: Layer.Layer<Permissions, EPermissions>
}

/**
 * The services that `layer` provides.
 *
 * @since 0.1.0
 */
export type Provided = HelpScoutClient | Auth | RateLimiter | HelpScoutConfig.HelpScoutConfig

/**
 * Provides the client from the given parts. Missing parts are those of `layerConfig`.
 *
 * ```ts
 * import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
 * import * as RedisTokenStore from "@effect-helpscout/node/RedisTokenStore"
 *
 * export const client = NodeHelpScout.layer({
 *   tokenStore: RedisTokenStore.layer({ connection: "redis://127.0.0.1:6379" })
 * })
 * ```
 *
 * @since 0.1.0
 */
export const layer = <
  EConfig = ConfigError.ConfigError,
  EAuth = AuthFailed,
  EStore = TokenStoreFailed | ConfigError.ConfigError,
  ELimiter = never,
  EHttp = ConfigError.ConfigError,
  EPermissions = ConfigError.ConfigError
>(
  parts: Parts<EConfig, EAuth, EStore, ELimiter, EHttp, EPermissions> = {}
): Layer.Layer<Provided, EConfig | EAuth | EStore | ELimiter | EHttp | EPermissions> => {
  // casts: the error type of a missing part is that of its default
  const config = (parts.config ?? HelpScoutConfig.HelpScoutConfig.layerConfig) as Layer.Layer<
    HelpScoutConfig.HelpScoutConfig,
    EConfig
  >
  const auth = (parts.auth ?? Auth.layerClientCredentials) as NonNullable<typeof parts.auth>
  const tokenStore = (parts.tokenStore ?? NodeTokenStore.layerFile()) as NonNullable<typeof parts.tokenStore>
  const rateLimiter = (parts.rateLimiter ?? RateLimiter.layer()) as NonNullable<typeof parts.rateLimiter>
  const httpClient = (parts.httpClient ?? layerHttpClient) as NonNullable<typeof parts.httpClient>
  const permissions = (parts.permissions ?? Permissions.layerConfig) as NonNullable<typeof parts.permissions>
  return HelpScoutClient.layer.pipe(
    Layer.provideMerge(Layer.merge(auth, rateLimiter)),
    Layer.provide(Layer.merge(tokenStore, httpClient)),
    Layer.provideMerge(
      Layer.effect(HelpScoutConfig.HelpScoutConfig, Effect.map(HelpScoutConfig.HelpScoutConfig, withUserAgent))
    ),
    Layer.provide(config),
    Layer.provide(permissions)
  )
}

/**
 * Provides the client from the environment: `HELPSCOUT_CLIENT_ID` and `HELPSCOUT_CLIENT_SECRET`, the client credentials
 * flow (the app acts as its owner), tokens in files that all processes of this user share, and an in-memory rate limiter. `HELPSCOUT_PERMISSIONS` restricts
 * what the client may do.
 *
 * @since 0.1.0
 */
export const layerConfig: Layer.Layer<Provided, ConfigError.ConfigError | AuthFailed | TokenStoreFailed> = layer()

/**
 * Provides the client from the environment for the authorization code flow, in which users authorize the app. Tokens
 * come from the store, `options.tokens` or `auth.setCredentials`.
 *
 * @since 0.1.0
 */
export const layerConfigOAuth2 = (
  options?: OAuth2Options
): Layer.Layer<Provided, ConfigError.ConfigError | AuthFailed | TokenStoreFailed> =>
  layer({ auth: Auth.layerOAuth2(options) })
