/**
 * From parsed JSON to the decoded value. A reader is made once for each endpoint, when the layer is built (law D5).
 */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Hal from "../../Hal.js"
import type { ValidationIssue } from "../../HelpScoutError.js"
import * as issues from "./issues.js"

/** The decoded value, or the issues with their paths from the given value. May modify its input. */
export type Reader = (json: unknown) => Either.Either<unknown, ReadonlyArray<ValidationIssue>>

/** Reads every value as it is, `null`s included. */
export const exact = (schema: Schema.Schema.Any): Reader => {
  // the types of a record were checked where it was made
  const decode = Schema.decodeUnknownEither(schema as Schema.Schema<any, any>)
  return (json) => Either.mapLeft(decode(json), (error) => issues.fromParseIssue(error.issue))
}

/** Reads a `null` as an absent key (law D3). */
export const make = (schema: Schema.Schema.Any): Reader => {
  const read = exact(schema)
  return (json) => read(Hal.dropNulls(json))
}

/** The reader for an endpoint's `nulls` option. */
export const forNulls = (schema: Schema.Schema.Any, nulls: "drop" | "keep"): Reader =>
  nulls === "drop" ? make(schema) : exact(schema)
