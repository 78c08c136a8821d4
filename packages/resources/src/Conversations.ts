/**
 * Conversations: what customers and users write to each other, and its state.
 *
 * ```ts
 * import { Conversations, ConversationUpdate } from "@effect-helpscout/resources/Conversations"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const closeSpam = Effect.gen(function* () {
 *   const conversations = yield* Conversations
 *   const close = (conversationId: number) => conversations.update({ conversationId }, ConversationUpdate.status("closed"))
 *   yield* Stream.runForEach(conversations.listAll({ status: "active", tag: "spam" }), ({ id }) => close(id))
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Patch from "@effect-helpscout/core/Patch"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Attachments from "./Conversations/Attachments.js"
import * as ConversationCustomFields from "./Conversations/CustomFields.js"
import * as ConversationTags from "./Conversations/Tags.js"
import * as Threads from "./Conversations/Threads.js"
import {
  ConversationId,
  CustomerId,
  CustomFieldId,
  FolderId,
  inputId,
  MailboxId,
  TeamId,
  type ThreadId,
  UserId
} from "./Ids.js"
import { CustomerInput, CustomerPerson, Person, UserPerson } from "./Person.js"
import { SearchQueryOrText } from "./SearchQuery.js"

// ---------------------------------------------------------------------------------------------------------------
// what is read
// ---------------------------------------------------------------------------------------------------------------

/**
 * Since when the customer waits for an answer.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomerWaitingSince extends Model.Opaque<CustomerWaitingSince>("CustomerWaitingSince")({
  time: Field.optional(Field.Timestamp),
  /** In words: `20 hours ago`. */
  friendly: Field.optional(Schema.String),
  latestReplyFrom: Field.optional(Field.openEnum("customer", "user"))
}) {}

/**
 * How long a conversation is out of the way, and who put it there.
 *
 * @since 0.1.0
 * @category models
 */
export class Snooze extends Model.Opaque<Snooze>("Snooze")({
  snoozedBy: Field.optional(UserId),
  snoozedUntil: Field.optional(Field.Timestamp),
  unsnoozeOnCustomerReply: Field.optional(Schema.Boolean)
}) {}

/**
 * What is going to happen to a conversation by itself: a snooze ends, or a scheduled thread is sent.
 *
 * @since 0.1.0
 * @category models
 */
export class NextEvent extends Model.Opaque<NextEvent>("NextEvent")({
  time: Field.optional(Field.Timestamp),
  eventType: Field.optional(Field.openEnum("snooze", "scheduled")),
  userId: Field.optional(UserId),
  cancelOnCustomerReply: Field.optional(Schema.Boolean)
}) {}

/**
 * A conversation. Its threads are read by `conversations.threads`, or all at once by `conversations.getComplete`.
 *
 * @since 0.1.0
 * @category models
 */
export class Conversation extends Model.Opaque<Conversation>("Conversation")({
  id: ConversationId,
  /** The number that people see in Help Scout. */
  number: Schema.Number,
  /** How many threads there are. The threads themselves, if asked for, are in `_embedded`. */
  threads: Field.optional(Schema.Number),
  type: Field.openEnum("chat", "email", "phone"),
  folderId: Field.optional(FolderId),
  status: Field.openEnum("active", "closed", "open", "pending", "spam"),
  state: Field.openEnum("deleted", "draft", "hidden", "published"),
  subject: Field.optional(Schema.String),
  /** The beginning of the newest thread. */
  preview: Field.optional(Schema.String),
  mailboxId: MailboxId,
  /** A user or a team; absent when unassigned. */
  assignee: Field.optional(Person),
  createdBy: Field.optional(Person),
  createdAt: Field.Timestamp,
  /** 0 or absent when it is not closed, or was not closed by a user. */
  closedBy: Field.optional(UserId),
  closedByUser: Field.optional(UserPerson),
  closedAt: Field.optional(Field.Timestamp),
  /** The last time a user did something; when nobody has since the customer wrote, that is when the wait began. */
  userUpdatedAt: Field.optional(Field.Timestamp),
  customerWaitingSince: Field.optional(CustomerWaitingSince),
  source: Field.optional(Threads.Source),
  tags: Field.optional(Schema.Array(ConversationTags.ConversationTag)),
  cc: Field.optional(Field.Strings),
  bcc: Field.optional(Field.Strings),
  primaryCustomer: Field.optional(CustomerPerson),
  /** Called `fields` in what is sent. */
  customFields: Field.optional(Schema.Array(ConversationCustomFields.ConversationCustomField)),
  snooze: Field.optional(Snooze),
  nextEvent: Field.optional(NextEvent),
  /** With `embed: "threads"`: the newest threads. Not all of a long conversation, and chats are cut short. */
  _embedded: Field.optional(Schema.Struct({ threads: Field.optional(Schema.Array(Threads.Thread)) })),
  /** `web` is its page in Help Scout. Others: `mailbox`, `primaryCustomer`, `threads`, `assignee`, `closedBy`, ... */
  _links: Field.optional(Links)
}) {}

/**
 * A conversation with everything in it.
 *
 * @since 0.1.0
 * @category models
 */
export interface ConversationComplete {
  readonly conversation: Conversation
  /** All of them, newest first. */
  readonly threads: ReadonlyArray<Threads.Thread>
  /** The files of all threads, without their content: `attachments.file` streams that. */
  readonly attachments: ReadonlyArray<{
    readonly threadId: ThreadId
    readonly attachment: Attachments.Attachment
  }>
}

// ---------------------------------------------------------------------------------------------------------------
// what is asked for
// ---------------------------------------------------------------------------------------------------------------

const embed = { embed: Field.optional(Schema.Literal("threads")) }

/**
 * What to send along with a conversation: nothing, or its newest threads.
 *
 * @since 0.1.0
 * @category schemas
 */
export class ConversationEmbed extends Model.Opaque<ConversationEmbed>("ConversationEmbed")(embed) {}

const CustomFieldFilter = Schema.Struct({ id: inputId(CustomFieldId), value: Schema.String })

/** On the wire: `123:blue,234:99`. */
const CustomFieldsByIds = Schema.transformOrFail(
  Schema.String,
  Schema.typeSchema(Schema.NonEmptyArray(CustomFieldFilter)),
  {
    strict: true,
    decode: (text, _, ast) => {
      const pairs = text.split(",").map((pair) => /^(\d+):(.*)$/s.exec(pair))
      const [first, ...rest] = pairs.flatMap((pair) =>
        pair === null ? [] : [{ id: Number(pair[1]), value: pair[2] ?? "" }]
      )
      return first === undefined || rest.length + 1 < pairs.length
        ? ParseResult.fail(new ParseResult.Type(ast, text))
        : ParseResult.succeed([first, ...rest] as const)
    },
    encode: (filters, _, ast) =>
      filters.some(({ value }) => value.includes(","))
        ? ParseResult.fail(new ParseResult.Type(ast, filters))
        : ParseResult.succeed(filters.map(({ id, value }) => `${id}:${value}`).join(","))
  }
).annotations({ identifier: "CustomFieldsByIds", description: "custom fields whose values hold no comma" })

const filters = {
  ...embed,
  /** One inbox, or several. */
  mailbox: Field.optional(Field.oneOrMore(inputId(MailboxId))),
  folder: Field.optional(inputId(FolderId)),
  /** `open` is understood as `active` and `pending` together. @default "active" */
  status: Field.optional(Schema.Literal("active", "all", "closed", "open", "pending", "spam")),
  /** By name; of several, one is enough. For a name with a comma, use `query`. */
  tag: Field.optional(Field.oneOrMore(Field.text({ min: 1 }))),
  assigned_to: Field.optional(inputId(UserId)),
  /** Changed since then, not created: for that, use `query`. */
  modifiedSince: Field.optional(Field.TimestampInput),
  /** The number that people see in Help Scout. */
  number: Field.optional(Schema.Int.pipe(Schema.positive())),
  /** @default "createdAt" */
  sortField: Field.optional(
    Schema.Literal(
      "createdAt",
      "customerEmail",
      "customerName",
      "mailboxid",
      "modifiedAt",
      "number",
      "score",
      "status",
      "subject",
      "waitingSince"
    )
  ),
  /** @default "desc" */
  sortOrder: Field.optional(Schema.Literal("asc", "desc")),
  /** Built with `SearchQuery`, or written by hand: `(subject:"refund")`. */
  query: Field.optional(SearchQueryOrText)
}

const queries = [
  Schema.Struct({
    ...filters,
    // the message for a query that fits neither
    customFieldsByIds: Field.optional(
      Schema.Never.annotations({ description: "mailbox beside it, ids from 1 and values without a comma" })
    )
  }),
  Schema.Struct({
    ...filters,
    mailbox: Field.oneOrMore(inputId(MailboxId)),
    /**
     * Only with `mailbox`. Of a dropdown, `value` is the id of the option. A single line matches by its words, any other
     * field exactly; lines can't be searched.
     */
    customFieldsByIds: CustomFieldsByIds
  })
] as const

/**
 * Filters, all of which must hold.
 *
 * @since 0.1.0
 */
export const ConversationQuery: Endpoint.Decodes<ConversationQuery> = Schema.Union(...queries)
/** @since 0.1.0 */
export type ConversationQuery = Schema.Schema.Type<(typeof queries)[number]>

/**
 * The filters that have been seen to work in v3.
 *
 * @since 0.1.0
 * @category schemas
 */
export class ConversationQueryV3 extends Model.Opaque<ConversationQueryV3>("ConversationQueryV3")({
  ...embed,
  mailbox: filters.mailbox,
  status: filters.status,
  modifiedSince: filters.modifiedSince,
  number: filters.number,
  contactId: Field.optional(inputId(CustomerId))
}) {}

// ---------------------------------------------------------------------------------------------------------------
// what is written
// ---------------------------------------------------------------------------------------------------------------

const createThreads = [
  Schema.Struct({ type: Schema.Literal("chat"), ...Threads.fields.chat }),
  Schema.Struct({ type: Schema.Literal("customer"), ...Threads.fields.customer }),
  Schema.Struct({ type: Schema.Literal("note"), ...Threads.fields.note }),
  Schema.Struct({ type: Schema.Literal("phone"), ...Threads.fields.phone }),
  Schema.Struct({ type: Schema.Literal("reply"), ...Threads.fields.reply })
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
 * @category schemas
 */
export class ConversationCreate extends Model.Opaque<ConversationCreate>("ConversationCreate")(
  {
    subject: Field.text({ min: 1 }),
    customer: CustomerInput,
    mailboxId: inputId(MailboxId),
    type: Schema.Literal("chat", "email", "phone"),
    status: Schema.Literal("active", "closed", "pending"),
    /** At least one, at most 100. */
    threads: Schema.NonEmptyArray(ConversationCreateThread).pipe(
      Schema.filter((threads) => threads.length <= 100, { description: "at most 100 threads" })
    ),
    /** For history: it is only sure to count with `imported: true`. */
    createdAt: Field.optional(Field.TimestampInput),
    /** Only with `imported: true`. */
    closedAt: Field.optional(Field.TimestampInput),
    /** History: no mail and no notification goes out. */
    imported: Field.optional(Schema.Boolean),
    /** Sends the inbox's auto reply, if one of the threads is the customer's. @default false */
    autoReply: Field.optional(Schema.Boolean),
    /** Whom it is assigned to. `null` leaves it unassigned, absent leaves it to the inbox's settings. */
    assignTo: Threads.assignTo,
    /** Who creates it. @default the user behind the token */
    user: Field.optional(inputId(UserId)),
    /** Names. One that is unknown is created. */
    tags: Field.optional(Schema.Array(Field.text({ min: 1 }))),
    /** Values of custom fields. */
    fields: Field.optional(Schema.Array(ConversationCustomFields.ConversationCustomFieldValue))
  },
  (conversation) =>
    conversation.pipe(
      Schema.filter((conversation) => conversation.closedAt === undefined || conversation.imported === true, {
        description: "closedAt only together with imported: true"
      }),
      Schema.filter(
        (conversation) => conversation.imported === true || conversation.threads.every(Threads.datedOnlyIfImported),
        {
          description: "threads with createdAt only together with imported: true"
        }
      )
    )
) {}

const updates = {
  subject: Patch.replace("/subject", Field.text({ min: 1 })),
  status: Patch.replace("/status", Schema.Literal("active", "closed", "pending", "spam")),
  assignTo: Patch.replace("/assignTo", Schema.Union(inputId(UserId), inputId(TeamId))),
  unassign: Patch.remove("/assignTo"),
  moveTo: Patch.move("/mailboxId", inputId(MailboxId)),
  // the dot is the vendor's
  customer: Patch.replace("/primaryCustomer.id", inputId(CustomerId)),
  publishDraft: Patch.replace("/draft", Schema.Literal(false))
}

/**
 * One change to a conversation. Help Scout takes one at a time.
 *
 * @since 0.1.0
 * @category models
 */
export type ConversationUpdate = Schema.Schema.Type<(typeof updates)[keyof typeof updates]>

/**
 * One change to a conversation: `conversations.update(id, ConversationUpdate.status("closed"))`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ConversationUpdate = {
  /** The payload itself. */
  schema: Schema.Union(
    updates.subject,
    updates.status,
    updates.assignTo,
    updates.unassign,
    updates.moveTo,
    updates.customer,
    updates.publishDraft
  ) as Endpoint.Decodes<ConversationUpdate>,
  /** Changes the subject. */
  subject: (value: string): ConversationUpdate => ({ op: "replace", path: "/subject", value }),
  /** Changes the status. */
  status: (value: "active" | "closed" | "pending" | "spam"): ConversationUpdate => ({
    op: "replace",
    path: "/status",
    value
  }),
  /** Assigns it to a user, or to a team. */
  assignTo: (value: UserId | TeamId): ConversationUpdate => ({ op: "replace", path: "/assignTo", value }),
  /** Leaves it assigned to nobody. */
  unassign: { op: "remove", path: "/assignTo" } satisfies ConversationUpdate as ConversationUpdate,
  /** Moves it to another inbox. */
  moveTo: (value: MailboxId): ConversationUpdate => ({ op: "move", path: "/mailboxId", value }),
  /** Makes another customer the primary one. */
  customer: (value: CustomerId): ConversationUpdate => ({ op: "replace", path: "/primaryCustomer.id", value }),
  /** Sends a draft conversation. */
  publishDraft: { op: "replace", path: "/draft", value: false } satisfies ConversationUpdate as ConversationUpdate
}

/**
 * How long to put a conversation out of the way.
 *
 * @since 0.1.0
 * @category schemas
 */
export class SnoozeUpdate extends Model.Opaque<SnoozeUpdate>("SnoozeUpdate")({
  /** In the future, and not after 2100. */
  snoozedUntil: Threads.WaitsUntil,
  /** Whether a reply of the customer meanwhile ends the snooze. */
  unsnoozeOnCustomerReply: Schema.Boolean
}) {}

// ---------------------------------------------------------------------------------------------------------------
// endpoints
// ---------------------------------------------------------------------------------------------------------------

const byId = { conversationId: ConversationId }

const list = Endpoint.list("/v2/conversations", {
  query: ConversationQuery,
  embedded: "conversations",
  item: Conversation,
  docs: "conversations/list"
})

const listV3 = Endpoint.listCursor("/v3/conversations", {
  query: ConversationQueryV3,
  embedded: "conversations",
  item: Conversation,
  docs: "conversations/list",
  stability: "experimental"
})

/**
 * A conversation that was merged into another one is followed by `get` for 60 days; everything else answers `NotFound`
 * for its old id.
 *
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of conversations, newest first: 25 at a time.
   *
   * Gotchas: only active ones, unless `status` says otherwise (`"all"` for all). What was written a moment ago may not
   * be found yet. The order is not stable while conversations change: sort by an ascending `modifiedAt` to miss none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
   */
  list,

  /** Streams every conversation that the filters let through, page after page. The gotchas of `list` hold here too. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Lists one page of conversations by the third version of the API. Experimental: seen in use, but none of Help
   * Scout's pages tells of it.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
   */
  listV3,

  /** Streams every conversation, as `listV3` shows them. Experimental. */
  listV3All: Endpoint.all(listV3),

  /** Streams the pages of `listV3`. Experimental. */
  listV3Pages: Endpoint.pages(listV3),

  /**
   * Gets one conversation; one that was merged is answered under its new id.
   *
   * Gotcha: `embed: "threads"` shows the newest threads, not all of a long conversation. `getComplete` does.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
   */
  get: Endpoint.get("/v2/conversations/:conversationId", {
    params: byId,
    query: ConversationEmbed,
    response: Conversation,
    docs: "conversations/get"
  }),

  /**
   * Gets one conversation; system users, such as AI agents, keep the type `system_user`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/get-v3/
   */
  getV3: Endpoint.get("/v3/conversations/:conversationId", {
    params: byId,
    query: ConversationEmbed,
    response: Conversation,
    docs: "conversations/get-v3"
  }),

  /**
   * Creates a conversation with its first threads, and answers its id.
   *
   * Gotchas: a `reply` among the threads is sent to the customer, unless it is a draft or `imported`. `AmbiguousWrite`
   * means that it may have been created: look before you send it again.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/create/
   */
  create: Endpoint.post("/v2/conversations", {
    payload: ConversationCreate,
    response: Endpoint.created(ConversationId),
    docs: "conversations/create"
  }),

  /**
   * Changes one thing about a conversation: `ConversationUpdate.status("closed")`, `ConversationUpdate.unassign`, ...
   * Tags and custom fields have methods of their own: `tags.update`, `customFields.update`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/update/
   */
  update: Endpoint.patch("/v2/conversations/:conversationId", {
    params: byId,
    payload: ConversationUpdate.schema,
    docs: "conversations/update"
  }),

  /**
   * Moves a conversation to the folder Deleted, from where an administrator can bring it back in Help Scout.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/delete/
   */
  delete: Endpoint.delete("/v2/conversations/:conversationId", { params: byId, docs: "conversations/delete" }),

  /**
   * Snoozes a conversation, in place of any earlier snooze.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/snooze/update/
   */
  updateSnooze: Endpoint.put("/v2/conversations/:conversationId/snooze", {
    params: byId,
    payload: SnoozeUpdate,
    docs: "conversations/snooze/update"
  }),

  /**
   * Ends the snooze: the conversation goes back to its home folder, and is made active if need be.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/snooze/delete/
   */
  deleteSnooze: Endpoint.delete("/v2/conversations/:conversationId/snooze", {
    params: byId,
    docs: "conversations/snooze/delete"
  }),

  attachments: Attachments.endpoints,
  customFields: ConversationCustomFields.endpoints,
  tags: ConversationTags.endpoints,
  threads: Threads.endpoints
}

// ---------------------------------------------------------------------------------------------------------------
// service
// ---------------------------------------------------------------------------------------------------------------

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Gets a conversation with all of its threads, and lists their attachments.
   *
   * One request for the conversation and one for each page of threads (25 at a time). Gotcha: these are not one moment.
   * A thread that is added meanwhile may be missing; where one is taken away meanwhile, such as a draft that is
   * discarded, another may be missing at the border of two pages. None comes twice. `conversation.threads` may differ
   * from what is there. A conversation that was merged is followed to its new id, by one more request.
   */
  readonly getComplete: (args: {
    readonly conversationId: ConversationId
  }) => Effect.Effect<ConversationComplete, HelpScoutError>
  readonly attachments: Attachments.Service
  readonly customFields: ConversationCustomFields.Service
  readonly tags: ConversationTags.Service
  readonly threads: Threads.Service
}

const make: Effect.Effect<Service, never, HelpScoutClient> = Effect.map(
  HelpScoutClient.methods("Conversations", endpoints),
  (methods): Service => ({
    ...methods,
    tags: ConversationTags.withMerging(methods.get, methods.tags),
    getComplete: Effect.fn("Conversations.getComplete")(function* ({ conversationId }) {
      const conversation = yield* methods.get({ conversationId })
      const read = yield* Stream.runCollect(methods.threads.listAll({ conversationId: conversation.id }))
      // newest first: a thread that is added meanwhile pushes another one onto the next page, where it comes again
      const threads = [...new Map(Chunk.map(read, (thread) => [thread.id, thread])).values()]
      return { conversation, threads, attachments: threads.flatMap(attachmentsOf) }
    })
  })
)

const attachmentsOf = (thread: Threads.Thread): ConversationComplete["attachments"] =>
  (thread._embedded?.attachments ?? []).map((attachment) => ({ threadId: thread.id, attachment }))

/**
 * @since 0.1.0
 * @category services
 */
export class Conversations extends Context.Tag("@effect-helpscout/resources/Conversations")<Conversations, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Conversations, never, HelpScoutClient> = Layer.effect(this, make)
}
