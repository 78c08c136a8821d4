/**
 * Help Scout on your machine: in memory, as strict as the real API, and driven by the TestClock.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Fault from "@effect-helpscout/simulator/Fault"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Stream from "effect/Stream"
 *
 * export const survivesReset = Effect.gen(function* () {
 *   yield* (yield* Simulator).fail(Fault.reset("before"))
 *   return yield* Stream.runCount((yield* Conversations).listAll({ status: "all" }))
 * }).pipe(Effect.provide(Layer.provideMerge(Conversations.layer, Simulator.layerClient({ seed: "acme" }))))
 * ```
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Account from "./Account.js"
import type * as Fault from "./Fault.js"
import type * as Movement from "./Movement.js"
import * as Response from "./Response.js"
import type * as Route from "./Route.js"
import * as Seed from "./Seed.js"
import * as Client from "./server/client.js"
import * as ConsentPage from "./server/consentPage.js"
import * as Exchange from "./server/exchange.js"
import { families as allFamilies } from "./server/families.js"
import * as Journal from "./server/journal.js"
import * as RateWindow from "./server/rateWindow.js"
import * as Router from "./server/router.js"
import * as Script from "./server/script.js"
import * as TokenEndpoint from "./server/tokenEndpoint.js"

/**
 * The rate limit of an account.
 *
 * @since 0.1.0
 */
export interface RateLimitOptions {
  /** Units per window. A read costs one unit, a write two. @default 400 */
  readonly limit?: number
  /** @default "60 seconds" */
  readonly window?: Duration.DurationInput
  /** @default "fixed" */
  readonly kind?: RateWindow.Kind
  /** The offset of fixed windows, which begin at whole numbers of windows since 1970. @default 0 */
  readonly phase?: Duration.DurationInput
  /** Units that other clients of the account use in every window. @default 0 */
  readonly foreignUse?: number
  /**
   * The moment at which a request is counted, as a fraction of its latency: 0 on arrival, 1 just before the response.
   *
   * @default 0
   */
  readonly countAt?: number
}

/**
 * The data of a generated account.
 *
 * @since 0.1.0
 */
export interface DataOptions extends Partial<Account.Sizes> {
  /**
   * The end of the generated data, in milliseconds since 1970. The TestClock starts at 1970, so the data ends before it
   * by default: set this option, or the clock, if dates matter.
   *
   * @default the clock when the simulator is made
   */
  readonly until?: number
}

/**
 * One of several accounts. Each has its own data, budget and tokens.
 *
 * @since 0.1.0
 */
export interface AccountOptions {
  readonly name: string
  /** The app whose client credentials belong to this account. @default the simulator's */
  readonly clientId?: string
  readonly clientSecret?: string
  /** @default the simulator's seed and the account's name */
  readonly seed?: string | number
  /** `"empty"`: one user, one inbox, and nothing in it. */
  readonly data?: DataOptions | "empty"
  readonly rateLimit?: RateLimitOptions
}

/**
 * The options of a simulator.
 *
 * @since 0.1.0
 */
export interface Options {
  /** @default "https://api.helpscout.net" */
  readonly baseUrl?: string
  /** The source of the data. The same seed generates the same account. @default "helpscout" */
  readonly seed?: string | number
  /** `"empty"`: one user, one inbox, and nothing in it. */
  readonly data?: DataOptions | "empty"
  readonly rateLimit?: RateLimitOptions
  /** The number of items on a page, by their key in `_embedded`. @default 50, and 25 for `conversations` and `threads` */
  readonly pageSizes?: Partial<Account.PageSizes>
  /** The lifetime of an access token. @default "48 hours" */
  readonly tokenLife?: Duration.DurationInput
  /** @default "simulator-app" */
  readonly clientId?: string
  /** @default "simulator-secret" */
  readonly clientSecret?: string
  /**
   * The redirection URL that is registered for the apps. The page that asks a user to authorize an app redirects there.
   *
   * @default the page shows the code
   */
  readonly redirectUrl?: string
  /** @default one account named `default` */
  readonly accounts?: ReadonlyArray<AccountOptions>
  /** The time until each response. A request takes effect even if its caller is interrupted. @default 0 */
  readonly latency?: Duration.DurationInput | ((request: Journal.Entry) => Duration.DurationInput)
  /** Returns the fault of a request, if there is one. Faults queued with `Service.fail` take precedence. */
  readonly faults?: Script.Faults
  /** Runs before each request is handled, such as `Movement.onPages`. */
  readonly onRequest?: Script.OnRequest
  /** Changes the account of each request before the request is handled, such as `Movement.random`. */
  readonly changes?: Movement.Change
  /** Ignores the search of lists, the parameter `query`. @default false */
  readonly ignoreSearch?: boolean
  /** The responses of other hosts, for requests that follow a redirect. @default 404 */
  readonly otherHosts?: (request: Journal.Entry) => Response.Response
  /** The largest body that is accepted. @default 10 MB */
  readonly maxBodyBytes?: number
  /** The number of recorded requests that are kept. @default 10000 */
  readonly keepRequests?: number
  /** Decodes each response by its endpoint's own schemas, and dies on a mismatch. Costs time. @default false */
  readonly verifyResponses?: boolean
  /**
   * Sends responses in forms that Help Scout was observed to use beside the documented ones, such as `null` in lists, `[]`
   * for an empty object, empty dates and numbers as texts. A client has to read the same values from both.
   *
   * @default false
   */
  readonly oddities?: boolean
  /** The routes. @default all families of the package */
  readonly families?: ReadonlyArray<Route.Family>
}

/**
 * A request as it arrives.
 *
 * @since 0.1.0
 */
export type Incoming = Exchange.Incoming

/**
 * The result of a request: a response, or a connection that is refused or breaks before one.
 *
 * @since 0.1.0
 */
export type Outcome = Exchange.Outcome

/**
 * Totals of all requests.
 *
 * @since 0.1.0
 */
export interface Stats extends Journal.Totals {
  readonly tokens: TokenEndpoint.Counts
}

/**
 * A running simulator: it responds to requests, and tests control and inspect it.
 *
 * @since 0.1.0
 */
export interface Service {
  readonly baseUrl: string
  /** The page that asks a user to authorize an app: the `authorizeUrl` of `HelpScoutConfig`. */
  readonly authorizeUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /**
   * Responds to one request. A server of the simulator passes the path of a request. The absolute URL of a host other
   * than `baseUrl` gets the response of `otherHosts`.
   */
  readonly handle: (request: Incoming) => Effect.Effect<Outcome>
  /** The simulator as an `HttpClient` without sockets. */
  readonly httpClient: HttpClient.HttpClient
  /** Returns an account by its name. @default the first account */
  readonly account: (name?: string) => Effect.Effect<Account.Account>
  /** Returns the code that a user's consent leads to. It works once at the token endpoint. */
  readonly authorize: (options?: { readonly account?: string; readonly userId?: number }) => Effect.Effect<string>
  /** Issues tokens without a call of the token endpoint. */
  readonly issueTokens: (options?: {
    readonly account?: string
    readonly userId?: number
  }) => Effect.Effect<TokenEndpoint.Issued>
  /** Revokes all access tokens, or those of one account. */
  readonly revokeAccessTokens: (account?: string) => Effect.Effect<void>
  /** Revokes all refresh tokens, or those of one account. */
  readonly revokeRefreshTokens: (account?: string) => Effect.Effect<void>
  /** Uses up units of an account's budget, as another app would. */
  readonly spend: (units: number, account?: string) => Effect.Effect<void>
  /** Changes an account's limit, as a change of plan would. */
  readonly setLimit: (limit: number, account?: string) => Effect.Effect<void>
  /** Queues a fault for the next request that matches. */
  readonly fail: (fault: Fault.Fault, match?: Script.Match) => Effect.Effect<void>
  /** Replaces the function that returns faults. */
  readonly setFaults: (faults: Options["faults"]) => Effect.Effect<void>
  /** Replaces the effect that runs before each request. */
  readonly setOnRequest: (onRequest: Options["onRequest"]) => Effect.Effect<void>
  /** Replaces the function that changes an account before each of its requests. */
  readonly setChanges: (changes: Options["changes"]) => Effect.Effect<void>
  /** The latest requests, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<Journal.Entry>>
  readonly stats: Effect.Effect<Stats>
  /** The number of times that clients wrote each text of a thread. */
  readonly stored: (account?: string) => Effect.Effect<ReadonlyMap<string, number>>
  /** Clears the recorded requests and the totals, but not data and tokens. */
  readonly clear: Effect.Effect<void>
}

const emptySizes: Account.Sizes = { conversations: 0, customers: 0, users: 1, mailboxes: 1, maxThreads: 30 }
const defaultSizes: Account.Sizes = { conversations: 200, customers: 60, users: 8, mailboxes: 3, maxThreads: 30 }

const makeWindow = (options: RateLimitOptions): RateWindow.RateWindow =>
  RateWindow.make({
    limit: options.limit ?? 400,
    windowMillis: Duration.toMillis(options.window ?? "60 seconds"),
    kind: options.kind ?? "fixed",
    phaseMillis: Duration.toMillis(options.phase ?? 0),
    foreignUse: options.foreignUse ?? 0
  })

const build = (options: Options, madeAt: number): Service => {
  const baseUrl = (options.baseUrl ?? "https://api.helpscout.net").replace(/\/+$/, "")
  const clientId = options.clientId ?? "simulator-app"
  const clientSecret = options.clientSecret ?? "simulator-secret"
  const seed = String(options.seed ?? "helpscout")
  const families = options.families ?? allFamilies
  const route = Router.make(families.flatMap((family) => family.routes))
  const windowMillis = Duration.toMillis(options.rateLimit?.window ?? "60 seconds")
  const journal = Journal.make({ keep: options.keepRequests ?? 10_000, windowMillis })
  const tenants = new Map<string, Exchange.Tenant>()
  const declared = options.accounts ?? [{ name: "default" }]

  for (const declaration of declared) {
    const { name } = declaration
    const data = declaration.data ?? options.data ?? {}
    const accountSeed = declaration.seed ?? (name === "default" ? seed : `${seed}/${name}`)
    const account = Account.make({
      name,
      baseUrl,
      sizes: data === "empty" ? emptySizes : { ...defaultSizes, ...data },
      pageSizes: { default: 50, conversations: 25, threads: 25, ...options.pageSizes },
      seed: Seed.make(accountSeed),
      ignoreSearch: options.ignoreSearch === true,
      until: Math.floor(((data === "empty" ? undefined : data.until) ?? madeAt) / 1000) * 1000
    })
    for (const family of families) family.populate?.(account)
    tenants.set(name, { account, window: makeWindow({ ...options.rateLimit, ...declaration.rateLimit }) })
  }
  const first = declared[0]?.name ?? "default"
  const tenant = (name = first): Effect.Effect<Exchange.Tenant> =>
    Effect.suspend(() => {
      const found = tenants.get(name)
      return found === undefined
        ? Effect.dieMessage(`Simulator: there is no account "${name}". Add it to the option accounts.`)
        : Effect.succeed(found)
    })

  const tokens = TokenEndpoint.make({
    apps: declared.map((declaration) => ({
      clientId: declaration.clientId ?? clientId,
      clientSecret: declaration.clientSecret ?? clientSecret,
      owner: { account: declaration.name, userId: Account.ownerId }
    })),
    lifeSeconds: Math.floor(Duration.toSeconds(options.tokenLife ?? "48 hours")),
    seed: Seed.make(seed).fork("tokens")
  })

  let changes = options.changes
  const consent = ConsentPage.make({
    accounts: () => Array.from(tenants.values(), ({ account }) => account),
    clientIds: declared.map((declaration) => declaration.clientId ?? clientId),
    redirectUrl: options.redirectUrl,
    authorize: tokens.authorize
  })
  const script = Script.make({ faults: options.faults, onRequest: options.onRequest })
  const handle = Exchange.make({
    origin: Exchange.splitUrl(baseUrl, baseUrl).host,
    route,
    elapse: (account, now) => {
      for (const family of families) family.elapse?.(account, now)
      changes?.(account, now)
    },
    tenants,
    tokens,
    consent,
    journal,
    script,
    latency: options.latency,
    countAt: options.rateLimit?.countAt ?? 0,
    maxBodyBytes: options.maxBodyBytes ?? 10_000_000,
    verifyResponses: options.verifyResponses === true,
    oddities: options.oddities === true ? Seed.make(seed).fork("oddities") : undefined,
    otherHosts: options.otherHosts ?? (() => Response.notFound)
  })

  return {
    baseUrl,
    authorizeUrl: `${baseUrl}${ConsentPage.path}`,
    clientId,
    clientSecret,
    handle,
    httpClient: Client.make(handle),
    account: (name) => Effect.map(tenant(name), (found) => found.account),
    authorize: ({ account, userId } = {}) =>
      Effect.map(tenant(account), (found) =>
        tokens.authorize({ account: found.account.name, userId: userId ?? Account.ownerId })
      ),
    issueTokens: ({ account, userId } = {}) =>
      Effect.zipWith(tenant(account), Clock.currentTimeMillis, (found, at) =>
        tokens.issue({ account: found.account.name, userId: userId ?? Account.ownerId }, at, { refreshable: true })
      ),
    revokeAccessTokens: (account) => Effect.sync(() => tokens.revokeAccessTokens(account)),
    revokeRefreshTokens: (account) => Effect.sync(() => tokens.revokeRefreshTokens(account)),
    spend: (units, account) =>
      Effect.zipWith(tenant(account), Clock.currentTimeMillis, (found, at) => found.window.spend(at, units)),
    setLimit: (limit, account) => Effect.map(tenant(account), (found) => found.window.setLimit(limit)),
    fail: (fault, match = {}) => script.fail(fault, match),
    setFaults: script.setFaults,
    setOnRequest: script.setOnRequest,
    setChanges: (next) =>
      Effect.sync(() => {
        changes = next
      }),
    requests: Effect.sync(journal.entries),
    stats: Effect.sync(() => ({ ...journal.totals(), tokens: tokens.counts() })),
    stored: (account) => Effect.map(tenant(account), (found) => new Map(found.account.writes)),
    clear: Effect.sync(journal.clear)
  }
}

/**
 * Makes a simulator. Its data ends at the current time by default.
 *
 * @since 0.1.0
 */
export const make = (options: Options = {}): Effect.Effect<Service> =>
  Effect.map(Clock.currentTimeMillis, (at) => build(options, at))

/**
 * The simulator.
 *
 * @since 0.1.0
 */
export class Simulator extends Context.Tag("@effect-helpscout/simulator/Simulator")<Simulator, Service>() {
  /**
   * Provides the simulator, and its client as the platform's `HttpClient`.
   *
   * @since 0.1.0
   */
  static readonly layer = (options: Options = {}): Layer.Layer<Simulator | HttpClient.HttpClient> =>
    Layer.effectContext(
      Effect.map(make(options), (simulator) =>
        Context.make(Simulator, simulator).pipe(Context.add(HttpClient.HttpClient, simulator.httpClient))
      )
    )

  /**
   * Provides a complete client over a simulator: authorized by the OAuth2 flow, with a rate limiter and retries. Only the
   * HTTP exchange is simulated.
   *
   * @since 0.1.0
   */
  static readonly layerClient = (
    options: Options = {}
  ): Layer.Layer<Auth | HelpScoutClient | HelpScoutConfig | HttpClient.HttpClient | RateLimiter | Simulator> =>
    Layer.unwrapEffect(
      Effect.gen(function* () {
        const simulator = yield* Simulator
        const issuedAt = yield* DateTime.now
        const { accessToken, refreshToken, expiresAt } = yield* simulator.issueTokens()
        const { baseUrl, clientId } = simulator
        const clientSecret = Redacted.make(simulator.clientSecret)
        const tokens = { accessToken, refreshToken, issuedAt, expiresAt: DateTime.unsafeMake(expiresAt) }
        return HelpScoutClient.layer.pipe(
          Layer.provideMerge(Auth.layerOAuth2({ tokens })),
          Layer.provideMerge(RateLimiter.layer()),
          Layer.provide(TokenStore.layerMemory),
          Layer.provideMerge(HelpScoutConfig.layer({ baseUrl, clientId, clientSecret })),
          // cannot fail: the id and the secret are given
          Layer.orDie
        )
      })
    ).pipe(Layer.provideMerge(Simulator.layer(options)))
}
