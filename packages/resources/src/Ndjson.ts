/**
 * Any resource as NDJSON: one JSON object per line, in the form that Help Scout sends.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import { ConversationComplete } from "@effect-helpscout/resources/Conversations/Conversation"
 * import * as Ndjson from "@effect-helpscout/resources/Ndjson"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const print = Effect.flatMap(Conversations, (conversations) =>
 *   conversations.listAllComplete({ status: "all" }).pipe(
 *     Ndjson.encode(ConversationComplete),
 *     Stream.runForEach((lines) => Effect.sync(() => process.stdout.write(lines)))
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 */
import type { InputInvalid } from "@effect-helpscout/core/HelpScoutError"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import { encodeItems } from "./internal/textItems.js"

/**
 * Encodes items as lines of JSON, by the schema of the items: `Ndjson.encode(Conversation)`. Emits one text per chunk of
 * the Stream, so memory does not grow with the number of items. Each line, the last one included, ends with `\n`.
 *
 * Dates become ISO 8601 texts. Fields that the schema does not know are left out. Fails with `InputInvalid` for an item
 * that does not match the schema, which items of the API always do.
 *
 * @since 0.1.0
 */
export const encode = <A, I>(
  schema: Schema.Schema<A, I>
): (<E, R>(items: Stream.Stream<A, E, R>) => Stream.Stream<string, E | InputInvalid, R>) =>
  encodeItems("Ndjson.encode", schema, (encoded) => `${JSON.stringify(encoded)}\n`)
