/** An HTTP server for a receiver. It completes all responses before it closes. */
import * as Http from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Completion from "@effect-helpscout/core/Completion"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import type { ListenFailed } from "../../ListenFailed.js"
import * as Listen from "../listen.js"
import type { Receiver } from "./receiver.js"

interface Options {
  readonly port: number
  readonly host: string
  readonly path: string
  readonly bodyTimeout: Duration.Duration
}

/** The time beyond `bodyTimeout` that Node.js may take to discard the body of a rejected delivery. */
const discardMillis = 5_000
/** The time limit for sending the last responses. */
const flushTime = Duration.seconds(1)

const create = (options: Options): Http.Server =>
  Http.createServer({
    headersTimeout: 10_000,
    requestTimeout: Math.max(10_000, Duration.toMillis(options.bodyTimeout) + discardMillis),
    connectionsCheckingInterval: 1_000
  })

const pathOf = (request: Http.IncomingMessage): string => (request.url ?? "/").split("?", 1)[0] ?? "/"

export const serve = (
  receiver: Receiver,
  options: Options
): Effect.Effect<{ readonly port: number; readonly url: string }, ListenFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const handle = yield* NodeHttpServer.makeHandler(receiver.app)
    const server = create(options)
    const pending = new Set<Http.ServerResponse>()
    let closed: Promise<void> | undefined

    server.on("request", (request, response) => {
      pending.add(response)
      response.on("close", () => pending.delete(response))
      if (closed !== undefined) response.setHeader("connection", "close")
      if (pathOf(request) === options.path) handle(request, response)
      else response.writeHead(404).end()
    })

    const stopListening = Effect.sync(() => {
      closed = new Promise((resolve) => server.close(() => resolve()))
      // without this header, clients would send further requests on their open connections
      for (const response of pending) if (!response.headersSent) response.setHeader("connection", "close")
    })
    const flushed = Effect.promise(() => closed ?? Promise.resolve())

    const shutdown = receiver.stop.pipe(
      Effect.zipRight(stopListening),
      Effect.zipRight(receiver.drain),
      Effect.zipRight(Completion.toCompletion(Effect.timeoutOption(flushed, flushTime))),
      Effect.zipRight(Effect.sync(() => server.closeAllConnections()))
    )
    // law P9: a server that is interrupted while it starts is closed as soon as it listens
    const address = yield* Effect.acquireRelease(Listen.listen("NodeWebhook.serve", server, options), () => shutdown)
    // without a listener, an error such as too many open files would end the program
    const runtime = yield* Effect.runtime<never>()
    server.on("error", ({ message }) =>
      Runtime.runFork(runtime, Effect.logWarning(`The webhook server cannot accept a connection: ${message}`))
    )
    return { port: address.port, url: `${Listen.originOf(address)}${options.path}` }
  })
