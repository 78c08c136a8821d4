/** The transport that the runtime provides: undici, or `fetch` where undici is only a stub, as in Bun. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Agent } from "undici"
import { decompress } from "./decompress.js"
import * as Dispatcher from "./dispatcher.js"
import * as Undici from "./undici.js"

/** Bun replaces the module `undici` with one whose dispatchers send nothing. */
const hasUndici = (agent: { readonly prototype: object }) => "request" in agent.prototype

const undici = Layer.scoped(
  HttpClient.HttpClient,
  Effect.map(Dispatcher.make, (dispatcher) => Undici.make(dispatcher, decompress))
)

/** Bun's `fetch` decodes compressed responses and reads the proxy from the environment, as undici's client here does. */
export const make = (agent: {
  readonly prototype: object
}): Layer.Layer<HttpClient.HttpClient, ConfigError.ConfigError> => (hasUndici(agent) ? undici : FetchHttpClient.layer)

export const layer = make(Agent)
