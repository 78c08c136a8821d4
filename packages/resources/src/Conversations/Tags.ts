/**
 * The tags of a conversation. Help Scout can only replace them all; adding and removing is reading, merging and writing.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Effect from "effect/Effect"
 *
 * // answers the names of all tags that the conversation has now
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
 * A tag on a conversation. Its name is `tag` here; in the list of all tags it is `name`.
 *
 * @since 0.1.0
 * @category models
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
 * @category schemas
 */
export class ConversationTagsUpdate extends Model.Opaque<ConversationTagsUpdate>("ConversationTagsUpdate")({
  /** Names. One that is unknown is created. */
  tags: Schema.Array(Field.text({ min: 1 }))
}) {}

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Replaces all tags of a conversation; an empty list takes all of them away. `add` and `remove` keep the others.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/tags/update/
   */
  update: Endpoint.put("/v2/conversations/:conversationId/tags", {
    params: { conversationId: ConversationId },
    payload: ConversationTagsUpdate,
    docs: "conversations/tags/update"
  })
}

/**
 * `conversations.tags`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Adds tags, keeps the others, and answers the names of all.
   *
   * Two requests, a read and a write; one when the conversation has these tags already, whatever their case. Gotcha:
   * what is set between the two, by another fiber as well as by somebody else, is lost, for the last writer wins. A
   * conversation that was merged is followed to its new id, by one more request.
   */
  readonly add: (
    args: { readonly conversationId: ConversationId },
    payload: ConversationTagsUpdate
  ) => Effect.Effect<ReadonlyArray<string>, HelpScoutError>

  /**
   * Removes tags, keeps the others, and answers the names of those.
   *
   * Two requests, a read and a write; one when the conversation has none of these tags, whatever their case. Gotcha:
   * what is set between the two, by another fiber as well as by somebody else, is lost, for the last writer wins. A
   * conversation that was merged is followed to its new id, by one more request.
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
 * The endpoint with `add` and `remove` beside it.
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
        const issues = [{ path: "tags", message: "expected names, none of them empty" }]
        return yield* new InputInvalid({ operation, issues })
      }
      const { id, tags = [] } = yield* get(args)
      const current = tags.map((tag) => tag.tag)
      const merged = merge(current, payload.tags)
      if (merged.length === current.length) return current
      // the id that was answered: a merged conversation has another one
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
      const gone = new Set(names.map(folded))
      return current.filter((name) => !gone.has(folded(name)))
    })
  }
}
