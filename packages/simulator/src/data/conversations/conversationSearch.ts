/** Filters, search and order of the lists of conversations. */
import * as Field from "@effect-helpscout/core/Field"
import type * as DateTime from "effect/DateTime"
import type * as Account from "../../Account.js"
import * as CustomerData from "../customers/customers.js"
import * as MailboxData from "../mailboxes.js"
import * as SearchQuery from "../searchQuery.js"
import * as ConversationData from "./conversations.js"

type Row = ConversationData.ConversationRow

const statuses = (status: string): ((row: Row) => boolean) =>
  status === "all"
    ? () => true
    : status === "open"
      ? ({ json }) => json.status === "active" || json.status === "pending"
      : ({ json }) => json.status === status

const asArray = <A>(value: A | ReadonlyArray<A>): ReadonlyArray<A> => (Array.isArray(value) ? value : [value as A])

const holds = (text: string | null | undefined, words: string): boolean =>
  text?.toLowerCase().includes(words.toLowerCase()) === true

const matches =
  (account: Account.Account, row: Row) =>
  ({ field, text, period }: SearchQuery.Term): boolean => {
    const { json } = row
    const isText = (value: string | undefined) => value?.toLowerCase() === text.toLowerCase()
    const within = (millis: number) => period !== undefined && period[0] <= millis && millis <= period[1]
    const emails = () => {
      const customer = account.table(CustomerData.customers).get(json.primaryCustomer.id)
      return [...(customer?._embedded.emails.map((entry) => entry.value) ?? []), ...json.cc, ...json.bcc]
    }
    switch (field) {
      case undefined:
        return holds(json.subject, text) || row.threads().some((thread) => holds(thread.body, text))
      case "subject":
        return holds(json.subject, text)
      case "body":
        return row.threads().some((thread) => holds(thread.body, text))
      case "tag":
        return json.tags.some(({ tag }) => isText(tag))
      case "mailbox":
        return account.table(MailboxData.mailboxes).get(json.mailboxId)?.name === text
      case "mailboxid":
        return String(json.mailboxId) === text
      case "email":
        return emails().some(isText) || row.threads().some(({ to, cc, bcc }) => [to, cc, bcc].flat().some(isText))
      case "customerIds":
        return String(json.primaryCustomer.id) === text
      case "number":
        return String(json.number) === text
      case "id":
        return String(json.id) === text
      case "status":
        return json.status === text
      case "assigned":
        return text.toLowerCase() === "unassigned"
          ? json.assignee == null
          : json.assignee != null && holds(`${json.assignee.first} ${json.assignee.last}`, text)
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

/** The filters of a list of conversations. */
export interface Filters {
  readonly mailbox?: number | ReadonlyArray<number>
  readonly folder?: number
  readonly status?: string
  readonly tag?: string | ReadonlyArray<string>
  readonly assigned_to?: number
  readonly modifiedSince?: DateTime.Utc | Date
  readonly number?: number
  readonly contactId?: number
  readonly customFieldsByIds?: ReadonlyArray<{ readonly id: number; readonly value: string }>
}

const filter = (
  account: Account.Account,
  filters: Filters,
  search: SearchQuery.Search | undefined
): ((row: Row) => boolean) => {
  const tests: Array<(row: Row) => boolean> = [statuses(filters.status ?? "active")]
  const { mailbox, folder, tag, assigned_to, modifiedSince, number, contactId, customFieldsByIds } = filters
  if (mailbox !== undefined) tests.push(({ json }) => asArray(mailbox).includes(json.mailboxId))
  if (folder !== undefined) tests.push(({ json }) => json.folderId === folder)
  if (assigned_to !== undefined) tests.push(({ json }) => json.assignee?.id === assigned_to)
  if (modifiedSince !== undefined) tests.push((row) => row.modifiedAt >= Field.millisOf(modifiedSince))
  if (number !== undefined) tests.push(({ json }) => json.number === number)
  if (contactId !== undefined) tests.push(({ json }) => json.primaryCustomer.id === contactId)
  if (tag !== undefined) {
    const wanted = new Set(asArray(tag).map((name) => name.toLowerCase()))
    tests.push(({ json }) => json.tags.some(({ tag }) => wanted.has(tag.toLowerCase())))
  }
  for (const { id, value } of customFieldsByIds ?? []) {
    const type = account.table(MailboxData.fields).get(id)?.json.type
    tests.push(({ json }) =>
      json.customFields.some(
        (field) => field.id === id && (type === "singleline" ? holds(field.value, value) : field.value === value)
      )
    )
  }
  if (search !== undefined) tests.push((row) => search(matches(account, row)))
  return (row) => tests.every((test) => test(row))
}

/** The sort keys. Equal conversations are in the order of creation. */
const sortKeys: Readonly<Record<string, (row: Row) => number | string>> = {
  customerEmail: ({ json }) => json.primaryCustomer.email ?? "",
  customerName: ({ json }) => `${json.primaryCustomer.first ?? ""} ${json.primaryCustomer.last ?? ""}`,
  mailboxid: ({ json }) => json.mailboxId,
  modifiedAt: (row) => row.modifiedAt,
  number: ({ json }) => json.number,
  status: ({ json }) => json.status,
  subject: ({ json }) => json.subject ?? "",
  waitingSince: ({ json }) => json.customerWaitingSince.time ?? ""
}

const sorted = (rows: ReadonlyArray<Row>, field: string, order: "asc" | "desc"): ReadonlyArray<Row> => {
  const key = sortKeys[field] ?? ((row: Row) => row.createdAt)
  const sign = order === "asc" ? 1 : -1
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.id - b.row.id))
    .map(({ row }) => row)
}

/** The query of a list. */
export interface Query extends Filters {
  readonly sortField?: string
  readonly sortOrder?: "asc" | "desc"
  readonly query?: unknown
}

/** The conversations that match a query, in its order. `undefined` if the search cannot be parsed. */
export const listed = (account: Account.Account, args: Query, now: number): ReadonlyArray<Row> | undefined => {
  const search = typeof args.query === "string" ? SearchQuery.parse(args.query, now) : undefined
  if (typeof args.query === "string" && search === undefined) return undefined
  const honored = account.ignoreSearch ? undefined : search
  const { mailbox, folder, status, tag, assigned_to, modifiedSince, number, contactId, customFieldsByIds } = args
  const key = [
    mailbox,
    folder,
    status,
    tag,
    assigned_to,
    modifiedSince === undefined ? undefined : Field.millisOf(modifiedSince),
    number,
    contactId,
    customFieldsByIds,
    args.sortField,
    args.sortOrder,
    args.query
  ]
  const compute = () =>
    sorted(
      ConversationData.visible(account).filter(filter(account, args, honored)),
      args.sortField ?? "createdAt",
      args.sortOrder ?? "desc"
    )
  // not cached: a search can depend on the time and on customers
  if (search !== undefined) return compute()
  return account.memo(
    `conversations ${JSON.stringify(key)}`,
    account.table(ConversationData.conversations).version(),
    compute
  )
}
