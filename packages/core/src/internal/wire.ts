/**
 * One exchange over the wire: the request as it is sent, and the answer, head first.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { HttpMethod } from "../Endpoint.js"
import type * as HelpScoutConfig from "../HelpScoutConfig.js"
import * as TimeLimit from "./timeLimit.js"
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

export const isRead = (out: Outgoing): boolean => out.method === "GET"
export const isSuccess = (response: HttpClientResponse.HttpClientResponse): boolean =>
  response.status >= 200 && response.status < 300

/** An answer whose head has arrived. */
export interface Met {
  readonly response: HttpClientResponse.HttpClientResponse
  /** The body, read to its end within the time limit; empty where the body is left open. */
  readonly text: Effect.Effect<string, transportError.TransportError>
}

export interface Wire {
  /** Sends, and answers when the head of the answer is there. `open` leaves the body of a success to be streamed. */
  readonly send: (
    client: HttpClient.HttpClient,
    out: Outgoing,
    options: { readonly url: string; readonly token: Redacted.Redacted | undefined; readonly open: boolean }
  ) => Effect.Effect<Met, transportError.TransportError>
}

const timeout: transportError.TransportError = { code: "TIMEOUT" }

/** The exchange is interrupted by its time limit, or by a caller who no longer looks at the outcome. */
const outcome = <A>(exit: Exit.Exit<A, transportError.TransportError>): Exit.Exit<A, transportError.TransportError> =>
  Exit.isInterrupted(exit) ? Exit.fail(timeout) : exit

/** fetch would follow redirects by itself, with the token. */
const manualRedirects = (context: Context.Context<never>): Context.Context<never> =>
  Context.add(context, FetchHttpClient.RequestInit, {
    ...Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit)),
    redirect: "manual"
  })

const always = () => true

/**
 * Settles the fiber of an exchange: no redirects by the transport, no span that shows the raw URL (ours has the
 * template), and with it no trace headers for the vendor. The fiber ends with the exchange, so nothing is put back.
 */
const settled = Effect.zipRight(
  FiberRef.update(FiberRef.currentContext, manualRedirects),
  FiberRef.set(HttpClient.currentTracerDisabledWhen, always)
)

export const make = (config: HelpScoutConfig.Service): Wire => {
  const timeLimit = TimeLimit.make(config.timeout)

  const request = (out: Outgoing, url: string, token: Redacted.Redacted | undefined) => {
    const headers: Record<string, string> = { accept: out.accept, "user-agent": config.userAgent }
    if (token !== undefined) headers.authorization = `Bearer ${Redacted.value(token)}`
    const bare = HttpClientRequest.make(out.method)(url, { headers })
    return out.body === undefined ? bare : HttpClientRequest.bodyText(bare, out.body, "application/json")
  }

  return {
    send: (client, out, { open, token, url }) =>
      Effect.flatMap(Deferred.make<HttpClientResponse.HttpClientResponse, transportError.TransportError>(), (head) => {
        const whole = Effect.zipRight(settled, client.execute(request(out, url, token))).pipe(
          Effect.flatMap((response) => {
            Deferred.unsafeDone(head, Exit.succeed(response))
            return open && isSuccess(response) ? Effect.succeed("") : response.text
          }),
          Effect.mapError(transportError.fromPlatform)
        )
        return Effect.flatMap(timeLimit.fork(whole), (fiber) => {
          // tells of a failure that comes before the head; after it, this changes nothing
          fiber.addObserver((exit) =>
            Deferred.unsafeDone(
              head,
              Exit.flatMap(outcome(exit), () => Exit.fail(timeout))
            )
          )
          const text = Effect.onInterrupt(
            Effect.flatMap(Fiber.await(fiber), (exit) => outcome(exit)),
            () => Fiber.interrupt(fiber)
          )
          return Effect.onInterrupt(
            Effect.map(Deferred.await(head), (response): Met => ({ response, text })),
            () => Fiber.interrupt(fiber)
          )
        })
      })
  }
}
