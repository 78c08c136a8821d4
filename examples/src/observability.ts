/**
 * Shows spans, metrics and logs over OTLP. The client creates them, and one Layer exports them: to
 * OTEL_EXPORTER_OTLP_ENDPOINT, or to a collector in this program that prints a summary. The simulated account has a small
 * budget and tokens that are valid for seconds, so that you see waits, renewals and the remaining budget.
 * Run it with `node examples/dist/src/observability.js`.
 */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import * as Otlp from "@effect/opentelemetry/Otlp"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

/** Help Scout's window is a minute, and its tokens are valid for two days. */
const window = "1 second"
const tokenLife = "1 second"
const limit = 40

const program = Effect.gen(function* () {
  const conversations = yield* Conversations
  const threads = yield* conversations.listAll({ status: "all" }).pipe(
    Stream.mapEffect(({ id }) => Stream.runCount(conversations.threads.listAll({ conversationId: id })), {
      concurrency: 8
    }),
    Stream.runSum
  )
  yield* Effect.logInfo(`Counted ${threads} threads`)
}).pipe(Effect.withSpan("count threads"))

/** Reads the state of the limiter within the program, without a collector. */
const snapshot = Effect.gen(function* () {
  const { limit, remaining, waits } = yield* Effect.flatMap(RateLimiter, (limiter) => limiter.snapshot)
  yield* Console.log(`Limiter snapshot: ${remaining} of ${limit} requests left, ${waits} requests waited`)
})

const client = Layer.unwrapScoped(
  Effect.map(
    NodeSimulator.serve({ data: { conversations: 100 }, rateLimit: { limit, window }, tokenLife }),
    ({ baseUrl, clientId, clientSecret }) =>
      NodeHelpScout.layer({
        config: HelpScoutConfig.layer({ baseUrl, clientId, clientSecret: Redacted.make(clientSecret) }),
        tokenStore: TokenStore.layerMemory,
        rateLimiter: RateLimiter.layer({ window, limit })
      })
  )
)

// ---------------------------------------------------------------------------------------------------------------
// the export
// ---------------------------------------------------------------------------------------------------------------

const exportTo = (baseUrl: string) =>
  Otlp.layerJson({
    baseUrl,
    resource: { serviceName: "helpscout-example" },
    tracerExportInterval: "1 second",
    metricsExportInterval: "1 second",
    loggerExportInterval: "1 second"
  }).pipe(Layer.provide(NodeHttpClient.layerUndici))

// ---------------------------------------------------------------------------------------------------------------
// a collector that prints a summary of what it receives
// ---------------------------------------------------------------------------------------------------------------

interface Point {
  readonly asInt?: number | string
  readonly asDouble?: number
  readonly attributes?: ReadonlyArray<{ readonly key: string; readonly value: { readonly stringValue?: string } }>
}

/** The printed parts of an OTLP request. */
interface Received {
  readonly resourceSpans?: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<{ readonly name: string }> }>
  }>
  readonly resourceMetrics?: ReadonlyArray<{
    readonly scopeMetrics: ReadonlyArray<{
      readonly metrics: ReadonlyArray<{
        readonly name: string
        readonly sum?: { readonly dataPoints: ReadonlyArray<Point> }
        readonly gauge?: { readonly dataPoints: ReadonlyArray<Point> }
      }>
    }>
  }>
  readonly resourceLogs?: ReadonlyArray<{
    readonly scopeLogs: ReadonlyArray<{
      readonly logRecords: ReadonlyArray<{
        readonly severityText?: string
        readonly body?: { readonly stringValue?: string }
      }>
    }>
  }>
}

const linesOf = (received: Received): ReadonlyArray<string> => {
  const spans = received.resourceSpans?.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)) ?? []
  const counts = new Map<string, number>()
  for (const { name } of spans) counts.set(name, (counts.get(name) ?? 0) + 1)

  const metrics =
    received.resourceMetrics?.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics)) ?? []
  const points = metrics
    .filter(({ name }) => name.startsWith("helpscout_"))
    .flatMap(({ gauge, name, sum }) =>
      [...(sum?.dataPoints ?? []), ...(gauge?.dataPoints ?? [])].map((point) => {
        const tags = (point.attributes ?? [])
          .filter(({ key }) => key === "status")
          .map(({ key, value }) => `{${key}=${value.stringValue}}`)
        return `${name}${tags.join("")} = ${point.asInt ?? point.asDouble}`
      })
    )

  const logs = received.resourceLogs?.flatMap(({ scopeLogs }) => scopeLogs.flatMap((scope) => scope.logRecords)) ?? []
  return [
    ...[...counts].map(([name, count]) => `span    ${name} x ${count}`),
    ...points.map((point) => `metric  ${point}`),
    ...logs.map(({ body, severityText }) => `log     ${severityText} ${body?.stringValue}`)
  ]
}

const collector = Effect.acquireRelease(
  Effect.async<Http.Server>((resume) => {
    const server = Http.createServer((request, response) => {
      const chunks: Array<Buffer> = []
      request.on("data", (chunk: Buffer) => chunks.push(chunk))
      request.on("end", () => {
        for (const line of linesOf(JSON.parse(Buffer.concat(chunks).toString()))) process.stdout.write(`  ${line}\n`)
        response.writeHead(200, { "content-type": "application/json" }).end("{}")
      })
    })
    server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
  }),
  (server) => Effect.async<void>((resume) => void server.close(() => resume(Effect.void)))
).pipe(
  // a server that listens on a port has an address of this form
  Effect.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  Effect.tap((url) =>
    Console.log(`Collecting telemetry on ${url}. Set OTEL_EXPORTER_OTLP_ENDPOINT to use your own collector`)
  )
)

const telemetry = Layer.unwrapScoped(
  Effect.flatMap(
    Config.option(Config.nonEmptyString("OTEL_EXPORTER_OTLP_ENDPOINT")),
    Option.match({
      onNone: () => Effect.map(collector, exportTo),
      onSome: (url) => Effect.succeed(exportTo(url))
    })
  )
)

const layer = Conversations.layer.pipe(Layer.provideMerge(client), Layer.provideMerge(telemetry))

NodeRuntime.runMain(Effect.provide(Effect.zipRight(program, snapshot), layer))
