/**
 * What the simulator answers: bodies, statuses and headers as Help Scout sends them.
 *
 * ```ts
 * import * as Reply from "@effect-helpscout/simulator/Reply"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 *
 * // a file server, where a redirect of Help Scout leads
 * const file = Reply.text("Hello", { contentType: "text/plain" })
 * export const simulator = Simulator.layerClient({ elsewhere: () => file })
 * ```
 *
 * @since 0.1.0
 */

/**
 * An answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A function gets the correlation id, which error bodies quote. */
  readonly body: string | Uint8Array | ((correlationId: string) => string)
}

/**
 * Headers a `Reply` has beside its content type.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly status?: number
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A field that was refused.
 *
 * @since 0.1.0
 * @category models
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
 * A body that is text already.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text = (body: string, options: Options = {}): Reply => ({
  status: options.status ?? 200,
  headers: { "Content-Type": options.contentType ?? "application/hal+json", ...options.headers },
  body
})

/**
 * A body that becomes JSON.
 *
 * @since 0.1.0
 * @category constructors
 */
export const json = (body: unknown, options: Options = {}): Reply => text(JSON.stringify(body), options)

/**
 * A body of bytes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const bytes = (body: Uint8Array, options: Options = {}): Reply => ({ ...text("", options), body })

/**
 * 204 without a body; or another status without one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (status = 204, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: ""
})

/**
 * An error body: `application/vnd.error+json`, quoting the correlation id.
 *
 * @since 0.1.0
 * @category constructors
 */
export const error = (status: number, message: string, issues: ReadonlyArray<Issue> = []): Reply => ({
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
 * 400 that names the fields.
 *
 * @since 0.1.0
 * @category constructors
 */
export const validation = (...issues: ReadonlyArray<Issue>): Reply => error(400, "Validation error", issues)

/** 400: the body is no JSON. @since 0.1.0 @category constructors */
export const badRequest: Reply = error(400, "Bad request")

/** 403. @since 0.1.0 @category constructors */
export const forbidden: Reply = error(403, "Forbidden")

/** 404. @since 0.1.0 @category constructors */
export const notFound: Reply = error(404, "Not Found")

/** 405: the path exists, with other methods. @since 0.1.0 @category constructors */
export const methodNotAllowed: Reply = error(405, "Method Not Allowed")

/** 409. @since 0.1.0 @category constructors */
export const conflict = (message = "Conflict"): Reply => error(409, message)

/** 412. @since 0.1.0 @category constructors */
export const preconditionFailed = (message = "Precondition failed"): Reply => error(412, message)

/** 413. @since 0.1.0 @category constructors */
export const tooLarge: Reply = error(413, "Payload Too Large")

/** 415: the body does not say that it is JSON. @since 0.1.0 @category constructors */
export const unsupportedMediaType: Reply = error(415, "Unsupported Media Type")

/**
 * 401: the same for a missing, unknown, expired or revoked token. Help Scout's own body is not documented.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unauthorized: Reply = json(
  { error: "invalid_token", error_description: "Invalid or expired access token" },
  { status: 401, contentType: "application/json" }
)

/**
 * 429 with its flat body.
 *
 * @since 0.1.0
 * @category constructors
 */
export const rateLimited = (retryAfterSeconds: number): Reply =>
  json(
    { message: "API rate limit exceeded" },
    {
      status: 429,
      contentType: "application/json",
      headers: { "X-RateLimit-Retry-After": String(retryAfterSeconds) }
    }
  )

/**
 * An error of the token endpoint: OAuth's flat object.
 *
 * @since 0.1.0
 * @category constructors
 */
export const oauthError = (status: number, code: string, description: string): Reply =>
  json({ error: code, error_description: description }, { status, contentType: "application/json" })
