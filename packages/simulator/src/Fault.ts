/**
 * What can go wrong between a client and Help Scout, on request.
 *
 * `before` means that the request had no effect; `after`, that it had, and only its answer was lost. Whatever arrives
 * counts against the rate limit, except what is answered with 429. What stands in for an answer has no rate limit
 * headers: a gateway knows of none.
 *
 * ```ts
 * import * as Fault from "@effect-helpscout/simulator/Fault"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 *
 * export const lostReply = Effect.flatMap(Simulator, (simulator) => simulator.fail(Fault.reset("after"), { method: "POST" }))
 * ```
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"

/**
 * Before the request took effect, or after.
 *
 * @since 0.1.0
 */
export type When = "before" | "after"

/**
 * What goes wrong with one request. The constructors below make each kind.
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

const answer = (
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
 * A status instead of the answer: with a JSON body, or the HTML page of a gateway.
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
  if (options.body === "html") return answer(status, "text/html", html(`${status} ${reason}`), options)
  return options.body === "empty"
    ? answer(status, "application/json", "", options)
    : answer(status, "application/vnd.error+json", JSON.stringify({ message: reason }), options)
}

/**
 * 429, whatever the budget.
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
  answer(429, "application/json", JSON.stringify({ message: "API rate limit exceeded" }), {
    headers: { [options.header ?? "X-RateLimit-Retry-After"]: String(Math.ceil(Duration.toSeconds(retryAfter))) }
  })

/**
 * Nobody listens: the request never leaves.
 *
 * @since 0.1.0
 */
export const refused: Fault = { _tag: "Refused" }

/**
 * The connection breaks before an answer.
 *
 * @since 0.1.0
 */
export const reset = (when: When): Fault => ({ _tag: "Reset", when })

/**
 * No answer, ever.
 *
 * @since 0.1.0
 */
export const hang = (when: When = "before"): Fault => ({ _tag: "Hang", when })

/**
 * The body ends early: the connection breaks in the middle of it, or (`kept`) the JSON simply stops.
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
 * 200 with a page of HTML, as a captive portal or a proxy answers.
 *
 * @since 0.1.0
 */
export const htmlBody = (options: Timed = {}): Fault =>
  answer(200, "text/html", html("Welcome"), { when: "after", ...options })

/**
 * 200 with an empty body where there should be one.
 *
 * @since 0.1.0
 */
export const emptyBody = (options: Timed = {}): Fault =>
  answer(200, "application/hal+json", "", { when: "after", ...options })

/**
 * 200 with any other body.
 *
 * @since 0.1.0
 */
export const body = (text: string, options: Timed & { readonly contentType?: string } = {}): Fault =>
  answer(200, options.contentType ?? "application/hal+json", text, { when: "after", ...options })

/**
 * A redirect: to a path of the same host, or to another host.
 *
 * @since 0.1.0
 */
export const redirect = (
  location: string,
  options: {
    /** @default 302 */
    readonly status?: number
  } = {}
): Fault => answer(options.status ?? 302, "text/html", "", { headers: { Location: location } })

/**
 * Slow: before it took effect, or on the way back. Another fault may follow.
 *
 * @since 0.1.0
 */
export const delay = (duration: Duration.DurationInput, options: Timed & { readonly next?: Fault } = {}): Fault => ({
  _tag: "Delay",
  when: options.when ?? "before",
  duration: Duration.decode(duration),
  next: options.next
})
