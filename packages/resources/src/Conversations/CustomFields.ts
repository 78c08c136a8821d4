/**
 * The values of a conversation's custom fields. `mailboxes.customFields` lists the fields of an inbox.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Effect from "effect/Effect"
 *
 * // replaces all values: a field that is left out loses its value
 * export const program = Effect.flatMap(Conversations, (conversations) =>
 *   conversations.customFields.update({ conversationId: 1234 }, { fields: [{ id: 104, value: "2026-03-31" }] })
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ConversationId, CustomFieldId, inputId } from "../Ids.js"

/**
 * The value of a custom field.
 *
 * @since 0.1.0
 */
export class ConversationCustomField extends Model.Opaque<ConversationCustomField>("ConversationCustomField")({
  id: CustomFieldId,
  name: Field.optional(Schema.String),
  /** Always a string. For a dropdown, the id of the selected option. */
  value: Field.optional(Schema.String),
  /** The displayed text. For a dropdown, the label of the selected option. */
  text: Field.optional(Schema.String),
  /** v3 responses only, for fields that Help Scout defines. */
  systemType: Field.optional(Schema.String)
}) {}

/**
 * A value to set, as a string: a whole number, a date as `YYYY-MM-DD`, the id of a dropdown's option, a single line of up
 * to 255 characters or multiple lines of up to 15,000.
 *
 * @since 0.1.0
 */
export class ConversationCustomFieldValue extends Model.Opaque<ConversationCustomFieldValue>(
  "ConversationCustomFieldValue"
)({
  id: inputId(CustomFieldId),
  value: Field.text({ max: 15_000 })
}) {}

/**
 * The values of all custom fields of a conversation.
 *
 * @since 0.1.0
 */
export class ConversationCustomFieldsUpdate extends Model.Opaque<ConversationCustomFieldsUpdate>(
  "ConversationCustomFieldsUpdate"
)({
  /** All values. A field that is left out loses its value. */
  fields: Schema.Array(ConversationCustomFieldValue)
}) {}

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Replaces the values of all custom fields of a conversation. An empty list removes all of them. Called `fields` here
   * and `customFields` in a conversation.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/custom_fields/update/
   */
  update: Endpoint.put("/v2/conversations/:conversationId/fields", {
    impact: "write",
    params: { conversationId: ConversationId },
    payload: ConversationCustomFieldsUpdate,
    docs: "conversations/custom_fields/update"
  })
}

/**
 * The methods of `conversations.customFields`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
