/**
 * The messages of MCP, between a transport and `McpServer` of @effect/ai (law M7).
 *
 * `McpServer` leaves open what this adds: ids of any kind, 0 included (its own codec turns 0 into a notification), the
 * codes of JSON-RPC for errors, silence after a cancellation, output schemas, titles and instructions, and calls without arguments.
 */
import type * as RpcMessage from "@effect/rpc/RpcMessage"
import * as RpcServer from "@effect/rpc/RpcServer"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"
import * as Mailbox from "effect/Mailbox"
import * as Option from "effect/Option"

type Json = Readonly<Record<string, unknown>>
type Id = string | number

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)
const isId = (value: unknown): value is Id => typeof value === "string" || Number.isSafeInteger(value)

/** Sends one message to a client. */
export type Write = (message: Json) => Effect.Effect<void>

interface Client {
  readonly write: Write
  /** The client's ids by ours, with the method of the request. */
  readonly pending: Map<string, { readonly id: Id; readonly method: string }>
}

export interface Hub {
  readonly protocol: Effect.Effect<RpcServer.Protocol["Type"]>
  /** Connects a client, and returns its number. */
  readonly connect: (write: Write) => number
  readonly disconnect: (clientId: number) => Effect.Effect<void>
  /** Receives one message of a client, parsed. */
  readonly receive: (clientId: number, message: unknown) => Effect.Effect<void>
  /** The number of requests whose responses are not written yet. */
  readonly pending: (clientId: number) => number
}

export interface Additions {
  readonly instructions: string
  /** What the entries of `tools/list` lack, by the tool's name. */
  readonly tools: ReadonlyMap<string, Json>
}

/** The notification that cancels a request, in the protocol's British spelling. */
export const cancellation = `notifications/cancel${"led"}` as const

const methods: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/read",
  "resources/templates/list",
  "prompts/list",
  "prompts/get",
  "completion/complete"
])

const codes = { parse: -32700, request: -32600, method: -32601, params: -32602, internal: -32603 }

export const errorMessage = (id: Id | null, code: keyof typeof codes, message: string): Json => ({
  jsonrpc: "2.0",
  id,
  error: { code: codes[code], message }
})

const withAdditions = (method: string, result: unknown, { instructions, tools }: Additions): unknown => {
  if (!isJson(result)) return result
  if (method === "initialize") return { ...result, instructions }
  if (method !== "tools/list" || !Array.isArray(result.tools)) return result
  return { ...result, tools: result.tools.map((tool: Json) => ({ ...tool, ...tools.get(String(tool.name)) })) }
}

/** The failures in a cause, as @effect/rpc encodes it. */
const failuresIn = (cause: unknown): ReadonlyArray<Json> => {
  if (Array.isArray(cause)) return cause.flatMap(failuresIn)
  if (!isJson(cause)) return []
  if (cause._tag === "Sequential" || cause._tag === "Parallel")
    return [...failuresIn(cause.left), ...failuresIn(cause.right)]
  return [cause]
}

/** Nothing for an interruption: the client that canceled a request does not wait for it. */
const errorOf = (id: Id, cause: unknown): Json | undefined => {
  const found = failuresIn(cause)
  const failed = found.find(({ _tag }) => _tag === "Fail")
  if (failed !== undefined && isJson(failed.error)) {
    const { code, message } = failed.error
    const known = typeof code === "number" ? code : codes.internal
    return { jsonrpc: "2.0", id, error: { code: known, message: String(message ?? "The request failed.") } }
  }
  if (found.length > 0 && found.every(({ _tag }) => _tag === "Interrupt")) return undefined
  const invalid = found.some(({ defect }) => isJson(defect) && /ParseError/.test(String(defect._tag ?? defect.name)))
  return invalid
    ? errorMessage(id, "params", "The parameters are invalid. Compare them with the schema of the method.")
    : errorMessage(id, "internal", "The request failed. The log of the server has the cause.")
}

const encodeExit = (
  { id, method }: { readonly id: Id; readonly method: string },
  exit: RpcMessage.ResponseExitEncoded["exit"],
  additions: Additions
): Json | undefined =>
  exit._tag === "Success"
    ? { jsonrpc: "2.0", id, result: withAdditions(method, exit.value ?? {}, additions) }
    : errorOf(id, exit.cause)

type Deliver = (clientId: number, message: RpcMessage.FromClientEncoded) => Effect.Effect<void>

export const make = (additions: Additions): Hub => {
  const clients = new Map<number, Client>()
  let clientCount = 0
  let requestCount = 0
  // a client may send before the server runs
  const ready = Deferred.unsafeMake<Deliver>(FiberId.none)

  const send = (clientId: number, response: RpcMessage.FromServerEncoded): Effect.Effect<void> => {
    const client = clients.get(clientId)
    if (client === undefined) return Effect.void
    const message = response as RpcMessage.FromServerEncoded | RpcMessage.RequestEncoded
    if (message._tag === "Request") {
      return client.write({ jsonrpc: "2.0", method: message.tag, params: message.payload ?? {} })
    }
    if (message._tag !== "Exit") return Effect.void
    const request = client.pending.get(message.requestId)
    if (request === undefined) return Effect.void
    const encoded = encodeExit(request, message.exit, additions)
    const written = encoded === undefined ? Effect.void : client.write(encoded)
    return Effect.ensuring(
      written,
      Effect.sync(() => client.pending.delete(message.requestId))
    )
  }

  const request = (clientId: number, id: string, tag: string, payload: unknown) =>
    Effect.flatMap(Deferred.await(ready), (deliver) =>
      deliver(clientId, { _tag: "Request", id: id as never, tag, payload, headers: [] })
    )

  const cancel = (clientId: number, client: Client, canceled: unknown): Effect.Effect<void> => {
    const found = [...client.pending].find(([, { id }]) => id === canceled)
    if (found === undefined) return Effect.void
    // its exit is not a response that anything waits for
    client.pending.delete(found[0])
    return request(clientId, "", cancellation, { requestId: found[0] })
  }

  const payloadOf = (method: string, params: unknown): unknown =>
    method === "tools/call" && isJson(params) ? { ...params, arguments: params.arguments ?? {} } : (params ?? {})

  const receive = (clientId: number, message: unknown): Effect.Effect<void> => {
    const client = clients.get(clientId)
    if (client === undefined) return Effect.void
    if (!isJson(message) || message.jsonrpc !== "2.0") {
      return client.write(errorMessage(null, "request", "Expected one JSON-RPC 2.0 message."))
    }
    const { id, method, params } = message
    // a response: this server sends no requests
    if (typeof method !== "string") return Effect.void
    if (id === undefined) {
      if (method !== cancellation || !isJson(params)) return Effect.void
      return cancel(clientId, client, params.requestId)
    }
    if (!isId(id)) return client.write(errorMessage(null, "request", "The id must be a string or an integer."))
    if (!methods.has(method))
      return client.write(errorMessage(id, "method", `${method.slice(0, 80)} is not supported.`))
    requestCount += 1
    client.pending.set(String(requestCount), { id, method })
    return request(clientId, String(requestCount), method, payloadOf(method, params))
  }

  return {
    protocol: RpcServer.Protocol.make((write) =>
      Effect.gen(function* () {
        Deferred.unsafeDone(ready, Effect.succeed(write))
        return {
          disconnects: yield* Mailbox.make<number>(),
          send,
          end: () => Effect.void,
          clientIds: Effect.sync(() => new Set(clients.keys())),
          initialMessage: Effect.succeed(Option.none()),
          supportsAck: false,
          supportsTransferables: false,
          supportsSpanPropagation: false
        }
      })
    ),
    connect: (write) => {
      clientCount += 1
      clients.set(clientCount, { write, pending: new Map() })
      return clientCount
    },
    disconnect: (clientId) =>
      Effect.suspend(() => {
        const client = clients.get(clientId)
        if (client === undefined) return Effect.void
        clients.delete(clientId)
        return Effect.forEach(client.pending.keys(), (id) => request(clientId, "", cancellation, { requestId: id }), {
          discard: true
        })
      }),
    receive,
    pending: (clientId) => clients.get(clientId)?.pending.size ?? 0
  }
}
