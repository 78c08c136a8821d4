/** What any program brings along that decodes with Schema and sends with `@effect/platform`. */
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
