/**
 * The way of one request: a place from the limiter, a token, the wire, and what the answer means. Every law about
 * sending again is kept in this file.
 */
import type * as Headers from "@effect/platform/Headers"
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DefaultServices from "effect/DefaultServices"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import type * as Auth from "../../Auth.js"
import type { HttpMethod } from "../../Endpoint.js"
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import type * as RateLimiter from "../../RateLimiter.js"
import * as RetryPolicy from "../../RetryPolicy.js"
import * as rateLimitHeaders from "../limit/headers.js"
import { correlationId, lost, redirects, refusal, spread, target } from "./classify.js"
import * as Wire from "./exchange.js"
import * as transportError from "./transportError.js"

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
  readonly send: (out: Wire.Outgoing, body: "text" | "ignore") => Effect.Effect<Answer, HelpScoutError.HelpScoutError>
  /** Sends, and streams the body of the answer. */
  readonly stream: (out: Wire.Outgoing) => Stream.Stream<Uint8Array, HelpScoutError.HelpScoutError>
}

const retriedStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])
const maxRedirects = 5
/** A 401 for a token that somebody else has replaced meanwhile is met so often at most. */
const maxStale = 3

const requests = Metric.counter("helpscout_requests", {
  description: "Responses of Help Scout, by status",
  incremental: true
})
/** A tagged metric for each status, made once. */
const requestsByStatus = new Map<number, Metric.Metric.Counter<number>>()
const requestsOf = (status: number): Metric.Metric.Counter<number> => {
  let counter = requestsByStatus.get(status)
  if (counter === undefined) {
    counter = Metric.tagged(requests, "status", String(status))
    requestsByStatus.set(status, counter)
  }
  return counter
}
const retries = Metric.counter("helpscout_retries", {
  description: "Requests sent again after a failure that may pass",
  incremental: true
})

/** The tracer that a program has unless it provides one: its spans reach nobody. */
const deaf = Context.get(DefaultServices.liveServices, Tracer.Tracer)

type Attempt =
  | { readonly _tag: "Met"; readonly met: Wire.Met; readonly token: Auth.AccessToken }
  | { readonly _tag: "Lost"; readonly error: transportError.TransportError }

/** What is done with the answer that stands: `read` may fail, and then a read is sent again. */
interface Use<A> {
  readonly open: boolean
  readonly read: (met: Wire.Met) => Effect.Effect<A, transportError.TransportError>
}

/** Some servers quote the token that they refuse. One as short as a test's is a word like any other. */
const withoutToken = (text: string, token: string) => (token.length < 8 ? text : text.replaceAll(token, "<redacted>"))

const quietly = (met: Wire.Met): Effect.Effect<string> => Effect.catchAllCause(met.text, () => Effect.succeed(""))

export const make = (
  config: HelpScoutConfig.Service,
  auth: Auth.Service,
  limiter: RateLimiter.Service,
  httpClient: HttpClient.HttpClient
): Pipeline => {
  const origin = new URL(config.baseUrl).origin
  const wire = Wire.make(config)
  /** Sends until there is an answer that stands. */
  const exchange = Effect.fnUntraced(function* <A>(out: Wire.Outgoing, use: Use<A>) {
    const context = yield* Effect.context<never>()
    const client = Context.get(context, Transform)(httpClient)
    const policy = Context.get(context, RetryPolicy.RetryPolicy)
    const observer = Context.get(context, Observer)
    const ranked = limiter.register({
      operation: out.operation,
      units: Wire.isRead(out) ? 1 : 2,
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
    const again = (atLeast: Option.Option<Duration.Duration>): Effect.Effect<boolean> => {
      if (retried >= policy.retries) return Effect.succeed(false)
      return Effect.flatMap(Random.next, (random) => {
        const drawn = Duration.toMillis(RetryPolicy.delay(policy, retried, random))
        const millis = Math.ceil(Math.max(drawn, Option.match(atLeast, { onNone: () => 0, onSome: Duration.toMillis })))
        if (waited + millis > Duration.toMillis(policy.within)) return Effect.succeed(false)
        retried += 1
        waited += millis
        return Metric.increment(retries).pipe(Effect.zipRight(Effect.sleep(millis)), Effect.as(true))
      })
    }

    const show = (response: HttpClientResponse.HttpClientResponse): Effect.Effect<void> =>
      Option.isNone(observer)
        ? Effect.void
        : observer.value({
            operation: out.operation,
            method: out.method,
            path: out.template,
            status: response.status,
            headers: response.headers,
            correlationId: correlationId(response.headers),
            attempt: attempts
          })

    /** One request within the place that the limiter gives. The token is asked for last, when the place is there. */
    const attempt = Effect.clockWith((clock) => {
      let sent = false
      const send = Effect.flatMap(auth.token, (token) => {
        sent = true
        return Effect.match(wire.send(client, out, { url, token: token.value, open: use.open }), {
          onFailure: (error): Attempt => ({ _tag: "Lost", error }),
          onSuccess: (met): Attempt => ({ _tag: "Met", met, token })
        })
      })
      return limiter.withPermit(ranked, send, (exit) => {
        if (Exit.isSuccess(exit) && exit.value._tag === "Met") {
          const { headers, status } = exit.value.met.response
          return { _tag: "Responded", status, reading: rateLimitHeaders.parse(headers, clock.unsafeCurrentTimeMillis()) }
        }
        const unsent = Exit.isSuccess(exit) && exit.value._tag === "Lost" && transportError.isUnsent(exit.value.error)
        return { _tag: sent && !unsent ? "Unknown" : "Unsent" }
      })
    })

    while (true) {
      attempts += 1
      const attempted = yield* attempt
      if (attempted._tag === "Lost") {
        const mayRepeat = Wire.isRead(out) || transportError.isUnsent(attempted.error)
        if (mayRepeat && (yield* again(Option.none()))) continue
        return yield* lost(out, attempted.error)
      }

      const { met, token } = attempted
      const { response } = met
      const { headers, status } = response
      yield* Metric.increment(requestsOf(status))
      if (Option.isSome(observer)) yield* show(response)

      if (Wire.isSuccess(response)) {
        const read = yield* Effect.either(use.read(met))
        if (read._tag === "Right") return read.right
        if (!Wire.isRead(out)) return yield* brokenOff(out, met, read.left)
        if (yield* again(Option.none())) continue
        return yield* lost(out, read.left)
      }

      // read to its end in any case, so that the connection can be used again
      const text = withoutToken(yield* quietly(met), Redacted.value(token.value))

      if (status === 401) {
        unauthorized += 1
        // a token renewed for this very request, or a fourth one in a row: never a loop
        if (token.id === renewed?.id || unauthorized > maxStale) return yield* refusal(out, response, text)
        const replaced = yield* auth.replace(token)
        if (replaced.renewed) renewed = replaced.token
        continue
      }

      // the limiter has heard of it, and makes the next attempt wait
      if (status === 429) continue

      if (redirects.has(status) && Wire.isRead(out) && redirected < maxRedirects) {
        const to = target(url, response)
        if (to !== undefined && to.origin === origin) {
          redirected += 1
          url = to.href
          continue
        }
        const downgraded = to?.protocol !== "https:" && new URL(url).protocol === "https:"
        if (to !== undefined && use.open && !downgraded) {
          attempts += 1
          const found = yield* Effect.either(elsewhere(client, out, to.href, use, show))
          // from the start, for the link may have run out
          if (found._tag === "Left" && found.left.isRetryable && (yield* again(Option.none()))) continue
          return yield* found
        }
      }

      if (Wire.isRead(out) && retriedStatuses.has(status)) {
        const { retryAfter } = rateLimitHeaders.parse(headers, yield* Clock.currentTimeMillis)
        if (yield* again(Option.fromNullable(retryAfter))) continue
      }
      return yield* refusal(out, response, text)
    }
  })

  /** A file that is kept on another host: bare headers, no token, no place of the limiter. */
  const elsewhere = Effect.fnUntraced(function* <A>(
    client: HttpClient.HttpClient,
    out: Wire.Outgoing,
    url: string,
    use: Use<A>,
    show: (response: HttpClientResponse.HttpClientResponse) => Effect.Effect<void>
  ) {
    const failed = Effect.mapError((error: transportError.TransportError) => lost(out, error))
    const met = yield* failed(wire.send(client, out, { url, token: undefined, open: use.open }))
    yield* show(met.response)
    if (Wire.isSuccess(met.response)) return yield* failed(use.read(met))
    yield* quietly(met)
    return yield* refusal(out, met.response, "")
  })

  const traced = <A, E>(out: Wire.Outgoing, effect: Effect.Effect<A, E>) =>
    Effect.tracerWith((tracer) =>
      tracer === deaf
        ? effect
        : Effect.withSpan(effect, out.operation, {
            kind: "client",
            captureStackTrace: false,
            attributes: {
              "helpscout.operation": out.operation,
              "http.request.method": out.method,
              "url.template": out.template
            }
          })
    )

  const answer = (read: (met: Wire.Met) => Effect.Effect<string, transportError.TransportError>): Use<Answer> => ({
    open: false,
    read: (met) =>
      Effect.map(read(met), (text) => ({ status: met.response.status, headers: met.response.headers, text }))
  })
  const readText = answer((met) => met.text)
  const ignore = answer(quietly)
  const open: Use<HttpClientResponse.HttpClientResponse> = { open: true, read: (met) => Effect.succeed(met.response) }

  return {
    baseUrl: config.baseUrl,
    send: (out, body) => traced(out, exchange(out, body === "text" ? readText : ignore)),
    stream: (out) =>
      Stream.unwrap(
        Effect.map(traced(out, exchange(out, open)), (response) =>
          Stream.mapError(response.stream, (error) => lost(out, transportError.fromPlatform(error)))
        )
      )
  }
}

/** A write has been carried out, though its answer can't be read. */
const brokenOff = (out: Wire.Outgoing, met: Wire.Met, error: transportError.TransportError) =>
  new HelpScoutError.ResponseInvalid({
    operation: out.operation,
    ...spread("correlationId", correlationId(met.response.headers)),
    status: met.response.status,
    applied: true,
    issues: [
      { path: "(the whole)", message: `the body broke off${error.code === undefined ? "" : ` (${error.code})`}` }
    ]
  })
