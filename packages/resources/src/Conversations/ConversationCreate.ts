/**
 * A new conversation: the payload of `conversations.create`.
 *
 * ```ts
 * import type { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
 *
 * const customer = { email: "ann@example.com" }
 * export const conversation: ConversationCreate = {
 *   subject: "Invoice", customer, mailboxId: 85, type: "email", status: "active",
 *   threads: [{ type: "customer", customer, text: "Where is my invoice?" }]
 * }
 * ```
 *
 * @since 0.1.0
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerInput } from "../Customers/CustomerProfile.js"
import { inputId, MailboxId, UserId } from "../Ids.js"
import { assignTo, datedOnlyIfImported, threadFields } from "../internal/inputs.js"
import { ConversationCustomFieldValue } from "./CustomFields.js"

const createThreads = [
  Schema.Struct({ type: Schema.Literal("chat"), ...threadFields.chat }),
  Schema.Struct({ type: Schema.Literal("customer"), ...threadFields.customer }),
  Schema.Struct({ type: Schema.Literal("note"), ...threadFields.note }),
  Schema.Struct({ type: Schema.Literal("phone"), ...threadFields.phone }),
  Schema.Struct({ type: Schema.Literal("reply"), ...threadFields.reply })
] as const

/**
 * A thread of a new conversation. A draft conversation has a `reply` with `draft: true`.
 *
 * @since 0.1.0
 */
export const ConversationCreateThread: Endpoint.Decodes<ConversationCreateThread> = Schema.Union(...createThreads)
/** @since 0.1.0 */
export type ConversationCreateThread = Schema.Schema.Type<(typeof createThreads)[number]>

/**
 * A new conversation.
 *
 * @since 0.1.0
 */
export class ConversationCreate extends Model.Opaque<ConversationCreate>("ConversationCreate")(
  {
    subject: Field.text({ min: 1 }),
    customer: CustomerInput,
    mailboxId: inputId(MailboxId),
    type: Schema.Literal("chat", "email", "phone"),
    status: Schema.Literal("active", "closed", "pending"),
    /** From 1 to 100. */
    threads: Schema.NonEmptyArray(ConversationCreateThread).pipe(
      Schema.filter((threads) => threads.length <= 100, { description: "at most 100 threads" })
    ),
    /** For imported history: it is only certain to take effect with `imported: true`. */
    createdAt: Field.optional(Field.TimestampInput),
    /** Only with `imported: true`. */
    closedAt: Field.optional(Field.TimestampInput),
    /** Imports history: no email and no notification is sent. */
    imported: Field.optional(Schema.Boolean),
    /** Sends the inbox's auto reply, if one of the threads is from the customer. @default false */
    autoReply: Field.optional(Schema.Boolean),
    /** The user or team to assign it to. `null` leaves it unassigned, absent follows the inbox's settings. */
    assignTo,
    /** The user who creates it. @default the user behind the token */
    user: Field.optional(inputId(UserId)),
    /** Names. An unknown tag is created. */
    tags: Field.optional(Schema.Array(Field.text({ min: 1 }))),
    /** Values of custom fields. */
    fields: Field.optional(Schema.Array(ConversationCustomFieldValue))
  },
  (conversation) =>
    conversation.pipe(
      Schema.filter(({ closedAt, imported }) => closedAt === undefined || imported === true, {
        description: "closedAt only together with imported: true"
      }),
      Schema.filter(({ imported, threads }) => imported === true || threads.every(datedOnlyIfImported), {
        description: "threads with createdAt only together with imported: true"
      })
    )
) {}
