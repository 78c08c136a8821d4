/** The simulator as the platform's `HttpClient`, without sockets. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Exchange from "./exchange.js"
import * as HttpResponse from "./httpResponse.js"

const bodyOf = (
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<string | Uint8Array, HttpClientError.RequestError> => {
  const { body } = request
  switch (body._tag) {
    case "Empty":
      return Effect.succeed("")
    case "Uint8Array":
      return Effect.succeed(body.body)
    case "Raw":
      return Effect.succeed(body.body instanceof Uint8Array ? body.body : String(body.body ?? ""))
    case "FormData":
      // Help Scout does not accept forms, and rejects this one by its content type
      return Effect.succeed("form")
    case "Stream":
      return Stream.runCollect(body.stream).pipe(
        Effect.map((chunks) => {
          const parts = Chunk.toReadonlyArray(chunks)
          const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
          let at = 0
          for (const part of parts) {
            whole.set(part, at)
            at += part.length
          }
          return whole
        }),
        Effect.mapError((cause) => new HttpClientError.RequestError({ request, reason: "Encode", cause }))
      )
  }
}

/** Makes a client from the function that responds to requests. */
export const make = (handle: (request: Exchange.Incoming) => Effect.Effect<Exchange.Outcome>): HttpClient.HttpClient =>
  HttpClient.make((request, url) =>
    bodyOf(request).pipe(
      Effect.flatMap((body) => handle({ method: request.method, url: url.href, headers: request.headers, body })),
      Effect.flatMap((outcome) => {
        if (outcome._tag === "Response") return Effect.succeed(HttpResponse.make(request, outcome))
        const cause = HttpResponse.socketError(outcome._tag === "Reset" ? "ECONNRESET" : "ECONNREFUSED")
        return Effect.fail(new HttpClientError.RequestError({ request, reason: "Transport", cause }))
      })
    )
  )
