/**
 * The account that the examples speak to: yours, when HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET are set, or else
 * a simulated one on a loopback socket of this machine.
 */

import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** What a program of the examples needs. */
export type Account = HelpScoutClient | Auth | RateLimiter

/** The client with its parts, each a Layer that could be another one. */
const client = (
  config: Layer.Layer<HelpScoutConfig, ConfigError.ConfigError>,
  limiter: Layer.Layer<RateLimiter>
): Layer.Layer<Account, AuthFailed | ConfigError.ConfigError> =>
  HelpScoutClient.layer.pipe(
    Layer.provideMerge(Layer.merge(Auth.layerClientCredentials, limiter)),
    Layer.provide([TokenStore.layerMemory, NodeHttpClient.layerUndici, config])
  )

/** Seconds, where Help Scout has a minute and two days: so that waiting and renewing can be watched. */
const seconds = { window: 30, tokenLife: 12 }

const simulated = (conversations: number) =>
  Layer.unwrapScoped(
    Effect.gen(function* () {
      const simulator = yield* NodeSimulator.serve({
        data: { conversations },
        rateLimit: { window: `${seconds.window} seconds` },
        tokenLife: `${seconds.tokenLife} seconds`,
        latency: "5 millis"
      })
      yield* Console.log(
        `Simulating Help Scout on ${simulator.baseUrl}: ${conversations} conversations, 400 requests per ${seconds.window} s ` +
          `(really per minute), access tokens that live ${seconds.tokenLife} s (really 48 h).`
      )
      const config = HelpScoutConfig.layer({
        baseUrl: simulator.baseUrl,
        clientId: simulator.clientId,
        clientSecret: Redacted.make(simulator.clientSecret)
      })
      return client(config, RateLimiter.layer({ window: `${seconds.window} seconds` }))
    })
  )

const isSet = (name: string) => Config.map(Config.withDefault(Config.string(name), ""), (value) => value.trim() !== "")

/** One of the two is enough: who forgot the other is told so, rather than shown a simulation. */
const isConfigured = Config.zipWith(
  isSet("HELPSCOUT_CLIENT_ID"),
  isSet("HELPSCOUT_CLIENT_SECRET"),
  (id, secret) => id || secret
)

/** Your account, or a simulated one with so many conversations. */
export const layer = (conversations: number): Layer.Layer<Account, AuthFailed | ConfigError.ConfigError> =>
  Layer.unwrapEffect(
    Effect.map(isConfigured, (configured) =>
      configured ? client(HelpScoutConfig.layerConfig, RateLimiter.layer()) : simulated(conversations)
    )
  )
