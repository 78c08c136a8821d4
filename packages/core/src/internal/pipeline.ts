/**
 * The way of one request: a place from the limiter, a token, the wire, and what the answer means. Every law about
 * sending again is kept in this file.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type * as Auth from "../Auth.js"
import type { HttpMethod } from "../Endpoint.js"
import type * as HelpScoutConfig from "../HelpScoutConfig.js"
import * as HelpScoutError from "../HelpScoutError.js"
import type * as RateLimiter from "../RateLimiter.js"
import * as RetryPolicy from "../RetryPolicy.js"
import * as errorBody from "./errorBody.js"
import * as rateLimitHeaders from "./rateLimitHeaders.js"
import * as transportError from "./transportError.js"

/** One request, encoded. */
export interface Outgoing {
  readonly operation: string
  readonly method: HttpMethod
  /** The path's template, which may be shown where the path itself may not. */
  readonly template: string
  /** Absolute, on the API's own host. */
  readonly url: string
  readonly accept: string
  readonly body: string | undefined
}

/** One answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: Headers.Headers
  readonly text: string
}

/** One response met on the way, retries included. */
export interface ResponseInfo {
  readonly operation: string
  readonly method: HttpMethod
  /** The path's template, such as `/v2/conversations/:conversationId`. */
  readonly path: string
  readonly status: number
  readonly headers: Headers.Headers
  readonly correlationId: Option.Option<string>
  /** From 1; each retry, renewal and redirect is an attempt of its own. */
  readonly attempt: number
}

/** How the HTTP client is changed for a scope. */
export class Transform extends Context.Reference<Transform>()("@effect-helpscout/core/HelpScoutClient/Transform", {
  defaultValue: (): ((client: HttpClient.HttpClient) => HttpClient.HttpClient) => (client) => client
}) {}

/** Who is shown every response. */
export class Observer extends Context.Reference<Observer>()("@effect-helpscout/core/HelpScoutClient/Observer", {
  defaultValue: (): Option.Option<(info: ResponseInfo) => Effect.Effect<void>> => Option.none()
}) {}

/** Which requests go first when several wait: the higher. */
export class Priority extends Context.Reference<Priority>()("@effect-helpscout/core/HelpScoutClient/Priority", {
  defaultValue: (): number => 0
}) {}

export interface Pipeline {
  readonly baseUrl: string
  /** Sends, and reads the answer to its end. `body: "ignore"` for answers that say nothing. */
  readonly send: (out: Outgoing, body: "text" | "ignore") => Effect.Effect<Answer, HelpScoutError.HelpScoutError>
  /** Sends, and streams the body of the answer. */
  readonly stream: (out: Outgoing) => Stream.Stream<Uint8Array, HelpScoutError.HelpScoutError>
}

const isRead = (out: Outgoing) => out.method === "GET"
const retriedStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const maxRedirects = 5
/** A 401 for a token that somebody else has replaced meanwhile is met so often at most. */
const maxStale = 3

const requests = Metric.counter("helpscout_requests", {
  description: "Responses of Help Scout, by status",
  incremental: true
})
const retries = Metric.counter("helpscout_retries", {
  description: "Requests sent again after a failure that may pass",
  incremental: true
})

export const correlationId = (headers: Headers.Headers): Option.Option<string> =>
  Option.orElse(Headers.get(headers, "correlation-id"), () => Headers.get(headers, "x-correlation-id"))

const spread = <K extends string, V>(key: K, value: Option.Option<V>): { readonly [P in K]?: V } =>
  // one key or none: the mapped type can't be inferred from a computed key
  (Option.isSome(value) ? { [key]: value.value } : {}) as { readonly [P in K]?: V }

type Met =
  | {
      readonly _tag: "Response"
      readonly response: HttpClientResponse.HttpClientResponse
      readonly token: Auth.AccessToken
    }
  | { readonly _tag: "Lost"; readonly error: transportError.TransportError }

export const make = (
  config: HelpScoutConfig.Service,
  auth: Auth.Service,
  limiter: RateLimiter.Service,
  httpClient: HttpClient.HttpClient
): Pipeline => {
  const origin = new URL(config.baseUrl).origin
  // no trace context for the vendor, and no span that shows the raw URL: ours has the template
  const quiet = httpClient.pipe(
    HttpClient.withTracerPropagation(false),
    HttpClient.withTracerDisabledWhen(() => true)
  )

  const wire = (client: HttpClient.HttpClient, request: HttpClientRequest.HttpClientRequest) =>
    client.execute(request).pipe(
      // fetch would follow redirects by itself, with the token
      Effect.mapInputContext((context: Context.Context<never>) =>
        Context.add(context, FetchHttpClient.RequestInit, {
          ...Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit)),
          redirect: "manual"
        })
      ),
      Effect.mapError(transportError.fromPlatform),
      Effect.timeoutFail({
        duration: config.timeout,
        onTimeout: (): transportError.TransportError => ({ code: "TIMEOUT" })
      })
    )

  const bodyText = (
    response: HttpClientResponse.HttpClientResponse
  ): Effect.Effect<string, transportError.TransportError> =>
    response.text.pipe(
      Effect.mapError((error: HttpClientError.ResponseError) => transportError.fromPlatform(error)),
      Effect.timeoutFail({
        duration: config.timeout,
        onTimeout: (): transportError.TransportError => ({ code: "TIMEOUT" })
      })
    )

  const drain = (response: HttpClientResponse.HttpClientResponse): Effect.Effect<string> =>
    Effect.catchAllCause(bodyText(response), () => Effect.succeed(""))

  const request = (
    out: Outgoing,
    url: string,
    token: Auth.AccessToken | undefined
  ): HttpClientRequest.HttpClientRequest => {
    const headers: Record<string, string> = { accept: out.accept, "user-agent": config.userAgent }
    if (token !== undefined) headers.authorization = `Bearer ${Redacted.value(token.value)}`
    const bare = HttpClientRequest.make(out.method)(url, { headers })
    return out.body === undefined ? bare : HttpClientRequest.bodyText(bare, out.body, "application/json")
  }

  /** What an answer that is no success means. */
  const refusal = (
    out: Outgoing,
    response: HttpClientResponse.HttpClientResponse,
    text: string
  ): HelpScoutError.HelpScoutError => {
    const said = errorBody.parse(text)
    const common = {
      operation: out.operation,
      ...spread(
        "correlationId",
        Option.orElse(correlationId(response.headers), () => Option.fromNullable(said.logRef))
      ),
      ...spread("detail", Option.fromNullable(said.detail))
    }
    const { status } = response
    switch (status) {
      case 400:
      case 422:
        return new HelpScoutError.ValidationFailed({ ...common, issues: said.issues })
      case 401:
        return new HelpScoutError.Unauthorized(common)
      case 403:
        return new HelpScoutError.Forbidden(common)
      case 404:
        return new HelpScoutError.NotFound(common)
      case 409:
        return new HelpScoutError.Conflict(common)
      case 412:
        return new HelpScoutError.PreconditionFailed(common)
      case 413:
        return new HelpScoutError.PayloadTooLarge(common)
    }
    if (redirects.has(status)) {
      const to = target(out.url, response)
      const where =
        to === undefined ? "a redirect without a readable target" : `a redirect to ${to.host}, which is not followed`
      return new HelpScoutError.RequestRejected({ ...common, status, detail: where })
    }
    if (status < 500 && status !== 408) return new HelpScoutError.RequestRejected({ ...common, status })
    return isRead(out)
      ? new HelpScoutError.ServiceUnavailable({ ...common, status })
      : new HelpScoutError.AmbiguousWrite({ ...common, status, check: `${out.method} ${out.template}` })
  }

  const lost = (out: Outgoing, error: transportError.TransportError): HelpScoutError.HelpScoutError => {
    const common = { operation: out.operation, ...(error.code === undefined ? {} : { code: error.code }) }
    return isRead(out) || transportError.isUnsent(error)
      ? new HelpScoutError.TransportFailed({ ...common, ...error })
      : new HelpScoutError.AmbiguousWrite({ ...common, check: `${out.method} ${out.template}` })
  }

  const target = (from: string, response: HttpClientResponse.HttpClientResponse): URL | undefined => {
    const location = response.headers.location
    if (location === undefined || !URL.canParse(location, from)) return undefined
    return new URL(location, from)
  }

  /**
   * Sends until there is an answer that stands. `finish` reads a success; when that fails, a read is sent again, and
   * a write has been carried out all the same.
   */
  const exchange = Effect.fnUntraced(function* <A>(
    out: Outgoing,
    finish: (response: HttpClientResponse.HttpClientResponse) => Effect.Effect<A, transportError.TransportError>,
    leaveHost: boolean
  ) {
    const context = yield* Effect.context<never>()
    const client = Context.get(context, Transform)(quiet)
    const policy = Context.get(context, RetryPolicy.RetryPolicy)
    const observer = Context.get(context, Observer)
    const ticket = limiter.ticket({
      operation: out.operation,
      units: isRead(out) ? 1 : 2,
      priority: Context.get(context, Priority)
    })

    let url = out.url
    let attempts = 0
    let retried = 0
    let waited = 0
    let unauthorized = 0
    let redirected = 0
    let renewed: Auth.AccessToken | undefined

    /** Waits for the next retry; answers false when the policy allows none. */
    const again = Effect.fnUntraced(function* (atLeast: Option.Option<Duration.Duration>) {
      if (retried >= policy.retries) return false
      const drawn = Duration.toMillis(RetryPolicy.delay(policy, retried, yield* Random.next))
      const millis = Math.max(drawn, Option.match(atLeast, { onNone: () => 0, onSome: Duration.toMillis }))
      if (waited + millis > Duration.toMillis(policy.within)) return false
      retried += 1
      waited += millis
      yield* Metric.increment(retries)
      yield* Effect.sleep(millis)
      return true
    })

    const observe = (response: HttpClientResponse.HttpClientResponse) =>
      Option.match(observer, {
        onNone: () => Effect.void,
        onSome: (show) =>
          show({
            operation: out.operation,
            method: out.method,
            path: out.template,
            status: response.status,
            headers: response.headers,
            correlationId: correlationId(response.headers),
            attempt: attempts
          })
      })

    /** One request within the place that the limiter gave. */
    const attempt = Effect.suspend(() => {
      let sent = false
      const send = Effect.flatMap(auth.token, (token) => {
        sent = true
        return Effect.match(wire(client, request(out, url, token)), {
          onFailure: (error): Met => ({ _tag: "Lost", error }),
          onSuccess: (response): Met => ({ _tag: "Response", response, token })
        })
      })
      return Effect.flatMap(Clock.currentTimeMillis, (now) =>
        limiter.attempt(ticket, send, (exit) => {
          if (Exit.isSuccess(exit) && exit.value._tag === "Response") {
            const { headers, status } = exit.value.response
            return { _tag: "Answered", status, reading: rateLimitHeaders.parse(headers, now) }
          }
          const unsent = Exit.isSuccess(exit) && exit.value._tag === "Lost" && transportError.isUnsent(exit.value.error)
          return { _tag: sent && !unsent ? "Unknown" : "Unsent" }
        })
      )
    })

    while (true) {
      attempts += 1
      const met = yield* attempt

      if (met._tag === "Lost") {
        if ((isRead(out) || transportError.isUnsent(met.error)) && (yield* again(Option.none()))) continue
        return yield* lost(out, met.error)
      }

      const { response, token } = met
      const { status } = response
      yield* Metric.increment(Metric.tagged(requests, "status", String(status)))
      yield* observe(response)

      if (status >= 200 && status < 300) {
        const read = yield* Effect.either(finish(response))
        if (read._tag === "Right") return read.right
        if (isRead(out)) {
          if (yield* again(Option.none())) continue
          return yield* lost(out, read.left)
        }
        return yield* new HelpScoutError.ResponseInvalid({
          operation: out.operation,
          ...spread("correlationId", correlationId(response.headers)),
          status,
          applied: true,
          issues: [
            {
              path: "(the whole)",
              message: `the body broke off${read.left.code === undefined ? "" : ` (${read.left.code})`}`
            }
          ]
        })
      }

      if (status === 401) {
        unauthorized += 1
        // a token renewed for this very request, or a fourth one in a row: never a loop
        if (token === renewed || unauthorized > maxStale) return yield* refusal(out, response, yield* drain(response))
        yield* drain(response)
        const replaced = yield* auth.replace(token)
        if (replaced.renewed) renewed = replaced.token
        continue
      }

      if (status === 429) {
        yield* drain(response)
        continue
      }

      if (redirects.has(status) && isRead(out) && redirected < maxRedirects) {
        const to = target(url, response)
        if (to !== undefined && to.origin === origin) {
          yield* drain(response)
          redirected += 1
          url = to.href
          continue
        }
        if (to !== undefined && leaveHost && (to.protocol === "https:" || new URL(url).protocol === "http:")) {
          yield* drain(response)
          return yield* elsewhere(client, out, to.href, finish)
        }
      }

      if (isRead(out) && retriedStatuses.has(status)) {
        const text = yield* drain(response)
        const reading = rateLimitHeaders.parse(response.headers, yield* Clock.currentTimeMillis)
        if (yield* again(Option.fromNullable(reading.retryAfter))) continue
        return yield* refusal(out, response, text)
      }

      return yield* refusal(out, response, yield* drain(response))
    }
  })

  /** A file that is kept on another host: bare headers, no token, no place of the limiter. */
  const elsewhere = <A>(
    client: HttpClient.HttpClient,
    out: Outgoing,
    url: string,
    finish: (response: HttpClientResponse.HttpClientResponse) => Effect.Effect<A, transportError.TransportError>
  ): Effect.Effect<A, HelpScoutError.HelpScoutError> =>
    Effect.mapError(wire(client, request(out, url, undefined)), (error) => lost(out, error)).pipe(
      Effect.flatMap((response) =>
        response.status >= 200 && response.status < 300
          ? Effect.mapError(finish(response), (error) => lost(out, error))
          : Effect.flatMap(drain(response), () => Effect.fail(refusal(out, response, "")))
      )
    )

  const traced = <A, E>(out: Outgoing, effect: Effect.Effect<A, E>) =>
    Effect.withSpan(effect, out.operation, {
      kind: "client",
      captureStackTrace: false,
      attributes: {
        "helpscout.operation": out.operation,
        "http.request.method": out.method,
        "url.template": out.template
      }
    })

  return {
    baseUrl: config.baseUrl,
    send: (out, body) =>
      traced(
        out,
        exchange(
          out,
          (response) =>
            Effect.map(
              body === "text" ? bodyText(response) : drain(response),
              (text): Answer => ({ status: response.status, headers: response.headers, text })
            ),
          false
        )
      ),
    stream: (out) =>
      Stream.unwrap(
        Effect.map(traced(out, exchange(out, Effect.succeed, true)), (response) =>
          Stream.mapError(response.stream, (error) => lost(out, transportError.fromPlatform(error)))
        )
      )
  }
}
