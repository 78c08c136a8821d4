/**
 * Reports about conversations: how many there are, when they come, and what they are about.
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
 * How many conversations an hour of the week brings, in the company's time zone.
 *
 * @since 0.1.0
 * @category models
 */
export class BusyTime extends Model.Opaque<BusyTime>("BusyTime")({
  /** From 1, which is Monday by what others have seen, to 7. */
  day: Schema.Number,
  /** From 0 to 23. */
  hour: Schema.Number,
  count: Schema.Number
}) {}

/**
 * @since 0.1.0
 * @category models
 */
export class ConversationStatistics extends Model.Opaque<ConversationStatistics>("ConversationStatistics")({
  ...dates,
  totalConversations: figure,
  /** Those that users began. */
  conversationsCreated: figure,
  /** Those that customers began. */
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
 * A tag and how many conversations have it. Tag 1, without a name, stands for those without a tag.
 *
 * @since 0.1.0
 * @category models
 */
export class TopTag extends Model.Opaque<TopTag>("TopTag")({ id: TagId, ...topFields }) {}

/**
 * @since 0.1.0
 * @category models
 */
export class TopCustomer extends Model.Opaque<TopCustomer>("TopCustomer")({ id: CustomerId, ...topFields }) {}

/**
 * A saved reply and how often it was sent.
 *
 * @since 0.1.0
 * @category models
 */
export class TopReply extends Model.Opaque<TopReply>("TopReply")({
  id: SavedReplyId,
  mailboxId: Field.optional(MailboxId),
  ...topFields
}) {}

/**
 * @since 0.1.0
 * @category models
 */
export class TopWorkflow extends Model.Opaque<TopWorkflow>("TopWorkflow")({ id: WorkflowId, ...topFields }) {}

/**
 * A dropdown field and how often each of its choices was made; other kinds of fields are not counted.
 *
 * @since 0.1.0
 * @category models
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
 * @since 0.1.0
 * @category models
 */
export class ConversationsReport extends Model.Opaque<ConversationsReport>("ConversationsReport")({
  filterTags,
  busiestDay: Field.optional(BusyTime),
  /** An hour of the day. */
  busyTimeStart: figure,
  /** An hour of the day. */
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
 * How many conversations came by each channel, in each period.
 *
 * @since 0.1.0
 * @category models
 */
export class VolumesByChannelSeries extends Model.Opaque<VolumesByChannelSeries>("VolumesByChannelSeries")(
  series(Schema.Struct({ date: Field.Timestamp, chat: figure, email: figure, phone: figure }))
) {}

/**
 * How many conversations were new in each period, which is told by its `start`.
 *
 * @since 0.1.0
 * @category models
 */
export class NewConversationsSeries extends Model.Opaque<NewConversationsSeries>("NewConversationsSeries")(
  series(Schema.Struct({ start: Field.Timestamp, count: figure }))
) {}

const ReceivedMessages = Schema.Struct({ date: Field.Timestamp, messages: figure })

/** The same point as some have seen it, spelt as in the report on new conversations. */
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
 * How many messages customers sent in each period.
 *
 * @since 0.1.0
 * @category models
 */
export class ReceivedMessagesSeries extends Model.Opaque<ReceivedMessagesSeries>("ReceivedMessagesSeries")(
  series(Schema.Union(ReceivedMessages, ReceivedMessagesAsCount))
) {}

/** @since 0.1.0 @category schemas */
export const ConversationReportQuery: Endpoint.Decodes<ConversationReportQuery> = ReportQuery.comparable(
  ReportQuery.filters
)
/** @since 0.1.0 */
export type ConversationReportQuery = ReportQuery.Comparable<typeof ReportQuery.filters>

const conversationSeriesFields = { ...ReportQuery.filters, viewBy: ReportQuery.viewBy }

/** @since 0.1.0 @category schemas */
export const ConversationSeriesQuery: Endpoint.Decodes<ConversationSeriesQuery> =
  ReportQuery.comparable(conversationSeriesFields)
/** @since 0.1.0 */
export type ConversationSeriesQuery = ReportQuery.Comparable<typeof conversationSeriesFields>

const conversationDrilldownFields = { ...ReportQuery.filters, rows: ReportQuery.rows }

/** @since 0.1.0 @category schemas */
export const ConversationDrilldownQuery: Endpoint.Decodes<ConversationDrilldownQuery> =
  ReportQuery.within(conversationDrilldownFields)
/** @since 0.1.0 */
export type ConversationDrilldownQuery = ReportQuery.Within<typeof conversationDrilldownFields>

/** Which tag, saved reply, workflow or customer: the id's own type goes with the field. */
const byField = <const Name extends string, Id extends number>(field: Name, fieldid: Schema.Schema<Id, number>) =>
  ReportQuery.within({
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

/** @since 0.1.0 @category schemas */
export const ConversationFieldDrilldownQuery: Endpoint.Decodes<ConversationFieldDrilldownQuery> = Schema.Union(
  ...fieldDrilldowns
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

/** @since 0.1.0 @category endpoints */
export const endpoints = {
  /**
   * Gets how many conversations there were, with the most frequent tags, customers, saved replies and workflows.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/conversations", {
    query: ConversationReportQuery,
    response: ConversationsReport,
    docs: "reports/conversations/reports-conversations-overall"
  }),
  /**
   * Gets how many conversations came by each channel in each day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-volume-by-channel/
   */
  getVolumesByChannelReport: Endpoint.get("/v2/reports/conversations/volume-by-channel", {
    query: ConversationSeriesQuery,
    response: VolumesByChannelSeries,
    docs: "reports/conversations/reports-conversations-volume-by-channel"
  }),
  /**
   * Gets how many conversations each hour of the week brings. An hour without any may be left out.
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
  /** Streams every conversation behind the overall report, page after page. */
  getDrilldownReportAll: Endpoint.all(getDrilldownReport),
  /** Streams the pages themselves, with their totals. */
  getDrilldownReportPages: Endpoint.pages(getDrilldownReport),
  /**
   * Lists one page of the conversations with one tag, saved reply, workflow or customer.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-field-drilldown/
   */
  getDrilldownByFieldReport,
  /** Streams every conversation with one tag, saved reply, workflow or customer, page after page. */
  getDrilldownByFieldReportAll: Endpoint.all(getDrilldownByFieldReport),
  /** Streams the pages themselves, with their totals. */
  getDrilldownByFieldReportPages: Endpoint.pages(getDrilldownByFieldReport),
  /**
   * Gets how many conversations were new in each day, week or month.
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
  /** Streams every new conversation, page after page. */
  getNewConversationsDrilldownReportAll: Endpoint.all(getNewConversationsDrilldownReport),
  /** Streams the pages themselves, with their totals. */
  getNewConversationsDrilldownReportPages: Endpoint.pages(getNewConversationsDrilldownReport),
  /**
   * Gets how many messages customers sent in each day, week or month.
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
 * `reports.conversation`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
