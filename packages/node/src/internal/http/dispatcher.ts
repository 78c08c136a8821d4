/** undici's dispatcher, with a proxy from the environment. */
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici"

/** Reads the lower-case name, otherwise the upper-case name. */
const variable = (name: string) =>
  Config.zipWith(
    Config.option(Config.nonEmptyString(name)),
    Config.option(Config.nonEmptyString(name.toUpperCase())),
    (lower, upper) => Option.getOrUndefined(Option.orElse(lower, () => upper))
  )

/** Read once. undici would read the environment for each request. */
const proxies = Config.all({
  httpProxy: variable("http_proxy"),
  httpsProxy: variable("https_proxy"),
  noProxy: variable("no_proxy")
})

const open = Effect.flatMap(proxies, ({ httpProxy, httpsProxy, noProxy = "" }) =>
  Effect.try({
    try: (): Dispatcher =>
      httpProxy === undefined && httpsProxy === undefined
        ? new Agent()
        : new EnvHttpProxyAgent({ noProxy, ...(httpProxy && { httpProxy }), ...(httpsProxy && { httpsProxy }) }),
    // the cause would quote the proxy's password (law O1)
    catch: () =>
      ConfigError.InvalidData(
        ["HTTPS_PROXY"],
        "HTTPS_PROXY or HTTP_PROXY is not a valid proxy URL. Set it to a URL such as http://proxy.example.com:3128"
      )
  })
)

export const make: Effect.Effect<Dispatcher, ConfigError.ConfigError, Scope.Scope> = Effect.acquireRelease(
  open,
  (dispatcher) => Effect.promise(() => dispatcher.destroy())
)
