/**
 * Reports about one user or, where Help Scout accepts it, one team.
 *
 * ```ts
 * import type { UserReport } from "@effect-helpscout/resources/Reports/User"
 *
 * export const replies = (report: UserReport) => report.current.totalReplies ?? 0
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ConversationId, CustomerId, TeamId, UserId } from "../Ids.js"
import { HappinessReport } from "./Happiness.js"
import * as ReportQuery from "./ReportQuery.js"
import {
  CustomersHelpedSeries,
  dates,
  figure,
  filterTags,
  RepliesSeries,
  ReportConversation,
  ReportRating,
  ResolvedSeries,
  seconds
} from "./ReportShapes.js"

/**
 * The figures of a user in an interval. Times are means, in seconds.
 *
 * @since 0.1.0
 */
export class UserStatistics extends Model.Opaque<UserStatistics>("UserStatistics")({
  ...dates,
  totalDays: figure,
  resolved: figure,
  conversationsCreated: figure,
  closed: figure,
  totalReplies: figure,
  resolvedOnFirstReply: figure,
  /** From 0 to 1, unlike every other percentage of the reports. */
  percentResolvedOnFirstReply: figure,
  repliesToResolve: figure,
  handleTime: seconds,
  happinessScore: figure,
  responseTime: seconds,
  resolutionTime: seconds,
  repliesPerDay: figure,
  customersHelped: figure,
  totalConversations: figure,
  conversationsPerDay: figure,
  /** From 1 to 7. */
  busiestDay: figure
}) {}

/**
 * The overall report about a user or a team.
 *
 * @since 0.1.0
 */
export class UserReport extends Model.Opaque<UserReport>("UserReport")({
  filterTags,
  user: Field.optional(
    Schema.Struct({
      /** The id of the team if the query names a team. */
      id: Schema.Union(UserId, TeamId),
      name: Field.optional(Schema.String),
      hasPhoto: Field.optional(Schema.Boolean),
      photoUrl: Field.optional(Schema.String),
      createdAt: Field.optional(Field.Timestamp),
      totalCustomersHelped: figure
    })
  ),
  current: UserStatistics,
  previous: Field.optional(UserStatistics),
  deltas: Field.optional(
    Schema.Struct({
      totalConversations: figure,
      customersHelped: figure,
      happinessScore: figure,
      repliesPerDay: figure,
      resolvedOnFirstReply: figure,
      handleTime: figure,
      conversationsPerDay: figure,
      resolved: figure,
      repliesToResolve: figure,
      /** Not present in `current`. */
      activeConversations: figure,
      totalReplies: figure,
      closed: figure,
      responseTime: figure,
      resolutionTime: figure,
      conversationsCreated: figure
    })
  )
}) {}

const chatStatistics = {
  newConversations: figure,
  messagesPerChat: figure,
  responseTime: seconds,
  waitTime: seconds,
  duration: seconds
}

/**
 * The figures about a user's chats in an interval.
 *
 * @since 0.1.0
 */
export class UserChatStatistics extends Model.Opaque<UserChatStatistics>("UserChatStatistics")({
  ...dates,
  ...chatStatistics
}) {}

/**
 * The report about a user's chats.
 *
 * @since 0.1.0
 */
export class UserChatReport extends Model.Opaque<UserChatReport>("UserChatReport")({
  filterTags,
  current: UserChatStatistics,
  previous: Field.optional(UserChatStatistics),
  deltas: Field.optional(Schema.Struct(chatStatistics))
}) {}

/**
 * A conversation that a user worked on. Times are in seconds.
 *
 * @since 0.1.0
 */
export class UserConversation extends Model.Opaque<UserConversation>("UserConversation")({
  id: ConversationId,
  number: Schema.Number,
  status: Field.optional(Field.openEnum("active", "closed", "open", "pending", "spam")),
  customers: Field.optional(Schema.Array(Schema.Struct({ id: CustomerId, name: Field.optional(Schema.String) }))),
  avgHandleTime: seconds,
  firstResponseTime: seconds,
  repliesSent: figure,
  responseTime: seconds,
  resolveTime: seconds
}) {}

const userReportFields = {
  user: ReportQuery.userOrTeam,
  ...ReportQuery.filters,
  officeHours: ReportQuery.officeHours
}

/**
 * The query of the overall report about a user or a team.
 *
 * @since 0.1.0
 */
export const UserReportQuery: Endpoint.Decodes<UserReportQuery> = ReportQuery.comparable(userReportFields)
/** @since 0.1.0 */
export type UserReportQuery = ReportQuery.Comparable<typeof userReportFields>

const userChatReportFields = {
  user: ReportQuery.userOrTeam,
  mailboxes: ReportQuery.filters.mailboxes,
  tags: ReportQuery.filters.tags,
  officeHours: ReportQuery.officeHours
}

/**
 * The query of the report about a user's or a team's chats.
 *
 * @since 0.1.0
 */
export const UserChatReportQuery: Endpoint.Decodes<UserChatReportQuery> = ReportQuery.comparable(userChatReportFields)
/** @since 0.1.0 */
export type UserChatReportQuery = ReportQuery.Comparable<typeof userChatReportFields>

const userConversationHistoryFields = {
  user: ReportQuery.user,
  ...ReportQuery.filters,
  officeHours: ReportQuery.officeHours,
  status: Field.optional(Schema.Literal("active", "pending", "closed")),
  sortField: Field.optional(Schema.Literal("number", "repliesSent", "responseTime", "resolveTime")),
  sortOrder: ReportQuery.ratings.sortOrder
}

/**
 * The query for the conversations that a user worked on.
 *
 * @since 0.1.0
 */
export const UserConversationHistoryQuery: Endpoint.Decodes<UserConversationHistoryQuery> =
  ReportQuery.comparable(userConversationHistoryFields)
/** @since 0.1.0 */
export type UserConversationHistoryQuery = ReportQuery.Comparable<typeof userConversationHistoryFields>

/**
 * The query for the conversations behind a user's figures.
 *
 * @since 0.1.0
 */
export class UserDrilldownQuery extends Model.Opaque<UserDrilldownQuery>("UserDrilldownQuery")(
  { ...ReportQuery.interval, user: ReportQuery.user, ...ReportQuery.filters, rows: ReportQuery.rows },
  ReportQuery.inOrder
) {}

const userHappinessFields = { user: ReportQuery.user, ...ReportQuery.filters }

/**
 * The query of the happiness report about a user.
 *
 * @since 0.1.0
 */
export const UserHappinessQuery: Endpoint.Decodes<UserHappinessQuery> = ReportQuery.comparable(userHappinessFields)
/** @since 0.1.0 */
export type UserHappinessQuery = ReportQuery.Comparable<typeof userHappinessFields>

const userHappinessDrilldownFields = {
  user: ReportQuery.user,
  ...ReportQuery.filters,
  ...ReportQuery.ratings
}

/**
 * The query for the ratings of a user's replies.
 *
 * @since 0.1.0
 */
export const UserHappinessDrilldownQuery: Endpoint.Decodes<UserHappinessDrilldownQuery> =
  ReportQuery.comparable(userHappinessDrilldownFields)
/** @since 0.1.0 */
export type UserHappinessDrilldownQuery = ReportQuery.Comparable<typeof userHappinessDrilldownFields>

const userSeriesFields = {
  user: ReportQuery.user,
  ...ReportQuery.filters,
  viewBy: ReportQuery.viewBy
}

/**
 * The query of the reports about a user by day, week or month.
 *
 * @since 0.1.0
 */
export const UserSeriesQuery: Endpoint.Decodes<UserSeriesQuery> = ReportQuery.comparable(userSeriesFields)
/** @since 0.1.0 */
export type UserSeriesQuery = ReportQuery.Comparable<typeof userSeriesFields>

const getConversationHistoryReport = Endpoint.listReport("/v2/reports/user/conversation-history", {
  query: UserConversationHistoryQuery,
  item: UserConversation,
  docs: "reports/user/reports-user-conversation-history"
})

const getDrilldownReport = Endpoint.listReport("/v2/reports/user/drilldown", {
  query: UserDrilldownQuery,
  embedded: "conversations",
  item: ReportConversation,
  docs: "reports/user/reports-user-drilldown"
})

const getHappinessDrilldownReport = Endpoint.listReport("/v2/reports/user/ratings", {
  query: UserHappinessDrilldownQuery,
  item: ReportRating,
  docs: "reports/user/reports-user-happiness-drilldown"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the figures of a user, or of all members of a team together.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user/
   */
  getOverallReport: Endpoint.get("/v2/reports/user", {
    query: UserReportQuery,
    response: UserReport,
    docs: "reports/user/reports-user"
  }),
  /**
   * Gets the figures about the chats of a user, or of all members of a team together. Only Beacon chats count.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-chat/
   */
  getChatReport: Endpoint.get("/v2/reports/user/chat", {
    query: UserChatReportQuery,
    response: UserChatReport,
    docs: "reports/user/reports-user-chat"
  }),
  /**
   * Lists one page of the conversations that a user worked on.
   *
   * Gotcha: a conversation may occur more than once. According to the reference of version 1, once per reply.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-conversation-history/
   */
  getConversationHistoryReport,
  /** Streams every conversation that a user worked on. A conversation may occur more than once. */
  getConversationHistoryReportAll: Endpoint.all(getConversationHistoryReport),
  /** Streams the pages, with their totals. */
  getConversationHistoryReportPages: Endpoint.pages(getConversationHistoryReport),
  /**
   * Gets the number of customers that a user helped per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-customer-helped/
   */
  getCustomersHelpedReport: Endpoint.get("/v2/reports/user/customers-helped", {
    query: UserSeriesQuery,
    response: CustomersHelpedSeries,
    docs: "reports/user/reports-user-customer-helped"
  }),
  /**
   * Lists one page of the conversations behind a user's figures.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-drilldown/
   */
  getDrilldownReport,
  /** Streams every conversation behind a user's figures. */
  getDrilldownReportAll: Endpoint.all(getDrilldownReport),
  /** Streams the pages, with their totals. */
  getDrilldownReportPages: Endpoint.pages(getDrilldownReport),
  /**
   * Gets customers' ratings of a user's replies.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-happiness/
   */
  getHappinessReport: Endpoint.get("/v2/reports/user/happiness", {
    query: UserHappinessQuery,
    response: HappinessReport,
    docs: "reports/user/reports-user-happiness"
  }),
  /**
   * Lists one page of the ratings of a user's replies.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-happiness-drilldown/
   */
  getHappinessDrilldownReport,
  /** Streams every rating of a user's replies. */
  getHappinessDrilldownReportAll: Endpoint.all(getHappinessDrilldownReport),
  /** Streams the pages, with their totals. */
  getHappinessDrilldownReportPages: Endpoint.pages(getHappinessDrilldownReport),
  /**
   * Gets the number of replies that a user sent per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-replies/
   */
  getRepliesReport: Endpoint.get("/v2/reports/user/replies", {
    query: UserSeriesQuery,
    response: RepliesSeries,
    docs: "reports/user/reports-user-replies"
  }),
  /**
   * Gets the number of conversations that a user helped to resolve per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-resolutions/
   */
  getResolutionsReport: Endpoint.get("/v2/reports/user/resolutions", {
    query: UserSeriesQuery,
    response: ResolvedSeries,
    docs: "reports/user/reports-user-resolutions"
  })
}

/**
 * The methods of `reports.user`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
