/**
 * The simulator of `@effect-helpscout/simulator/Simulator` over HTTP, on a socket of this machine.
 *
 * ```ts
 * import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
 * import * as Effect from "effect/Effect"
 *
 * export const address = Effect.scoped(
 *   Effect.map(NodeSimulator.serve({ data: { conversations: 10 } }), (served) => served.baseUrl)
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"

/**
 * The options of a served simulator.
 *
 * @since 0.1.0
 */
export interface Options extends Omit<Simulator.Options, "baseUrl"> {
  /** @default a free port */
  readonly port?: number
  /** @default "127.0.0.1" */
  readonly host?: string
}

const received = async (request: Http.IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const headersOf = (request: Http.IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value
  }
  return headers
}

const respond = (response: Http.ServerResponse, outcome: Simulator.Outcome): void => {
  if (outcome._tag !== "Response") {
    response.socket?.resetAndDestroy()
    return
  }
  const body = typeof outcome.body === "string" ? Buffer.from(outcome.body) : outcome.body
  response.writeHead(outcome.status, { ...outcome.headers, "content-length": String(body.length) })
  if (outcome.brokenAt === undefined) {
    response.end(outcome.status === 204 ? undefined : body)
    return
  }
  // the body ends before the announced length
  response.write(body.subarray(0, outcome.brokenAt), () => response.socket?.resetAndDestroy())
}

const listen = (server: Http.Server, options: Options): Effect.Effect<AddressInfo> =>
  Effect.async((resume) => {
    server.once("error", (error) => resume(Effect.die(error)))
    // a server that listens on a port has an address of this form
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", () =>
      resume(Effect.succeed(server.address() as AddressInfo))
    )
  })

const close = (server: Http.Server): Effect.Effect<void> =>
  Effect.async((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

/**
 * Serves a simulator over HTTP until the scope closes, and returns it. Its `baseUrl` is the address of the server.
 *
 * @since 0.1.0
 */
export const serve = (options: Options = {}): Effect.Effect<Simulator.Service, never, Scope.Scope> =>
  Effect.gen(function* () {
    const runtime = yield* Effect.runtime<never>()
    // a busy machine can pause for longer than Node's default of 5 seconds; the next request would find a closed connection
    const server = Http.createServer({ keepAliveTimeout: 60_000 })
    // law P9: a server that is interrupted while it starts is closed as soon as it listens
    const address = yield* Effect.acquireRelease(listen(server, options), () => close(server))
    const simulator = yield* Simulator.make({ ...options, baseUrl: `http://${address.address}:${address.port}` })

    server.on("request", (request: Http.IncomingMessage, response: Http.ServerResponse) => {
      const handled = Effect.promise(() => received(request)).pipe(
        Effect.flatMap((body) =>
          simulator.handle({
            method: request.method ?? "GET",
            url: request.url ?? "/",
            headers: headersOf(request),
            body
          })
        ),
        Effect.map((outcome) => respond(response, outcome)),
        // the caller disconnected while it was sending
        Effect.catchAllDefect(() => Effect.sync(() => response.destroy()))
      )
      const fiber = Runtime.runFork(runtime, handled)
      response.on("close", () => Runtime.runFork(runtime, Fiber.interruptFork(fiber)))
    })
    return simulator
  })

/**
 * Provides a simulator that is served over HTTP.
 *
 * @since 0.1.0
 */
export const layer = (options?: Options): Layer.Layer<Simulator.Simulator> =>
  Layer.scopedContext(Effect.map(serve(options), (simulator) => Context.make(Simulator.Simulator, simulator)))
