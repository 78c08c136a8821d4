/** New threads: customers are looked up or created, files are stored, and the conversation changes accordingly. */
import * as Field from "@effect-helpscout/core/Field"
import type * as DateTime from "effect/DateTime"
import * as Account from "../../Account.js"
import * as Response from "../../Response.js"
import * as CustomerEvents from "../customers/customerEvents.js"
import * as CustomerData from "../customers/customers.js"
import * as UserData from "../users.js"
import * as ConversationData from "./conversations.js"
import * as ThreadData from "./threads.js"

/** The customer that a thread is for or from. */
export type CustomerInput =
  | { readonly id: number; readonly email?: never }
  | ({ readonly id?: never; readonly email: string } & CustomerData.Profile)

/** A file in a new thread. */
export interface AttachmentInput {
  readonly fileName: string
  readonly mimeType: string
  readonly data: Uint8Array
}

/** A new thread of any kind. */
export interface ThreadInput {
  readonly type: "chat" | "customer" | "note" | "phone" | "reply"
  readonly text: string
  readonly customer?: CustomerInput
  readonly user?: number
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt?: DateTime.Utc | Date
  readonly imported?: boolean
  readonly draft?: boolean
  readonly status?: string
  readonly assignTo?: number | null
  readonly attachments?: ReadonlyArray<AttachmentInput>
}

/** The user who writes, and the time. */
export interface Writer {
  readonly account: Account.Account
  readonly userId: number
  readonly now: number
}

/** The response that rejects a thread with unknown people, before anything is changed. */
export const rejection = (account: Account.Account, input: ThreadInput): Response.Response | undefined => {
  const { customer, user, assignTo } = input
  if (customer?.id !== undefined && account.table(CustomerData.customers).get(customer.id) === undefined) {
    return Response.unknownReference("customer.id", customer.id)
  }
  if (user !== undefined && account.table(UserData.users).get(user) === undefined)
    return Response.unknownReference("user", user)
  if (assignTo != null && UserData.assignee(account, assignTo) === undefined)
    return Response.unknownReference("assignTo", assignTo)
  return undefined
}

/** The customer with an id or an email, created if the email is new. */
export const customer = ({ account, now }: Writer, input: CustomerInput): CustomerData.CustomerRow => {
  const known =
    input.id === undefined
      ? CustomerData.byEmail(account, input.email)
      : account.table(CustomerData.customers).get(input.id)
  if (known !== undefined) return known
  // a customer given by id exists: `rejection` has checked it
  const made =
    input.id === undefined
      ? CustomerData.insert(account, [input.email], input, now)
      : CustomerData.insert(account, [], {}, now)
  CustomerEvents.created(account, made)
  return made
}

/** Stores a file, and returns it as a thread shows it. */
export const attachment = (
  account: Account.Account,
  conversationId: number,
  input: AttachmentInput
): ThreadData.AttachmentJson => {
  const { id } = account.table(ThreadData.uploads).insert((id) => ({ id, data: input.data }))
  return {
    id,
    filename: input.fileName,
    mimeType: input.mimeType,
    size: input.data.length,
    width: 0,
    height: 0,
    state: "valid",
    _links: ThreadData.attachmentLinks(account, conversationId, id)
  }
}

/** The requested status. `open` means active. `inbox_predefined` means the default, which needs no change. */
const requestedStatus = (status: string | undefined): string | undefined =>
  status === "open" ? "active" : status === "inbox_predefined" ? undefined : status

const readTypes = { chat: "chat", customer: "customer", note: "note", phone: "phone", reply: "message" } as const

/** A new thread as responses show it. */
export const thread = (
  writer: Writer,
  conversationId: number,
  input: ThreadInput,
  primary: UserData.PersonJson
): ThreadData.ThreadJson => {
  const { account, now } = writer
  const customerRow = input.customer === undefined ? undefined : customer(writer, input.customer)
  const person = customerRow === undefined ? primary : CustomerData.person(customerRow)
  const user = account.table(UserData.users).get(input.user ?? writer.userId)
  const byUser = input.type === "reply" || input.type === "note"
  const at = input.imported === true && input.createdAt !== undefined ? Field.millisOf(input.createdAt) : now
  account.stored(input.text)
  return ThreadData.thread(account, {
    id: ThreadData.threadId(account, conversationId),
    type: readTypes[input.type],
    status: requestedStatus(input.status) ?? "nochange",
    state: input.draft === true ? "draft" : "published",
    body: input.text,
    customer: person,
    createdBy: byUser && user !== undefined ? UserData.person(user) : person,
    ...(input.type === "reply" && person.email !== null && { to: [person.email] }),
    ...(input.cc !== undefined && { cc: input.cc }),
    ...(input.bcc !== undefined && { bcc: input.bcc }),
    createdAt: Account.timestamp(at),
    attachments: (input.attachments ?? []).map((file) => attachment(account, conversationId, file))
  })
}

/** Whether the customer replies now. History and phone calls are not replies. */
const isCustomerReply = ({ type, imported }: ThreadInput): boolean =>
  (type === "customer" || type === "chat") && imported !== true

/** The threads with a new one. A reply of the customer can unschedule drafts. */
export const added = (
  threads: ReadonlyArray<ThreadData.ThreadJson>,
  thread: ThreadData.ThreadJson,
  input: ThreadInput
): ReadonlyArray<ThreadData.ThreadJson> => {
  const kept = !isCustomerReply(input)
    ? threads
    : threads.map(({ scheduled, ...other }) =>
        scheduled === undefined || scheduled.unscheduleOnCustomerReply ? other : { ...other, scheduled }
      )
  return ThreadData.newestFirst([thread, ...kept])
}

/** The fields of the conversation that a new thread changes. */
export const consequences = (
  { account, now, userId }: Writer,
  row: ConversationData.ConversationRow,
  input: ThreadInput,
  thread: ThreadData.ThreadJson
): Partial<ConversationData.ConversationJson> => {
  const opens = input.type === "note" ? undefined : "active"
  const silent = input.draft === true || input.imported === true
  const status = silent ? row.json.status : (requestedStatus(input.status) ?? opens ?? row.json.status)
  const byUser = input.type === "reply" || input.type === "note"
  const assignTo = input.draft === true ? undefined : input.assignTo
  const wakes = isCustomerReply(input) && row.json.snooze?.unsnoozeOnCustomerReply === true
  return {
    ...(status !== row.json.status &&
      ConversationData.withStatus(account, status, { userId: input.user ?? userId, at: now })),
    ...(wakes && { snooze: undefined }),
    preview: input.text
      .replace(/<[^>]*>/g, " ")
      .trim()
      .slice(0, 120),
    ...(byUser && { userUpdatedAt: Account.timestamp(now) }),
    ...(input.type !== "note" && {
      customerWaitingSince: {
        ...(!byUser && { time: thread.createdAt }),
        friendly: byUser ? "" : "just now",
        latestReplyFrom: byUser ? "user" : "customer"
      }
    }),
    ...(assignTo !== undefined && {
      assignee: assignTo === null ? null : (UserData.assignee(account, assignTo) ?? null)
    })
  }
}

/** Adds a thread to a conversation, with its consequences. */
export const add = (
  writer: Writer,
  row: ConversationData.ConversationRow,
  input: ThreadInput
): ThreadData.ThreadJson => {
  const made = thread(writer, row.id, input, row.json.primaryCustomer)
  const threads = added(row.threads(), made, input)
  const { preview, ...change } = consequences(writer, row, input, made)
  const isNewest = threads[0] === made
  ConversationData.update(writer.account, row, writer.now, { ...change, ...(isNewest && { preview }) }, threads)
  return made
}
