/**
 * The attempts of one operation, from the first to its result.
 *
 *      ┌──────────────────────────────────────────────────────────────────────────────────┐
 *      v                                                                        send again │
 *   attempt: permit (R1), token (T2), exchange                                             │
 *      ├─ no token ─────────── afterNoToken ──── another try may get one (S6) ─────────────┤
 *      │                         └─> AuthFailed (T5)                                       │
 *      ├─ no response ──────── afterFailure ───── read, idempotent, or not sent (S1, S2) ──┤
 *      │                         └─> TransportFailed; AmbiguousWrite (S2)                  │
 *      ├─ 2xx ──────────────── afterSuccess ───── body of a read failed (S1) ──────────────┤
 *      │                         ├─> value; AmbiguousWrite (S4)                            │
 *      │                         └─> TransportFailed; ResponseInvalid, applied (S3)        │
 *      ├─ 401 ──────────────── after401 ───────── another token (T1) ──────────────────────┤
 *      │                         └─> Unauthorized; AuthFailed (T5)                         │
 *      ├─ 429 ──────────────── after429 ───────── the limiter delays the attempt (R5) ─────┤
 *      ├─ redirect of a read ─ afterRedirect ──── same host ───────────────────────────────┤
 *      │                         ├─ file on another host: fetchOffHost (O2) ─ failed (S1) ─┤
 *      │                         │    └─> value; error of its status                       │
 *      │                         └─> RequestRejected (O2)                                  │
 *      └─ other status ─────── afterRejection ─── transient, and repeatable (S1) ──────────┘
 *                                ├─> error of the status; AmbiguousWrite (S2)
 *                                └─ 422, id in use, after a retry: readBack ─> value (S3)
 *
 * Retries under S1 and S2 are limited by the `RetryPolicy`, 401s by `maxStale401s`, redirects by `maxRedirects`, and 429s
 * by the limiter, which fails with RateLimited.
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberRef from "effect/FiberRef"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import type * as Auth from "../../Auth.js"
import type { AuthFailed, HelpScoutError, RateLimited } from "../../HelpScoutError.js"
import type * as RateLimiter from "../../RateLimiter.js"
import * as RetryPolicy from "../../RetryPolicy.js"
import { CurrentStallLimit } from "../../Transport.js"
import * as rateLimitHeaders from "../limit/headers.js"
import { invalid } from "../reading/response.js"
import * as ApiUrl from "./apiUrl.js"
import {
  confirmsWrite,
  correlationId,
  failed,
  redirectStatuses,
  redirectTarget,
  rejected,
  unconfirmed
} from "./classify.js"
import * as Exchange from "./exchange.js"
import * as issues from "./issues.js"
import * as metrics from "./metrics.js"
import { isRead, isRepeatable, type OutgoingRequest } from "./outgoing.js"
import { withoutToken, withoutTokenInHeaders } from "./redaction.js"
import { Observer, Priority, type ResponseInfo, Timeout, Transform } from "./scopes.js"
import * as TimeLimit from "./timeLimit.js"
import * as transportError from "./transportError.js"

const transientStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])
const maxRedirects = 5
/** Maximum 401s tolerated for tokens that another request has already replaced. */
const maxStale401s = 3

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
interface Operation<A> {
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
type Attempt =
  | { readonly _tag: "Responded"; readonly head: Exchange.ResponseHead; readonly token: Auth.AccessToken }
  | { readonly _tag: "Failed"; readonly error: transportError.TransportError }
  | { readonly _tag: "NoToken"; readonly error: AuthFailed }

const sendAgain = Symbol("@effect-helpscout/core/request/sendAgain")

/** A transition: to the next attempt, or to the end of the operation. */
type Step<A> = Effect.Effect<A | typeof sendAgain, HelpScoutError>

/** Sends a request until its result is final. */
export const run = <A>(
  services: Services,
  request: OutgoingRequest,
  body: BodyReader<A>
): Effect.Effect<A, HelpScoutError> =>
  Effect.contextWithEffect((context: Context.Context<never>) => untilFinal(begin(services, request, body, context)))

const timeLimitOf = (context: Context.Context<never>): TimeLimit.TimeLimit | undefined => {
  const stall = Context.get(context, CurrentStallLimit)
  if (stall !== undefined) return TimeLimit.stalling(stall)
  return Option.getOrUndefined(Option.map(Context.get(context, Timeout), TimeLimit.make))
}

const begin = <A>(
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

const untilFinal = <A>(operation: Operation<A>): Effect.Effect<A, HelpScoutError> => {
  operation.attempts += 1
  return Effect.flatMap(attempt(operation), (attempted) =>
    Effect.flatMap(after(operation, attempted), (result) =>
      result === sendAgain ? untilFinal(operation) : Effect.succeed(result)
    )
  )
}

const after = <A>(operation: Operation<A>, attempted: Attempt): Step<A> => {
  switch (attempted._tag) {
    case "NoToken":
      return afterNoToken(operation, attempted.error)
    case "Failed":
      return afterFailure(operation, attempted.error)
    case "Responded":
      return afterResponse(operation, attempted.head, attempted.token)
  }
}

// ---------------------------------------------------------------------------------------------------------------
// one attempt
// ---------------------------------------------------------------------------------------------------------------

/** Sends within a permit. The token is requested last, so that it is current when it is sent. */
const attempt = <A>(operation: Operation<A>): Effect.Effect<Attempt, RateLimited> =>
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

const exchange = <A>(
  { body, client, request, services, timeLimit }: Operation<A>,
  url: string,
  token?: Redacted.Redacted
) => services.exchange.send(client, request, { url, token, streaming: body.streaming, timeLimit })

/** Logs each attempt at level DEBUG: no address, header or body, so no secret and no id (law O1). */
const logged = <A>(
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

/** Waits for the next retry, or returns `false` where the policy does not allow one. */
const retry = <A>(operation: Operation<A>, atLeast?: Duration.Duration): Effect.Effect<boolean> => {
  const { policy, retries } = operation
  if (retries >= policy.retries) return Effect.succeed(false)
  return Effect.flatMap(Random.next, (random) => {
    const drawn = Duration.toMillis(RetryPolicy.delay(policy, retries, random))
    const millis = Math.ceil(Math.max(drawn, atLeast === undefined ? 0 : Duration.toMillis(atLeast)))
    if (operation.waitedMillis + millis > Duration.toMillis(policy.within)) return Effect.succeed(false)
    operation.retries += 1
    operation.waitedMillis += millis
    return metrics.countRetry.pipe(Effect.zipRight(Effect.sleep(millis)), Effect.as(true))
  })
}

const retryOr = <A>(operation: Operation<A>, error: () => HelpScoutError, atLeast?: Duration.Duration): Step<A> =>
  Effect.flatMap(retry(operation, atLeast), (retried) => (retried ? Effect.succeed(sendAgain) : Effect.fail(error())))

/** Shows a response to the observer (law O4). */
const notify = <A>(
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

// ---------------------------------------------------------------------------------------------------------------
// transitions
// ---------------------------------------------------------------------------------------------------------------

/**
 * `true`: the token endpoint or the store failed, and the next try may succeed (law S6). A refresh token that may have
 * been used is not sent again for this operation.
 */
const mayGetToken = (error: AuthFailed) => error.isRetryable && error.refreshTokenAtRisk !== true

/** Tries to get a token again, no earlier than the token endpoint allows. A write was not sent either (law S2). */
const afterNoToken = <A>(operation: Operation<A>, error: AuthFailed): Step<A> =>
  mayGetToken(error) ? retryOr(operation, () => error, error.retryAfter) : Effect.fail(error)

/**
 * Retries a read (law S1), and a write only if it was certainly not sent or is idempotent (law S2). A failure that another
 * attempt cannot avoid is final (law S5).
 */
const afterFailure = <A>(operation: Operation<A>, error: transportError.TransportError): Step<A> => {
  const { request } = operation
  const unsent = transportError.isUnsent(error)
  if (!unsent) operation.uncertain = true
  return (isRepeatable(request) || unsent) && !transportError.isPermanent(error)
    ? retryOr(operation, () => failed(request, error))
    : Effect.fail(failed(request, error))
}

const afterResponse = <A>(operation: Operation<A>, head: Exchange.ResponseHead, token: Auth.AccessToken): Step<A> => {
  const { response } = head
  const counted = metrics.countResponse(response.status)
  return Effect.zipRight(
    Option.isNone(operation.observer) ? counted : Effect.zipRight(counted, notify(operation, response)),
    Exchange.isSuccess(response) ? afterSuccess(operation, head) : afterOtherStatus(operation, head, token)
  )
}

const afterOtherStatus = Effect.fnUntraced(function* <A>(
  operation: Operation<A>,
  head: Exchange.ResponseHead,
  token: Auth.AccessToken
) {
  const { response } = head
  const { status } = response
  const text = withoutToken(yield* readOrEmpty(head), Redacted.value(token.value))
  if (status === 401) return yield* after401(operation, response, text, token)
  if (status === 429) return yield* after429
  if (redirectStatuses.has(status) && isRead(operation.request)) return yield* afterRedirect(operation, response, text)
  return yield* afterRejection(operation, response, text)
})

const afterSuccess = <A>(operation: Operation<A>, head: Exchange.ResponseHead): Step<A> =>
  isRead(operation.request)
    ? head.response.status === Exchange.partial
      ? afterPartial(operation, head)
      : afterConfirmed(operation, head)
    : afterWrite(operation, head)

/** A part would be taken for the whole: a file would be saved without its end. */
const afterPartial = <A>({ request }: Operation<A>, head: Exchange.ResponseHead): Step<A> =>
  Effect.zipRight(
    readOrEmpty(head),
    Effect.fail(invalid(request, head.response, issues.atRoot("the body is a part, although the whole was requested")))
  )

/** Law S4: only Help Scout can confirm a write. A body that cannot be read is judged by its headers. */
const afterWrite = <A>(operation: Operation<A>, head: Exchange.ResponseHead): Step<A> =>
  Effect.flatMap(
    Effect.catchAllCause(Effect.asSome(head.text), () => Effect.succeedNone),
    (text) =>
      confirmsWrite(head.response.headers, Option.getOrUndefined(text))
        ? afterConfirmed(operation, head)
        : Effect.fail(unconfirmed(operation.request, head.response))
  )

const afterConfirmed = <A>(operation: Operation<A>, head: Exchange.ResponseHead): Step<A> =>
  Effect.catchAll(operation.body.read(head), (error): Step<A> => {
    const { request } = operation
    if (transportError.isUnreadableBody(error)) {
      return Effect.fail(invalid(request, head.response, issues.atRoot(error.detail ?? "the body cannot be read")))
    }
    if (isRead(request)) return retryOr(operation, () => failed(request, error))
    // the status says that the write was carried out: law S3
    const code = error.code === undefined ? "" : ` (${error.code})`
    const applied = invalid(request, head.response, issues.atRoot(`the connection failed within the body${code}`))
    return request.readBack === undefined
      ? Effect.fail(applied)
      : Effect.mapError(readBack(operation, request.readBack), () => applied)
  })

/** Reads the result of an idempotent write that was carried out. */
const readBack = <A>({ body, request, services }: Operation<A>, urlOf: (url: string) => string) => {
  const { readBack: _, ...rest } = request
  return run(services, { ...rest, method: "GET", url: urlOf(request.url), body: undefined }, body)
}

const alreadyInUse = /already in use/i

/** An earlier attempt of an idempotent write was carried out if its id is already in use: law S3. */
const afterRepeated = <A>(
  operation: Operation<A>,
  response: HttpClientResponse.HttpClientResponse,
  urlOf: (url: string) => string
): Step<A> =>
  Effect.mapError(readBack(operation, urlOf), ({ message }) =>
    invalid(
      operation.request,
      response,
      issues.atRoot(`an earlier attempt succeeded, but its result is unknown: ${message}`)
    )
  )

/** Replaces the token (law T1). A 401 for a token renewed for this operation is final, and stale tokens are limited. */
const after401 = <A>(
  operation: Operation<A>,
  response: HttpClientResponse.HttpClientResponse,
  text: string,
  token: Auth.AccessToken
): Step<A> => {
  operation.unauthorized += 1
  if (token.id === operation.renewed?.id || operation.unauthorized > maxStale401s) {
    return Effect.fail(rejected(operation.request, response, text))
  }
  return Effect.matchEffect(operation.services.auth.replace(token), {
    onSuccess: (replacement) => {
      if (replacement.renewed) operation.renewed = replacement.token
      return Effect.succeed(sendAgain)
    },
    onFailure: (error) => replaceAgain(operation, response, text, token, error)
  })
}

/** Tries to replace the token again: sent another time, it would only be rejected another time. */
const replaceAgain = <A>(
  operation: Operation<A>,
  response: HttpClientResponse.HttpClientResponse,
  text: string,
  token: Auth.AccessToken,
  error: AuthFailed
): Step<A> => {
  if (!mayGetToken(error)) return Effect.fail(error)
  return Effect.flatMap(retry(operation, error.retryAfter), (again) => {
    if (!again) return Effect.fail(error)
    operation.unauthorized -= 1
    return after401(operation, response, text, token)
  })
}

/** The limiter has read the response, and delays the next attempt (law R5). */
const after429: Step<never> = Effect.succeed(sendAgain)

const afterRedirect = <A>(
  operation: Operation<A>,
  response: HttpClientResponse.HttpClientResponse,
  text: string
): Step<A> => {
  const { body, services, url } = operation
  const target = operation.redirects < maxRedirects ? redirectTarget(url, response) : undefined
  const onApi = target === undefined ? undefined : ApiUrl.resolve(target, services.baseUrl)
  if (onApi !== undefined) {
    operation.redirects += 1
    operation.url = onApi.href
    return Effect.succeed(sendAgain)
  }
  // law O2: only a file is fetched from another host, without the token, and never over less than https
  const downgraded = target?.protocol !== "https:" && new URL(url).protocol === "https:"
  if (target === undefined || !body.streaming || downgraded) {
    return Effect.fail(rejected(operation.request, response, text))
  }
  operation.attempts += 1
  return Effect.catchAll(fetchOffHost(operation, target.href), (error) =>
    // back to the API, because the signed link may have expired
    error.isRetryable ? retryOr(operation, () => error) : Effect.fail(error)
  )
}

/** Fetches a file from another host: without the token (law O2), and without a permit. */
const fetchOffHost = Effect.fnUntraced(function* <A>(operation: Operation<A>, url: string) {
  const { body, request } = operation
  const orFailed = Effect.mapError((error: transportError.TransportError) => failed(request, error))
  const clock = yield* Effect.clock
  const head = yield* orFailed(logged(operation, clock, "a file on another host", exchange(operation, url)))
  yield* notify(operation, head.response)
  if (Exchange.isSuccess(head.response)) return yield* orFailed(body.read(head))
  yield* readOrEmpty(head)
  return yield* rejected(request, head.response, "")
})

/** Retries a read or an idempotent write after a transient status, no earlier than the response allows (law S1). */
const afterRejection = <A>(
  operation: Operation<A>,
  response: HttpClientResponse.HttpClientResponse,
  text: string
): Step<A> => {
  const { request } = operation
  const error = () => rejected(request, response, text)
  if (request.readBack !== undefined && operation.uncertain && response.status === 422 && alreadyInUse.test(text)) {
    return afterRepeated(operation, response, request.readBack)
  }
  if (!isRepeatable(request) || !transientStatuses.has(response.status)) return Effect.fail(error())
  operation.uncertain = true
  return Effect.flatMap(Clock.currentTimeMillis, (now) =>
    retryOr(operation, error, rateLimitHeaders.parse(response.headers, now).retryAfter)
  )
}
