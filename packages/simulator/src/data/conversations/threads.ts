/** The threads of an account, and their attachments. */
import type * as Account from "../../Account.js"
import * as Table from "../../Table.js"
import type * as UserData from "../users.js"

// ---------------------------------------------------------------------------------------------------------------
// rows
// ---------------------------------------------------------------------------------------------------------------

/** A file, without its content. */
export interface AttachmentJson {
  readonly id: number
  readonly filename: string
  readonly mimeType: string
  readonly size: number
  readonly width?: number | null
  readonly height?: number | null
  readonly state: "valid" | "virus"
  readonly _links: object
}

/** A customer's rating, as the rated thread shows it. */
export interface RatingJson {
  readonly customerId: number
  readonly rating: "great" | "okay" | "not_good"
  readonly comments: string | null
}

/** The schedule of a draft, as the thread shows it. */
export interface ScheduledJson {
  readonly scheduledBy: number
  readonly sendAsId?: number
  readonly createdAt: string
  readonly scheduledFor: string
  readonly unscheduleOnCustomerReply: boolean
}

/** A thread as the API sends it. */
export interface ThreadJson {
  readonly id: number
  readonly type: string
  readonly status: string
  readonly state: string
  readonly action: { readonly type: string; readonly text?: string; readonly associatedEntities: object }
  readonly body?: string
  readonly source: { readonly type: string; readonly via: string }
  readonly customer?: UserData.PersonJson | null
  readonly createdBy: UserData.PersonJson
  readonly assignedTo?: UserData.PersonJson | null
  readonly savedReplyId: number
  readonly to?: ReadonlyArray<string>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt: string
  readonly openedAt?: string | null
  readonly rating?: RatingJson
  readonly scheduled?: ScheduledJson
  readonly _embedded: { readonly attachments: ReadonlyArray<AttachmentJson> }
  readonly _links: object
}

/** The content of uploaded files. */
export const uploads = Table.key<Table.Row & { readonly data: Uint8Array }>("uploads", { firstId: 900_000_001 })

/** The first thread id. */
export const firstThreadId = 5_000_001

/** The number of ids reserved for the threads of a generated conversation. */
export const threadIdStep = 128

/** The ids of threads that clients created, each with its conversation. */
export const threadIds = Table.key<Table.Row & { readonly conversationId: number }>("thread ids", {
  firstId: firstThreadId
})

/** A fresh id for a thread of a conversation. */
export const threadId = (account: Account.Account, conversationId: number): number =>
  account.table(threadIds).insert((id) => ({ id, conversationId })).id

/** The most threads that a conversation can have. */
export const maxThreads = 100

/** Threads in the order of lists. Of threads with the same time, the first one counts as the newest. */
export const newestFirst = (threads: ReadonlyArray<ThreadJson>): ReadonlyArray<ThreadJson> =>
  threads.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))

/** The thread after publication. A thread that is not a draft stays unchanged. */
export const published = (thread: ThreadJson): ThreadJson => {
  if (thread.state !== "draft" && thread.scheduled === undefined) return thread
  const { scheduled: _, ...sent } = thread
  return thread.state === "draft" ? { ...sent, state: "published" } : sent
}

/** Whether a thread is a reply that was sent to the customer. */
export const isReply = (thread: ThreadJson): boolean =>
  thread.type === "message" && thread.state === "published" && thread.createdBy.type !== "customer"

// ---------------------------------------------------------------------------------------------------------------
// making
// ---------------------------------------------------------------------------------------------------------------

/** The links of a file. */
export const attachmentLinks = (account: Account.Account, conversationId: number, id: number): object => ({
  ...account.links({
    self: `/v2/conversations/${conversationId}/attachments/${id}`,
    data: `/v2/conversations/${conversationId}/attachments/${id}/data`
  }),
  web: { href: `https://secure.helpscout.net/file/${id}` }
})

/** The links of a thread. */
export const links = (account: Account.Account, createdBy: UserData.PersonJson): object =>
  createdBy.type === "customer"
    ? account.links({ createdByCustomer: `/v2/customers/${createdBy.id}` })
    : account.links({ createdByUser: `/v2/users/${createdBy.id}` })

/** The parts of a new thread. */
export interface ThreadParts {
  readonly id: number
  readonly type: string
  readonly status?: string
  readonly state?: string
  readonly body?: string
  readonly source?: ThreadJson["source"]
  readonly customer: UserData.PersonJson | null
  readonly createdBy: UserData.PersonJson
  readonly assignedTo?: UserData.PersonJson | null
  readonly savedReplyId?: number
  readonly to?: ReadonlyArray<string>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt: string
  readonly action?: ThreadJson["action"]
  readonly rating?: RatingJson
  readonly attachments?: ReadonlyArray<AttachmentJson>
  readonly extra?: Readonly<Record<string, unknown>>
}

/** Makes a thread as responses show it. */
export const thread = (account: Account.Account, parts: ThreadParts): ThreadJson => ({
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
  // a line item has no recipients
  ...(parts.type !== "lineitem" && { to: parts.to ?? [], cc: parts.cc ?? [], bcc: parts.bcc ?? [] }),
  createdAt: parts.createdAt,
  ...(parts.rating !== undefined && { rating: parts.rating }),
  ...parts.extra,
  _embedded: { attachments: parts.attachments ?? [] },
  _links: links(account, parts.createdBy)
})

/** The content of a generated file, which is the same for the same id. */
export const generatedFile = (account: Account.Account, attachment: AttachmentJson): Uint8Array => {
  const seed = account.seed.fork(`file/${attachment.id}`)
  return Uint8Array.from({ length: attachment.size }, () => seed.int(0, 255))
}
