/**
 * Reports about the company, its users and its customers. Requires the Plus or Pro plan.
 *
 * ```ts
 * import { Reports } from "@effect-helpscout/resources/Reports"
 * import * as DateTime from "effect/DateTime"
 * import * as Effect from "effect/Effect"
 *
 * const [start, end] = [DateTime.unsafeMake("2026-10-01T00:00:00Z"), DateTime.unsafeMake("2026-10-31T23:59:59Z")]
 * export const report = Effect.flatMap(Reports, (reports) => reports.company.getOverallReport({ start, end }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { UserId } from "./Ids.js"
import * as CompanyReports from "./Reports/Company.js"
import * as ConversationReports from "./Reports/Conversation.js"
import * as DocsReports from "./Reports/Docs.js"
import * as HappinessReports from "./Reports/Happiness.js"
import * as ProductivityReports from "./Reports/Productivity.js"
import * as ReportQuery from "./Reports/ReportQuery.js"
import { Distribution, dates, figure, filterTags, seconds } from "./Reports/ReportShapes.js"
import * as UserReports from "./Reports/User.js"

const chatStatistics = {
  volume: Field.optional(
    Schema.Struct({ chatConversations: figure, completedChats: figure, missedChats: figure, chatsPerDay: figure })
  ),
  responses: Field.optional(Schema.Struct({ waitTime: seconds, responseTime: seconds })),
  resolutions: Field.optional(Schema.Struct({ messagesPerChat: figure, duration: seconds }))
}

/**
 * The figures about chats in an interval.
 *
 * @since 0.1.0
 */
export class ChatStatistics extends Model.Opaque<ChatStatistics>("ChatStatistics")({ ...dates, ...chatStatistics }) {}

/**
 * The report about chats.
 *
 * @since 0.1.0
 */
export class ChatReport extends Model.Opaque<ChatReport>("ChatReport")({
  filterTags,
  current: ChatStatistics,
  previous: Field.optional(ChatStatistics),
  deltas: Field.optional(Schema.Struct(chatStatistics)),
  waitTime: Field.optional(Distribution),
  responseTime: Field.optional(Distribution),
  messagesPerChat: Field.optional(Distribution),
  duration: Field.optional(Distribution)
}) {}

const emailStatistics = {
  volume: Field.optional(
    Schema.Struct({ emailConversations: figure, emailsCreated: figure, repliesSent: figure, messagesReceived: figure })
  ),
  resolutions: Field.optional(
    Schema.Struct({
      resolved: figure,
      resolvedOnFirstReply: figure,
      /** From 0 to 1, unlike every other percentage of the reports. */
      percentResolvedOnFirstReply: figure,
      resolutionTime: seconds,
      repliesToResolve: figure,
      handleTime: seconds,
      closed: figure
    })
  ),
  responses: Field.optional(Schema.Struct({ responseTime: seconds, firstResponseTime: seconds }))
}

/**
 * The figures about email conversations in an interval.
 *
 * @since 0.1.0
 */
export class EmailStatistics extends Model.Opaque<EmailStatistics>("EmailStatistics")({
  ...dates,
  ...emailStatistics
}) {}

/**
 * The report about email conversations.
 *
 * @since 0.1.0
 */
export class EmailReport extends Model.Opaque<EmailReport>("EmailReport")({
  filterTags,
  current: EmailStatistics,
  previous: Field.optional(EmailStatistics),
  deltas: Field.optional(Schema.Struct(emailStatistics)),
  responseTime: Field.optional(Distribution),
  handleTime: Field.optional(Distribution),
  firstResponseTime: Field.optional(Distribution),
  resolutionTime: Field.optional(Distribution),
  repliesToResolve: Field.optional(Distribution)
}) {}

const phoneStatistics = { phoneConversations: figure, phoneCallsCreated: figure, customers: figure }

/**
 * The figures about phone conversations in an interval.
 *
 * @since 0.1.0
 */
export class PhoneStatistics extends Model.Opaque<PhoneStatistics>("PhoneStatistics")({
  ...dates,
  ...phoneStatistics
}) {}

/**
 * The report about phone conversations.
 *
 * @since 0.1.0
 */
export class PhoneReport extends Model.Opaque<PhoneReport>("PhoneReport")({
  filterTags,
  current: PhoneStatistics,
  previous: Field.optional(PhoneStatistics),
  deltas: Field.optional(
    Schema.Struct({
      /** The change of `phoneConversations`. */
      newConversations: figure,
      phoneCallsCreated: figure,
      customers: figure
    })
  ),
  users: Field.optional(
    Schema.Array(
      Schema.Struct({
        id: UserId,
        name: Field.optional(Schema.String),
        current: Field.optional(Schema.Struct(phoneStatistics)),
        previous: Field.optional(Schema.Struct(phoneStatistics))
      })
    )
  )
}) {}

const channelReportFields = {
  ...ReportQuery.filtersWithoutTypes,
  officeHours: ReportQuery.officeHours
}

/**
 * The query of the reports about one channel.
 *
 * @since 0.1.0
 */
export const ChannelReportQuery: Endpoint.Decodes<ChannelReportQuery> = ReportQuery.comparable(channelReportFields)
/** @since 0.1.0 */
export type ChannelReportQuery = ReportQuery.Comparable<typeof channelReportFields>

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the figures about chats. Only Beacon chats count.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/chat/
   */
  getChatReport: Endpoint.get("/v2/reports/chat", {
    query: ChannelReportQuery,
    response: ChatReport,
    docs: "reports/chat"
  }),
  /**
   * Gets the figures about email conversations.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/email/
   */
  getEmailReport: Endpoint.get("/v2/reports/email", {
    query: ChannelReportQuery,
    response: EmailReport,
    docs: "reports/email"
  }),
  /**
   * Gets the figures about phone conversations, in total and by user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/phone/
   */
  getPhoneReport: Endpoint.get("/v2/reports/phone", {
    query: ChannelReportQuery,
    response: PhoneReport,
    docs: "reports/phone"
  }),
  company: CompanyReports.endpoints,
  conversation: ConversationReports.endpoints,
  docs: DocsReports.endpoints,
  happiness: HappinessReports.endpoints,
  productivity: ProductivityReports.endpoints,
  user: UserReports.endpoints
}

/**
 * The methods of `reports`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly company: CompanyReports.Service
  readonly conversation: ConversationReports.Service
  readonly docs: DocsReports.Service
  readonly happiness: HappinessReports.Service
  readonly productivity: ProductivityReports.Service
  readonly user: UserReports.Service
}

/**
 * Reads reports.
 *
 * @since 0.1.0
 */
export class Reports extends Context.Tag("@effect-helpscout/resources/Reports")<Reports, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Reports, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Reports", endpoints)
  )
}
