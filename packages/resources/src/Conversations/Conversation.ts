/**
 * The model of a conversation.
 *
 * ```ts
 * import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
 *
 * export const isUnassigned = ({ assignee, status }: Conversation): boolean => status === "active" && assignee === undefined
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ConversationId, FolderId, MailboxId, TeamId, ThreadId, UserId } from "../Ids.js"
import { CustomerPerson, Person, UserPerson } from "../Person.js"
import { Attachment } from "./Attachments.js"
import { ConversationCustomField } from "./CustomFields.js"
import { ConversationTag } from "./Tags.js"
import { Source, Thread } from "./Threads/Thread.js"

/**
 * How long the customer has been waiting for a reply.
 *
 * @since 0.1.0
 */
export class CustomerWaitingSince extends Model.Opaque<CustomerWaitingSince>("CustomerWaitingSince")({
  time: Field.optional(Field.Timestamp),
  /** In words: `20 hours ago`. */
  friendly: Field.optional(Schema.String),
  latestReplyFrom: Field.optional(Field.openEnum("customer", "user"))
}) {}

/**
 * The snooze of a conversation.
 *
 * @since 0.1.0
 */
export class Snooze extends Model.Opaque<Snooze>("Snooze")({
  snoozedBy: Field.optional(UserId),
  snoozedUntil: Field.optional(Field.Timestamp),
  unsnoozeOnCustomerReply: Field.optional(Schema.Boolean)
}) {}

/**
 * The next scheduled event of a conversation: a snooze ends, or a scheduled thread is sent.
 *
 * @since 0.1.0
 */
export class NextEvent extends Model.Opaque<NextEvent>("NextEvent")({
  time: Field.optional(Field.Timestamp),
  eventType: Field.optional(Field.openEnum("snooze", "scheduled")),
  userId: Field.optional(UserId),
  cancelOnCustomerReply: Field.optional(Schema.Boolean)
}) {}

/**
 * The team that a conversation is assigned to, in v3 responses.
 *
 * @since 0.1.0
 */
export class AssignedTeam extends Model.Opaque<AssignedTeam>("AssignedTeam")({
  id: TeamId,
  name: Field.optional(Schema.String)
}) {}

/**
 * A conversation. `conversations.threads` reads its threads, and `conversations.getComplete` reads all of them at once.
 *
 * @since 0.1.0
 */
export class Conversation extends Model.Opaque<Conversation>("Conversation")({
  id: ConversationId,
  /** The number that users see in Help Scout. */
  number: Schema.Number,
  /** The number of threads. The threads themselves, if requested, are in `_embedded`. */
  threads: Field.optional(Schema.Number),
  type: Field.openEnum("chat", "email", "phone"),
  folderId: Field.optional(FolderId),
  status: Field.openEnum("active", "closed", "open", "pending", "spam"),
  state: Field.openEnum("deleted", "draft", "hidden", "published"),
  subject: Field.optional(Schema.String),
  /** The beginning of the newest thread. */
  preview: Field.optional(Schema.String),
  mailboxId: MailboxId,
  /** A user or a team. Absent if unassigned. */
  assignee: Field.optional(Person),
  /** v3 responses only. */
  assignedTeam: Field.optional(AssignedTeam),
  createdBy: Field.optional(Person),
  createdAt: Field.Timestamp,
  /** 0 or absent if the conversation is not closed, or was not closed by a user. */
  closedBy: Field.optional(UserId),
  closedByUser: Field.optional(UserPerson),
  closedAt: Field.optional(Field.Timestamp),
  /** When a user last acted. If no user has acted since the customer wrote, this is when the wait began. */
  userUpdatedAt: Field.optional(Field.Timestamp),
  customerWaitingSince: Field.optional(CustomerWaitingSince),
  source: Field.optional(Source),
  tags: Field.optional(Schema.Array(ConversationTag)),
  cc: Field.optional(Field.Strings),
  bcc: Field.optional(Field.Strings),
  primaryCustomer: Field.optional(CustomerPerson),
  /** Called `fields` in requests. */
  customFields: Field.optional(Schema.Array(ConversationCustomField)),
  snooze: Field.optional(Snooze),
  nextEvent: Field.optional(NextEvent),
  /** With `embed: "threads"`: the newest threads. Long conversations are incomplete, and chats are shortened. */
  _embedded: Field.optional(Schema.Struct({ threads: Field.optional(Schema.Array(Thread)) })),
  /** `web` is its page in Help Scout. Others: `mailbox`, `primaryCustomer`, `threads`, `assignee`, `closedBy`, ... */
  _links: Field.optional(Links)
}) {}

/**
 * Whether the threads that are embedded in a conversation are all of its threads. Chats are shortened when they are
 * embedded, and so are long conversations.
 *
 * @since 0.1.0
 */
export const hasAllThreads = ({ _embedded, threads, type }: Conversation): boolean =>
  type !== "chat" && threads !== undefined && _embedded?.threads?.length === threads

/**
 * A file of a thread.
 *
 * @since 0.1.0
 */
export class ThreadAttachment extends Model.Opaque<ThreadAttachment>("ThreadAttachment")({
  threadId: ThreadId,
  attachment: Attachment
}) {}

/**
 * A conversation with all of its threads and attachments.
 *
 * @since 0.1.0
 */
export class ConversationComplete extends Model.Opaque<ConversationComplete>("ConversationComplete")({
  conversation: Conversation,
  /** All threads, newest first. */
  threads: Schema.Array(Thread),
  /** The files of all threads, without their content, which `attachments.file` streams. */
  attachments: Schema.Array(ThreadAttachment)
}) {}
