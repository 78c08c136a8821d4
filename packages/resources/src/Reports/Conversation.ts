/**
 * Reports about conversations: their number, time and subject.
 *
 * ```ts
 * import type { ConversationsReport } from "@effect-helpscout/resources/Reports/Conversation"
 *
 * export const perDay = (report: ConversationsReport) => report.current.conversationsPerDay ?? 0
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import {
  CustomerId,
  CustomFieldId,
  CustomFieldOptionId,
  inputId,
  MailboxId,
  SavedReplyId,
  TagId,
  WorkflowId
} from "../Ids.js"
import * as ReportQuery from "./ReportQuery.js"
import { dates, figure, filterTags, ReportConversation, series } from "./ReportShapes.js"

/**
 * The number of conversations in an hour of the week, in the company's time zone.
 *
 * @since 0.1.0
 */
export class BusyTime extends Model.Opaque<BusyTime>("BusyTime")({
  /** From 1 to 7. 1 is Monday in observed responses; Help Scout does not document it. */
  day: Schema.Number,
  /** From 0 to 23. */
  hour: Schema.Number,
  count: Schema.Number
}) {}

/**
 * The figures about conversations in an interval.
 *
 * @since 0.1.0
 */
export class ConversationStatistics extends Model.Opaque<ConversationStatistics>("ConversationStatistics")({
  ...dates,
  totalConversations: figure,
  /** Conversations started by users. */
  conversationsCreated: figure,
  /** Conversations started by customers. */
  newConversations: figure,
  customers: figure,
  conversationsPerDay: figure
}) {}

const topFields = {
  name: Field.optional(Schema.String),
  count: figure,
  previousCount: figure,
  /** From 0 to 100. */
  percent: figure,
  /** From 0 to 100. */
  previousPercent: figure,
  deltaPercent: figure
}

/**
 * A tag and the number of conversations with it. Tag 1, which has no name, represents conversations without a tag.
 *
 * @since 0.1.0
 */
export class TopTag extends Model.Opaque<TopTag>("TopTag")({ id: TagId, ...topFields }) {}

/**
 * A customer and the number of their conversations.
 *
 * @since 0.1.0
 */
export class TopCustomer extends Model.Opaque<TopCustomer>("TopCustomer")({ id: CustomerId, ...topFields }) {}

/**
 * A saved reply and the number of times it was sent.
 *
 * @since 0.1.0
 */
export class TopReply extends Model.Opaque<TopReply>("TopReply")({
  id: SavedReplyId,
  mailboxId: Field.optional(MailboxId),
  ...topFields
}) {}

/**
 * A workflow and the number of times it ran.
 *
 * @since 0.1.0
 */
export class TopWorkflow extends Model.Opaque<TopWorkflow>("TopWorkflow")({ id: WorkflowId, ...topFields }) {}

/**
 * A dropdown field and the number of times each of its options was selected. Other field types are not counted.
 *
 * @since 0.1.0
 */
export class CustomFieldStatistics extends Model.Opaque<CustomFieldStatistics>("CustomFieldStatistics")({
  id: CustomFieldId,
  name: Field.optional(Schema.String),
  mailboxId: Field.optional(MailboxId),
  values: Field.optional(
    Schema.Array(
      Schema.Struct({
        id: CustomFieldOptionId,
        name: Field.optional(Schema.String),
        count: figure,
        percent: figure,
        previousCount: figure,
        previousPercent: figure
      })
    )
  ),
  summary: Field.optional(
    Schema.Struct({
      total: figure,
      totalAnswered: figure,
      previousTotal: figure,
      previousTotalAnswered: figure,
      unansweredPercent: figure,
      unansweredPreviousPercent: figure,
      unansweredDelta: figure
    })
  )
}) {}

const ranking = <A, I>(top: Schema.Schema<A, I>) =>
  Field.optional(Schema.Struct({ count: figure, top: Field.optional(Schema.Array(top)) }))

/**
 * The overall report about conversations.
 *
 * @since 0.1.0
 */
export class ConversationsReport extends Model.Opaque<ConversationsReport>("ConversationsReport")({
  filterTags,
  busiestDay: Field.optional(BusyTime),
  /** From 0 to 23. */
  busyTimeStart: figure,
  /** From 0 to 23. */
  busyTimeEnd: figure,
  current: ConversationStatistics,
  previous: Field.optional(ConversationStatistics),
  deltas: Field.optional(
    Schema.Struct({
      newConversations: figure,
      totalConversations: figure,
      customers: figure,
      conversationsCreated: figure,
      conversationsPerDay: figure
    })
  ),
  tags: ranking(TopTag),
  customers: ranking(TopCustomer),
  replies: ranking(TopReply),
  workflows: ranking(TopWorkflow),
  customFields: Field.optional(
    Schema.Struct({ count: figure, fields: Field.optional(Schema.Array(CustomFieldStatistics)) })
  )
}) {}

/**
 * The number of conversations per channel in each period.
 *
 * @since 0.1.0
 */
export class VolumesByChannelSeries extends Model.Opaque<VolumesByChannelSeries>("VolumesByChannelSeries")(
  series(Schema.Struct({ date: Field.Timestamp, chat: figure, email: figure, phone: figure }))
) {}

/**
 * The number of new conversations in each period. `start` is the start of the period.
 *
 * @since 0.1.0
 */
export class NewConversationsSeries extends Model.Opaque<NewConversationsSeries>("NewConversationsSeries")(
  series(Schema.Struct({ start: Field.Timestamp, count: figure }))
) {}

const ReceivedMessages = Schema.Struct({ date: Field.Timestamp, messages: figure })

/** The same point in a spelling observed in responses, as in the report about new conversations. */
const ReceivedMessagesAsCount = Schema.transform(
  Schema.Struct({ start: Schema.String, count: figure }),
  ReceivedMessages,
  {
    strict: true,
    decode: ({ start, count }) => ({ date: start, ...(count !== undefined && { messages: count }) }),
    encode: ({ date, messages }) => ({ start: date, ...(messages !== undefined && { count: messages }) })
  }
)

/**
 * The number of messages that customers sent in each period.
 *
 * @since 0.1.0
 */
export class ReceivedMessagesSeries extends Model.Opaque<ReceivedMessagesSeries>("ReceivedMessagesSeries")(
  series(Schema.Union(ReceivedMessages, ReceivedMessagesAsCount))
) {}

/**
 * The query of the overall report and of the report about busy times.
 *
 * @since 0.1.0
 */
export const ConversationReportQuery: Endpoint.Decodes<ConversationReportQuery> = ReportQuery.comparable(
  ReportQuery.filters
)
/** @since 0.1.0 */
export type ConversationReportQuery = ReportQuery.Comparable<typeof ReportQuery.filters>

const conversationSeriesFields = { ...ReportQuery.filters, viewBy: ReportQuery.viewBy }

/**
 * The query of the reports by day, week or month.
 *
 * @since 0.1.0
 */
export const ConversationSeriesQuery: Endpoint.Decodes<ConversationSeriesQuery> =
  ReportQuery.comparable(conversationSeriesFields)
/** @since 0.1.0 */
export type ConversationSeriesQuery = ReportQuery.Comparable<typeof conversationSeriesFields>

/**
 * The query for the conversations behind a report.
 *
 * @since 0.1.0
 */
export class ConversationDrilldownQuery extends Model.Opaque<ConversationDrilldownQuery>("ConversationDrilldownQuery")(
  { ...ReportQuery.interval, ...ReportQuery.filters, rows: ReportQuery.rows },
  ReportQuery.inOrder
) {}

/** The query for one kind of field, with the type of its id. */
const byField = <const Name extends string, Id extends number>(field: Name, fieldid: Schema.Schema<Id, number>) =>
  Schema.Struct({
    ...ReportQuery.interval,
    ...ReportQuery.filters,
    rows: ReportQuery.rows,
    field: Schema.Literal(field),
    fieldid: inputId(fieldid)
  })

const fieldDrilldowns = [
  byField("tagid", TagId),
  byField("replyid", SavedReplyId),
  byField("workflowid", WorkflowId),
  byField("customerid", CustomerId)
] as const

/**
 * The query for the conversations with one tag, saved reply, workflow or customer.
 *
 * @since 0.1.0
 */
export const ConversationFieldDrilldownQuery: Endpoint.Decodes<ConversationFieldDrilldownQuery> = ReportQuery.inOrder(
  Schema.Union(...fieldDrilldowns)
)
/** @since 0.1.0 */
export type ConversationFieldDrilldownQuery = Schema.Schema.Type<(typeof fieldDrilldowns)[number]>

const getDrilldownReport = Endpoint.listReport("/v2/reports/conversations/drilldown", {
  query: ConversationDrilldownQuery,
  embedded: "conversations",
  item: ReportConversation,
  docs: "reports/conversations/reports-conversations-drilldown"
})

const getDrilldownByFieldReport = Endpoint.listReport("/v2/reports/conversations/fields-drilldown", {
  query: ConversationFieldDrilldownQuery,
  embedded: "conversations",
  item: ReportConversation,
  docs: "reports/conversations/reports-conversations-field-drilldown"
})

const getNewConversationsDrilldownReport = Endpoint.listReport("/v2/reports/conversations/new-drilldown", {
  query: ConversationDrilldownQuery,
  embedded: "conversations",
  item: ReportConversation,
  docs: "reports/conversations/reports-conversations-new-drilldown"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the number of conversations, with the most frequent tags, customers, saved replies and workflows.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/conversations", {
    query: ConversationReportQuery,
    response: ConversationsReport,
    docs: "reports/conversations/reports-conversations-overall"
  }),
  /**
   * Gets the number of conversations per channel, by day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-volume-by-channel/
   */
  getVolumesByChannelReport: Endpoint.get("/v2/reports/conversations/volume-by-channel", {
    query: ConversationSeriesQuery,
    response: VolumesByChannelSeries,
    docs: "reports/conversations/reports-conversations-volume-by-channel"
  }),
  /**
   * Gets the number of conversations in each hour of the week. An hour without conversations may be omitted.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-busy-times/
   */
  getBusiestTimeOfDayReport: Endpoint.get("/v2/reports/conversations/busy-times", {
    query: ConversationReportQuery,
    response: Schema.Array(BusyTime),
    docs: "reports/conversations/reports-conversations-busy-times"
  }),
  /**
   * Lists one page of the conversations behind the overall report.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-drilldown/
   */
  getDrilldownReport,
  /** Streams every conversation behind the overall report. */
  getDrilldownReportAll: Endpoint.all(getDrilldownReport),
  /** Streams the pages, with their totals. */
  getDrilldownReportPages: Endpoint.pages(getDrilldownReport),
  /**
   * Lists one page of the conversations with one tag, saved reply, workflow or customer.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-field-drilldown/
   */
  getDrilldownByFieldReport,
  /** Streams every conversation with one tag, saved reply, workflow or customer. */
  getDrilldownByFieldReportAll: Endpoint.all(getDrilldownByFieldReport),
  /** Streams the pages, with their totals. */
  getDrilldownByFieldReportPages: Endpoint.pages(getDrilldownByFieldReport),
  /**
   * Gets the number of new conversations per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-new/
   */
  getNewConversationsReport: Endpoint.get("/v2/reports/conversations/new", {
    query: ConversationSeriesQuery,
    response: NewConversationsSeries,
    docs: "reports/conversations/reports-conversations-new"
  }),
  /**
   * Lists one page of the new conversations.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-new-drilldown/
   */
  getNewConversationsDrilldownReport,
  /** Streams every new conversation. */
  getNewConversationsDrilldownReportAll: Endpoint.all(getNewConversationsDrilldownReport),
  /** Streams the pages, with their totals. */
  getNewConversationsDrilldownReportPages: Endpoint.pages(getNewConversationsDrilldownReport),
  /**
   * Gets the number of messages that customers sent per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-received-messages/
   */
  getReceivedMessagesReport: Endpoint.get("/v2/reports/conversations/received-messages", {
    query: ConversationSeriesQuery,
    response: ReceivedMessagesSeries,
    docs: "reports/conversations/reports-conversations-received-messages"
  })
}

/**
 * The methods of `reports.conversation`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
