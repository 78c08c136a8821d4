/** Routes for conversations and their snoozes. */
import * as Field from "@effect-helpscout/core/Field"
import * as Conversations from "@effect-helpscout/resources/Conversations"
import * as Either from "effect/Either"
import * as Account from "../Account.js"
import * as ConversationEvents from "../data/conversations/conversationEvents.js"
import * as ConversationGeneration from "../data/conversations/conversationGeneration.js"
import * as ConversationSearch from "../data/conversations/conversationSearch.js"
import * as ConversationData from "../data/conversations/conversations.js"
import * as ConversationText from "../data/conversations/conversationText.js"
import * as ConversationTimers from "../data/conversations/conversationTimers.js"
import * as ThreadData from "../data/conversations/threads.js"
import * as ThreadWrites from "../data/conversations/threadWrites.js"
import * as CustomerData from "../data/customers/customers.js"
import * as CustomFieldValues from "../data/customFieldValues.js"
import * as MailboxData from "../data/mailboxes.js"
import * as TagData from "../data/tags.js"
import * as UserData from "../data/users.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"
import * as AttachmentsRoutes from "./Conversations/Attachments.js"
import * as CustomFieldsRoutes from "./Conversations/CustomFields.js"
import * as TagsRoutes from "./Conversations/Tags.js"
import * as ThreadsRoutes from "./Conversations/Threads.js"

const { endpoints } = Conversations
const badQuery = Response.validation({ path: "query", message: "could not be parsed", source: "QUERY" })

const create = Route.make(endpoints.create, ({ account, payload, userId, now, created }) => {
  const writer = { account, userId, now }
  if (account.table(MailboxData.mailboxes).get(payload.mailboxId) === undefined)
    return Response.unknownReference("mailboxId", payload.mailboxId)
  const threads: ReadonlyArray<ThreadWrites.ThreadInput> = payload.threads
  if (threads.length > ThreadData.maxThreads) return Response.preconditionFailed("Too many threads")
  const { user, assignTo } = payload
  for (const input of [
    {
      type: "note",
      text: "",
      customer: payload.customer,
      ...(user !== undefined && { user }),
      ...(assignTo !== undefined && { assignTo })
    } as const,
    ...threads
  ]) {
    const rejected = ThreadWrites.rejection(account, input)
    if (rejected !== undefined) return rejected
  }
  const customFields = CustomFieldValues.check(account, payload.mailboxId, payload.fields ?? [])
  if (Either.isLeft(customFields)) return customFields.left

  const primaryCustomer = CustomerData.person(ThreadWrites.customer(writer, payload.customer))
  const owner = account.table(UserData.users).get(user ?? userId)
  const byCustomer = threads[0]?.type !== "reply" && threads[0]?.type !== "note"
  const createdBy = byCustomer || owner === undefined ? primaryCustomer : UserData.person(owner)
  const createdAt =
    payload.imported === true && payload.createdAt !== undefined ? Field.millisOf(payload.createdAt) : now
  const draft = threads.every((thread) => thread.draft === true)
  const assignee = assignTo == null ? null : (UserData.assignee(account, assignTo) ?? null)
  const status = ConversationData.withStatus(account, payload.status, {
    userId: user ?? userId,
    at: payload.closedAt === undefined ? now : Field.millisOf(payload.closedAt)
  })
  const row = ConversationData.insert(account, (id) => {
    const number = ConversationData.numberOf(id)
    const identity = { id, number, mailboxId: payload.mailboxId, primaryCustomer, createdBy, assignee, ...status }
    const made = threads.map((thread) =>
      ThreadWrites.thread(
        writer,
        id,
        { ...(payload.imported === true && { imported: true }), ...thread },
        primaryCustomer
      )
    )
    const newestFirst = ThreadData.newestFirst(made.reverse())
    return {
      id,
      createdAt,
      modifiedAt: now,
      threads: () => newestFirst,
      json: {
        ...identity,
        threads: made.length,
        type: payload.type,
        folderId: 0,
        state: draft ? "draft" : "published",
        subject: payload.subject,
        preview: (newestFirst[0]?.body ?? "")
          .replace(/<[^>]*>/g, " ")
          .trim()
          .slice(0, 120),
        createdAt: Account.timestamp(createdAt),
        userUpdatedAt: Account.timestamp(now),
        customerWaitingSince: { time: Account.timestamp(createdAt), friendly: "just now" },
        source: { type: "api", via: byCustomer ? "customer" : "user" },
        tags: TagData.insideByName(account, payload.tags ?? [], now),
        cc: [],
        bcc: [],
        customFields: customFields.right,
        _links: ConversationData.links(account, identity)
      }
    }
  })
  return created(row.id, { headers: { "Web-Location": ConversationData.webLocation(row.id, row.json.number) } })
})

const update = Route.make(endpoints.update, ({ account, args, payload, userId, now }) => {
  const row = ConversationData.find(account, args.conversationId)
  if (row === undefined) return Response.notFound
  const change = (json: Partial<ConversationData.ConversationJson>) => {
    ConversationData.update(account, row, now, { userUpdatedAt: Account.timestamp(now), ...json })
    return Response.empty()
  }
  switch (payload.path) {
    case "/subject":
      return change({ subject: payload.value })
    case "/status":
      return change(ConversationData.withStatus(account, payload.value, { userId, at: now }))
    case "/assignTo": {
      if (payload.op === "remove") return change({ assignee: null })
      const assignee = UserData.assignee(account, payload.value)
      return assignee === undefined ? Response.unknownReference("value", payload.value) : change({ assignee })
    }
    case "/mailboxId":
      if (account.table(MailboxData.mailboxes).get(payload.value) === undefined)
        return Response.unknownReference("value", payload.value)
      // the values of custom fields belong to the previous inbox
      return change({ mailboxId: payload.value, customFields: [] })
    case "/primaryCustomer.id": {
      const customer = account.table(CustomerData.customers).get(payload.value)
      return customer === undefined
        ? Response.unknownReference("value", payload.value)
        : change({ primaryCustomer: CustomerData.person(customer) })
    }
    case "/draft":
      ConversationData.update(account, row, now, { state: "published" }, row.threads().map(ThreadData.published))
      return Response.empty()
  }
})

const sixtyDays = 60 * 86_400_000

const get = (version: "v2" | "v3") =>
  Route.make(version === "v2" ? endpoints.get : endpoints.getV3, ({ account, args, now }) => {
    const row = account.table(ConversationData.conversations).get(args.conversationId)
    const merged = row?.mergedInto
    if (merged !== undefined && now - merged.at < sixtyDays) {
      return Response.empty(301, { Location: account.url(`/${version}/conversations/${merged.id}`) })
    }
    const found = ConversationData.find(account, args.conversationId)
    return found === undefined
      ? Response.notFound
      : Response.text(ConversationText.ofConversation(account, version, args.embed)(found))
  })

export const family = Route.family({
  populate: (account) => {
    ConversationGeneration.populate(account)
    ConversationEvents.watch(account)
  },
  elapse: ConversationTimers.elapse,
  routes: [
    Route.make(endpoints.list, ({ account, args, now, page }) => {
      const rows = ConversationSearch.listed(account, args, now)
      return rows === undefined
        ? badQuery
        : page(rows, { text: ConversationText.ofConversation(account, "v2", args.embed) })
    }),
    Route.make(endpoints.listV3, ({ account, args, now, page }) =>
      page(ConversationSearch.listed(account, args, now) ?? [], {
        text: ConversationText.ofConversation(account, "v3", args.embed)
      })
    ),
    get("v2"),
    get("v3"),
    create,
    update,
    Route.make(endpoints.delete, ({ account, args, now }) =>
      ConversationData.remove(account, args.conversationId, now) ? Response.empty() : Response.notFound
    ),
    Route.make(endpoints.updateSnooze, ({ account, args, payload, userId, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Response.notFound
      if (!ConversationTimers.isFuture(payload.snoozedUntil, now))
        return Response.validation({ path: "snoozedUntil", message: "must be in the future", rule: "Future" })
      const snoozedUntil = Account.timestamp(Field.millisOf(payload.snoozedUntil))
      const { unsnoozeOnCustomerReply } = payload
      ConversationData.update(account, row, now, {
        snooze: { snoozedBy: userId, snoozedUntil, unsnoozeOnCustomerReply }
      })
      return Response.empty()
    }),
    Route.make(endpoints.deleteSnooze, ({ account, args, userId, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Response.notFound
      ConversationTimers.wake(account, row, { userId, at: now })
      return Response.empty()
    }),
    ...AttachmentsRoutes.routes,
    ...CustomFieldsRoutes.routes,
    ...TagsRoutes.routes,
    ...ThreadsRoutes.routes
  ]
})
