/**
 * Receives webhook deliveries, as an app for an existing server or as a server of its own.
 *
 * ```ts
 * import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
 * import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import type * as Redacted from "effect/Redacted"
 *
 * export const webhooks = (secrets: Redacted.Redacted) =>
 *   NodeWebhook.layer({ secrets, port: 8080 }, (event) => Effect.log(event._tag)).pipe(Layer.provide(WebhookStore.layerMemory()))
 * ```
 *
 * @since 0.1.0
 */
import type * as HttpApp from "@effect/platform/HttpApp"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import type { Secrets } from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import * as Queue from "./internal/webhook/queue.js"
import * as Receiver from "./internal/webhook/receiver.js"
import * as Server from "./internal/webhook/server.js"
import * as Settings from "./internal/webhook/settings.js"
import type { ListenFailed } from "./ListenFailed.js"
import { WebhookStore } from "./WebhookStore.js"

/**
 * Options of a receiver.
 *
 * @since 0.1.0
 */
export interface Options {
  /** The webhook's secret, or several secrets while one replaces another. */
  readonly secrets: Secrets
  /** Larger bodies are rejected with 413 and not kept in memory. A conversation arrives with all its threads. @default 5 MiB */
  readonly maxBodyBytes?: number | undefined
  /** Bodies that take longer to arrive are rejected with 408. @default "10 seconds" */
  readonly bodyTimeout?: Duration.DurationInput | undefined
  /**
   * A handler that takes longer is interrupted, and the status is 503. In the Stream form: the maximum time that an event
   * waits for a consumer. Help Scout does not document its own time limit. If it sends a delivery again, the status is
   * 503 while the handler runs and 200 after it has succeeded.
   *
   * @default "30 seconds"
   */
  readonly handlerTimeout?: Duration.DurationInput | undefined
  /**
   * The maximum number of deliveries handled at a time. Further ones get 503. A request counts only after its body has
   * arrived and its signature was verified, so slow and forged requests do not delay genuine deliveries. All bodies that
   * are being read hold at most this number times `maxBodyBytes`, or 64 MiB if that is more; the slowest ones give way.
   *
   * @default 64
   */
  readonly concurrency?: number | undefined
  /**
   * The time during which a copy of a handled delivery gets 200 and is not handled again. Deliveries have no id, so a copy
   * is a delivery with the same event and the same body. An event that recurs with an equal body, such as `{"id":1}`, is
   * therefore lost within this time.
   *
   * @default "1 hour"
   */
  readonly remember?: Duration.DurationInput | undefined
  /** The maximum time that closing the scope waits for accepted deliveries. @default "20 seconds" */
  readonly shutdownTimeout?: Duration.DurationInput | undefined
}

/**
 * Options of a receiver with a Stream.
 *
 * @since 0.1.0
 */
export interface StreamOptions extends Options {
  /** The maximum number of events that wait for a consumer. Further ones get 503. @default 64 */
  readonly capacity?: number | undefined
}

/**
 * Options of the server of `serve`, `serveStream` and `layer`.
 *
 * @since 0.1.0
 */
export interface ServerOptions {
  /** The port to listen on. 0 selects a free one. */
  readonly port: number
  /** The address to listen on. Use `0.0.0.0` in a container. @default "127.0.0.1" */
  readonly host?: string | undefined
  /** The path of the webhook. Other paths get 404. @default "/" */
  readonly path?: `/${string}` | undefined
}

/**
 * The address of a server.
 *
 * @since 0.1.0
 */
export interface Served {
  readonly port: number
  /** An http URL. Help Scout requires https, so a proxy in front of this server must terminate TLS. */
  readonly url: string
}

type Handler<E, R> = (event: WebhookEvent) => Effect.Effect<unknown, E, R>

const makeHandling = <E, R>(
  options: Options,
  handler: Handler<E, R>
): Effect.Effect<Receiver.Receiver, never, Exclude<R, Scope.Scope> | WebhookStore> =>
  Effect.gen(function* () {
    const store = yield* WebhookStore
    const context = yield* Effect.context<Exclude<R, Scope.Scope>>()
    // the parent span is that of the delivery, not that of the caller
    const handlerContext = Context.omit(Tracer.ParentSpan)(context) as typeof context
    return Receiver.make(Settings.make(options, Settings.concurrencyOf(options)), store, (event) =>
      Effect.mapInputContext(Effect.scoped(handler(event)), (deliveryContext: Context.Context<never>) =>
        Context.merge(deliveryContext, handlerContext)
      )
    )
  })

const makeStreaming = (options: StreamOptions) =>
  Effect.map(WebhookStore, (store) => {
    const capacity = options.capacity ?? 64
    const queue = Queue.make<WebhookEvent>(capacity)
    // leaves room for deliveries that are about to be queued, so that only the queue rejects
    const settings = Settings.make(options, capacity + Settings.concurrencyOf(options))
    const receiver = Receiver.make(settings, store, queue.put)
    const stop = Effect.zipRight(receiver.stop, Effect.sync(queue.close))
    return { receiver: { ...receiver, stop }, events: queue.stream }
  })

const stopAndDrainOnClose = ({ drain, stop }: Receiver.Receiver) =>
  Effect.zipRight(
    Effect.addFinalizer(() => drain),
    Effect.addFinalizer(() => stop)
  )

/**
 * Makes an app that reads, verifies and handles deliveries. Mount it in a server that passes it the raw request, before any
 * middleware that parses bodies. `NodeHttpServer.makeHandler` turns it into a listener for node:http.
 *
 * The status is 200 if the handler succeeds, and only then does the delivery count as seen. If the handler fails or dies,
 * the status is 500, so that Help Scout sends the delivery again. A copy of a delivery that is being handled gets 503.
 * Handlers run concurrently, in any order, at least once: if a process dies between the success of its handler and the
 * note of it, the delivery is handled again. Closing the scope rejects new deliveries and waits for the accepted ones.
 *
 * Gotcha: Help Scout signs the body only, not the name of the event.
 *
 * @see https://developer.helpscout.com/webhooks/
 * @since 0.1.0
 */
export const receive = <E, R>(
  options: Options,
  handler: (event: WebhookEvent) => Effect.Effect<unknown, E, R>
): Effect.Effect<HttpApp.Default, never, Exclude<R, Scope.Scope> | WebhookStore | Scope.Scope> =>
  Effect.flatMap(makeHandling(options, handler), (receiver) => Effect.as(stopAndDrainOnClose(receiver), receiver.app))

/**
 * Makes an app that emits its deliveries as a Stream. A delivery gets 200, and counts as seen, when a consumer takes its
 * event: the consumer is responsible for it from then on. An event that is not taken in time leaves the queue, and its
 * delivery gets 503. Each event goes to one of the consumers. After the scope has closed, the Stream emits the waiting
 * events and ends.
 *
 * @since 0.1.0
 */
export const receiveStream = (
  options: StreamOptions
): Effect.Effect<
  { readonly app: HttpApp.Default; readonly events: Stream.Stream<WebhookEvent> },
  never,
  WebhookStore | Scope.Scope
> =>
  Effect.flatMap(makeStreaming(options), ({ events, receiver }) =>
    Effect.as(stopAndDrainOnClose(receiver), { app: receiver.app, events })
  )

const serverOf = (options: Options & ServerOptions, receiver: Receiver.Receiver) =>
  Server.serve(receiver, {
    port: options.port,
    host: options.host ?? "127.0.0.1",
    path: options.path ?? "/",
    bodyTimeout: Settings.make(options, 0).bodyTimeout
  })

/**
 * Starts a server for `receive`. Closing the scope stops listening, waits for the accepted deliveries and their responses,
 * and then closes all connections.
 *
 * @since 0.1.0
 */
export const serve = <E, R>(
  options: Options & ServerOptions,
  handler: (event: WebhookEvent) => Effect.Effect<unknown, E, R>
): Effect.Effect<Served, ListenFailed, Exclude<R, Scope.Scope> | WebhookStore | Scope.Scope> =>
  Effect.flatMap(makeHandling(options, handler), (receiver) => serverOf(options, receiver))

/**
 * Starts a server for `receiveStream`.
 *
 * @since 0.1.0
 */
export const serveStream = (
  options: StreamOptions & ServerOptions
): Effect.Effect<Served & { readonly events: Stream.Stream<WebhookEvent> }, ListenFailed, WebhookStore | Scope.Scope> =>
  Effect.flatMap(makeStreaming(options), ({ events, receiver }) =>
    Effect.map(serverOf(options, receiver), (served) => ({ ...served, events }))
  )

/**
 * Runs `serve` for the lifetime of the layer.
 *
 * @since 0.1.0
 */
export const layer = <E, R>(
  options: Options & ServerOptions,
  handler: (event: WebhookEvent) => Effect.Effect<unknown, E, R>
): Layer.Layer<never, ListenFailed, Exclude<R, Scope.Scope> | WebhookStore> =>
  Layer.scopedDiscard(
    Effect.tap(serve(options, handler), ({ url }) => Effect.logInfo(`Listening for webhook deliveries on ${url}`))
  )
