/**
 * The conversations of a simulated account, and their threads.
 *
 * @since 0.1.0
 */
import * as Account from "./Account.js"
import * as CustomerData from "./CustomerData.js"
import * as MailboxData from "./MailboxData.js"
import type * as Seed from "./Seed.js"
import * as Table from "./Table.js"
import * as TagData from "./TagData.js"
import * as UserData from "./UserData.js"
import * as Words from "./Words.js"

// ---------------------------------------------------------------------------------------------------------------
// rows
// ---------------------------------------------------------------------------------------------------------------

/** A file, without its content. @since 0.1.0 @category models */
export interface AttachmentWire {
  readonly id: number
  readonly filename: string
  readonly mimeType: string
  readonly size: number
  readonly width?: number | null
  readonly height?: number | null
  readonly state: "valid" | "virus"
  readonly _links: object
}

/** A thread on the wire. @since 0.1.0 @category models */
export interface ThreadWire {
  readonly id: number
  readonly type: string
  readonly status: string
  readonly state: string
  readonly action: { readonly type: string; readonly text?: string; readonly associatedEntities: object }
  readonly body?: string
  readonly source: { readonly type: string; readonly via: string }
  readonly customer?: UserData.PersonWire | null
  readonly createdBy: UserData.PersonWire
  readonly assignedTo?: UserData.PersonWire | null
  readonly savedReplyId: number
  readonly to?: ReadonlyArray<string>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt: string
  readonly openedAt?: string | null
  readonly rating?: object
  readonly scheduled?: object
  readonly _embedded: { readonly attachments: ReadonlyArray<AttachmentWire> }
  readonly _links: object
}

/** A custom field's value in a conversation. @since 0.1.0 @category models */
export interface FieldValue {
  readonly id: number
  readonly name: string
  readonly value: string
  readonly text: string
}

/** A conversation on the wire, without its threads. @since 0.1.0 @category models */
export interface ConversationWire {
  readonly id: number
  readonly number: number
  readonly threads: number
  readonly type: string
  readonly folderId: number
  readonly status: string
  readonly state: string
  readonly subject: string | null
  readonly preview: string
  readonly mailboxId: number
  readonly assignee?: UserData.PersonWire | null
  readonly createdBy: UserData.PersonWire
  readonly createdAt: string
  readonly closedBy: number
  readonly closedByUser?: UserData.PersonWire | null
  readonly closedAt?: string | null
  readonly userUpdatedAt: string
  readonly customerWaitingSince: {
    readonly time?: string
    readonly friendly: string
    readonly latestReplyFrom?: string
  }
  readonly source: { readonly type: string; readonly via: string }
  readonly tags: ReadonlyArray<{ readonly id: number; readonly color: string; readonly tag: string }>
  readonly cc: ReadonlyArray<string>
  readonly bcc: ReadonlyArray<string>
  readonly primaryCustomer: UserData.PersonWire
  readonly customFields: ReadonlyArray<FieldValue>
  readonly snooze?: object
  readonly nextEvent?: object
  readonly _links: object
}

/** @since 0.1.0 @category models */
export interface ConversationRow extends Table.Row {
  readonly wire: ConversationWire
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly modifiedAt: number
  /** Newest first. Those of a generated conversation are made anew each time, the same each time: so it stays small. */
  readonly threads: () => ReadonlyArray<ThreadWire>
  readonly mergedInto?: { readonly id: number; readonly at: number }
}

/** @since 0.1.0 @category testing */
export const conversations = Table.key<ConversationRow>("conversations", { firstId: 2_000_001 })

/** The content of the files that clients have sent. @since 0.1.0 @category testing */
export const uploads = Table.key<Table.Row & { readonly data: Uint8Array }>("uploads", { firstId: 900_000_001 })

const threadIds = Table.key<Table.Row>("thread ids", { firstId: 5_000_001 })
/** How many ids a generated conversation's threads have to themselves. */
const threadIdStep = 128

/** @since 0.1.0 @category testing */
export const threadId = (account: Account.Account): number => account.table(threadIds).insert((id) => ({ id })).id

/** The most threads a conversation may have. @since 0.1.0 @category constants */
export const maxThreads = 100

/** A conversation that is there: neither deleted nor merged. @since 0.1.0 @category testing */
export const find = (account: Account.Account, id: number): ConversationRow | undefined => {
  const row = account.table(conversations).get(id)
  return row === undefined || row.mergedInto !== undefined || row.wire.state === "deleted" ? undefined : row
}

/** Every conversation that is there, oldest first. @since 0.1.0 @category testing */
export const visible = (account: Account.Account): ReadonlyArray<ConversationRow> => {
  const table = account.table(conversations)
  return account.memo("conversations", table.version(), () =>
    table.filter((row) => row.mergedInto === undefined && row.wire.state !== "deleted")
  )
}

/**
 * Changes a conversation and what follows from it: its folder, when it was last changed.
 *
 * @since 0.1.0
 * @category testing
 */
export const update = (
  account: Account.Account,
  row: ConversationRow,
  now: number,
  change: Partial<ConversationWire>,
  threads?: ReadonlyArray<ThreadWire>
): ConversationRow => {
  const changed = { ...row.wire, ...change, ...(threads !== undefined && { threads: threads.length }) }
  const folderId = MailboxData.folderOf(account, { ...changed, assigned: changed.assignee != null })
  return account.table(conversations).put({
    ...row,
    wire: { ...changed, folderId },
    modifiedAt: now,
    ...(threads !== undefined && { threads: () => threads })
  })
}

/**
 * Moves a conversation into another: its id redirects there for sixty days.
 *
 * @since 0.1.0
 * @category testing
 */
export const merge = (account: Account.Account, from: number, into: number, now: number): void => {
  account.table(conversations).update(from, (row) => ({ ...row, mergedInto: { id: into, at: now } }))
}

/** What becomes of a deleted conversation. @since 0.1.0 @category testing */
export const remove = (account: Account.Account, id: number, now: number): boolean => {
  const row = find(account, id)
  if (row === undefined) return false
  update(account, row, now, { state: "deleted" })
  return true
}

// ---------------------------------------------------------------------------------------------------------------
// links
// ---------------------------------------------------------------------------------------------------------------

/** @since 0.1.0 @category testing */
export const webLocation = (id: number, number: number): string =>
  `https://secure.helpscout.net/conversation/${id}/${number}`

/** @since 0.1.0 @category testing */
export const links = (
  account: Account.Account,
  wire: Pick<ConversationWire, "id" | "number" | "mailboxId" | "primaryCustomer" | "createdBy">
): object => ({
  ...account.links({
    self: `/v2/conversations/${wire.id}`,
    mailbox: `/v2/mailboxes/${wire.mailboxId}`,
    primaryCustomer: `/v2/customers/${wire.primaryCustomer.id}`,
    [wire.createdBy.type === "customer" ? "createdByCustomer" : "createdByUser"]:
      `/v2/${wire.createdBy.type === "customer" ? "customers" : "users"}/${wire.createdBy.id}`,
    threads: `/v2/conversations/${wire.id}/threads/`
  }),
  web: { href: webLocation(wire.id, wire.number) }
})

/** @since 0.1.0 @category testing */
export const attachmentLinks = (account: Account.Account, conversationId: number, id: number): object => ({
  ...account.links({
    self: `/v2/conversations/${conversationId}/attachments/${id}`,
    data: `/v2/conversations/${conversationId}/attachments/${id}/data`
  }),
  web: { href: `https://secure.helpscout.net/file/${id}` }
})

const threadLinks = (account: Account.Account, createdBy: UserData.PersonWire): object =>
  createdBy.type === "customer"
    ? account.links({ createdByCustomer: `/v2/customers/${createdBy.id}` })
    : account.links({ createdByUser: `/v2/users/${createdBy.id}` })

// ---------------------------------------------------------------------------------------------------------------
// threads
// ---------------------------------------------------------------------------------------------------------------

/** A thread to be made. @since 0.1.0 @category models */
export interface ThreadParts {
  readonly id: number
  readonly type: string
  readonly status?: string
  readonly state?: string
  readonly body?: string
  readonly source?: ThreadWire["source"]
  readonly customer: UserData.PersonWire | null
  readonly createdBy: UserData.PersonWire
  readonly assignedTo?: UserData.PersonWire | null
  readonly to?: ReadonlyArray<string>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt: string
  readonly action?: ThreadWire["action"]
  readonly attachments?: ReadonlyArray<AttachmentWire>
  readonly extra?: Readonly<Record<string, unknown>>
}

/** @since 0.1.0 @category testing */
export const thread = (account: Account.Account, parts: ThreadParts): ThreadWire => ({
  id: parts.id,
  type: parts.type,
  status: parts.status ?? "nochange",
  state: parts.state ?? "published",
  action: parts.action ?? { type: "default", associatedEntities: {} },
  ...(parts.body !== undefined && { body: parts.body }),
  source: parts.source ?? { type: "api", via: parts.createdBy.type === "customer" ? "customer" : "user" },
  customer: parts.customer,
  createdBy: parts.createdBy,
  assignedTo: parts.assignedTo ?? null,
  savedReplyId: 0,
  // a change of state is addressed to nobody
  ...(parts.type !== "lineitem" && { to: parts.to ?? [], cc: parts.cc ?? [], bcc: parts.bcc ?? [] }),
  createdAt: parts.createdAt,
  ...parts.extra,
  _embedded: { attachments: parts.attachments ?? [] },
  _links: threadLinks(account, parts.createdBy)
})

/** The content of a generated file: the same for the same id. @since 0.1.0 @category testing */
export const generatedFile = (account: Account.Account, attachment: AttachmentWire): Uint8Array => {
  const seed = account.seed.fork(`file/${attachment.id}`)
  return Uint8Array.from({ length: attachment.size }, () => seed.int(0, 255))
}

interface Cast {
  readonly users: ReadonlyArray<UserData.UserRow>
  readonly customers: ReadonlyArray<CustomerData.CustomerRow>
  readonly mailboxes: ReadonlyArray<MailboxData.MailboxRow>
  readonly tags: ReadonlyArray<TagData.TagRow>
}

type NonEmpty<A> = readonly [A, ...ReadonlyArray<A>]

const hour = 3_600_000
const day = 24 * hour

/** An AI agent: only v3 says what it is. */
const agent: UserData.PersonWire = { id: 990_001, type: "system_user", first: "AI", last: "Agent", email: null }

const generatedThreads = (
  account: Account.Account,
  seed: Seed.Seed,
  cast: Cast,
  of: {
    readonly wire: ConversationWire
    readonly firstThreadId: number
    readonly createdAt: number
    readonly step: number
  }
): ReadonlyArray<ThreadWire> => {
  const { wire } = of
  const customer = wire.primaryCustomer
  const threads: Array<ThreadWire> = []
  for (let i = 0; i < wire.threads; i++) {
    const at = of.createdAt + i * of.step
    const id = of.firstThreadId + i
    const byCustomer = i === 0 ? wire.createdBy.type === "customer" : seed.chance(0.45)
    const user = UserData.person(seed.pick(cast.users as NonEmpty<UserData.UserRow>))
    const body = Words.body(seed)
    const chat = wire.type === "chat"
    const type = byCustomer
      ? chat
        ? "chat"
        : wire.type === "phone"
          ? "phone"
          : "customer"
      : seed.pick(["message", "message", "note", "lineitem"])
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
      threads.push(thread(account, { id, type, customer: null, createdBy, createdAt, action }))
      continue
    }
    const attached = seed.chance(0.08)
    const attachmentId = id * 2
    const attachments: ReadonlyArray<AttachmentWire> = attached
      ? [
          {
            id: attachmentId,
            filename: seed.pick(["screenshot.png", "Rechnung März.pdf", 'log "1".txt']),
            mimeType: "application/octet-stream",
            size: seed.int(0, 2000),
            width: null,
            height: 0,
            state: seed.chance(0.1) ? "virus" : "valid",
            _links: attachmentLinks(account, wire.id, attachmentId)
          }
        ]
      : []
    threads.push(
      thread(account, {
        id,
        type,
        customer,
        createdBy,
        createdAt,
        body,
        attachments,
        source: {
          type: chat ? "chat" : seed.pick(["email", "web", "emailfwd"]),
          via: byCustomer ? "customer" : "user"
        },
        ...(i === wire.threads - 1 && { status: wire.status }),
        ...(customer.email !== null && type === "message" && { to: [customer.email] }),
        extra: {
          ...(type === "message" && { openedAt: seed.chance(0.5) ? Account.timestamp(at + hour).slice(0, 19) : null }),
          ...(type === "message" &&
            seed.chance(0.1) && {
              rating: { customerId: customer.id, rating: seed.pick(["great", "okay", "not_good"]), comments: null }
            }),
          // what Help Scout adds without telling
          ...(seed.chance(0.1) && { aiAssisted: { drafted: true } })
        }
      })
    )
  }
  return threads.reverse()
}

// ---------------------------------------------------------------------------------------------------------------
// generation
// ---------------------------------------------------------------------------------------------------------------

const customFields = (account: Account.Account, seed: Seed.Seed, mailboxId: number): ReadonlyArray<FieldValue> =>
  account
    .table(MailboxData.fields)
    .filter((field) => field.mailboxId === mailboxId)
    .flatMap(({ id, wire }): ReadonlyArray<FieldValue> => {
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
    Math.min(most, maxThreads, seed.chance(1 / 30) ? seed.int(7, Math.max(7, most)) : seed.int(1, 6))
  )
  const id = 2_000_001 + index
  const number = 1001 + index
  const state = fate === "deleted" ? "deleted" : seed.chance(0.04) ? "draft" : "published"
  const mailboxId = mailbox.id
  const step = Math.max(1000, Math.floor(spacing / (threads + 1) / 1000) * 1000)
  const modifiedAt = createdAt + (threads - 1) * step
  const preview = Words.preview(Words.body(seed.fork("preview")))
  const wire: ConversationWire = {
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
    _links: links(account, { id, number, mailboxId, primaryCustomer: customer, createdBy })
  }
  account.table(conversations).put({
    id,
    wire,
    createdAt,
    modifiedAt,
    threads: () =>
      generatedThreads(account, account.seed.fork(`threads/${index}`), cast, {
        wire,
        firstThreadId: 5_000_001 + index * threadIdStep,
        createdAt,
        step
      }),
    ...(fate === "merged" && { mergedInto: { id: 2_000_001, at: account.until - seed.int(0, 90) * day } })
  })
}

/** @since 0.1.0 @category testing */
export const populate = (account: Account.Account): void => {
  const { conversations: count } = account.sizes
  const cast: Cast = {
    users: account.table(UserData.users).all(),
    customers: account.table(CustomerData.customers).all(),
    mailboxes: account.table(MailboxData.mailboxes).all(),
    tags: account.table(TagData.tags).all()
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
  account.table(threadIds).put({ id: 5_000_001 + all * threadIdStep })
}
