/** One attempt of an operation: a permit (law R1), a token (law T2), an exchange. And the state that the attempts share. */
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import type * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberRef from "effect/FiberRef"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Auth from "../../Auth.js"
import type { AuthFailed, RateLimited } from "../../HelpScoutError.js"
import type * as RateLimiter from "../../RateLimiter.js"
import * as RetryPolicy from "../../RetryPolicy.js"
import { CurrentStallLimit } from "../../Transport.js"
import * as rateLimitHeaders from "../limit/headers.js"
import { correlationId } from "./classify.js"
import type * as Exchange from "./exchange.js"
import { isRead, type OutgoingRequest } from "./outgoing.js"
import { withoutTokenInHeaders } from "./redaction.js"
import { Observer, Priority, type ResponseInfo, Timeout, Transform } from "./scopes.js"
import * as TimeLimit from "./timeLimit.js"
import * as transportError from "./transportError.js"

/** What all operations share. */
export interface Services {
  readonly auth: Auth.Service
  readonly limiter: RateLimiter.Service
  readonly httpClient: HttpClient.HttpClient
  readonly exchange: Exchange.Exchange
  readonly baseUrl: string
}

/** Reads the result from a successful response. */
export interface BodyReader<A> {
  readonly streaming: boolean
  readonly read: (head: Exchange.ResponseHead) => Effect.Effect<A, transportError.TransportError>
}

/** The state of one operation. */
export interface Operation<A> {
  readonly services: Services
  readonly request: OutgoingRequest
  readonly body: BodyReader<A>
  readonly client: HttpClient.HttpClient
  readonly policy: RetryPolicy.Service
  readonly observer: Option.Option<(info: ResponseInfo) => Effect.Effect<void>>
  readonly ranked: RateLimiter.RankedRequest
  /** The time limit of each exchange, where it is not that of the configuration (law P8). */
  readonly timeLimit: TimeLimit.TimeLimit | undefined
  /** The URL of the next attempt. A redirect changes it. */
  url: string
  attempts: number
  retries: number
  /** The sum of all waits before retries. */
  waitedMillis: number
  unauthorized: number
  redirects: number
  /** Whether an earlier attempt may have been carried out. Only an idempotent write is sent again after that. */
  uncertain: boolean
  /** The token that was renewed for this operation. */
  renewed: Auth.AccessToken | undefined
}

/** One request within a permit. */
export type Attempt =
  | { readonly _tag: "Responded"; readonly head: Exchange.ResponseHead; readonly token: Auth.AccessToken }
  | { readonly _tag: "Failed"; readonly error: transportError.TransportError }
  | { readonly _tag: "NoToken"; readonly error: AuthFailed }

const timeLimitOf = (context: Context.Context<never>): TimeLimit.TimeLimit | undefined => {
  const stall = Context.get(context, CurrentStallLimit)
  if (stall !== undefined) return TimeLimit.stalling(stall)
  return Option.getOrUndefined(Option.map(Context.get(context, Timeout), TimeLimit.make))
}

export const begin = <A>(
  services: Services,
  request: OutgoingRequest,
  body: BodyReader<A>,
  context: Context.Context<never>
): Operation<A> => ({
  services,
  request,
  body,
  client: Context.get(context, Transform)(services.httpClient),
  policy: Context.get(context, RetryPolicy.RetryPolicy),
  observer: Context.get(context, Observer),
  ranked: services.limiter.register({
    operation: request.operation,
    units: isRead(request) ? 1 : 2,
    priority: Context.get(context, Priority)
  }),
  timeLimit: timeLimitOf(context),
  url: request.url,
  attempts: 0,
  retries: 0,
  waitedMillis: 0,
  unauthorized: 0,
  redirects: 0,
  uncertain: false,
  renewed: undefined
})

/** Sends within a permit. The token is requested last, so that it is current when it is sent. */
export const attempt = <A>(operation: Operation<A>): Effect.Effect<Attempt, RateLimited> =>
  Effect.clockWith((clock) => {
    const { auth, limiter } = operation.services
    let sent = false
    const send = Effect.matchEffect(auth.token, {
      onFailure: (error) => Effect.succeed<Attempt>({ _tag: "NoToken", error }),
      onSuccess: (token) => {
        sent = true
        return Effect.match(
          logged(operation, clock, operation.request.template, exchange(operation, operation.url, token.value)),
          {
            onFailure: (error): Attempt => ({ _tag: "Failed", error }),
            onSuccess: (head): Attempt => ({
              _tag: "Responded",
              head: withoutTokenInHeaders(head, Redacted.value(token.value)),
              token
            })
          }
        )
      }
    })
    return limiter.withPermit(operation.ranked, send, (exit) => permitUseOf(exit, sent, clock))
  })

export const exchange = <A>(
  { body, client, request, services, timeLimit }: Operation<A>,
  url: string,
  token?: Redacted.Redacted
) => services.exchange.send(client, request, { url, token, streaming: body.streaming, timeLimit })

/** Logs each attempt at level DEBUG: no address, header or body, so no secret and no id (law O1). */
export const logged = <A>(
  { attempts, request }: Operation<A>,
  clock: Clock.Clock,
  where: string,
  sent: Effect.Effect<Exchange.ResponseHead, transportError.TransportError>
): Effect.Effect<Exchange.ResponseHead, transportError.TransportError> =>
  Effect.withFiberRuntime((fiber) => {
    if (LogLevel.greaterThan(fiber.getFiberRef(FiberRef.currentMinimumLogLevel), LogLevel.Debug)) return sent
    const startedAt = clock.unsafeCurrentTimeNanos()
    const log = (result: string | number) => {
      const millis = Math.round(Number(clock.unsafeCurrentTimeNanos() - startedAt) / 1e6)
      return Effect.logDebug(
        `${request.operation}: ${request.method} ${where} ${result} in ${millis} ms (attempt ${attempts})`
      )
    }
    return Effect.tapBoth(sent, {
      onFailure: (error) => log(`failed: ${error.code ?? "no response"},`),
      onSuccess: ({ response }) => log(response.status)
    })
  })

/** Reports the response, or whether the attempt counts against the rate limit. */
const permitUseOf = (exit: Exit.Exit<Attempt, unknown>, sent: boolean, clock: Clock.Clock): RateLimiter.PermitUse => {
  if (Exit.isSuccess(exit) && exit.value._tag === "Responded") {
    const { headers, status } = exit.value.head.response
    return { _tag: "Responded", status, reading: rateLimitHeaders.parse(headers, clock.unsafeCurrentTimeMillis()) }
  }
  const unsent = Exit.isSuccess(exit) && exit.value._tag === "Failed" && transportError.isUnsent(exit.value.error)
  return { _tag: sent && !unsent ? "Unknown" : "Unsent" }
}

/** Shows a response to the observer (law O4). */
export const notify = <A>(
  { attempts, observer, request }: Operation<A>,
  { headers, status }: HttpClientResponse.HttpClientResponse
): Effect.Effect<void> =>
  Option.isNone(observer)
    ? Effect.void
    : observer.value({
        operation: request.operation,
        method: request.method,
        path: request.template,
        status,
        headers,
        correlationId: correlationId(headers),
        attempt: attempts
      })

/** Reads the body to its end, so that the connection can be reused. */
export const readOrEmpty = (head: Exchange.ResponseHead): Effect.Effect<string> =>
  Effect.catchAllCause(head.text, () => Effect.succeed(""))

/** The same, but a body that is too large is a failure (law P7). */
export const readOrIgnore = (head: Exchange.ResponseHead): Effect.Effect<string, transportError.TransportError> =>
  Effect.catchAll(head.text, (error) =>
    error.code === transportError.tooLarge ? Effect.fail(error) : Effect.succeed("")
  )
