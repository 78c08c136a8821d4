import { describe } from "@effect/vitest"
import { Reports } from "@effect-helpscout/resources/Reports"
import { endpoints } from "@effect-helpscout/resources/Reports/Happiness"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { json } from "@effect-helpscout/test-support/scripted"
import { filters, filtersText, interval, intervals, intervalsText, intervalText } from "./queries.js"

describe("requests", () => {
  const rows = json({ results: [], page: 1, pages: 0, count: 0 })
  assertCalls(Reports, Reports.layer, endpoints, {
    getOverallReport: {
      call: ({ happiness }) => happiness.getOverallReport({ ...interval, ...filters }),
      sent: `GET /v2/reports/happiness?${intervalText}&${filtersText}`,
      response: json({ current: {} })
    },
    getRatingsReport: {
      call: ({ happiness }) =>
        happiness.getRatingsReport({
          ...intervals,
          rating: "not-good",
          sortField: "modifiedAt",
          sortOrder: "ASC",
          page: 2
        }),
      sent: `GET /v2/reports/happiness/ratings?page=2&${intervalsText}&rating=not-good&sortField=modifiedAt&sortOrder=ASC`,
      response: rows
    },
    getRatingsReportAll: {
      call: ({ happiness }) => happiness.getRatingsReportAll(interval),
      sent: `GET /v2/reports/happiness/ratings?${intervalText}`,
      response: rows
    },
    getRatingsReportPages: {
      call: ({ happiness }) => happiness.getRatingsReportPages(interval),
      sent: `GET /v2/reports/happiness/ratings?${intervalText}`,
      response: rows
    }
  })
})
