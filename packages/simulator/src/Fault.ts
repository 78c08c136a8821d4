/**
 * Faults between a client and Help Scout, injected on request.
 *
 * `before` means that the request had no effect. `after` means that it took effect and only its response was lost. Each
 * request counts against the rate limit, except those that get a 429. A response that replaces Help Scout's has no rate
 * limit headers, because it comes from a gateway.
 *
 * ```ts
 * import * as Fault from "@effect-helpscout/simulator/Fault"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 *
 * export const lostResponse = Effect.flatMap(Simulator, (simulator) => simulator.fail(Fault.reset("after"), { method: "POST" }))
 * ```
 *
 * @since 0.1.0
 */

import * as Duration from "effect/Duration"
import * as self from "./Fault.js"

/**
 * The moment of a fault: before the request takes effect, or after.
 *
 * @since 0.1.0
 */
export type When = "before" | "after"

/**
 * A fault of one request. The constructors below make each kind.
 *
 * @since 0.1.0
 */
export type Fault =
  | {
      readonly _tag: "Response"
      readonly when: When
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  | { readonly _tag: "Refused" }
  | { readonly _tag: "Reset"; readonly when: When }
  | { readonly _tag: "Hang"; readonly when: When }
  | { readonly _tag: "Truncated"; readonly bytes: number; readonly connection: "kept" | "broken" }
  | {
      readonly _tag: "Delay"
      readonly when: When
      readonly duration: Duration.Duration
      readonly next: Fault | undefined
    }

interface Timed {
  /** @default "before" */
  readonly when?: When
}

const html = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`

const reasons: Readonly<Record<number, string>> = {
  408: "Request Time-out",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out"
}

const response = (
  status: number,
  contentType: string,
  body: string,
  options: Timed & { readonly headers?: Readonly<Record<string, string>> } = {}
): Fault => ({
  _tag: "Response",
  when: options.when ?? "before",
  status,
  headers: { "Content-Type": contentType, ...options.headers },
  body
})

/**
 * A status in place of the response, with a JSON body or a gateway's HTML page.
 *
 * @since 0.1.0
 */
export const status = (
  status: number,
  options: Timed & {
    /** @default "json" */
    readonly body?: "json" | "html" | "empty"
    readonly headers?: Readonly<Record<string, string>>
  } = {}
): Fault => {
  const reason = reasons[status] ?? "Error"
  if (options.body === "html") return response(status, "text/html", html(`${status} ${reason}`), options)
  return options.body === "empty"
    ? response(status, "application/json", "", options)
    : response(status, "application/vnd.error+json", JSON.stringify({ message: reason }), options)
}

/**
 * A 429, regardless of the budget.
 *
 * @since 0.1.0
 */
export const rateLimited = (
  retryAfter: Duration.DurationInput,
  options: {
    /** @default "X-RateLimit-Retry-After" */
    readonly header?: string
  } = {}
): Fault =>
  response(429, "application/json", JSON.stringify({ message: "API rate limit exceeded" }), {
    headers: { [options.header ?? "X-RateLimit-Retry-After"]: String(Math.ceil(Duration.toSeconds(retryAfter))) }
  })

/**
 * A refused connection: the request is never sent.
 *
 * @since 0.1.0
 */
export const refused: Fault = { _tag: "Refused" }

/**
 * A connection that breaks before the response.
 *
 * @since 0.1.0
 */
export const reset = (when: When): Fault => ({ _tag: "Reset", when })

/**
 * A request that never gets a response.
 *
 * @since 0.1.0
 */
export const hang = (when: When = "before"): Fault => ({ _tag: "Hang", when })

/**
 * A body that ends early: the connection breaks in the middle of it, or (`kept`) the JSON stops.
 *
 * @since 0.1.0
 */
export const truncated = (
  options: {
    /** @default 20 */
    readonly bytes?: number
    /** @default "broken" */
    readonly connection?: "kept" | "broken"
  } = {}
): Fault => ({ _tag: "Truncated", bytes: options.bytes ?? 20, connection: options.connection ?? "broken" })

/**
 * A 200 with an HTML page, as a captive portal or a proxy sends it.
 *
 * @since 0.1.0
 */
export const htmlBody = (options: Timed = {}): Fault =>
  response(200, "text/html", html("Welcome"), { when: "after", ...options })

/**
 * A 200 with an empty body in place of JSON.
 *
 * @since 0.1.0
 */
export const emptyBody = (options: Timed = {}): Fault =>
  response(200, "application/hal+json", "", { when: "after", ...options })

/**
 * A 200 with any other body.
 *
 * @since 0.1.0
 */
export const body = (text: string, options: Timed & { readonly contentType?: string } = {}): Fault =>
  response(200, options.contentType ?? "application/hal+json", text, { when: "after", ...options })

/**
 * A redirect to a path of the same host, or to another host.
 *
 * @since 0.1.0
 */
export const redirect = (
  location: string,
  options: {
    /** @default 302 */
    readonly status?: number
  } = {}
): Fault => response(options.status ?? 302, "text/html", "", { headers: { Location: location } })

/**
 * A delay before the request takes effect, or after. Another fault can follow.
 *
 * @since 0.1.0
 */
export const delay = (duration: Duration.DurationInput, options: Timed & { readonly next?: Fault } = {}): Fault => ({
  _tag: "Delay",
  when: options.when ?? "before",
  duration: Duration.decode(duration),
  next: options.next
})

/**
 * This module, for programs that import it by its name: `import { Fault }` has the same functions as `import * as Fault`.
 *
 * @since 0.1.0
 */
export const Fault: typeof import("./Fault.js") = self
