/**
 * Reports about happiness: customers' ratings of replies.
 *
 * ```ts
 * import type { HappinessReport } from "@effect-helpscout/resources/Reports/Happiness"
 *
 * export const score = (report: HappinessReport) => report.current.happinessScore ?? 0
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import * as ReportQuery from "./ReportQuery.js"
import { figure, filterTags, ReportRating } from "./ReportShapes.js"

/**
 * Customers' ratings in an interval. `great`, `okay` and `notGood` are percentages, from 0 to 100.
 *
 * @since 0.1.0
 */
export class HappinessStatistics extends Model.Opaque<HappinessStatistics>("HappinessStatistics")({
  /** The percentage of customers who rated, of those who could. From 0 to 100. */
  ratingsPercent: figure,
  great: figure,
  okay: figure,
  notGood: figure,
  /** `great` minus `notGood`: from -100 to 100. */
  happinessScore: figure,
  greatCount: figure,
  okayCount: figure,
  notGoodCount: figure,
  ratingsCount: figure,
  totalCustomers: figure,
  totalCustomersWithRatings: figure
}) {}

/**
 * The happiness report of the company or of a user.
 *
 * @since 0.1.0
 */
export class HappinessReport extends Model.Opaque<HappinessReport>("HappinessReport")({
  /** Present in the report of a user. */
  filterTags,
  current: HappinessStatistics,
  previous: Field.optional(HappinessStatistics),
  /** Changes of the counts in percent, and of the percentages and the score in points. */
  deltas: Field.optional(
    Schema.Struct({
      great: figure,
      okay: figure,
      notGood: figure,
      greatCount: figure,
      okayCount: figure,
      notGoodCount: figure,
      happinessScore: figure
    })
  )
}) {}

/**
 * The query of the overall report.
 *
 * @since 0.1.0
 */
export const HappinessReportQuery: Endpoint.Decodes<HappinessReportQuery> = ReportQuery.comparable(ReportQuery.filters)
/** @since 0.1.0 */
export type HappinessReportQuery = ReportQuery.Comparable<typeof ReportQuery.filters>

const happinessRatingsFields = { ...ReportQuery.filters, ...ReportQuery.ratings }

/**
 * The query for the ratings behind the report.
 *
 * @since 0.1.0
 */
export const HappinessRatingsQuery: Endpoint.Decodes<HappinessRatingsQuery> =
  ReportQuery.comparable(happinessRatingsFields)
/** @since 0.1.0 */
export type HappinessRatingsQuery = ReportQuery.Comparable<typeof happinessRatingsFields>

const getRatingsReport = Endpoint.listReport("/v2/reports/happiness/ratings", {
  query: HappinessRatingsQuery,
  item: ReportRating,
  docs: "reports/happiness/reports-happiness-ratings"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets customers' ratings of the company's replies.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/happiness", {
    query: HappinessReportQuery,
    response: HappinessReport,
    docs: "reports/happiness/reports-happiness-overall"
  }),
  /**
   * Lists one page of ratings. Help Scout has no other list of ratings.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/
   */
  getRatingsReport,
  /** Streams every rating. */
  getRatingsReportAll: Endpoint.all(getRatingsReport),
  /** Streams the pages, with their totals. */
  getRatingsReportPages: Endpoint.pages(getRatingsReport)
}

/**
 * The methods of `reports.happiness`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
