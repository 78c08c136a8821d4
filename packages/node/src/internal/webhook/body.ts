/** Reads the body of a request, and never holds more than the permitted number of bytes. */
import { Readable } from "node:stream"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** The body is too large, the sender closed the connection within it, or other code has read it before. */
export type Fault = "TooLarge" | "Truncated" | "AlreadyRead"

/** Receives the size of each chunk that is kept. */
type OnBytes = (size: number) => void

const ignore = () => {}

/**
 * Lets Node.js discard the rest of an oversized body, so that the sender receives the response. Destroying the request
 * would reset its connection. The server's `requestTimeout` ends a body that does not end.
 */
const fromReadable = (source: Readable, max: number, onBytes: OnBytes): Effect.Effect<Uint8Array, Fault> =>
  Effect.async((resume) => {
    if (source.readableDidRead || source.readableEnded) return resume(Effect.fail("AlreadyRead"))
    if (source.destroyed) return resume(Effect.fail("Truncated"))
    const chunks: Array<Buffer> = []
    let size = 0
    const discardRest = () => {
      source.off("data", onData).off("end", onEnd).off("error", onTruncated).off("close", onTruncated)
      source.on("error", ignore)
      source.resume()
    }
    const settle = (result: Effect.Effect<Uint8Array, Fault>) => {
      discardRest()
      resume(result)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > max) return settle(Effect.fail("TooLarge"))
      chunks.push(chunk)
      onBytes(chunk.length)
    }
    const onEnd = () => settle(Effect.succeed(Buffer.concat(chunks, size)))
    const onTruncated = () => settle(Effect.fail("Truncated"))
    source.on("data", onData).on("end", onEnd).on("error", onTruncated).on("close", onTruncated)
    return Effect.sync(discardRest)
  })

/** Reads requests that do not come from node:http. */
const fromStream = (
  request: HttpServerRequest.HttpServerRequest,
  max: number,
  onBytes: OnBytes
): Effect.Effect<Uint8Array, Fault> =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    return Stream.runForEach(
      Stream.mapError(request.stream, (): Fault => "Truncated"),
      (chunk) => {
        size += chunk.length
        if (size > max) return Effect.fail<Fault>("TooLarge")
        chunks.push(chunk)
        onBytes(chunk.length)
        return Effect.void
      }
    ).pipe(Effect.map(() => Buffer.concat(chunks, size)))
  })

/** Reads at most `max` bytes. A body with a larger `content-length` is not read at all. */
export const read = (
  request: HttpServerRequest.HttpServerRequest,
  max: number,
  onBytes: OnBytes = ignore
): Effect.Effect<Uint8Array, Fault> => {
  if (Number(request.headers["content-length"]) > max) return Effect.fail("TooLarge")
  return request.source instanceof Readable
    ? fromReadable(request.source, max, onBytes)
    : fromStream(request, max, onBytes)
}
