/**
 * The model of a thread, and guards that distinguish its kinds.
 *
 * ```ts
 * import { isReply, type Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
 *
 * export const lastReply = (newestFirst: ReadonlyArray<Thread>) => newestFirst.find(isReply)
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ConversationId, CustomerId, SavedReplyId, ThreadId, UserId } from "../../Ids.js"
import { CustomerPerson, Person } from "../../Person.js"
import { Attachment } from "../Attachments.js"

/**
 * The origin of a conversation or a thread.
 *
 * @since 0.1.0
 */
export class Source extends Model.Opaque<Source>("Source")({
  type: Field.optional(
    Field.openEnum(
      "api",
      "beacon",
      "beacon-v2",
      "channel",
      "chat",
      "consumer",
      "coreapi",
      "csv",
      "cvs",
      "desk",
      "docs",
      "email",
      "emailfwd",
      "heymarket",
      "internal",
      "jira",
      "manual",
      "mobile",
      "notification",
      "orchestration",
      "support",
      "unknown",
      "uservoice",
      "web",
      "workflows",
      "zendesk"
    )
  ),
  via: Field.optional(Field.openEnum("customer", "user"))
}) {}

/**
 * The change that a line item records: an assignment, a workflow, a merge, ...
 *
 * @since 0.1.0
 */
export class ThreadAction extends Model.Opaque<ThreadAction>("ThreadAction")({
  /** `default`, `manual-workflow`, `merged`, ... */
  type: Field.optional(Schema.String),
  /** Line items only: the change in words. */
  text: Field.optional(Schema.String),
  /** An object whose keys depend on `type`; an empty array in old threads. */
  associatedEntities: Field.optional(Schema.Unknown)
}) {}

/**
 * The customer's rating of a reply.
 *
 * @since 0.1.0
 */
export class ThreadRating extends Model.Opaque<ThreadRating>("ThreadRating")({
  customerId: Field.optional(CustomerId),
  rating: Field.openEnum("great", "okay", "not_good"),
  comments: Field.optional(Schema.String)
}) {}

/**
 * The schedule of a draft.
 *
 * @since 0.1.0
 */
export class ThreadSchedule extends Model.Opaque<ThreadSchedule>("ThreadSchedule")({
  scheduledBy: Field.optional(UserId),
  /** The author of the draft, if it is sent in the author's name (`sendAsCreator` in requests). */
  sendAsId: Field.optional(UserId),
  createdAt: Field.optional(Field.Timestamp),
  scheduledFor: Field.optional(Field.Timestamp),
  /** A reply from the customer in the meantime turns the thread back into a plain draft. */
  unscheduleOnCustomerReply: Field.optional(Schema.Boolean)
}) {}

/**
 * A message, a note or a change of state. Its fields depend on its `type`, which the guards of this module narrow:
 * `isReply`, ...
 *
 * @since 0.1.0
 */
export class Thread extends Model.Opaque<Thread>("Thread")({
  id: ThreadId,
  /**
   * A user's reply is a `message` here and a `reply` in requests. A `lineitem` is a change of state, without a body.
   * A `forwardparent` is what was forwarded, a `forwardchild` the first thread of the conversation that it created.
   */
  type: Field.openEnum(
    "beaconchat",
    "chat",
    "customer",
    "forwardchild",
    "forwardparent",
    "lineitem",
    "message",
    "note",
    "phone"
  ),
  /** The status that the thread gave the conversation, or `nochange`. */
  status: Field.optional(Field.openEnum("active", "closed", "nochange", "pending", "spam")),
  /** `review` and `underreview` are replies that collision detection held back. `bounced`: the email was not delivered. */
  state: Field.optional(Field.openEnum("bounced", "draft", "hidden", "published", "review", "underreview")),
  action: Field.optional(ThreadAction),
  /** HTML. Called `text` in requests. */
  body: Field.optional(Schema.String),
  source: Field.optional(Source),
  customer: Field.optional(CustomerPerson),
  createdBy: Field.optional(Person),
  /** A user or a team. */
  assignedTo: Field.optional(Person),
  /** 0 if the text is not a saved reply. */
  savedReplyId: Field.optional(SavedReplyId),
  to: Field.optional(Field.Strings),
  cc: Field.optional(Field.Strings),
  bcc: Field.optional(Field.Strings),
  createdAt: Field.Timestamp,
  /** Replies only: when the customer opened it. */
  openedAt: Field.optional(Field.Timestamp),
  /** Forwards only: the other conversation. Documented as a string. */
  linkedConversationId: Field.optional(Schema.Union(ConversationId, Schema.String)),
  /** Replies only. */
  rating: Field.optional(ThreadRating),
  /** Drafts only. `scheduled` here, `schedule` in the path of the endpoint that sets it. */
  scheduled: Field.optional(ThreadSchedule),
  _embedded: Field.optional(Schema.Struct({ attachments: Field.optional(Schema.Array(Attachment)) })),
  /** `assignedTo`, `customer`, and `createdByCustomer` or `createdByUser`. */
  _links: Field.optional(Links)
}) {}

type OfType<Type extends string> = Thread & { readonly type: Type }

/** A reply by a user, sent or still a draft. @since 0.1.0 */
export const isReply = (thread: Thread): thread is OfType<"message"> => thread.type === "message"

/** A message from the customer. @since 0.1.0 */
export const isCustomer = (thread: Thread): thread is OfType<"customer"> => thread.type === "customer"

/** A note that only users see. @since 0.1.0 */
export const isNote = (thread: Thread): thread is OfType<"note"> => thread.type === "note"

/** A change of state: no body, no recipients, no attachments. @since 0.1.0 */
export const isLineItem = (thread: Thread): thread is OfType<"lineitem"> => thread.type === "lineitem"

/** A live chat. @since 0.1.0 */
export const isChat = (thread: Thread): thread is OfType<"beaconchat" | "chat"> =>
  thread.type === "chat" || thread.type === "beaconchat"

/** A phone call. @since 0.1.0 */
export const isPhone = (thread: Thread): thread is OfType<"phone"> => thread.type === "phone"

/** Either side of a forward. @since 0.1.0 */
export const isForward = (thread: Thread): thread is OfType<"forwardchild" | "forwardparent"> =>
  thread.type === "forwardchild" || thread.type === "forwardparent"

/** Not sent yet. @since 0.1.0 */
export const isDraft = (thread: Thread): thread is Thread & { readonly state: "draft" } => thread.state === "draft"

/**
 * The email that a thread was created from.
 *
 * @since 0.1.0
 */
export class OriginalSource extends Model.Opaque<OriginalSource>("OriginalSource")({
  /** Headers and body, as received. */
  original: Schema.String
}) {}
