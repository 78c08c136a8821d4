/**
 * Reports about productivity: the speed of replies and resolutions.
 *
 * ```ts
 * import type { ProductivityReport } from "@effect-helpscout/resources/Reports/Productivity"
 *
 * export const hours = (report: ProductivityReport) => (report.current.firstResponseTime ?? 0) / 3600
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import * as ReportQuery from "./ReportQuery.js"
import {
  Distribution,
  dates,
  figure,
  filterTags,
  RepliesSeries,
  ResolvedSeries,
  seconds,
  TimeSeries
} from "./ReportShapes.js"

/**
 * The productivity of the company in an interval. Times are means, in seconds.
 *
 * @since 0.1.0
 */
export class ProductivityStatistics extends Model.Opaque<ProductivityStatistics>("ProductivityStatistics")({
  ...dates,
  totalConversations: figure,
  /** From the start of a conversation to its resolution. */
  resolutionTime: seconds,
  repliesToResolve: figure,
  responseTime: seconds,
  firstResponseTime: seconds,
  /** Conversations with a reply by a user that were closed. Each counts once. */
  resolved: figure,
  resolvedOnFirstReply: figure,
  closed: figure,
  repliesSent: figure,
  /** From opening a conversation to sending the reply. */
  handleTime: seconds,
  /** From 0 to 1, unlike every other percentage of the reports. */
  percentResolvedOnFirstReply: figure
}) {}

/**
 * The overall report about productivity.
 *
 * @since 0.1.0
 */
export class ProductivityReport extends Model.Opaque<ProductivityReport>("ProductivityReport")({
  filterTags,
  current: ProductivityStatistics,
  previous: Field.optional(ProductivityStatistics),
  deltas: Field.optional(
    Schema.Struct({
      totalConversations: figure,
      repliesSent: figure,
      firstResponseTime: figure,
      resolved: figure,
      repliesToResolve: figure,
      closed: figure,
      resolvedOnFirstReply: figure,
      responseTime: figure,
      handleTime: figure,
      resolutionTime: figure
    })
  ),
  responseTime: Field.optional(Distribution),
  handleTime: Field.optional(Distribution),
  firstResponseTime: Field.optional(Distribution),
  repliesToResolve: Field.optional(Distribution)
}) {}

const productivityReportFields = {
  ...ReportQuery.filters,
  officeHours: ReportQuery.officeHours
}

/**
 * The query of the overall report.
 *
 * @since 0.1.0
 */
export const ProductivityReportQuery: Endpoint.Decodes<ProductivityReportQuery> =
  ReportQuery.comparable(productivityReportFields)
/** @since 0.1.0 */
export type ProductivityReportQuery = ReportQuery.Comparable<typeof productivityReportFields>

const productivitySeriesFields = {
  ...ReportQuery.filters,
  officeHours: ReportQuery.officeHours,
  viewBy: ReportQuery.viewBy
}

/**
 * The query of the reports by day, week or month.
 *
 * @since 0.1.0
 */
export const ProductivitySeriesQuery: Endpoint.Decodes<ProductivitySeriesQuery> =
  ReportQuery.comparable(productivitySeriesFields)
/** @since 0.1.0 */
export type ProductivitySeriesQuery = ReportQuery.Comparable<typeof productivitySeriesFields>

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the speed of the company's replies and resolutions. `company.getDrilldownReport` lists the conversations behind it.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/productivity", {
    query: ProductivityReportQuery,
    response: ProductivityReport,
    docs: "reports/productivity/reports-productivity-overall"
  }),
  /**
   * Gets the time until the first reply, per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-first-response-time/
   */
  getFirstResponseTimeReport: Endpoint.get("/v2/reports/productivity/first-response-time", {
    query: ProductivitySeriesQuery,
    response: TimeSeries,
    docs: "reports/productivity/reports-productivity-first-response-time"
  }),
  /**
   * Gets the number of replies sent per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-replies-sent/
   */
  getRepliesSentReport: Endpoint.get("/v2/reports/productivity/replies-sent", {
    query: ProductivitySeriesQuery,
    response: RepliesSeries,
    docs: "reports/productivity/reports-productivity-replies-sent"
  }),
  /**
   * Gets the time until the resolution of conversations, per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-resolution-time/
   */
  getResolutionTimeReport: Endpoint.get("/v2/reports/productivity/resolution-time", {
    query: ProductivitySeriesQuery,
    response: TimeSeries,
    docs: "reports/productivity/reports-productivity-resolution-time"
  }),
  /**
   * Gets the number of resolved conversations per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-resolved/
   */
  getResolvedReport: Endpoint.get("/v2/reports/productivity/resolved", {
    query: ProductivitySeriesQuery,
    response: ResolvedSeries,
    docs: "reports/productivity/reports-productivity-resolved"
  }),
  /**
   * Gets the time until a reply, per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-respose-time/
   */
  getResponseTimeReport: Endpoint.get("/v2/reports/productivity/response-time", {
    query: ProductivitySeriesQuery,
    response: TimeSeries,
    // misspelled in Help Scout's URL
    docs: "reports/productivity/reports-productivity-respose-time"
  })
}

/**
 * The methods of `reports.productivity`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
