/** `@effect/platform` over undici as `NodeHelpScout` sets it up, without our pipeline. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { type Client, paths } from "./Client.js"
import { loop } from "./inFiber.js"

export const make = async (baseUrl: string): Promise<Client> => {
  const runtime = ManagedRuntime.make(NodeHelpScout.layerHttpClient)
  const client = (await runtime.runPromise(HttpClient.HttpClient)).pipe(
    HttpClient.withTracerPropagation(false),
    HttpClient.withTracerDisabledWhen(() => true)
  )
  const headers = { accept: "application/json, application/hal+json", authorization: "Bearer canned" }
  return {
    run: (kind, count, inFlight) =>
      runtime.runPromise(
        loop(
          (kind) =>
            Effect.flatMap(
              client.execute(HttpClientRequest.get(baseUrl + paths[kind], { headers })),
              (response) => response.json
            ),
          kind,
          count,
          inFlight
        )
      )
  }
}
