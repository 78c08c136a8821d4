/** The live chats of an account: two that have ended, and two that are open. */
import * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as Response from "../Response.js"
import type * as Seed from "../Seed.js"
import * as Table from "../Table.js"
import * as ConversationData from "./conversations/conversations.js"
import * as ThreadWrites from "./conversations/threadWrites.js"
import * as CustomerData from "./customers/customers.js"
import * as MailboxData from "./mailboxes.js"
import * as TagData from "./tags.js"
import * as UserData from "./users.js"

interface ChatJson {
  readonly id: string
  readonly mailboxId: number | undefined
  readonly endedAt?: string
  readonly assignee?: PersonJson
  readonly preview: string
  readonly tags: ReadonlyArray<{ readonly id: number; readonly slug: string; readonly color: string }>
  readonly [field: string]: unknown
}

type PersonJson = Omit<UserData.PersonJson, "photoUrl">

interface EventJson {
  readonly id: string
  readonly type: string
  readonly action: string
  readonly author: PersonJson
  readonly [field: string]: unknown
}

/** A chat as the API sends it, and its events, oldest first. */
export interface ChatRow extends Table.Row {
  readonly json: ChatJson
  readonly events: ReadonlyArray<EventJson>
}

/** The chats of an account. */
export const chats = Table.key<ChatRow>("chats")

/** The users who cannot use chat, by their own ids. */
export const withoutChat = Table.key<Table.Row>("users without chat")

/** Finds a chat by its UUID. */
export const find = (account: Account.Account, chatId: string): ChatRow | undefined =>
  account.table(chats).find(({ json }) => json.id === chatId)

/** A chat as a response or a delivery contains it. */
export const shown = ({ events, json }: ChatRow) => ({ ...json, _embedded: { events } })

/** A date with microseconds, which chats have. */
const precise = (millis: number): string => `${new Date(millis).toISOString().slice(0, 23)}123Z`

/** A user as the author of events has the type `user`, and as the assignee of a chat `agent`. */
const author = (user: UserData.UserRow): PersonJson => ({
  id: user.id,
  type: "user",
  first: user.firstName,
  last: user.lastName,
  email: user.email
})
const agent = (user: UserData.UserRow): PersonJson => ({ ...author(user), type: "agent" })

interface NewEvent {
  readonly id: string
  readonly type: "message" | "note" | "line_item"
  readonly action: string
  readonly author: PersonJson
  readonly body?: string
}

const eventOf = (
  account: Account.Account,
  chatId: string,
  at: number,
  { author: by, ...rest }: NewEvent
): EventJson => ({
  ...rest,
  chatId,
  author: by,
  createdAt: precise(at),
  params: {},
  _links: account.links({ author: by.type === "customer" ? `/v2/customers/${by.id}` : `/v2/users/${by.id}` })
})

// ---------------------------------------------------------------------------------------------------------------
// writes
// ---------------------------------------------------------------------------------------------------------------

/** A write to an open chat by a user. */
export interface Write {
  readonly account: Account.Account
  readonly now: number
  readonly chat: ChatRow
  readonly user: UserData.UserRow
}

/** The open chat and the user, or the response that rejects the write. */
export const write = (
  account: Account.Account,
  chatId: string,
  userId: number,
  now: number,
  apply: (write: Write) => Response.Response
): Response.Response => {
  const user = account.table(UserData.users).get(userId)
  if (user === undefined || account.table(withoutChat).get(userId) !== undefined) return Response.forbidden
  if (`${user.firstName}${user.lastName}`.trim() === "") return Response.error(403, "Your profile has no name")
  const chat = find(account, chatId)
  if (chat === undefined || chat.json.endedAt !== undefined) return Response.notFound
  const { mailboxId } = chat.json
  if (mailboxId !== undefined && !UserData.sees(account, user, mailboxId)) return Response.forbidden
  return apply({ account, now, chat, user })
}

/** Saves a changed chat, and sends its events. */
const save = (
  account: Account.Account,
  row: ChatRow,
  json: Partial<ChatJson>,
  events: ReadonlyArray<EventJson>,
  webhookEvents: ReadonlyArray<string>
): ChatRow => {
  const saved = account.table(chats).put({ ...row, json: { ...row.json, ...json }, events: [...row.events, ...events] })
  for (const event of webhookEvents) Deliveries.emit(account, event, () => shown(saved))
  return saved
}

const lineItem = ({ account, chat, now, user }: Write, action: string): EventJson =>
  eventOf(account, chat.json.id, now, { id: account.seed.uuid(), type: "line_item", action, author: author(user) })

/** Assigns a chat to a user. Assigning to its holder changes nothing. */
export const assign = (of: Write, to: UserData.UserRow, action = "chat-assigned"): ChatRow =>
  of.chat.json.assignee?.id === to.id
    ? of.chat
    : save(of.account, of.chat, { assignee: agent(to) }, [lineItem(of, action)], ["beacon.chat.assigned"])

/** Returns a chat to the queue. */
export const unassign = (of: Write): ChatRow => {
  const { assignee, ...rest } = of.chat.json
  if (assignee === undefined) return of.chat
  const events = [...of.chat.events, lineItem(of, "chat-unassigned")]
  return of.account.table(chats).put({ ...of.chat, json: { ...rest, tags: of.chat.json.tags }, events })
}

/** Adds a message or a note under the id that the caller chose. */
export const add = (of: Write, type: "message" | "note", id: string, body: string): Response.Response => {
  const { account, chat, now, user } = of
  if (account.table(chats).find(({ events }) => events.some((event) => event.id === id)) !== undefined) {
    return Response.error(422, "Validation error", [
      { path: "id", message: "id value is already in use", rejectedValue: id, rule: "Unique" }
    ])
  }
  const { assignee } = chat.json
  if (type === "message" && assignee !== undefined && assignee.id !== user.id) {
    return Response.validation({ path: "chatId", message: "the chat is assigned to another user", source: "PATH" })
  }
  account.stored(body)
  const accepted = type === "message" ? assign(of, user, "chat-accepted") : chat
  const event = eventOf(account, chat.json.id, now, { id, type, action: `${type}-added`, author: author(user), body })
  const events = type === "message" ? ["beacon.chat.agent.replied"] : []
  return Response.json(shown(save(account, accepted, type === "message" ? { preview: body } : {}, [event], events)))
}

/** Replaces the tags of a chat. Re-sending the same list changes nothing. */
export const tag = ({ account, chat, now }: Write, names: ReadonlyArray<string>): ChatRow => {
  const unique = [...new Set(names.map((name) => name.trim().toLowerCase()))]
  if (unique.join() === chat.json.tags.map(({ slug }) => slug).join()) return chat
  const tags = unique.map((name) => ({ id: TagData.named(account, name, now).id, slug: name, color: "none" }))
  return save(account, chat, { tags }, [], [])
}

/** The conversation that an ended chat becomes: one thread, the transcript, by the customer. */
const toConversation = (of: Write, status: string): void => {
  const { account, chat, now, user } = of
  const visitor = chat.json.customer as PersonJson
  const row = account.table(CustomerData.customers).get(visitor.id)
  const mailboxId = chat.json.mailboxId
  if (row === undefined || mailboxId === undefined) return
  const primaryCustomer = CustomerData.person(row)
  const names = chat.json.tags.map(({ slug }) => slug)
  const messages = chat.events.filter(({ type }) => type === "message")
  const transcript = messages.map(({ author: { first }, body }) => `<p>${first}: ${body}</p>`).join("")
  ConversationData.insert(account, (id) => {
    const identity = {
      id,
      number: ConversationData.numberOf(id),
      mailboxId,
      primaryCustomer,
      createdBy: primaryCustomer,
      assignee: chat.json.assignee === undefined ? null : (UserData.assignee(account, chat.json.assignee.id) ?? null),
      ...ConversationData.withStatus(account, status, { userId: user.id, at: now })
    }
    const input = { type: "chat", text: transcript, customer: { id: row.id } } as const
    const threads = [ThreadWrites.thread({ account, userId: user.id, now }, id, input, primaryCustomer)]
    return {
      id,
      createdAt: now,
      modifiedAt: now,
      threads: () => threads,
      json: {
        ...identity,
        threads: 1,
        type: "chat",
        folderId: 0,
        state: "published",
        subject: chat.json.preview,
        preview: chat.json.preview,
        createdAt: Account.timestamp(now),
        userUpdatedAt: Account.timestamp(now),
        customerWaitingSince: { time: Account.timestamp(now), friendly: "just now" },
        source: { type: "beacon-v2", via: "customer" },
        tags: TagData.insideByName(account, names, now),
        cc: [],
        bcc: [],
        customFields: [],
        _links: ConversationData.links(account, identity)
      }
    }
  })
}

/** Ends a chat, and creates its conversation with a status. */
export const end = (of: Write, status: string): ChatRow => {
  toConversation(of, status)
  return save(of.account, of.chat, { endedAt: precise(of.now) }, [lineItem(of, "chat-ended")], [])
}

/** Adds a message of the visitor to an open chat, as Beacon does. Returns undefined if there is no such chat. */
export const visitorReplies = (
  account: Account.Account,
  chatId: string,
  body: string,
  now: number
): ChatRow | undefined => {
  const chat = find(account, chatId)
  if (chat === undefined || chat.json.endedAt !== undefined) return undefined
  const by = chat.json.customer as PersonJson
  const event = { id: account.seed.uuid(), type: "message", action: "message-added", author: by, body } as const
  const added = eventOf(account, chatId, now, event)
  return save(account, chat, { preview: body }, [added], ["beacon.chat.customer.replied"])
}

// ---------------------------------------------------------------------------------------------------------------
// generation
// ---------------------------------------------------------------------------------------------------------------

/** A new chat of a visitor, open and unassigned. */
const started = (account: Account.Account, seed: Seed.Seed, customerId: number, at: number): ChatRow => {
  const id = seed.uuid()
  const customer: PersonJson = { id: customerId, type: "customer", first: "Visitor", last: "", email: null }
  const preview = "Where is my order?"
  const asked = { id: seed.uuid(), type: "message", action: "message-added", author: customer, body: preview } as const
  return account.table(chats).insert((rowId) => ({
    id: rowId,
    json: {
      id,
      beaconId: seed.uuid(),
      mailboxId: account.table(MailboxData.mailboxes).all()[0]?.id,
      createdAt: precise(at),
      customer,
      preview,
      tags: [],
      timeline: [
        { type: "chat-started", timestamp: precise(at), url: "https://shop.example.com/orders", title: "Your orders" }
      ],
      _links: account.links({ self: `/v2/chats/${id}` })
    },
    events: [eventOf(account, id, at, asked)]
  }))
}

/** Starts a chat of a visitor, as Beacon does. */
export const start = (account: Account.Account, customerId: number, now: number): ChatRow => {
  const chat = started(account, account.seed, customerId, now)
  Deliveries.emit(account, "beacon.chat.created", () => shown(chat))
  return chat
}

/** Generates chats with the first customers: two ended, one held by the owner, and one unassigned. */
export const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("chats")
  const owner = account.table(UserData.users).get(Account.ownerId)
  for (const [i, customer] of account.table(CustomerData.customers).all().slice(0, 4).entries()) {
    const at = account.until - (i < 2 ? seed.int(1, 90) * 86_400_000 : (5 - i) * 60_000)
    const chat = started(account, seed, customer.id, at)
    if (i === 3 || owner === undefined) continue
    const said = (by: PersonJson, body: string, minutes: number) =>
      eventOf(account, chat.json.id, at + minutes * 60_000, {
        id: seed.uuid(),
        type: "message",
        action: "message-added",
        author: by,
        body
      })
    const held = { ...chat.json, assignee: agent(owner) }
    const events = [...chat.events, said(author(owner), "Let me check.", 1)]
    account.table(chats).put(
      i === 2
        ? { ...chat, json: held, events }
        : {
            ...chat,
            json: { ...held, endedAt: precise(at + 600_000) },
            events: [...events, said(chat.json.customer as PersonJson, "Thanks!", 2)]
          }
    )
  }
}
