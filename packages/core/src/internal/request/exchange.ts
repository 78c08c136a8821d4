/**
 * One HTTP exchange: sends a request, and returns when the response head arrives. The body follows.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as IncomingMessage from "@effect/platform/HttpIncomingMessage"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as FiberId from "effect/FiberId"
import * as FiberRefs from "effect/FiberRefs"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import * as RuntimeFlags from "effect/RuntimeFlags"
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
import { readText } from "../reading/responseBody.js"
import type { OutgoingRequest } from "./outgoing.js"
import * as TimeLimit from "./timeLimit.js"
import * as transportError from "./transportError.js"

export const isSuccess = (response: HttpClientResponse.HttpClientResponse): boolean =>
  response.status >= 200 && response.status < 300

/** The status of a response to a request for a part, which this client does not send. */
export const partial = 206

/** A response whose head has arrived. */
export interface ResponseHead {
  readonly response: HttpClientResponse.HttpClientResponse
  /** The whole body, within the time limit. Empty where the body is streamed. */
  readonly text: Effect.Effect<string, transportError.TransportError>
}

export interface Exchange {
  /** Sends, and returns when the response head arrives. `streaming` leaves the body of a success to the caller. */
  readonly send: (
    client: HttpClient.HttpClient,
    request: OutgoingRequest,
    options: {
      readonly url: string
      readonly token: Redacted.Redacted | undefined
      readonly streaming: boolean
      /** Replaces that of the configuration. */
      readonly timeLimit?: TimeLimit.TimeLimit | undefined
    }
  ) => Effect.Effect<ResponseHead, transportError.TransportError>
}

const timeout: transportError.TransportError = { code: "TIMEOUT" }

/** The exchange is interrupted by its time limit, or by a caller that ignores the result. */
const orTimeout = <A>(
  exit: Exit.Exit<A, transportError.TransportError>
): Exit.Exit<A, transportError.TransportError> => (Exit.isInterrupted(exit) ? Exit.fail(timeout) : exit)

/** By default, fetch follows redirects, and sends the token along (law O2). */
const withManualRedirects = (context: Context.Context<never>): Context.Context<never> =>
  Context.add(context, FetchHttpClient.RequestInit, {
    ...Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit)),
    redirect: "manual"
  })

/** Sends no trace context, and makes no span with the raw URL: the operation's span has the template (law O5). */
const untraced = (refs: FiberRefs.FiberRefs, fiberId: FiberId.Runtime): FiberRefs.FiberRefs =>
  FiberRefs.updateManyAs(refs, {
    entries: [
      [HttpClient.currentTracerPropagation, [[fiberId, false]]],
      [HttpClient.currentTracerDisabledWhen, [[fiberId, always]]]
    ]
  })
const always = () => true

/** A value that arrives once, and its waiter. */
class Arrival<A> {
  private exit: Exit.Exit<A, transportError.TransportError> | undefined
  private resume: ((exit: Exit.Exit<A, transportError.TransportError>) => void) | undefined

  arrive(exit: Exit.Exit<A, transportError.TransportError>) {
    if (this.exit !== undefined) return
    this.exit = exit
    this.resume?.(exit)
  }

  await(abandon: Effect.Effect<unknown>): Effect.Effect<A, transportError.TransportError> {
    return Effect.suspend(
      () =>
        this.exit ??
        Effect.async<A, transportError.TransportError>((resume) => {
          this.resume = resume
          // the result of a finalizer is ignored
          return abandon as Effect.Effect<void>
        })
    )
  }
}

export const make = (config: HelpScoutConfig.Service): Exchange => {
  const standardLimit = TimeLimit.make(config.timeout)
  const maxBodySize = Option.some(FileSystem.Size(Math.floor(config.maxResponseBytes)))
  // a program sends from few contexts, so each is extended once
  const contexts = new WeakMap<Context.Context<never>, Context.Context<never>>()
  const exchangeContext = (context: Context.Context<never>) => {
    const made =
      contexts.get(context) ?? withManualRedirects(Context.add(context, IncomingMessage.MaxBodySize, maxBodySize))
    contexts.set(context, made)
    return made
  }

  // requests of one kind differ in their URL and body alone, until the token changes
  const kinds = new Map<string, HttpClientRequest.HttpClientRequest>()
  let kindsToken: Redacted.Redacted | undefined
  const kindOf = ({ accept, method }: OutgoingRequest, token: Redacted.Redacted | undefined) => {
    if (token !== kindsToken) kinds.clear()
    kindsToken = token
    const key = `${method} ${accept}`
    const known = kinds.get(key)
    if (known !== undefined) return known
    const headers: Record<string, string> = { accept, "user-agent": config.userAgent }
    if (token !== undefined) headers.authorization = `Bearer ${Redacted.value(token)}`
    const made = HttpClientRequest.make(method)(config.baseUrl, { headers })
    kinds.set(key, made)
    return made
  }

  const httpRequest = (request: OutgoingRequest, url: string, token: Redacted.Redacted | undefined) => {
    const bare = HttpClientRequest.setUrl(kindOf(request, token), url)
    return request.body === undefined ? bare : HttpClientRequest.bodyText(bare, request.body, "application/json")
  }

  return {
    send: (client, request, { streaming, timeLimit = standardLimit, token, url }) =>
      Effect.clockWith((clock) =>
        Effect.withFiberRuntime((caller, status) => {
          const head = new Arrival<HttpClientResponse.HttpClientResponse>()
          const body = new Arrival<string>()
          const runtime = Runtime.make({
            // a fiber does not know the type of its context
            context: exchangeContext(caller.currentContext as Context.Context<never>),
            fiberRefs: caller.getFiberRefs(),
            runtimeFlags: RuntimeFlags.enable(status.runtimeFlags, RuntimeFlags.Interruption)
          })
          const whole = Effect.flatMap(client.execute(httpRequest(request, url, token)), (response) => {
            head.arrive(Exit.succeed(response))
            return streaming && isSuccess(response) && response.status !== partial
              ? Effect.succeed("")
              : readText(response, config.maxResponseBytes)
          })
          const fiber = timeLimit.start(runtime, clock, whole, { updateRefs: untraced })
          fiber.addObserver((exit) => {
            const end = orTimeout(Exit.mapError(exit, transportError.fromPlatform))
            // reports a failure before the head; after the head, this changes nothing
            head.arrive(Exit.flatMap(end, () => Exit.fail(timeout)))
            body.arrive(end)
          })
          const abandon = Effect.suspend(() => Fiber.interrupt(fiber))
          return Effect.map(head.await(abandon), (response): ResponseHead => ({ response, text: body.await(abandon) }))
        })
      )
  }
}
