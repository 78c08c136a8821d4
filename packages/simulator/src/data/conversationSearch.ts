/**
 * Which conversations a list shows, and in what order.
 *
 * @since 0.1.0
 */
import type * as Account from "../Account.js"
import * as ConversationData from "./conversations.js"
import * as CustomerData from "./customers.js"
import * as MailboxData from "./mailboxes.js"
import * as SearchText from "./searchText.js"

type Row = ConversationData.ConversationRow

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
    const isText = (value: string | undefined) => value?.toLowerCase() === text.toLowerCase()
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
        return wire.tags.some(({ tag }) => isText(tag))
      case "mailbox":
        return account.table(MailboxData.mailboxes).get(wire.mailboxId)?.name === text
      case "mailboxid":
        return String(wire.mailboxId) === text
      case "email":
        return emails().some(isText) || row.threads().some(({ to, cc, bcc }) => [to, cc, bcc].flat().some(isText))
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

/** What a list of conversations can be narrowed by. @since 0.1.0 @category models */
export interface Filters {
  readonly mailbox?: number | ReadonlyArray<number>
  readonly folder?: number
  readonly status?: string
  readonly tag?: string | ReadonlyArray<string>
  readonly assigned_to?: number
  readonly modifiedSince?: { readonly epochMillis: number }
  readonly number?: number
  readonly contactId?: number
  readonly customFieldsByIds?: ReadonlyArray<{ readonly id: number; readonly value: string }>
}

const filter = (
  account: Account.Account,
  filters: Filters,
  search: SearchText.Search | undefined
): ((row: Row) => boolean) => {
  const tests: Array<(row: Row) => boolean> = [statuses(filters.status ?? "active")]
  const { mailbox, folder, tag, assigned_to, modifiedSince, number, contactId, customFieldsByIds } = filters
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

/** What a list is asked for. @since 0.1.0 @category models */
export interface Query extends Filters {
  readonly sortField?: string
  readonly sortOrder?: "asc" | "desc"
  readonly query?: unknown
}

/**
 * The conversations that a query is about, in its order; nothing where it cannot be read.
 *
 * @since 0.1.0
 * @category testing
 */
export const listed = (account: Account.Account, args: Query, now: number): ReadonlyArray<Row> | undefined => {
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
      ConversationData.visible(account).filter(filter(account, args, search)),
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
