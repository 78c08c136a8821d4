import { assert, describe, it } from "@effect/vitest"
import { Reports } from "@effect-helpscout/resources/Reports"
import { CompanyDrilldownQuery, CompanyReport, endpoints } from "@effect-helpscout/resources/Reports/Company"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { accepts, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import { filters, filtersText, interval, intervals, intervalsText, intervalText } from "./queries.js"

describe("CompanyReport", () => {
  it("decodes nulls, missing keys and unknown keys", () => {
    const report = reader(CompanyReport)({
      filterTags: [
        { id: 123, name: "sample-tag" },
        { id: 1, name: null }
      ],
      current: { startDate: "2015-01-01T00:00:00Z", endDate: null, customersHelped: 2_278_004, news: { a: [null] } },
      deltas: { closed: -12.5 },
      users: [{ user: "4", name: "Ann", handleTime: null, happinessScore: -3.25 }]
    })
    assert.deepStrictEqual(report, {
      filterTags: [{ id: 123, name: "sample-tag" }, { id: 1 }],
      current: { startDate: DateTime.unsafeMake("2015-01-01T00:00:00Z"), customersHelped: 2_278_004 },
      deltas: { closed: -12.5 },
      users: [{ user: "4", name: "Ann", happinessScore: -3.25 }]
    })
  })
})

describe("CompanyDrilldownQuery", () => {
  it("requires a range, and up to 50 rows per page", () => {
    const accept = accepts(CompanyDrilldownQuery)
    const valid = { ...interval, range: "handleTime", rangeId: 3, rows: 50 }
    assert.isTrue(accept(valid))
    for (const invalid of [
      { range: "tags" },
      { rows: 51 },
      { rows: 0 },
      { rows: 1.5 },
      { rangeId: 0 },
      { mailboxes: [0] },
      { mailbox: 1 },
      { range: undefined }
    ]) {
      assert.isFalse(accept({ ...valid, ...invalid }), JSON.stringify(invalid))
    }
  })
})

describe("requests", () => {
  const path = "/v2/reports/company"
  const drilldown = { ...interval, range: "resolved" } as const
  const rows = json({ conversations: { results: [], page: 1, pages: 0, count: 0 } })
  assertCalls(Reports, Reports.layer, endpoints, {
    getOverallReport: {
      call: ({ company }) => company.getOverallReport({ ...intervals, ...filters }),
      sent: `GET ${path}?${intervalsText}&${filtersText}`,
      response: json({ current: {} })
    },
    getCustomersHelpedReport: {
      call: ({ company }) => company.getCustomersHelpedReport({ ...interval, viewBy: "day" }),
      sent: `GET ${path}/customers-helped?${intervalText}&viewBy=day`,
      response: json({ current: [] })
    },
    getDrilldownReport: {
      call: ({ company }) =>
        company.getDrilldownReport({ ...interval, ...filters, range: "replies", rangeId: 2, rows: 50, page: 3 }),
      sent: `GET ${path}/drilldown?page=3&${intervalText}&${filtersText}&rows=50&range=replies&rangeId=2`,
      response: rows
    },
    getDrilldownReportAll: {
      call: ({ company }) => company.getDrilldownReportAll(drilldown),
      sent: `GET ${path}/drilldown?${intervalText}&range=resolved`,
      response: rows
    },
    getDrilldownReportPages: {
      call: ({ company }) => company.getDrilldownReportPages(drilldown),
      sent: `GET ${path}/drilldown?${intervalText}&range=resolved`,
      response: rows
    }
  })
})
