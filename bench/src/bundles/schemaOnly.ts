/** The minimum of a program that sends requests with `@effect/platform` and decodes with Schema. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const id = HttpClient.get("https://api.helpscout.net").pipe(
  Effect.flatMap((response) => response.json),
  Effect.flatMap(Schema.decodeUnknown(Schema.Struct({ id: Schema.Number }))),
  Effect.provide(FetchHttpClient.layer),
  Effect.runPromise
)
