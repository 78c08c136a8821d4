/**
 * Receives the deliveries of webhooks, as an app to mount in any server or as a server of its own.
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
import type * as HttpServerError from "@effect/platform/HttpServerError"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import type { Secrets } from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import * as Queue from "./internal/webhook/queue.js"
import * as Receiver from "./internal/webhook/receiver.js"
import * as Server from "./internal/webhook/server.js"
import { WebhookStore } from "./WebhookStore.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The webhook's secret; several while one replaces another. */
  readonly secrets: Secrets
  /** A larger body is refused with 413, and never held. A conversation comes with all of its threads. @default 5 MiB */
  readonly maxBodyBytes?: number | undefined
  /** A body that takes longer to arrive is refused with 408. @default "10 seconds" */
  readonly bodyTimeout?: Duration.DurationInput | undefined
  /**
   * A handler that takes longer is interrupted, and the answer is 503. In the Stream form: how long an event waits to be
   * taken. When Help Scout itself stops waiting, it does not say; what it sends again then is met with 503 as long as
   * the handler is at work, and with 200 when it has succeeded.
   *
   * @default "30 seconds"
   */
  readonly handlerTimeout?: Duration.DurationInput | undefined
  /** So many deliveries are read, and so many are handled, at a time; more are answered with 503. @default 64 */
  readonly concurrency?: number | undefined
  /**
   * For how long a copy of what was handled is answered with 200 and not handled again. A copy is what has the same event
   * and the same body: deliveries have no id. What happens again with a body such as `{"id":1}` is lost within this time.
   *
   * @default "1 hour"
   */
  readonly remember?: Duration.DurationInput | undefined
  /** How long the closing of the scope waits for what was accepted. @default "20 seconds" */
  readonly shutdownTimeout?: Duration.DurationInput | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface StreamOptions extends Options {
  /** How many events wait to be taken; more are answered with 503. @default 64 */
  readonly capacity?: number | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ServerOptions {
  /** 0: a free one. */
  readonly port: number
  /** The address to listen on: `0.0.0.0` in a container. @default "127.0.0.1" */
  readonly host?: string | undefined
  /** Any other path is answered with 404. @default "/" */
  readonly path?: `/${string}` | undefined
}

/**
 * Where a server listens.
 *
 * @since 0.1.0
 * @category models
 */
export interface Served {
  readonly port: number
  /** Without TLS: Help Scout wants https, so something in front of this has to speak it. */
  readonly url: string
}

type Handler<E, R> = (event: WebhookEvent) => Effect.Effect<unknown, E, R>

const settingsOf = (options: StreamOptions, inHand: number): Receiver.Settings => ({
  secrets: options.secrets,
  maxBodyBytes: options.maxBodyBytes ?? 5 * 1024 * 1024,
  bodyTimeout: Duration.decode(options.bodyTimeout ?? "10 seconds"),
  handlerTimeout: Duration.decode(options.handlerTimeout ?? "30 seconds"),
  concurrency: options.concurrency ?? 64,
  inHand,
  remember: Duration.decode(options.remember ?? "1 hour"),
  shutdownTimeout: Duration.decode(options.shutdownTimeout ?? "20 seconds")
})

const handling = <E, R>(
  options: Options,
  handler: Handler<E, R>
): Effect.Effect<Receiver.Receiver, never, Exclude<R, Scope.Scope> | WebhookStore> =>
  Effect.gen(function* () {
    const store = yield* WebhookStore
    const context = yield* Effect.context<Exclude<R, Scope.Scope>>()
    // the span is to be that of the delivery
    const own = Context.omit(Tracer.ParentSpan)(context) as typeof context
    return Receiver.make(settingsOf(options, options.concurrency ?? 64), store, (event) =>
      Effect.mapInputContext(Effect.scoped(handler(event)), (outer: Context.Context<never>) =>
        Context.merge(outer, own)
      )
    )
  })

const streaming = (options: StreamOptions) =>
  Effect.map(WebhookStore, (store) => {
    const capacity = options.capacity ?? 64
    const queue = Queue.make<WebhookEvent>(capacity)
    // room for those that are about to be queued, so that it is the queue that turns away
    const settings = settingsOf(options, capacity + (options.concurrency ?? 64))
    const receiver = Receiver.make(settings, store, queue.put)
    const stop = Effect.zipRight(receiver.stop, Effect.sync(queue.close))
    return { receiver: { ...receiver, stop }, events: queue.stream }
  })

const untilClosed = ({ drain, stop }: Receiver.Receiver) =>
  Effect.zipRight(
    Effect.addFinalizer(() => drain),
    Effect.addFinalizer(() => stop)
  )

/**
 * An app that verifies, reads and hands over deliveries: to mount in a server that hands it the raw request, before
 * anything that parses bodies. `NodeHttpServer.makeHandler` makes a plain Node listener of it.
 *
 * The answer is 200 when the handler has succeeded, and only then the delivery counts as seen. A handler that fails or
 * dies is answered with 500, so that Help Scout sends the delivery again, and a copy of one in hand with 503. Handlers run
 * concurrently, in any order, at least once: a process that dies just after its handler was done leaves no trace of it.
 * Closing the scope stops taking deliveries, and waits for those that were accepted.
 *
 * Gotchas: Help Scout signs the body alone, not the name of the event.
 *
 * @see https://developer.helpscout.com/webhooks/
 * @since 0.1.0
 * @category constructors
 */
export const receive = <E, R>(
  options: Options,
  handler: (event: WebhookEvent) => Effect.Effect<unknown, E, R>
): Effect.Effect<HttpApp.Default, never, Exclude<R, Scope.Scope> | WebhookStore | Scope.Scope> =>
  Effect.flatMap(handling(options, handler), (receiver) => Effect.as(untilClosed(receiver), receiver.app))

/**
 * The same as a Stream. A delivery is answered with 200, and counts as seen, when its event is taken: what becomes of
 * it then is up to the consumer. One that nobody takes in time is answered with 503, and leaves the queue. Several
 * consumers share the events out among them. The Stream ends after the scope has closed, when what waited is taken.
 *
 * @since 0.1.0
 * @category constructors
 */
export const receiveStream = (
  options: StreamOptions
): Effect.Effect<
  { readonly app: HttpApp.Default; readonly events: Stream.Stream<WebhookEvent> },
  never,
  WebhookStore | Scope.Scope
> =>
  Effect.flatMap(streaming(options), ({ events, receiver }) =>
    Effect.as(untilClosed(receiver), { app: receiver.app, events })
  )

const serverOf = (options: Options & ServerOptions, receiver: Receiver.Receiver) =>
  Server.serve(receiver, {
    port: options.port,
    host: options.host ?? "127.0.0.1",
    path: options.path ?? "/",
    bodyTimeout: settingsOf(options, 0).bodyTimeout
  })

/**
 * `receive` in a server of its own. Closing the scope stops listening, lets what was accepted be done and answered, and
 * then closes every connection.
 *
 * @since 0.1.0
 * @category constructors
 */
export const serve = <E, R>(
  options: Options & ServerOptions,
  handler: (event: WebhookEvent) => Effect.Effect<unknown, E, R>
): Effect.Effect<Served, HttpServerError.ServeError, Exclude<R, Scope.Scope> | WebhookStore | Scope.Scope> =>
  Effect.flatMap(handling(options, handler), (receiver) => serverOf(options, receiver))

/**
 * `receiveStream` in a server of its own.
 *
 * @since 0.1.0
 * @category constructors
 */
export const serveStream = (
  options: StreamOptions & ServerOptions
): Effect.Effect<
  Served & { readonly events: Stream.Stream<WebhookEvent> },
  HttpServerError.ServeError,
  WebhookStore | Scope.Scope
> =>
  Effect.flatMap(streaming(options), ({ events, receiver }) =>
    Effect.map(serverOf(options, receiver), (served) => ({ ...served, events }))
  )

/**
 * `serve` for as long as the layer lives.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(
  options: Options & ServerOptions,
  handler: (event: WebhookEvent) => Effect.Effect<unknown, E, R>
): Layer.Layer<never, HttpServerError.ServeError, Exclude<R, Scope.Scope> | WebhookStore> =>
  Layer.scopedDiscard(
    Effect.tap(serve(options, handler), ({ url }) => Effect.logInfo(`Receiving webhook deliveries on ${url}`))
  )
