/**
 * How the simulator answers for threads.
 *
 * @since 0.1.0
 */
import * as Threads from "@effect-helpscout/resources/Conversations/Threads"
import * as Account from "../../Account.js"
import * as ConversationData from "../../data/conversations.js"
import * as ConversationText from "../../data/conversationText.js"
import * as ThreadData from "../../data/threads.js"
import * as ThreadWrites from "../../data/threadWrites.js"
import * as Reply from "../../Reply.js"
import * as Route from "../../Route.js"
import { isFuture } from "../Conversations.js"

const { endpoints } = Threads

interface Adding extends ThreadWrites.Writer {
  readonly args: { readonly conversationId: number }
  readonly created: Route.Request<unknown, unknown>["created"]
}

const add = ({ account, args, created, userId, now }: Adding, input: ThreadWrites.ThreadInput): Reply.Reply => {
  const row = ConversationData.find(account, args.conversationId)
  if (row === undefined) return Reply.notFound
  const refused = ThreadWrites.refusal(account, input)
  if (refused !== undefined) return refused
  if (row.wire.threads >= ThreadData.maxThreads) {
    return Reply.preconditionFailed(
      `The conversation has ${ThreadData.maxThreads} threads, which is the most it can have`
    )
  }
  const writer = { account, userId, now }
  const thread = ThreadWrites.thread(writer, row.id, input, row.wire.primaryCustomer)
  const threads = ThreadWrites.added(row.threads(), thread, input)
  const { preview, ...change } = ThreadWrites.consequences(writer, row, input, thread)
  const isNewest = threads[0] === thread
  ConversationData.update(account, row, now, { ...change, ...(isNewest && { preview }) }, threads)
  return created(thread.id, { below: `/v2/conversations/${row.id}/threads` })
}

type Change = (thread: ThreadData.ThreadWire) => ThreadData.ThreadWire | Reply.Reply

const isReply = (value: object): value is Reply.Reply => !("createdBy" in value)

/** Changes one thread, or says why not. */
const change = (
  {
    account,
    args,
    now
  }: {
    readonly account: Account.Account
    readonly args: { readonly conversationId: number; readonly threadId: number }
    readonly now: number
  },
  change: Change
): Reply.Reply => {
  const row = ConversationData.find(account, args.conversationId)
  const threads = row?.threads() ?? []
  const thread = threads.find((thread) => thread.id === args.threadId)
  if (row === undefined || thread === undefined) return Reply.notFound
  const changed = change(thread)
  if (isReply(changed)) return changed
  // the draft of a draft conversation was sent
  const isPublished = row.wire.state === "draft" && thread.state === "draft" && changed.state === "published"
  ConversationData.update(
    account,
    row,
    now,
    isPublished ? { state: "published" } : {},
    threads.map((other) => (other === thread ? changed : other))
  )
  return Reply.empty()
}

const list = (version: "v2" | "v3") =>
  Route.make(version === "v2" ? endpoints.list : endpoints.listV3, ({ account, args, page }) => {
    const row = ConversationData.find(account, args.conversationId)
    return row === undefined ? Reply.notFound : page(row.threads(), { text: ConversationText.ofThread(version) })
  })

/**
 * The routes for threads.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  routes: [
    list("v2"),
    list("v3"),
    Route.make(endpoints.createReply, (request) => add(request, { type: "reply", ...request.payload })),
    Route.make(endpoints.createNote, (request) => add(request, { type: "note", ...request.payload })),
    Route.make(endpoints.createChat, (request) => add(request, { type: "chat", ...request.payload })),
    Route.make(endpoints.createCustomer, (request) => add(request, { type: "customer", ...request.payload })),
    Route.make(endpoints.createPhone, (request) => add(request, { type: "phone", ...request.payload })),
    Route.make(endpoints.update, (request) => {
      const { payload } = request
      return change(request, (thread) => {
        if (payload.path === "/text") return { ...thread, body: payload.value }
        const hideable = thread.state !== "draft" && (thread.type === "customer" || thread.type === "message")
        if (!hideable)
          return Reply.validation({ path: "path", message: "only customer and reply threads can be hidden" })
        return { ...thread, state: payload.value ? "hidden" : "published" }
      })
    }),
    Route.make(endpoints.getOriginalSource, ({ account, args, headers }) => {
      const row = ConversationData.find(account, args.conversationId)
      const thread = row?.threads().find((thread) => thread.id === args.threadId)
      if (thread === undefined) return Reply.notFound
      const from = thread.createdBy.email ?? "nobody@example.com"
      const original = `From: ${from}\r\nSubject: ${row?.wire.subject ?? ""}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${thread.body ?? ""}`
      return headers.accept?.includes("message/rfc822") === true
        ? Reply.text(original, { contentType: "message/rfc822" })
        : Reply.json({ original }, { contentType: "application/json" })
    }),
    Route.make(endpoints.updateSchedule, (request) => {
      const { payload, now, userId } = request
      if (!isFuture(payload.scheduledFor, now))
        return Reply.validation({ path: "scheduledFor", message: "must be in the future", rule: "Future" })
      return change(request, (thread) =>
        thread.state !== "draft"
          ? Reply.preconditionFailed("Only drafts can be scheduled")
          : {
              ...thread,
              scheduled: {
                scheduledBy: userId,
                ...(payload.sendAsCreator === true && { sendAsId: thread.createdBy.id }),
                createdAt: Account.timestamp(now),
                scheduledFor: Account.timestamp(payload.scheduledFor.epochMillis),
                unscheduleOnCustomerReply: payload.unscheduleOnCustomerReply
              }
            }
      )
    }),
    Route.make(endpoints.publishSchedule, (request) =>
      change(request, (thread) => (thread.scheduled === undefined ? Reply.notFound : ThreadData.published(thread)))
    ),
    Route.make(endpoints.deleteSchedule, (request) =>
      change(request, ({ scheduled, ...thread }) => (scheduled === undefined ? Reply.notFound : thread))
    )
  ]
})
