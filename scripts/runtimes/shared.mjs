/** A Worker whose requests share one client. sharing.mjs drives it. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const makeRuntime = (environment) => {
  const config = HelpScoutConfig.layer({
    baseUrl: environment.HELPSCOUT_BASE_URL,
    clientId: environment.HELPSCOUT_CLIENT_ID,
    clientSecret: Redacted.make(environment.HELPSCOUT_CLIENT_SECRET)
  })
  const client = HelpScoutClient.layer.pipe(
    Layer.provideMerge(Layer.merge(Auth.layerClientCredentials, RateLimiter.layer(environment.limiter))),
    Layer.provide([TokenStore.layerMemory, FetchHttpClient.layer, config]),
    Layer.provideMerge(Logger.minimumLogLevel(LogLevel.Error))
  )
  return ManagedRuntime.make(Layer.provideMerge(Conversations.layer, client))
}

let shared

const read = Effect.flatMap(Conversations, (conversations) => Effect.as(conversations.list({ status: "all" }), "read"))

const programs = {
  read,
  // the request ends its program, as a time limit would
  interrupted: Effect.timeoutTo(read, { duration: "300 millis", onSuccess: String, onTimeout: () => "interrupted" }),
  token: Effect.flatMap(Auth, (auth) => Effect.map(Stream.runHead(auth.tokens), ({ _tag }) => _tag))
}

export default {
  async fetch(request, environment) {
    shared ??= makeRuntime(environment)
    const name = new URL(request.url).pathname.slice(1)
    // the request ends without ending its program
    if (name === "gone") {
      shared.runFork(read)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return new Response("gone")
    }
    const text = await shared.runPromise(programs[name]).catch((error) => `${error}`)
    // only the request's own context may send this
    const own = await fetch(environment.HELPSCOUT_BASE_URL)
    await own.text()
    return new Response(text)
  }
}
