/**
 * The client: every resource of the API, for one account.
 */
import { Auth } from "@effect-helpscout/core/Auth"
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { resources } from "@effect-helpscout/resources/Resources"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Events } from "./Events.js"
import * as Account from "./internal/account.js"
import { Lifetime } from "./internal/lifetime.js"
import { makeRuntime } from "./internal/logging.js"
import { type Group, mapGroup, nextPage } from "./internal/methods.js"
import { check } from "./internal/optionRules.js"
import { rateLimitRule, requestRule } from "./internal/options.js"
import { toPlain } from "./internal/plain.js"
import { withOptions } from "./internal/requests.js"
import { Subscriptions } from "./internal/subscriptions.js"
import { tokensOfInput, toPlainTokens } from "./internal/tokens.js"
import type { Page } from "./List.js"
import type { CustomRequest, HelpScoutOptions, RequestOptions } from "./Options.js"
import type { RateLimit, RateLimitOptions } from "./RateLimit.js"
import type { Resources } from "./Resources.js"
import type { Tokens, TokensInput } from "./Tokens.js"
import { type Webhooks, webhooks } from "./Webhooks.js"

type ResourceName = keyof typeof resources

/** The tag of a resource, as far as it is needed here. */
interface Resource extends Context.Tag<unknown, Group> {
  readonly endpoints: Endpoint.Endpoints
  readonly layer: Layer.Layer<unknown, never, HelpScoutClient>
}

const writes = (method: string): boolean => method !== "GET"

/**
 * A client of one Help Scout account. Its members are the resources of the API, and its own methods.
 *
 * A client keeps the rate limit and the tokens of its account: create one per account and share it.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines the resources of the interface
export class HelpScout {
  readonly #lifetime: Lifetime
  readonly #auth: Context.Tag.Service<Auth>
  readonly #limiter: Context.Tag.Service<RateLimiter>
  readonly #client: Context.Tag.Service<HelpScoutClient>
  readonly #subscriptions: Subscriptions
  readonly #services: Context.Context<Account.Services>
  readonly #resources = new Map<ResourceName, Group>()

  // on the prototype, so that a client is small
  static {
    for (const name of Object.keys(resources) as ReadonlyArray<ResourceName>) {
      const get = function (this: HelpScout) {
        return this.#resource(name)
      }
      Object.defineProperty(HelpScout.prototype, name, { configurable: true, enumerable: true, get })
    }
  }

  /** Throws `InputInvalid` if an option is missing. Sends nothing. */
  constructor(options: HelpScoutOptions) {
    Account.check(options)
    this.#lifetime = new Lifetime(makeRuntime(options), Account.withRetry(options))
    const services = Account.build(options, this.#lifetime.runtime, this.#lifetime.scope)
    this.#services = services
    this.#auth = Context.get(services, Auth)
    this.#limiter = Context.get(services, RateLimiter)
    this.#client = Context.get(services, HelpScoutClient)
    this.#subscriptions = new Subscriptions(this.#lifetime.runtime, this.#auth)
  }

  /** Builds a resource when it is first used, because most programs use few. */
  #resource(name: ResourceName): Group {
    const known = this.#resources.get(name)
    if (known !== undefined) return known
    // each tag has types of its own
    const tag = resources[name] as unknown as Resource
    const building = Layer.buildWithScope(tag.layer, this.#lifetime.scope)
    const built = Context.unsafeGet(Effect.runSync(Effect.provide(building, this.#services)), tag)
    const methods = mapGroup(this.#lifetime, name, built, tag.endpoints)
    // functions, whose parameters have types of their own
    const mapped = name === "webhooks" ? { ...methods, ...(webhooks as object as Group) } : methods
    this.#resources.set(name, mapped)
    return mapped
  }

  /** Reads the page after this one. Returns `undefined` after the last. */
  async nextPage<A>(page: Page<A>, options: RequestOptions = {}): Promise<Page<A> | undefined> {
    // a page links to a page of the same items
    return (await nextPage(this.#lifetime, page, options)) as Page<A> | undefined
  }

  /** Sends a custom request with the client's authentication, rate limit, retries and errors. Returns the parsed JSON. */
  async request(request: CustomRequest, options: RequestOptions = {}): Promise<unknown> {
    const call = { operation: "HelpScoutClient.request", isWrite: writes(request?.method) }
    check(call.operation, requestRule, options)
    return this.#lifetime.run(call, withOptions(this.#client.request(request), options), options)
  }

  // -------------------------------------------------------------------------------------------------------------
  // tokens
  // -------------------------------------------------------------------------------------------------------------

  /**
   * Calls `handler` with every event of this kind, beginning with the latest, and returns a function that unsubscribes.
   * Events wait for the promise of the handler. A handler that throws causes an unhandled rejection.
   */
  on<Name extends keyof Events>(event: Name, handler: (value: Events[Name]) => unknown): () => void {
    return this.#subscriptions.add(event, handler)
  }

  /**
   * Returns the URL of the page that asks a user to authorize the app. Afterwards Help Scout redirects the user to the
   * redirection URL of My Apps, with a `code` and the same `state`.
   *
   * @see https://developer.helpscout.com/mailbox-api/overview/authentication/
   */
  authorizationUrl(options: { readonly state?: string | undefined } = {}): URL {
    return this.#auth.authorizationUrl(options)
  }

  /** Exchanges an authorization code for tokens. Activate them with `setCredentials`. A code works once. */
  async getTokens(code: string, options: RequestOptions = {}): Promise<Tokens> {
    const call = { operation: "Auth.getTokens", isWrite: true }
    check(call.operation, requestRule, options)
    const exchange = withOptions(this.#auth.getTokens(code), options)
    return toPlainTokens(await this.#lifetime.run(call, exchange, options))
  }

  /** Saves, activates and publishes the tokens. A renewal that began before is discarded, and its waiters get these tokens. */
  async setCredentials(tokens: TokensInput): Promise<void> {
    const call = { operation: "Auth.setCredentials", isWrite: false }
    const input = tokensOfInput(call.operation, tokens)
    await this.#lifetime.run(call, this.#auth.setCredentials(input))
  }

  // -------------------------------------------------------------------------------------------------------------
  // rate limit
  // -------------------------------------------------------------------------------------------------------------

  /** Returns the state of the rate limit. */
  async rateLimit(): Promise<RateLimit> {
    const call = { operation: "RateLimiter.snapshot", isWrite: false }
    // the same fields, with durations as numbers
    return toPlain(await this.#lifetime.run(call, this.#limiter.snapshot)) as RateLimit
  }

  /** Changes options of the rate limit. They apply to waiting requests, too. */
  async updateRateLimit(options: RateLimitOptions): Promise<void> {
    const call = { operation: "RateLimiter.update", isWrite: false }
    check(call.operation, rateLimitRule, options)
    await this.#lifetime.run(call, this.#limiter.update(options))
  }

  // -------------------------------------------------------------------------------------------------------------
  // end
  // -------------------------------------------------------------------------------------------------------------

  /**
   * Closes the client: waits for calls that are running, for a token renewal that has begun and for handlers of events.
   * Lists that are being read end with `ClientClosed`, and so does every later call. A program may also end without it:
   * an idle client does not keep the process alive.
   */
  async close(): Promise<void> {
    await this.#lifetime.close()
    await this.#subscriptions.settle()
  }

  /** The same as `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

export interface HelpScout extends Resources {
  /** The methods of `webhooks`, and `verify`, which receives their deliveries. */
  readonly webhooks: Webhooks
}
