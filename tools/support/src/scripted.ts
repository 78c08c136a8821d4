/** An HTTP client that responds from a script and records its requests; clients over it and over the simulator. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { Auth } from "@effect-helpscout/core/Auth"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { type Options as ConfigOptions, HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: unknown
}

export type Reply =
  | {
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string | Uint8Array<ArrayBuffer>
    }
  | { readonly lost: { readonly code: string; readonly syscall?: string; readonly message?: string } }
  | "hang"

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "application/hal+json", ...headers },
  body: JSON.stringify(body)
})

const bodyOf = (request: HttpClientRequest.HttpClientRequest): unknown =>
  request.body._tag === "Uint8Array" ? JSON.parse(new TextDecoder().decode(request.body.body)) : undefined

export interface Wire {
  readonly sent: Array<Sent>
  readonly client: HttpClient.HttpClient
}

/** Responds to each request with `reply`, which gets the request and the number of requests before it. */
export const wire = (reply: (sent: Sent, n: number) => Reply): Wire => {
  const sent: Array<Sent> = []
  const client = HttpClient.make((request, url) =>
    Effect.suspend(() => {
      const entry: Sent = { method: request.method, url: url.href, headers: request.headers, body: bodyOf(request) }
      sent.push(entry)
      const scripted = reply(entry, sent.length - 1)
      if (scripted === "hang") return Effect.never
      if ("lost" in scripted) {
        const cause = Object.assign(new Error(scripted.lost.message ?? scripted.lost.code), scripted.lost)
        return Effect.fail(new HttpClientError.RequestError({ request, reason: "Transport", cause }))
      }
      const body = scripted.status === 204 || scripted.status === 304 ? null : (scripted.body ?? "")
      const response = new Response(body, { status: scripted.status, headers: scripted.headers ?? {} })
      return Effect.succeed(HttpClientResponse.fromWeb(request, response))
    })
  )
  return { sent, client }
}

/** Replies one after the other; the last is repeated. */
export const script = (...replies: readonly [Reply, ...Array<Reply>]): Wire =>
  wire((_, n) => replies[Math.min(n, replies.length - 1)] ?? replies[0])

/** A client without limits over the `HttpClient` in the context. */
const unlimited = (auth: Layer.Layer<Auth>, options: ConfigOptions = {}) =>
  HelpScoutClient.layer.pipe(
    Layer.provide(auth),
    Layer.provide(RateLimiter.layerUnlimited),
    Layer.provide(HelpScoutConfig.layer(options))
  )

/** A client without limits over a scripted exchange, with a fixed token by default. */
export const clientLayer = (
  to: Wire,
  auth: Layer.Layer<Auth> = Auth.layerToken(Redacted.make("token")),
  options: ConfigOptions = {}
): Layer.Layer<HelpScoutClient> =>
  Layer.provide(unlimited(auth, options), Layer.succeed(HttpClient.HttpClient, to.client))

/** A client of a simulator that verifies its responses, and the simulator. */
export const simulatorLayer = (
  options: Simulator.Options = {}
): Layer.Layer<HelpScoutClient | HttpClient.HttpClient | Simulator.Simulator> =>
  Layer.unwrapEffect(
    Effect.flatMap(Simulator.Simulator, (simulator) =>
      Effect.map(simulator.issueTokens(), ({ accessToken }) => unlimited(Auth.layerToken(Redacted.make(accessToken))))
    )
  ).pipe(Layer.provideMerge(Simulator.Simulator.layer({ verifyResponses: true, ...options })))

/** The names of a record's methods, with dots between those of groups. */
export const namesOf = (endpoints: Endpoint.Endpoints, prefix = ""): ReadonlyArray<string> =>
  Object.entries(endpoints).flatMap(([name, value]) =>
    Endpoint.isEndpoint(value) ? [prefix + name] : namesOf(value, `${prefix}${name}.`)
  )

/** The platform's client over a `fetch` that leads elsewhere, and keeps how it was called. */
export const redirectingFetch = Effect.suspend(() => {
  const seen: Array<RequestInit | undefined> = []
  const fetch: typeof globalThis.fetch = (_, init) => {
    seen.push(init)
    return Promise.resolve(new Response(null, { status: 307, headers: { location: "https://evil.example/" } }))
  }
  return HttpClient.HttpClient.pipe(
    Effect.provide(Layer.provide(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.Fetch, fetch))),
    Effect.map((client) => ({ client, seen }))
  )
})
