/** A running receiver, signed deliveries, and the log lines and metrics of the outcomes. */
import * as Http from "node:http"
import { connect, type Socket } from "node:net"
import { it } from "@effect/vitest"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import * as WebhookStore from "@effect-helpscout/node/WebhookStore"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import { type Parcel, parcel, post } from "@effect-helpscout/test-support/webhookSender"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"

export const secret = "planted-secret"
export const secrets = Redacted.make(secret)
export const base = { secrets, port: 0, path: "/hook" } as const

export const deleted = (id: number) => parcel(secret, "convo.deleted", JSON.stringify({ id }))

export const send = (url: string, what: Parcel) => Effect.promise(() => post(url, what))
export const sendOrZero = (url: string, what: Parcel) => Effect.promise(() => post(url, what).catch(() => 0))

/** Sends a request head, lets `follow` send the body, and returns the first data of the response. */
export const raw = (url: string, header: string, follow: (socket: Socket) => void) =>
  Effect.promise(
    () =>
      new Promise<string>((resolve, reject) => {
        const { pathname, port } = new URL(url)
        const socket = connect(Number(port), "127.0.0.1", () => {
          socket.write(`POST ${pathname} HTTP/1.1\r\nhost: a\r\n${header}\r\n\r\n`)
          follow(socket)
        })
        socket.on("data", (data) => {
          resolve(String(data))
          socket.destroy()
        })
        socket.on("error", reject)
      })
  )

/** Runs a test with a memory store. `lines` collects the log, and `claims` returns the number of claims so far. */
export const live = (
  name: string,
  test: (
    lines: ReadonlyArray<string>,
    claims: () => number
  ) => Effect.Effect<void, unknown, Scope.Scope | WebhookStore.WebhookStore>
) => {
  const lines: Array<string> = []
  const logger = Logger.map(Logger.logfmtLogger, (line) => void lines.push(line))
  let count = 0
  it.scopedLive(name, () =>
    Effect.gen(function* () {
      const memory = yield* WebhookStore.makeMemory()
      const store: WebhookStore.Service = {
        ...memory,
        begin: (...args) => Effect.tap(memory.begin(...args), () => Effect.sync(() => void count++))
      }
      yield* test(lines, () => count).pipe(
        Effect.provideService(WebhookStore.WebhookStore, store),
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.Debug)
      )
    })
  )
}

/** Waits until the condition holds. */
export const until = (holds: () => boolean) => Effect.repeat(Effect.sleep("5 millis"), { until: holds })

/** Returns the number of deliveries with this outcome. */
export const counted = (outcome: string) =>
  Effect.map(
    Metric.value(
      Metric.tagged(
        Metric.counter("helpscout_webhook_deliveries", {
          description: "Webhook deliveries by outcome",
          incremental: true
        }),
        "outcome",
        outcome
      )
    ),
    ({ count }) => count
  )

/** Serves a receiver that collects its events. */
export const collecting = (options: Partial<NodeWebhook.Options> = {}) =>
  Effect.gen(function* () {
    const events: Array<WebhookEvent> = []
    const { url } = yield* NodeWebhook.serve({ ...base, ...options }, (event) => Effect.sync(() => events.push(event)))
    return { url, events }
  })

/** Starts a node:http server with this listener. */
export const listening = (listener: Http.RequestListener) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.async<Http.Server>((resume) => {
        const server = Http.createServer(listener)
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
      }),
      (server) => Effect.sync(() => server.close().closeAllConnections())
    ),
    (server) => {
      const address = server.address()
      return `http://127.0.0.1:${address === null || typeof address === "string" ? 0 : address.port}/`
    }
  )
