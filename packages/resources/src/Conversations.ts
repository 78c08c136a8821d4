/**
 * Conversations between customers and users.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
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
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { type HelpScoutError, InputInvalid } from "@effect-helpscout/core/HelpScoutError"
import type { StreamOptions } from "@effect-helpscout/core/Page"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Attachments from "./Conversations/Attachments.js"
import { Conversation, type ConversationComplete, hasAllThreads } from "./Conversations/Conversation.js"
import { ConversationCreate } from "./Conversations/ConversationCreate.js"
import { ConversationEmbed, ConversationQuery, ConversationQueryV3 } from "./Conversations/ConversationQuery.js"
import { ConversationUpdate, SnoozeUpdate } from "./Conversations/ConversationUpdate.js"
import * as ConversationCustomFields from "./Conversations/CustomFields.js"
import * as ConversationTags from "./Conversations/Tags.js"
import type { Thread } from "./Conversations/Threads/Thread.js"
import { ReplyCreate } from "./Conversations/Threads/ThreadCreate.js"
import * as Threads from "./Conversations/Threads.js"
import { ConversationId, type ThreadId } from "./Ids.js"
import { issuesOf } from "./internal/issues.js"

const byId = { conversationId: ConversationId }

const list = Endpoint.list("/v2/conversations", {
  query: ConversationQuery,
  embedded: "conversations",
  item: Conversation,
  stable: "createdAt",
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
 * After a merge, `get` follows the old id of a conversation for 60 days. All other methods fail with `NotFound` for it.
 *
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists one page of conversations, newest first: 25 at a time.
   *
   * Gotchas: returns active conversations only, unless `status` says otherwise (`"all"` for all). Lists lag behind
   * writes. A conversation that moves to another page while pages are read can be missed or returned twice, whatever the
   * order: `listAll` with `order: "stable"` misses none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
   */
  list,

  /**
   * Streams every conversation that matches, page after page. The gotchas of `list` apply.
   *
   * With the option `order: "stable"`, emits each conversation that matches throughout exactly once while the account
   * changes, oldest first. It costs about 4 % more requests (24 new conversations per page of 25), and cannot be combined
   * with `sortField`, `sortOrder`, `page` or `concurrency`. If Help Scout does not honor the search that this relies on,
   * a warning is logged and the list is read by page numbers, with a step back whenever it gets shorter.
   */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Lists one page of conversations with v3 of the API. Experimental: observed in traffic, and not documented by Help
   * Scout.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
   */
  listV3,

  /** Streams every conversation, as `listV3` returns them. Experimental. */
  listV3All: Endpoint.all(listV3),

  /** Streams the pages of `listV3`. Experimental. */
  listV3Pages: Endpoint.pages(listV3),

  /**
   * Gets one conversation. After a merge, returns the conversation with its new id.
   *
   * Gotcha: `embed: "threads"` includes the newest threads only. `getComplete` returns all of them.
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
   * Gets one conversation. System users, such as AI agents, keep the type `system_user`.
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
   * Creates a conversation with its first threads and returns its id.
   *
   * Gotchas: a `reply` among the threads is sent to the customer, unless it is a draft or `imported`. `AmbiguousWrite`
   * means that the conversation may have been created: check before you send it again.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/create/
   */
  create: Endpoint.post("/v2/conversations", {
    impact: "send",
    impactCases: [{ payload: { imported: true }, impact: "write" }],
    payload: ConversationCreate,
    response: Endpoint.created(ConversationId),
    docs: "conversations/create"
  }),

  /**
   * Changes one thing about a conversation: `ConversationUpdate.status("closed")`, `ConversationUpdate.unassign`, ...
   * Tags and custom fields have their own methods: `tags.update`, `customFields.update`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/update/
   */
  update: Endpoint.patch("/v2/conversations/:conversationId", {
    impact: "write",
    impactCases: [{ payload: { path: "/draft" }, impact: "send" }],
    params: byId,
    payload: ConversationUpdate.schema,
    docs: "conversations/update"
  }),

  /**
   * Moves a conversation to the Deleted folder. An administrator can restore it in Help Scout.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/delete/
   */
  delete: Endpoint.delete("/v2/conversations/:conversationId", {
    impact: "destroy",
    params: byId,
    docs: "conversations/delete"
  }),

  /**
   * Snoozes a conversation. Replaces an earlier snooze.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/snooze/update/
   */
  updateSnooze: Endpoint.put("/v2/conversations/:conversationId/snooze", {
    impact: "write",
    params: byId,
    payload: SnoozeUpdate,
    docs: "conversations/snooze/update"
  }),

  /**
   * Ends the snooze: the conversation returns to its original folder, and becomes active if necessary.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/snooze/delete/
   */
  deleteSnooze: Endpoint.delete("/v2/conversations/:conversationId/snooze", {
    impact: "write",
    params: byId,
    docs: "conversations/snooze/delete"
  }),

  attachments: Attachments.endpoints,
  customFields: ConversationCustomFields.endpoints,
  tags: ConversationTags.endpoints,
  threads: Threads.endpoints
}

/**
 * The methods of `conversations`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Gets a conversation with all of its threads, and lists their attachments.
   *
   * Sends one request for the conversation and one for each page of threads (25 per page). After a merge, one more
   * request follows the new id.
   *
   * Gotchas: the requests do not see the same moment. A thread that is added in the meantime may be missing. If one is
   * removed in the meantime, such as a discarded draft, another may be missing between two pages. No thread is returned
   * twice. `conversation.threads` may differ from the number of threads.
   */
  readonly getComplete: (args: {
    readonly conversationId: ConversationId
  }) => Effect.Effect<ConversationComplete, HelpScoutError>
  /**
   * Streams every conversation that matches, each with all of its threads and their attachments.
   *
   * Costs one request for each 25 conversations. Conversations whose embedded threads are not complete, which are chats
   * and those with more than 25 threads, cost one more request for each 25 threads. These requests run `concurrency`
   * conversations at a time (4 by default), in order.
   *
   * Gotchas: returns active conversations only, unless `status` says otherwise (`"all"` for all). A conversation that is
   * deleted or merged before its threads are listed is left out. Both gotchas of `getComplete` apply.
   */
  readonly listAllComplete: (
    query?: ConversationQuery,
    options?: StreamOptions & { readonly concurrency?: number }
  ) => Stream.Stream<ConversationComplete, HelpScoutError>

  /**
   * Sends a reply to the conversation's own customer and returns the id of the new thread. With `draft: true` it is saved,
   * not sent.
   *
   * Sends two requests, a read and a write. After a merge, one more request follows the new id. The gotchas of
   * `threads.createReply` apply, which replies to another customer. Fails with `InputInvalid` if the conversation has no
   * customer.
   */
  readonly reply: (
    args: { readonly conversationId: ConversationId },
    payload: ReplyCreate
  ) => Effect.Effect<ThreadId, HelpScoutError>

  readonly attachments: Attachments.Service
  readonly customFields: ConversationCustomFields.Service
  readonly tags: ConversationTags.Service
  readonly threads: Threads.Service
}

type Methods = Endpoint.Service<typeof endpoints>

const attachmentsOf = (thread: Thread): ConversationComplete["attachments"] =>
  (thread._embedded?.attachments ?? []).map((attachment) => ({ threadId: thread.id, attachment }))

const completeOf = (conversation: Conversation, threads: ReadonlyArray<Thread>): ConversationComplete => ({
  conversation,
  threads,
  attachments: threads.flatMap(attachmentsOf)
})

const listThreads = (
  methods: Methods,
  conversation: Conversation,
  options?: StreamOptions
): Effect.Effect<ConversationComplete, HelpScoutError> =>
  Effect.map(
    Stream.runCollect(methods.threads.listAll({ conversationId: conversation.id }, options)),
    // newest first: a thread that is added in the meantime pushes another onto the next page, which returns it again
    (read) => completeOf(conversation, [...new Map(Chunk.map(read, (thread) => [thread.id, thread])).values()])
  )

const getComplete = (methods: Methods): Service["getComplete"] =>
  Effect.fn("Conversations.getComplete")(function* ({ conversationId }) {
    return yield* listThreads(methods, yield* methods.get({ conversationId }))
  })

const listAllComplete =
  (methods: Methods): Service["listAllComplete"] =>
  (query = {}, { concurrency = 4, ...options } = {}) =>
    methods.listAll({ ...query, embed: "threads" }, options).pipe(
      Stream.mapEffect(
        (conversation) =>
          hasAllThreads(conversation)
            ? Effect.succeedSome(completeOf(conversation, conversation._embedded?.threads ?? []))
            : listThreads(methods, conversation, options).pipe(
                Effect.map(Option.some),
                // deleted or merged since it was listed
                Effect.catchTag("HelpScoutNotFound", () => Effect.succeedNone)
              ),
        { concurrency }
      ),
      Stream.filterMap((found) => found),
      Stream.withSpan("Conversations.listAllComplete")
    )

const checkReply = Schema.encodeEither(ReplyCreate, { onExcessProperty: "error", errors: "all" })

const reply = (methods: Methods): Service["reply"] =>
  Effect.fn("Conversations.reply")(function* (args, payload) {
    const operation = "Conversations.reply"
    // law D1: before the read
    const checked = checkReply(payload)
    if (Either.isLeft(checked)) return yield* new InputInvalid({ operation, issues: issuesOf(checked.left) })
    // the id in the response: a merged conversation has a new one
    const { id, primaryCustomer } = yield* methods.get(args)
    if (primaryCustomer?.id === undefined) {
      const message = "must be a conversation with a customer; threads.createReply takes one"
      return yield* new InputInvalid({ operation, issues: [{ path: "conversationId", message }] })
    }
    return yield* methods.threads.createReply(
      { conversationId: id },
      { ...payload, customer: { id: primaryCustomer.id } }
    )
  })

const make: Effect.Effect<Service, never, HelpScoutClient> = Effect.map(
  HelpScoutClient.methods("Conversations", endpoints),
  (methods): Service => ({
    ...methods,
    tags: ConversationTags.withMerging(methods.get, methods.tags),
    getComplete: getComplete(methods),
    listAllComplete: listAllComplete(methods),
    reply: reply(methods)
  })
)

/**
 * The conversations of an account.
 *
 * @since 0.1.0
 */
export class Conversations extends Context.Tag("@effect-helpscout/resources/Conversations")<Conversations, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Conversations, never, HelpScoutClient> = Layer.effect(this, make)
}
