/**
 * Every error of the client, as one closed union. Messages read `operation: what happened (code). What to do.`
 *
 * ```ts
 * import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
 * import * as Effect from "effect/Effect"
 *
 * // a missing resource becomes none; other errors stay errors
 * export const orNone = <A>(found: Effect.Effect<A, HelpScoutError>) =>
 *   Effect.catchTag(Effect.asSome(found), "HelpScoutNotFound", () => Effect.succeedNone)
 * ```
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"

/**
 * One invalid field: of a request (`InputInvalid`, `ValidationFailed`) or of a response (`ResponseInvalid`).
 *
 * @since 0.1.0
 */
export interface ValidationIssue {
  /** The keys that lead to the field, such as `threads.0.text`. `(root)` is the whole value. */
  readonly path: string
  /** What is wrong with the field: what was expected and, where that is safe, what was found. Never quotes a text. */
  readonly message: string
  /** The broken rule, if Help Scout names it: `NotEmpty`, `EnumValue`, ... */
  readonly rule?: string
}

const ValidationIssueSchema: Schema.Schema<ValidationIssue> = Schema.Struct({
  path: Schema.String,
  message: Schema.String,
  rule: Schema.optionalWith(Schema.String, { exact: true })
})

/** The constructor of an error class. Cast: it passes on the arguments that it gets. */
type ErrorClass = new (...args: ReadonlyArray<never>) => Error

/**
 * Makes a class whose errors have no stack frames. A fiber does not run below the code that started it, so all of them would
 * be frames of this library and of Effect. The message names the operation, and spans show the way to it.
 */
const withoutFrames = <Class extends ErrorClass>(base: Class): Class =>
  class extends (base as ErrorClass) {
    constructor(...args: ReadonlyArray<never>) {
      const { stackTraceLimit } = Error as { readonly stackTraceLimit?: number }
      Reflect.set(Error, "stackTraceLimit", 0)
      super(...args)
      Reflect.set(Error, "stackTraceLimit", stackTraceLimit)
    }
  } as Class

/** The fields of every error. */
const common = {
  /** The name of the failed operation and of its span: `Conversations.get`. */
  operation: Schema.String,
  /** The id to quote to Help Scout's support, if a response had one. */
  correlationId: Schema.optionalWith(Schema.String, { exact: true })
}

const status = Schema.Number
/** Help Scout's own message, from the response body. */
const detail = Schema.optionalWith(Schema.String, { exact: true })

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
const said = (error: { readonly detail?: string }) =>
  error.detail === undefined ? "" : ` Help Scout says: ${sentence(error.detail)}`
const correlation = (error: { readonly correlationId?: string }) =>
  error.correlationId === undefined ? "" : ` Correlation id: ${error.correlationId}.`
const ruleOf = ({ rule }: ValidationIssue) => (rule === undefined ? "" : ` (${rule})`)
const listed = (issues: ReadonlyArray<ValidationIssue>) =>
  issues.map((issue) => `${issue.path}: ${issue.message}${ruleOf(issue)}`).join("; ")
/** Returns ` (connect ECONNREFUSED)`, or an empty text if no part is known. */
const code = (parts: ReadonlyArray<string | number | undefined>, separator: string) => {
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? "" : ` (${known.join(separator)})`
}

/**
 * The input is not valid for the endpoint, and no request was sent. The issues name fields and types, but quote no text.
 *
 * @since 0.1.0
 */
export class InputInvalid extends withoutFrames(
  Schema.TaggedError<InputInvalid>()("HelpScoutInputInvalid", {
    ...common,
    issues: Schema.Array(ValidationIssueSchema)
  })
) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the input is invalid, and no request was sent. Correct ${sentence(listed(this.issues))}`
  }
}

/**
 * The client's permissions do not allow the call, and no request was sent.
 *
 * @since 0.1.0
 */
export class PermissionDenied extends Schema.TaggedError<PermissionDenied>()("HelpScoutPermissionDenied", {
  ...common,
  /** What the call would do. */
  impact: Schema.Literal("read", "write", "send", "destroy"),
  /** What denied it: the operation, its impact, an inbox, or an inbox that the input does not name. */
  by: Schema.Literal("operation", "impact", "inbox", "inboxUnknown"),
  /** The rule, as `Permissions.format` writes it: `deny=send`. */
  rule: Schema.String
}) {
  readonly isRetryable = false
  override get message() {
    const todo = {
      operation: "Use another operation, or a client whose permissions allow this one.",
      impact: "Use a client whose permissions allow this impact.",
      inbox: "Name only inboxes that the permissions allow.",
      inboxUnknown:
        "The permissions restrict inboxes, and this call does not show which inbox it concerns. Name allowed inboxes in it, or list the operation in anyInbox."
    }[this.by]
    return `${this.operation}: the permissions of this client deny it (impact ${this.impact}, ${this.rule}), and no request was sent. ${todo}`
  }
}

/**
 * Why there is no access token:
 * - `MissingCredentials`: the configuration lacks what the flow needs
 * - `NoTokens`: no user has authorized the app yet; exchange a code and call `setCredentials`
 * - `InvalidClient`: the token endpoint rejected the client id or secret
 * - `RefreshTokenRefused`: the refresh token was already used or revoked; a user must authorize the app again
 * - `CodeRefused`: the authorization code is wrong or was already used
 * - `TokenEndpointFailed`: the token endpoint could not be reached, or responded with a server error; a later call retries
 * - `TokenResponseInvalid`: the token endpoint's response is not a token
 * - `TokenStoreFailed`: the token store could not be read
 * - `NotRenewable`: the access token was rejected and cannot be renewed: it is a fixed token, or has no refresh token
 *
 * @since 0.1.0
 */
export type AuthFailedReason = typeof AuthFailedReason.Type
const AuthFailedReason = Schema.Literal(
  "MissingCredentials",
  "NoTokens",
  "InvalidClient",
  "RefreshTokenRefused",
  "CodeRefused",
  "TokenEndpointFailed",
  "TokenResponseInvalid",
  "TokenStoreFailed",
  "NotRenewable"
)

interface Advice {
  readonly happened: string
  readonly todo: string
}

const authAdvice: Record<AuthFailedReason, Advice> = {
  MissingCredentials: {
    happened: "the app's credentials are not configured",
    todo: "Set HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET, or pass clientId and clientSecret to HelpScoutConfig.layer."
  },
  NoTokens: {
    happened: "no user has authorized this app yet",
    todo: "Send the user to auth.authorizationUrl, exchange the code with auth.getTokens, and call auth.setCredentials."
  },
  InvalidClient: {
    happened: "the token endpoint rejected the client id or secret",
    todo: "Compare them with My Apps in your Help Scout profile."
  },
  RefreshTokenRefused: {
    happened: "the refresh token was already used or revoked",
    todo: "A process that was killed during a renewal may have used it. Have the user authorize the app again, and call auth.setCredentials."
  },
  CodeRefused: {
    happened: "the authorization code is wrong or was already used",
    todo: "A code works once: send the user to auth.authorizationUrl for a new one."
  },
  TokenEndpointFailed: {
    happened: "the token endpoint is unavailable",
    todo: "Current tokens are kept, and the next call tries again. If this persists, check the network, the proxy and baseUrl."
  },
  TokenResponseInvalid: {
    happened: "the token endpoint's response is not a token",
    todo: "Check baseUrl and any proxy in between."
  },
  TokenStoreFailed: {
    happened: "the token store cannot be read",
    todo: "Check that it is reachable and that its content is intact."
  },
  NotRenewable: {
    happened:
      "Help Scout rejected the access token, which cannot be renewed because it is fixed or has no refresh token",
    todo: "Provide a new access token."
  }
}

const credentials = {
  clientId: { name: "App ID", variable: "HELPSCOUT_CLIENT_ID" },
  clientSecret: { name: "App Secret", variable: "HELPSCOUT_CLIENT_SECRET" }
}

const adviceFor = (missing: ReadonlyArray<keyof typeof credentials>): Advice => {
  const join = (text: (key: keyof typeof credentials) => string) => missing.map(text).join(" and ")
  return {
    happened: `the app's ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not configured`,
    todo:
      `Set ${join((key) => credentials[key].variable)} to the app's ${join((key) => credentials[key].name)}, ` +
      `from Your Profile > My Apps in Help Scout, or pass ${missing.join(" and ")} to HelpScoutConfig.layer.`
  }
}

/**
 * No access token is available, so the request was not sent, or was not retried.
 *
 * @since 0.1.0
 */
export class AuthFailed extends withoutFrames(
  Schema.TaggedError<AuthFailed>()("HelpScoutAuthFailed", {
    ...common,
    reason: AuthFailedReason,
    /** What the configuration lacks, with the reason `MissingCredentials`. */
    missing: Schema.optionalWith(Schema.Array(Schema.Literal("clientId", "clientSecret")), { exact: true }),
    /** The host of the token endpoint, if the connection to it failed. */
    host: Schema.optionalWith(Schema.String, { exact: true }),
    /** Status of the token endpoint's response, if there was one. */
    status: Schema.optionalWith(status, { exact: true }),
    /** The token endpoint's own message (such as `error: error_description`), or the transport's code. */
    detail,
    /** The time until the token endpoint accepts the next request, if it named one. */
    retryAfter: Schema.optionalWith(Schema.Duration, { exact: true }),
    /**
     * `true`: the refresh token was sent, by this or by a killed process, and no response says whether it was used. If it
     * was, the next renewal fails with `RefreshTokenRefused`.
     */
    refreshTokenAtRisk: Schema.optionalWith(Schema.Boolean, { exact: true })
  })
) {
  /** `true`: a later call may succeed. */
  get isRetryable() {
    return this.reason === "TokenEndpointFailed" || this.reason === "TokenStoreFailed"
  }
  override get message() {
    const { happened, todo } = this.missing === undefined ? authAdvice[this.reason] : adviceFor(this.missing)
    const wait =
      this.retryAfter === undefined ? "" : ` Try again in ${Math.ceil(Duration.toSeconds(this.retryAfter))} s.`
    const risk =
      this.refreshTokenAtRisk !== true
        ? ""
        : this.reason === "RefreshTokenRefused"
          ? " An earlier renewal sent it and got no response, so Help Scout has probably used it."
          : " The refresh token may have been used: if the next renewal is refused, the user has to authorize the app again."
    return `${this.operation}: ${happened}${code([this.status, this.detail, this.host], ", ")}. ${todo}${wait}${risk}`
  }
}

/**
 * 401 for a token that was renewed for this request: the account does not accept the user behind this app.
 *
 * @since 0.1.0
 */
export class Unauthorized extends withoutFrames(
  Schema.TaggedError<Unauthorized>()("HelpScoutUnauthorized", { ...common, detail })
) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: Help Scout rejected the access token, and also its replacement (401). Check that the user behind this app is active and has accepted the invitation.${said(this)}${correlation(this)}`
  }
}

/**
 * 403: the user behind the token lacks a permission: the role, the plan or the access to an inbox.
 *
 * @since 0.1.0
 */
export class Forbidden extends withoutFrames(
  Schema.TaggedError<Forbidden>()("HelpScoutForbidden", { ...common, detail })
) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the user behind the token is not permitted to do this (403). Check the role, the plan and the access to the inbox.${said(this)}${correlation(this)}`
  }
}

/**
 * 404: does not exist or was deleted. A conversation may also have been merged into another.
 *
 * @since 0.1.0
 */
export class NotFound extends withoutFrames(
  Schema.TaggedError<NotFound>()("HelpScoutNotFound", { ...common, detail })
) {
  readonly isRetryable = false
  override get message() {
    const merged = this.operation.startsWith("Conversations.")
      ? " If the conversation was merged, conversations.get returns the one that it was merged into."
      : ""
    return `${this.operation}: not found (404). Check the ids: the resource does not exist, or was deleted.${merged}${said(this)}${correlation(this)}`
  }
}

/**
 * 400 or 422: Help Scout rejected the request as invalid. `issues` has the fields, if the response names them.
 *
 * @since 0.1.0
 */
export class ValidationFailed extends withoutFrames(
  Schema.TaggedError<ValidationFailed>()("HelpScoutValidationFailed", {
    ...common,
    issues: Schema.Array(ValidationIssueSchema),
    detail
  })
) {
  readonly isRetryable = false
  override get message() {
    const todo =
      this.issues.length === 0
        ? "Compare the request with the endpoint's documentation."
        : `Correct ${sentence(listed(this.issues))}`
    return `${this.operation}: Help Scout rejected the request as invalid. ${todo}${said(this)}${correlation(this)}`
  }
}

/**
 * 409: conflicts with an existing resource, such as a customer with the same email.
 *
 * @since 0.1.0
 */
export class Conflict extends withoutFrames(
  Schema.TaggedError<Conflict>()("HelpScoutConflict", { ...common, detail })
) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: conflicts with a resource that already exists (409). Look it up, and update it instead.${said(this)}${correlation(this)}`
  }
}

/**
 * 412: the request is valid, but not allowed in the current state, such as a reply to a conversation with 100 threads.
 *
 * @since 0.1.0
 */
export class PreconditionFailed extends withoutFrames(
  Schema.TaggedError<PreconditionFailed>()("HelpScoutPreconditionFailed", {
    ...common,
    detail
  })
) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: not allowed in the current state (412). Read the resource to see why: a conversation, for example, accepts at most 100 threads.${said(this)}${correlation(this)}`
  }
}

/**
 * 413: the request body is too large.
 *
 * @since 0.1.0
 */
export class PayloadTooLarge extends withoutFrames(
  Schema.TaggedError<PayloadTooLarge>()("HelpScoutPayloadTooLarge", {
    ...common,
    detail
  })
) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the request body is too large (413). Send fewer or smaller attachments.${said(this)}${correlation(this)}`
  }
}

/**
 * The account's rate limit is exhausted, and the wait would exceed `maxQueueWait` or `maxPausedWait`.
 *
 * @since 0.1.0
 */
export class RateLimited extends withoutFrames(
  Schema.TaggedError<RateLimited>()("HelpScoutRateLimited", {
    ...common,
    /** The time to wait before the next try. */
    retryAfter: Schema.Duration
  })
) {
  readonly isRetryable = true
  override get message() {
    const seconds = Math.ceil(Duration.toSeconds(this.retryAfter))
    return `${this.operation}: the account's rate limit is exhausted. Try again in ${seconds} s, or allow longer waits (maxQueueWait, maxPausedWait).${correlation(this)}`
  }
}

/**
 * Any other rejection (4xx, or a redirect that is not followed): change the request before sending it again.
 *
 * @since 0.1.0
 */
export class RequestRejected extends withoutFrames(
  Schema.TaggedError<RequestRejected>()("HelpScoutRequestRejected", {
    ...common,
    status,
    detail
  })
) {
  readonly isRetryable = false
  override get message() {
    // for a redirect, `detail` is ours
    const more =
      this.status < 400 ? ` Check baseUrl and the path: ${sentence(this.detail ?? "it redirects")}` : said(this)
    const todo = this.status < 400 ? "" : " Change the request before sending it again."
    return `${this.operation}: Help Scout rejected the request (${this.status}).${todo}${more}${correlation(this)}`
  }
}

/**
 * 5xx or 408 for a read, after all retries of the policy.
 *
 * @since 0.1.0
 */
export class ServiceUnavailable extends withoutFrames(
  Schema.TaggedError<ServiceUnavailable>()("HelpScoutServiceUnavailable", {
    ...common,
    status,
    detail
  })
) {
  readonly isRetryable = true
  override get message() {
    return `${this.operation}: Help Scout is unavailable (${this.status}). Try again later.${said(this)}${correlation(this)}`
  }
}

/**
 * No response: the connection failed, or the time limit passed. If the request was a write, it was certainly not applied.
 *
 * @since 0.1.0
 */
export class TransportFailed extends withoutFrames(
  Schema.TaggedError<TransportFailed>()("HelpScoutTransportFailed", {
    ...common,
    /** The host that the request was for. */
    host: Schema.optionalWith(Schema.String, { exact: true }),
    /** The code of the system or the transport, such as `ECONNREFUSED`, or `TIMEOUT` for the client's own time limit. */
    code: Schema.optionalWith(Schema.String, { exact: true }),
    /** The system call that failed, such as `connect`. */
    syscall: Schema.optionalWith(Schema.String, { exact: true }),
    detail,
    /** Set if another attempt would fail in the same way: an untrusted certificate, or a header that cannot be sent. */
    permanent: Schema.optionalWith(Schema.Boolean, { exact: true })
  })
) {
  get isRetryable() {
    return this.permanent !== true
  }
  override get message() {
    const todo =
      this.permanent === true
        ? `Nothing was sent, and another attempt would fail too${this.detail === undefined ? "" : `: ${this.detail}`}. Check the headers, the certificate, the proxy and baseUrl.`
        : "Check the network, the proxy and baseUrl."
    return `${this.operation}: the connection to ${this.host ?? "Help Scout"} failed${code([this.syscall, this.code], " ")}. ${todo}`
  }
}

/**
 * The response to a successful request cannot be read: it is not JSON, or does not have the documented shape.
 *
 * `applied: true`: the request was a write, and was carried out. Do not send it again.
 *
 * @since 0.1.0
 */
export class ResponseInvalid extends withoutFrames(
  Schema.TaggedError<ResponseInvalid>()("HelpScoutResponseInvalid", {
    ...common,
    status,
    applied: Schema.Boolean,
    /** The URL of the page, if the response is one of a list. */
    url: Schema.optionalWith(Schema.String, { exact: true }),
    /** The id of the list item that cannot be read, if it has one. */
    itemId: Schema.optionalWith(Schema.Union(Schema.String, Schema.Number), { exact: true }),
    issues: Schema.Array(ValidationIssueSchema)
  })
) {
  readonly isRetryable = false
  override get message() {
    const todo = this.applied
      ? "The write was carried out: do not send it again."
      : "Check baseUrl and any proxy in between, or report this response as a bug."
    const what = listed(this.issues).replaceAll("(root): ", "")
    const item = this.itemId === undefined ? "" : `; item ${this.itemId}`
    const page = this.url === undefined ? "" : ` of ${this.url}`
    return `${this.operation}: the response${page} cannot be read (${this.status}${item}; ${what}). ${todo}${correlation(this)}`
  }
}

/**
 * A write that was sent, and whose effect is unknown: no response says whether it was applied. The client never retries
 * it. Check whether it took effect before you send it again.
 *
 * Two causes cannot be avoided. A server may close an idle connection at the moment at which the write is sent on it; the
 * client closes such connections earlier, two seconds ahead of the time that the server announces. And undici ends a
 * connection on which a server sends `100 Continue` without being asked, although the write may have been carried out.
 *
 * @since 0.1.0
 */
export class AmbiguousWrite extends withoutFrames(
  Schema.TaggedError<AmbiguousWrite>()("HelpScoutAmbiguousWrite", {
    ...common,
    /** Status of the response, if there was one: 5xx, 408, or 2xx of a server that is not Help Scout. */
    status: Schema.optionalWith(status, { exact: true }),
    /** The transport's code, if there was no response: `ECONNRESET`, `TIMEOUT`, ... `NOT_FROM_HELP_SCOUT` for a 2xx. */
    code: Schema.optionalWith(Schema.String, { exact: true }),
    /** The method and the path's template of the write. */
    check: Schema.String
  })
) {
  readonly isRetryable = false
  override get message() {
    const known = [this.status, this.code].filter((part) => part !== undefined)
    const why = known.length === 0 ? "no response" : known.join(", ")
    return `${this.operation}: the write may or may not have taken effect (${why}). Before sending it again, check whether ${this.check} was applied.${correlation(this)}`
  }
}

/**
 * Any error of an endpoint.
 *
 * @since 0.1.0
 */
export type HelpScoutError =
  | InputInvalid
  | PermissionDenied
  | AuthFailed
  | Unauthorized
  | Forbidden
  | NotFound
  | ValidationFailed
  | Conflict
  | PreconditionFailed
  | PayloadTooLarge
  | RateLimited
  | RequestRejected
  | ServiceUnavailable
  | TransportFailed
  | ResponseInvalid
  | AmbiguousWrite

/**
 * The union as a schema, to store errors or to send them elsewhere.
 *
 * @since 0.1.0
 */
export const HelpScoutError = Schema.Union(
  InputInvalid,
  PermissionDenied,
  AuthFailed,
  Unauthorized,
  Forbidden,
  NotFound,
  ValidationFailed,
  Conflict,
  PreconditionFailed,
  PayloadTooLarge,
  RateLimited,
  RequestRejected,
  ServiceUnavailable,
  TransportFailed,
  ResponseInvalid,
  AmbiguousWrite
)

const tags: ReadonlySet<string> = new Set(HelpScoutError.members.map((member) => member._tag))

/**
 * Returns `true` if a value is an error of the client.
 *
 * @since 0.1.0
 */
export const isHelpScoutError = (value: unknown): value is HelpScoutError =>
  Predicate.hasProperty(value, "_tag") && typeof value._tag === "string" && tags.has(value._tag)
