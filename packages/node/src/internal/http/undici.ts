/**
 * undici as the platform's `HttpClient`. The platform's own layer adds to each request an AbortController with its
 * listeners, a registration with the garbage collector, headers that are parsed on every access, and a fiber for each
 * body. Together they cost more than the request itself, so this client has none of them.
 */
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
import * as Exchange from "./exchange.js"

/** The limit of bodies that are read whole; nothing where there is none. */
export const maxBytes = (fiber: Fiber.RuntimeFiber<unknown, unknown>): number | undefined => {
  const size = Context.get(fiber.currentContext, IncomingMessage.MaxBodySize)
  return Option.isSome(size) ? Number(size.value) : undefined
}

type Read<A> = Effect.Effect<A, HttpClientError.ResponseError>

/** As undici does: a byte order mark is not a part of the text. */
const decodeText = (bytes: Buffer): string =>
  bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

const prototype: object = Object.getPrototypeOf(Headers.empty)

/** undici's names are in lower case already, so `Headers.fromInput` would only copy more often. */
const headersOf = (received: Exchange.Head["headers"]): Headers.Headers => {
  const headers: Record<string, string> = Object.create(prototype)
  for (const name in received) {
    const value = received[name]
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ")
  }
  // made as the platform makes them
  return headers as Headers.Headers
}

/** A response whose body can be read once, in one form. */
class Response extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpClientResponse.TypeId]: HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly [IncomingMessage.TypeId]: IncomingMessage.TypeId = IncomingMessage.TypeId
  readonly [Transport.LimitsBody] = true
  readonly headers: Headers.Headers
  readonly remoteAddress = Option.none()
  readonly request: HttpClientRequest.HttpClientRequest
  private readonly head: Exchange.Head
  private readonly exchange: Exchange.Exchange

  constructor(request: HttpClientRequest.HttpClientRequest, head: Exchange.Head, exchange: Exchange.Exchange) {
    super()
    this.request = request
    this.head = head
    this.exchange = exchange
    this.headers = headersOf(head.headers)
  }

  get status() {
    return this.head.status
  }

  get cookies() {
    const header = this.head.headers["set-cookie"]
    return header === undefined ? Cookies.empty : Cookies.fromSetCookie(header)
  }

  private failed(cause: unknown): HttpClientError.ResponseError {
    return new HttpClientError.ResponseError({ request: this.request, response: this, reason: "Decode", cause })
  }

  /** Reads the whole body within the limit (law P7). */
  private read<A>(decode: (bytes: Buffer) => A): Read<A> {
    return Effect.withFiberRuntime((fiber) => {
      const limit = maxBytes(fiber) ?? Number.POSITIVE_INFINITY
      if (Number(this.headers["content-length"]) > limit) {
        this.exchange.abort()
        return Effect.fail(this.failed(Exchange.tooLarge(limit)))
      }
      const bytes = this.exchange.whole(limit)
      if (!(bytes instanceof Promise)) return Effect.succeed(decode(bytes))
      return Effect.async((resume) => {
        bytes.then(
          (read) => resume(Effect.succeed(decode(read))),
          (cause) => resume(Effect.fail(this.failed(cause)))
        )
        return Effect.sync(() => this.exchange.abort())
      })
    })
  }

  private parse<A>(text: (text: string) => A): Read<A> {
    return Effect.tryMap(this.text, { try: text, catch: (cause) => this.failed(cause) })
  }

  get text(): Read<string> {
    return this.read(decodeText)
  }

  get json(): Read<unknown> {
    return this.parse((text): unknown => (text === "" ? null : JSON.parse(text)))
  }

  get urlParamsBody(): Read<UrlParams.UrlParams> {
    return this.parse((text) => UrlParams.fromInput(new URLSearchParams(text)))
  }

  get arrayBuffer(): Read<ArrayBuffer> {
    // a buffer of Node.js may be part of a larger one
    return this.read((bytes) => new Uint8Array(bytes).buffer)
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
      () => this.exchange.stream(),
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

/** The headers as undici's pairs, with a request for compressed responses unless the caller chooses. */
const pairsOf = (headers: Headers.Headers): Array<string> => {
  const pairs: Array<string> = []
  for (const name of Object.keys(headers)) pairs.push(name, headers[name] as string)
  if (headers["accept-encoding"] === undefined) pairs.push("accept-encoding", "gzip, br")
  return pairs
}

type Finish = (response: Response) => HttpClientResponse.HttpClientResponse

const send = (
  dispatcher: Dispatcher,
  finish: Finish,
  request: HttpClientRequest.HttpClientRequest,
  { origin, path }: Target,
  body: Body
): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.RequestError> =>
  Effect.async((resume) => {
    const exchange = Exchange.start(dispatcher, {
      method: request.method,
      headers: pairsOf(request.headers),
      origin,
      path,
      body,
      // the client's pipeline has its own time limits
      headersTimeout: 0,
      bodyTimeout: 0
    })
    exchange.head.then(
      (head) => resume(Effect.succeed(finish(new Response(request, head, exchange)))),
      (cause) =>
        resume(
          Effect.fail(
            new HttpClientError.RequestError({
              request,
              reason: "Transport",
              cause: exchange.isStarted ? cause : Transport.unsent(cause)
            })
          )
        )
    )
    return Effect.sync(() => exchange.abort())
  })

type Sent = Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError>

/** `finish` gets each response when its head has arrived. */
export const make = (dispatcher: Dispatcher, finish: Finish): HttpClient.HttpClient =>
  HttpClient.makeWith<never, never, HttpClientError.HttpClientError, never>(
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
