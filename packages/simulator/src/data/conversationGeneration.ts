/**
 * The conversations that a simulated account begins with, and their threads: drawn from its seed, the same each time.
 *
 * @since 0.1.0
 */
import * as Account from "../Account.js"
import type * as Seed from "../Seed.js"
import * as ConversationData from "./conversations.js"
import * as CustomerData from "./customers.js"
import * as MailboxData from "./mailboxes.js"
import * as TagData from "./tags.js"
import * as ThreadData from "./threads.js"
import * as UserData from "./users.js"
import * as Words from "./words.js"

/** Who and what there was when the account was made: threads that are made anew later are the same. */
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

/** An AI agent: only v3 says what it is. */
const agent: UserData.PersonWire = { id: 990_001, type: "system_user", first: "AI", last: "Agent", email: null }

// ---------------------------------------------------------------------------------------------------------------
// threads
// ---------------------------------------------------------------------------------------------------------------

/** What users write: replies for the most part. A forward is sent, too, but not to the customer. */
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

/** What became of a reply: seen or not, rated or not, from a saved reply or not. Nobody can rate a machine. */
const replied = (
  seed: Seed.Seed,
  cast: Cast,
  of: { readonly wire: ConversationData.ConversationWire; readonly byPerson: boolean; readonly at: number }
): Pick<ThreadData.ThreadParts, "to" | "rating" | "savedReplyId" | "extra"> => {
  const { id, email } = of.wire.primaryCustomer
  const [first, ...others] = cast.savedReplies.filter(({ mailboxId }) => mailboxId === of.wire.mailboxId)
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
    readonly wire: ConversationData.ConversationWire
    readonly id: number
    readonly at: number
    readonly first: boolean
    readonly last: boolean
  }
): ThreadData.ThreadWire => {
  const { wire, id, at, first, last } = of
  const customer = wire.primaryCustomer
  const draft = wire.state === "draft" && last
  const byCustomer = !draft && (first ? wire.createdBy.type === "customer" : seed.chance(0.45))
  const user = UserData.person(seed.pick(cast.users as NonEmpty<UserData.UserRow>))
  const body = Words.body(seed)
  const chat = wire.type === "chat"
  const type = byCustomer ? (byCustomers[wire.type] ?? "customer") : draft ? "message" : seed.pick(byUsers)
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
  const reply = sent ? replied(seed, cast, { wire, byPerson: createdBy === user, at }) : {}
  return ThreadData.thread(account, {
    id,
    type,
    state: draft ? "draft" : "published",
    customer,
    createdBy,
    createdAt,
    body,
    attachments: files(account, seed, wire.id, id * 2),
    source: {
      type: chat ? "chat" : seed.pick(["email", "web", "emailfwd"]),
      via: byCustomer ? "customer" : "user"
    },
    ...(last && { status: wire.status }),
    ...reply,
    extra: {
      ...reply.extra,
      // what Help Scout adds without telling
      ...(seed.chance(0.1) && { aiAssisted: { drafted: true } })
    }
  })
}

const generatedThreads = (
  account: Account.Account,
  seed: Seed.Seed,
  cast: Cast,
  of: {
    readonly wire: ConversationData.ConversationWire
    readonly firstThreadId: number
    readonly createdAt: number
    readonly step: number
  }
): ReadonlyArray<ThreadData.ThreadWire> => {
  const { wire, firstThreadId, createdAt, step } = of
  return Array.from({ length: wire.threads }, (_, i) =>
    generatedThread(account, seed, cast, {
      wire,
      id: firstThreadId + i,
      at: createdAt + i * step,
      first: i === 0,
      last: i === wire.threads - 1
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
    .flatMap(({ id, wire }): ReadonlyArray<ConversationData.FieldValue> => {
      if (!seed.chance(0.4)) return []
      const option =
        wire.options === null
          ? undefined
          : seed.pick(wire.options as NonEmpty<{ id: number; order: number; label: string }>)
      const value =
        option !== undefined
          ? String(option.id)
          : wire.type === "number"
            ? String(seed.int(1000, 9999))
            : seed.pick(["blue", "gray blue", "größer"])
      return [{ id, name: wire.name, value, text: option?.label ?? value }]
    })

const generate = (
  account: Account.Account,
  cast: Cast,
  index: number,
  fate: "visible" | "deleted" | "merged",
  count: number
): void => {
  const seed = account.seed.fork(`conversation/${index}`)
  // newest last: the newest is some minutes old
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
  const preview = Words.preview(Words.body(seed.fork("preview")))
  const wire: ConversationData.ConversationWire = {
    id,
    number,
    threads,
    type: seed.pick(["email", "email", "email", "email", "email", "email", "email", "email", "chat", "phone"]),
    folderId: MailboxData.folderOf(account, { mailboxId, status, state, assigned }),
    status,
    state,
    subject: seed.chance(0.03) ? null : Words.subject(seed),
    preview,
    mailboxId,
    // absent or null: Help Scout does both
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
    wire,
    createdAt,
    modifiedAt,
    threads: () =>
      generatedThreads(account, account.seed.fork(`threads/${index}`), cast, {
        wire,
        firstThreadId: ThreadData.firstThreadId + index * ThreadData.threadIdStep,
        createdAt,
        step
      }),
    ...(fate === "merged" && {
      mergedInto: { id: ConversationData.firstId, at: account.until - seed.int(0, 90) * day }
    })
  })
}

/** Makes the conversations that an account begins with, oldest first. @since 0.1.0 @category testing */
export const populate = (account: Account.Account): void => {
  const { conversations: count } = account.sizes
  const cast: Cast = {
    users: account.table(UserData.users).all(),
    customers: account.table(CustomerData.customers).all(),
    mailboxes: account.table(MailboxData.mailboxes).all(),
    tags: account.table(TagData.tags).all(),
    // those for chats alone are in no mail
    savedReplies: account.table(MailboxData.savedReplies).filter(({ text }) => text !== undefined)
  }
  if (cast.customers.length === 0) return
  // one in forty more that was merged, and as many that were deleted, spread evenly
  const gone = 2 * Math.floor(count / 40)
  const all = count + gone
  const every = Math.floor(all / gone)
  for (let i = 0; i < all; i++) {
    const index = Math.floor(i / every)
    const isGone = gone > 0 && i % every === every - 1 && index < gone
    generate(account, cast, i, isGone ? (index % 2 === 0 ? "merged" : "deleted") : "visible", all)
  }
  // what clients write comes after
  account
    .table(ThreadData.threadIds)
    .put({ id: ThreadData.firstThreadId + all * ThreadData.threadIdStep, conversationId: 0 })
}
