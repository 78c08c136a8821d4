/** MCP over stdin and stdout: one message per line. Nothing else may be written to stdout. */
import * as Process from "node:process"
import * as Readline from "node:readline"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Runtime from "effect/Runtime"
import * as JsonRpc from "./jsonRpc.js"
import * as Server from "./server.js"
import type { Settings } from "./settings.js"

const write = (message: unknown): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    Process.stdout.write(`${JSON.stringify(message)}\n`, () => resume(Effect.void))
  })

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const toStderr = Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger))

/** Serves one client until it closes stdin. */
export const serve = <E>(settings: Settings, client: Layer.Layer<HelpScoutClient, E>): Effect.Effect<void, E> =>
  Effect.gen(function* () {
    const hub = Server.hub(settings)
    const clientId = hub.connect(write)
    const runtime = yield* Effect.runtime<never>()
    const closed = Effect.async<void>((resume) => {
      const lines = Readline.createInterface({ input: Process.stdin })
      lines.on("line", (line) => {
        if (line.trim() === "") return
        const message = parse(line)
        const received =
          message === undefined
            ? write(JsonRpc.errorMessage(null, "parse", "Expected one JSON-RPC message per line."))
            : hub.receive(clientId, message)
        Runtime.runFork(runtime)(received)
      })
      lines.on("close", () => resume(Effect.void))
      return Effect.sync(() => lines.close())
    })
    // a script may close stdin before it has read the responses
    const finished = Effect.repeat(Effect.sleep("20 millis"), { until: () => hub.pending(clientId) === 0 })
    const ended = Effect.zipRight(closed, Effect.timeoutOption(finished, "1 minute"))
    yield* Effect.raceFirst(Server.run(hub, settings, client), ended)
  }).pipe(Effect.provide(toStderr))
