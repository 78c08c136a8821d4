/** Clients over the simulator, without sockets. */
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import { HelpScout } from "../src/HelpScout.js"
import type { HelpScoutOptions } from "../src/Options.js"

/** The failure of Node.js's fetch. */
const failed = (code: string) => new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) })

/** Sends requests to a simulator. A request that is aborted rejects with the reason of its signal. */
export const fetchOf =
  (simulator: Simulator.Service): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init)
    const body = new Uint8Array(await request.arrayBuffer())
    const { method, url } = request
    const handled = simulator.handle({ method, url, headers: Object.fromEntries(request.headers), body })
    const outcome = await Effect.runPromise(handled, { signal: request.signal })
    if (outcome._tag !== "Response") throw failed(outcome._tag === "Reset" ? "ECONNRESET" : "ECONNREFUSED")
    const content = outcome.status === 204 || outcome.body.length === 0 ? null : (outcome.body as BodyInit)
    return new Response(content, { status: outcome.status, headers: outcome.headers })
  }

export interface Simulated {
  readonly simulator: Simulator.Service
  /** Its options, for further clients. */
  readonly options: HelpScoutOptions
  readonly helpScout: HelpScout
}

/** A simulator with data, and a client of it. */
export const simulate = (options: HelpScoutOptions = {}, simulated: Simulator.Options = {}): Simulated => {
  const simulator = Effect.runSync(Simulator.make({ data: { conversations: 60 }, ...simulated }))
  const { baseUrl, clientId, clientSecret } = simulator
  const all: HelpScoutOptions = { baseUrl, clientId, clientSecret, fetch: fetchOf(simulator), ...options }
  return { simulator, options: all, helpScout: new HelpScout(all) }
}

/** The requests so far, as `GET /v2/users/me`, without those for tokens. */
export const sentTo = async (simulator: Simulator.Service): Promise<ReadonlyArray<string>> => {
  const requests = await Effect.runPromise(simulator.requests)
  return requests.map(({ method, path }) => `${method} ${path}`).filter((sent) => !sent.includes("oauth2"))
}

/** The error of a promise that must reject. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => Promise.reject(new Error(`expected a rejection, found ${JSON.stringify(value)}`)),
    (error: unknown) => error
  )
