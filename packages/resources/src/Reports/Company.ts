/**
 * Reports about the whole company, in total and by user.
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
 * The figures of the company in an interval.
 *
 * @since 0.1.0
 */
export class CompanyStatistics extends Model.Opaque<CompanyStatistics>("CompanyStatistics")({
  ...dates,
  /** Customers who received a reply. Notes, status changes and assignments do not count. */
  customersHelped: figure,
  closed: figure,
  totalReplies: figure,
  /** Users who helped a customer. */
  totalUsers: figure,
  totalDays: figure,
  repliesPerDayPerUser: figure,
  repliesPerDay: figure,
  resolvedPerDay: figure
}) {}

/**
 * The figures of one user in both intervals.
 *
 * @since 0.1.0
 */
export class CompanyUser extends Model.Opaque<CompanyUser>("CompanyUser")({
  /** The user's id, as a string. */
  user: Schema.String,
  name: Field.optional(Schema.String),
  customersHelped: figure,
  replies: figure,
  handleTime: seconds,
  /** The percentage of great ratings minus the percentage of not good ratings. */
  happinessScore: figure,
  previousCustomersHelped: figure,
  previousReplies: figure,
  previousHandleTime: seconds,
  previousHappinessScore: figure
}) {}

/**
 * The overall report about the company.
 *
 * @since 0.1.0
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

/**
 * The query of the overall report.
 *
 * @since 0.1.0
 */
export const CompanyReportQuery: Endpoint.Decodes<CompanyReportQuery> = ReportQuery.comparable(ReportQuery.filters)
/** @since 0.1.0 */
export type CompanyReportQuery = ReportQuery.Comparable<typeof ReportQuery.filters>

const companyCustomersHelpedFields = {
  ...ReportQuery.filters,
  viewBy: ReportQuery.viewBy
}

/**
 * The query of the report about customers helped.
 *
 * @since 0.1.0
 */
export const CompanyCustomersHelpedQuery: Endpoint.Decodes<CompanyCustomersHelpedQuery> =
  ReportQuery.comparable(companyCustomersHelpedFields)
/** @since 0.1.0 */
export type CompanyCustomersHelpedQuery = ReportQuery.Comparable<typeof companyCustomersHelpedFields>

/**
 * The query for the conversations behind the company's figures.
 *
 * @since 0.1.0
 */
export class CompanyDrilldownQuery extends Model.Opaque<CompanyDrilldownQuery>("CompanyDrilldownQuery")(
  {
    ...ReportQuery.interval,
    ...ReportQuery.filters,
    rows: ReportQuery.rows,
    /** The figure whose conversations are listed. */
    range: Schema.Literal(
      "replies",
      "firstReplyResolved",
      "resolved",
      "responseTime",
      "firstResponseTime",
      "handleTime"
    ),
    /** Only the conversations of one bucket: the `id` of a `DistributionRange`. */
    rangeId: Field.optional(Schema.Int.pipe(Schema.positive({ description: "a positive integer" })))
  },
  ReportQuery.inOrder
) {}

const getDrilldownReport = Endpoint.listReport("/v2/reports/company/drilldown", {
  query: CompanyDrilldownQuery,
  embedded: "conversations",
  item: ReportConversation,
  docs: "reports/company/reports-company-drilldown"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the figures of the company, in total and by user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/company", {
    query: CompanyReportQuery,
    response: CompanyReport,
    docs: "reports/company/reports-company-overall"
  }),
  /**
   * Gets the number of customers helped per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-customers-helped/
   */
  getCustomersHelpedReport: Endpoint.get("/v2/reports/company/customers-helped", {
    query: CompanyCustomersHelpedQuery,
    response: CustomersHelpedSeries,
    docs: "reports/company/reports-company-customers-helped"
  }),
  /**
   * Lists one page of the conversations behind the company's figures. They are also those behind the productivity
   * report, which does not have its own drilldown.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-drilldown/
   */
  getDrilldownReport,
  /** Streams every conversation behind the company's figures. */
  getDrilldownReportAll: Endpoint.all(getDrilldownReport),
  /** Streams the pages, with their totals. */
  getDrilldownReportPages: Endpoint.pages(getDrilldownReport)
}

/**
 * The methods of `reports.company`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
