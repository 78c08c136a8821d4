/**
 * How the simulator answers for conversations, their tags, custom fields and snoozes.
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Conversations from "@effect-helpscout/resources/Conversations"
import * as Schema from "effect/Schema"
import * as Account from "../Account.js"
import * as ConversationElapse from "../data/conversationElapse.js"
import * as ConversationGeneration from "../data/conversationGeneration.js"
import * as ConversationSearch from "../data/conversationSearch.js"
import * as ConversationData from "../data/conversations.js"
import * as ConversationText from "../data/conversationText.js"
import * as CustomerData from "../data/customers.js"
import * as MailboxData from "../data/mailboxes.js"
import * as TagData from "../data/tags.js"
import * as ThreadData from "../data/threads.js"
import * as ThreadWrites from "../data/threadWrites.js"
import * as UserData from "../data/users.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"

const { endpoints } = Conversations
const badQuery = Reply.validation({ path: "query", message: "could not be parsed", source: "QUERY" })

// ---------------------------------------------------------------------------------------------------------------
// writes
// ---------------------------------------------------------------------------------------------------------------

const missing = (path: string, rejectedValue: unknown): Reply.Reply =>
  Reply.validation({ path, message: "does not exist", rejectedValue, rule: "Exists" })

const fieldValues = (
  account: Account.Account,
  mailboxId: number,
  values: ReadonlyArray<{ readonly id: number; readonly value: string }>
): ReadonlyArray<ConversationData.FieldValue> | Reply.Reply => {
  const set: Array<ConversationData.FieldValue> = []
  for (const { id, value } of values) {
    const field = account.table(MailboxData.fields).get(id)
    if (field === undefined || field.mailboxId !== mailboxId) return missing("fields.id", id)
    const { name, type, options } = field.wire
    const option = options?.find((option) => String(option.id) === value)
    const fits =
      type === "dropdown"
        ? option !== undefined
        : type === "number"
          ? /^-?\d{1,255}$/.test(value)
          : type === "date"
            ? Schema.is(Field.CalendarDate)(value)
            : value.length <= (type === "multiline" ? 15_000 : 255)
    if (!fits)
      return Reply.validation({
        path: "fields.value",
        message: `is no value for a ${type} field`,
        rejectedValue: value
      })
    set.push({ id, name, value, text: option?.label ?? value })
  }
  return set
}

const isReply = (value: ReadonlyArray<unknown> | Reply.Reply): value is Reply.Reply => !Array.isArray(value)

const tagsNamed = (account: Account.Account, names: ReadonlyArray<string>, now: number) => {
  const unique = new Map(names.map((name) => [name.trim().toLowerCase(), name.trim()]))
  return [...unique.values()].map((name) => TagData.inside(TagData.named(account, name, now)))
}

const create = Route.make(endpoints.create, ({ account, payload, userId, now, created }) => {
  const writer = { account, userId, now }
  if (account.table(MailboxData.mailboxes).get(payload.mailboxId) === undefined)
    return missing("mailboxId", payload.mailboxId)
  const threads: ReadonlyArray<ThreadWrites.ThreadInput> = payload.threads
  if (threads.length > ThreadData.maxThreads) return Reply.preconditionFailed("Too many threads")
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
    const refused = ThreadWrites.refusal(account, input)
    if (refused !== undefined) return refused
  }
  const customFields = fieldValues(account, payload.mailboxId, payload.fields ?? [])
  if (isReply(customFields)) return customFields

  const primaryCustomer = CustomerData.person(ThreadWrites.customer(writer, payload.customer))
  const owner = account.table(UserData.users).get(user ?? userId)
  const byCustomer = threads[0]?.type !== "reply" && threads[0]?.type !== "note"
  const createdBy = byCustomer || owner === undefined ? primaryCustomer : UserData.person(owner)
  const createdAt = payload.imported === true && payload.createdAt !== undefined ? payload.createdAt.epochMillis : now
  const draft = threads.every((thread) => thread.draft === true)
  const assignee = assignTo == null ? null : (UserData.assignee(account, assignTo) ?? null)
  const status = ConversationData.withStatus(account, payload.status, {
    userId: user ?? userId,
    at: payload.closedAt?.epochMillis ?? now
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
      wire: {
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
        tags: tagsNamed(account, payload.tags ?? [], now),
        cc: [],
        bcc: [],
        customFields,
        _links: ConversationData.links(account, identity)
      }
    }
  })
  return created(row.id, { headers: { "Web-Location": ConversationData.webLocation(row.id, row.wire.number) } })
})

const update = Route.make(endpoints.update, ({ account, args, payload, userId, now }) => {
  const row = ConversationData.find(account, args.conversationId)
  if (row === undefined) return Reply.notFound
  const change = (wire: Partial<ConversationData.ConversationWire>) => {
    ConversationData.update(account, row, now, { userUpdatedAt: Account.timestamp(now), ...wire })
    return Reply.empty()
  }
  switch (payload.path) {
    case "/subject":
      return change({ subject: payload.value })
    case "/status":
      return change(ConversationData.withStatus(account, payload.value, { userId, at: now }))
    case "/assignTo": {
      if (payload.op === "remove") return change({ assignee: null })
      const assignee = UserData.assignee(account, payload.value)
      return assignee === undefined ? missing("value", payload.value) : change({ assignee })
    }
    case "/mailboxId":
      if (account.table(MailboxData.mailboxes).get(payload.value) === undefined) return missing("value", payload.value)
      // the values of custom fields belong to the inbox that was left
      return change({ mailboxId: payload.value, customFields: [] })
    case "/primaryCustomer.id": {
      const customer = account.table(CustomerData.customers).get(payload.value)
      return customer === undefined
        ? missing("value", payload.value)
        : change({ primaryCustomer: CustomerData.person(customer) })
    }
    case "/draft":
      ConversationData.update(account, row, now, { state: "published" }, row.threads().map(ThreadData.published))
      return Reply.empty()
  }
})

/** The end of the year 2100. */
const latest = Date.UTC(2101, 0)

/** Whether a date is one that Help Scout lets something wait for. @since 0.1.0 @category testing */
export const isFuture = (date: { readonly epochMillis: number }, now: number): boolean =>
  date.epochMillis > now && date.epochMillis < latest

const sixtyDays = 60 * 86_400_000

const get = (version: "v2" | "v3") =>
  Route.make(version === "v2" ? endpoints.get : endpoints.getV3, ({ account, args, now }) => {
    const row = account.table(ConversationData.conversations).get(args.conversationId)
    const merged = row?.mergedInto
    if (merged !== undefined && now - merged.at < sixtyDays) {
      return Reply.empty(301, { Location: account.url(`/${version}/conversations/${merged.id}`) })
    }
    const found = ConversationData.find(account, args.conversationId)
    return found === undefined
      ? Reply.notFound
      : Reply.text(ConversationText.ofConversation(account, version, args.embed)(found))
  })

/**
 * The routes for conversations, and the generated ones.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate: ConversationGeneration.populate,
  elapse: ConversationElapse.elapse,
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
      ConversationData.remove(account, args.conversationId, now) ? Reply.empty() : Reply.notFound
    ),
    Route.make(endpoints.tags.update, ({ account, args, payload, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Reply.notFound
      ConversationData.update(account, row, now, { tags: tagsNamed(account, payload.tags, now) })
      return Reply.empty()
    }),
    Route.make(endpoints.customFields.update, ({ account, args, payload, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Reply.notFound
      const customFields = fieldValues(account, row.wire.mailboxId, payload.fields)
      if (isReply(customFields)) return customFields
      ConversationData.update(account, row, now, { customFields })
      return Reply.empty()
    }),
    Route.make(endpoints.updateSnooze, ({ account, args, payload, userId, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Reply.notFound
      if (!isFuture(payload.snoozedUntil, now))
        return Reply.validation({ path: "snoozedUntil", message: "must be in the future", rule: "Future" })
      const snoozedUntil = Account.timestamp(payload.snoozedUntil.epochMillis)
      const { unsnoozeOnCustomerReply } = payload
      ConversationData.update(account, row, now, {
        snooze: { snoozedBy: userId, snoozedUntil, unsnoozeOnCustomerReply }
      })
      return Reply.empty()
    }),
    Route.make(endpoints.deleteSnooze, ({ account, args, userId, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Reply.notFound
      ConversationElapse.wake(account, row, { userId, at: now })
      return Reply.empty()
    })
  ]
})
