/**
 * What the reports about one channel answer: chat, email, phone.
 *
 * ```ts
 * import type { EmailReport } from "@effect-helpscout/resources/Reports/ChannelReports"
 *
 * export const replies = (report: EmailReport) => report.current.volume?.repliesSent ?? 0
 * ```
 *
 * @since 0.1.0
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { UserId } from "../Ids.js"
import * as ReportQuery from "./ReportQuery.js"
import { Distribution, dates, figure, filterTags, seconds } from "./ReportShapes.js"

const chatStatistics = {
  volume: Field.optional(
    Schema.Struct({ chatConversations: figure, completedChats: figure, missedChats: figure, chatsPerDay: figure })
  ),
  responses: Field.optional(Schema.Struct({ waitTime: seconds, responseTime: seconds })),
  resolutions: Field.optional(Schema.Struct({ messagesPerChat: figure, duration: seconds }))
}

/**
 * @since 0.1.0
 * @category models
 */
export class ChatStatistics extends Model.Opaque<ChatStatistics>("ChatStatistics")({ ...dates, ...chatStatistics }) {}

/**
 * @since 0.1.0
 * @category models
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
 * @since 0.1.0
 * @category models
 */
export class EmailStatistics extends Model.Opaque<EmailStatistics>("EmailStatistics")({
  ...dates,
  ...emailStatistics
}) {}

/**
 * @since 0.1.0
 * @category models
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
 * @since 0.1.0
 * @category models
 */
export class PhoneStatistics extends Model.Opaque<PhoneStatistics>("PhoneStatistics")({
  ...dates,
  ...phoneStatistics
}) {}

/**
 * @since 0.1.0
 * @category models
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

/** @since 0.1.0 @category schemas */
export const ChannelReportQuery: Endpoint.Decodes<ChannelReportQuery> = ReportQuery.comparable(channelReportFields)
/** @since 0.1.0 */
export type ChannelReportQuery = ReportQuery.Comparable<typeof channelReportFields>
