/**
 * The threads of a simulated account, and the files in them.
 *
 * @since 0.1.0
 */
import type * as Account from "../Account.js"
import * as Table from "../Table.js"
import type * as UserData from "./users.js"

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

/** A customer's rating, as the thread that was rated shows it. @since 0.1.0 @category models */
export interface RatingWire {
  readonly customerId: number
  readonly rating: "great" | "okay" | "not_good"
  readonly comments: string | null
}

/** When a draft is sent, as the thread shows it. @since 0.1.0 @category models */
export interface ScheduledWire {
  readonly scheduledBy: number
  readonly sendAsId?: number
  readonly createdAt: string
  readonly scheduledFor: string
  readonly unscheduleOnCustomerReply: boolean
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
  readonly rating?: RatingWire
  readonly scheduled?: ScheduledWire
  readonly _embedded: { readonly attachments: ReadonlyArray<AttachmentWire> }
  readonly _links: object
}

/** The content of the files that clients have sent. @since 0.1.0 @category testing */
export const uploads = Table.key<Table.Row & { readonly data: Uint8Array }>("uploads", { firstId: 900_000_001 })

/** The first of the ids of threads. @since 0.1.0 @category constants */
export const firstThreadId = 5_000_001

/** How many ids a generated conversation's threads have to themselves. @since 0.1.0 @category constants */
export const threadIdStep = 128

/**
 * The ids that were given out after those of generated threads, each with its conversation.
 *
 * @since 0.1.0
 * @category testing
 */
export const threadIds = Table.key<Table.Row & { readonly conversationId: number }>("thread ids", {
  firstId: firstThreadId
})

/** A fresh id for a thread of a conversation. @since 0.1.0 @category testing */
export const threadId = (account: Account.Account, conversationId: number): number =>
  account.table(threadIds).insert((id) => ({ id, conversationId })).id

/** The most threads a conversation may have. @since 0.1.0 @category constants */
export const maxThreads = 100

/** Threads as they are listed; of those of one moment, the first given is the newest. @since 0.1.0 @category testing */
export const newestFirst = (threads: ReadonlyArray<ThreadWire>): ReadonlyArray<ThreadWire> =>
  threads.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))

/** A draft that was sent; another thread stays as it is. @since 0.1.0 @category testing */
export const published = (thread: ThreadWire): ThreadWire => {
  if (thread.state !== "draft" && thread.scheduled === undefined) return thread
  const { scheduled: _, ...sent } = thread
  return thread.state === "draft" ? { ...sent, state: "published" } : sent
}

/** Whether a thread is a reply that was sent to the customer. @since 0.1.0 @category testing */
export const isReply = (thread: ThreadWire): boolean =>
  thread.type === "message" && thread.state === "published" && thread.createdBy.type !== "customer"

// ---------------------------------------------------------------------------------------------------------------
// making
// ---------------------------------------------------------------------------------------------------------------

/** The links of a file. @since 0.1.0 @category testing */
export const attachmentLinks = (account: Account.Account, conversationId: number, id: number): object => ({
  ...account.links({
    self: `/v2/conversations/${conversationId}/attachments/${id}`,
    data: `/v2/conversations/${conversationId}/attachments/${id}/data`
  }),
  web: { href: `https://secure.helpscout.net/file/${id}` }
})

const links = (account: Account.Account, createdBy: UserData.PersonWire): object =>
  createdBy.type === "customer"
    ? account.links({ createdByCustomer: `/v2/customers/${createdBy.id}` })
    : account.links({ createdByUser: `/v2/users/${createdBy.id}` })

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
  readonly savedReplyId?: number
  readonly to?: ReadonlyArray<string>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt: string
  readonly action?: ThreadWire["action"]
  readonly rating?: RatingWire
  readonly attachments?: ReadonlyArray<AttachmentWire>
  readonly extra?: Readonly<Record<string, unknown>>
}

/** Makes a thread as it is read. @since 0.1.0 @category testing */
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
  savedReplyId: parts.savedReplyId ?? 0,
  // a change of state is addressed to nobody
  ...(parts.type !== "lineitem" && { to: parts.to ?? [], cc: parts.cc ?? [], bcc: parts.bcc ?? [] }),
  createdAt: parts.createdAt,
  ...(parts.rating !== undefined && { rating: parts.rating }),
  ...parts.extra,
  _embedded: { attachments: parts.attachments ?? [] },
  _links: links(account, parts.createdBy)
})

/** The content of a generated file: the same for the same id. @since 0.1.0 @category testing */
export const generatedFile = (account: Account.Account, attachment: AttachmentWire): Uint8Array => {
  const seed = account.seed.fork(`file/${attachment.id}`)
  return Uint8Array.from({ length: attachment.size }, () => seed.int(0, 255))
}
