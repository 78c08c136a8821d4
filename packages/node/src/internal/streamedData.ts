/**
 * Sends an upload whose base64 never stands in memory as a whole: the client encodes the record with no data in it, and
 * on its way out the body gets the data.
 */
import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Chunk from "effect/Chunk"
import type * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

const base64 = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"), "latin1")

/** Encodes three bytes at a time: what is left of a piece goes with the next. */
export const encodeBase64 = <E, R>(content: Stream.Stream<Uint8Array, E, R>): Stream.Stream<Uint8Array, E, R> =>
  Stream.suspend(() => {
    let rest: Uint8Array = new Uint8Array()
    const encoded = Stream.map(content, (piece) => {
      const whole = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const end = whole.length - (whole.length % 3)
      rest = whole.slice(end)
      return base64(whole.subarray(0, end))
    })
    return Stream.concat(
      encoded,
      Stream.suspend(() => Stream.fromChunk(rest.length === 0 ? Chunk.empty() : Chunk.of(base64(rest))))
    )
  })

interface Data<E> {
  readonly content: Stream.Stream<Uint8Array, E>
  /** Of the content, in bytes. */
  readonly size: number
}

const utf8 = new TextEncoder()

const withData = <E>(request: HttpClientRequest.HttpClientRequest, { content, size }: Data<E>) => {
  if (request.method !== "POST" || request.body._tag !== "Uint8Array") return request
  const { data: _, ...others }: Record<string, unknown> = JSON.parse(new TextDecoder().decode(request.body.body))
  const text = JSON.stringify({ ...others, data: "" })
  const head = utf8.encode(text.slice(0, -2))
  const tail = utf8.encode(text.slice(-2))
  const body = Stream.concat(Stream.make(head), Stream.concat(encodeBase64(content), Stream.make(tail)))
  const length = head.length + 4 * Math.ceil(size / 3) + tail.length
  return HttpClientRequest.setBody(request, HttpBody.stream(body, "application/json", length))
}

/** The one request of the effect is sent with the data in it. */
export const withStreamedData = <A, E, R, E2>(effect: Effect.Effect<A, E, R>, data: Data<E2>): Effect.Effect<A, E, R> =>
  HelpScoutClient.withTransform(
    effect,
    HttpClient.mapRequest((request) => withData(request, data))
  )
