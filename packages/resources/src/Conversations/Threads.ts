/**
 * Threads: the messages, notes and changes of state of a conversation.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import { isReply } from "@effect-helpscout/resources/Conversations/Threads/Thread"
 * import * as Effect from "effect/Effect"
 *
 * export const lastReply = Effect.gen(function* () {
 *   const { threads } = yield* Conversations
 *   const page = yield* threads.list({ conversationId: 1 })
 *   return page.items.find(isReply)
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Patch from "@effect-helpscout/core/Patch"
import * as Schema from "effect/Schema"
import { ConversationId, ThreadId } from "../Ids.js"
import { OriginalSource, Thread } from "./Threads/Thread.js"
import {
  ChatThreadCreate,
  CustomerThreadCreate,
  NoteThreadCreate,
  PhoneThreadCreate,
  ReplyThreadCreate
} from "./Threads/ThreadCreate.js"
import { ThreadScheduleUpdate, ThreadUpdate } from "./Threads/ThreadUpdate.js"

const publish = Patch.set("/state", "published")

/** The only operation of a schedule. It has no choices, so the method takes no payload. */
const Published = Schema.transform(publish.schema, Schema.Undefined, {
  strict: true,
  decode: () => undefined,
  encode: () => publish.make
})

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
 * For a conversation that was merged into another, all of these fail with `NotFound`. `conversations.get` returns its new id.
 *
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists one page of threads, newest first, with their attachments. Chats are complete here, unlike in a
   * conversation's `embed: "threads"`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list/
   */
  list,

  /** Streams every thread of a conversation, newest first. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Lists one page of threads, newest first; system users, such as AI agents, keep the type `system_user`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list-v3/
   */
  listV3,

  /** Streams every thread of a conversation, newest first, as `listV3` returns them. */
  listV3All: Endpoint.all(listV3),

  /** Streams the pages of `listV3`. */
  listV3Pages: Endpoint.pages(listV3),

  /**
   * Adds a chat and returns the id of the new thread. Reopens the conversation unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/chat/
   */
  createChat: Endpoint.post("/v2/conversations/:conversationId/chats", {
    impact: "send",
    impactCases: [{ payload: { imported: true }, impact: "write" }],
    params: byConversation,
    payload: ChatThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/chat"
  }),

  /**
   * Adds a message from the customer and returns the id of the new thread. Reopens the conversation unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/customer/
   */
  createCustomer: Endpoint.post("/v2/conversations/:conversationId/customer", {
    impact: "write",
    params: byConversation,
    payload: CustomerThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/customer"
  }),

  /**
   * Adds a note that only users see, and returns the id of the new thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/note/
   */
  createNote: Endpoint.post("/v2/conversations/:conversationId/notes", {
    impact: "write",
    params: byConversation,
    payload: NoteThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/note"
  }),

  /**
   * Adds a phone call and returns the id of the new thread. Reopens the conversation unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/phone/
   */
  createPhone: Endpoint.post("/v2/conversations/:conversationId/phones", {
    impact: "write",
    params: byConversation,
    payload: PhoneThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/phone"
  }),

  /**
   * Sends a reply to the customer and returns the id of the new thread. With `draft: true` it is saved, not sent.
   *
   * Gotchas: reopens the conversation unless `status` says otherwise. `AmbiguousWrite` means that the reply may have
   * been sent: check before you send it again.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/reply/
   */
  createReply: Endpoint.post("/v2/conversations/:conversationId/reply", {
    impact: "send",
    impactCases: [
      { payload: { draft: true }, impact: "write" },
      { payload: { imported: true }, impact: "write" }
    ],
    params: byConversation,
    payload: ReplyThreadCreate,
    response: Endpoint.created(ThreadId),
    docs: "conversations/threads/reply"
  }),

  /**
   * Changes the text of a thread, or hides it: `ThreadUpdate.text("...")`, `ThreadUpdate.hide`.
   *
   * Gotchas: requires an administrator, and an account that allows editing threads. Drafts, notes and line items cannot
   * be hidden. Threads cannot be deleted.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/update/
   */
  update: Endpoint.patch("/v2/conversations/:conversationId/threads/:threadId", {
    impact: "write",
    params: byId,
    payload: ThreadUpdate.schema,
    docs: "conversations/threads/update"
  }),

  /**
   * Gets the email that a thread was created from. No endpoint gets a single thread.
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
   * Gets the email that a thread was created from, as RFC 822 text (`message/rfc822`).
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-rfc822/
   */
  getOriginalSourceRfc822: Endpoint.get("/v2/conversations/:conversationId/threads/:threadId/original-source", {
    params: byId,
    response: Endpoint.text("message/rfc822"),
    docs: "conversations/threads/thread-source-rfc822"
  }),

  /**
   * Schedules a draft to be sent later. Replaces an earlier schedule.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/update/
   */
  updateSchedule: Endpoint.put("/v2/conversations/:conversationId/threads/:threadId/schedule", {
    impact: "send",
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
    impact: "send",
    params: byId,
    payload: Published,
    docs: "conversations/threads/schedule/publish"
  }),

  /**
   * Removes the schedule: the thread becomes a plain draft.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/delete/
   */
  deleteSchedule: Endpoint.delete("/v2/conversations/:conversationId/threads/:threadId/schedule", {
    impact: "write",
    params: byId,
    docs: "conversations/threads/schedule/delete"
  })
}

/**
 * The methods of `conversations.threads`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
