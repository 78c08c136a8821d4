/**
 * Reads JSON that Help Scout sent, as the client does: webhook payloads, exports, recorded responses.
 *
 * ```ts
 * import * as Field from "@effect-helpscout/core/Field"
 * import * as Reader from "@effect-helpscout/core/Reader"
 * import * as Schema from "effect/Schema"
 *
 * const Ticket = Schema.Struct({ id: Field.id("TicketId"), closedAt: Field.optional(Field.Timestamp) })
 * const read = Reader.make(Ticket)
 * export const ticket = read({ id: "12", closedAt: "0000-00-00 00:00:00" }) // Right: { id: 12 }
 * ```
 *
 * @since 0.1.0
 */

import type * as Either from "effect/Either"
import type { Decodes } from "./Endpoint.js"
import type { ValidationIssue } from "./HelpScoutError.js"
import * as Internal from "./internal/reading/reader.js"
import * as self from "./Reader.js"

/**
 * Returns the decoded value, or every issue with its path.
 *
 * @since 0.1.0
 */
export type Reader<A> = (json: unknown) => Either.Either<A, ReadonlyArray<ValidationIssue>>

/**
 * Compiles the reader of a schema. A reader returns what the schema decodes, and accepts the forms that Help Scout uses
 * beside the documented ones where nothing depends on the difference (law D6): nulls and empty dates are absent, `[]` is
 * an empty object, an object with numbered keys is a list, numbers may be strings and strings numbers, malformed links
 * are absent, and null list items are dropped. Anything else is an issue: a string that is not a date, an id that is not
 * an integer. Compile once, and read often.
 *
 * @since 0.1.0
 */
export const make = <A>(schema: Decodes<A>): Reader<A> =>
  // the reader of a schema returns what the schema decodes to
  Internal.make(schema) as Reader<A>

/**
 * This module, for programs that import it by its name: `import { Reader }` has the same functions as `import * as Reader`.
 *
 * @since 0.1.0
 */
export const Reader: typeof import("./Reader.js") = self
