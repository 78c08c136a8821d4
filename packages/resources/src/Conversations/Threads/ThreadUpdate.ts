/**
 * Changes to a thread: the payloads of `conversations.threads.update` and `updateSchedule`.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import { ThreadUpdate } from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
 * import * as Effect from "effect/Effect"
 *
 * export const hide = (conversationId: number, threadId: number) =>
 *   Effect.flatMap(Conversations, ({ threads }) => threads.update({ conversationId, threadId }, ThreadUpdate.hide))
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Patch from "@effect-helpscout/core/Patch"
import * as Schema from "effect/Schema"
import { WaitsUntil } from "../../internal/inputs.js"

const operations = {
  /** Changes the text (HTML). Help Scout keeps the original and shows it to users. */
  text: Patch.replace("/text", Field.text({ min: 1 })),
  /** Hides a message from the customer or a sent reply. */
  hide: Patch.set("/hidden", true),
  /** Shows a hidden thread again. */
  unhide: Patch.set("/hidden", false)
}

/** @since 0.1.0 */
export type ThreadUpdate = Patch.Type<typeof operations>

/**
 * One change to a thread: `threads.update(ids, ThreadUpdate.text("..."))`.
 *
 * @since 0.1.0
 */
export const ThreadUpdate: Patch.Update<typeof operations, ThreadUpdate> = Patch.make(operations)

/**
 * When to send a draft, and when not to.
 *
 * @since 0.1.0
 */
export class ThreadScheduleUpdate extends Model.Opaque<ThreadScheduleUpdate>("ThreadScheduleUpdate")({
  /** In the future, and not after 2100. */
  scheduledFor: WaitsUntil,
  /** Whether a reply from the customer in the meantime turns the thread back into a plain draft. */
  unscheduleOnCustomerReply: Schema.Boolean,
  /** Sends in the name of the draft's author. @default false */
  sendAsCreator: Field.optional(Schema.Boolean)
}) {}
