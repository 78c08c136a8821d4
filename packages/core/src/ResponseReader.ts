/**
 * Reads JSON of Help Scout's as responses are read: leniently where nothing depends on the form, and strictly where meaning
 * does (law D6). For JSON that arrives by other ways, such as webhooks, queues and exports.
 *
 * ```ts
 * import * as ResponseReader from "@effect-helpscout/core/ResponseReader"
 * import * as Schema from "effect/Schema"
 *
 * const read = ResponseReader.make(Schema.Struct({ id: Schema.Number, tags: Schema.Array(Schema.String) }))
 * export const conversation = read({ id: "12", tags: {} }) // Right: { id: 12, tags: [] }
 * ```
 *
 * @since 0.1.0
 */
import type * as Either from "effect/Either"
import type * as Schema from "effect/Schema"
import type { ValidationIssue } from "./HelpScoutError.js"
import * as Reader from "./internal/reading/reader.js"

/**
 * Returns the decoded value, or every issue with its path. The input is not changed.
 *
 * @since 0.1.0
 */
export type ResponseReader<A> = (json: unknown) => Either.Either<A, ReadonlyArray<ValidationIssue>>

/**
 * Compiles the reader of a schema. Do so once, because it costs more than reading.
 *
 * @since 0.1.0
 */
export const make = <A, I>(schema: Schema.Schema<A, I>): ResponseReader<A> => {
  const read = Reader.make(schema)
  // the reader returns what the schema decodes
  return (json) => read(json) as Either.Either<A, ReadonlyArray<ValidationIssue>>
}
