import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import type * as Auth from "../../Auth.js"
import type { AuthFailed, HelpScoutError } from "../../HelpScoutError.js"
import * as RetryPolicy from "../../RetryPolicy.js"
import * as rateLimitHeaders from "../limit/headers.js"
import { invalid } from "../reading/response.js"
import * as ApiUrl from "./apiUrl.js"
import * as Attempt from "./attempt.js"
import { confirmsWrite, failed, redirectStatuses, redirectTarget, rejected, unconfirmed } from "./classify.js"
import * as Exchange from "./exchange.js"
import * as issues from "./issues.js"
import * as metrics from "./metrics.js"
import { isRead, isRepeatable, type OutgoingRequest } from "./outgoing.js"
import { withoutToken } from "./redaction.js"
import * as transportError from "./transportError.js"

const transientStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])
const maxRedirects = 5
/** Maximum 401s tolerated for tokens that another request has already replaced. */
const maxStale401s = 3

const sendAgain = Symbol("@effect-helpscout/core/request/sendAgain")

/** A transition: to the next attempt, or to the end of the operation. */
type Step<A> = Effect.Effect<A | typeof sendAgain, HelpScoutError>

/** Sends a request until its result is final. */
export const run = <A>(
  services: Attempt.Services,
  request: OutgoingRequest,
  body: Attempt.BodyReader<A>
): Effect.Effect<A, HelpScoutError> =>
  Effect.contextWithEffect((context: Context.Context<never>) =>
    untilFinal(Attempt.begin(services, request, body, context))
  )

const untilFinal = <A>(operation: Attempt.Operation<A>): Effect.Effect<A, HelpScoutError> => {
  operation.attempts += 1
  return Effect.flatMap(Attempt.attempt(operation), (attempted) =>
    Effect.flatMap(after(operation, attempted), (result) =>
      result === sendAgain ? untilFinal(operation) : Effect.succeed(result)
    )
  )
}

const after = <A>(operation: Attempt.Operation<A>, attempted: Attempt.Attempt): Step<A> => {
  switch (attempted._tag) {
    case "NoToken":
      return afterNoToken(operation, attempted.error)
    case "Failed":
      return afterFailure(operation, attempted.error)
    case "Responded":
      return afterResponse(operation, attempted.head, attempted.token)
  }
}

/** Waits for the next retry, or returns `false` where the policy does not allow one. */
const retry = <A>(operation: Attempt.Operation<A>, atLeast?: Duration.Duration): Effect.Effect<boolean> => {
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

const retryOr = <A>(
  operation: Attempt.Operation<A>,
  error: () => HelpScoutError,
  atLeast?: Duration.Duration
): Step<A> =>
  Effect.flatMap(retry(operation, atLeast), (retried) => (retried ? Effect.succeed(sendAgain) : Effect.fail(error())))

// ---------------------------------------------------------------------------------------------------------------
// transitions
// ---------------------------------------------------------------------------------------------------------------

/**
 * `true`: the token endpoint or the store failed, and the next try may succeed (law S6). A refresh token that may have
 * been used is not sent again for this operation.
 */
const mayGetToken = (error: AuthFailed) => error.isRetryable && error.refreshTokenAtRisk !== true

/** Tries to get a token again, no earlier than the token endpoint allows. A write was not sent either (law S2). */
const afterNoToken = <A>(operation: Attempt.Operation<A>, error: AuthFailed): Step<A> =>
  mayGetToken(error) ? retryOr(operation, () => error, error.retryAfter) : Effect.fail(error)

/**
 * Retries a read (law S1), and a write only if it was certainly not sent or is idempotent (law S2). A failure that another
 * attempt cannot avoid is final (law S5).
 */
const afterFailure = <A>(operation: Attempt.Operation<A>, error: transportError.TransportError): Step<A> => {
  const { request } = operation
  const unsent = transportError.isUnsent(error)
  if (!unsent) operation.uncertain = true
  return (isRepeatable(request) || unsent) && !transportError.isPermanent(error)
    ? retryOr(operation, () => failed(request, error))
    : Effect.fail(failed(request, error))
}

const afterResponse = <A>(
  operation: Attempt.Operation<A>,
  head: Exchange.ResponseHead,
  token: Auth.AccessToken
): Step<A> => {
  const { response } = head
  const counted = metrics.countResponse(response.status)
  return Effect.zipRight(
    Option.isNone(operation.observer) ? counted : Effect.zipRight(counted, Attempt.notify(operation, response)),
    Exchange.isSuccess(response) ? afterSuccess(operation, head) : afterOtherStatus(operation, head, token)
  )
}

const afterOtherStatus = Effect.fnUntraced(function* <A>(
  operation: Attempt.Operation<A>,
  head: Exchange.ResponseHead,
  token: Auth.AccessToken
) {
  const { response } = head
  const { status } = response
  const text = withoutToken(yield* Attempt.readOrEmpty(head), Redacted.value(token.value))
  if (status === 401) return yield* after401(operation, response, text, token)
  if (status === 429) return yield* after429
  if (redirectStatuses.has(status) && isRead(operation.request)) return yield* afterRedirect(operation, response, text)
  return yield* afterRejection(operation, response, text)
})

const afterSuccess = <A>(operation: Attempt.Operation<A>, head: Exchange.ResponseHead): Step<A> =>
  isRead(operation.request)
    ? head.response.status === Exchange.partial
      ? afterPartial(operation, head)
      : afterConfirmed(operation, head)
    : afterWrite(operation, head)

/** A part would be taken for the whole: a file would be saved without its end. */
const afterPartial = <A>(
  { request }: Attempt.Operation<A>,
  head: Exchange.ResponseHead
): Effect.Effect<never, HelpScoutError> =>
  Effect.zipRight(
    Attempt.readOrEmpty(head),
    Effect.fail(invalid(request, head.response, issues.atRoot("the body is a part, although the whole was requested")))
  )

/** Law S4: only Help Scout can confirm a write. A body that cannot be read is judged by its headers. */
const afterWrite = <A>(operation: Attempt.Operation<A>, head: Exchange.ResponseHead): Step<A> =>
  Effect.flatMap(
    Effect.catchAllCause(Effect.asSome(head.text), () => Effect.succeedNone),
    (text) =>
      confirmsWrite(head.response.headers, Option.getOrUndefined(text))
        ? afterConfirmed(operation, head)
        : Effect.fail(unconfirmed(operation.request, head.response))
  )

const afterConfirmed = <A>(operation: Attempt.Operation<A>, head: Exchange.ResponseHead): Step<A> =>
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
const readBack = <A>({ body, request, services }: Attempt.Operation<A>, urlOf: (url: string) => string) => {
  const { readBack: _, ...rest } = request
  return run(services, { ...rest, method: "GET", url: urlOf(request.url), body: undefined }, body)
}

const alreadyInUse = /already in use/i

/** An earlier attempt of an idempotent write was carried out if its id is already in use: law S3. */
const afterRepeated = <A>(
  operation: Attempt.Operation<A>,
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
  operation: Attempt.Operation<A>,
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
  operation: Attempt.Operation<A>,
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
  operation: Attempt.Operation<A>,
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
const fetchOffHost = Effect.fnUntraced(function* <A>(operation: Attempt.Operation<A>, url: string) {
  const { body, request } = operation
  const orFailed = Effect.mapError((error: transportError.TransportError) => failed(request, error))
  const clock = yield* Effect.clock
  const head = yield* orFailed(
    Attempt.logged(operation, clock, "a file on another host", Attempt.exchange(operation, url))
  )
  yield* Attempt.notify(operation, head.response)
  if (head.response.status === Exchange.partial) return yield* afterPartial(operation, head)
  if (Exchange.isSuccess(head.response)) return yield* orFailed(body.read(head))
  yield* Attempt.readOrEmpty(head)
  return yield* rejected(request, head.response, "")
})

/** Retries a read or an idempotent write after a transient status, no earlier than the response allows (law S1). */
const afterRejection = <A>(
  operation: Attempt.Operation<A>,
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
