/**
 * Reports about one user, or a team where Help Scout takes one.
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
 * What a user did in an interval. Times are means, in seconds.
 *
 * @since 0.1.0
 * @category models
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
 * @since 0.1.0
 * @category models
 */
export class UserReport extends Model.Opaque<UserReport>("UserReport")({
  filterTags,
  user: Field.optional(
    Schema.Struct({
      /** A team's, where a team was asked for. */
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
      /** Has no counterpart in `current`. */
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
 * @since 0.1.0
 * @category models
 */
export class UserChatStatistics extends Model.Opaque<UserChatStatistics>("UserChatStatistics")({
  ...dates,
  ...chatStatistics
}) {}

/**
 * @since 0.1.0
 * @category models
 */
export class UserChatReport extends Model.Opaque<UserChatReport>("UserChatReport")({
  filterTags,
  current: UserChatStatistics,
  previous: Field.optional(UserChatStatistics),
  deltas: Field.optional(Schema.Struct(chatStatistics))
}) {}

/**
 * A conversation that a user worked on, and how long it took. Times are in seconds.
 *
 * @since 0.1.0
 * @category models
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

/** @since 0.1.0 @category schemas */
export const UserReportQuery: Endpoint.Decodes<UserReportQuery> = ReportQuery.comparable(userReportFields)
/** @since 0.1.0 */
export type UserReportQuery = ReportQuery.Comparable<typeof userReportFields>

const userChatReportFields = {
  user: ReportQuery.userOrTeam,
  mailboxes: ReportQuery.filters.mailboxes,
  tags: ReportQuery.filters.tags,
  officeHours: ReportQuery.officeHours
}

/** @since 0.1.0 @category schemas */
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

/** @since 0.1.0 @category schemas */
export const UserConversationHistoryQuery: Endpoint.Decodes<UserConversationHistoryQuery> =
  ReportQuery.comparable(userConversationHistoryFields)
/** @since 0.1.0 */
export type UserConversationHistoryQuery = ReportQuery.Comparable<typeof userConversationHistoryFields>

const userDrilldownFields = {
  user: ReportQuery.user,
  ...ReportQuery.filters,
  rows: ReportQuery.rows
}

/** @since 0.1.0 @category schemas */
export const UserDrilldownQuery: Endpoint.Decodes<UserDrilldownQuery> = ReportQuery.within(userDrilldownFields)
/** @since 0.1.0 */
export type UserDrilldownQuery = ReportQuery.Within<typeof userDrilldownFields>

const userHappinessFields = { user: ReportQuery.user, ...ReportQuery.filters }

/** @since 0.1.0 @category schemas */
export const UserHappinessQuery: Endpoint.Decodes<UserHappinessQuery> = ReportQuery.comparable(userHappinessFields)
/** @since 0.1.0 */
export type UserHappinessQuery = ReportQuery.Comparable<typeof userHappinessFields>

const userHappinessDrilldownFields = {
  user: ReportQuery.user,
  ...ReportQuery.filters,
  ...ReportQuery.ratings
}

/** @since 0.1.0 @category schemas */
export const UserHappinessDrilldownQuery: Endpoint.Decodes<UserHappinessDrilldownQuery> =
  ReportQuery.comparable(userHappinessDrilldownFields)
/** @since 0.1.0 */
export type UserHappinessDrilldownQuery = ReportQuery.Comparable<typeof userHappinessDrilldownFields>

const userSeriesFields = {
  user: ReportQuery.user,
  ...ReportQuery.filters,
  viewBy: ReportQuery.viewBy
}

/** @since 0.1.0 @category schemas */
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

/** @since 0.1.0 @category endpoints */
export const endpoints = {
  /**
   * Gets what a user did in an interval, or the members of a team together.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user/
   */
  getOverallReport: Endpoint.get("/v2/reports/user", {
    query: UserReportQuery,
    response: UserReport,
    docs: "reports/user/reports-user"
  }),
  /**
   * Gets the chats of a user, or of the members of a team together. Only Beacon chats count.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-chat/
   */
  getChatReport: Endpoint.get("/v2/reports/user/chat", {
    query: UserChatReportQuery,
    response: UserChatReport,
    docs: "reports/user/reports-user-chat"
  }),
  /**
   * Lists one page of the conversations that a user worked on. One may come more than once: by the pages of version 1,
   * once for each reply.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-conversation-history/
   */
  getConversationHistoryReport,
  /** Streams every conversation that a user worked on, page after page. */
  getConversationHistoryReportAll: Endpoint.all(getConversationHistoryReport),
  /** Streams the pages themselves, with their totals. */
  getConversationHistoryReportPages: Endpoint.pages(getConversationHistoryReport),
  /**
   * Gets how many customers a user helped in each day, week or month.
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
  /** Streams every conversation behind a user's figures, page after page. */
  getDrilldownReportAll: Endpoint.all(getDrilldownReport),
  /** Streams the pages themselves, with their totals. */
  getDrilldownReportPages: Endpoint.pages(getDrilldownReport),
  /**
   * Gets how customers rated a user's replies.
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
  /** Streams every rating of a user's replies, page after page. */
  getHappinessDrilldownReportAll: Endpoint.all(getHappinessDrilldownReport),
  /** Streams the pages themselves, with their totals. */
  getHappinessDrilldownReportPages: Endpoint.pages(getHappinessDrilldownReport),
  /**
   * Gets how many replies a user sent in each day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-replies/
   */
  getRepliesReport: Endpoint.get("/v2/reports/user/replies", {
    query: UserSeriesQuery,
    response: RepliesSeries,
    docs: "reports/user/reports-user-replies"
  }),
  /**
   * Gets how many conversations a user helped to resolve in each day, week or month.
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
 * `reports.user`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
