/** This library with its usual setup: `NodeHelpScout.layer`, client credentials, the limiter and retries. */

import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Users } from "@effect-helpscout/resources/Users"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { userId } from "../servers/bodies.js"
import { type Client, mostInFlight } from "./Client.js"
import { loop } from "./inFiber.js"

export interface Account {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The defaults, except that tokens stay in memory and nothing is logged. */
export const client = (
  { baseUrl, clientId, clientSecret }: Account,
  rateLimiter: Layer.Layer<RateLimiter, never, HelpScoutConfig> = RateLimiter.layer()
) =>
  NodeHelpScout.layer({
    config: HelpScoutConfig.layer({ baseUrl, clientId, clientSecret: Redacted.make(clientSecret) }),
    auth: Auth.layerClientCredentials,
    tokenStore: TokenStore.layerMemory,
    rateLimiter
  }).pipe(Layer.provideMerge(Logger.minimumLogLevel(LogLevel.None)))

/**
 * A limiter for a server without a limit. The short window contains some hundred requests, like a minute does in
 * practice. At thousands of requests per second, a minute would contain hundreds of thousands.
 */
export const unlimited = RateLimiter.layer({ maxConcurrent: mostInFlight, limit: 100_000_000, window: "100 millis" })

/** The measured calls, and the runtime that they run in. */
export const open = async (baseUrl: string) => {
  const account = client({ baseUrl, clientId: "bench", clientSecret: "bench-secret" }, unlimited)
  const runtime = ManagedRuntime.make(Layer.provide(Layer.merge(Conversations.layer, Users.layer), account))
  const { conversations, users } = await runtime.runPromise(Effect.all({ conversations: Conversations, users: Users }))
  const calls = {
    small: () => users.get({ userId }),
    page: () => conversations.list({ status: "all" })
  }
  return { runtime, calls }
}

export const make = async (baseUrl: string): Promise<Client> => {
  const { calls, runtime } = await open(baseUrl)
  return {
    run: (kind, count, inFlight) => runtime.runPromise(loop((kind) => calls[kind](), kind, count, inFlight))
  }
}
