/**
 * The options of the client and of its calls.
 */
import type { Permissions } from "./Permissions.js"
import type { RateLimitOptions } from "./RateLimit.js"
import type { TokenStore, TokensInput } from "./Tokens.js"

/** Milliseconds, or a text such as `"30 seconds"`. */
export type Duration = number | `${number} ${"millis" | "second" | "seconds" | "minute" | "minutes" | "hour" | "hours"}`

/** The content of a file. A stream or a Blob is read before the request is sent. */
export type FileContent = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>

/** One response: its status, headers and correlation id, for a support ticket, a log or a test. */
export interface ResponseInfo {
  readonly operation: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The id to quote to Help Scout's support. */
  readonly correlationId: string | undefined
  /** 1 for the first attempt. */
  readonly attempt: number
}

/** Options of a call. They are its last argument. */
export interface RequestOptions {
  /**
   * Aborts the call, which rejects with `CallAborted`. A write that was already sent may have been applied.
   */
  readonly signal?: AbortSignal
  /**
   * Time limit of the whole call, retries and waits for the rate limit included. For a list, the limit of each page. The
   * call rejects with `CallTimedOut`. A write that was already sent may have been applied.
   *
   * @default none; each exchange has the limit of the client's `timeout`
   */
  readonly timeout?: Duration
  /** Additional headers. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Of the requests that wait for the rate limit, those with the highest priority go first.
   *
   * @default 0
   */
  readonly priority?: number
  /** Called with every response, retries included. */
  readonly onResponse?: (response: ResponseInfo) => void
}

/** One line of the log. It contains no secret. */
export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error"
  readonly message: string
  readonly date: Date
}

/** A request to an endpoint that has no method. */
export interface CustomRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Starts at the API's root and includes the version: `/v2/conversations/1`. Percent-encode the values in it. */
  readonly path: `/${string}`
  /** Lists are joined with commas. Parameters that are `undefined` are omitted. */
  readonly query?: Readonly<Record<string, string | number | boolean | ReadonlyArray<string | number> | undefined>>
  /** Sent as JSON. */
  readonly body?: unknown
}

/** The options of a client: one Help Scout account, as one app. */
export interface HelpScoutOptions {
  /** The App ID, from Your Profile > My Apps. Required, unless `accessToken` is set. */
  readonly clientId?: string
  /** The App Secret of the same app. */
  readonly clientSecret?: string
  /**
   * How access tokens are obtained:
   * - `clientCredentials`: for your own app, which acts as the user who created it
   * - `authorizationCode`: for an app that users authorize. Tokens come from the store, from `tokens`, or from
   *   `setCredentials`, and are renewed with their refresh token.
   *
   * @default "clientCredentials", or "authorizationCode" if `tokens` is set
   */
  readonly flow?: "clientCredentials" | "authorizationCode"
  /** The first tokens of the flow `authorizationCode`. Those in the store win, unless these were issued later. */
  readonly tokens?: TokensInput
  /** A fixed token instead of a flow. It cannot be renewed. */
  readonly accessToken?: string
  /**
   * Keeps the tokens, so that they outlive the process and can be shared by several.
   *
   * @default in memory
   */
  readonly tokenStore?: TokenStore
  /**
   * Distinguishes accounts that authorized the same app, so that one token store can hold the tokens of all of them.
   *
   * @default "default"
   */
  readonly account?: string
  /** The rate limit. `updateRateLimit` changes it while the client runs. */
  readonly rateLimit?: RateLimitOptions
  /** How often reads are repeated after transient failures. Writes are repeated only if they were certainly not applied. */
  readonly retry?: RetryOptions
  /**
   * What the client may do. A denied call rejects with `PermissionDenied`, and no request is sent.
   *
   * @default everything
   */
  readonly permissions?: Permissions
  /**
   * Receives what the client logs: renewals, pauses after a 429, skipped items.
   *
   * @default none; nothing is logged
   */
  readonly log?: (entry: LogEntry) => void
  /**
   * The time limit of one HTTP exchange, from sending to the last byte of the response.
   *
   * @default "60 seconds"
   */
  readonly timeout?: Duration
  /** Additional headers of every request, those for tokens included. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Sends the requests, for example through a proxy.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof globalThis.fetch
  /**
   * Without a version: paths start with theirs, `/v2` or `/v3`.
   *
   * @default "https://api.helpscout.net"
   */
  readonly baseUrl?: string
  /**
   * The page that asks a user to authorize the app.
   *
   * @default "https://secure.helpscout.net/authentication/authorizeClientApplication"
   */
  readonly authorizeUrl?: string
  /**
   * The `User-Agent` header.
   *
   * @default "effect-helpscout"
   */
  readonly userAgent?: string
}

/** When a failed request is sent again. */
export interface RetryOptions {
  /**
   * Maximum number of retries of a request.
   *
   * @default 4
   */
  readonly retries?: number
  /**
   * Delay before the first retry. It doubles with each retry.
   *
   * @default "250 millis"
   */
  readonly base?: Duration
  /**
   * Maximum delay before a retry.
   *
   * @default "10 seconds"
   */
  readonly cap?: Duration
  /**
   * Maximum sum of the delays, without the duration of the attempts and waits for the rate limit.
   *
   * @default "1 minute"
   */
  readonly within?: Duration
}
