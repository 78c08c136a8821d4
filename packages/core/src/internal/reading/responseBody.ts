/** Reads the body of a response up to a limit, so that no response fills the memory (law P7). */
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Transport from "../../Transport.js"

type Read = Effect.Effect<string, HttpClientError.ResponseError>

const tooLarge = (response: HttpClientResponse.HttpClientResponse, limit: number) =>
  new HttpClientError.ResponseError({
    request: response.request,
    response,
    reason: "Decode",
    cause: new Transport.BodyTooLarge(`the body is larger than maxResponseBytes, which is ${limit} bytes`)
  })

/** The length of the body in memory, if the headers state it: a coding makes it larger than the content length. */
const statedLength = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined =>
  headers["content-encoding"] === undefined && /^\d+$/.test(headers["content-length"] ?? "")
    ? Number(headers["content-length"])
    : undefined

const isEmptyBody = (error: HttpClientError.ResponseError) => error.reason === "EmptyBody"

const readChunks = (response: HttpClientResponse.HttpClientResponse, limit: number): Read =>
  Effect.suspend(() => {
    const decoder = new TextDecoder()
    let size = 0
    let text = ""
    return Stream.runForEach(response.stream, (chunk) => {
      size += chunk.byteLength
      if (size > limit) return Effect.fail(tooLarge(response, limit))
      text += decoder.decode(chunk, { stream: true })
      return Effect.void
    }).pipe(
      Effect.map(() => text + decoder.decode()),
      Effect.catchIf(isEmptyBody, () => Effect.succeed(""))
    )
  })

/** Reads the whole body as text. `limit` is in bytes, after decompression. */
export const readText = (response: HttpClientResponse.HttpClientResponse, limit: number): Read => {
  // a transport that counts is also the fastest
  if (Transport.LimitsBody in response || response.status === 204) return response.text
  const length = statedLength(response)
  if (length === undefined) return readChunks(response, limit)
  return length > limit ? Effect.fail(tooLarge(response, limit)) : response.text
}
