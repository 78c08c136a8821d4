/** The complete client over a simulator, both driven by the TestClock. */
import type * as HttpClient from "@effect/platform/HttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { type Options, RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"

export type Program = Conversations | HelpScoutClient | Auth | RateLimiter | TokenStore | Simulator.Simulator

/** The complete client over the `HttpClient` in the context, with the tokens of an authorized account. */
export const client = (
  account: { readonly name?: string; readonly refreshToken?: string } = {},
  limiter: Options = {}
): Layer.Layer<Exclude<Program, Simulator.Simulator>, AuthFailed, Simulator.Simulator | HttpClient.HttpClient> =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const issued = yield* simulator.issueTokens(account.name === undefined ? {} : { account: account.name })
      const config = HelpScoutConfig.layer({
        baseUrl: simulator.baseUrl,
        clientId: simulator.clientId,
        clientSecret: Redacted.make(simulator.clientSecret),
        account: account.name ?? "default",
        // short, because each quarter of a second is a step of the clock
        timeout: "5 seconds"
      })
      const tokens = {
        accessToken: issued.accessToken,
        refreshToken: account.refreshToken ?? issued.refreshToken ?? "",
        expiresAt: DateTime.unsafeMake(issued.expiresAt)
      }
      return Conversations.layer.pipe(
        Layer.provideMerge(HelpScoutClient.layer),
        Layer.provideMerge(Layer.merge(Auth.layerOAuth2({ tokens }), RateLimiter.layer(limiter))),
        Layer.provideMerge(TokenStore.layerMemory),
        Layer.provide(config)
      )
    })
  )

export const layer = (options: Simulator.Options = {}, limiter: Options = {}): Layer.Layer<Program, AuthFailed> =>
  client({}, limiter).pipe(Layer.provideMerge(Simulator.Simulator.layer({ data: { conversations: 60 }, ...options })))

/** Runs the program to completion in virtual time. */
export const finish = <A, E, R>(program: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(program)
    yield* TestClock.adjust("2 hours")
    return yield* Fiber.join(fiber)
  })
