/**
 * Reports about Docs: the searches of visitors and their results.
 *
 * ```ts
 * import type { DocsReport } from "@effect-helpscout/resources/Reports/Docs"
 *
 * export const missing = (report: DocsReport) => report.failedSearches?.map((search) => search.id) ?? []
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { DocsSiteId } from "../Ids.js"
import * as ReportQuery from "./ReportQuery.js"
import { figure } from "./ReportShapes.js"

const statistics = {
  visitors: figure,
  browseAction: figure,
  searchAction: figure,
  sentAnEmailResult: figure,
  foundAnAnswerResult: figure,
  failedResult: figure,
  docsViewedPerVisit: figure
}

/**
 * The figures about visitors in an interval.
 *
 * @since 0.1.0
 */
export class DocsStatistics extends Model.Opaque<DocsStatistics>("DocsStatistics")(statistics) {}

/**
 * The report about Docs.
 *
 * @since 0.1.0
 */
export class DocsReport extends Model.Opaque<DocsReport>("DocsReport")({
  current: DocsStatistics,
  previous: Field.optional(DocsStatistics),
  deltas: Field.optional(Schema.Struct(statistics)),
  /** The `id` is the search text. */
  popularSearches: Field.optional(Schema.Array(Schema.Struct({ id: Schema.String, count: figure, results: figure }))),
  /** The `id` is the search text. */
  failedSearches: Field.optional(Schema.Array(Schema.Struct({ id: Schema.String, count: figure }))),
  topArticles: Field.optional(
    Schema.Array(
      Schema.Struct({
        id: Schema.String,
        name: Field.optional(Schema.String),
        count: figure,
        siteId: Field.optional(DocsSiteId),
        collectionId: Field.optional(Schema.String)
      })
    )
  ),
  topCategories: Field.optional(
    Schema.Array(
      Schema.Struct({
        id: Schema.String,
        name: Field.optional(Schema.String),
        count: figure,
        siteId: Field.optional(DocsSiteId),
        articles: figure
      })
    )
  )
}) {}

const docsReportFields = { sites: Field.optional(Field.oneOrMore(DocsSiteId)) }

/**
 * The query of the report about Docs.
 *
 * @since 0.1.0
 */
export const DocsReportQuery: Endpoint.Decodes<DocsReportQuery> = ReportQuery.comparable(docsReportFields)
/** @since 0.1.0 */
export type DocsReportQuery = ReportQuery.Comparable<typeof docsReportFields>

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Gets the searches, articles and results of visitors of the Docs sites.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/docs/reports-docs-overall/
   */
  getOverallReport: Endpoint.get("/v2/reports/docs", {
    query: DocsReportQuery,
    response: DocsReport,
    docs: "reports/docs/reports-docs-overall"
  })
}

/**
 * The methods of `reports.docs`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
