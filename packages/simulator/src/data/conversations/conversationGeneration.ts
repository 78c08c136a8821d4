/** Generates conversations and their threads from the seed of an account. */
import * as Account from "../../Account.js"
import type * as Seed from "../../Seed.js"
import * as CustomerData from "../customers/customers.js"
import * as MailboxData from "../mailboxes.js"
import * as SampleText from "../sampleText.js"
import * as TagData from "../tags.js"
import * as UserData from "../users.js"
import * as ConversationData from "./conversations.js"
import * as ThreadData from "./threads.js"

/** The rows of the new account. Threads are generated again on each read, and later changes must not affect them. */
interface Cast {
  readonly users: ReadonlyArray<UserData.UserRow>
  readonly customers: ReadonlyArray<CustomerData.CustomerRow>
  readonly mailboxes: ReadonlyArray<MailboxData.MailboxRow>
  readonly tags: ReadonlyArray<TagData.TagRow>
  readonly savedReplies: ReadonlyArray<MailboxData.SavedReplyRow>
}

type NonEmpty<A> = readonly [A, ...ReadonlyArray<A>]

const hour = 3_600_000
const day = 24 * hour

/** An AI agent. Only v3 identifies it as one. */
const agent: UserData.PersonJson = { id: 990_001, type: "system_user", first: "AI", last: "Agent", email: null }

// ---------------------------------------------------------------------------------------------------------------
// threads
// ---------------------------------------------------------------------------------------------------------------

/** The threads by users, mostly replies. A forward is also sent, but not to the customer. */
const byUsers = [
  "message",
  "message",
  "message",
  "message",
  "message",
  "note",
  "note",
  "lineitem",
  "lineitem",
  "forwardparent"
] as const

const byCustomers: Readonly<Record<string, string>> = { chat: "chat", phone: "phone" }

const files = (account: Account.Account, seed: Seed.Seed, conversationId: number, id: number) =>
  seed.chance(0.08)
    ? [
        {
          id,
          filename: seed.pick(["screenshot.png", "Rechnung März.pdf", 'log "1".txt']),
          mimeType: "application/octet-stream",
          size: seed.int(0, 2000),
          width: null,
          height: 0,
          state: seed.chance(0.1) ? ("virus" as const) : ("valid" as const),
          _links: ThreadData.attachmentLinks(account, conversationId, id)
        }
      ]
    : []

/** The recipient, rating, saved reply and read receipt of a reply. Replies by an AI agent are never rated. */
const replied = (
  seed: Seed.Seed,
  cast: Cast,
  of: { readonly json: ConversationData.ConversationJson; readonly byPerson: boolean; readonly at: number }
): Pick<ThreadData.ThreadParts, "to" | "rating" | "savedReplyId" | "extra"> => {
  const { id, email } = of.json.primaryCustomer
  const [first, ...others] = cast.savedReplies.filter(({ mailboxId }) => mailboxId === of.json.mailboxId)
  return {
    ...(email !== null && { to: [email] }),
    ...(first !== undefined && seed.chance(0.25) && { savedReplyId: seed.pick([first, ...others]).id }),
    ...(of.byPerson &&
      seed.chance(0.1) && {
        rating: {
          customerId: id,
          rating: seed.pick(["great", "okay", "not_good"]),
          comments: seed.chance(0.4) ? "It took three days" : null
        }
      }),
    extra: { openedAt: seed.chance(0.5) ? Account.timestamp(of.at + hour).slice(0, 19) : null }
  }
}

const generatedThread = (
  account: Account.Account,
  seed: Seed.Seed,
  cast: Cast,
  of: {
    readonly json: ConversationData.ConversationJson
    readonly id: number
    readonly at: number
    readonly first: boolean
    readonly last: boolean
  }
): ThreadData.ThreadJson => {
  const { json, id, at, first, last } = of
  const customer = json.primaryCustomer
  const draft = json.state === "draft" && last
  const byCustomer = !draft && (first ? json.createdBy.type === "customer" : seed.chance(0.45))
  const user = UserData.person(seed.pick(cast.users as NonEmpty<UserData.UserRow>))
  const body = SampleText.body(seed)
  const chat = json.type === "chat"
  const type = byCustomer ? (byCustomers[json.type] ?? "customer") : draft ? "message" : seed.pick(byUsers)
  const createdBy = byCustomer ? customer : seed.chance(0.05) ? agent : seed.chance(0.05) ? UserData.system : user
  const createdAt = chat
    ? `${Account.timestamp(at).slice(0, 19)}.${String(seed.int(0, 999_999)).padStart(6, "0")}Z`
    : Account.timestamp(at)
  if (type === "lineitem") {
    const action = {
      type: "manual-workflow",
      text: `${user.first} marked as Pending`,
      associatedEntities: seed.chance(0.5) ? [] : {}
    }
    return ThreadData.thread(account, { id, type, customer: null, createdBy, createdAt, action })
  }
  const sent = type === "message" && !draft
  const reply = sent ? replied(seed, cast, { json, byPerson: createdBy === user, at }) : {}
  return ThreadData.thread(account, {
    id,
    type,
    state: draft ? "draft" : sent && seed.fork(`bounced/${id}`).chance(0.02) ? "bounced" : "published",
    customer,
    createdBy,
    createdAt,
    body,
    attachments: files(account, seed, json.id, id * 2),
    source: {
      type: chat ? "chat" : seed.pick(["email", "web", "emailfwd"]),
      via: byCustomer ? "customer" : "user"
    },
    ...(last && { status: json.status }),
    ...reply,
    extra: {
      ...reply.extra,
      // an undocumented field
      ...(seed.chance(0.1) && { aiAssisted: { drafted: true } })
    }
  })
}

const generatedThreads = (
  account: Account.Account,
  seed: Seed.Seed,
  cast: Cast,
  of: {
    readonly json: ConversationData.ConversationJson
    readonly firstThreadId: number
    readonly createdAt: number
    readonly step: number
  }
): ReadonlyArray<ThreadData.ThreadJson> => {
  const { json, firstThreadId, createdAt, step } = of
  return Array.from({ length: json.threads }, (_, i) =>
    generatedThread(account, seed, cast, {
      json,
      id: firstThreadId + i,
      at: createdAt + i * step,
      first: i === 0,
      last: i === json.threads - 1
    })
  ).reverse()
}

// ---------------------------------------------------------------------------------------------------------------
// conversations
// ---------------------------------------------------------------------------------------------------------------

const customFields = (
  account: Account.Account,
  seed: Seed.Seed,
  mailboxId: number
): ReadonlyArray<ConversationData.FieldValue> =>
  account
    .table(MailboxData.fields)
    .filter((field) => field.mailboxId === mailboxId)
    .flatMap(({ id, json }): ReadonlyArray<ConversationData.FieldValue> => {
      if (!seed.chance(0.4)) return []
      const option =
        json.options === null
          ? undefined
          : seed.pick(json.options as NonEmpty<{ id: number; order: number; label: string }>)
      const value =
        option !== undefined
          ? String(option.id)
          : json.type === "number"
            ? String(seed.int(1000, 9999))
            : seed.pick(["blue", "gray blue", "größer"])
      return [{ id, name: json.name, value, text: option?.label ?? value }]
    })

const generate = (
  account: Account.Account,
  cast: Cast,
  index: number,
  fate: "visible" | "deleted" | "merged",
  count: number
): void => {
  const seed = account.seed.fork(`conversation/${index}`)
  // newest last
  const spacing = Math.min(6 * hour, (700 * day) / count)
  const createdAt = Math.floor((account.until - (count - index) * spacing) / 1000) * 1000
  const customer = CustomerData.person(seed.pick(cast.customers as NonEmpty<CustomerData.CustomerRow>))
  const mailbox = seed.pick(cast.mailboxes as NonEmpty<MailboxData.MailboxRow>)
  const user = UserData.person(seed.pick(cast.users as NonEmpty<UserData.UserRow>))
  const createdBy = seed.chance(0.7) ? customer : seed.chance(0.05) ? UserData.system : user
  const status = seed.pick(["active", "active", "active", "active", "closed", "closed", "closed", "pending", "spam"])
  const closed = status === "closed"
  const assigned = seed.chance(0.5)
  const { maxThreads: most } = account.sizes
  const threads = Math.max(
    1,
    Math.min(most, ThreadData.maxThreads, seed.chance(1 / 30) ? seed.int(7, Math.max(7, most)) : seed.int(1, 6))
  )
  const id = ConversationData.firstId + index
  const number = ConversationData.numberOf(id)
  const state = fate === "deleted" ? "deleted" : seed.chance(0.04) ? "draft" : "published"
  const mailboxId = mailbox.id
  const step = Math.max(1000, Math.floor(spacing / (threads + 1) / 1000) * 1000)
  const modifiedAt = createdAt + (threads - 1) * step
  const preview = SampleText.preview(SampleText.body(seed.fork("preview")))
  const json: ConversationData.ConversationJson = {
    id,
    number,
    threads,
    type: seed.pick(["email", "email", "email", "email", "email", "email", "email", "email", "chat", "phone"]),
    folderId: MailboxData.folderOf(account, { mailboxId, status, state, assigned }),
    status,
    state,
    subject: seed.chance(0.03) ? null : SampleText.subject(seed),
    preview,
    mailboxId,
    // absent or null, as in Help Scout's responses
    ...(assigned ? { assignee: user } : seed.chance(0.5) && { assignee: null }),
    createdBy,
    createdAt: Account.timestamp(createdAt),
    closedBy: closed ? user.id : 0,
    ...(closed && { closedByUser: user }),
    ...(closed ? { closedAt: Account.timestamp(modifiedAt) } : seed.chance(0.5) && { closedAt: null }),
    userUpdatedAt: Account.timestamp(modifiedAt),
    customerWaitingSince: {
      time: seed.chance(0.2) ? Account.timestamp(createdAt).slice(0, 19) : Account.timestamp(createdAt),
      friendly: "some time ago",
      ...(seed.chance(0.5) && { latestReplyFrom: "customer" })
    },
    source: {
      type: seed.pick(["email", "web", "api", "beacon"]),
      via: createdBy.type === "customer" ? "customer" : "user"
    },
    tags: seed.some(cast.tags, seed.int(0, 2)).map(TagData.inside),
    cc: seed.chance(0.2) ? ["cc@example.com"] : [],
    bcc: [],
    primaryCustomer: customer,
    customFields: customFields(account, seed, mailboxId),
    _links: ConversationData.links(account, {
      id,
      number,
      mailboxId,
      primaryCustomer: customer,
      createdBy,
      closedBy: closed ? user.id : 0,
      assignee: assigned ? user : null
    })
  }
  account.table(ConversationData.conversations).put({
    id,
    json,
    createdAt,
    modifiedAt,
    threads: () =>
      generatedThreads(account, account.seed.fork(`threads/${index}`), cast, {
        json,
        firstThreadId: ThreadData.firstThreadId + index * ThreadData.threadIdStep,
        createdAt,
        step
      }),
    ...(fate === "merged" && {
      mergedInto: { id: ConversationData.firstId, at: account.until - seed.int(0, 90) * day }
    })
  })
}

/** Generates the conversations of an account, oldest first. */
export const populate = (account: Account.Account): void => {
  const { conversations: count } = account.sizes
  const cast: Cast = {
    users: account.table(UserData.users).all(),
    customers: account.table(CustomerData.customers).all(),
    mailboxes: account.table(MailboxData.mailboxes).all(),
    tags: account.table(TagData.tags).all(),
    // saved replies for chats only are not used in emails
    savedReplies: account.table(MailboxData.savedReplies).filter(({ text }) => text !== undefined)
  }
  if (cast.customers.length === 0) return
  // adds one merged and one deleted conversation per forty, spread evenly
  const hidden = 2 * Math.floor(count / 40)
  const all = count + hidden
  const every = Math.floor(all / hidden)
  for (let i = 0; i < all; i++) {
    const index = Math.floor(i / every)
    const isHidden = hidden > 0 && i % every === every - 1 && index < hidden
    generate(account, cast, i, isHidden ? (index % 2 === 0 ? "merged" : "deleted") : "visible", all)
  }
  // threads that clients create get later ids
  account
    .table(ThreadData.threadIds)
    .put({ id: ThreadData.firstThreadId + all * ThreadData.threadIdStep, conversationId: 0 })
}
