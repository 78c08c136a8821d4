/** Builds the services of one account from the options of its client. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import { InputInvalid, type ValidationIssue } from "../HelpScoutError.js"
import type { HelpScoutOptions } from "../Options.js"
import { fromPlainTokens, layerStore } from "./tokens.js"

/** The services that the client uses. */
export type Services = HelpScoutClient | Auth | RateLimiter

const fields = {
  clientId: "the App ID from Your Profile > My Apps",
  clientSecret: "the App Secret from Your Profile > My Apps"
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

const issuesOf = (options: HelpScoutOptions): ReadonlyArray<ValidationIssue> => {
  if (options.accessToken !== undefined) {
    return isText(options.accessToken) ? [] : [{ path: "accessToken", message: "must be a text that is not empty" }]
  }
  return (["clientId", "clientSecret"] as const)
    .filter((name) => !isText(options[name]))
    .map((name) => ({ path: name, message: `is missing. Pass ${fields[name]}` }))
}

/** Throws if the client cannot work with its options. */
export const check = (options: HelpScoutOptions): void => {
  const issues = issuesOf(options ?? {})
  if (issues.length === 0) return
  const operation = "new HelpScout"
  const listed = issues.map(({ message, path }) => `${path} ${message}`).join("; ")
  throw Object.assign(new InputInvalid({ operation, message: `${operation}: ${listed}.` }), { issues })
}

/** Removes the keys that are `undefined`, which the options of core do not accept. */
const defined = <A extends object>(options: A): { [K in keyof A]: Exclude<A[K], undefined> } =>
  // the keys that remain have values
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never

const authOf = ({ accessToken, flow, tokens }: HelpScoutOptions) => {
  if (accessToken !== undefined) return Auth.layerToken(Redacted.make(accessToken))
  return (flow ?? (tokens === undefined ? "clientCredentials" : "authorizationCode")) === "clientCredentials"
    ? Auth.layerClientCredentials
    : Auth.layerOAuth2(tokens === undefined ? {} : { tokens: fromPlainTokens(tokens) })
}

/**
 * Redirects are not followed, so that neither the token nor the secret leaves the API's host. A browser hides where a
 * redirect leads: there, a read follows it.
 */
const fetchOf =
  (fetch: typeof globalThis.fetch | undefined): typeof globalThis.fetch =>
  async (url, init) => {
    // called without `this`, which browsers require
    const send = fetch ?? globalThis.fetch
    const response = await send(url, { ...init, redirect: "manual" })
    return response.type === "opaqueredirect" && init?.method === "GET" ? send(url, init) : response
  }

const httpClientOf = ({ fetch, headers }: HelpScoutOptions): Layer.Layer<HttpClient.HttpClient> => {
  const sending = Layer.provide(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.Fetch, fetchOf(fetch)))
  if (headers === undefined) return sending
  const withHeaders = HttpClient.mapRequest(HttpClientRequest.setHeaders(headers))
  return Layer.provide(Layer.effect(HttpClient.HttpClient, Effect.map(HttpClient.HttpClient, withHeaders)), sending)
}

/** Builds the services. Nothing is sent, and nothing is awaited. */
export const build = (
  options: HelpScoutOptions,
  runtime: Runtime.Runtime<never>,
  scope: Scope.Scope
): Context.Context<Services> => {
  const { account, authorizeUrl, baseUrl, clientId, clientSecret, timeout, userAgent } = options
  const config = HelpScoutConfig.layer(
    defined({
      clientId,
      clientSecret: clientSecret === undefined ? undefined : Redacted.make(clientSecret),
      account,
      baseUrl,
      authorizeUrl,
      timeout,
      userAgent
    })
  )
  const shared = Layer.mergeAll(layerStore(options.tokenStore), httpClientOf(options), config)
  const auth = Layer.provide(authOf(options), shared)
  const limiter = RateLimiter.layer(options.rateLimit)
  const client = Layer.provideMerge(Layer.provide(HelpScoutClient.layer, shared), Layer.merge(auth, limiter))
  return Runtime.runSync(runtime)(Layer.buildWithScope(client, scope))
}

/** Runs an effect under the retry policy of the options. */
export const withRetry = ({
  retry
}: HelpScoutOptions): (<A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>) => {
  if (retry === undefined) return (effect) => effect
  const policy = RetryPolicy.make(defined(retry))
  return (effect) => Effect.provideService(effect, RetryPolicy.RetryPolicy, policy)
}
