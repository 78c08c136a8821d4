/**
 * One layer to start with on Node, every part of which can be replaced.
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
import * as HttpClient from "@effect/platform/HttpClient"
import { Auth, type OAuth2Options } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as HelpScoutConfig from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import type { TokenStore, TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici"
import { decompress } from "./internal/decompress.js"
import * as Undici from "./internal/undici.js"
import { version } from "./internal/version.js"
import * as NodeTokenStore from "./NodeTokenStore.js"

/** By its name in small letters, or else in capitals. */
const variable = (name: string) =>
  Config.zipWith(
    Config.option(Config.nonEmptyString(name)),
    Config.option(Config.nonEmptyString(name.toUpperCase())),
    (small, capital) => Option.getOrUndefined(Option.orElse(small, () => capital))
  )

/** Read once: left to itself, undici looks at the environment for each request. */
const proxies = Config.all({
  httpProxy: variable("http_proxy"),
  httpsProxy: variable("https_proxy"),
  noProxy: variable("no_proxy")
})

const makeDispatcher = Effect.flatMap(proxies, ({ httpProxy, httpsProxy, noProxy = "" }) =>
  Effect.try({
    try: (): Dispatcher =>
      httpProxy === undefined && httpsProxy === undefined
        ? new Agent()
        : new EnvHttpProxyAgent({ noProxy, ...(httpProxy && { httpProxy }), ...(httpsProxy && { httpsProxy }) }),
    // the cause would quote the proxy's password
    catch: () =>
      ConfigError.InvalidData(["HTTPS_PROXY"], "HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy that can be used")
  })
)

const dispatcher = Effect.acquireRelease(makeDispatcher, (agent) => Effect.promise(() => agent.destroy()))

/**
 * undici with what users of a Node client expect: compressed answers, and a proxy from `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY` (or their names in small letters). It follows no redirect: the client does, on Help Scout's own host.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient, ConfigError.ConfigError> = Layer.scoped(
  HttpClient.HttpClient,
  Effect.map(dispatcher, (agent) => decompress(Undici.make(agent)))
)

/**
 * The User-Agent unless the configuration has one of its own: this package and Node, with their versions.
 *
 * @since 0.1.0
 * @category models
 */
export const userAgent: string = `effect-helpscout/${version} node/${Process.versions.node}`

const named = (config: HelpScoutConfig.Service): HelpScoutConfig.Service =>
  config.userAgent === HelpScoutConfig.make().userAgent ? { ...config, userAgent } : config

/**
 * The parts of `layer`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Parts<
  EConfig = ConfigError.ConfigError,
  EAuth = AuthFailed,
  EStore = TokenStoreFailed | ConfigError.ConfigError,
  ELimiter = never,
  EHttp = ConfigError.ConfigError
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
}

/**
 * What `layer` provides.
 *
 * @since 0.1.0
 * @category models
 */
export type Provided = HelpScoutClient | Auth | RateLimiter | HelpScoutConfig.HelpScoutConfig

/**
 * The client with all it needs; what is not given is as in `layerConfig`.
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
 * @category layers
 */
export const layer = <
  EConfig = ConfigError.ConfigError,
  EAuth = AuthFailed,
  EStore = TokenStoreFailed | ConfigError.ConfigError,
  ELimiter = never,
  EHttp = ConfigError.ConfigError
>(
  parts: Parts<EConfig, EAuth, EStore, ELimiter, EHttp> = {}
): Layer.Layer<Provided, EConfig | EAuth | EStore | ELimiter | EHttp> => {
  // where a part is not given, its error type is the default's
  const config = (parts.config ?? HelpScoutConfig.HelpScoutConfig.layerConfig) as Layer.Layer<
    HelpScoutConfig.HelpScoutConfig,
    EConfig
  >
  const auth = (parts.auth ?? Auth.layerClientCredentials) as NonNullable<typeof parts.auth>
  const tokenStore = (parts.tokenStore ?? NodeTokenStore.layerFile()) as NonNullable<typeof parts.tokenStore>
  const rateLimiter = (parts.rateLimiter ?? RateLimiter.layer()) as NonNullable<typeof parts.rateLimiter>
  const httpClient = (parts.httpClient ?? layerHttpClient) as NonNullable<typeof parts.httpClient>
  return HelpScoutClient.layer.pipe(
    Layer.provideMerge(Layer.merge(auth, rateLimiter)),
    Layer.provide(Layer.merge(tokenStore, httpClient)),
    Layer.provideMerge(
      Layer.effect(HelpScoutConfig.HelpScoutConfig, Effect.map(HelpScoutConfig.HelpScoutConfig, named))
    ),
    Layer.provide(config)
  )
}

/**
 * Everything from the environment: `HELPSCOUT_CLIENT_ID` and `HELPSCOUT_CLIENT_SECRET`, client credentials (an app of
 * your own, acting as its owner), tokens in files that all processes of this user share, the limits of this process.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<Provided, ConfigError.ConfigError | AuthFailed | TokenStoreFailed> = layer()

/**
 * The same for an app that others authorise: tokens come from the store, `options.tokens` or `auth.setCredentials`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfigOAuth2 = (
  options?: OAuth2Options
): Layer.Layer<Provided, ConfigError.ConfigError | AuthFailed | TokenStoreFailed> =>
  layer({ auth: Auth.layerOAuth2(options) })
