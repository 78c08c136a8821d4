/** Builds the services of one account from the options of its client. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as HelpScoutConfig from "@effect-helpscout/core/HelpScoutConfig"
import * as CorePermissions from "@effect-helpscout/core/Permissions"
import * as RateLimiter from "@effect-helpscout/core/RateLimiter"
import * as RateLimiterStore from "@effect-helpscout/core/RateLimiterStore"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import type { ValidationIssue } from "../HelpScoutError.js"
import type { HelpScoutOptions } from "../Options.js"
import { invalidInput } from "./invalidInput.js"
import { operations } from "./operations.js"
import { clientRule } from "./options.js"
import { makeStore } from "./stores.js"
import { tokensOfInput } from "./tokens.js"

/** The services that the client uses. */
export type Services = HelpScoutClient | Auth | RateLimiter.RateLimiter

const operation = "new HelpScout"

const missing = ({ accessToken, clientId, clientSecret }: HelpScoutOptions): ReadonlyArray<ValidationIssue> => {
  if (accessToken !== undefined) return []
  return Object.entries({ clientId: [clientId, "App ID"], clientSecret: [clientSecret, "App Secret"] }).flatMap(
    ([path, [value, name]]) =>
      value === undefined || value === ""
        ? [{ path, message: `is missing: pass the ${name} from Your Profile > My Apps` }]
        : []
  )
}

/** Throws if the client cannot work with its options. */
export const check = (options: HelpScoutOptions): void => {
  const issues = clientRule(options ?? {}, "")
  const all = issues.length > 0 ? issues : missing(options ?? {})
  if (all.length > 0) throw invalidInput(operation, all)
}

/** Removes the keys that are `undefined`, which the options of core do not accept. */
const defined = <A extends object>(options: A): { [K in keyof A]: Exclude<A[K], undefined> } =>
  // the keys that remain have values
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never

/** The client has all resources and no others, so it knows every operation. */
const unmatchedPattern = (rules: CorePermissions.Rules): string | undefined => {
  const [found] = CorePermissions.unmatched(rules, operations())
  if (found === undefined) return undefined
  const hint = found.closest === undefined ? "" : `: did you mean ${found.closest}?`
  return `no operation matches ${JSON.stringify(found.pattern)}${hint}`
}

const permissionsInvalid = (mistake: string) =>
  Effect.die(invalidInput(operation, [{ path: "permissions", message: `have a mistake: ${mistake}` }]))

/** A rule that cannot match anything is rejected: a denial with a mistake would allow the call (law S7). */
const makePermissions = (rules: CorePermissions.Rules | undefined, scope: Scope.Scope) => {
  if (rules === undefined) return Effect.succeed(Context.empty())
  const layer = Layer.buildWithScope(CorePermissions.Permissions.layer(rules), scope).pipe(
    Effect.catchAllDefect((mistake) =>
      mistake instanceof TypeError
        ? permissionsInvalid(mistake.message.replace(/^Permissions: /, ""))
        : Effect.die(mistake)
    )
  )
  return Effect.tap(layer, () => {
    const unmatched = unmatchedPattern(rules)
    return unmatched === undefined ? Effect.void : permissionsInvalid(unmatched)
  })
}

const authOf = ({ accessToken, flow, tokens }: HelpScoutOptions) => {
  if (accessToken !== undefined) return Auth.layerToken(Redacted.make(accessToken))
  return (flow ?? (tokens === undefined ? "clientCredentials" : "authorizationCode")) === "clientCredentials"
    ? Auth.layerClientCredentials
    : Auth.layerOAuth2(tokens === undefined ? {} : { tokens: tokensOfInput(operation, tokens) })
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

const makeHttpClient = ({ fetch, headers }: HelpScoutOptions): Effect.Effect<HttpClient.HttpClient> => {
  const sending = HttpClient.HttpClient.pipe(
    Effect.provide(FetchHttpClient.layer),
    Effect.provideService(FetchHttpClient.Fetch, fetchOf(fetch))
  )
  return headers === undefined
    ? sending
    : Effect.map(sending, HttpClient.mapRequest(HttpClientRequest.setHeaders(headers)))
}

const configOf = (options: HelpScoutOptions): HelpScoutConfig.Options => {
  const { account, authorizeUrl, baseUrl, clientId, clientSecret, timeout, userAgent } = options
  const secret = clientSecret === undefined ? undefined : Redacted.make(clientSecret)
  return defined({ clientId, clientSecret: secret, account, baseUrl, authorizeUrl, timeout, userAgent })
}

/**
 * Builds the services. Nothing is sent, and nothing is awaited. Layers that depend on the options would be kept as long as
 * the client, so only constant layers are built here.
 */
export const build = (
  options: HelpScoutOptions,
  runtime: Runtime.Runtime<never>,
  scope: Scope.Scope
): Context.Context<Services> => {
  const building = Effect.gen(function* () {
    const shared = Context.make(HelpScoutConfig.HelpScoutConfig, HelpScoutConfig.make(configOf(options))).pipe(
      Context.add(HttpClient.HttpClient, yield* makeHttpClient(options)),
      Context.add(TokenStore, yield* makeStore(options.tokenStore))
    )
    const store = Context.make(RateLimiterStore.RateLimiterStore, yield* RateLimiterStore.makeMemory)
    const limiter = yield* Effect.provide(RateLimiter.make(options.rateLimit), store)
    const auth = yield* Effect.provide(Layer.buildWithScope(authOf(options), scope), shared)
    const parts = Context.add(auth, RateLimiter.RateLimiter, limiter)
    const permissions = yield* makePermissions(options.permissions, scope)
    const client = Effect.provide(Layer.buildWithScope(HelpScoutClient.layer, scope), permissions)
    return Context.merge(parts, yield* Effect.provide(client, Context.merge(shared, parts)))
  })
  const exit = Runtime.runSyncExit(runtime)(building)
  if (Exit.isSuccess(exit)) return exit.value
  throw Cause.squash(exit.cause)
}

/** Runs an effect under the retry policy of the options. */
export const withRetry = ({
  retry
}: HelpScoutOptions): (<A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>) => {
  if (retry === undefined) return (effect) => effect
  const policy = RetryPolicy.make(defined(retry))
  return (effect) => Effect.provideService(effect, RetryPolicy.RetryPolicy, policy)
}
