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
import * as Stream from "effect/Stream"
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
const codings: Readonly<Record<string, Coding | undefined>> = { gzip, "x-gzip": gzip, br: brotli, deflate }

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

class UnsupportedCoding extends Error {
  readonly code = "UNSUPPORTED_CODING"
}

/** A body that would be taken for the decoded one: a file would be saved as it is. */
const undecodable = (
  response: HttpClientResponse.HttpClientResponse,
  name: string
): HttpClientResponse.HttpClientResponse => {
  const cause = new UnsupportedCoding(
    `the body has the content coding ${JSON.stringify(name.slice(0, 20))}, which was not requested`
  )
  const failed = Effect.fail(
    new HttpClientError.ResponseError({ request: response.request, response, reason: "Decode", cause })
  )
  const members = {
    stream: Stream.fromEffect(failed),
    text: failed,
    json: failed,
    urlParamsBody: failed,
    arrayBuffer: failed,
    formData: failed
  }
  return new Proxy(response, {
    get: (target, key) => (Object.hasOwn(members, key) ? Reflect.get(members, key) : Reflect.get(target, key))
  })
}

/** The codings of a body, the last one first. A proxy that repeats a header does not compress twice (law D8). */
const codingsOf = (header: string): ReadonlyArray<string> =>
  [...new Set(header.split(",").map((name) => name.trim().toLowerCase()))]
    .filter((name) => name !== "" && name !== "identity")
    .reverse()

/**
 * Decodes the body if it is compressed, with several codings if it has several. A body that does not match its coding
 * fails like a truncated one.
 */
export const decompress = (response: HttpClientResponse.HttpClientResponse): HttpClientResponse.HttpClientResponse => {
  const header = response.headers["content-encoding"]
  if (header === undefined || isEmpty(response)) return response
  return codingsOf(header).reduce((inner, name) => {
    const coding = codings[name]
    return coding === undefined ? undecodable(inner, name) : decoded(inner, coding)
  }, response)
}
