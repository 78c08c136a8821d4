/** The token endpoint: three grants, rotation, expiry, and the current tokens. */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Response from "../Response.js"
import type * as Seed from "../Seed.js"

/** The path of the token endpoint. */
export const path = "/v2/oauth2/token"

/** The account and user that a token belongs to. */
export interface Subject {
  /** The name of the account. */
  readonly account: string
  readonly userId: number
}

/** Tokens as they were issued. */
export interface Issued {
  readonly accessToken: string
  /** Absent for client credentials. */
  readonly refreshToken?: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** An app: its credentials, and the account that owns it. */
export interface App {
  readonly clientId: string
  readonly clientSecret: string
  readonly owner: Subject
}

/** Counts of calls of the token endpoint. */
export interface Counts {
  /** Successful calls of the token endpoint. */
  readonly issued: number
  /** Successful calls with a refresh token. */
  readonly renewals: number
  /** Calls with a refresh token that was already used. */
  readonly reusedRefreshTokens: number
  /** Rejected calls, for any reason. */
  readonly rejected: number
}

/** The token endpoint, and the tokens it has issued. */
export interface TokenEndpoint {
  readonly respond: (request: {
    readonly query: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly now: number
  }) => Response.Response
  /** Makes a code as the redirect contains it. It works once. */
  readonly authorize: (subject: Subject) => string
  readonly issue: (subject: Subject, now: number, options: { readonly refreshable: boolean }) => Issued
  /** The owner of a bearer token, if the token is current. */
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

/** The fields of a call: from its body (JSON or form), or from its query. */
const fields = (request: Parameters<TokenEndpoint["respond"]>[0]): ReadonlyMap<string, string> | undefined => {
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

const invalid = (description: string) => Response.oauthError(400, "invalid_request", description)

/** Makes a token endpoint that has issued no tokens. */
export const make = (options: {
  readonly apps: ReadonlyArray<App>
  readonly lifeSeconds: number
  readonly seed: Seed.Seed
}): TokenEndpoint => {
  const access = new Map<string, { readonly subject: Subject; readonly expiresAt: number }>()
  const refresh = new Map<string, Grant>()
  const used = new Set<string>()
  const codes = new Map<string, Subject>()
  const counts = { issued: 0, renewals: 0, reusedRefreshTokens: 0, rejected: 0 }
  const token = (kind: string) => `${kind}-${options.seed.hex(32)}`

  const issue = (subject: Subject, now: number, refreshable: boolean, clientId?: string): Issued => {
    // drops expired tokens, so that memory stays small in long runs
    if (access.size > 10_000) for (const [text, known] of access) if (known.expiresAt <= now) access.delete(text)
    const accessToken = token("access")
    const expiresAt = now + options.lifeSeconds * 1000
    access.set(accessToken, { subject, expiresAt })
    if (!refreshable) return { accessToken, expiresAt }
    const refreshToken = token("refresh")
    refresh.set(refreshToken, { subject, clientId, accessToken })
    return { accessToken, refreshToken, expiresAt }
  }

  const tokens = (issued: Issued): Response.Response => {
    counts.issued++
    return Response.json(
      {
        token_type: "bearer",
        access_token: issued.accessToken,
        ...(issued.refreshToken !== undefined && { refresh_token: issued.refreshToken }),
        expires_in: options.lifeSeconds
      },
      { contentType: "application/json" }
    )
  }

  const renew = (text: string, clientId: string, now: number): Response.Response => {
    if (used.has(text)) counts.reusedRefreshTokens++
    const grant = refresh.get(text)
    if (grant === undefined || (grant.clientId !== undefined && grant.clientId !== clientId)) {
      return invalid("Invalid refresh_token")
    }
    refresh.delete(text)
    used.add(text)
    // a renewal invalidates the access token that was issued with the refresh token
    access.delete(grant.accessToken)
    counts.renewals++
    return tokens(issue(grant.subject, now, true, clientId))
  }

  const exchange = (code: string, clientId: string, now: number): Response.Response => {
    const subject = codes.get(code)
    if (subject === undefined) return invalid("Invalid code")
    codes.delete(code)
    return tokens(issue(subject, now, true, clientId))
  }

  const respond: TokenEndpoint["respond"] = (request) => {
    const given = fields(request)
    if (given === undefined) return invalid("Malformed request")
    const credentials = basic(request.headers.authorization)
    const clientId = given.get("client_id") ?? credentials?.[0]
    const clientSecret = given.get("client_secret") ?? credentials?.[1]
    const app = options.apps.find((app) => app.clientId === clientId && app.clientSecret === clientSecret)
    if (app === undefined) return Response.oauthError(401, "invalid_client", "Invalid client authentication")
    switch (given.get("grant_type")) {
      case "authorization_code":
        return exchange(given.get("code") ?? "", app.clientId, request.now)
      case "refresh_token":
        return renew(given.get("refresh_token") ?? "", app.clientId, request.now)
      case "client_credentials":
        return tokens(issue(app.owner, request.now, false))
      default:
        return Response.oauthError(400, "unsupported_grant_type", "Unsupported grant_type")
    }
  }

  return {
    respond: (request) => {
      const response = respond(request)
      if (response.status !== 200) counts.rejected++
      return response
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
