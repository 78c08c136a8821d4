/**
 * A Help Scout that forgives nothing, on a real socket. It checks the path, the query, the headers, the body and the
 * token of each request, and counts how often each write was carried out. It shares no code with the simulator.
 */
import { randomBytes } from "node:crypto"
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { type Route, type RouteRequest, type RouteResponse, routes } from "./strictServerRoutes.js"

/** A request to the API, not to the token endpoint. It has passed all checks. */
export interface StrictRequest {
  /** The number of requests before it. */
  readonly serial: number
  readonly method: string
  readonly path: string
  readonly headers: Http.IncomingHttpHeaders
  readonly marker: string | undefined
}

/** A response as it is sent. */
export interface Made {
  readonly status: number
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string>>>
  readonly body: Buffer
}

/** What happens to a request instead of its response. `applied` says whether the write is carried out. */
export type Fault =
  /** The connection is closed without a response. */
  | { readonly kind: "lost"; readonly applied: boolean }
  /** Another response. */
  | {
      readonly kind: "status"
      readonly applied: boolean
      readonly status: number
      readonly headers?: Readonly<Record<string, string | ReadonlyArray<string>>>
      readonly body?: string | Buffer
    }
  /** The true response, changed. */
  | { readonly kind: "changed"; readonly applied: boolean; readonly change: (made: Made) => Made }
  /** The true response, without the second half of its bytes. */
  | { readonly kind: "cut"; readonly applied: boolean }
  /** The true response, late. */
  | { readonly kind: "late"; readonly millis: number }
  /** No response, until the client closes the connection. */
  | { readonly kind: "hang"; readonly applied: boolean }
  /** These bytes, which need not be HTTP. Then the connection is closed. */
  | { readonly kind: "raw"; readonly applied: boolean; readonly bytes: Buffer }

/** What happens to a request to the token endpoint instead of its response. */
export type TokenFault = { readonly status: number; readonly body?: string } | "lost" | "lostAfterwards"

export interface Options {
  readonly clientId?: string
  readonly clientSecret?: string
  /** In seconds. @default 172800 */
  readonly tokenLife?: number
  readonly fault?: (request: StrictRequest) => Fault | undefined
  readonly tokenFault?: (serial: number) => TokenFault | undefined
  /** The time that the token endpoint takes, in milliseconds. @default 0 */
  readonly tokenLatency?: number
}

export interface StrictServer {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** What clients did wrong. Each entry is a bug of the client. */
  readonly violations: ReadonlyArray<string>
  readonly counts: {
    requests: number
    renewals: number
    /** Requests for a token, of any outcome. */
    tokenRequests: number
    /** Refresh tokens that were sent again after they had been used. */
    reused: number
    unauthorized: number
  }
  /** How often each write was carried out. */
  readonly writes: ReadonlyMap<string, number>
  /** Forgets the writes, and returns how many were carried out more than once. */
  readonly forgetWrites: () => number
  /** Every secret that was ever valid. */
  readonly secrets: ReadonlySet<string>
  readonly issue: () => { readonly accessToken: string; readonly refreshToken: string }
  /** Makes all access tokens invalid. */
  readonly revoke: () => void
  /** The number of open connections. */
  readonly connections: () => Promise<number>
  readonly close: () => Promise<void>
}

const tokenPath = "/v2/oauth2/token"

/** The headers that a client may send. Others, such as those of a trace, are a violation. */
const allowedHeaders = new Set([
  "accept",
  "accept-encoding",
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "host",
  "transfer-encoding",
  "user-agent"
])

const duplicates = (rawHeaders: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  return names.filter((name, index) => names.indexOf(name) !== index)
}

/** Returns what is wrong with the headers of any request. */
const checkHeaders = (request: Http.IncomingMessage, host: string, bytes: number): ReadonlyArray<string> => {
  const { headers } = request
  const found = Object.keys(headers)
    .filter((name) => !allowedHeaders.has(name))
    .map((name) => `unexpected header ${name}`)
  for (const name of duplicates(request.rawHeaders)) found.push(`header ${name} twice`)
  if (request.httpVersion !== "1.1") found.push(`HTTP/${request.httpVersion}`)
  if (headers.host !== host) found.push(`host ${headers.host}`)
  if ((headers["user-agent"] ?? "") === "") found.push("no user-agent")
  if (headers["content-length"] !== undefined && Number(headers["content-length"]) !== bytes) {
    found.push(`content-length ${headers["content-length"]}, but ${bytes} bytes`)
  }
  return found
}

/** Returns what is wrong with the path and the query, which must be encoded in the usual way. */
const checkUrl = (url: string, base: string): ReadonlyArray<string> => {
  const parsed = new URL(url, base)
  const found: Array<string> = []
  if (!url.startsWith("/") || parsed.pathname !== url.split("?")[0]) found.push(`path ${url}`)
  if (/\/\/|%2f|%2e|\.\./i.test(parsed.pathname)) found.push(`path ${parsed.pathname}`)
  const names = [...parsed.searchParams.keys()]
  if (new Set(names).size !== names.length) found.push(`a query parameter twice: ${names.join(", ")}`)
  return found
}

const readBody = (request: Http.IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => resolve(Buffer.concat(chunks)))
    // the client has gone away
    request.on("close", () => resolve(undefined))
    request.on("error", () => resolve(undefined))
  })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const bytesOf = ({ body }: RouteResponse): Buffer => {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
}

const rateHeaders = { "x-ratelimit-limit-minute": "100000000", "x-ratelimit-remaining-minute": "99999999" }

/** Starts a server on a free port of the loopback interface. */
export const strictServer = async (options: Options = {}): Promise<StrictServer> => {
  const { clientId = "strict-app", clientSecret = "strict-secret-00d1f3a7", tokenLife = 172_800 } = options
  const violations: Array<string> = []
  const writes = new Map<string, number>()
  const secrets = new Set([clientSecret])
  const counts = { requests: 0, renewals: 0, tokenRequests: 0, reused: 0, unauthorized: 0 }
  const access = new Map<string, number>()
  const refresh = new Set<string>()
  const used = new Set<string>()
  let lastId = 5000

  const secret = (prefix: string) => {
    const made = `${prefix}${randomBytes(16).toString("hex")}`
    secrets.add(made)
    return made
  }
  const issueAccess = () => {
    const token = secret("at")
    access.set(token, Date.now() + tokenLife * 1000)
    return token
  }
  const issue = () => {
    const refreshToken = secret("rt")
    refresh.add(refreshToken)
    return { accessToken: issueAccess(), refreshToken }
  }

  const end = (
    response: Http.ServerResponse,
    status: number,
    headers: Http.OutgoingHttpHeaders = {},
    body: string | Buffer = ""
  ) => {
    if (response.destroyed) return
    response.writeHead(status, { ...headers, ...(status !== 204 && { "content-length": Buffer.byteLength(body) }) })
    response.end(body)
  }
  const endJson = (response: Http.ServerResponse, status: number, body: unknown) =>
    end(response, status, { "content-type": "application/json", ...rateHeaders }, JSON.stringify(body))

  // -------------------------------------------------------------------------------------------------------------
  // tokens
  // -------------------------------------------------------------------------------------------------------------

  const checkTokenRequest = (request: Http.IncomingMessage, form: URLSearchParams): ReadonlyArray<string> => {
    const found: Array<string> = []
    if (request.method !== "POST") found.push(`method ${request.method}`)
    if (request.url !== tokenPath) found.push(`path ${request.url}`)
    if (!/^application\/x-www-form-urlencoded(;|$)/.test(request.headers["content-type"] ?? "")) {
      found.push(`content-type ${request.headers["content-type"]}`)
    }
    if (request.headers.authorization !== undefined) found.push("an authorization header")
    const names = ["client_id", "client_secret", "grant_type"]
    if (form.get("grant_type") === "refresh_token") names.push("refresh_token")
    if ([...form.keys()].sort().join() !== names.sort().join()) found.push(`parameters ${[...form.keys()]}`)
    return found
  }

  const respondWithToken = async (request: Http.IncomingMessage, response: Http.ServerResponse, text: string) => {
    const serial = counts.tokenRequests++
    const form = new URLSearchParams(text)
    const wrong = checkTokenRequest(request, form)
    if (wrong.length > 0) {
      violations.push(...wrong.map((what) => `token endpoint: ${what}`))
      return endJson(response, 400, { error: "invalid_request", error_description: wrong.join("; ") })
    }
    await sleep(options.tokenLatency ?? 0)
    const fault = options.tokenFault?.(serial)
    if (fault === "lost") return void request.socket.destroy()
    if (fault !== undefined && fault !== "lostAfterwards") {
      return end(response, fault.status, { "content-type": "application/json" }, fault.body ?? "{}")
    }
    if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret) {
      return endJson(response, 401, { error: "invalid_client", error_description: "The client is unknown" })
    }
    const sent = form.get("refresh_token")
    if (sent !== null && !refresh.delete(sent)) {
      if (used.has(sent)) counts.reused += 1
      return endJson(response, 400, { error: "invalid_grant", error_description: "The refresh token is invalid" })
    }
    if (sent !== null) used.add(sent)
    counts.renewals += 1
    const issued = sent === null ? { accessToken: issueAccess() } : issue()
    if (fault === "lostAfterwards") return void request.socket.destroy()
    endJson(response, 200, {
      token_type: "bearer",
      access_token: issued.accessToken,
      expires_in: tokenLife,
      ...("refreshToken" in issued && { refresh_token: issued.refreshToken })
    })
  }

  const isAuthorized = (header: string | undefined): boolean => {
    const token = /^Bearer ([\x21-\x7e]+)$/.exec(header ?? "")?.[1]
    if (token === undefined) {
      violations.push(`authorization ${header === undefined ? "is missing" : "is malformed"}`)
      return false
    }
    // an invalid token may have been revoked, so it is allowed
    if (!secrets.has(token)) violations.push("a token that was never issued")
    return (access.get(token) ?? 0) > Date.now()
  }

  // -------------------------------------------------------------------------------------------------------------
  // the API
  // -------------------------------------------------------------------------------------------------------------

  const checkApiRequest = (route: Route, request: Http.IncomingMessage, url: URL, text: string) => {
    const found: Array<string> = []
    for (const [name, value] of url.searchParams) {
      const wrong = (Object.hasOwn(route.query, name) ? route.query[name] : () => "unknown")?.(value)
      if (wrong !== undefined) found.push(`query ${name}: ${wrong}`)
    }
    if (route.body === undefined) {
      if (text !== "") found.push("a body")
      if (request.headers["content-type"] !== undefined) found.push("a content-type without a body")
    } else {
      const type = request.headers["content-type"] ?? ""
      if (!/^application\/json(; ?charset=utf-8)?$/i.test(type)) found.push(`content-type ${type}`)
      if (request.headers["content-length"] === undefined) found.push("no content-length")
      const wrong = route.body(parse(text))
      if (wrong !== undefined) found.push(`body: ${wrong}`)
    }
    return found
  }

  const respondTo = async (request: Http.IncomingMessage, response: Http.ServerResponse, text: string) => {
    const url = new URL(request.url ?? "/", baseUrl)
    const route = routes.find(({ method, path }) => method === request.method && path.test(url.pathname))
    if (route === undefined) {
      violations.push(`no route for ${request.method} ${url.pathname}`)
      return endJson(response, 404, { message: "Not found" })
    }
    const serial = counts.requests++
    const wrong = checkApiRequest(route, request, url, text)
    if (wrong.length > 0) {
      violations.push(...wrong.map((what) => `${request.method} ${url.pathname}: ${what}`))
      return endJson(response, 400, { message: wrong.join("; ") })
    }
    if (!isAuthorized(request.headers.authorization)) {
      counts.unauthorized += 1
      return endJson(response, 401, { error: "invalid_token", error_description: "The access token is invalid" })
    }
    const seen: RouteRequest = {
      params: route.path.exec(url.pathname)?.slice(1) ?? [],
      query: url.searchParams,
      body: parse(text),
      nextId: () => ++lastId,
      baseUrl
    }
    const marker = route.marker?.(seen)
    const { headers } = request
    const fault = options.fault?.({ serial, method: route.method, path: url.pathname, headers, marker })
    const applied = fault === undefined || fault.kind === "late" || fault.applied
    if (applied && marker !== undefined) writes.set(marker, (writes.get(marker) ?? 0) + 1)
    if (fault?.kind === "lost") return void request.socket.destroy()
    if (fault?.kind === "hang") return
    if (fault?.kind === "raw") return void request.socket.end(fault.bytes)
    if (fault?.kind === "status") {
      return end(response, fault.status, { ...rateHeaders, ...fault.headers } as Http.OutgoingHttpHeaders, fault.body)
    }
    if (fault?.kind === "late") await sleep(fault.millis)
    const made = route.respond(seen)
    const bytes = bytesOf(made)
    if (fault?.kind === "cut") return cut(response, made, bytes)
    const whole: Made = {
      status: made.status,
      headers: { "correlation-id": `strict-${serial}`, ...rateHeaders, ...made.headers },
      body: bytes
    }
    const sent = fault?.kind === "changed" ? fault.change(whole) : whole
    end(response, sent.status, sent.headers as Http.OutgoingHttpHeaders, sent.body)
  }

  /** Sends the head and half of the body. An empty body is announced as one of two bytes. */
  const cut = (response: Http.ServerResponse, made: RouteResponse, bytes: Buffer) => {
    const status = made.status === 204 ? 200 : made.status
    response.writeHead(status, { ...rateHeaders, ...made.headers, "content-length": Math.max(bytes.length, 2) })
    response.write(bytes.length === 0 ? " " : bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
      response.socket?.destroy()
    )
  }

  const server = Http.createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    response.on("error", () => undefined)
    const body = await readBody(request)
    if (body === undefined) return
    const host = new URL(baseUrl).host
    const url = request.url ?? ""
    const wrong = [...checkHeaders(request, host, body.length), ...checkUrl(url, baseUrl)]
    violations.push(...wrong.map((what) => `${request.method} ${url.split("?")[0]}: ${what}`))
    const respond = url.startsWith(tokenPath) ? respondWithToken : respondTo
    await respond(request, response, body.toString())
  })
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // a client that closes its connection is fine, and one that does not send HTTP is not
    if (error.code !== "ECONNRESET" && error.code !== "EPIPE") violations.push(`not HTTP: ${error.code}`)
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    baseUrl,
    clientId,
    clientSecret,
    violations,
    counts,
    writes,
    forgetWrites: () => {
      const duplicated = [...writes.values()].filter((times) => times > 1).length
      writes.clear()
      return duplicated
    },
    secrets,
    issue,
    revoke: () => access.clear(),
    connections: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}
