/** Routes for threads. */
import * as Field from "@effect-helpscout/core/Field"
import * as Threads from "@effect-helpscout/resources/Conversations/Threads"
import * as Account from "../../Account.js"
import * as ConversationData from "../../data/conversations/conversations.js"
import * as ConversationText from "../../data/conversations/conversationText.js"
import * as ConversationTimers from "../../data/conversations/conversationTimers.js"
import * as ThreadData from "../../data/conversations/threads.js"
import * as ThreadWrites from "../../data/conversations/threadWrites.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = Threads

interface Adding extends ThreadWrites.Writer {
  readonly args: { readonly conversationId: number }
  readonly created: Route.Request<unknown, unknown>["created"]
}

const add = ({ account, args, created, userId, now }: Adding, input: ThreadWrites.ThreadInput): Response.Response => {
  const row = ConversationData.find(account, args.conversationId)
  if (row === undefined) return Response.notFound
  const rejected = ThreadWrites.rejection(account, input)
  if (rejected !== undefined) return rejected
  if (row.json.threads >= ThreadData.maxThreads) {
    return Response.preconditionFailed(`A conversation can have at most ${ThreadData.maxThreads} threads`)
  }
  const thread = ThreadWrites.add({ account, userId, now }, row, input)
  return created(thread.id, { below: `/v2/conversations/${row.id}/threads` })
}

type Change = (thread: ThreadData.ThreadJson) => ThreadData.ThreadJson | Response.Response

const isResponse = (value: object): value is Response.Response => !("createdBy" in value)

/** Changes a thread, or returns the response that rejects the change. */
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
): Response.Response => {
  const row = ConversationData.find(account, args.conversationId)
  const threads = row?.threads() ?? []
  const thread = threads.find((thread) => thread.id === args.threadId)
  if (row === undefined || thread === undefined) return Response.notFound
  const changed = change(thread)
  if (isResponse(changed)) return changed
  // publishing the draft of a draft conversation publishes the conversation
  const isPublished = row.json.state === "draft" && thread.state === "draft" && changed.state === "published"
  ConversationData.update(
    account,
    row,
    now,
    isPublished ? { state: "published" } : {},
    threads.map((other) => (other === thread ? changed : other))
  )
  return Response.empty()
}

const list = (version: "v2" | "v3") =>
  Route.make(version === "v2" ? endpoints.list : endpoints.listV3, ({ account, args, page }) => {
    const row = ConversationData.find(account, args.conversationId)
    return row === undefined ? Response.notFound : page(row.threads(), { text: ConversationText.ofThread(version) })
  })

export const routes: ReadonlyArray<Route.Route> = [
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
        return Response.validation({
          path: "path",
          message: "can be set only for published customer and reply threads"
        })
      return { ...thread, state: payload.value ? "hidden" : "published" }
    })
  }),
  Route.make(endpoints.getOriginalSource, ({ account, args, headers }) => {
    const row = ConversationData.find(account, args.conversationId)
    const thread = row?.threads().find((thread) => thread.id === args.threadId)
    if (thread === undefined) return Response.notFound
    const from = thread.createdBy.email ?? "unknown@example.com"
    const original = `From: ${from}\r\nSubject: ${row?.json.subject ?? ""}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${thread.body ?? ""}`
    return headers.accept?.includes("message/rfc822") === true
      ? Response.text(original, { contentType: "message/rfc822" })
      : Response.json({ original }, { contentType: "application/json" })
  }),
  Route.make(endpoints.updateSchedule, (request) => {
    const { payload, now, userId } = request
    if (!ConversationTimers.isFuture(payload.scheduledFor, now))
      return Response.validation({ path: "scheduledFor", message: "must be in the future", rule: "Future" })
    return change(request, (thread) =>
      thread.state !== "draft"
        ? Response.preconditionFailed("The thread is not a draft")
        : {
            ...thread,
            scheduled: {
              scheduledBy: userId,
              ...(payload.sendAsCreator === true && { sendAsId: thread.createdBy.id }),
              createdAt: Account.timestamp(now),
              scheduledFor: Account.timestamp(Field.millisOf(payload.scheduledFor)),
              unscheduleOnCustomerReply: payload.unscheduleOnCustomerReply
            }
          }
    )
  }),
  Route.make(endpoints.publishSchedule, (request) =>
    change(request, (thread) => (thread.scheduled === undefined ? Response.notFound : ThreadData.published(thread)))
  ),
  Route.make(endpoints.deleteSchedule, (request) =>
    change(request, ({ scheduled, ...thread }) => (scheduled === undefined ? Response.notFound : thread))
  )
]
