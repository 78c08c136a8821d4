// @effect-diagnostics floatingEffect:off -- nothing runs here: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { Service } from "@effect-helpscout/resources/Conversations"
import type {
  Attachment,
  AttachmentCreate,
  AttachmentData
} from "@effect-helpscout/resources/Conversations/Attachments"
import type { Conversation, ConversationComplete } from "@effect-helpscout/resources/Conversations/Conversation"
import type { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
import type {
  ConversationEmbed,
  ConversationQueryV3
} from "@effect-helpscout/resources/Conversations/ConversationQuery"
import type { SnoozeUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import type { OriginalSource, Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import { isDraft, isReply } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import type {
  ChatThreadCreate,
  CustomerThreadCreate,
  NoteThreadCreate,
  PhoneThreadCreate,
  ReplyThreadCreate
} from "@effect-helpscout/resources/Conversations/Threads/ThreadCreate"
import type { ThreadScheduleUpdate, ThreadUpdate } from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
import type {
  AttachmentId,
  ConversationId,
  CustomerId,
  CustomFieldId,
  MailboxId,
  ThreadId,
  UserId
} from "@effect-helpscout/resources/Ids"
import type * as Person from "@effect-helpscout/resources/Person"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const conversations: Service
declare const conversationId: ConversationId
declare const customerId: CustomerId
declare const threadId: ThreadId
declare const userId: UserId
declare const mailboxId: MailboxId
declare const customFieldId: CustomFieldId
declare const date: DateTime.Utc
declare const data: Uint8Array

type Result<A> = Effect.Effect<A, HelpScoutError>

// ---------------------------------------------------------------------------------------------------------------
// the type of each method
// ---------------------------------------------------------------------------------------------------------------

type ById = { readonly conversationId: ConversationId }
type Embedding = ById & ConversationEmbed
type ByThread = { readonly conversationId: ConversationId; readonly threadId: ThreadId }
type ByAttachment = { readonly conversationId: ConversationId; readonly attachmentId: AttachmentId }
type ThreadsQuery = { readonly conversationId: ConversationId; readonly page?: number }

expectTypeOf(conversations.get).toEqualTypeOf<(args: Embedding) => Result<Conversation>>()
expectTypeOf(conversations.getV3).toEqualTypeOf<(args: Embedding) => Result<Conversation>>()
expectTypeOf(conversations.getComplete).toEqualTypeOf<(args: ById) => Result<ConversationComplete>>()
expectTypeOf(conversations.create).parameters.toEqualTypeOf<[payload: ConversationCreate]>()
expectTypeOf(conversations.create).returns.toEqualTypeOf<Result<ConversationId>>()
expectTypeOf(conversations.update).toEqualTypeOf<(args: ById, payload: ConversationUpdate) => Result<void>>()
expectTypeOf(conversations.delete).toEqualTypeOf<(args: ById) => Result<void>>()
expectTypeOf(conversations.updateSnooze).parameters.toEqualTypeOf<[args: ById, payload: SnoozeUpdate]>()
expectTypeOf(conversations.deleteSnooze).toEqualTypeOf<(args: ById) => Result<void>>()
expectTypeOf(conversations.list).returns.toEqualTypeOf<Result<Page.Page<Conversation>>>()
expectTypeOf(conversations.listAll).returns.toEqualTypeOf<Stream.Stream<Conversation, HelpScoutError>>()
expectTypeOf(conversations.listPages).returns.toEqualTypeOf<Stream.Stream<Page.Page<Conversation>, HelpScoutError>>()
expectTypeOf(conversations.listAll).parameter(1).toEqualTypeOf<Page.StableStreamOptions | undefined>()
expectTypeOf(conversations.listV3All).parameter(1).toEqualTypeOf<Page.StreamOptions | undefined>()
expectTypeOf(conversations.listV3)
  .parameter(0)
  .exclude<undefined>()
  .branded.toEqualTypeOf<ConversationQueryV3 & { readonly cursor?: string }>()

const { attachments, customFields, tags, threads } = conversations
expectTypeOf(threads.list).toEqualTypeOf<(args: ThreadsQuery) => Result<Page.Page<Thread>>>()
expectTypeOf(threads.listAll).returns.toEqualTypeOf<Stream.Stream<Thread, HelpScoutError>>()
expectTypeOf(threads.listV3).toEqualTypeOf<(args: ThreadsQuery) => Result<Page.Page<Thread>>>()
expectTypeOf(threads.createChat).parameters.toEqualTypeOf<[args: ById, payload: ChatThreadCreate]>()
expectTypeOf(threads.createCustomer).parameters.toEqualTypeOf<[args: ById, payload: CustomerThreadCreate]>()
expectTypeOf(threads.createNote).parameters.toEqualTypeOf<[args: ById, payload: NoteThreadCreate]>()
expectTypeOf(threads.createPhone).parameters.toEqualTypeOf<[args: ById, payload: PhoneThreadCreate]>()
expectTypeOf(threads.createReply).parameters.toEqualTypeOf<[args: ById, payload: ReplyThreadCreate]>()
expectTypeOf(threads.createReply).returns.toEqualTypeOf<Result<ThreadId>>()
expectTypeOf(threads.update).toEqualTypeOf<(args: ByThread, payload: ThreadUpdate) => Result<void>>()
expectTypeOf(threads.get).toEqualTypeOf<(args: ByThread) => Result<OriginalSource>>()
expectTypeOf(threads.getOriginalSource).toEqualTypeOf<(args: ByThread) => Result<OriginalSource>>()
expectTypeOf(threads.getOriginalSourceRfc822).toEqualTypeOf<(args: ByThread) => Result<string>>()
expectTypeOf(threads.updateSchedule).parameters.toEqualTypeOf<[args: ByThread, payload: ThreadScheduleUpdate]>()
expectTypeOf(threads.deleteSchedule).toEqualTypeOf<(args: ByThread) => Result<void>>()
expectTypeOf(threads.publishSchedule({ conversationId, threadId })).toEqualTypeOf<Result<void>>()

expectTypeOf(attachments.upload).parameters.toEqualTypeOf<[args: ByThread, payload: AttachmentCreate]>()
expectTypeOf(attachments.upload).returns.toEqualTypeOf<Result<Option.Option<AttachmentId>>>()
expectTypeOf(attachments.getData).toEqualTypeOf<(args: ByAttachment) => Result<AttachmentData>>()
expectTypeOf(attachments.file).toEqualTypeOf<(args: ByAttachment) => Stream.Stream<Uint8Array, HelpScoutError>>()
expectTypeOf(attachments.delete).toEqualTypeOf<(args: ByAttachment) => Result<void>>()
expectTypeOf(tags.update).returns.toEqualTypeOf<Result<void>>()
expectTypeOf(tags.add).returns.toEqualTypeOf<Result<ReadonlyArray<string>>>()
expectTypeOf(tags.remove).returns.toEqualTypeOf<Result<ReadonlyArray<string>>>()
expectTypeOf(customFields.update).returns.toEqualTypeOf<Result<void>>()

// ---------------------------------------------------------------------------------------------------------------
// calls that compile
// ---------------------------------------------------------------------------------------------------------------

conversations.list()
conversations.listAll({ status: "all" }, { concurrency: 4 })
conversations.list({ mailbox: [1, 2], tag: "vip", query: '(subject:"refund")', page: 2 })
conversations.list({
  query: SearchQuery.and(SearchQuery.mailboxid(mailboxId), SearchQuery.not(SearchQuery.tag("vip")))
})
conversations.list({ mailbox: 85, customFieldsByIds: [{ id: customFieldId, value: "blue" }] })
conversations.get({ conversationId: 1234 })
conversations.update({ conversationId }, ConversationUpdate.assignTo(userId))
threads.createReply({ conversationId }, { text: "Hello", customer: { id: customerId }, assignTo: null })
threads.createReply({ conversationId }, { text: "Hello", customer: { email: "a@example.org", firstName: "Ann" } })
conversations.create({
  subject: "Subject",
  customer: { id: customerId },
  mailboxId,
  type: "email",
  status: "active",
  threads: [
    { type: "customer", text: "Hello", customer: { id: customerId } },
    { type: "note", text: "Hm" },
    { type: "reply", text: "Hello", customer: { id: customerId }, draft: true }
  ]
})

// ---------------------------------------------------------------------------------------------------------------
// calls that do not compile
// ---------------------------------------------------------------------------------------------------------------

// @ts-expect-error Help Scout ignores a misspelled filter and returns everything
conversations.list({ satus: "all" })
// @ts-expect-error no such status
conversations.list({ status: "archived" })
// @ts-expect-error custom fields need an inbox
conversations.list({ customFieldsByIds: [{ id: customFieldId, value: "blue" }] })
// @ts-expect-error dates are not strings
conversations.list({ modifiedSince: "2024-01-01T00:00:00Z" })
// @ts-expect-error the id is missing
conversations.get({})
// @ts-expect-error the argument is missing
conversations.get()
// @ts-expect-error a customer is not a conversation
conversations.get({ conversationId: customerId })
// @ts-expect-error nothing else can be embedded
conversations.get({ conversationId, embed: "customers" })
// @ts-expect-error a cursor list has no page numbers
conversations.listV3({ page: 2 })
// @ts-expect-error pages of a cursor list cannot be read concurrently
conversations.listV3All({}, { concurrency: 4 })

// @ts-expect-error a reply requires a customer
threads.createReply({ conversationId }, { text: "Hello" })
// @ts-expect-error by id or by email
threads.createReply({ conversationId }, { text: "Hello", customer: {} })
// @ts-expect-error not both
threads.createReply({ conversationId }, { text: "Hello", customer: { id: customerId, email: "a@example.org" } })
// @ts-expect-error called `body` in responses and `text` in requests
threads.createReply({ conversationId }, { body: "Hello", customer: { id: customerId } })
// @ts-expect-error a note has no customer
threads.createNote({ conversationId }, { text: "Hm", customer: { id: customerId } })
// @ts-expect-error a note cannot be a draft
threads.createNote({ conversationId }, { text: "Hm", draft: true })
// @ts-expect-error not a status of a note
threads.createNote({ conversationId }, { text: "Hm", status: "all" })
// @ts-expect-error a message from the customer has no user
threads.createCustomer({ conversationId }, { text: "Hello", customer: { id: customerId }, user: userId })
// @ts-expect-error unscheduleOnCustomerReply is required
threads.updateSchedule({ conversationId, threadId }, { scheduledFor: date })
// @ts-expect-error the method takes no payload
threads.publishSchedule({ conversationId, threadId }, { state: "published" })
// @ts-expect-error no other operation
threads.update({ conversationId, threadId }, { op: "remove", path: "/text" })

// @ts-expect-error unsnoozeOnCustomerReply is required
conversations.updateSnooze({ conversationId }, { snoozedUntil: date })
// @ts-expect-error no such status to set
ConversationUpdate.status("open")
// @ts-expect-error an inbox is not a user
ConversationUpdate.assignTo(mailboxId)
// @ts-expect-error one operation at a time
conversations.update({ conversationId }, [ConversationUpdate.unassign])
// @ts-expect-error no other operation
conversations.update({ conversationId }, { op: "replace", path: "/tags", value: ["vip"] })

const draft = { subject: "Subject", customer: { id: customerId }, mailboxId, type: "email", status: "active" } as const
// @ts-expect-error at least one thread
conversations.create({ ...draft, threads: [] })
// @ts-expect-error only a reply can be a draft
conversations.create({ ...draft, threads: [{ type: "note", text: "Hm", draft: true }] })
// @ts-expect-error a reply requires a customer
conversations.create({ ...draft, threads: [{ type: "reply", text: "Hello" }] })
// @ts-expect-error a new conversation cannot be spam
conversations.create({ ...draft, status: "spam", threads: [{ type: "note", text: "Hm" }] })
// @ts-expect-error called `customFields` in responses and `fields` in requests
conversations.create({ ...draft, customFields: [], threads: [{ type: "note", text: "Hm" }] })

// @ts-expect-error bytes, not base64
attachments.upload({ conversationId, threadId }, { fileName: "a", mimeType: "text/plain", data: "ZmlsZQ==" })
// @ts-expect-error called `filename` in responses and `fileName` in requests
attachments.upload({ conversationId, threadId }, { filename: "a", mimeType: "text/plain", data })
// @ts-expect-error tags of a conversation are names, not ids
tags.add({ conversationId }, { tags: [1] })
// @ts-expect-error all values are strings
customFields.update({ conversationId }, { fields: [{ id: customFieldId, value: 7 }] })

// @ts-expect-error at least one condition
SearchQuery.and()
// @ts-expect-error a customer is not an inbox
SearchQuery.mailboxid(customerId)
// @ts-expect-error not a date
SearchQuery.createdAt.since("yesterday")

// ---------------------------------------------------------------------------------------------------------------
// guards
// ---------------------------------------------------------------------------------------------------------------

declare const thread: Thread
declare const attachment: Attachment
declare const person: Person.Person
declare const isCustomer: typeof Person.isCustomer
expectTypeOf(attachment.state).toEqualTypeOf<"valid" | "virus" | (string & {}) | undefined>()
if (isReply(thread)) expectTypeOf(thread.type).toEqualTypeOf<"message">()
if (isDraft(thread)) expectTypeOf(thread.state).toEqualTypeOf<"draft">()
if (isCustomer(person)) expectTypeOf(person.id).toExtend<CustomerId>()
