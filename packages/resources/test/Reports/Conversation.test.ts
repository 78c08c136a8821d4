import { assert, describe, it } from "@effect/vitest"
import { Reports } from "@effect-helpscout/resources/Reports"
import {
  ConversationsReport,
  endpoints,
  ReceivedMessagesSeries
} from "@effect-helpscout/resources/Reports/Conversation"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { filters, filtersText, interval, intervals, intervalsText, intervalText } from "./queries.js"

describe("ConversationsReport", () => {
  it("decodes tags without a name, and figures without an earlier interval", () => {
    const report = reader(ConversationsReport)({
      busiestDay: { day: 1, hour: 14, count: 3 },
      busyTimeStart: 9,
      busyTimeEnd: 10,
      current: { totalConversations: 12 },
      tags: { count: 1, top: [{ id: 1, count: 3, percent: 25, previousPercent: null }] },
      replies: { count: 1, top: [{ id: 7, name: "Thanks", mailboxId: 85, count: 1 }] },
      customFields: {
        count: 1,
        fields: [
          {
            id: 5,
            name: "Priority",
            mailboxId: 85,
            values: [{ id: 51, name: "High", count: 1, percent: 100 }],
            summary: { total: 2, totalAnswered: 1, previousTotal: null, unansweredPercent: 50 }
          }
        ]
      }
    })
    assert.deepStrictEqual(report.tags?.top, [{ id: 1, count: 3, percent: 25 }])
    assert.strictEqual(report.replies?.top?.[0]?.mailboxId, 85)
    assert.notProperty(report.customFields?.fields?.[0]?.summary ?? {}, "previousTotal")
    assert.notProperty(report, "previous")
  })
})

describe("ReceivedMessagesSeries", () => {
  it("decodes both observed spellings", () => {
    const read = reader(ReceivedMessagesSeries)
    const date = DateTime.unsafeMake("2026-10-01T00:00:00Z")
    assert.deepStrictEqual(read({ current: [{ date: "2026-10-01T00:00:00Z", messages: 4 }] }), {
      current: [{ date, messages: 4 }]
    })
    assert.deepStrictEqual(read({ current: [{ start: "2026-10-01T00:00:00Z", count: 4 }], previous: [] }), {
      current: [{ date, messages: 4 }],
      previous: []
    })
  })
})

describe("requests", () => {
  const path = "/v2/reports/conversations"
  const report = json({ current: {} })
  const series = json({ current: [] })
  const rows = json({ conversations: { results: [], page: 1, pages: 0, count: 0 } })
  const byTag = { ...interval, field: "tagid", fieldid: 123 } as const
  const byTagText = `${intervalText}&field=tagid&fieldid=123`
  assertCalls(Reports, Reports.layer, endpoints, {
    getOverallReport: {
      call: ({ conversation }) => conversation.getOverallReport({ ...intervals, ...filters }),
      sent: `GET ${path}?${intervalsText}&${filtersText}`,
      response: report
    },
    getVolumesByChannelReport: {
      call: ({ conversation }) => conversation.getVolumesByChannelReport({ ...interval, viewBy: "week" }),
      sent: `GET ${path}/volume-by-channel?${intervalText}&viewBy=week`,
      response: series
    },
    getBusiestTimeOfDayReport: {
      call: ({ conversation }) => conversation.getBusiestTimeOfDayReport({ ...intervals, types: "phone" }),
      sent: `GET ${path}/busy-times?${intervalsText}&types=phone`,
      response: json([{ day: 1, hour: 0, count: 2 }])
    },
    getDrilldownReport: {
      call: ({ conversation }) => conversation.getDrilldownReport({ ...interval, rows: 10 }),
      sent: `GET ${path}/drilldown?${intervalText}&rows=10`,
      response: rows
    },
    getDrilldownReportAll: {
      call: ({ conversation }) => conversation.getDrilldownReportAll(interval),
      sent: `GET ${path}/drilldown?${intervalText}`,
      response: rows
    },
    getDrilldownReportPages: {
      call: ({ conversation }) => conversation.getDrilldownReportPages(interval),
      sent: `GET ${path}/drilldown?${intervalText}`,
      response: rows
    },
    getDrilldownByFieldReport: {
      call: ({ conversation }) => conversation.getDrilldownByFieldReport({ ...byTag, rows: 5 }),
      sent: `GET ${path}/fields-drilldown?${intervalText}&rows=5&field=tagid&fieldid=123`,
      response: rows
    },
    getDrilldownByFieldReportAll: {
      call: ({ conversation }) => conversation.getDrilldownByFieldReportAll(byTag),
      sent: `GET ${path}/fields-drilldown?${byTagText}`,
      response: rows
    },
    getDrilldownByFieldReportPages: {
      call: ({ conversation }) => conversation.getDrilldownByFieldReportPages(byTag),
      sent: `GET ${path}/fields-drilldown?${byTagText}`,
      response: rows
    },
    getNewConversationsReport: {
      call: ({ conversation }) => conversation.getNewConversationsReport({ ...intervals, viewBy: "month" }),
      sent: `GET ${path}/new?${intervalsText}&viewBy=month`,
      response: series
    },
    getNewConversationsDrilldownReport: {
      call: ({ conversation }) => conversation.getNewConversationsDrilldownReport(interval),
      sent: `GET ${path}/new-drilldown?${intervalText}`,
      response: rows
    },
    getNewConversationsDrilldownReportAll: {
      call: ({ conversation }) => conversation.getNewConversationsDrilldownReportAll(interval),
      sent: `GET ${path}/new-drilldown?${intervalText}`,
      response: rows
    },
    getNewConversationsDrilldownReportPages: {
      call: ({ conversation }) => conversation.getNewConversationsDrilldownReportPages(interval),
      sent: `GET ${path}/new-drilldown?${intervalText}`,
      response: rows
    },
    getReceivedMessagesReport: {
      call: ({ conversation }) => conversation.getReceivedMessagesReport({ ...interval, ...filters }),
      sent: `GET ${path}/received-messages?${intervalText}&${filtersText}`,
      response: series
    }
  })
})

describe("getDrilldownByFieldReport", () => {
  const valid = { ...interval, field: "tagid", fieldid: 1 }
  const { fieldid: _, ...withoutId } = valid
  const rows: ReadonlyArray<readonly [name: string, path: string, query: object]> = [
    ["an unknown field", "field", { ...valid, field: "tag" }],
    ["a missing id", "fieldid", withoutId],
    ["an id of 0", "fieldid", { ...valid, fieldid: 0 }],
    ["too many rows", "rows", { ...valid, rows: 99 }],
    ["a misspelled filter", "mailbox", { ...valid, mailbox: 1 }],
    ["a start that is not a date", "start", { ...valid, start: "2026-10-01" }],
    ["an end before the start", "end", { ...valid, start: interval.end, end: interval.start }]
  ]
  for (const [name, path, query] of rows) {
    it.effect(`rejects ${name}, naming ${path}`, () => {
      const to = script(json({}))
      return Effect.gen(function* () {
        const { conversation } = yield* Reports
        const error = yield* Effect.flip(conversation.getDrilldownByFieldReport(query as never))
        if (error._tag !== "HelpScoutInputInvalid") return assert.fail(error._tag)
        assert.deepStrictEqual(
          error.issues.map((issue) => issue.path),
          [path],
          error.message
        )
        assert.isEmpty(to.sent)
      }).pipe(Effect.provide(Layer.provide(Reports.layer, clientLayer(to))))
    })
  }
})
