/**
 * The account of the examples: yours, if HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET are set. Otherwise a simulated
 * one on a loopback socket, which SIMULATED_CONVERSATIONS, SIMULATED_LIMIT and SIMULATED_WINDOW (seconds) can change.
 */

import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import type { ListenFailed } from "@effect-helpscout/node/ListenFailed"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** The services that the examples require. */
export type Account = HelpScoutClient | Auth | RateLimiter

/** The client and its parts. Each part is a Layer that can be replaced. */
const client = (
  config: Layer.Layer<HelpScoutConfig, ConfigError.ConfigError>,
  limiter: Layer.Layer<RateLimiter>
): Layer.Layer<Account, AuthFailed | ConfigError.ConfigError | ListenFailed> =>
  HelpScoutClient.layer.pipe(
    Layer.provideMerge(Layer.merge(Auth.layerClientCredentials, limiter)),
    Layer.provide([TokenStore.layerMemory, NodeHttpClient.layerUndici, config])
  )

/** Help Scout's window is a minute, and its tokens are valid for two days. Seconds let you watch waits and renewals. */
const simulation = (conversations: number) =>
  Config.nested(
    Config.all({
      conversations: Config.withDefault(Config.integer("CONVERSATIONS"), conversations),
      limit: Config.withDefault(Config.integer("LIMIT"), 400),
      window: Config.withDefault(Config.number("WINDOW"), 30)
    }),
    "SIMULATED"
  )

const simulated = (defaultConversations: number) =>
  Layer.unwrapScoped(
    Effect.gen(function* () {
      const { conversations, limit, window } = yield* simulation(defaultConversations)
      // whole seconds, as in `expires_in`
      const tokenLife = Math.max(1, Math.floor(window * 0.4))
      const simulator = yield* NodeSimulator.serve({
        data: { conversations },
        rateLimit: { limit, window: Duration.seconds(window) },
        tokenLife: Duration.seconds(tokenLife),
        latency: "5 millis"
      })
      yield* Console.log(
        `Simulating Help Scout on ${simulator.baseUrl}: ${conversations} conversations, ${limit} requests per ${window} s ` +
          `(Help Scout: per minute), access tokens valid for ${tokenLife} s (Help Scout: 48 h)`
      )
      const config = HelpScoutConfig.layer({
        baseUrl: simulator.baseUrl,
        clientId: simulator.clientId,
        clientSecret: Redacted.make(simulator.clientSecret)
      })
      return client(config, RateLimiter.layer({ limit, window: Duration.seconds(window) }))
    })
  )

const isSet = (name: string) => Config.map(Config.withDefault(Config.string(name), ""), (value) => value.trim() !== "")

/** One variable is enough: if the other one is missing, the program fails and names it, instead of using the simulator. */
const isConfigured = Config.zipWith(
  isSet("HELPSCOUT_CLIENT_ID"),
  isSet("HELPSCOUT_CLIENT_SECRET"),
  (id, secret) => id || secret
)

/** Provides the client for your account, or for a simulated one with this number of conversations. */
export const layer = (
  conversations: number
): Layer.Layer<Account, AuthFailed | ConfigError.ConfigError | ListenFailed> =>
  Layer.unwrapEffect(
    Effect.map(isConfigured, (configured) =>
      configured ? client(HelpScoutConfig.layerConfig, RateLimiter.layer()) : simulated(conversations)
    )
  )
