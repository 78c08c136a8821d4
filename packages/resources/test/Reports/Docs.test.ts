import { assert, describe, it } from "@effect/vitest"
import { Reports } from "@effect-helpscout/resources/Reports"
import { DocsReport, endpoints } from "@effect-helpscout/resources/Reports/Docs"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import { intervals, intervalsText } from "./queries.js"

describe("DocsReport", () => {
  it("decodes nulls and missing keys", () => {
    const report = reader(DocsReport)({
      current: { visitors: 3, failedResult: null },
      failedSearches: [{ id: "refund" }]
    })
    assert.deepStrictEqual({ ...report }, { current: { visitors: 3 }, failedSearches: [{ id: "refund" }] })
  })
})

describe("requests", () => {
  assertCalls(Reports, Reports.layer, endpoints, {
    getOverallReport: {
      call: ({ docs }) =>
        docs.getOverallReport({ ...intervals, sites: ["5214c77c45667acd25394b51", "5214c77c45667acd25394b52"] }),
      sent: `GET /v2/reports/docs?${intervalsText}&sites=5214c77c45667acd25394b51%2C5214c77c45667acd25394b52`,
      response: json({ current: {} })
    }
  })
})
