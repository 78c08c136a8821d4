/**
 * How clients' threads get into a conversation: their customers are looked up or made, their files are kept, and the
 * conversation changes with them.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import * as Account from "../Account.js"
import * as Reply from "../Reply.js"
import * as ConversationData from "./conversations.js"
import * as CustomerData from "./customers.js"
import * as CustomerView from "./customerView.js"
import * as ThreadData from "./threads.js"
import * as UserData from "./users.js"

/** Who a thread is for or from. @since 0.1.0 @category models */
export type CustomerInput =
  | { readonly id: number; readonly email?: never }
  | ({ readonly id?: never; readonly email: string } & CustomerData.Profile)

/** A file that comes with a thread. @since 0.1.0 @category models */
export interface AttachmentInput {
  readonly fileName: string
  readonly mimeType: string
  readonly data: Uint8Array
}

/** Any kind of new thread. @since 0.1.0 @category models */
export interface ThreadInput {
  readonly type: "chat" | "customer" | "note" | "phone" | "reply"
  readonly text: string
  readonly customer?: CustomerInput
  readonly user?: number
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt?: DateTime.Utc
  readonly imported?: boolean
  readonly draft?: boolean
  readonly status?: string
  readonly assignTo?: number | null
  readonly attachments?: ReadonlyArray<AttachmentInput>
}

/** Who writes, and when. @since 0.1.0 @category models */
export interface Writer {
  readonly account: Account.Account
  readonly userId: number
  readonly now: number
}

const unknownUser = (path: string, id: number) =>
  Reply.validation({ path, message: "does not exist", rejectedValue: id, rule: "Exists" })

/** What Help Scout would refuse about a thread, before anything is changed. @since 0.1.0 @category testing */
export const refusal = (account: Account.Account, input: ThreadInput): Reply.Reply | undefined => {
  const { customer, user, assignTo } = input
  if (customer?.id !== undefined && account.table(CustomerData.customers).get(customer.id) === undefined) {
    return Reply.validation({
      path: "customer.id",
      message: "does not exist",
      rejectedValue: customer.id,
      rule: "Exists"
    })
  }
  if (user !== undefined && account.table(UserData.users).get(user) === undefined) return unknownUser("user", user)
  if (assignTo != null && UserData.assignee(account, assignTo) === undefined) return unknownUser("assignTo", assignTo)
  return undefined
}

/** The customer that was meant; one that is only known by an address is made. @since 0.1.0 @category testing */
export const customer = ({ account, now }: Writer, input: CustomerInput): CustomerData.CustomerRow => {
  const known =
    input.id === undefined
      ? CustomerData.byEmail(account, input.email)
      : account.table(CustomerData.customers).get(input.id)
  if (known !== undefined) return known
  // one that was given by its id is known: `refusal` has looked
  const made =
    input.id === undefined
      ? CustomerData.insert(account, [input.email], input, now)
      : CustomerData.insert(account, [], {}, now)
  CustomerView.created(account, made)
  return made
}

/** Keeps a file, and tells how a thread shows it. @since 0.1.0 @category testing */
export const attachment = (
  account: Account.Account,
  conversationId: number,
  input: AttachmentInput
): ThreadData.AttachmentWire => {
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

/** The status that is asked for: `open` is active, and what the inbox has in store is what happens anyway. */
const asked = (status: string | undefined): string | undefined =>
  status === "open" ? "active" : status === "inbox_predefined" ? undefined : status

const readTypes = { chat: "chat", customer: "customer", note: "note", phone: "phone", reply: "message" } as const

/** A thread as it will be read. @since 0.1.0 @category testing */
export const thread = (
  writer: Writer,
  conversationId: number,
  input: ThreadInput,
  primary: UserData.PersonWire
): ThreadData.ThreadWire => {
  const { account, now } = writer
  const customerRow = input.customer === undefined ? undefined : customer(writer, input.customer)
  const person = customerRow === undefined ? primary : CustomerData.person(customerRow)
  const user = account.table(UserData.users).get(input.user ?? writer.userId)
  const byUser = input.type === "reply" || input.type === "note"
  const at = input.imported === true && input.createdAt !== undefined ? input.createdAt.epochMillis : now
  account.stored(input.text)
  return ThreadData.thread(account, {
    id: ThreadData.threadId(account, conversationId),
    type: readTypes[input.type],
    status: asked(input.status) ?? "nochange",
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

/** Whether the customer writes, now: history and phone calls are no replies. */
const isCustomerReply = ({ type, imported }: ThreadInput): boolean =>
  (type === "customer" || type === "chat") && imported !== true

/** The threads with one more: a reply of the customer may stop scheduled drafts. @since 0.1.0 @category testing */
export const added = (
  threads: ReadonlyArray<ThreadData.ThreadWire>,
  thread: ThreadData.ThreadWire,
  input: ThreadInput
): ReadonlyArray<ThreadData.ThreadWire> => {
  const kept = !isCustomerReply(input)
    ? threads
    : threads.map(({ scheduled, ...other }) =>
        scheduled === undefined || scheduled.unscheduleOnCustomerReply ? other : { ...other, scheduled }
      )
  return ThreadData.newestFirst([thread, ...kept])
}

/** What a thread does to the conversation that it is added to. @since 0.1.0 @category testing */
export const consequences = (
  { account, now, userId }: Writer,
  row: ConversationData.ConversationRow,
  input: ThreadInput,
  thread: ThreadData.ThreadWire
): Partial<ConversationData.ConversationWire> => {
  const opens = input.type === "note" ? undefined : "active"
  const silent = input.draft === true || input.imported === true
  const status = silent ? row.wire.status : (asked(input.status) ?? opens ?? row.wire.status)
  const byUser = input.type === "reply" || input.type === "note"
  const assignTo = input.draft === true ? undefined : input.assignTo
  const wakes = isCustomerReply(input) && row.wire.snooze?.unsnoozeOnCustomerReply === true
  return {
    ...(status !== row.wire.status &&
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
