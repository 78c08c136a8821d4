/**
 * One exchange over the wire: the request as it is sent, and the answer, head first.
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
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
import type { HttpMethod } from "../../Endpoint.js"
import type * as HelpScoutConfig from "../../HelpScoutConfig.js"
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
const withManualRedirects = (context: Context.Context<never>): Context.Context<never> =>
  Context.add(context, FetchHttpClient.RequestInit, {
    ...Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit)),
    redirect: "manual"
  })

/** No trace context for the vendor, and no span that shows the raw URL: ours has the template. */
const untraced = (refs: FiberRefs.FiberRefs, fiberId: FiberId.Runtime): FiberRefs.FiberRefs =>
  FiberRefs.updateManyAs(refs, {
    entries: [
      [HttpClient.currentTracerPropagation, [[fiberId, false]]],
      [HttpClient.currentTracerDisabledWhen, [[fiberId, always]]]
    ]
  })
const always = () => true

/** What arrives once, and whoever waits for it. */
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
          return abandon as Effect.Effect<void>
        })
    )
  }
}

export const make = (config: HelpScoutConfig.Service): Wire => {
  const timeLimit = TimeLimit.make(config.timeout)
  // a program sends from few contexts, so what is added to each is added once
  const contexts = new WeakMap<Context.Context<never>, Context.Context<never>>()
  const manualRedirects = (context: Context.Context<never>) => {
    const made = contexts.get(context) ?? withManualRedirects(context)
    contexts.set(context, made)
    return made
  }

  const request = (out: Outgoing, url: string, token: Redacted.Redacted | undefined) => {
    const headers: Record<string, string> = { accept: out.accept, "user-agent": config.userAgent }
    if (token !== undefined) headers.authorization = `Bearer ${Redacted.value(token)}`
    const bare = HttpClientRequest.make(out.method)(url, { headers })
    return out.body === undefined ? bare : HttpClientRequest.bodyText(bare, out.body, "application/json")
  }

  return {
    send: (client, out, { open, token, url }) =>
      Effect.clockWith((clock) =>
        Effect.withFiberRuntime((caller, status) => {
          const head = new Arrival<HttpClientResponse.HttpClientResponse>()
          const body = new Arrival<string>()
          const runtime = Runtime.make({
            context: manualRedirects(caller.currentContext as Context.Context<never>),
            fiberRefs: caller.getFiberRefs(),
            runtimeFlags: RuntimeFlags.enable(status.runtimeFlags, RuntimeFlags.Interruption)
          })
          const whole = Effect.flatMap(client.execute(request(out, url, token)), (response) => {
            head.arrive(Exit.succeed(response))
            return open && isSuccess(response) ? Effect.succeed("") : response.text
          })
          const fiber = timeLimit.start(runtime, clock, whole, { updateRefs: untraced })
          fiber.addObserver((exit) => {
            const end = outcome(Exit.mapError(exit, transportError.fromPlatform))
            // tells of a failure that comes before the head; after it, this changes nothing
            head.arrive(Exit.flatMap(end, () => Exit.fail(timeout)))
            body.arrive(end)
          })
          const abandon = Effect.suspend(() => Fiber.interrupt(fiber))
          return Effect.map(head.await(abandon), (response): Met => ({ response, text: body.await(abandon) }))
        })
      )
  }
}
