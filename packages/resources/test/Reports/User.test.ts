import { assert, describe, it } from "@effect/vitest"
import { Reports } from "@effect-helpscout/resources/Reports"
import { endpoints, UserConversation, UserReport } from "@effect-helpscout/resources/Reports/User"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import { filters, filtersText, interval, intervals, intervalsText, intervalText } from "./queries.js"

describe("UserReport", () => {
  it("decodes the report of a team, which has no photo", () => {
    const report = reader(UserReport)({
      user: { id: 71_001, name: "Tier 1", hasPhoto: false, photoUrl: null },
      current: { busiestDay: 3 },
      deltas: { activeConversations: 12.5 }
    })
    assert.deepStrictEqual(report.user, { id: 71_001, name: "Tier 1", hasPhoto: false })
    assert.strictEqual(report.deltas?.activeConversations, 12.5)
  })
})

describe("UserConversation", () => {
  it("decodes nulls and missing keys", () => {
    const row = reader(UserConversation)({
      id: 1,
      number: 2,
      customers: [{ id: 3, name: "Ann" }],
      avgHandleTime: 12.5,
      resolveTime: null
    })
    assert.deepStrictEqual({ ...row }, { id: 1, number: 2, customers: [{ id: 3, name: "Ann" }], avgHandleTime: 12.5 })
  })
})

describe("requests", () => {
  const path = "/v2/reports/user"
  const byUser = { ...interval, user: 4 }
  const byUserText = `${intervalText}&user=4`
  const report = json({ current: {} })
  const series = json({ current: [] })
  const rows = json({ results: [], page: 1, pages: 0, count: 0 })
  const conversations = json({ conversations: { results: [], page: 1, pages: 0, count: 0 } })
  assertCalls(Reports, Reports.layer, endpoints, {
    getOverallReport: {
      call: ({ user }) => user.getOverallReport({ ...intervals, ...filters, user: 4, officeHours: true }),
      sent: `GET ${path}?${intervalsText}&user=4&${filtersText}&officeHours=true`,
      response: report
    },
    getChatReport: {
      call: ({ user }) => user.getChatReport({ ...byUser, mailboxes: 85, tags: [1], officeHours: true }),
      sent: `GET ${path}/chat?${byUserText}&mailboxes=85&tags=1&officeHours=true`,
      response: report
    },
    getConversationHistoryReport: {
      call: ({ user }) =>
        user.getConversationHistoryReport({
          ...byUser,
          officeHours: true,
          status: "closed",
          sortField: "repliesSent",
          sortOrder: "DESC",
          page: 2
        }),
      sent: `GET ${path}/conversation-history?page=2&${byUserText}&officeHours=true&status=closed&sortField=repliesSent&sortOrder=DESC`,
      response: rows
    },
    getConversationHistoryReportAll: {
      call: ({ user }) => user.getConversationHistoryReportAll(byUser),
      sent: `GET ${path}/conversation-history?${byUserText}`,
      response: rows
    },
    getConversationHistoryReportPages: {
      call: ({ user }) => user.getConversationHistoryReportPages(byUser),
      sent: `GET ${path}/conversation-history?${byUserText}`,
      response: rows
    },
    getCustomersHelpedReport: {
      call: ({ user }) => user.getCustomersHelpedReport({ ...byUser, viewBy: "day" }),
      sent: `GET ${path}/customers-helped?${byUserText}&viewBy=day`,
      response: series
    },
    getDrilldownReport: {
      call: ({ user }) => user.getDrilldownReport({ ...byUser, rows: 30 }),
      sent: `GET ${path}/drilldown?${byUserText}&rows=30`,
      response: conversations
    },
    getDrilldownReportAll: {
      call: ({ user }) => user.getDrilldownReportAll(byUser),
      sent: `GET ${path}/drilldown?${byUserText}`,
      response: conversations
    },
    getDrilldownReportPages: {
      call: ({ user }) => user.getDrilldownReportPages(byUser),
      sent: `GET ${path}/drilldown?${byUserText}`,
      response: conversations
    },
    getHappinessReport: {
      call: ({ user }) => user.getHappinessReport({ ...intervals, user: 4 }),
      sent: `GET ${path}/happiness?${intervalsText}&user=4`,
      response: report
    },
    getHappinessDrilldownReport: {
      call: ({ user }) => user.getHappinessDrilldownReport({ ...byUser, rating: "ok", sortField: "rating" }),
      sent: `GET ${path}/ratings?${byUserText}&rating=ok&sortField=rating`,
      response: rows
    },
    getHappinessDrilldownReportAll: {
      call: ({ user }) => user.getHappinessDrilldownReportAll(byUser),
      sent: `GET ${path}/ratings?${byUserText}`,
      response: rows
    },
    getHappinessDrilldownReportPages: {
      call: ({ user }) => user.getHappinessDrilldownReportPages(byUser),
      sent: `GET ${path}/ratings?${byUserText}`,
      response: rows
    },
    getRepliesReport: {
      call: ({ user }) => user.getRepliesReport({ ...byUser, viewBy: "week" }),
      sent: `GET ${path}/replies?${byUserText}&viewBy=week`,
      response: series
    },
    getResolutionsReport: {
      call: ({ user }) => user.getResolutionsReport({ ...byUser, types: "email" }),
      sent: `GET ${path}/resolutions?${byUserText}&types=email`,
      response: series
    }
  })
})
