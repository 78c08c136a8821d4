/**
 * Streams the base64 of an upload, so that memory never holds all of it. The client encodes the payload with empty
 * data, and a transform of the request replaces the body with one that streams the data.
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

/** Encodes groups of three bytes. The remainder of a chunk is encoded with the next chunk. */
export const encodeBase64 = <E, R>(content: Stream.Stream<Uint8Array, E, R>): Stream.Stream<Uint8Array, E, R> =>
  Stream.suspend(() => {
    let rest: Uint8Array = new Uint8Array()
    const encoded = Stream.map(content, (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const end = bytes.length - (bytes.length % 3)
      rest = bytes.slice(end)
      return base64(bytes.subarray(0, end))
    })
    return Stream.concat(
      encoded,
      Stream.suspend(() => Stream.fromChunk(rest.length === 0 ? Chunk.empty() : Chunk.of(base64(rest))))
    )
  })

interface Data<E> {
  readonly content: Stream.Stream<Uint8Array, E>
  /** The content's size in bytes. */
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

/** Sends the effect's upload with this data. Later attempts stream the content again. */
export const withStreamedData = <A, E, R, E2>(effect: Effect.Effect<A, E, R>, data: Data<E2>): Effect.Effect<A, E, R> =>
  HelpScoutClient.withTransform(
    effect,
    HttpClient.mapRequest((request) => withData(request, data))
  )
