/**
 * The closed union of everything that can go wrong, raised in one place: the pipeline of `HelpScoutClient`.
 *
 * ```ts
 * import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
 * import * as Effect from "effect/Effect"
 *
 * // what is not there becomes none; any other error stays an error
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
 * One field that was refused: by Help Scout (`ValidationFailed`) or by our own schema (`InputInvalid`).
 *
 * `path` is the field's JSON path as a dotted text, such as `threads.0.text`; a value is never quoted.
 *
 * @since 0.1.0
 * @category models
 */
export interface ValidationIssue {
  readonly path: string
  readonly message: string
  /** The rule that was broken, where Help Scout names it: `NotEmpty`, `EnumValue`, ... */
  readonly rule?: string
}

const ValidationIssueSchema: Schema.Schema<ValidationIssue> = Schema.Struct({
  path: Schema.String,
  message: Schema.String,
  rule: Schema.optionalWith(Schema.String, { exact: true })
})

/** What every error carries. */
const common = {
  /** The operation that failed, as in its span: `Conversations.get`. */
  operation: Schema.String,
  /** The id to quote to Help Scout's support, when an answer carried one. */
  correlationId: Schema.optionalWith(Schema.String, { exact: true })
}

const status = Schema.Number
/** Help Scout's own words, from the body of its answer. */
const detail = Schema.optionalWith(Schema.String, { exact: true })

const said = (error: { readonly detail?: string }) =>
  error.detail === undefined ? "" : ` Help Scout says: ${error.detail}.`
const quote = (error: { readonly correlationId?: string }) =>
  error.correlationId === undefined ? "" : ` (correlation id ${error.correlationId})`
const listed = (issues: ReadonlyArray<ValidationIssue>) =>
  issues.map((issue) => `${issue.path}: ${issue.message}`).join("; ")

/**
 * The input does not fit the endpoint, so nothing was sent. Names the paths that don't fit, never their values.
 *
 * @since 0.1.0
 * @category errors
 */
export class InputInvalid extends Schema.TaggedError<InputInvalid>()("HelpScoutInputInvalid", {
  ...common,
  issues: Schema.Array(ValidationIssueSchema)
}) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the input is not valid, so nothing was sent. Correct ${listed(this.issues)}.`
  }
}

/**
 * Why there is no access token:
 * - `MissingCredentials`: the configuration lacks what the flow needs
 * - `NoTokens`: nobody has signed in yet; exchange a code and call `setCredentials`
 * - `InvalidClient`: the token endpoint refused the client id or secret
 * - `RefreshTokenRefused`: the refresh token is spent or revoked; the account must be authorised again
 * - `CodeRefused`: the authorization code is spent or wrong
 * - `TokenEndpointFailed`: the token endpoint could not be reached, or answered with a fault; a later call tries again
 * - `TokenResponseInvalid`: the token endpoint answered with something that is no token
 * - `TokenStoreFailed`: the token store could not be read
 * - `NotRenewable`: the access token was refused, and there is nothing to renew it with: it is a fixed token, or came
 *   without a refresh token
 *
 * @since 0.1.0
 * @category models
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

const authAdvice: Record<AuthFailedReason, string> = {
  MissingCredentials:
    "Set HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET, or pass clientId and clientSecret to HelpScoutConfig.layer",
  NoTokens:
    "Nobody has authorised this app yet: send the user to auth.authorizationUrl, exchange the code with auth.getTokens, and call auth.setCredentials",
  InvalidClient:
    "The token endpoint refused the client id or secret: compare them with My Apps in your Help Scout profile",
  RefreshTokenRefused:
    "The refresh token is spent or revoked: have the user authorise the app again and call auth.setCredentials",
  CodeRefused:
    "The authorization code is spent or wrong, and works only once: send the user to auth.authorizationUrl again",
  TokenEndpointFailed:
    "The token endpoint could not be used just now; the next call tries again, and the tokens at hand are kept. If it goes on, check the network, the proxy and baseUrl",
  TokenResponseInvalid:
    "The token endpoint answered with something that is no token: check baseUrl and any proxy in between",
  TokenStoreFailed: "The token store could not be read: check that it can be reached and that its content is whole",
  NotRenewable:
    "Help Scout refuses the access token, and it can't be renewed, being a fixed token or one without a refresh token: give the program a new one"
}

/**
 * No access token could be had, so the request was not sent (or not sent again).
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthFailed extends Schema.TaggedError<AuthFailed>()("HelpScoutAuthFailed", {
  ...common,
  reason: AuthFailedReason,
  /** Status of the token endpoint's answer, when there was one. */
  status: Schema.optionalWith(status, { exact: true }),
  /** The token endpoint's own words (`error: error_description`), or the transport's code. */
  detail
}) {
  get isRetryable() {
    return this.reason === "TokenEndpointFailed" || this.reason === "TokenStoreFailed"
  }
  override get message() {
    const own = this.detail === undefined ? "" : ` (${this.detail})`
    return `${this.operation}: ${authAdvice[this.reason]}${own}.`
  }
}

/**
 * 401 for a token that was renewed for this very request: the account does not accept this app's user.
 *
 * @since 0.1.0
 * @category errors
 */
export class Unauthorized extends Schema.TaggedError<Unauthorized>()("HelpScoutUnauthorized", { ...common, detail }) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: Help Scout refuses a token that it has just issued. Check that the user behind this app is active and invited.${said(this)}${quote(this)}`
  }
}

/**
 * 403: the user behind the token may not do this, by role, plan or inbox access.
 *
 * @since 0.1.0
 * @category errors
 */
export class Forbidden extends Schema.TaggedError<Forbidden>()("HelpScoutForbidden", { ...common, detail }) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the user behind the token may not do this; look at the role, the plan and the access to the inbox.${said(this)}${quote(this)}`
  }
}

/**
 * 404: there is no such thing, it was deleted, or it is a conversation that was merged into another.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFound extends Schema.TaggedError<NotFound>()("HelpScoutNotFound", { ...common, detail }) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: not found. It never existed, was deleted, or is a conversation that was merged: conversations.get follows a merge to the new id.${said(this)}${quote(this)}`
  }
}

/**
 * 400 with the fields that Help Scout refused.
 *
 * @since 0.1.0
 * @category errors
 */
export class ValidationFailed extends Schema.TaggedError<ValidationFailed>()("HelpScoutValidationFailed", {
  ...common,
  issues: Schema.Array(ValidationIssueSchema),
  detail
}) {
  readonly isRetryable = false
  override get message() {
    const issues = this.issues.length === 0 ? "" : ` Correct ${listed(this.issues)}.`
    return `${this.operation}: Help Scout refused the request.${issues}${said(this)}${quote(this)}`
  }
}

/**
 * 409: it is in conflict with something that exists, such as a customer with the same email.
 *
 * @since 0.1.0
 * @category errors
 */
export class Conflict extends Schema.TaggedError<Conflict>()("HelpScoutConflict", { ...common, detail }) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: in conflict with something that already exists; look it up and update that.${said(this)}${quote(this)}`
  }
}

/**
 * 412: the request is valid, but the state of things does not allow it, such as a conversation with 100 threads.
 *
 * @since 0.1.0
 * @category errors
 */
export class PreconditionFailed extends Schema.TaggedError<PreconditionFailed>()("HelpScoutPreconditionFailed", {
  ...common,
  detail
}) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the state of things does not allow this, such as a conversation that has 100 threads.${said(this)}${quote(this)}`
  }
}

/**
 * 413: the request body is too big.
 *
 * @since 0.1.0
 * @category errors
 */
export class PayloadTooLarge extends Schema.TaggedError<PayloadTooLarge>()("HelpScoutPayloadTooLarge", {
  ...common,
  detail
}) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: the request body is too big; send fewer or smaller attachments.${said(this)}${quote(this)}`
  }
}

/**
 * The account's budget is spent, and waiting longer than the options allow (`maxQueueWait`, `maxPausedWait`).
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimited extends Schema.TaggedError<RateLimited>()("HelpScoutRateLimited", {
  ...common,
  /** How long to wait before it makes sense to try again. */
  retryAfter: Schema.Duration
}) {
  readonly isRetryable = true
  override get message() {
    return `${this.operation}: the account's rate limit is spent. Try again in ${Math.ceil(Duration.toSeconds(this.retryAfter))} s, or allow a longer wait (maxQueueWait, maxPausedWait).${quote(this)}`
  }
}
/**
 * Any other refusal (4xx, or a redirect that may not be followed): the request should be changed, not repeated.
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestRejected extends Schema.TaggedError<RequestRejected>()("HelpScoutRequestRejected", {
  ...common,
  status,
  detail
}) {
  readonly isRetryable = false
  override get message() {
    return `${this.operation}: Help Scout refused the request with status ${this.status}.${said(this)}${quote(this)}`
  }
}

/**
 * 5xx to a read, after every retry that the policy allows.
 *
 * @since 0.1.0
 * @category errors
 */
export class ServiceUnavailable extends Schema.TaggedError<ServiceUnavailable>()("HelpScoutServiceUnavailable", {
  ...common,
  status,
  detail
}) {
  readonly isRetryable = true
  override get message() {
    return `${this.operation}: Help Scout is in trouble (status ${this.status}); try again later.${said(this)}${quote(this)}`
  }
}

/**
 * No answer came: the connection failed or the time limit passed. For a write it is certain that nothing was applied.
 *
 * @since 0.1.0
 * @category errors
 */
export class TransportFailed extends Schema.TaggedError<TransportFailed>()("HelpScoutTransportFailed", {
  ...common,
  /** The system's or the transport's code, such as `ECONNREFUSED`; `TIMEOUT` for our own time limit. */
  code: Schema.optionalWith(Schema.String, { exact: true }),
  /** The system call that failed, such as `connect`. */
  syscall: Schema.optionalWith(Schema.String, { exact: true }),
  detail
}) {
  readonly isRetryable = true
  override get message() {
    const what = [this.syscall, this.code].filter((part) => part !== undefined).join(" ")
    return `${this.operation}: Help Scout could not be reached${what === "" ? "" : ` (${what})`}. Check the network, the proxy and baseUrl.`
  }
}

/**
 * An answer came that cannot be read: not JSON, or not of the documented shape.
 *
 * `applied: true` says that the answer was a success, so a write has been carried out: do not send it again.
 *
 * @since 0.1.0
 * @category errors
 */
export class ResponseInvalid extends Schema.TaggedError<ResponseInvalid>()("HelpScoutResponseInvalid", {
  ...common,
  status,
  applied: Schema.Boolean,
  issues: Schema.Array(ValidationIssueSchema)
}) {
  readonly isRetryable = false
  override get message() {
    const done = this.applied ? " The request itself was carried out: do not send it again." : ""
    return `${this.operation}: the answer (status ${this.status}) cannot be read: ${listed(this.issues)}.${done}${quote(this)}`
  }
}

/**
 * A write whose outcome nobody knows: it was sent, and no answer says whether it was applied. It is never sent
 * again by itself; look whether it took effect before you send it again.
 *
 * @since 0.1.0
 * @category errors
 */
export class AmbiguousWrite extends Schema.TaggedError<AmbiguousWrite>()("HelpScoutAmbiguousWrite", {
  ...common,
  /** Status of the answer, when there was one (a 5xx). */
  status: Schema.optionalWith(status, { exact: true }),
  /** The transport's code, when no answer came: `ECONNRESET`, `TIMEOUT`, ... */
  code: Schema.optionalWith(Schema.String, { exact: true }),
  /** What to look at to learn whether the write took effect: the method and path that were used. */
  check: Schema.String
}) {
  readonly isRetryable = false
  override get message() {
    const why = this.status === undefined ? (this.code ?? "no answer") : `status ${this.status}`
    return `${this.operation}: it is not known whether this write took effect (${why}). Before sending it again, check ${this.check}.${quote(this)}`
  }
}

/**
 * Everything an endpoint can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type HelpScoutError =
  | InputInvalid
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
 * The union as a schema, to store errors or send them on.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HelpScoutError = Schema.Union(
  InputInvalid,
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
 * Whether a value is one of the errors of this library.
 *
 * @since 0.1.0
 * @category guards
 */
export const isHelpScoutError = (value: unknown): value is HelpScoutError =>
  Predicate.hasProperty(value, "_tag") && typeof value._tag === "string" && tags.has(value._tag)
