/**
 * Makes methods from endpoint records, and sends custom requests.
 *
 * ```ts
 * import * as Endpoint from "@effect-helpscout/core/Endpoint"
 * import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
 * import * as Schema from "effect/Schema"
 *
 * const endpoints = { me: Endpoint.get("/v2/users/me", { response: Schema.Struct({ id: Schema.Number }), docs: "users/me" }) }
 * export const users = HelpScoutClient.methods("Users", endpoints)
 * ```
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { dual } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { Auth } from "./Auth.js"
import type * as Endpoint from "./Endpoint.js"
import { HelpScoutConfig } from "./HelpScoutConfig.js"
import * as HelpScoutError from "./HelpScoutError.js"
import * as Call from "./internal/permissions/call.js"
import * as Reader from "./internal/reading/reader.js"
import { compileJson, type ReceivedResponse } from "./internal/reading/response.js"
import * as ApiUrl from "./internal/request/apiUrl.js"
import * as Methods from "./internal/request/methods.js"
import type { OutgoingRequest } from "./internal/request/outgoing.js"
import * as Pipeline from "./internal/request/pipeline.js"
import { InvalidItems, Observer, Priority, type ResponseInfo, Timeout, Transform } from "./internal/request/scopes.js"
import * as Page from "./Page.js"
import { Permissions } from "./Permissions.js"
import { RateLimiter } from "./RateLimiter.js"
import * as UrlText from "./UrlText.js"

export type {
  /**
   * One response: its status, headers and correlation id, for a support ticket, a log or a test.
   *
   * @since 0.1.0
   */
  ResponseInfo
}

/**
 * A request to an endpoint that has no record.
 *
 * @since 0.1.0
 */
export interface RequestOptions<A = unknown> {
  readonly method: Endpoint.HttpMethod
  /**
   * Starts at the API's root and includes the version: `/v2/conversations/1`. Percent-encode the values in it. An absolute
   * link of the API, such as `_links.self.href`, is sent to the host of `baseUrl`.
   */
  readonly path: string
  /** Lists are joined with commas. Parameters that are `undefined` are omitted. */
  readonly query?: Readonly<Record<string, string | number | boolean | ReadonlyArray<string | number> | undefined>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Decodes the response. `null`s are kept. @default the parsed JSON, or `undefined` for an empty body */
  readonly schema?: Endpoint.Decodes<A>
}

/** @since 0.1.0 */
export interface Service {
  /** Makes the methods of a resource. `name` is the first part of its operations' names, in spans and errors. */
  readonly methods: <const R extends Endpoint.Endpoints>(name: string, endpoints: R) => Endpoint.Service<R>
  /** Sends a custom request with the client's authentication, rate limit, retries and errors. */
  readonly request: <A = unknown>(options: RequestOptions<A>) => Effect.Effect<A, HelpScoutError.HelpScoutError>
}

const make = Effect.gen(function* () {
  const config = yield* HelpScoutConfig
  const auth = yield* Auth
  const limiter = yield* RateLimiter
  const client = yield* HttpClient.HttpClient
  const pipeline = Pipeline.make(config, auth, limiter, client, yield* Permissions)
  return HelpScoutClient.of({
    methods: (name, endpoints) =>
      // methods are made without types: those of the record describe them
      Methods.make(pipeline, name, endpoints) as unknown as Endpoint.Service<typeof endpoints>,
    request: (options) => request(pipeline, options)
  })
})

// ---------------------------------------------------------------------------------------------------------------
// custom requests
// ---------------------------------------------------------------------------------------------------------------

const operation = "HelpScoutClient.request"

type Checked<A> = Either.Either<A, HelpScoutError.InputInvalid>

const invalid = (path: string, message: string): Either.Either<never, HelpScoutError.InputInvalid> =>
  Either.left(new HelpScoutError.InputInvalid({ operation, issues: [{ path, message }] }))

const isAbsolute = (path: string) => /^https?:\/\//i.test(path)

/** Where a path, or an absolute link of the API, leads: on the host of the base URL only (laws D1 and L1). */
const targetOf = (baseUrl: string, path: string): URL | undefined => {
  if (isAbsolute(path)) return URL.canParse(path) ? ApiUrl.resolve(new URL(path), baseUrl) : undefined
  const url = URL.canParse(baseUrl + path) ? new URL(baseUrl + path) : undefined
  return path.startsWith("/") && url?.origin === new URL(baseUrl).origin ? url : undefined
}

const urlOf = (baseUrl: string, path: string): Checked<URL> => {
  const url = targetOf(baseUrl, path)
  // the URL parser drops tabs and line breaks, and reads backslashes as slashes
  const parsed = path.replace(/[\t\n\r]|[?#].*$/gs, "")
  const hasDots = /[\\/](?:\.|%2e){1,2}(?:[\\/]|$)/i.test(parsed)
  return url !== undefined && !hasDots
    ? Either.right(url)
    : invalid(
        "path",
        "must be a path below the API's root, such as /v2/users/me, or a link of the API, without dot segments"
      )
}

const withQuery = (url: URL, query: RequestOptions["query"] = {}): Checked<URL> => {
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    const written = UrlText.writeQuery(value, false)
    if (written._tag === "Rejected") return invalid(`query.${name}`, written.reason)
    url.searchParams.append(name, written.text)
  }
  return Either.right(url)
}

const bodyOf = (body: unknown): Checked<string | undefined> => {
  try {
    return Either.right(body === undefined ? undefined : JSON.stringify(body))
  } catch {
    return invalid("body", "cannot be written as JSON")
  }
}

const encode = <A>(baseUrl: string, { body, method, path, query }: RequestOptions<A>): Checked<OutgoingRequest> =>
  Either.gen(function* () {
    const url = yield* withQuery(yield* urlOf(baseUrl, path), query)
    return {
      operation,
      method,
      template: isAbsolute(path) ? url.pathname : (path.split("?")[0] ?? path),
      url: url.href,
      accept: "application/json, application/hal+json",
      body: yield* bodyOf(body),
      call: Call.custom(operation, method)
    }
  })

const readAnything: Reader.Reader = Either.right
const isEmpty = (response: ReceivedResponse) => response.text.trim() === ""

const request = <A>(
  pipeline: Pipeline.Pipeline,
  options: RequestOptions<A>
): Effect.Effect<A, HelpScoutError.HelpScoutError> =>
  Effect.suspend(() => {
    const { schema } = options
    const read = compileJson(schema === undefined ? readAnything : Reader.exact(schema))
    return Effect.flatMap(encode(pipeline.baseUrl, options), (request) =>
      Effect.flatMap(pipeline.send(request, "text"), (response) => {
        const value = schema === undefined && isEmpty(response) ? Either.right(undefined) : read(request, response)
        // the schema decodes to `A`; without one, `A` is the caller's assertion
        return value as Either.Either<A, HelpScoutError.ResponseInvalid>
      })
    )
  })

// ---------------------------------------------------------------------------------------------------------------
// scopes
// ---------------------------------------------------------------------------------------------------------------

const withTransform: {
  (
    transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ): Effect.Effect<A, E, R>
} = dual(
  2,
  <A, E, R>(effect: Effect.Effect<A, E, R>, transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient) =>
    Effect.flatMap(Transform, (outer) => Effect.provideService(effect, Transform, (client) => transform(outer(client))))
)

const withPriority: {
  (priority: number): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(effect: Effect.Effect<A, E, R>, priority: number): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, priority: number) =>
  Effect.provideService(effect, Priority, priority)
)

const withTimeout: {
  (timeout: Duration.DurationInput): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(effect: Effect.Effect<A, E, R>, timeout: Duration.DurationInput): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, timeout: Duration.DurationInput) =>
  Effect.provideService(effect, Timeout, Option.some(Duration.decode(timeout)))
)

const onResponse: {
  (
    observe: (info: ResponseInfo) => Effect.Effect<void>
  ): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    observe: (info: ResponseInfo) => Effect.Effect<void>
  ): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, observe: (info: ResponseInfo) => Effect.Effect<void>) =>
  Effect.flatMap(Observer, (outer) =>
    Effect.provideService(
      effect,
      Observer,
      Option.some((info: ResponseInfo) =>
        Option.match(outer, {
          onNone: () => observe(info),
          onSome: (observeOuter) => Effect.zipRight(observe(info), observeOuter(info))
        })
      )
    )
  )
)

const onInvalidItem: {
  (
    handler: (item: Page.InvalidItem) => Effect.Effect<void>
  ): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    handler: (item: Page.InvalidItem) => Effect.Effect<void>
  ): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, handler: (item: Page.InvalidItem) => Effect.Effect<void>) =>
  Effect.provideService(effect, InvalidItems, handler)
)

const withResponse = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, ResponseInfo], E, R> =>
  Effect.flatMap(Ref.make(Option.none<ResponseInfo>()), (last) =>
    Effect.flatMap(
      onResponse(effect, (info) => Ref.set(last, Option.some(info))),
      (value) => Effect.map(Ref.get(last), (info) => [value, Option.getOrThrow(info)] as const)
    )
  )

/**
 * The client that every method sends through: it encodes, waits for a permit, authorizes, sends, classifies and decodes.
 *
 * @since 0.1.0
 */
export class HelpScoutClient extends Context.Tag("@effect-helpscout/core/HelpScoutClient")<HelpScoutClient, Service>() {
  /**
   * The client over the provided `HttpClient`, `Auth` and `RateLimiter`.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<
    HelpScoutClient,
    never,
    Auth | HelpScoutConfig | HttpClient.HttpClient | RateLimiter
  > = Layer.effect(
    this,
    Effect.suspend(() => make)
  )

  /**
   * Makes the methods of a resource. Call it once, in the resource's layer.
   *
   * @since 0.1.0
   */
  static readonly methods = <const R extends Endpoint.Endpoints>(
    name: string,
    endpoints: R
  ): Effect.Effect<Endpoint.Service<R>, never, HelpScoutClient> =>
    Effect.map(this, (client) => client.methods(name, endpoints))

  /**
   * Sends a custom request with the client's authentication, rate limit, retries and errors.
   *
   * @since 0.1.0
   */
  static readonly request = <A = unknown>(
    options: RequestOptions<A>
  ): Effect.Effect<A, HelpScoutError.HelpScoutError, HelpScoutClient> =>
    Effect.flatMap(this, (client) => client.request(options))

  /**
   * Reads the page after this one, if there is one.
   *
   * @since 0.1.0
   */
  static readonly nextPage = Page.nextPage

  /**
   * Changes the HTTP client for all requests of an effect, for example to add headers, a proxy or a log. Transforms nest,
   * and the innermost is applied last. Requests to the token endpoint are excluded: `Auth` sends them with the client of
   * its layer.
   *
   * @since 0.1.0
   */
  static readonly withTransform = withTransform

  /**
   * Sets the priority of an effect's requests. The default is 0. Of the requests that wait for the rate limit, those with
   * the highest priority go first.
   *
   * @since 0.1.0
   */
  static readonly withPriority = withPriority

  /**
   * Sets the time limit of each HTTP exchange of an effect, in place of `HelpScoutConfig.timeout`. For a file it is the
   * longest pause between two chunks. Waits for the rate limit and retries do not count.
   *
   * @since 0.1.0
   */
  static readonly withTimeout = withTimeout

  /**
   * Calls `observe` with every response inside the effect, retries included. Concurrent responses are observed in the
   * order in which they arrive.
   *
   * @since 0.1.0
   */
  static readonly onResponse = onResponse

  /**
   * Calls `handler` with every list item inside the effect that cannot be read, and skips the item. Without a handler,
   * the list fails with `HelpScoutResponseInvalid`. A Stream takes the handler as its option `onInvalid`.
   *
   * @since 0.1.0
   */
  static readonly onInvalidItem = onInvalidItem

  /**
   * Returns the value of a single call together with its last response: status, headers, correlation id. An effect that
   * sends no request dies.
   *
   * @since 0.1.0
   */
  static readonly withResponse = withResponse
}
