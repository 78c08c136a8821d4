/**
 * The values of a conversation's custom fields. What fields there are, an inbox tells: `mailboxes.customFields`.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Effect from "effect/Effect"
 *
 * // these are all the values from now on: a field that is left out loses its value
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
 * @category models
 */
export class ConversationCustomField extends Model.Opaque<ConversationCustomField>("ConversationCustomField")({
  id: CustomFieldId,
  name: Field.optional(Schema.String),
  /** Always a text; of a dropdown, the id of the chosen option. */
  value: Field.optional(Schema.String),
  /** What people see: of a dropdown, the label of the chosen option. */
  text: Field.optional(Schema.String)
}) {}

/**
 * A value to set, as a text: a whole number, a date as `YYYY-MM-DD`, the id of a dropdown's option, a line of up to 255
 * characters or lines of up to 15,000.
 *
 * @since 0.1.0
 * @category schemas
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
 * @category schemas
 */
export class ConversationCustomFieldsUpdate extends Model.Opaque<ConversationCustomFieldsUpdate>(
  "ConversationCustomFieldsUpdate"
)({
  /** All of them: a field that is left out loses its value. */
  fields: Schema.Array(ConversationCustomFieldValue)
}) {}

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Replaces the values of all custom fields of a conversation; an empty list takes all of them away. They are called
   * `fields` here and `customFields` in a conversation.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/custom_fields/update/
   */
  update: Endpoint.put("/v2/conversations/:conversationId/fields", {
    params: { conversationId: ConversationId },
    payload: ConversationCustomFieldsUpdate,
    docs: "conversations/custom_fields/update"
  })
}

/**
 * `conversations.customFields`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
