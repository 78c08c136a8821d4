/** Lists through a server of one's own, which adds the token: the program has no secret. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

export const quickStart = (environment) => {
  const client = HelpScoutClient.layer.pipe(
    Layer.provide(Layer.merge(Auth.layerToken(Redacted.make("added-by-the-proxy")), RateLimiter.layer())),
    Layer.provide([FetchHttpClient.layer, HelpScoutConfig.layer({ baseUrl: environment.PROXY_URL })])
  )
  const program = Effect.flatMap(Conversations, (conversations) =>
    Effect.map(Stream.runCount(conversations.listAll({ status: "all" })), (count) => `${count} conversations`)
  )
  return Effect.runPromise(Effect.provide(program, Layer.provide(Conversations.layer, client)))
}
