/**
 * The tags of a conversation. Help Scout can only replace all of them, so `add` and `remove` read, merge and write.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Effect from "effect/Effect"
 *
 * // returns the names of all tags of the conversation
 * export const program = Effect.flatMap(Conversations, (conversations) =>
 *   conversations.tags.add({ conversationId: 1234 }, { tags: ["vip"] })
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { type HelpScoutError, InputInvalid } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ConversationId, TagId } from "../Ids.js"

/**
 * A tag on a conversation. Its name is in `tag`, and in the list of all tags in `name`.
 *
 * @since 0.1.0
 */
export class ConversationTag extends Model.Opaque<ConversationTag>("ConversationTag")({
  id: TagId,
  /** As `#rrggbb`. */
  color: Field.optional(Schema.String),
  tag: Schema.String
}) {}

/**
 * Tags, by name.
 *
 * @since 0.1.0
 */
export class ConversationTagsUpdate extends Model.Opaque<ConversationTagsUpdate>("ConversationTagsUpdate")({
  /** Names. An unknown tag is created. */
  tags: Schema.Array(Field.text({ min: 1 }))
}) {}

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Replaces all tags of a conversation. An empty list removes all of them. `add` and `remove` keep the others.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/tags/update/
   */
  update: Endpoint.put("/v2/conversations/:conversationId/tags", {
    impact: "write",
    params: { conversationId: ConversationId },
    payload: ConversationTagsUpdate,
    docs: "conversations/tags/update"
  })
}

/**
 * The methods of `conversations.tags`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Adds tags, keeps the others, and returns the names of all tags.
   *
   * Sends two requests, a read and a write. One if the conversation already has these tags, regardless of case. After a
   * merge, one more request follows the new id. Gotcha: tags that another fiber or another client sets between the two
   * are lost (last write wins).
   */
  readonly add: (
    args: { readonly conversationId: ConversationId },
    payload: ConversationTagsUpdate
  ) => Effect.Effect<ReadonlyArray<string>, HelpScoutError>

  /**
   * Removes tags, keeps the others, and returns the names of the remaining tags.
   *
   * Sends two requests, a read and a write. One if the conversation has none of these tags, regardless of case. After a
   * merge, one more request follows the new id. Gotcha: tags that another fiber or another client sets between the two
   * are lost (last write wins).
   */
  readonly remove: (
    args: { readonly conversationId: ConversationId },
    payload: ConversationTagsUpdate
  ) => Effect.Effect<ReadonlyArray<string>, HelpScoutError>
}

type Get = (args: {
  readonly conversationId: ConversationId
}) => Effect.Effect<{ readonly id: ConversationId; readonly tags?: ReadonlyArray<ConversationTag> }, HelpScoutError>

const folded = (name: string): string => name.trim().toLowerCase()

const isUpdate = Schema.is(ConversationTagsUpdate, { onExcessProperty: "error" })

/**
 * The methods of the record, with `add` and `remove`.
 *
 * @internal
 */
export const withMerging = (get: Get, methods: Endpoint.Service<typeof endpoints>): Service => {
  const merging = (
    operation: string,
    merge: (current: ReadonlyArray<string>, names: ReadonlyArray<string>) => ReadonlyArray<string>
  ): Service["add"] =>
    Effect.fn(operation)(function* (args, payload) {
      if (!isUpdate(payload)) {
        const issues = [{ path: "tags", message: "expected tag names that are not empty" }]
        return yield* new InputInvalid({ operation, issues })
      }
      const { id, tags = [] } = yield* get(args)
      const current = tags.map((tag) => tag.tag)
      const merged = merge(current, payload.tags)
      if (merged.length === current.length) return current
      // the id in the response: a merged conversation has a new one
      yield* methods.update({ conversationId: id }, { tags: merged })
      return merged
    })
  return {
    ...methods,
    add: merging("Conversations.tags.add", (current, names) => {
      const known = new Set(current.map(folded))
      return [...current, ...names.filter((name) => !known.has(folded(name)) && known.add(folded(name)))]
    }),
    remove: merging("Conversations.tags.remove", (current, names) => {
      const removed = new Set(names.map(folded))
      return current.filter((name) => !removed.has(folded(name)))
    })
  }
}
