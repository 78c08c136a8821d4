/** Items of a resource as text, chunk by chunk: what `Csv` and `Ndjson` share. */
import { InputInvalid } from "@effect-helpscout/core/HelpScoutError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { issuesOf } from "./issues.js"

/**
 * Makes one text of each chunk. Items that the API returned always encode (law D4); others fail with the issues of the
 * first one that does not.
 */
export const encodeItems = <A, I>(
  operation: string,
  schema: Schema.Schema<A, I>,
  write: (encoded: I, item: A) => string
) => {
  // law D5: built once
  const encode = Schema.encodeEither(schema, { errors: "all" })
  return <E, R>(items: Stream.Stream<A, E, R>): Stream.Stream<string, E | InputInvalid, R> =>
    Stream.mapChunksEffect(items, (chunk) =>
      Effect.suspend(() => {
        let text = ""
        for (const item of chunk) {
          const encoded = encode(item)
          if (Either.isLeft(encoded)) return new InputInvalid({ operation, issues: issuesOf(encoded.left) })
          text += write(encoded.right, item)
        }
        return Effect.succeed(Chunk.of(text))
      })
    )
}
