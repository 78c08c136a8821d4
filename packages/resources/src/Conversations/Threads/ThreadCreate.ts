/**
 * New threads, one type for each kind: the payloads of `conversations.threads.create*`.
 *
 * ```ts
 * import type { ReplyThreadCreate } from "@effect-helpscout/resources/Conversations/Threads/ThreadCreate"
 *
 * export const draft: ReplyThreadCreate = { customer: { id: 500 }, text: "<p>Hello</p>", draft: true }
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { assignTo, dated, threadFields } from "../../internal/inputs.js"

/** The status that the thread gives the conversation. `inbox_predefined` follows the inbox's settings. */
const status = Field.optional(Schema.Literal("active", "closed", "inbox_predefined", "open", "pending", "spam"))

/**
 * A new chat.
 *
 * @since 0.1.0
 */
export class ChatThreadCreate extends Model.Opaque<ChatThreadCreate>("ChatThreadCreate")(threadFields.chat, dated) {}

/**
 * A new message from the customer.
 *
 * @since 0.1.0
 */
export class CustomerThreadCreate extends Model.Opaque<CustomerThreadCreate>("CustomerThreadCreate")(
  threadFields.customer,
  dated
) {}

/**
 * A new note. Only users see it.
 *
 * @since 0.1.0
 */
export class NoteThreadCreate extends Model.Opaque<NoteThreadCreate>("NoteThreadCreate")(
  { ...threadFields.note, status },
  dated
) {}

/**
 * A new phone call.
 *
 * @since 0.1.0
 */
export class PhoneThreadCreate extends Model.Opaque<PhoneThreadCreate>("PhoneThreadCreate")(
  threadFields.phone,
  dated
) {}

const { customer: _, ...toOwnCustomer } = threadFields.reply

const reply = {
  /** @default "active": a reply without a status reopens the conversation */
  status,
  /** Takes effect when the reply is sent. For a draft, that is later. */
  assignTo
}

/**
 * A reply to send, or to save as a draft.
 *
 * @since 0.1.0
 */
export class ReplyThreadCreate extends Model.Opaque<ReplyThreadCreate>("ReplyThreadCreate")(
  { ...threadFields.reply, ...reply },
  dated
) {}

/**
 * A reply to the conversation's own customer, to send or to save as a draft.
 *
 * @since 0.1.0
 */
export class ReplyCreate extends Model.Opaque<ReplyCreate>("ReplyCreate")({ ...toOwnCustomer, ...reply }, dated) {}
