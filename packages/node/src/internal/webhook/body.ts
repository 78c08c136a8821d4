/**
 * Reads the body of a request without ever holding more than it may be.
 */
import { Readable } from "node:stream"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/**
 * Why there is no body: it is larger than it may be, it broke off, or somebody has read it before.
 */
export type Fault = "TooLarge" | "BrokenOff" | "AlreadyRead"

const ignore = () => {}

/**
 * What is not read is discarded by Node, so that the sender gets to see the answer: to destroy the request would reset
 * its connection. A server's `requestTimeout` ends a body that never does.
 */
const fromReadable = (source: Readable, max: number): Effect.Effect<Uint8Array, Fault> =>
  Effect.async((resume) => {
    if (source.readableDidRead || source.readableEnded) return resume(Effect.fail("AlreadyRead"))
    if (source.destroyed) return resume(Effect.fail("BrokenOff"))
    const chunks: Array<Buffer> = []
    let size = 0
    const stop = () => {
      source.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken)
      source.on("error", ignore)
      source.resume()
    }
    const settle = (outcome: Effect.Effect<Uint8Array, Fault>) => {
      stop()
      resume(outcome)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > max) settle(Effect.fail("TooLarge"))
      else chunks.push(chunk)
    }
    const onEnd = () => settle(Effect.succeed(Buffer.concat(chunks, size)))
    const onBroken = () => settle(Effect.fail("BrokenOff"))
    source.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken)
    return Effect.sync(stop)
  })

/** For requests that are not Node's own. */
const fromStream = (request: HttpServerRequest.HttpServerRequest, max: number): Effect.Effect<Uint8Array, Fault> =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    return Stream.runForEach(
      Stream.mapError(request.stream, (): Fault => "BrokenOff"),
      (chunk) => {
        size += chunk.length
        if (size > max) return Effect.fail<Fault>("TooLarge")
        chunks.push(chunk)
        return Effect.void
      }
    ).pipe(Effect.map(() => Buffer.concat(chunks, size)))
  })

/** Reads at most so many bytes; a length that promises more is not read at all. */
export const read = (request: HttpServerRequest.HttpServerRequest, max: number): Effect.Effect<Uint8Array, Fault> => {
  if (Number(request.headers["content-length"]) > max) return Effect.fail("TooLarge")
  return request.source instanceof Readable ? fromReadable(request.source, max) : fromStream(request, max)
}
