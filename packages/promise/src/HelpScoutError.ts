/**
 * The errors of the client, as classes. `error instanceof NotFound` and `error.code === "NotFound"` are equivalent.
 * Messages read `operation: what happened (code). What to do.`
 */

/** One invalid field: of a request (`InputInvalid`, `ValidationFailed`) or of a response (`ResponseInvalid`). */
export interface ValidationIssue {
  /** The keys that lead to the field, such as `threads.0.text`. `(root)` is the whole value. */
  readonly path: string
  /** What is wrong with the field: what was expected and, where that is safe, what was found. Never quotes a text. */
  readonly message: string
  /** The broken rule, if Help Scout names it: `NotEmpty`, `EnumValue`, ... */
  readonly rule?: string
}

/** The fields that every error has, and those of its class. */
export interface ErrorFields {
  readonly operation: string
  readonly message: string
  readonly correlationId?: string
  readonly isRetryable?: boolean
  readonly [field: string]: unknown
}

/** Any error of the client. */
export class HelpScoutError extends Error {
  /** The name of the error's class. */
  readonly code: string = "HelpScoutError"
  /** The name of the failed operation: `Conversations.get`. */
  declare readonly operation: string
  /** The id to quote to Help Scout's support, if a response had one. */
  declare readonly correlationId?: string
  /** `true` if the same call may succeed later. The client has already retried what it safely can. */
  declare readonly isRetryable: boolean

  constructor({ message, ...fields }: ErrorFields, options?: { readonly cause?: unknown }) {
    super(message, options)
    Object.assign(this, { isRetryable: false }, fields)
  }
}

/** The input is not valid for the endpoint, and no request was sent. The issues name fields and types, but quote no text. */
export class InputInvalid extends HelpScoutError {
  override readonly code = "InputInvalid"
  declare readonly issues: ReadonlyArray<ValidationIssue>
}

/** The client's permissions do not allow the call, and no request was sent. */
export class PermissionDenied extends HelpScoutError {
  override readonly code = "PermissionDenied"
  /** What the call would do. */
  declare readonly impact: "read" | "write" | "send" | "destroy"
  /** What denied it: the operation, its impact, an inbox, or an inbox that the input does not name. */
  declare readonly by: "operation" | "impact" | "inbox" | "inboxUnknown"
  /** The rule: `deny=send`. */
  declare readonly rule: string
}

/**
 * Why there is no access token:
 * - `MissingCredentials`: the options lack what the flow needs
 * - `NoTokens`: no user has authorized the app yet; exchange a code and call `setCredentials`
 * - `InvalidClient`: the token endpoint rejected the client id or secret
 * - `RefreshTokenRefused`: the refresh token was already used or revoked; a user must authorize the app again
 * - `CodeRefused`: the authorization code is wrong or was already used
 * - `TokenEndpointFailed`: the token endpoint could not be reached, or responded with a server error; a later call retries
 * - `TokenResponseInvalid`: the token endpoint's response is not a token
 * - `TokenStoreFailed`: the token store could not be read
 * - `NotRenewable`: the access token was rejected and cannot be renewed: it is a fixed token, or has no refresh token
 */
export type AuthFailedReason =
  | "MissingCredentials"
  | "NoTokens"
  | "InvalidClient"
  | "RefreshTokenRefused"
  | "CodeRefused"
  | "TokenEndpointFailed"
  | "TokenResponseInvalid"
  | "TokenStoreFailed"
  | "NotRenewable"

/** No access token is available, so the request was not sent, or was not retried. */
export class AuthFailed extends HelpScoutError {
  override readonly code = "AuthFailed"
  declare readonly reason: AuthFailedReason
  /** Status of the token endpoint's response, if there was one. */
  declare readonly status?: number
  /** The token endpoint's own message (`error: error_description`), or the transport's code. */
  declare readonly detail?: string
}

/** 401 for a token that was renewed for this request: the account does not accept the user behind this app. */
export class Unauthorized extends HelpScoutError {
  override readonly code = "Unauthorized"
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 403: the user behind this app may not do this. */
export class Forbidden extends HelpScoutError {
  override readonly code = "Forbidden"
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 404: does not exist, was deleted, or was merged. */
export class NotFound extends HelpScoutError {
  override readonly code = "NotFound"
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 400 or 422: Help Scout rejected the request as invalid. `issues` has the fields, if the response names them. */
export class ValidationFailed extends HelpScoutError {
  override readonly code = "ValidationFailed"
  declare readonly issues: ReadonlyArray<ValidationIssue>
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 409: conflicts with an existing resource, such as a customer with the same email. */
export class Conflict extends HelpScoutError {
  override readonly code = "Conflict"
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 412: the request is valid, but not allowed in the current state, such as a reply to a conversation with 100 threads. */
export class PreconditionFailed extends HelpScoutError {
  override readonly code = "PreconditionFailed"
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 413: the request body is too large. */
export class PayloadTooLarge extends HelpScoutError {
  override readonly code = "PayloadTooLarge"
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** The account's rate limit is exhausted, and the wait would exceed `maxQueueWait` or `maxPausedWait`. */
export class RateLimited extends HelpScoutError {
  override readonly code = "RateLimited"
  /** The time to wait before the next try, in milliseconds. */
  declare readonly retryAfter: number
}

/** Any other rejection (4xx, or a redirect that is not followed): change the request before sending it again. */
export class RequestRejected extends HelpScoutError {
  override readonly code = "RequestRejected"
  declare readonly status: number
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/** 5xx or 408 for a read, after all retries. */
export class ServiceUnavailable extends HelpScoutError {
  override readonly code = "ServiceUnavailable"
  declare readonly status: number
  /** Help Scout's own message, from the response body. */
  declare readonly detail?: string
}

/**
 * No response: the connection failed, or the time limit of the exchange passed. If the request was a write, it was
 * certainly not applied.
 */
export class TransportFailed extends HelpScoutError {
  override readonly code = "TransportFailed"
  /** The code of the system or the transport, such as `ECONNREFUSED`, or `TIMEOUT` for the client's own time limit. */
  declare readonly transportCode?: string
  /** The system call that failed, such as `connect`. */
  declare readonly syscall?: string
  declare readonly detail?: string
}

/**
 * The response to a successful request cannot be read: it is not JSON, or does not have the documented shape.
 *
 * `applied: true`: the request was a write, and was carried out. Do not send it again.
 */
export class ResponseInvalid extends HelpScoutError {
  override readonly code = "ResponseInvalid"
  declare readonly status: number
  declare readonly applied: boolean
  /** The URL of the page, if the response is one of a list. */
  declare readonly url?: string
  /** The id of the list item that cannot be read, if it has one. */
  declare readonly itemId?: string | number
  declare readonly issues: ReadonlyArray<ValidationIssue>
}

/**
 * A write that was sent, and whose effect is unknown: no response says whether it was applied. The client never retries
 * it. Check whether it took effect before you send it again.
 */
export class AmbiguousWrite extends HelpScoutError {
  override readonly code = "AmbiguousWrite"
  /** Status of the response, if there was one (5xx or 408). */
  declare readonly status?: number
  /** The transport's code, if there was no response: `ECONNRESET`, `TIMEOUT`, ... */
  declare readonly transportCode?: string
  /** The method and the path's template of the write. */
  declare readonly check: string
}

/** The token store is unavailable, or contains a value that cannot be read. */
export class TokenStoreFailed extends HelpScoutError {
  override readonly code = "TokenStoreFailed"
  declare readonly detail: string
}

/**
 * Why a webhook delivery is rejected:
 * - `SecretMissing`: no secret is configured, or only empty ones
 * - `SignatureMissing`: the signature header is missing or empty
 * - `SignatureMalformed`: the signature header is not the Base64 of a SHA-1
 * - `SignatureMismatch`: the signature matches none of the secrets
 * - `BodyParsed`: the body is not raw
 * - `EventMissing`: the header with the event's name is missing or empty
 * - `BodyInvalid`: the body is not JSON
 * - `PayloadInvalid`: the payload does not have the shape of the event
 * - `CryptoUnavailable`: the runtime has no WebCrypto
 */
export type WebhookRejectedReason =
  | "SecretMissing"
  | "SignatureMissing"
  | "SignatureMalformed"
  | "SignatureMismatch"
  | "BodyParsed"
  | "EventMissing"
  | "BodyInvalid"
  | "PayloadInvalid"
  | "CryptoUnavailable"

/** A webhook delivery that cannot be trusted or cannot be decoded. */
export class WebhookRejected extends HelpScoutError {
  override readonly code = "WebhookRejected"
  declare readonly reason: WebhookRejectedReason
  /** The status to respond with: 401 for a bad signature, 400 for a bad request, 500 for a fault of the receiver. */
  declare readonly status: 400 | 401 | 500
  /** The name of the event, if it was already known. */
  declare readonly event?: string
  /** For `PayloadInvalid`: the paths that do not match. Values are never included. */
  declare readonly paths?: ReadonlyArray<string>
}

/** The call was aborted by its signal. Its `cause` is the signal's reason, and its name is `AbortError`, as in `fetch`. */
export class CallAborted extends HelpScoutError {
  override readonly code = "CallAborted"
}

/** The call did not complete within its `timeout`. */
export class CallTimedOut extends HelpScoutError {
  override readonly code = "CallTimedOut"
  /** The time limit, in milliseconds. */
  declare readonly timeout: number
}

/** The call was made after `close()`, or `close()` ended it. */
export class ClientClosed extends HelpScoutError {
  override readonly code = "ClientClosed"
}

/** The errors of a call to an endpoint, for a `switch` over `error.code`. */
export type CallError =
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
  | CallAborted
  | CallTimedOut
  | ClientClosed
