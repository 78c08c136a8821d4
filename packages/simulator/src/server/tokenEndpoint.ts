/**
 * The token endpoint: three grants, rotation, expiry, and the tokens that are in force.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Reply from "../Reply.js"
import type * as Seed from "../Seed.js"

/**
 * Where the token endpoint stands.
 *
 * @since 0.1.0
 * @category constants
 */
export const path = "/v2/oauth2/token"

/**
 * Whom a token speaks for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subject {
  /** The name of the account. */
  readonly account: string
  readonly userId: number
}

/**
 * Tokens as they were issued.
 *
 * @since 0.1.0
 * @category models
 */
export interface Issued {
  readonly accessToken: string
  /** Absent for client credentials. */
  readonly refreshToken?: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/**
 * An app: the credentials that the token endpoint takes, and the account that owns it.
 *
 * @since 0.1.0
 * @category models
 */
export interface App {
  readonly clientId: string
  readonly clientSecret: string
  readonly owner: Subject
}

/**
 * What the token endpoint has done.
 *
 * @since 0.1.0
 * @category models
 */
export interface Counts {
  /** Successful calls of the token endpoint. */
  readonly issued: number
  /** Those of them with a refresh token. */
  readonly renewals: number
  /** Calls with a refresh token that had been used before. */
  readonly spentRefreshTokens: number
  /** Calls that were refused, for whatever reason. */
  readonly refused: number
}

/**
 * The token endpoint, and the tokens it has issued.
 *
 * @since 0.1.0
 * @category models
 */
export interface TokenEndpoint {
  readonly answer: (request: {
    readonly query: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly now: number
  }) => Reply.Reply
  /** A code as a redirect brings it: good once. */
  readonly authorize: (subject: Subject) => string
  readonly issue: (subject: Subject, now: number, options: { readonly refreshable: boolean }) => Issued
  /** Whom a bearer token speaks for, if it is in force. */
  readonly subject: (accessToken: string, now: number) => Subject | undefined
  readonly revokeAccessTokens: (account?: string) => void
  readonly revokeRefreshTokens: (account?: string) => void
  readonly counts: () => Counts
}

interface Grant {
  readonly subject: Subject
  readonly clientId: string | undefined
  readonly accessToken: string
}

const Fields = Schema.Record({ key: Schema.String, value: Schema.Unknown })
const parseFields = Schema.decodeUnknownEither(Schema.parseJson(Fields))

/** `client_id:client_secret` of an `Authorization: Basic` header. */
const basic = (header: string | undefined): readonly [string, string] | undefined => {
  const match = /^basic ([a-z0-9+/]+={0,2})$/i.exec(header ?? "")
  const pair = match?.[1] === undefined || match[1].length % 4 !== 0 ? "" : atob(match[1])
  const colon = pair.indexOf(":")
  return colon < 0 ? undefined : [pair.slice(0, colon), pair.slice(colon + 1)]
}

/** The fields of a call: of its body, JSON or form, or of its query. */
const fields = (request: Parameters<TokenEndpoint["answer"]>[0]): ReadonlyMap<string, string> | undefined => {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase()
  if (request.body === "") return new Map(new URLSearchParams(request.query))
  if (type === "application/x-www-form-urlencoded") return new Map(new URLSearchParams(request.body))
  if (type !== "application/json") return undefined
  const parsed = parseFields(request.body)
  if (Either.isLeft(parsed)) return undefined
  return new Map(
    Object.entries(parsed.right).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : []))
  )
}

const invalid = (description: string) => Reply.oauthError(400, "invalid_request", description)

/**
 * Makes a token endpoint that has issued nothing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: {
  readonly apps: ReadonlyArray<App>
  readonly lifeSeconds: number
  readonly seed: Seed.Seed
}): TokenEndpoint => {
  const access = new Map<string, { readonly subject: Subject; readonly expiresAt: number }>()
  const refresh = new Map<string, Grant>()
  const spent = new Set<string>()
  const codes = new Map<string, Subject>()
  const counts = { issued: 0, renewals: 0, spentRefreshTokens: 0, refused: 0 }
  const token = (kind: string) => `${kind}-${options.seed.hex(32)}`

  const issue = (subject: Subject, now: number, refreshable: boolean, clientId?: string): Issued => {
    // expired ones are dropped now and then, so that long runs stay small
    if (access.size > 10_000) for (const [text, known] of access) if (known.expiresAt <= now) access.delete(text)
    const accessToken = token("access")
    const expiresAt = now + options.lifeSeconds * 1000
    access.set(accessToken, { subject, expiresAt })
    if (!refreshable) return { accessToken, expiresAt }
    const refreshToken = token("refresh")
    refresh.set(refreshToken, { subject, clientId, accessToken })
    return { accessToken, refreshToken, expiresAt }
  }

  const tokens = (issued: Issued): Reply.Reply => {
    counts.issued++
    return Reply.json(
      {
        token_type: "bearer",
        access_token: issued.accessToken,
        ...(issued.refreshToken !== undefined && { refresh_token: issued.refreshToken }),
        expires_in: options.lifeSeconds
      },
      { contentType: "application/json" }
    )
  }

  const renew = (text: string, clientId: string, now: number): Reply.Reply => {
    if (spent.has(text)) counts.spentRefreshTokens++
    const grant = refresh.get(text)
    if (grant === undefined || (grant.clientId !== undefined && grant.clientId !== clientId)) {
      return invalid("Invalid refresh_token")
    }
    refresh.delete(text)
    spent.add(text)
    // the access token it came with dies at once
    access.delete(grant.accessToken)
    counts.renewals++
    return tokens(issue(grant.subject, now, true, clientId))
  }

  const exchange = (code: string, clientId: string, now: number): Reply.Reply => {
    const subject = codes.get(code)
    if (subject === undefined) return invalid("Invalid code")
    codes.delete(code)
    return tokens(issue(subject, now, true, clientId))
  }

  const answer: TokenEndpoint["answer"] = (request) => {
    const given = fields(request)
    if (given === undefined) return invalid("Malformed request")
    const credentials = basic(request.headers.authorization)
    const clientId = given.get("client_id") ?? credentials?.[0]
    const clientSecret = given.get("client_secret") ?? credentials?.[1]
    const app = options.apps.find((app) => app.clientId === clientId && app.clientSecret === clientSecret)
    if (app === undefined) return Reply.oauthError(401, "invalid_client", "Invalid client authentication")
    switch (given.get("grant_type")) {
      case "authorization_code":
        return exchange(given.get("code") ?? "", app.clientId, request.now)
      case "refresh_token":
        return renew(given.get("refresh_token") ?? "", app.clientId, request.now)
      case "client_credentials":
        return tokens(issue(app.owner, request.now, false))
      default:
        return Reply.oauthError(400, "unsupported_grant_type", "Unsupported grant_type")
    }
  }

  return {
    answer: (request) => {
      const reply = answer(request)
      if (reply.status !== 200) counts.refused++
      return reply
    },
    authorize: (subject) => {
      const code = token("code")
      codes.set(code, subject)
      return code
    },
    issue: (subject, now, { refreshable }) => issue(subject, now, refreshable),
    subject: (text, now) => {
      const known = access.get(text)
      return known === undefined || known.expiresAt <= now ? undefined : known.subject
    },
    revokeAccessTokens: (account) => {
      for (const [text, { subject }] of access)
        if (account === undefined || subject.account === account) access.delete(text)
    },
    revokeRefreshTokens: (account) => {
      for (const [text, { subject }] of refresh)
        if (account === undefined || subject.account === account) refresh.delete(text)
    },
    counts: () => ({ ...counts })
  }
}
