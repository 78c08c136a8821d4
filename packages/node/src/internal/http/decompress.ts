/**
 * Decodes compressed responses. undici's `request` does not, and its `decompress` interceptor is experimental and
 * prints a warning.
 */
import { promisify } from "node:util"
import * as Zlib from "node:zlib"
import * as Headers from "@effect/platform/Headers"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { tooLarge } from "./exchange.js"
import { maxBytes } from "./undici.js"

interface Coding {
  readonly decode: (bytes: Uint8Array, options: { readonly maxOutputLength?: number }) => Promise<Uint8Array>
  readonly stream: () => Zlib.Gunzip | Zlib.Inflate | Zlib.BrotliDecompress
}

const gzip: Coding = {
  decode: promisify<Uint8Array, Zlib.ZlibOptions, Buffer>(Zlib.gunzip),
  stream: () => Zlib.createGunzip()
}
const brotli: Coding = {
  decode: promisify<Uint8Array, Zlib.BrotliOptions, Buffer>(Zlib.brotliDecompress),
  stream: () => Zlib.createBrotliDecompress()
}
const deflate: Coding = {
  decode: promisify<Uint8Array, Zlib.ZlibOptions, Buffer>(Zlib.inflate),
  stream: () => Zlib.createInflate()
}
/** Contains more codings than the client asks for, because proxies and caches may choose another one. */
const codings: Readonly<Record<string, Coding>> = { gzip, "x-gzip": gzip, br: brotli, deflate }

const isTooLarge = (cause: unknown) =>
  cause instanceof RangeError && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE"

/** Responses without a body, whatever their headers say. */
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

  const inflate = (body: ArrayBuffer, limit: number | undefined) =>
    Effect.tryPromise({
      // zlib inflates piece by piece, and stops at the limit (law P7)
      try: () => coding.decode(new Uint8Array(body), limit === undefined ? {} : { maxOutputLength: limit }),
      catch: (cause) => failed(limit !== undefined && isTooLarge(cause) ? tooLarge(limit) : cause)
    })
  const bytes = Effect.withFiberRuntime<Uint8Array, HttpClientError.ResponseError>((fiber) =>
    Effect.flatMap(response.arrayBuffer, (body) =>
      body.byteLength === 0 ? Effect.succeed(new Uint8Array()) : inflate(body, maxBytes(fiber))
    )
  )
  const text = Effect.map(bytes, (body) => new TextDecoder().decode(body))
  const parsed = <A>(read: (web: Response) => Promise<A>) =>
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
  const decodedMembers = {
    headers,
    stream,
    text,
    json: Effect.flatMap(text, (text) =>
      text === "" ? Effect.succeed(null) : Effect.try({ try: (): unknown => JSON.parse(text), catch: failed })
    ),
    urlParamsBody: Effect.map(text, (text) => Array.from(new URLSearchParams(text))),
    arrayBuffer: parsed((web) => web.arrayBuffer()),
    formData: parsed((web) => web.formData())
  }
  // all other members are on the prototype of the platform's class or keyed by symbols, so a copy would lose them
  return new Proxy(response, {
    get: (target, key) =>
      Object.hasOwn(decodedMembers, key) ? Reflect.get(decodedMembers, key) : Reflect.get(target, key)
  })
}

/** Decodes the body if it is compressed. A body that does not match its coding fails like a truncated one. */
export const decompress = (response: HttpClientResponse.HttpClientResponse): HttpClientResponse.HttpClientResponse => {
  const named = response.headers["content-encoding"]
  if (named === undefined) return response
  const coding = codings[named.trim().toLowerCase()]
  return coding === undefined || isEmpty(response) ? response : decoded(response, coding)
}
