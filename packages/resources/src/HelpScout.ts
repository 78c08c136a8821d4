/**
 * All of Help Scout in one value, for one account or for several.
 *
 * ```ts
 * import { HelpScout } from "@effect-helpscout/resources/HelpScout"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.gen(function* () {
 *   const helpScout = yield* HelpScout
 *   yield* helpScout.conversations.threads.createNote({ conversationId: 1 }, { text: "Seen." })
 * })
 * ```
 *
 * @since 0.1.0
 */
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig, type Options } from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { resources } from "./internal/resources.js"

type Resources = typeof resources

/**
 * The tags of all resources.
 *
 * @since 0.1.0
 * @category models
 */
export type Resource = Context.Tag.Identifier<Resources[keyof Resources]>

type Services = { readonly [K in keyof Resources]: Context.Tag.Service<Resources[K]> }

/**
 * Every resource, under the name of its tag.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Services {}

/**
 * What an account has: the resources, and what stands behind them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Account extends Service {
  /** Its tokens as they come (`auth.tokens`), and how it is authorised: `authorizationUrl`, `getTokens`, `setCredentials`. */
  readonly auth: Context.Tag.Service<Auth>
  /** Its budget: `snapshot`, `update`. */
  readonly rateLimiter: Context.Tag.Service<RateLimiter>
  /** Its client, for what has no record: `client.request`. */
  readonly client: Context.Tag.Service<HelpScoutClient>
}

/**
 * What all accounts share: the platform's `HttpClient`, and the `TokenStore`, which keeps them apart by their keys.
 *
 * @since 0.1.0
 * @category models
 */
export type Shared = Exclude<
  Layer.Layer.Context<typeof HelpScoutClient.layer> | Layer.Layer.Context<typeof Auth.layerClientCredentials>,
  Auth | HelpScoutConfig | RateLimiter
>

/**
 * One of several accounts.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccountOptions extends Options {
  /** Your own name for it, under which the `TokenStore` keeps its tokens. No other account of this app may have it. */
  readonly account: string
  /** How it is authorised. By default it is an app that others authorise, whose tokens are in the store. @default Auth.layerOAuth2() */
  readonly auth?: Layer.Layer<Auth, AuthFailed, HelpScoutConfig | Shared>
  /** Its budget. @default RateLimiter.layer() */
  readonly rateLimiter?: Layer.Layer<RateLimiter, never, HelpScoutConfig>
}

/** Every resource by itself, so that what asks for one alone gets it from here too. */
const alone = Layer.mergeAll(
  // together they provide all that each of them does, which the type of a list cannot say
  ...(Object.values(resources).map((tag) => tag.layer) as unknown as [Layer.Layer<Resource, never, HelpScoutClient>])
)

const layer: Layer.Layer<HelpScout | Resource, never, HelpScoutClient> = Layer.suspend(() =>
  Layer.provideMerge(Layer.effect(HelpScout, Effect.all(resources)), alone)
)

type Provided = HelpScout | Resource | HelpScoutClient | Auth | RateLimiter

/** `Layer.build` remembers nothing of what was built before: no part is shared with another account. */
const build = (options: AccountOptions): Effect.Effect<Context.Context<Provided>, AuthFailed, Shared | Scope.Scope> =>
  layer.pipe(
    Layer.provideMerge(HelpScoutClient.layer),
    Layer.provideMerge(Layer.merge(options.auth ?? Auth.layerOAuth2(), options.rateLimiter ?? RateLimiter.layer())),
    Layer.provide(HelpScoutConfig.layer(options)),
    Layer.build
  )

/**
 * Every resource in one value: `helpScout.conversations.list()`. It bundles all of them; a program that needs one takes
 * that one's own tag.
 *
 * @since 0.1.0
 * @category services
 */
export class HelpScout extends Context.Tag("@effect-helpscout/resources/HelpScout")<HelpScout, Service>() {
  /**
   * For a program with one account. The resources are there under their own tags as well.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<HelpScout | Resource, never, HelpScoutClient> = layer

  /**
   * One of several accounts: a client of its own, with its own tokens, renewals and budget, until the scope closes.
   *
   * Two values for one account at a time would each spend its whole budget: keep them in an `RcMap`, which makes one
   * for all who ask, and closes it when it is no longer used.
   *
   * ```ts
   * import { HelpScout } from "@effect-helpscout/resources/HelpScout"
   * import * as Effect from "effect/Effect"
   * import * as RcMap from "effect/RcMap"
   * import type * as Redacted from "effect/Redacted"
   *
   * export const accounts = (app: { readonly clientId: string; readonly clientSecret: Redacted.Redacted }) =>
   *   RcMap.make({
   *     lookup: (account: string) => HelpScout.make({ ...app, account }),
   *     idleTimeToLive: "10 minutes"
   *   })
   *
   * export const inboxesOf = (all: Effect.Effect.Success<ReturnType<typeof accounts>>, account: string) =>
   *   Effect.scoped(Effect.flatMap(RcMap.get(all, account), (helpScout) => helpScout.mailboxes.list()))
   * ```
   *
   * @since 0.1.0
   */
  static readonly make = (options: AccountOptions): Effect.Effect<Account, AuthFailed, Shared | Scope.Scope> =>
    Effect.map(build(options), (context) => ({
      ...Context.get(context, HelpScout),
      auth: Context.get(context, Auth),
      rateLimiter: Context.get(context, RateLimiter),
      client: Context.get(context, HelpScoutClient)
    }))

  /**
   * The same as a Layer, for a `LayerMap`: programs that ask for `HelpScout`, for a resource or for `Auth` run for the
   * account whose layer they are given.
   *
   * @since 0.1.0
   */
  static readonly layerAccount = (options: AccountOptions): Layer.Layer<Provided, AuthFailed, Shared> =>
    Layer.scopedContext(build(options))
}
