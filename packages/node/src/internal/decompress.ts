/**
 * Decodes compressed answers, which undici's `request` leaves as they are. (Its `decompress` interceptor is marked as
 * experimental and prints a warning.)
 */
import { promisify } from "node:util"
import * as Zlib from "node:zlib"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"

interface Coding {
  readonly whole: (bytes: Uint8Array) => Promise<Uint8Array>
  readonly stream: () => Zlib.Gunzip | Zlib.Inflate | Zlib.BrotliDecompress
}

const gzip: Coding = { whole: promisify<Uint8Array, Buffer>(Zlib.gunzip), stream: () => Zlib.createGunzip() }
const brotli: Coding = {
  whole: promisify<Uint8Array, Buffer>(Zlib.brotliDecompress),
  stream: () => Zlib.createBrotliDecompress()
}
const deflate: Coding = { whole: promisify<Uint8Array, Buffer>(Zlib.inflate), stream: () => Zlib.createInflate() }
/** More than is asked for: what stands in between may have a mind of its own. */
const codings: Readonly<Record<string, Coding>> = { gzip, "x-gzip": gzip, br: brotli, deflate }

/** Answers that have no body, whatever their headers say of one. */
const isEmpty = (response: HttpClientResponse.HttpClientResponse) =>
  response.request.method === "HEAD" ||
  response.status === 204 ||
  response.status === 304 ||
  response.headers["content-length"] === "0"

const decoded = (
  response: HttpClientResponse.HttpClientResponse,
  coding: Coding
): HttpClientResponse.HttpClientResponse => {
  const failed = (cause: unknown) =>
    new HttpClientError.ResponseError({ request: response.request, response, reason: "Decode", cause })

  const bytes = Effect.flatMap(response.arrayBuffer, (body) =>
    body.byteLength === 0
      ? Effect.succeed(new Uint8Array())
      : Effect.tryPromise({ try: () => coding.whole(new Uint8Array(body)), catch: failed })
  )
  const text = Effect.map(bytes, (body) => new TextDecoder().decode(body))
  const from = <A>(read: (web: Response) => Promise<A>) =>
    Effect.flatMap(bytes, (body) =>
      Effect.tryPromise({
        try: () => read(new Response(body.slice(), { headers: { "content-type": headers["content-type"] ?? "" } })),
        catch: failed
      })
    )
  const headers = Headers.remove(response.headers, ["content-encoding", "content-length"])
  const stream: Stream.Stream<Uint8Array, HttpClientError.ResponseError> = NodeStream.pipeThroughDuplex(
    response.stream,
    coding.stream,
    failed
  )
  const own = {
    headers,
    stream,
    text,
    json: Effect.flatMap(text, (text) =>
      text === "" ? Effect.succeed(null) : Effect.try({ try: (): unknown => JSON.parse(text), catch: failed })
    ),
    urlParamsBody: Effect.map(text, (text) => Array.from(new URLSearchParams(text))),
    arrayBuffer: from((web) => web.arrayBuffer()),
    formData: from((web) => web.formData())
  }
  // the rest, which the platform's class keeps on its prototype and in symbols, is the response's own
  return new Proxy(response, {
    get: (target, key) => (Object.hasOwn(own, key) ? Reflect.get(own, key) : Reflect.get(target, key))
  })
}

/** Asks for compressed answers and decodes them. Fails like any body that breaks off when one is not what it says. */
export const decompress = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  client.pipe(
    HttpClient.mapRequest((request) =>
      request.headers["accept-encoding"] === undefined
        ? HttpClientRequest.setHeader(request, "accept-encoding", "gzip, br")
        : request
    ),
    HttpClient.transformResponse(
      Effect.map((response) => {
        const coding = codings[response.headers["content-encoding"]?.trim().toLowerCase() ?? ""]
        return coding === undefined || isEmpty(response) ? response : decoded(response, coding)
      })
    )
  )
