/**
 * Threads: the messages, notes and changes of state that a conversation is made of.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Threads from "@effect-helpscout/resources/Conversations/Threads"
 * import * as Effect from "effect/Effect"
 *
 * export const reply = Effect.gen(function* () {
 *   const { threads } = yield* Conversations
 *   const page = yield* threads.list({ conversationId: 1 })
 *   return page.items.find(Threads.isReply)
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Patch from "@effect-helpscout/core/Patch"
import * as Schema from "effect/Schema"
import { ConversationId, CustomerId, inputId, SavedReplyId, TeamId, ThreadId, UserId } from "../Ids.js"
import { CustomerInput, CustomerPerson, Person } from "../Person.js"
import { Attachment, AttachmentCreate } from "./Attachments.js"

// ---------------------------------------------------------------------------------------------------------------
// what is read
// ---------------------------------------------------------------------------------------------------------------

/**
 * Where a conversation or a thread came from.
 *
 * @since 0.1.0
 * @category models
 */
export class Source extends Model.Opaque<Source>("Source")({
  type: Field.optional(
    Field.openEnum(
      "api",
      "beacon",
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
 * What a line item tells about: an assignment, a workflow, a merge, ...
 *
 * @since 0.1.0
 * @category models
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
 * What the customer thought of a reply.
 *
 * @since 0.1.0
 * @category models
 */
export class ThreadRating extends Model.Opaque<ThreadRating>("ThreadRating")({
  customerId: Field.optional(CustomerId),
  rating: Field.openEnum("great", "okay", "not_good"),
  comments: Field.optional(Schema.String)
}) {}

/**
 * When a draft is going to be sent.
 *
 * @since 0.1.0
 * @category models
 */
export class ThreadSchedule extends Model.Opaque<ThreadSchedule>("ThreadSchedule")({
  scheduledBy: Field.optional(UserId),
  /** The author of the draft, when it goes out under that name (`sendAsCreator` in what is sent). */
  sendAsId: Field.optional(UserId),
  createdAt: Field.optional(Field.Timestamp),
  scheduledFor: Field.optional(Field.Timestamp),
  /** A reply of the customer meanwhile turns the thread back into a plain draft. */
  unscheduleOnCustomerReply: Field.optional(Schema.Boolean)
}) {}

/**
 * A message, a note or a change of state. What a thread has besides depends on its `type`: the guards of this module
 * tell, such as `isReply`.
 *
 * @since 0.1.0
 * @category models
 */
export class Thread extends Model.Opaque<Thread>("Thread")({
  id: ThreadId,
  /**
   * A user's reply is a `message`, though it is written as `reply`. A `lineitem` is a change of state, without a body.
   * A `forwardparent` is what was forwarded, a `forwardchild` the first thread of the conversation that it began.
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
  /** `review` and `underreview` are replies that collision detection held back. */
  state: Field.optional(Field.openEnum("draft", "hidden", "published", "review", "underreview")),
  action: Field.optional(ThreadAction),
  /** HTML. It is written as `text`. */
  body: Field.optional(Schema.String),
  source: Field.optional(Source),
  customer: Field.optional(CustomerPerson),
  createdBy: Field.optional(Person),
  /** A user or a team. */
  assignedTo: Field.optional(Person),
  /** 0 when the text is no saved reply. */
  savedReplyId: Field.optional(SavedReplyId),
  to: Field.optional(Field.Strings),
  cc: Field.optional(Field.Strings),
  bcc: Field.optional(Field.Strings),
  createdAt: Field.Timestamp,
  /** Replies only: when the customer looked at it. */
  openedAt: Field.optional(Field.Timestamp),
  /** Forwards only: the other conversation. Documented as a text. */
  linkedConversationId: Field.optional(Schema.Union(ConversationId, Schema.String)),
  /** Replies only. */
  rating: Field.optional(ThreadRating),
  /** Drafts only. `scheduled` here, `schedule` in the address that sets it. */
  scheduled: Field.optional(ThreadSchedule),
  _embedded: Field.optional(Schema.Struct({ attachments: Field.optional(Schema.Array(Attachment)) })),
  /** `assignedTo`, `customer`, and `createdByCustomer` or `createdByUser`. */
  _links: Field.optional(Links)
}) {}

type OfType<Type extends string> = Thread & { readonly type: Type }

/** A reply by a user, sent or still a draft. @since 0.1.0 @category guards */
export const isReply = (thread: Thread): thread is OfType<"message"> => thread.type === "message"

/** A message by the customer. @since 0.1.0 @category guards */
export const isCustomer = (thread: Thread): thread is OfType<"customer"> => thread.type === "customer"

/** A note that only users see. @since 0.1.0 @category guards */
export const isNote = (thread: Thread): thread is OfType<"note"> => thread.type === "note"

/** A change of state: no body, no addressees, no attachments. @since 0.1.0 @category guards */
export const isLineItem = (thread: Thread): thread is OfType<"lineitem"> => thread.type === "lineitem"

/** A live chat. @since 0.1.0 @category guards */
export const isChat = (thread: Thread): thread is OfType<"beaconchat" | "chat"> =>
  thread.type === "chat" || thread.type === "beaconchat"

/** A phone call. @since 0.1.0 @category guards */
export const isPhone = (thread: Thread): thread is OfType<"phone"> => thread.type === "phone"

/** Either side of a forward. @since 0.1.0 @category guards */
export const isForward = (thread: Thread): thread is OfType<"forwardchild" | "forwardparent"> =>
  thread.type === "forwardchild" || thread.type === "forwardparent"

/** Not sent yet. @since 0.1.0 @category guards */
export const isDraft = (thread: Thread): thread is Thread & { readonly state: "draft" } => thread.state === "draft"

/**
 * The mail that a thread was made of.
 *
 * @since 0.1.0
 * @category models
 */
export class OriginalSource extends Model.Opaque<OriginalSource>("OriginalSource")({
  /** Headers and body, as they arrived. */
  original: Schema.String
}) {}

// ---------------------------------------------------------------------------------------------------------------
// what is written
// ---------------------------------------------------------------------------------------------------------------

const addresses = Field.optional(Schema.Array(Field.text({ min: 1 })))

/** What every kind of new thread may carry. */
const common = {
  /** HTML. It is read back as `body`. */
  text: Field.text({ min: 1 }),
  /** History: no mail and no notification goes out. */
  imported: Field.optional(Schema.Boolean),
  /** Only with `imported: true`. */
  createdAt: Field.optional(Field.TimestampInput),
  attachments: Field.optional(Schema.Array(AttachmentCreate))
}

/** The user who writes. @default the user behind the token */
const user = Field.optional(inputId(UserId))

/** The status that the thread gives the conversation; `inbox_predefined` leaves it to the inbox's settings. */
const status = Field.optional(Schema.Literal("active", "closed", "inbox_predefined", "open", "pending", "spam"))

/**
 * Until when a snooze or a draft can wait. Whether it is in the future, Help Scout's clock tells.
 *
 * @internal
 */
export const WaitsUntil = Field.TimestampInput.pipe(
  Schema.filter((date) => date.epochMillis < Date.UTC(2101, 0), {
    description: "a date not after 2100",
    jsonSchema: { type: "string", format: "date-time" }
  })
)

/**
 * The fields of each kind of thread; a new conversation's threads are made of them too.
 *
 * @internal
 */
export const fields = {
  chat: { ...common, customer: CustomerInput },
  customer: { ...common, customer: CustomerInput, cc: addresses, bcc: addresses },
  note: { ...common, user },
  phone: { ...common, customer: CustomerInput },
  reply: {
    ...common,
    /** To whom the reply goes. Required, although the conversation has a customer. */
    customer: CustomerInput,
    cc: addresses,
    bcc: addresses,
    user,
    /** Saves the reply without sending it. @default false */
    draft: Field.optional(Schema.Boolean)
  }
} as const

interface Dated {
  readonly createdAt?: unknown
  readonly imported?: boolean
}

/**
 * A date is taken for history only: Help Scout ignores or refuses it elsewhere.
 *
 * @internal
 */
export const datedOnlyIfImported = (thread: Dated): boolean =>
  thread.createdAt === undefined || thread.imported === true

const dated = <A extends Dated, I>(thread: Schema.Schema<A, I>): Schema.Schema<A, I> =>
  thread.pipe(Schema.filter(datedOnlyIfImported, { description: "createdAt only together with imported: true" }))

/**
 * A chat to add.
 *
 * @since 0.1.0
 * @category schemas
 */
export class ChatThreadCreate extends Model.Opaque<ChatThreadCreate>("ChatThreadCreate")(fields.chat, dated) {}

/**
 * A message by the customer to add.
 *
 * @since 0.1.0
 * @category schemas
 */
export class CustomerThreadCreate extends Model.Opaque<CustomerThreadCreate>("CustomerThreadCreate")(
  fields.customer,
  dated
) {}

/**
 * A note to add. Only users see it.
 *
 * @since 0.1.0
 * @category schemas
 */
export class NoteThreadCreate extends Model.Opaque<NoteThreadCreate>("NoteThreadCreate")(
  { ...fields.note, status },
  dated
) {}

/**
 * A phone call to add.
 *
 * @since 0.1.0
 * @category schemas
 */
export class PhoneThreadCreate extends Model.Opaque<PhoneThreadCreate>("PhoneThreadCreate")(fields.phone, dated) {}

/**
 * Whom a conversation is assigned to from now on; `null` leaves it unassigned, absent leaves it to the inbox's settings.
 *
 * @internal
 */
export const assignTo = Field.optional(Schema.NullOr(Schema.Union(inputId(UserId), inputId(TeamId))))

/**
 * A reply to send, or to save as a draft.
 *
 * @since 0.1.0
 * @category schemas
 */
export class ReplyThreadCreate extends Model.Opaque<ReplyThreadCreate>("ReplyThreadCreate")(
  {
    ...fields.reply,
    /** @default "active": a reply without it opens the conversation again */
    status,
    /** Takes effect when the reply is sent, so not yet for a draft. */
    assignTo
  },
  dated
) {}

const ReplaceText = Patch.replace("/text", Field.text({ min: 1 }))
const ReplaceHidden = Patch.replace("/hidden", Schema.Boolean)

/**
 * One change to a thread.
 *
 * @since 0.1.0
 * @category models
 */
export type ThreadUpdate = typeof ReplaceText.Type | typeof ReplaceHidden.Type

/**
 * One change to a thread: `threads.update(ids, ThreadUpdate.text("..."))`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ThreadUpdate = {
  /** The payload itself. */
  schema: Schema.Union(ReplaceText, ReplaceHidden) as Endpoint.Decodes<ThreadUpdate>,
  /** Changes the text (HTML). The original is kept and can be seen in Help Scout. */
  text: (value: string): ThreadUpdate => ({ op: "replace", path: "/text", value }),
  /** Hides a message of the customer or a sent reply. */
  hide: { op: "replace", path: "/hidden", value: true } satisfies ThreadUpdate as ThreadUpdate,
  /** Shows it again. */
  unhide: { op: "replace", path: "/hidden", value: false } satisfies ThreadUpdate as ThreadUpdate
}

/**
 * When to send a draft, and when not to.
 *
 * @since 0.1.0
 * @category schemas
 */
export class ThreadScheduleUpdate extends Model.Opaque<ThreadScheduleUpdate>("ThreadScheduleUpdate")({
  /** In the future, and not after 2100. */
  scheduledFor: WaitsUntil,
  /** Whether a reply of the customer meanwhile turns the thread back into a plain draft. */
  unscheduleOnCustomerReply: Schema.Boolean,
  /** Sends under the name of the draft's author. @default false */
  sendAsCreator: Field.optional(Schema.Boolean)
}) {}

/** The one operation that the schedule takes: there is nothing to choose, so it is no argument. */
const Published = Schema.transform(Patch.replace("/state", Schema.Literal("published")), Schema.Undefined, {
  strict: true,
  decode: () => undefined,
  encode: () => ({ op: "replace", path: "/state", value: "published" }) as const
})

// ---------------------------------------------------------------------------------------------------------------
// endpoints
// ---------------------------------------------------------------------------------------------------------------

const byConversation = { conversationId: ConversationId }
const byId = { ...byConversation, threadId: ThreadId }

const list = Endpoint.list("/v2/conversations/:conversationId/threads", {
  params: byConversation,
  embedded: "threads",
  item: Thread,
  docs: "conversations/threads/list"
})

const listV3 = Endpoint.list("/v3/conversations/:conversationId/threads", {
  params: byConversation,
  embedded: "threads",
  item: Thread,
  docs: "conversations/threads/list-v3"
})

const getOriginalSource = Endpoint.get("/v2/conversations/:conversationId/threads/:threadId/original-source", {
  params: byId,
  response: OriginalSource,
  docs: "conversations/threads/thread-source-json"
})

/**
 * A conversation that was merged into another answers `NotFound` to all of these: `conversations.get` tells its new id.
 *
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of threads, newest first, with their attachments. Chats are whole here, unlike in a conversation's
   * `embed: "threads"`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list/
   */
  list,

  /** Streams every thread of a conversation, newest first. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Lists one page of threads, newest first; system users, such as AI agents, keep the type `system_user`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list-v3/
   */
  listV3,

  /** Streams every thread of a conversation, newest first, as `listV3` shows them. */
  listV3All: Endpoint.all(listV3),

  /** Streams the pages of `listV3`. */
  listV3Pages: Endpoint.pages(listV3),

  /**
   * Adds a chat, and answers the id of the new thread. Opens the conversation again unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/chat/
   */
  createChat: Endpoint.post("/v2/conversations/:conversationId/chats", {
    params: byConversation,
    payload: ChatThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/chat"
  }),

  /**
   * Adds a message by the customer, and answers the id of the new thread. Opens the conversation again unless
   * `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/customer/
   */
  createCustomer: Endpoint.post("/v2/conversations/:conversationId/customer", {
    params: byConversation,
    payload: CustomerThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/customer"
  }),

  /**
   * Adds a note that only users see, and answers the id of the new thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/note/
   */
  createNote: Endpoint.post("/v2/conversations/:conversationId/notes", {
    params: byConversation,
    payload: NoteThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/note"
  }),

  /**
   * Adds a phone call, and answers the id of the new thread. Opens the conversation again unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/phone/
   */
  createPhone: Endpoint.post("/v2/conversations/:conversationId/phones", {
    params: byConversation,
    payload: PhoneThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/phone"
  }),

  /**
   * Sends a reply to the customer, and answers the id of the new thread. With `draft: true` it is saved, not sent.
   *
   * Gotchas: opens the conversation again unless `status` says otherwise. `AmbiguousWrite` means that the reply may
   * have been sent: look before you send it again.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/reply/
   */
  createReply: Endpoint.post("/v2/conversations/:conversationId/reply", {
    params: byConversation,
    payload: ReplyThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/reply"
  }),

  /**
   * Changes the text of a thread, or hides it: `ThreadUpdate.text("...")`, `ThreadUpdate.hide`.
   *
   * Gotchas: for administrators, and where the account allows threads to be edited. Drafts, notes and line items can't
   * be hidden. There is no way to delete a thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/update/
   */
  update: Endpoint.patch("/v2/conversations/:conversationId/threads/:threadId", {
    params: byId,
    payload: ThreadUpdate.schema,
    docs: "conversations/threads/update"
  }),

  /**
   * Gets the mail that a thread was made of. There is no endpoint that gets a single thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-json/
   */
  getOriginalSource,

  /**
   * The same as `getOriginalSource`, under the name that the npm client `helpscout-mailbox-api` gives it. It does not
   * get a thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-json/
   */
  get: getOriginalSource,

  /**
   * Gets the mail that a thread was made of, as a text of its own (`message/rfc822`).
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-rfc822/
   */
  getOriginalSourceRfc822: Endpoint.get("/v2/conversations/:conversationId/threads/:threadId/original-source", {
    params: byId,
    response: Endpoint.text("message/rfc822"),
    docs: "conversations/threads/thread-source-rfc822"
  }),

  /**
   * Schedules a draft to be sent later, in place of any earlier schedule.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/update/
   */
  updateSchedule: Endpoint.put("/v2/conversations/:conversationId/threads/:threadId/schedule", {
    params: byId,
    payload: ThreadScheduleUpdate,
    docs: "conversations/threads/schedule/update"
  }),

  /**
   * Sends a scheduled thread now.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/publish/
   */
  publishSchedule: Endpoint.patch("/v2/conversations/:conversationId/threads/:threadId/schedule", {
    params: byId,
    payload: Published,
    docs: "conversations/threads/schedule/publish"
  }),

  /**
   * Takes the schedule away: the thread becomes a plain draft.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/delete/
   */
  deleteSchedule: Endpoint.delete("/v2/conversations/:conversationId/threads/:threadId/schedule", {
    params: byId,
    docs: "conversations/threads/schedule/delete"
  })
}

/**
 * `conversations.threads`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
