/** The quick start without Node.js: core and resources over the platform's fetch. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

/** Lists ten conversations of the account, and reports an error for one that does not exist. */
export const quickStart = (environment) => {
  const config = HelpScoutConfig.layer({
    baseUrl: environment.HELPSCOUT_BASE_URL,
    clientId: environment.HELPSCOUT_CLIENT_ID,
    clientSecret: Redacted.make(environment.HELPSCOUT_CLIENT_SECRET)
  })
  const client = HelpScoutClient.layer.pipe(
    Layer.provide(Layer.merge(Auth.layerClientCredentials, RateLimiter.layer())),
    Layer.provide([TokenStore.layerMemory, FetchHttpClient.layer, config])
  )
  const program = Effect.gen(function* () {
    const conversations = yield* Conversations
    const count = yield* conversations.listAll({ status: "all" }).pipe(Stream.take(10), Stream.runCount)
    const error = yield* Effect.flip(conversations.get({ conversationId: 1 }))
    return `${count} conversations, ${error._tag}`
  })
  return Effect.runPromise(Effect.provide(program, Layer.provide(Conversations.layer, client)))
}
