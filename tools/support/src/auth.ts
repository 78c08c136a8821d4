/** A token endpoint that rotates refresh tokens, and `Auth` layers over it, in virtual time. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Auth from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import * as TokenStore from "@effect-helpscout/core/TokenStore"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as VirtualTime from "@effect-helpscout/core/testing/VirtualTime"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** The lifetime of an access token, in seconds. */
export const lifetime = 172_800

/** The key of the account in the store. */
export const account = "app:default"

export const initialTokens: Tokens.Tokens = Tokens.make({
  accessToken: "access-0",
  refreshToken: "refresh-0",
  issuedAt: DateTime.unsafeMake(0),
  expiresAt: DateTime.unsafeMake(lifetime * 1000)
})

/** Runs a test in virtual time, which also passes while its scope closes. */
export const virtual = <A, E, R>(test: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, Scope.Scope>> =>
  VirtualTime.run(Effect.scoped(test))

/** Lets virtual time pass. Timers that end at the same moment run before this returns. */
export const advance = (duration: Duration.DurationInput): Effect.Effect<void> =>
  Effect.zipRight(Effect.sleep(duration), Effect.sleep(0))

/** Lets virtual time pass until this moment, in milliseconds. */
export const advanceTo = (at: number): Effect.Effect<void> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => advance(Math.max(0, at - now)))

/** A response of the token endpoint. An `Error` as its body breaks off the transfer. */
export interface TokenResponse {
  readonly status: number
  readonly body: string | Error | Stream.Stream<Uint8Array>
  readonly headers?: Record<string, string>
}

export const raw = (body: TokenResponse["body"], status = 200, headers?: Record<string, string>): TokenResponse =>
  headers === undefined ? { status, body } : { status, body, headers }

export const json = (body: unknown, status = 200): TokenResponse => raw(JSON.stringify(body), status)

/** The platform's response with a body that is read synchronously, because virtual time waits for no promise. */
const toPlatform = (
  request: HttpClientRequest.HttpClientRequest,
  { body, headers, status }: TokenResponse
): HttpClientResponse.HttpClientResponse => {
  const response = HttpClientResponse.fromWeb(
    request,
    new Response(null, headers === undefined ? { status } : { status, headers })
  )
  const stream: Stream.Stream<Uint8Array, HttpClientError.ResponseError> =
    typeof body === "string"
      ? Stream.make(new TextEncoder().encode(body))
      : body instanceof Error
        ? Stream.fail(new HttpClientError.ResponseError({ request, response, reason: "Decode", cause: body }))
        : body
  return Object.create(response, { stream: { value: stream } })
}

export interface TokenEndpoint {
  readonly client: HttpClient.HttpClient
  readonly requests: Array<{
    readonly request: HttpClientRequest.HttpClientRequest
    readonly form: Record<string, string>
  }>
  /** The only refresh token that is accepted. Using it invalidates it. */
  validRefreshToken: string
  /** The number of token pairs issued. The pair number 1 is `access-1` and `refresh-1`. */
  issued: number
  /** Runs between a request and its response. */
  before: Effect.Effect<void, HttpClientError.HttpClientError>
  /** Replaces the regular response. */
  respond: undefined | (() => TokenResponse)
}

export const makeTokenEndpoint = (): TokenEndpoint => {
  const endpoint: TokenEndpoint = {
    client: HttpClient.make((request) =>
      Effect.gen(function* () {
        const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
        const form = Object.fromEntries(new URLSearchParams(body))
        endpoint.requests.push({ request, form })
        yield* endpoint.before
        return toPlatform(request, endpoint.respond === undefined ? respond(endpoint, form) : endpoint.respond())
      })
    ),
    requests: [],
    validRefreshToken: "refresh-0",
    issued: 0,
    before: Effect.void,
    respond: undefined
  }
  return endpoint
}

const respond = (endpoint: TokenEndpoint, form: Record<string, string>): TokenResponse => {
  if (form.client_secret !== "app-secret") {
    return json({ error: "invalid_client", error_description: "Invalid client authentication" }, 401)
  }
  if (form.grant_type === "refresh_token" && form.refresh_token !== endpoint.validRefreshToken) {
    return json({ error: "invalid_request", error_description: "Invalid refresh_token" }, 400)
  }
  if (form.grant_type === "authorization_code" && form.code !== "good") {
    return json({ error: "invalid_request", error_description: "Invalid code" }, 400)
  }
  endpoint.issued++
  endpoint.validRefreshToken = `refresh-${endpoint.issued}`
  return json({
    token_type: "bearer",
    access_token: `access-${endpoint.issued}`,
    expires_in: lifetime,
    ...(form.grant_type === "client_credentials" ? {} : { refresh_token: endpoint.validRefreshToken })
  })
}

/** What the processes of a test share. */
export interface World {
  readonly endpoint: TokenEndpoint
  readonly store: TokenStore.Service
}

export const makeWorld: Effect.Effect<World> = Effect.map(TokenStore.makeMemory(), (store) => ({
  endpoint: makeTokenEndpoint(),
  store
}))

/** Opens one process: its own `Auth` layer over the world's endpoint and store. */
export const open = (
  world: World,
  layer: Layer.Layer<
    Auth.Auth,
    unknown,
    HelpScoutConfig | TokenStore.TokenStore | HttpClient.HttpClient
  > = Auth.Auth.layerOAuth2({ tokens: initialTokens })
): Effect.Effect<Auth.Service, never, Scope.Scope> =>
  layer.pipe(
    Layer.provide([
      HelpScoutConfig.layer({ clientId: "app", clientSecret: Redacted.make("app-secret") }),
      Layer.succeed(TokenStore.TokenStore, world.store),
      Layer.succeed(HttpClient.HttpClient, world.endpoint.client)
    ]),
    Layer.build,
    Effect.map(Context.get(Auth.Auth)),
    Effect.orDie
  )

/** A world with one process. */
export const openWorld: Effect.Effect<World & { readonly auth: Auth.Service }, never, Scope.Scope> = Effect.gen(
  function* () {
    const world = yield* makeWorld
    return { ...world, auth: yield* open(world) }
  }
)

/** Gets the current token and reports a 401 for it. */
export const renew = (auth: Auth.Service) => Effect.flatMap(auth.token, auth.replace)

export const textOf = (token: Auth.AccessToken): string => Redacted.value(token.value)

export const accessTokens = (tokens: Iterable<Tokens.Tokens>): ReadonlyArray<string> =>
  [...tokens].map(({ accessToken }) => Redacted.value(accessToken))

/** The generation and the access token in the store, such as `1 access-1`, or `nothing`. */
export const storedIn = (store: TokenStore.Service): Effect.Effect<string, TokenStore.TokenStoreFailed> =>
  Effect.map(
    store.load(account),
    Option.match({
      onNone: () => "nothing",
      onSome: ({ generation, tokens }) => `${generation} ${Redacted.value(tokens.accessToken)}`
    })
  )

export const failingStore = (store: TokenStore.Service, operation: "load" | "save" | "lock"): TokenStore.Service => ({
  ...store,
  [operation]: () => new TokenStore.TokenStoreFailed({ operation, detail: "EIO" })
})

/** A store that cannot save until it is repaired. */
export const repairableStore = (store: TokenStore.Service) => {
  let saving = failingStore(store, "save")
  const repairable: TokenStore.Service = { ...store, save: (...args) => saving.save(...args) }
  const repair = () => {
    saving = store
  }
  return { store: repairable, repair }
}

/** Collects the elements of a stream in the background. It has subscribed when this returns. */
export const collect = <A>(stream: Stream.Stream<A>): Effect.Effect<Array<A>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const seen: Array<A> = []
    yield* Effect.forkScoped(Stream.runForEach(stream, (value) => Effect.sync(() => seen.push(value))))
    yield* advance(0)
    return seen
  })
