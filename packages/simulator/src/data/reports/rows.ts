/**
 * The rows of drilldowns, rating lists and conversation histories.
 *
 * @since 0.1.0
 */
import * as Account from "../../Account.js"
import * as Facts from "./facts.js"
import * as Figures from "./figures.js"

type Touched = Facts.Touched

// ---------------------------------------------------------------------------------------------------------------
// which conversations
// ---------------------------------------------------------------------------------------------------------------

type Range = "replies" | "firstReplyResolved" | "resolved" | "responseTime" | "firstResponseTime" | "handleTime"

const measures: Readonly<Record<Range, { readonly measure: Figures.Measure; readonly bounds: Figures.Bounds }>> = {
  replies: { measure: (one) => one.replies.length || null, bounds: Figures.replyBounds },
  firstReplyResolved: {
    measure: (one) => (Figures.repliesToResolve(one) === 1 ? 1 : null),
    bounds: Figures.replyBounds
  },
  resolved: { measure: Figures.repliesToResolve, bounds: Figures.replyBounds },
  responseTime: { measure: Figures.responseTime, bounds: Figures.responseBounds },
  firstResponseTime: { measure: Figures.firstResponseTime, bounds: Figures.responseBounds },
  handleTime: { measure: Figures.handleTime, bounds: Figures.handleBounds }
}

/** Conversations that a range is about, and with an id, those in its bucket. @since 0.1.0 @category combinators */
export const inRange =
  (range: Range, rangeId: number | undefined) =>
  (one: Touched): boolean => {
    const { measure, bounds } = measures[range]
    const value = measure(one)
    return value !== null && (rangeId === undefined || Figures.bucket(bounds, value) === rangeId)
  }

/** Conversations with a tag, a saved reply, a workflow or a customer. @since 0.1.0 @category combinators */
export const withField =
  (field: "tagid" | "replyid" | "workflowid" | "customerid", id: number) =>
  (one: Touched): boolean => {
    switch (field) {
      case "tagid":
        return Facts.tagIds(one.facts).includes(id)
      case "replyid":
        return Facts.savedReplyIds(one).includes(id)
      case "customerid":
        return Figures.customerId(one) === id
      case "workflowid":
        return one.facts.workflowIds.includes(id)
    }
  }

// ---------------------------------------------------------------------------------------------------------------
// drilldowns
// ---------------------------------------------------------------------------------------------------------------

const common = ({ facts }: Touched) => {
  const { wire, modifiedAt } = facts.row
  return {
    id: wire.id,
    number: wire.number,
    type: wire.type,
    mailboxid: wire.mailboxId,
    attachments: facts.row.threads().some((thread) => thread._embedded.attachments.length > 0),
    subject: wire.subject,
    status: wire.status,
    threadCount: wire.threads,
    preview: wire.preview,
    customerName: Facts.personName(wire.primaryCustomer),
    modifiedAt: Account.timestamp(modifiedAt),
    assignedid: wire.assignee?.id ?? 0,
    tags: wire.tags.map(({ id, tag, color }) => ({ id, name: tag, color }))
  }
}

const newestFirst = (touched: ReadonlyArray<Touched>): ReadonlyArray<Touched> =>
  [...touched].sort((a, b) => b.facts.row.modifiedAt - a.facts.row.modifiedAt || b.facts.row.id - a.facts.row.id)

/** The rows of drilldowns, latest change first. @since 0.1.0 @category combinators */
export const conversations = (touched: ReadonlyArray<Touched>) =>
  newestFirst(touched).map((one) => {
    const { primaryCustomer, assignee } = one.facts.row.wire
    return {
      ...common(one),
      ...(primaryCustomer.email !== null && { customerEmail: primaryCustomer.email }),
      customerIds: [primaryCustomer.id],
      ...(assignee != null && { assignedName: Facts.personName(assignee) })
    }
  })

/** Those of the drilldown of a user: other keys are told of them. @since 0.1.0 @category combinators */
export const userConversations = (touched: ReadonlyArray<Touched>) =>
  newestFirst(touched).map((one) => {
    const since = one.facts.row.wire.customerWaitingSince.time
    return { ...common(one), ...(since !== undefined && { waitingSince: since, waitingSinceType: 2 }) }
  })

// ---------------------------------------------------------------------------------------------------------------
// ratings and histories
// ---------------------------------------------------------------------------------------------------------------

interface Order<Field extends string> {
  readonly sortField?: Field
  readonly sortOrder?: "ASC" | "DESC"
}

const sort = <A>(rows: ReadonlyArray<A>, by: (row: A) => number, order: "ASC" | "DESC" = "DESC"): ReadonlyArray<A> =>
  [...rows].sort((a, b) => (order === "ASC" ? by(a) - by(b) : by(b) - by(a)))

const wanted = { great: 1, ok: 2, "not-good": 3 } as const

/** The rows of lists of ratings. @since 0.1.0 @category combinators */
export const ratings = (
  touched: ReadonlyArray<Touched>,
  options: Order<"number" | "modifiedAt" | "rating"> & { readonly rating?: "great" | "ok" | "not-good" | "all" }
): ReadonlyArray<object> => {
  const { rating = "all", sortField = "modifiedAt", sortOrder } = options
  const found = touched.flatMap(({ facts, ratings }) =>
    ratings.flatMap((one) => (rating === "all" || one.rating === wanted[rating] ? [{ facts, one }] : []))
  )
  const by = { number: "number", modifiedAt: "at", rating: "rating" } as const
  const sorted = sort(
    found.map(({ facts, one }) => ({ facts, one, number: facts.row.wire.number, at: one.at, rating: one.rating })),
    (row) => row[by[sortField]],
    sortOrder
  )
  return sorted.map(({ facts, one }) => ({
    number: facts.row.wire.number,
    threadid: one.threadId,
    threadCreatedAt: Account.timestamp(one.at),
    id: facts.row.id,
    type: facts.row.wire.type,
    ratingId: one.rating,
    ratingCustomerId: facts.row.wire.primaryCustomer.id,
    ...(one.comments !== null && { ratingComments: one.comments }),
    ratingCreatedAt: Account.timestamp(one.at),
    ratingCustomerName: Facts.personName(facts.row.wire.primaryCustomer),
    ratingUserId: one.userId,
    ratingUserName: one.userName
  }))
}

/** The rows of a user's conversation history: only what was replied to. @since 0.1.0 @category combinators */
export const history = (
  touched: ReadonlyArray<Touched>,
  options: Order<"number" | "repliesSent" | "responseTime" | "resolveTime"> & { readonly status?: string }
): ReadonlyArray<object> => {
  const rows = touched
    .filter((one) => one.replies.length > 0)
    .filter((one) => options.status === undefined || one.facts.row.wire.status === options.status)
    .map((one) => ({
      id: one.facts.row.id,
      number: one.facts.row.wire.number,
      customers: [{ id: Figures.customerId(one), name: Facts.personName(one.facts.row.wire.primaryCustomer) }],
      avgHandleTime: Figures.handleTime(one),
      firstResponseTime: Figures.firstResponseTime(one),
      repliesSent: one.replies.length,
      responseTime: Figures.responseTime(one),
      resolveTime: Figures.resolutionTime(one)
    }))
  const { sortField = "number", sortOrder } = options
  return sort(rows, (row) => row[sortField] ?? 0, sortOrder)
}
