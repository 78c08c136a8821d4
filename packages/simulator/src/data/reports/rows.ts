/** The rows of drilldowns, lists of ratings and conversation histories. */
import * as Account from "../../Account.js"
import * as RatingData from "../ratings.js"
import type * as UserData from "../users.js"
import type { Activity } from "./activity.js"

/** First and last name, as far as they exist. */
export const personName = ({ first, last }: UserData.PersonJson): string =>
  [first, last].filter((part) => part !== null && part !== "").join(" ")

/** The rows of drilldowns, latest change first. `waitingSince` is used by the drilldown of a user only. */
export const conversations = (all: ReadonlyArray<Activity>) =>
  all
    .map(({ row }) => row)
    .toSorted((a, b) => b.modifiedAt - a.modifiedAt || b.id - a.id)
    .map(({ json, modifiedAt, threads }) => ({
      id: json.id,
      number: json.number,
      type: json.type,
      mailboxid: json.mailboxId,
      attachments: threads().some((thread) => thread._embedded.attachments.length > 0),
      subject: json.subject,
      status: json.status,
      threadCount: json.threads,
      preview: json.preview,
      customerName: personName(json.primaryCustomer),
      customerEmail: json.primaryCustomer.email,
      customerIds: [json.primaryCustomer.id],
      modifiedAt: Account.timestamp(modifiedAt),
      assignedid: json.assignee?.id ?? 0,
      assignedName: json.assignee == null ? null : personName(json.assignee),
      tags: json.tags.map(({ id, tag, color }) => ({ id, name: tag, color })),
      waitingSince: json.customerWaitingSince.time,
      waitingSinceType: 2
    }))

interface Order {
  readonly sortField?: string
  readonly sortOrder?: "ASC" | "DESC"
}

const sorted = <Row extends object>(
  rows: ReadonlyArray<Row>,
  by: (row: Row) => number,
  { sortOrder = "DESC" }: Order
): ReadonlyArray<Row> => rows.toSorted((a, b) => (sortOrder === "ASC" ? by(a) - by(b) : by(b) - by(a)))

const ratingIds = { great: 1, okay: 2, not_good: 3 } as const
const wanted = { great: 1, ok: 2, "not-good": 3 } as const

/** The rows of lists of ratings. */
export const ratings = (
  account: Account.Account,
  all: ReadonlyArray<Activity>,
  options: Order & { readonly rating?: keyof typeof wanted | "all" }
): ReadonlyArray<object> => {
  const { rating = "all", sortField } = options
  const rows = all
    .flatMap((one) => one.ratings)
    .map(({ given, row, thread }) => {
      const at = RatingData.ratedAt(account, thread)
      const { id, number, primaryCustomer, type } = row.json
      const json = {
        number,
        threadid: thread.id,
        threadCreatedAt: Account.timestamp(at),
        id,
        type,
        ratingId: ratingIds[given.rating],
        ratingCustomerId: primaryCustomer.id,
        ...(given.comments !== null && { ratingComments: given.comments }),
        ratingCreatedAt: Account.timestamp(at),
        ratingCustomerName: personName(primaryCustomer),
        ratingUserId: thread.createdBy.id,
        ratingUserName: personName(thread.createdBy)
      }
      return { json, key: sortField === "number" ? number : sortField === "rating" ? json.ratingId : at }
    })
    .filter(({ json }) => rating === "all" || json.ratingId === wanted[rating])
  return sorted(rows, ({ key }) => key, options).map(({ json }) => json)
}

/** The rows of a user's conversation history: the conversations with a reply. */
export const history = (
  all: ReadonlyArray<Activity>,
  options: Order & { readonly status?: string }
): ReadonlyArray<object> => {
  const rows = all
    .filter(({ replies, row }) => replies.length > 0 && (options.status ?? row.json.status) === row.json.status)
    .map(({ replies, row: { json } }) => ({
      id: json.id,
      number: json.number,
      customers: [{ id: json.primaryCustomer.id, name: personName(json.primaryCustomer) }],
      repliesSent: replies.length
    }))
  return sorted(rows, (row) => (options.sortField === "repliesSent" ? row.repliesSent : row.number), options)
}
