/**
 * The client: turns endpoint records into methods, and sends what has no record yet.
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
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { dual } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { Auth } from "./Auth.js"
import * as Endpoint from "./Endpoint.js"
import { HelpScoutConfig } from "./HelpScoutConfig.js"
import * as HelpScoutError from "./HelpScoutError.js"
import * as execute from "./internal/request/compile.js"
import type { Outgoing } from "./internal/request/exchange.js"
import * as pipeline from "./internal/request/pipeline.js"
import * as Page from "./Page.js"
import { RateLimiter } from "./RateLimiter.js"
import * as UrlText from "./UrlText.js"

/**
 * What is known of one response: enough for a support ticket, a log or a test.
 *
 * @since 0.1.0
 * @category models
 */
export type ResponseInfo = pipeline.ResponseInfo

/**
 * A request that has no record.
 *
 * @since 0.1.0
 * @category models
 */
export interface RequestOptions<A = unknown> {
  readonly method: Endpoint.HttpMethod
  /** From the API's root, version included: `/v2/conversations/1`. Percent-encode what you put into it. */
  readonly path: `/${string}`
  /** Lists are joined by commas; an absent parameter is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | ReadonlyArray<string | number> | undefined>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Decodes the answer, whose `null`s are kept. @default the answer as it is, `undefined` when it is empty */
  readonly schema?: Endpoint.Decodes<A>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Turns a resource's record into its methods. The name leads the operation in spans and errors. */
  readonly methods: <const R extends Endpoint.Endpoints>(name: string, endpoints: R) => Endpoint.Service<R>
  /** Sends what has no record, under the same authentication, limits, retries and errors. */
  readonly request: <A = unknown>(options: RequestOptions<A>) => Effect.Effect<A, HelpScoutError.HelpScoutError>
}

const make = Effect.gen(function* () {
  const config = yield* HelpScoutConfig
  const auth = yield* Auth
  const limiter = yield* RateLimiter
  const client = yield* HttpClient.HttpClient
  const wire = pipeline.make(config, auth, limiter, client)
  return HelpScoutClient.of({
    methods: (name, endpoints) =>
      // the interpreter has no types: those of the record say what its methods are
      execute.compile(wire, name, endpoints, Endpoint.isEndpoint) as unknown as Endpoint.Service<typeof endpoints>,
    request: (options) => request(wire, options)
  })
})

const request = <A>(
  wire: pipeline.Pipeline,
  options: RequestOptions<A>
): Effect.Effect<A, HelpScoutError.HelpScoutError> =>
  Effect.suspend(() => {
    const operation = "HelpScoutClient.request"
    const refuse = (path: string, message: string) =>
      new HelpScoutError.InputInvalid({ operation, issues: [{ path, message }] })
    const target = URL.canParse(wire.baseUrl + options.path) ? new URL(wire.baseUrl + options.path) : undefined
    const inside =
      target !== undefined && target.origin === new URL(wire.baseUrl).origin && options.path.startsWith("/")
    // as the URL parser sees it, who drops tabs, turns backslashes and decodes dots
    const path = options.path.replace(/[\t\n\r]|[?#].*$/gs, "")
    if (target === undefined || !inside || /[\\/](?:\.|%2e){1,2}(?:[\\/]|$)/i.test(path)) {
      return refuse("path", "expected a path below the API's root, such as /v2/users/me, without dot segments")
    }
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value === undefined) continue
      const written = UrlText.writeQuery(value, false)
      if (written._tag === "Refused") return refuse(`query.${name}`, written.why)
      target.searchParams.append(name, written.text)
    }
    let body: string | undefined
    try {
      body = options.body === undefined ? undefined : JSON.stringify(options.body)
    } catch {
      return refuse("body", "has no JSON form")
    }
    const out: Outgoing = {
      operation,
      method: options.method,
      template: options.path.split("?")[0] ?? options.path,
      url: target.href,
      accept: "application/json, application/hal+json",
      body
    }
    const { schema } = options
    const decode = schema === undefined ? undefined : Schema.decodeUnknownEither(schema)
    return Effect.flatMap(wire.send(out, "text"), (answer): Either.Either<A, HelpScoutError.HelpScoutError> => {
      // without a schema the caller has said that it is `unknown`
      if (decode === undefined && answer.text.trim() === "") return Either.right(undefined as A)
      const parsed = execute.parseJson(out, answer, "keep")
      return decode === undefined
        ? (parsed as Either.Either<A, HelpScoutError.HelpScoutError>)
        : (Either.flatMap(parsed, (value) => execute.decodeWith(out, answer, decode, value)) as Either.Either<
            A,
            HelpScoutError.HelpScoutError
          >)
    })
  })

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
    Effect.flatMap(pipeline.Transform, (outer) =>
      Effect.provideService(effect, pipeline.Transform, (client) => transform(outer(client)))
    )
)

const withPriority: {
  (priority: number): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(effect: Effect.Effect<A, E, R>, priority: number): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, priority: number) =>
  Effect.provideService(effect, pipeline.Priority, priority)
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
  Effect.flatMap(pipeline.Observer, (outer) =>
    Effect.provideService(
      effect,
      pipeline.Observer,
      Option.some((info: ResponseInfo) =>
        Option.match(outer, {
          onNone: () => observe(info),
          onSome: (show) => Effect.zipRight(observe(info), show(info))
        })
      )
    )
  )
)

const withResponse = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, ResponseInfo], E, R> =>
  Effect.flatMap(Ref.make(Option.none<ResponseInfo>()), (last) =>
    Effect.flatMap(
      onResponse(effect, (info) => Ref.set(last, Option.some(info))),
      (value) => Effect.map(Ref.get(last), (info) => [value, Option.getOrThrow(info)] as const)
    )
  )

/**
 * The pipeline that every method goes through: encode, wait for the limit, authorise, send, classify, decode.
 *
 * @since 0.1.0
 * @category services
 */
export class HelpScoutClient extends Context.Tag("@effect-helpscout/core/HelpScoutClient")<HelpScoutClient, Service>() {
  /**
   * The client over whatever `HttpClient`, `Auth` and `RateLimiter` are provided.
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
   * Turns a resource's record into its methods. Done once, when the resource's layer is built.
   *
   * @since 0.1.0
   */
  static readonly methods = <const R extends Endpoint.Endpoints>(
    name: string,
    endpoints: R
  ): Effect.Effect<Endpoint.Service<R>, never, HelpScoutClient> =>
    Effect.map(this, (client) => client.methods(name, endpoints))

  /**
   * Sends what has no record, under the same authentication, limits, retries and errors.
   *
   * @since 0.1.0
   */
  static readonly request = <A = unknown>(
    options: RequestOptions<A>
  ): Effect.Effect<A, HelpScoutError.HelpScoutError, HelpScoutClient> =>
    Effect.flatMap(this, (client) => client.request(options))

  /**
   * The page after this one, or none.
   *
   * @since 0.1.0
   */
  static readonly nextPage = Page.nextPage

  /**
   * Changes the HTTP client for everything that the effect sends: headers, a proxy, a log. Transforms nest, the
   * innermost is applied last. The token endpoint is left out: `Auth` asks it over the client of its layer.
   *
   * @since 0.1.0
   */
  static readonly withTransform = withTransform

  /**
   * Lets what the effect sends go before (or after) what others wait to send. The default is 0, the higher goes first.
   *
   * @since 0.1.0
   */
  static readonly withPriority = withPriority

  /**
   * Shows every response that is met inside the effect, retries included; concurrent ones in order of arrival.
   *
   * @since 0.1.0
   */
  static readonly onResponse = onResponse

  /**
   * Answers the value of a single call together with the last response that it met: status, headers, correlation id.
   * For a single call: an effect that sends nothing is a defect.
   *
   * @since 0.1.0
   */
  static readonly withResponse = withResponse
}
