/** A program that uses one resource with fetch, as in a worker. */
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

const client = HelpScoutClient.layer.pipe(
  Layer.provide(Layer.merge(Auth.layerClientCredentials, RateLimiter.layer())),
  Layer.provide([TokenStore.layerMemory, FetchHttpClient.layer]),
  Layer.provide(HelpScoutConfig.layer({ clientId: "id", clientSecret: Redacted.make("secret") }))
)

export const subjects = Effect.flatMap(Conversations, (conversations) =>
  Stream.runCollect(Stream.map(conversations.listAll(), (conversation) => conversation.subject))
).pipe(Effect.provide(Layer.provide(Conversations.layer, client)), Effect.runPromise)
