/**
 * Changes to a conversation: the payloads of `conversations.update` and `conversations.updateSnooze`.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
 * import * as Effect from "effect/Effect"
 *
 * export const close = (conversationId: number) =>
 *   Effect.flatMap(Conversations, ({ update }) => update({ conversationId }, ConversationUpdate.status("closed")))
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Patch from "@effect-helpscout/core/Patch"
import * as Schema from "effect/Schema"
import { CustomerId, inputId, MailboxId, TeamId, UserId } from "../Ids.js"
import { WaitsUntil } from "../internal/inputs.js"

const operations = {
  /** Changes the subject. */
  subject: Patch.replace("/subject", Field.text({ min: 1 })),
  /** Changes the status. */
  status: Patch.replace("/status", Schema.Literal("active", "closed", "pending", "spam")),
  /** Assigns the conversation to a user or to a team. */
  assignTo: Patch.replace("/assignTo", Schema.Union(inputId(UserId), inputId(TeamId))),
  /** Removes the assignment. */
  unassign: Patch.remove("/assignTo"),
  /** Moves the conversation to another inbox. */
  moveTo: Patch.move("/mailboxId", inputId(MailboxId)),
  // the dot is Help Scout's
  /** Changes the primary customer. */
  customer: Patch.replace("/primaryCustomer.id", inputId(CustomerId)),
  /** Sends a draft conversation. */
  publishDraft: Patch.set("/draft", false)
}

/** @since 0.1.0 */
export type ConversationUpdate = Patch.Type<typeof operations>

/**
 * One change to a conversation: `conversations.update(id, ConversationUpdate.status("closed"))`. Help Scout accepts one
 * change at a time.
 *
 * @since 0.1.0
 */
export const ConversationUpdate: Patch.Update<typeof operations, ConversationUpdate> = Patch.make(operations)

/**
 * The snooze to set.
 *
 * @since 0.1.0
 */
export class SnoozeUpdate extends Model.Opaque<SnoozeUpdate>("SnoozeUpdate")({
  /** In the future, and not after 2100. */
  snoozedUntil: WaitsUntil,
  /** Whether a reply from the customer ends the snooze early. */
  unsnoozeOnCustomerReply: Schema.Boolean
}) {}
