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
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Listen from "./internal/listen.js"
import type { ListenFailed } from "./ListenFailed.js"

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

const close = (server: Http.Server): Effect.Effect<void> =>
  Effect.async((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

/**
 * Serves a simulator over HTTP until the scope closes, and returns it. Its `baseUrl` is the address of the server, and
 * its `authorizeUrl` a page on which a user in a browser authorizes an app.
 *
 * @since 0.1.0
 */
export const serve = (options: Options = {}): Effect.Effect<Simulator.Service, ListenFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const runtime = yield* Effect.runtime<never>()
    // a busy machine can pause for longer than Node's default of 5 seconds; the next request would find a closed connection
    const server = Http.createServer({ keepAliveTimeout: 60_000 })
    // law P9: a server that is interrupted while it starts is closed as soon as it listens
    const where = { host: options.host ?? "127.0.0.1", port: options.port ?? 0 }
    const address = yield* Effect.acquireRelease(Listen.listen("NodeSimulator.serve", server, where), () =>
      close(server)
    )
    const simulator = yield* Simulator.make({ ...options, baseUrl: Listen.originOf(address) })

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
 * The environment variables that point a program at a simulator.
 *
 * @since 0.1.0
 */
export const environment = (
  simulator: Pick<Simulator.Service, "authorizeUrl" | "baseUrl" | "clientId" | "clientSecret">
): Readonly<Record<string, string>> => ({
  HELPSCOUT_BASE_URL: simulator.baseUrl,
  HELPSCOUT_AUTHORIZE_URL: simulator.authorizeUrl,
  HELPSCOUT_CLIENT_ID: simulator.clientId,
  HELPSCOUT_CLIENT_SECRET: simulator.clientSecret
})

/**
 * The forms in which `run` prints variables: for a shell (`export NAME=value`), for PowerShell (`$env:NAME = "value"`),
 * or for a file that `node --env-file` reads (`NAME=value`).
 *
 * @since 0.1.0
 */
export type Format = "sh" | "powershell" | "env"

/**
 * The options of `run`.
 *
 * @since 0.1.0
 */
export interface RunOptions extends Options {
  /** @default "sh" */
  readonly format?: Format | undefined
}

const lines: Readonly<Record<Format, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}=${value}`,
  powershell: (name, value) => `$env:${name} = "${value}"`,
  env: (name, value) => `${name}=${value}`
}

/**
 * Serves a simulator, prints the variables that point a program at it, and runs until it is interrupted. The variables
 * go to standard output, the explanation to standard error. `npx helpscout-simulator` runs it. Fails if the server
 * cannot listen.
 *
 * @since 0.1.0
 */
export const run = (options: RunOptions = {}): Effect.Effect<never, ListenFailed> =>
  Effect.scoped(
    Effect.gen(function* () {
      const simulator = yield* serve(options)
      const line = lines[options.format ?? "sh"]
      for (const [name, value] of Object.entries(environment(simulator))) yield* Console.log(line(name, value))
      yield* Console.error(
        `Simulated Help Scout at ${simulator.baseUrl}. Set these variables where your program runs. Ctrl-C stops it.`
      )
      return yield* Effect.never
    })
  )

/**
 * Provides a simulator that is served over HTTP.
 *
 * @since 0.1.0
 */
export const layer = (options?: Options): Layer.Layer<Simulator.Simulator, ListenFailed> =>
  Layer.scopedContext(Effect.map(serve(options), (simulator) => Context.make(Simulator.Simulator, simulator)))
