import { assert, describe, it } from "@effect/vitest"
import { Reports } from "@effect-helpscout/resources/Reports"
import { endpoints, ProductivityReport } from "@effect-helpscout/resources/Reports/Productivity"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import { filters, filtersText, intervals, intervalsText } from "./queries.js"

describe("ProductivityReport", () => {
  it("keeps the order of the buckets of a distribution", () => {
    const report = reader(ProductivityReport)({
      current: { percentResolvedOnFirstReply: 0.4 },
      repliesToResolve: {
        count: 14,
        previousCount: 0,
        ranges: [
          { id: 2, count: 1, previousCount: 4, percent: 100, resolutionTime: 2_278_004 },
          { id: 1, count: 0 }
        ]
      }
    })
    assert.deepStrictEqual(
      report.repliesToResolve?.ranges?.map(({ id, resolutionTime }) => [id, resolutionTime]),
      [
        [2, 2_278_004],
        [1, undefined]
      ]
    )
  })
})

describe("requests", () => {
  const path = "/v2/reports/productivity"
  const query = { ...intervals, ...filters, officeHours: true, viewBy: "day" } as const
  const queryText = `${intervalsText}&${filtersText}&officeHours=true&viewBy=day`
  const response = json({ current: [] })
  assertCalls(Reports, Reports.layer, endpoints, {
    getOverallReport: {
      call: ({ productivity }) => productivity.getOverallReport({ ...intervals, officeHours: true }),
      sent: `GET ${path}?${intervalsText}&officeHours=true`,
      response: json({ current: {} })
    },
    getFirstResponseTimeReport: {
      call: ({ productivity }) => productivity.getFirstResponseTimeReport(query),
      sent: `GET ${path}/first-response-time?${queryText}`,
      response
    },
    getRepliesSentReport: {
      call: ({ productivity }) => productivity.getRepliesSentReport(query),
      sent: `GET ${path}/replies-sent?${queryText}`,
      response
    },
    getResolutionTimeReport: {
      call: ({ productivity }) => productivity.getResolutionTimeReport(query),
      sent: `GET ${path}/resolution-time?${queryText}`,
      response
    },
    getResolvedReport: {
      call: ({ productivity }) => productivity.getResolvedReport(query),
      sent: `GET ${path}/resolved?${queryText}`,
      response
    },
    getResponseTimeReport: {
      call: ({ productivity }) => productivity.getResponseTimeReport(query),
      sent: `GET ${path}/response-time?${queryText}`,
      response
    }
  })
})
