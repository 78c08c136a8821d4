/**
 * A server around a receiver, which closes without breaking off an answer.
 */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import * as HttpServerError from "@effect/platform/HttpServerError"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import { within } from "../undisturbed.js"
import type { Receiver } from "./receiver.js"

interface Options {
  readonly port: number
  readonly host: string
  readonly path: string
  readonly bodyTimeout: Duration.Duration
}

/** Beyond the receiver's own limit, for what it has refused and Node discards. */
const discardMillis = 5_000
/** How long the last answers may take to leave. */
const flushTime = Duration.seconds(1)

const create = (options: Options): Http.Server =>
  Http.createServer({
    headersTimeout: 10_000,
    requestTimeout: Math.max(10_000, Duration.toMillis(options.bodyTimeout) + discardMillis),
    connectionsCheckingInterval: 1_000
  })

const listen = (server: Http.Server, options: Options): Effect.Effect<AddressInfo, HttpServerError.ServeError> =>
  Effect.async((resume) => {
    const onError = (cause: Error) => resume(new HttpServerError.ServeError({ cause }))
    server.once("error", onError)
    server.listen(options.port, options.host, () => {
      server.off("error", onError)
      // a server that listens on a port has an address of this form
      resume(Effect.succeed(server.address() as AddressInfo))
    })
  })

const pathOf = (request: Http.IncomingMessage): string => (request.url ?? "/").split("?", 1)[0] ?? "/"

export const serve = (
  receiver: Receiver,
  options: Options
): Effect.Effect<{ readonly port: number; readonly url: string }, HttpServerError.ServeError, Scope.Scope> =>
  Effect.gen(function* () {
    const handle = yield* NodeHttpServer.makeHandler(receiver.app)
    const server = create(options)
    const open = new Set<Http.ServerResponse>()
    let closed: Promise<void> | undefined

    server.on("request", (request, response) => {
      open.add(response)
      response.on("close", () => open.delete(response))
      if (closed !== undefined) response.setHeader("connection", "close")
      if (pathOf(request) === options.path) handle(request, response)
      else response.writeHead(404).end()
    })

    const stopListening = Effect.sync(() => {
      closed = new Promise((resolve) => server.close(() => resolve()))
      // a connection that is kept alive would be taken for one that still listens
      for (const response of open) if (!response.headersSent) response.setHeader("connection", "close")
    })
    const flushed = Effect.promise(() => closed ?? Promise.resolve())

    const address = yield* listen(server, options)
    // such as too many open files: without a listener it would end the program
    const runtime = yield* Effect.runtime<never>()
    server.on("error", ({ message }) =>
      Runtime.runFork(runtime, Effect.logWarning(`The webhook server could not take a connection: ${message}`))
    )
    yield* Effect.addFinalizer(() =>
      receiver.stop.pipe(
        Effect.zipRight(stopListening),
        Effect.zipRight(receiver.drain),
        Effect.zipRight(within(flushed, flushTime)),
        Effect.zipRight(Effect.sync(() => server.closeAllConnections()))
      )
    )
    const host = address.family === "IPv6" ? `[${address.address}]` : address.address
    return { port: address.port, url: `http://${host}:${address.port}${options.path}` }
  })
