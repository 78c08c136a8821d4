/** Tables of calls: what each method sends, and clients over the simulator. */

import { assert, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { clientLayer, json, type Reply, script } from "./scripted.js"

const base = "https://api.helpscout.net"

export interface Call<S> {
  readonly call: (service: S) => Effect.Effect<unknown, unknown> | Stream.Stream<unknown, unknown>
  /** `GET /v2/users?page=2` */
  readonly sent: string
  readonly body?: unknown
  /** @default an empty list for lists, 204 for the rest */
  readonly response?: Reply
}

const names = (endpoints: Endpoint.Endpoints, prefix = ""): ReadonlyArray<string> =>
  Object.entries(endpoints).flatMap(([name, value]) =>
    Endpoint.isEndpoint(value) ? [prefix + name] : names(value, `${prefix}${name}.`)
  )

/** One test for each method: its exact request. A method without a row fails. */
export const assertCalls = <I, S>(
  tag: Context.Tag<I, S>,
  layer: Layer.Layer<I, never, HelpScoutClient>,
  endpoints: Endpoint.Endpoints,
  rows: Readonly<Record<string, Call<S>>>
): void => {
  it("has a row for each of its endpoints", () => {
    assert.sameMembers(Object.keys(rows), [...names(endpoints)])
  })
  for (const [name, { response, body, call, sent }] of Object.entries(rows)) {
    const [method = "", path = ""] = sent.split(" ")
    it.effect(`${name} sends ${sent}`, () => {
      const to = script(response ?? (method === "GET" ? json({ _links: {} }) : { status: 204 }))
      return Effect.gen(function* () {
        const effect = call(yield* tag)
        yield* Effect.isEffect(effect) ? effect : Stream.runDrain(effect)
        assert.deepStrictEqual(
          to.sent.map((request) => ({ method: request.method, url: request.url, body: request.body })),
          [{ method, url: base + path, body }]
        )
      }).pipe(Effect.provide(Layer.provide(layer, clientLayer(to))))
    })
  }
}

/** A client over a simulator that verifies its responses. */
export const simulated = (
  options: Simulator.Options & { readonly userId?: number } = {}
): Layer.Layer<HelpScoutClient | Simulator.Simulator> => {
  const { userId, ...rest } = options
  const simulator = Simulator.Simulator.layer({
    verifyResponses: true,
    data: { conversations: 120, customers: 10 },
    ...rest
  })
  const auth = Layer.unwrapEffect(
    Effect.map(
      Effect.flatMap(Simulator.Simulator, (service) => service.issueTokens(userId === undefined ? {} : { userId })),
      ({ accessToken }) => Auth.layerToken(Redacted.make(accessToken))
    )
  )
  return HelpScoutClient.layer.pipe(
    Layer.provide(auth),
    Layer.provide(RateLimiter.layerUnlimited),
    Layer.provide(HelpScoutConfig.layer()),
    Layer.provideMerge(simulator)
  )
}

/** The account of the simulator. */
export const account = Effect.flatMap(Simulator.Simulator, (simulator) => simulator.account())

/** The tag of the error that it fails with. */
export const failure = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.match(effect, { onFailure: (error): string => error._tag, onSuccess: () => "no failure" })
