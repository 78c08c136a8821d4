/**
 * A response of the simulator as the platform's `HttpClientResponse`. Nothing in it is asynchronous, so that the
 * TestClock never has to wait for it.
 */
import * as Cookies from "@effect/platform/Cookies"
import * as Headers from "@effect/platform/Headers"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as HttpIncomingMessage from "@effect/platform/HttpIncomingMessage"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Transport from "@effect-helpscout/core/Transport"
import * as Effect from "effect/Effect"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/** A response as it is sent. */
export interface Message {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** The number of body bytes after which the connection breaks. */
  readonly brokenAt: number | undefined
}

/** Makes an error like those of Node's sockets. */
export const socketError = (code: "ECONNRESET" | "ECONNREFUSED"): Error => {
  const syscall = code === "ECONNRESET" ? "read" : "connect"
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall })
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

class SimulatedResponse extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpIncomingMessage.TypeId]: HttpIncomingMessage.TypeId = HttpIncomingMessage.TypeId
  readonly [HttpClientResponse.TypeId]: HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly [Transport.LimitsBody] = true
  readonly request: HttpClientRequest.HttpClientRequest
  readonly message: Message
  readonly headers: Headers.Headers

  constructor(request: HttpClientRequest.HttpClientRequest, message: Message) {
    super()
    this.request = request
    this.message = message
    this.headers = Headers.fromInput(message.headers)
  }
  toJSON(): unknown {
    return HttpIncomingMessage.inspect(this, {
      _id: "@effect/platform/HttpClientResponse",
      request: this.request.toJSON(),
      status: this.status
    })
  }
  get status(): number {
    return this.message.status
  }
  get cookies(): Cookies.Cookies {
    return Cookies.empty
  }
  get remoteAddress(): Option.Option<string> {
    return Option.none()
  }
  private get bytes(): Uint8Array {
    return typeof this.message.body === "string" ? encoder.encode(this.message.body) : this.message.body
  }
  private broken(): HttpClientError.ResponseError {
    return this.fail("Decode", socketError("ECONNRESET"))
  }
  private fail(reason: HttpClientError.ResponseError["reason"], cause: unknown): HttpClientError.ResponseError {
    return new HttpClientError.ResponseError({ request: this.request, response: this, reason, cause })
  }
  private whole<A>(read: () => A): Effect.Effect<A, HttpClientError.ResponseError> {
    return Effect.flatMap(HttpIncomingMessage.MaxBodySize, (limit) => {
      if (this.message.brokenAt !== undefined) return Effect.fail(this.broken())
      if (Option.isSome(limit) && this.message.body.length > Number(limit.value)) {
        return Effect.fail(
          this.fail("Decode", new Transport.BodyTooLarge(`the body is larger than ${limit.value} bytes`))
        )
      }
      return Effect.sync(read)
    })
  }
  get text(): Effect.Effect<string, HttpClientError.ResponseError> {
    const { body } = this.message
    return this.whole(() => (typeof body === "string" ? body : decoder.decode(body)))
  }
  get json(): Effect.Effect<unknown, HttpClientError.ResponseError> {
    return Effect.tryMap(this.text, {
      try: (text): unknown => (text === "" ? null : JSON.parse(text)),
      catch: (cause) => this.fail("Decode", cause)
    })
  }
  get urlParamsBody(): Effect.Effect<UrlParams.UrlParams, HttpClientError.ResponseError> {
    return Effect.map(this.text, (text) => UrlParams.fromInput(new URLSearchParams(text)))
  }
  get formData(): Effect.Effect<FormData, HttpClientError.ResponseError> {
    return Effect.fail(this.fail("Decode", new TypeError("Simulator: responses are never forms")))
  }
  get arrayBuffer(): Effect.Effect<ArrayBuffer, HttpClientError.ResponseError> {
    return this.whole(() => new Uint8Array(this.bytes).buffer)
  }
  get stream(): Stream.Stream<Uint8Array, HttpClientError.ResponseError> {
    return Stream.suspend(() => {
      const { brokenAt } = this.message
      const bytes = this.bytes
      const size = 16_384
      const end = Math.min(brokenAt ?? bytes.length, bytes.length)
      const chunks = Array.from({ length: Math.ceil(end / size) }, (_, i) =>
        bytes.subarray(i * size, Math.min((i + 1) * size, end))
      )
      const sent = Stream.rechunk(Stream.fromIterable(chunks), 1)
      return brokenAt === undefined ? sent : Stream.concat(sent, Stream.fail(this.broken()))
    })
  }
}

/** Makes the response to a request. */
export const make = (
  request: HttpClientRequest.HttpClientRequest,
  message: Message
): HttpClientResponse.HttpClientResponse => new SimulatedResponse(request, message)
