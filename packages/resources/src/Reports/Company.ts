/**
 * Reports about the whole company: how much was done, and by whom.
 *
 * ```ts
 * import type { CompanyReport } from "@effect-helpscout/resources/Reports/Company"
 *
 * export const names = (report: CompanyReport) => report.users?.map((user) => user.name) ?? []
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import * as ReportQuery from "./ReportQuery.js"
import { CustomersHelpedSeries, dates, figure, filterTags, ReportConversation, seconds } from "./ReportShapes.js"

/**
 * What the company did in an interval.
 *
 * @since 0.1.0
 * @category models
 */
export class CompanyStatistics extends Model.Opaque<CompanyStatistics>("CompanyStatistics")({
  ...dates,
  /** Customers who got a reply; notes, states and assignments don't help anybody. */
  customersHelped: figure,
  closed: figure,
  totalReplies: figure,
  /** Users who helped customers. */
  totalUsers: figure,
  totalDays: figure,
  repliesPerDayPerUser: figure,
  repliesPerDay: figure,
  resolvedPerDay: figure
}) {}

/**
 * What one user did in both intervals.
 *
 * @since 0.1.0
 * @category models
 */
export class CompanyUser extends Model.Opaque<CompanyUser>("CompanyUser")({
  /** The user's id, as a string here. */
  user: Schema.String,
  name: Field.optional(Schema.String),
  customersHelped: figure,
  replies: figure,
  handleTime: seconds,
  /** The percentage of great ratings minus that of not good ones. */
  happinessScore: figure,
  previousCustomersHelped: figure,
  previousReplies: figure,
  previousHandleTime: seconds,
  previousHappinessScore: figure
}) {}

/**
 * @since 0.1.0
 * @category models
 */
export class CompanyReport extends Model.Opaque<CompanyReport>("CompanyReport")({
  filterTags,
  current: CompanyStatistics,
  previous: Field.optional(CompanyStatistics),
  deltas: Field.optional(
    Schema.Struct({
      customersHelped: figure,
      totalReplies: figure,
      repliesPerDay: figure,
      closed: figure,
      totalUsers: figure,
      repliesPerDayPerUser: figure
    })
  ),
  users: Field.optional(Schema.Array(CompanyUser))
}) {}

/** @since 0.1.0 @category schemas */
export const CompanyReportQuery: Endpoint.Decodes<CompanyReportQuery> = ReportQuery.comparable(ReportQuery.filters)
/** @since 0.1.0 */
export type CompanyReportQuery = ReportQuery.Comparable<typeof ReportQuery.filters>

const companyCustomersHelpedFields = {
  ...ReportQuery.filters,
  viewBy: ReportQuery.viewBy
}

/** @since 0.1.0 @category schemas */
export const CompanyCustomersHelpedQuery: Endpoint.Decodes<CompanyCustomersHelpedQuery> =
  ReportQuery.comparable(companyCustomersHelpedFields)
/** @since 0.1.0 */
export type CompanyCustomersHelpedQuery = ReportQuery.Comparable<typeof companyCustomersHelpedFields>

const companyDrilldownFields = {
  ...ReportQuery.filters,
  rows: ReportQuery.rows,
  /** By what the conversations are chosen. */
  range: Schema.Literal("replies", "firstReplyResolved", "resolved", "responseTime", "firstResponseTime", "handleTime"),
  /** Only those in one bucket: the `id` of a range of a `Distribution`. */
  rangeId: Field.optional(Schema.Int.pipe(Schema.positive({ description: "a whole number from 1" })))
}

/** @since 0.1.0 @category schemas */
export const CompanyDrilldownQuery: Endpoint.Decodes<CompanyDrilldownQuery> = ReportQuery.within(companyDrilldownFields)
/** @since 0.1.0 */
export type CompanyDrilldownQuery = ReportQuery.Within<typeof companyDrilldownFields>

const getDrilldownReport = Endpoint.listReport("/v2/reports/company/drilldown", {
  query: CompanyDrilldownQuery,
  embedded: "conversations",
  item: ReportConversation,
  docs: "reports/company/reports-company-drilldown"
})

/** @since 0.1.0 @category endpoints */
export const endpoints = {
  /**
   * Gets what the company did in an interval, in all and by user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/company", {
    query: CompanyReportQuery,
    response: CompanyReport,
    docs: "reports/company/reports-company-overall"
  }),
  /**
   * Gets how many customers were helped in each day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-customers-helped/
   */
  getCustomersHelpedReport: Endpoint.get("/v2/reports/company/customers-helped", {
    query: CompanyCustomersHelpedQuery,
    response: CustomersHelpedSeries,
    docs: "reports/company/reports-company-customers-helped"
  }),
  /**
   * Lists one page of the conversations behind the company's figures, and behind those of the productivity report,
   * which has no drilldown of its own.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-drilldown/
   */
  getDrilldownReport,
  /** Streams every conversation behind the company's figures, page after page. */
  getDrilldownReportAll: Endpoint.all(getDrilldownReport),
  /** Streams the pages themselves, with their totals. */
  getDrilldownReportPages: Endpoint.pages(getDrilldownReport)
}

/**
 * `reports.company`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
