/**
 * Responses of the simulator: bodies, statuses and headers as Help Scout sends them.
 *
 * ```ts
 * import * as Response from "@effect-helpscout/simulator/Response"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 *
 * // stands for a file server that Help Scout redirects to
 * const file = Response.text("Hello", { contentType: "text/plain" })
 * export const simulator = Simulator.layerClient({ otherHosts: () => file })
 * ```
 *
 * @since 0.1.0
 */
import * as self from "./Response.js"

/**
 * A response.
 *
 * @since 0.1.0
 */
export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A function receives the correlation id, which error bodies quote. */
  readonly body: string | Uint8Array | ((correlationId: string) => string)
}

/**
 * The status and headers of a response with a body.
 *
 * @since 0.1.0
 */
export interface Options {
  /** @default 200 */
  readonly status?: number
  /** @default "application/hal+json" */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A field that was rejected.
 *
 * @since 0.1.0
 */
export interface Issue {
  readonly path: string
  readonly message: string
  readonly rejectedValue?: unknown
  /** @default "JSON" */
  readonly source?: "JSON" | "QUERY" | "PATH"
  /** The rule's anchor on the documentation's page of errors. @default "InvalidValue" */
  readonly rule?: string
}

const errorsPage = "http://developer.helpscout.net/mailbox-api/overview/errors"

/**
 * Makes a response from a body that is already text.
 *
 * @since 0.1.0
 */
export const text = (body: string, options: Options = {}): Response => ({
  status: options.status ?? 200,
  headers: { "Content-Type": options.contentType ?? "application/hal+json", ...options.headers },
  body
})

/**
 * Makes a response from a value that becomes JSON.
 *
 * @since 0.1.0
 */
export const json = (body: unknown, options: Options = {}): Response => text(JSON.stringify(body), options)

/**
 * Makes a response from bytes.
 *
 * @since 0.1.0
 */
export const bytes = (body: Uint8Array, options: Options = {}): Response => ({ ...text("", options), body })

/**
 * Makes a response without a body: 204, or another status.
 *
 * @since 0.1.0
 */
export const empty = (status = 204, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers,
  body: ""
})

/**
 * Makes an error response: `application/vnd.error+json` that quotes the correlation id.
 *
 * @since 0.1.0
 */
export const error = (status: number, message: string, issues: ReadonlyArray<Issue> = []): Response => ({
  status,
  headers: { "Content-Type": "application/vnd.error+json" },
  body: (logRef) =>
    JSON.stringify({
      logRef,
      message,
      ...(issues.length > 0 && {
        _embedded: {
          errors: issues.map(({ path, message, rejectedValue, source, rule }) => ({
            path,
            message,
            source: source ?? "JSON",
            ...(rejectedValue !== undefined && { rejectedValue }),
            _links: { about: { href: `${errorsPage}#${rule ?? "InvalidValue"}` } }
          }))
        }
      }),
      _links: { about: { href: errorsPage } }
    })
})

/**
 * Makes a 400 that names the rejected fields.
 *
 * @since 0.1.0
 */
export const validation = (...issues: ReadonlyArray<Issue>): Response => error(400, "Validation error", issues)

/**
 * Makes a 400 for a field that refers to something that does not exist.
 *
 * @since 0.1.0
 */
export const unknownReference = (path: string, rejectedValue: unknown): Response =>
  validation({ path, message: "does not exist", rejectedValue, rule: "Exists" })

/** 400: the body is not JSON. @since 0.1.0 */
export const badRequest: Response = error(400, "Bad request")

/** 403. @since 0.1.0 */
export const forbidden: Response = error(403, "Forbidden")

/** 404. @since 0.1.0 */
export const notFound: Response = error(404, "Not Found")

/** 405: the path exists, but only with other methods. @since 0.1.0 */
export const methodNotAllowed: Response = error(405, "Method Not Allowed")

/** 409. @since 0.1.0 */
export const conflict = (message = "Conflict"): Response => error(409, message)

/** 412. @since 0.1.0 */
export const preconditionFailed = (message = "Precondition failed"): Response => error(412, message)

/** 413. @since 0.1.0 */
export const tooLarge: Response = error(413, "Payload Too Large")

/** 415: the content type of the request is not JSON. @since 0.1.0 */
export const unsupportedMediaType: Response = error(415, "Unsupported Media Type")

/**
 * 401: the same for a missing, unknown, expired or revoked token. Help Scout does not document its own body.
 *
 * @since 0.1.0
 */
export const unauthorized: Response = json(
  { error: "invalid_token", error_description: "Invalid or expired access token" },
  { status: 401, contentType: "application/json" }
)

/**
 * Makes a 429 with Help Scout's flat body.
 *
 * @since 0.1.0
 */
export const rateLimited = (retryAfterSeconds: number): Response =>
  json(
    { message: "API rate limit exceeded" },
    {
      status: 429,
      contentType: "application/json",
      headers: { "X-RateLimit-Retry-After": String(retryAfterSeconds) }
    }
  )

/**
 * Makes an error of the token endpoint: OAuth's flat object.
 *
 * @since 0.1.0
 */
export const oauthError = (status: number, code: string, description: string): Response =>
  json({ error: code, error_description: description }, { status, contentType: "application/json" })

/**
 * This module, for programs that import it by its name: `import { Response }` has the same functions as `import * as Response`.
 *
 * @since 0.1.0
 */
export const Response: typeof import("./Response.js") = self
