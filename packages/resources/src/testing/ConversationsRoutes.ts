/**
 * How the simulator answers for conversations, their tags, custom fields and snoozes.
 *
 * @since 0.1.0
 */
import * as Conversations from "../Conversations.js"
import * as Account from "./Account.js"
import * as ConversationData from "./ConversationData.js"
import * as CustomerData from "./CustomerData.js"
import * as MailboxData from "./MailboxData.js"
import * as Reply from "./Reply.js"
import * as Route from "./Route.js"
import * as SearchText from "./SearchText.js"
import * as TagData from "./TagData.js"
import * as ThreadWrites from "./ThreadWrites.js"
import * as UserData from "./UserData.js"

const { endpoints } = Conversations
type Row = ConversationData.ConversationRow

// ---------------------------------------------------------------------------------------------------------------
// how a conversation is shown
// ---------------------------------------------------------------------------------------------------------------

/** So many threads are embedded at most: a long conversation is not whole. */
const mostEmbedded = 25
/** A chat's threads are cut short. */
const mostEmbeddedOfChat = 2

/** v2 calls a system user a user. A quote inside a text is escaped, so that nothing else can look like this. */
const asV2 = (text: string): string =>
  text.includes('"type":"system_user"') ? text.replaceAll('"type":"system_user"', '"type":"user"') : text

/**
 * The text of a thread, as a version of the API shows it.
 *
 * @since 0.1.0
 * @category testing
 */
export const threadText =
  (version: "v2" | "v3") =>
  (thread: ConversationData.ThreadWire): string =>
    version === "v3" ? JSON.stringify(thread) : asV2(JSON.stringify(thread))

const conversationText =
  (account: Account.Account, version: "v2" | "v3", embed: "threads" | undefined) =>
  (row: Row): string =>
    account.text(row, embed === undefined ? version : `${version} threads`, () => {
      const threads = () => row.threads().slice(0, row.wire.type === "chat" ? mostEmbeddedOfChat : mostEmbedded)
      const text = JSON.stringify(embed === undefined ? row.wire : { ...row.wire, _embedded: { threads: threads() } })
      return version === "v3" ? text : asV2(text)
    })

// ---------------------------------------------------------------------------------------------------------------
// filters
// ---------------------------------------------------------------------------------------------------------------

const statuses = (status: string): ((row: Row) => boolean) =>
  status === "all"
    ? () => true
    : status === "open"
      ? ({ wire }) => wire.status === "active" || wire.status === "pending"
      : ({ wire }) => wire.status === status

const asArray = <A>(value: A | ReadonlyArray<A>): ReadonlyArray<A> => (Array.isArray(value) ? value : [value as A])

const holds = (text: string | null | undefined, words: string): boolean =>
  text?.toLowerCase().includes(words.toLowerCase()) === true

const searched =
  (account: Account.Account, row: Row) =>
  ({ field, text, period }: SearchText.Term): boolean => {
    const { wire } = row
    const within = (millis: number) => period !== undefined && period[0] <= millis && millis <= period[1]
    const emails = () => {
      const customer = account.table(CustomerData.customers).get(wire.primaryCustomer.id)
      return [...(customer?._embedded.emails.map((entry) => entry.value) ?? []), ...wire.cc, ...wire.bcc]
    }
    switch (field) {
      case undefined:
        return holds(wire.subject, text) || row.threads().some((thread) => holds(thread.body, text))
      case "subject":
        return holds(wire.subject, text)
      case "body":
        return row.threads().some((thread) => holds(thread.body, text))
      case "tag":
        return wire.tags.some(({ tag }) => tag.toLowerCase() === text.toLowerCase())
      case "mailbox":
        return account.table(MailboxData.mailboxes).get(wire.mailboxId)?.name === text
      case "mailboxid":
        return String(wire.mailboxId) === text
      case "email":
        return emails().some((email) => email.toLowerCase() === text.toLowerCase())
      case "customerIds":
        return String(wire.primaryCustomer.id) === text
      case "number":
        return String(wire.number) === text
      case "id":
        return String(wire.id) === text
      case "status":
        return wire.status === text
      case "assigned":
        return text.toLowerCase() === "unassigned"
          ? wire.assignee == null
          : wire.assignee != null && holds(`${wire.assignee.first} ${wire.assignee.last}`, text)
      case "replyUserIds":
        return row.threads().some((thread) => thread.type === "message" && String(thread.createdBy.id) === text)
      case "attachments":
        return row.threads().some((thread) => thread._embedded.attachments.length > 0) === (text === "true")
      case "createdAt":
        return within(row.createdAt)
      case "modifiedAt":
        return within(row.modifiedAt)
      default:
        return false
    }
  }

interface Filters {
  readonly mailbox?: number | ReadonlyArray<number>
  readonly folder?: number
  readonly status?: string
  readonly tag?: string | ReadonlyArray<string>
  readonly assigned_to?: number
  readonly modifiedSince?: { readonly epochMillis: number }
  readonly number?: number
  readonly contactId?: number
  readonly customFieldsByIds?: ReadonlyArray<{ readonly id: number; readonly value: string }>
  readonly search?: SearchText.Search
}

const filter = (account: Account.Account, filters: Filters): ((row: Row) => boolean) => {
  const tests: Array<(row: Row) => boolean> = [statuses(filters.status ?? "active")]
  const { mailbox, folder, tag, assigned_to, modifiedSince, number, contactId, customFieldsByIds, search } = filters
  if (mailbox !== undefined) tests.push(({ wire }) => asArray(mailbox).includes(wire.mailboxId))
  if (folder !== undefined) tests.push(({ wire }) => wire.folderId === folder)
  if (assigned_to !== undefined) tests.push(({ wire }) => wire.assignee?.id === assigned_to)
  if (modifiedSince !== undefined) tests.push((row) => row.modifiedAt >= modifiedSince.epochMillis)
  if (number !== undefined) tests.push(({ wire }) => wire.number === number)
  if (contactId !== undefined) tests.push(({ wire }) => wire.primaryCustomer.id === contactId)
  if (tag !== undefined) {
    const wanted = new Set(asArray(tag).map((name) => name.toLowerCase()))
    tests.push(({ wire }) => wire.tags.some(({ tag }) => wanted.has(tag.toLowerCase())))
  }
  for (const { id, value } of customFieldsByIds ?? []) {
    const type = account.table(MailboxData.fields).get(id)?.wire.type
    tests.push(({ wire }) =>
      wire.customFields.some(
        (field) => field.id === id && (type === "singleline" ? holds(field.value, value) : field.value === value)
      )
    )
  }
  if (search !== undefined) tests.push((row) => search(searched(account, row)))
  return (row) => tests.every((test) => test(row))
}

/** What a list is sorted by; equals stand in the order of their creation. */
const sortKeys: Readonly<Record<string, (row: Row) => number | string>> = {
  customerEmail: ({ wire }) => wire.primaryCustomer.email ?? "",
  customerName: ({ wire }) => `${wire.primaryCustomer.first ?? ""} ${wire.primaryCustomer.last ?? ""}`,
  mailboxid: ({ wire }) => wire.mailboxId,
  modifiedAt: (row) => row.modifiedAt,
  number: ({ wire }) => wire.number,
  status: ({ wire }) => wire.status,
  subject: ({ wire }) => wire.subject ?? "",
  waitingSince: ({ wire }) => wire.customerWaitingSince.time ?? ""
}

const sorted = (rows: ReadonlyArray<Row>, field: string, order: "asc" | "desc"): ReadonlyArray<Row> => {
  const key = sortKeys[field] ?? ((row: Row) => row.createdAt)
  const sign = order === "asc" ? 1 : -1
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.id - b.row.id))
    .map(({ row }) => row)
}

const listed = (
  account: Account.Account,
  args: Filters & { readonly sortField?: string; readonly sortOrder?: "asc" | "desc"; readonly query?: unknown },
  now: number
): ReadonlyArray<Row> | undefined => {
  const search = typeof args.query === "string" ? SearchText.parse(args.query, now) : undefined
  if (typeof args.query === "string" && search === undefined) return undefined
  const { mailbox, folder, status, tag, assigned_to, modifiedSince, number, contactId, customFieldsByIds } = args
  const facts = [
    mailbox,
    folder,
    status,
    tag,
    assigned_to,
    modifiedSince?.epochMillis,
    number,
    contactId,
    customFieldsByIds,
    args.sortField,
    args.sortOrder,
    args.query
  ]
  const compute = () =>
    sorted(
      ConversationData.visible(account).filter(filter(account, { ...args, ...(search !== undefined && { search }) })),
      args.sortField ?? "createdAt",
      args.sortOrder ?? "desc"
    )
  // a query may speak of now, and of customers: it is never kept
  if (search !== undefined) return compute()
  return account.memo(
    `conversations ${JSON.stringify(facts)}`,
    account.table(ConversationData.conversations).version(),
    compute
  )
}

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
            ? /^\d{4}-\d\d-\d\d$/.test(value)
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
  if (threads.length > ConversationData.maxThreads) return Reply.preconditionFailed("Too many threads")
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
  const closed = payload.status === "closed"
  const closedAt = payload.closedAt?.epochMillis ?? now
  const table = account.table(ConversationData.conversations)
  const row = table.insert((id) => {
    const number = id - 2_000_001 + 1001
    const identity = { id, number, mailboxId: payload.mailboxId, primaryCustomer, createdBy }
    const made = threads.map((thread) =>
      ThreadWrites.thread(
        writer,
        id,
        { ...(payload.imported === true && { imported: true }), ...thread },
        primaryCustomer
      )
    )
    const newestFirst = made.reverse()
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
        status: payload.status,
        state: draft ? "draft" : "published",
        subject: payload.subject,
        preview: (newestFirst[0]?.body ?? "")
          .replace(/<[^>]*>/g, " ")
          .trim()
          .slice(0, 120),
        assignee: assignTo == null ? null : (UserData.assignee(account, assignTo) ?? null),
        createdAt: Account.timestamp(createdAt),
        closedBy: closed ? userId : 0,
        ...(closed && {
          closedAt: Account.timestamp(closedAt),
          ...(owner !== undefined && { closedByUser: UserData.person(owner) })
        }),
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
  // finds its folder
  ConversationData.update(account, row, now, {})
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
    case "/status": {
      const user = account.table(UserData.users).get(userId)
      const closed = payload.value === "closed"
      return change({
        status: payload.value,
        closedBy: closed ? userId : 0,
        closedAt: closed ? Account.timestamp(now) : null,
        closedByUser: closed && user !== undefined ? UserData.person(user) : null
      })
    }
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
    case "/draft": {
      const threads = row
        .threads()
        .map((thread) => (thread.state === "draft" ? { ...thread, state: "published" } : thread))
      ConversationData.update(account, row, now, { state: "published" }, threads)
      return Reply.empty()
    }
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
    return found === undefined ? Reply.notFound : Reply.text(conversationText(account, version, args.embed)(found))
  })

/**
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate: ConversationData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, now, page }) => {
      const rows = listed(account, args, now)
      return rows === undefined ? badQuery : page(rows, { text: conversationText(account, "v2", args.embed) })
    }),
    Route.make(endpoints.listV3, ({ account, args, now, page }) =>
      page(listed(account, args, now) ?? [], { text: conversationText(account, "v3", args.embed) })
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
      const time = Account.timestamp(payload.snoozedUntil.epochMillis)
      const { unsnoozeOnCustomerReply } = payload
      ConversationData.update(account, row, now, {
        snooze: { snoozedBy: userId, snoozedUntil: time, unsnoozeOnCustomerReply },
        nextEvent: { time, eventType: "snooze", userId, cancelOnCustomerReply: unsnoozeOnCustomerReply }
      })
      return Reply.empty()
    }),
    Route.make(endpoints.deleteSnooze, ({ account, args, now }) => {
      const row = ConversationData.find(account, args.conversationId)
      if (row === undefined) return Reply.notFound
      const { snooze: _, nextEvent: __, ...wire } = row.wire
      ConversationData.update(account, { ...row, wire }, now, { status: "active" })
      return Reply.empty()
    })
  ]
})
