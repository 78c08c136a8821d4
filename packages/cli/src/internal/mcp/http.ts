/**
 * MCP over HTTP ("Streamable HTTP", with JSON responses), on the loopback interface (law M6).
 *
 * Every request needs the bearer token. A browser's page cannot send it, and is rejected before by its Origin; a name that
 * was rebound to this machine is rejected by its Host.
 */
import { createHash, randomUUID, timingSafeEqual } from "node:crypto"
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import * as JsonRpc from "./jsonRpc.js"
import * as Server from "./server.js"
import type { Settings } from "./settings.js"

export interface Options {
  /** 0 is any free port. */
  readonly port: number
  /** From HELPSCOUT_MCP_TOKEN: an argument would be visible to every user of the machine. */
  readonly token: Redacted.Redacted
  /** Origins of pages that may connect, besides those of this machine. @default none */
  readonly origins?: ReadonlyArray<string>
  /** Called with the URL when the server accepts connections. */
  readonly onListening?: (url: string) => Effect.Effect<void>
}

/** The server cannot listen. */
export class HttpFailed extends Data.TaggedError("HttpFailed")<{ readonly message: string }> {}

const path = "/mcp"
const maxBodyBytes = 1_000_000
const maxSessions = 100
const minTokenLength = 16

type Json = Readonly<Record<string, unknown>>

/** A client, and the responses that its open requests wait for. */
interface Session {
  readonly clientId: number
  readonly waiting: Map<string | number, (message: Json) => void>
  lastUsed: number
}

const digest = (text: string) => createHash("sha256").update(text).digest()

const isLoopback = (host: string): boolean => /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host)

const isAllowedOrigin = (origin: string, allowed: ReadonlyArray<string>): boolean =>
  allowed.includes(origin) || (URL.canParse(origin) && isLoopback(new URL(origin).host))

type Reply = (status: number, body?: Json, headers?: Http.OutgoingHttpHeaders) => void

const replyTo =
  (response: Http.ServerResponse): Reply =>
  (status, body, headers = {}) => {
    if (response.headersSent) return
    const text = body === undefined ? "" : JSON.stringify(body)
    response.writeHead(status, {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      "content-length": Buffer.byteLength(text),
      "cache-control": "no-store",
      ...headers
    })
    response.end(text)
  }

const problem = (message: string): Json => JsonRpc.errorMessage(null, "request", message)

/** Reads a body, or returns nothing if it is too large. */
const readBody = async (request: Http.IncomingMessage): Promise<string | undefined> => {
  const chunks: Array<Buffer> = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > maxBodyBytes) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString("utf8")
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const make = (hub: JsonRpc.Hub, options: Options, runtime: Runtime.Runtime<never>) => {
  const expected = digest(Redacted.value(options.token))
  const sessions = new Map<string, Session>()
  const run = Runtime.runFork(runtime)
  const end = (id: string, { clientId }: Session) => {
    sessions.delete(id)
    run(hub.disconnect(clientId))
  }

  const open = (): readonly [string, Session] => {
    const oldest = [...sessions].sort(([, a], [, b]) => a.lastUsed - b.lastUsed)[0]
    if (sessions.size >= maxSessions && oldest !== undefined) end(...oldest)
    const waiting = new Map<string | number, (message: Json) => void>()
    const clientId = hub.connect((message) =>
      Effect.sync(() => {
        // notifications have no id, and no stream to go to
        if (message.id !== undefined && message.id !== null) waiting.get(message.id as string)?.(message)
      })
    )
    const opened = [randomUUID(), { clientId, waiting, lastUsed: Date.now() }] as const
    sessions.set(...opened)
    return opened
  }

  /** Returns what is wrong with the sender of a request, or nothing. */
  const rejection = ({ headers }: Http.IncomingMessage): readonly [number, string] | undefined => {
    const { authorization = "", host = "", origin } = headers
    if (!isLoopback(host)) return [403, "Connect by localhost or 127.0.0.1."]
    if (origin !== undefined && !isAllowedOrigin(origin, options.origins ?? []))
      return [403, "This origin is not allowed."]
    const token = /^bearer +(\S+)$/i.exec(authorization)?.[1]
    if (token === undefined || !timingSafeEqual(digest(token), expected))
      return [401, "Pass the token: Authorization: Bearer ..."]
    return undefined
  }

  const request = (
    session: Session,
    message: Json,
    response: Http.ServerResponse,
    reply: Reply,
    headers: Http.OutgoingHttpHeaders
  ) => {
    const id = message.id as string | number
    if (session.waiting.has(id)) return reply(400, problem("This id is in use."))
    session.waiting.set(id, (result) => {
      session.waiting.delete(id)
      reply(200, result, headers)
    })
    // the client closed the connection
    response.on("close", () => {
      if (!session.waiting.delete(id)) return
      run(hub.receive(session.clientId, { jsonrpc: "2.0", method: JsonRpc.cancellation, params: { requestId: id } }))
    })
    run(hub.receive(session.clientId, message))
  }

  const post = async (incoming: Http.IncomingMessage, response: Http.ServerResponse, reply: Reply) => {
    if (!/^application\/json\b/i.test(incoming.headers["content-type"] ?? "")) {
      return reply(415, problem("Expected content-type: application/json."))
    }
    const body = await readBody(incoming)
    if (body === undefined)
      return reply(413, problem(`A message has at most ${maxBodyBytes} bytes.`), { connection: "close" })
    const message = parse(body)
    if (message === undefined) return reply(400, JsonRpc.errorMessage(null, "parse", "The body is not JSON."))
    if (!isJson(message)) return reply(400, problem("Expected one message: batches are not supported."))
    const isRequest = typeof message.method === "string" && message.id !== undefined
    if (message.method === "initialize" && isRequest) {
      const [id, session] = open()
      return request(session, message, response, reply, { "mcp-session-id": id })
    }
    const session = sessions.get(String(incoming.headers["mcp-session-id"] ?? ""))
    if (session === undefined) return reply(404, problem("There is no such session. Send initialize again."))
    session.lastUsed = Date.now()
    if (isRequest) return request(session, message, response, reply, {})
    if (message.method === JsonRpc.cancellation && isJson(message.params)) {
      // its response will not come
      session.waiting.get(message.params.requestId as string)?.(
        JsonRpc.errorMessage(message.params.requestId as string, "request", "The request was canceled.")
      )
    }
    run(hub.receive(session.clientId, message))
    reply(202)
  }

  const remove = (incoming: Http.IncomingMessage, reply: Reply) => {
    const id = String(incoming.headers["mcp-session-id"] ?? "")
    const session = sessions.get(id)
    if (session === undefined) return reply(404, problem("There is no such session."))
    end(id, session)
    reply(204)
  }

  const route = (incoming: Http.IncomingMessage, response: Http.ServerResponse, reply: Reply) => {
    const rejected = rejection(incoming)
    if (rejected !== undefined) {
      const [status, message] = rejected
      return reply(status, problem(message), status === 401 ? { "www-authenticate": "Bearer" } : {})
    }
    if ((incoming.url ?? "").split("?")[0] !== path) return reply(404, problem(`The server is at ${path}.`))
    if (incoming.method === "DELETE") return remove(incoming, reply)
    // a stream of notifications is optional, and this server has none
    if (incoming.method !== "POST") return reply(405, problem("Send messages with POST."), { allow: "POST, DELETE" })
    post(incoming, response, reply).catch(() => reply(400, problem("The request ended early.")))
  }

  return (incoming: Http.IncomingMessage, response: Http.ServerResponse): void => {
    route(incoming, response, replyTo(response))
  }
}

const listen = (options: Options, handler: Http.RequestListener) =>
  Effect.acquireRelease(
    Effect.async<Http.Server, HttpFailed>((resume) => {
      const server = Http.createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handler)
      server.once("error", (error: NodeJS.ErrnoException) =>
        resume(
          new HttpFailed({
            message: `mcp: cannot listen on port ${options.port} (${error.code}). Choose another with --http.`
          })
        )
      )
      server.listen(options.port, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.async<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  )

/** Serves until it is interrupted. */
export const serve = <E>(
  settings: Settings,
  options: Options,
  client: Layer.Layer<HelpScoutClient, E>
): Effect.Effect<never, E | HttpFailed> =>
  Effect.scoped(
    Effect.gen(function* () {
      if (Redacted.value(options.token).length < minTokenLength) {
        return yield* new HttpFailed({
          message: `mcp: HELPSCOUT_MCP_TOKEN is missing or shorter than ${minTokenLength} characters. Set it to a random text, such as the output of openssl rand -hex 32.`
        })
      }
      const hub = Server.hub(settings)
      const server = yield* listen(options, make(hub, options, yield* Effect.runtime<never>()))
      const { port } = server.address() as AddressInfo
      yield* options.onListening?.(`http://127.0.0.1:${port}${path}`) ?? Effect.void
      return yield* Server.run(hub, settings, client)
    })
  )
