/**
 * All resources in one service, for one account or for several.
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
import { Permissions, type Rules } from "@effect-helpscout/core/Permissions"
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
 */
export type Resource = Context.Tag.Identifier<Resources[keyof Resources]>

type Services = { readonly [K in keyof Resources]: Context.Tag.Service<Resources[K]> }

/**
 * All resources, by name.
 *
 * @since 0.1.0
 */
export interface Service extends Services {}

/**
 * The resources of an account, and the services that they use.
 *
 * @since 0.1.0
 */
export interface Account extends Service {
  /** The stream of its tokens (`auth.tokens`) and its authorization: `authorizationUrl`, `getTokens`, `setCredentials`. */
  readonly auth: Context.Tag.Service<Auth>
  /** Its rate limit: `snapshot`, `update`. */
  readonly rateLimiter: Context.Tag.Service<RateLimiter>
  /** Its client, for requests without a method: `client.request`. */
  readonly client: Context.Tag.Service<HelpScoutClient>
}

/**
 * The services that all accounts share: the `HttpClient`, and the `TokenStore`, which separates accounts by their keys.
 *
 * @since 0.1.0
 */
export type Shared = Exclude<
  Layer.Layer.Context<typeof HelpScoutClient.layer> | Layer.Layer.Context<typeof Auth.layerClientCredentials>,
  Auth | HelpScoutConfig | RateLimiter
>

/**
 * The options of one of several accounts.
 *
 * @since 0.1.0
 */
export interface AccountOptions extends Options {
  /** Your own name for the account, under which the `TokenStore` keeps its tokens. Unique within your app. */
  readonly account: string
  /** Its authorization flow. The default reads tokens from the store, for an app that users authorize. @default Auth.layerOAuth2() */
  readonly auth?: Layer.Layer<Auth, AuthFailed, HelpScoutConfig | Shared>
  /** Its rate limit. @default RateLimiter.layer() */
  readonly rateLimiter?: Layer.Layer<RateLimiter, never, HelpScoutConfig>
  /** What its client may do, in addition to the permissions around it. @default everything */
  readonly permissions?: Rules
}

/** Each resource under its own tag, for programs that require only one. */
const single = Layer.mergeAll(
  // together they provide every resource, which the type of an array cannot express
  ...(Object.values(resources).map((tag) => tag.layer) as unknown as [Layer.Layer<Resource, never, HelpScoutClient>])
)

const layer: Layer.Layer<HelpScout | Resource, never, HelpScoutClient> = Layer.suspend(() =>
  Layer.provideMerge(Layer.effect(HelpScout, Effect.all(resources)), single)
)

type Provided = HelpScout | Resource | HelpScoutClient | Auth | RateLimiter

/** `Layer.build` starts without a memo map, so no part is shared with another account (law O3). */
const build = (options: AccountOptions): Effect.Effect<Context.Context<Provided>, AuthFailed, Shared | Scope.Scope> =>
  layer.pipe(
    Layer.provideMerge(HelpScoutClient.layer),
    Layer.provideMerge(Layer.merge(options.auth ?? Auth.layerOAuth2(), options.rateLimiter ?? RateLimiter.layer())),
    Layer.provide(HelpScoutConfig.layer(options)),
    Layer.provide(options.permissions === undefined ? Layer.empty : Permissions.layer(options.permissions)),
    Layer.build
  )

/**
 * All resources in one service: `helpScout.conversations.list()`. Bundles include all of them. A program that needs only
 * one resource uses the tag of that resource.
 *
 * @since 0.1.0
 */
export class HelpScout extends Context.Tag("@effect-helpscout/resources/HelpScout")<HelpScout, Service>() {
  /**
   * For a program with one account. Provides each resource under its own tag as well.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<HelpScout | Resource, never, HelpScoutClient> = layer

  /**
   * Creates the client of one of several accounts, with its own tokens, renewals and rate limit, until the scope closes.
   *
   * Two clients of one account would each use up its whole rate limit. Keep the clients in an `RcMap`, which creates one
   * per account and closes it when it is no longer used.
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
   * The same as a layer, for a `LayerMap`: programs that require `HelpScout`, a resource or `Auth` run for the account of
   * the layer that provides them.
   *
   * @since 0.1.0
   */
  static readonly layerAccount = (options: AccountOptions): Layer.Layer<Provided, AuthFailed, Shared> =>
    Layer.scopedContext(build(options))
}
