/**
 * undici as the platform's `HttpClient`. The platform's own layer adds to each request an AbortController with its
 * listeners, a registration with the garbage collector, headers that are parsed on every access, and a fiber for each
 * body. Together they cost more than the request itself, so this client has none of them.
 */
import { EventEmitter } from "node:events"
import * as Cookies from "@effect/platform/Cookies"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as IncomingMessage from "@effect/platform/HttpIncomingMessage"
import * as UrlParams from "@effect/platform/UrlParams"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Transport from "@effect-helpscout/core/Transport"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Fiber from "effect/Fiber"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { Dispatcher } from "undici"

const ignore = () => undefined

/** The limit of bodies that are read whole; nothing where there is none. */
export const maxBytes = (fiber: Fiber.RuntimeFiber<unknown, unknown>): number | undefined => {
  const size = Context.get(fiber.currentContext, IncomingMessage.MaxBodySize)
  return Option.isSome(size) ? Number(size.value) : undefined
}

export const tooLarge = (limit: number) =>
  new Transport.BodyTooLarge(`the body is larger than maxResponseBytes, which is ${limit} bytes`)

/** Reads a body, and ends the connection at the limit. */
const collect = (body: Dispatcher.ResponseData["body"], limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Array<Buffer> = []
    let size = 0
    body.on("data", (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) return void chunks.push(chunk)
      chunks.length = 0
      reject(tooLarge(limit))
      body.destroy()
    })
    body.on("end", () => resolve(Buffer.concat(chunks)))
    body.on("error", reject)
    body.on("close", () => reject(Object.assign(new Error("the body was closed"), { code: "ABORTED" })))
  })

type Read<A> = Effect.Effect<A, HttpClientError.ResponseError>

/** A response whose body can be read once, in one form. */
class Response extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpClientResponse.TypeId]: HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly [IncomingMessage.TypeId]: IncomingMessage.TypeId = IncomingMessage.TypeId
  readonly [Transport.LimitsBody] = true
  readonly headers: Headers.Headers
  readonly remoteAddress = Option.none()
  readonly request: HttpClientRequest.HttpClientRequest
  private readonly source: Dispatcher.ResponseData

  constructor(request: HttpClientRequest.HttpClientRequest, source: Dispatcher.ResponseData) {
    super()
    this.request = request
    this.source = source
    this.headers = Headers.fromInput(source.headers)
    // the body may fail before it is read: without a listener, that would end the process
    source.body.on("error", ignore)
  }

  get status() {
    return this.source.statusCode
  }

  get cookies() {
    const header = this.source.headers["set-cookie"]
    return header === undefined ? Cookies.empty : Cookies.fromSetCookie(header)
  }

  private failed(cause: unknown): HttpClientError.ResponseError {
    return new HttpClientError.ResponseError({ request: this.request, response: this, reason: "Decode", cause })
  }

  /** Reads the body with undici if the headers state that it fits, and otherwise counts it (law P7). */
  private read<A>(
    whole: (body: Dispatcher.ResponseData["body"]) => Promise<A>,
    counted: (bytes: Buffer) => A
  ): Read<A> {
    return Effect.withFiberRuntime((fiber) => {
      const limit = maxBytes(fiber)
      return Effect.async((resume) => {
        const { body } = this.source
        const length = Number(this.headers["content-length"])
        if (limit !== undefined && length > limit) {
          body.destroy()
          return resume(Effect.fail(this.failed(tooLarge(limit))))
        }
        const reading = limit === undefined || length <= limit ? whole(body) : collect(body, limit).then(counted)
        reading.then(
          (read) => resume(Effect.succeed(read)),
          (cause) => resume(Effect.fail(this.failed(cause)))
        )
        return Effect.sync(() => void body.destroy())
      })
    })
  }

  private parse<A>(text: (text: string) => A): Read<A> {
    return Effect.tryMap(this.text, { try: text, catch: (cause) => this.failed(cause) })
  }

  get text(): Read<string> {
    return this.read(
      (body) => body.text(),
      (bytes) => new TextDecoder().decode(bytes)
    )
  }

  get json(): Read<unknown> {
    return this.parse((text): unknown => (text === "" ? null : JSON.parse(text)))
  }

  get urlParamsBody(): Read<UrlParams.UrlParams> {
    return this.parse((text) => UrlParams.fromInput(new URLSearchParams(text)))
  }

  get arrayBuffer(): Read<ArrayBuffer> {
    return this.read(
      (body) => body.arrayBuffer(),
      // a buffer of Node.js may be part of a larger one
      (bytes) => new Uint8Array(bytes).buffer
    )
  }

  get formData(): Read<FormData> {
    return Effect.flatMap(this.arrayBuffer, (bytes) =>
      Effect.tryPromise({
        try: () =>
          new globalThis.Response(bytes, {
            headers: { "content-type": this.headers["content-type"] ?? "" }
          }).formData(),
        catch: (cause) => this.failed(cause)
      })
    )
  }

  get stream(): Stream.Stream<Uint8Array, HttpClientError.ResponseError> {
    return NodeStream.fromReadable(
      () => this.source.body,
      (cause) => this.failed(cause)
    )
  }

  toJSON(): unknown {
    return IncomingMessage.inspect(this, {
      _id: "HttpClientResponse",
      request: this.request.toJSON(),
      status: this.status
    })
  }
}

/** The signal of one request. undici accepts any emitter of `abort`; an AbortController costs half as much as the request. */
class Signal extends EventEmitter {
  /** Whether undici has begun to write the request. */
  isStarted = false
}

/**
 * Records in the signal of each request that undici begins to write it. Until then, no byte was sent: the name was looked
 * up, the connection, the proxy's tunnel or TLS was being set up, or undici rejected a header (law S5).
 */
const observeStart = (dispatcher: Dispatcher): Dispatcher =>
  // `request` calls `dispatch` of the object that it is called on
  Object.create(dispatcher, {
    dispatch: {
      value: (options: Dispatcher.DispatchOptions & { signal: Signal }, handler: Dispatcher.DispatchHandler) => {
        const { signal } = options
        // undici 7 calls one of the two, depending on the handler
        const key = handler.onRequestStart === undefined ? "onConnect" : "onRequestStart"
        const start = handler[key]
        if (start === undefined) signal.isStarted = true
        else {
          handler[key] = (...args: Array<unknown>) => {
            signal.isStarted = true
            // the parameters are those that undici passes
            Reflect.apply(start, handler, args)
          }
        }
        return dispatcher.dispatch(options, handler)
      }
    }
  })

/** The origin and the path of a URL, as undici wants them. */
interface Target {
  readonly origin: string
  readonly path: string
}

/** A URL that the parser would return as it is. */
const parsed = /^(https?:\/\/[a-z\d.-]+(?::\d+)?)((?:\/(?!\.)[\w~!$&()*+,;=:@%.-]*)+(?:\?[\w~!$&()*+,;=:@%./?-]*)?)$/

/** The client's own URLs are written without a parser, so they need none here either. */
const targetOf = (request: HttpClientRequest.HttpClientRequest): Either.Either<Target, Error> => {
  const simple = request.urlParams.length === 0 && Option.isNone(request.hash) ? parsed.exec(request.url) : null
  if (simple !== null) return Either.right({ origin: simple[1] as string, path: simple[2] as string })
  return Either.map(
    UrlParams.makeUrl(request.url, request.urlParams, request.hash),
    ({ origin, pathname, search }) => ({
      origin,
      path: pathname + search
    })
  )
}

type Body = NonNullable<Dispatcher.DispatchOptions["body"]> | null

const bodyOf = ({ body }: HttpClientRequest.HttpClientRequest): Effect.Effect<Body> => {
  switch (body._tag) {
    case "Empty":
      return Effect.succeed(null)
    case "Uint8Array":
      return Effect.succeed(body.body)
    case "Raw":
      // "Raw" means: any body that this client accepts
      return Effect.succeed(body.body as Body)
    case "FormData":
      return Effect.succeed(body.formData as Body)
    case "Stream":
      return NodeStream.toReadable(body.stream)
  }
}

/** Requests compressed responses, unless the caller chooses. */
const withCodings = (headers: Headers.Headers): Readonly<Record<string, string>> =>
  headers["accept-encoding"] === undefined ? { ...headers, "accept-encoding": "gzip, br" } : headers

type Finish = (response: Response) => HttpClientResponse.HttpClientResponse

const send = (
  dispatcher: Dispatcher,
  finish: Finish,
  request: HttpClientRequest.HttpClientRequest,
  { origin, path }: Target,
  body: Body
): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.RequestError> =>
  Effect.async((resume) => {
    const signal = new Signal()
    dispatcher.request(
      {
        signal,
        method: request.method,
        headers: withCodings(request.headers),
        origin,
        path,
        body,
        // the client's pipeline has its own time limits
        headersTimeout: 0,
        bodyTimeout: 0
      },
      (cause, response) =>
        resume(
          cause === null
            ? Effect.succeed(finish(new Response(request, response)))
            : Effect.fail(
                new HttpClientError.RequestError({
                  request,
                  reason: "Transport",
                  cause: signal.isStarted ? cause : Transport.unsent(cause)
                })
              )
        )
    )
    return Effect.sync(() => void signal.emit("abort"))
  })

type Sent = Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError>

/** `finish` gets each response when its head has arrived. */
export const make = (undici: Dispatcher, finish: Finish): HttpClient.HttpClient => {
  const dispatcher = observeStart(undici)
  return HttpClient.makeWith<never, never, HttpClientError.HttpClientError, never>(
    Effect.flatMap((request): Sent => {
      const target = targetOf(request)
      if (Either.isLeft(target)) {
        return Effect.fail(new HttpClientError.RequestError({ request, reason: "InvalidUrl", cause: target.left }))
      }
      return request.body._tag === "Empty"
        ? send(dispatcher, finish, request, target.right, null)
        : Effect.flatMap(bodyOf(request), (body) => send(dispatcher, finish, request, target.right, body))
    }),
    Effect.succeed
  )
}
