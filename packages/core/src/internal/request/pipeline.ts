/**
 * The path of one encoded request: a span, the attempts with their permits and tokens, and the response.
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Context from "effect/Context"
import * as DefaultServices from "effect/DefaultServices"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import type * as Auth from "../../Auth.js"
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
import type { HelpScoutError } from "../../HelpScoutError.js"
import type * as Permissions from "../../Permissions.js"
import type * as RateLimiter from "../../RateLimiter.js"
import { CurrentStallLimit } from "../../Transport.js"
import * as Gate from "../permissions/gate.js"
import type { ReceivedResponse } from "../reading/response.js"
import * as Attempt from "./attempt.js"
import * as Attempts from "./attempts.js"
import { failed } from "./classify.js"
import * as Exchange from "./exchange.js"
import type { OutgoingRequest } from "./outgoing.js"
import { Timeout } from "./scopes.js"
import * as transportError from "./transportError.js"

export interface Pipeline {
  readonly baseUrl: string
  /** Sends, and reads the response. `"ignore"` is for bodies without content: one that cannot be read is not a failure. */
  readonly send: (request: OutgoingRequest, body: "text" | "ignore") => Effect.Effect<ReceivedResponse, HelpScoutError>
  /** Sends, and streams the body of the response. */
  readonly stream: (request: OutgoingRequest) => Stream.Stream<Uint8Array, HelpScoutError>
}

/** Effect's default tracer. No span is created for it, because nothing would export the span. */
const noopTracer = Context.get(DefaultServices.liveServices, Tracer.Tracer)

/** Makes one span for each operation, with the route's template (law O5). */
const traced = <A, E>(request: OutgoingRequest, effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.tracerWith((tracer) =>
    tracer === noopTracer
      ? effect
      : Effect.withSpan(effect, request.operation, {
          kind: "client",
          captureStackTrace: false,
          attributes: {
            "helpscout.operation": request.operation,
            "http.request.method": request.method,
            "url.template": request.template
          }
        })
  )

const received = (
  read: (head: Exchange.ResponseHead) => Effect.Effect<string, transportError.TransportError>
): Attempt.BodyReader<ReceivedResponse> => ({
  streaming: false,
  read: (head) => {
    const { headers, status } = head.response
    return Effect.map(read(head), (text) => ({ status, headers, text }))
  }
})

const bodyReaders = {
  text: received((head) => head.text),
  ignore: received(Attempt.readOrIgnore)
}

const streamed: Attempt.BodyReader<HttpClientResponse.HttpClientResponse> = {
  streaming: true,
  read: (head) => Effect.succeed(head.response)
}

/** The maximum time between two chunks of a stream. */
const stallLimitOf = (context: Context.Context<never>, config: HelpScoutConfig.Service): Duration.Duration =>
  Context.get(context, CurrentStallLimit)?.duration ??
  Option.getOrElse(Context.get(context, Timeout), () => config.timeout)

export const make = (
  config: HelpScoutConfig.Service,
  auth: Auth.Service,
  limiter: RateLimiter.Service,
  httpClient: HttpClient.HttpClient,
  permissions: Permissions.Service
): Pipeline => {
  const services: Attempt.Services = {
    auth,
    limiter,
    httpClient,
    exchange: Exchange.make(config),
    baseUrl: config.baseUrl
  }
  const inboxOf = (request: OutgoingRequest, conversationId: string) => {
    const lookup = Gate.lookup(config.baseUrl, request, conversationId)
    return Effect.flatMap(Attempts.run(services, lookup, bodyReaders.text), (response) =>
      Gate.readInbox(lookup, response)
    )
  }
  const permitted = Gate.make(permissions, inboxOf)
  return {
    baseUrl: config.baseUrl,
    send: (request, body) => traced(request, permitted(request, Attempts.run(services, request, bodyReaders[body]))),
    stream: (request) =>
      Stream.unwrap(
        Effect.contextWithEffect((context: Context.Context<never>) =>
          Effect.map(traced(request, permitted(request, Attempts.run(services, request, streamed))), (response) =>
            response.stream.pipe(
              Stream.mapError((error) => failed(request, transportError.fromPlatform(error))),
              // law P8: the exchange ended with the head, so nothing else ends a body that stands still
              Stream.timeoutFail(() => failed(request, { code: "TIMEOUT" }), stallLimitOf(context, config))
            )
          )
        )
      )
  }
}
