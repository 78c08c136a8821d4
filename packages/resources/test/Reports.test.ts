import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Hal from "@effect-helpscout/core/Hal"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { endpoints, Reports, type Service } from "@effect-helpscout/resources/Reports"
import { EmailReport, PhoneReport } from "@effect-helpscout/resources/Reports/ChannelReports"
import { CompanyDrilldownQuery, CompanyReport } from "@effect-helpscout/resources/Reports/Company"
import { ConversationsReport, ReceivedMessagesSeries } from "@effect-helpscout/resources/Reports/Conversation"
import { ProductivityReport } from "@effect-helpscout/resources/Reports/Productivity"
import { ReportConversation, ReportRating } from "@effect-helpscout/resources/Reports/ReportShapes"
import { UserConversation, UserReport } from "@effect-helpscout/resources/Reports/User"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const start = DateTime.unsafeMake("2026-10-01T00:00:00.750Z")
const end = DateTime.unsafeMake("2026-10-31T23:59:59Z")
const previousStart = DateTime.unsafeMake("2026-09-01T00:00:00Z")
const previousEnd = DateTime.unsafeMake("2026-09-30T23:59:59Z")
const interval = { start, end }
const both = { start, end, previousStart, previousEnd }

// ---------------------------------------------------------------------------------------------------------------
// codecs
// ---------------------------------------------------------------------------------------------------------------

/** As the interpreter reads. */
const reader =
  <A, I>(schema: Schema.Schema<A, I>) =>
  (text: string): A =>
    Schema.decodeUnknownSync(schema)(Hal.dropNulls(JSON.parse(text)))

const leaves = (record: Endpoint.Endpoints, name = ""): ReadonlyArray<readonly [string, Endpoint.Any]> =>
  Object.entries(record).flatMap(([key, value]) =>
    Endpoint.isEndpoint(value) ? [[`${name}${key}`, value] as const] : leaves(value, `${name}${key}.`)
  )

const outputs: ReadonlyArray<readonly [string, Schema.Schema<unknown, unknown>]> = leaves(endpoints).flatMap(
  ([name, { kind, description }]) => {
    if (kind !== "One" && kind !== "List") return []
    const { decode } = description.response
    const schema = description.list?.item ?? (decode._tag === "Json" ? decode.schema : undefined)
    // the schemas of a record need no services
    return schema === undefined ? [] : [[name, schema as Schema.Schema<unknown, unknown>] as const]
  }
)

describe("what reports answer", () => {
  it("a company report is read with nulls, missing keys, unknown keys, and integers written as floats", () => {
    const report = reader(CompanyReport)(`{
      "filterTags": [{"id": 123, "name": "sample-tag"}, {"id": 1, "name": null}],
      "current": {"startDate": "2015-01-01T00:00:00Z", "endDate": null, "customersHelped": 2278004.0, "news": {"a": [null]}},
      "deltas": {"closed": -12.5},
      "users": [{"user": "4", "name": "Ann", "handleTime": null, "happinessScore": -3.25}]
    }`)
    assert.deepStrictEqual(report, {
      filterTags: [{ id: 123, name: "sample-tag" }, { id: 1 }],
      current: { startDate: DateTime.unsafeMake("2015-01-01T00:00:00Z"), customersHelped: 2_278_004 },
      deltas: { closed: -12.5 },
      users: [{ user: "4", name: "Ann", happinessScore: -3.25 }]
    })
  })

  it("a conversations report is read without names, tags, and figures of an earlier interval", () => {
    const report = reader(ConversationsReport)(`{
      "busiestDay": {"day": 1, "hour": 14, "count": 3}, "busyTimeStart": 9, "busyTimeEnd": 10,
      "current": {"totalConversations": 12},
      "tags": {"count": 1, "top": [{"id": 1, "count": 3, "percent": 25.0, "previousPercent": null}]},
      "replies": {"count": 1, "top": [{"id": 7, "name": "Thanks", "mailboxId": 85, "count": 1}]},
      "customFields": {"count": 1, "fields": [{"id": 5, "name": "Priority", "mailboxId": 85,
        "values": [{"id": 51, "name": "High", "count": 1, "percent": 100}],
        "summary": {"total": 2, "totalAnswered": 1, "previousTotal": null, "unansweredPercent": 50}}]}
    }`)
    assert.deepStrictEqual(report.tags?.top, [{ id: 1, count: 3, percent: 25 }])
    assert.strictEqual(report.replies?.top?.[0]?.mailboxId, 85)
    assert.notProperty(report.customFields?.fields?.[0]?.summary ?? {}, "previousTotal")
    assert.notProperty(report, "previous")
  })

  it("received messages are read in both spellings that were seen", () => {
    const read = reader(ReceivedMessagesSeries)
    const date = DateTime.unsafeMake("2026-10-01T00:00:00Z")
    assert.deepStrictEqual(read(`{"current": [{"date": "2026-10-01T00:00:00Z", "messages": 4}]}`), {
      current: [{ date, messages: 4 }]
    })
    assert.deepStrictEqual(read(`{"current": [{"start": "2026-10-01T00:00:00Z", "count": 4}], "previous": []}`), {
      current: [{ date, messages: 4 }],
      previous: []
    })
  })

  it("distributions keep their buckets in the order in which they come", () => {
    const report = reader(ProductivityReport)(`{
      "current": {"percentResolvedOnFirstReply": 0.4},
      "repliesToResolve": {"count": 14, "previousCount": 0, "ranges": [
        {"id": 2, "count": 1, "previousCount": 4, "percent": 100.0, "resolutionTime": 2278004.0}, {"id": 1, "count": 0}]}
    }`)
    assert.deepStrictEqual(
      report.repliesToResolve?.ranges?.map(({ id, resolutionTime }) => [id, resolutionTime]),
      [
        [2, 2_278_004],
        [1, undefined]
      ]
    )
  })

  it("email and phone reports are read with their groups, users and odd names", () => {
    const email = reader(
      EmailReport
    )(`{"current": {"volume": {"emailConversations": 3}, "responses": {"responseTime": null}},
      "previous": {}, "deltas": {"volume": {"emailConversations": 50}}}`)
    assert.deepStrictEqual(email.current, { volume: { emailConversations: 3 }, responses: {} })
    assert.strictEqual(email.deltas?.volume?.emailConversations, 50)
    const phone = reader(PhoneReport)(`{"current": {"phoneConversations": 3}, "deltas": {"newConversations": 7},
      "users": [{"id": 4, "name": null, "current": {"customers": 1}}]}`)
    assert.strictEqual(phone.deltas?.newConversations, 7)
    assert.deepStrictEqual(phone.users, [{ id: 4, current: { customers: 1 } }])
  })

  it("a user report is read for a team, which has no photo", () => {
    const report = reader(UserReport)(`{"user": {"id": 71001, "name": "Tier 1", "hasPhoto": false, "photoUrl": null},
      "current": {"busiestDay": 3}, "deltas": {"activeConversations": 12.5}}`)
    assert.deepStrictEqual(report.user, { id: 71001, name: "Tier 1", hasPhoto: false })
    assert.strictEqual(report.deltas?.activeConversations, 12.5)
  })

  it("rows are read with small-letter ids, nobody assigned, and types that are new", () => {
    const row = reader(ReportConversation)(`{"id": 583, "number": 12, "type": "carrier-pigeon", "mailboxid": 2,
      "assignedid": 0, "customerEmail": null, "modifiedAt": "2015-04-24T18:59:49Z", "tags": [{"id": 1, "name": "a", "color": "none"}],
      "waitingSince": "2015-04-24T18:59:49Z", "waitingSinceType": 2}`)
    assert.strictEqual(row.type, "carrier-pigeon")
    assert.strictEqual(row.mailboxid, 2)
    assert.strictEqual(row.assignedid, 0)
    assert.notProperty(row, "customerEmail")
    const rating = reader(
      ReportRating
    )(`{"number": 1, "id": 2, "threadid": 3, "threadCreatedAt": "2015-04-24T18:59:49Z",
      "type": "email", "ratingId": 1, "ratingCustomerId": 4, "ratingCreatedAt": null, "ratingUserId": null}`)
    assert.deepStrictEqual([rating.threadid, rating.ratingId], [3, 1])
    assert.notProperty(rating, "ratingUserId")
    const history = reader(UserConversation)(`{"id": 1, "number": 2, "customers": [{"id": 3, "name": "Ann"}],
      "avgHandleTime": 12.5, "resolveTime": null}`)
    assert.deepStrictEqual(history.customers, [{ id: 3, name: "Ann" }])
  })

  it("everything that can be read can be written and read again", () => {
    assert.isAbove(outputs.length, 30)
    for (const [name, schema] of outputs) {
      const [decode, encode] = [Schema.decodeUnknownSync(schema), Schema.encodeSync(schema)]
      FastCheck.assert(
        FastCheck.property(Arbitrary.make(schema), (generated) => {
          const wire = encode(generated)
          assert.deepStrictEqual(encode(decode(wire)), wire, name)
        }),
        { numRuns: 20 }
      )
    }
  })
})

describe("what reports are asked", () => {
  const encode = Schema.encodeUnknownEither(CompanyDrilldownQuery, { onExcessProperty: "error" })

  it("the range of a drilldown is told, and pages have at most 50 rows", () => {
    const valid = { ...interval, range: "handleTime", rangeId: 3, rows: 50 }
    assert.strictEqual(encode(valid)._tag, "Right")
    for (const wrong of [
      { range: "tags" },
      { rows: 51 },
      { rows: 0 },
      { rows: 1.5 },
      { rangeId: 0 },
      { mailboxes: [0] },
      { mailbox: 1 },
      { range: undefined }
    ]) {
      assert.strictEqual(encode({ ...valid, ...wrong })._tag, "Left", JSON.stringify(wrong))
    }
  })
})

// ---------------------------------------------------------------------------------------------------------------
// requests
// ---------------------------------------------------------------------------------------------------------------

type Call = (reports: Service) => Effect.Effect<unknown, HelpScoutError>

const numbers = { current: {}, something: 1 }
const points = { current: [] }
const drilled = { conversations: { results: [], page: 1, pages: 0, count: 0 } }
const listed = { results: [], page: 1, pages: 0, count: 0 }

const at = "start=2026-10-01T00%3A00%3A00Z&end=2026-10-31T23%3A59%3A59Z"
const before = "previousStart=2026-09-01T00%3A00%3A00Z&previousEnd=2026-09-30T23%3A59%3A59Z"
const filters = { mailboxes: 85, tags: [1, 99787], folders: [991], types: ["email", "chat"] } as const
const filtered = "mailboxes=85&tags=1%2C99787&folders=991&types=email%2Cchat"
const untyped = { mailboxes: [85, 86], tags: 1, folders: 991 } as const
const untypedText = "mailboxes=85%2C86&tags=1&folders=991"

/** The method, its call, what it sends after `/v2/reports`, and what is answered. */
const rows: ReadonlyArray<readonly [name: string, call: Call, path: string, answer: object]> = [
  [
    "getChatReport",
    (reports) => reports.getChatReport({ ...both, ...untyped, officeHours: true }),
    `/chat?${at}&${before}&${untypedText}&officeHours=true`,
    numbers
  ],
  [
    "getEmailReport",
    (reports) => reports.getEmailReport({ ...interval, officeHours: false }),
    `/email?${at}&officeHours=false`,
    numbers
  ],
  ["getPhoneReport", (reports) => reports.getPhoneReport(interval), `/phone?${at}`, numbers],
  [
    "company.getOverallReport",
    (reports) => reports.company.getOverallReport({ ...both, ...filters }),
    `/company?${at}&${before}&${filtered}`,
    numbers
  ],
  [
    "company.getCustomersHelpedReport",
    (reports) => reports.company.getCustomersHelpedReport({ ...interval, viewBy: "day" }),
    `/company/customers-helped?${at}&viewBy=day`,
    points
  ],
  [
    "company.getDrilldownReport",
    (reports) =>
      reports.company.getDrilldownReport({ ...interval, ...filters, range: "replies", rangeId: 2, rows: 50, page: 3 }),
    `/company/drilldown?page=3&${at}&${filtered}&rows=50&range=replies&rangeId=2`,
    drilled
  ],
  [
    "conversation.getOverallReport",
    (reports) => reports.conversation.getOverallReport({ ...both, ...filters }),
    `/conversations?${at}&${before}&${filtered}`,
    numbers
  ],
  [
    "conversation.getVolumesByChannelReport",
    (reports) => reports.conversation.getVolumesByChannelReport({ ...interval, viewBy: "week" }),
    `/conversations/volume-by-channel?${at}&viewBy=week`,
    points
  ],
  [
    "conversation.getBusiestTimeOfDayReport",
    (reports) => reports.conversation.getBusiestTimeOfDayReport({ ...both, types: "phone" }),
    `/conversations/busy-times?${at}&${before}&types=phone`,
    [{ day: 1, hour: 0, count: 2 }]
  ],
  [
    "conversation.getDrilldownReport",
    (reports) => reports.conversation.getDrilldownReport({ ...interval, rows: 10 }),
    `/conversations/drilldown?${at}&rows=10`,
    drilled
  ],
  [
    "conversation.getDrilldownByFieldReport",
    (reports) => reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid", fieldid: 123, rows: 5 }),
    `/conversations/fields-drilldown?${at}&rows=5&field=tagid&fieldid=123`,
    drilled
  ],
  [
    "conversation.getNewConversationsReport",
    (reports) => reports.conversation.getNewConversationsReport({ ...both, viewBy: "month" }),
    `/conversations/new?${at}&${before}&viewBy=month`,
    points
  ],
  [
    "conversation.getNewConversationsDrilldownReport",
    (reports) => reports.conversation.getNewConversationsDrilldownReport(interval),
    `/conversations/new-drilldown?${at}`,
    drilled
  ],
  [
    "conversation.getReceivedMessagesReport",
    (reports) => reports.conversation.getReceivedMessagesReport({ ...interval, ...filters }),
    `/conversations/received-messages?${at}&${filtered}`,
    points
  ],
  [
    "docs.getOverallReport",
    (reports) =>
      reports.docs.getOverallReport({ ...both, sites: ["5214c77c45667acd25394b51", "5214c77c45667acd25394b52"] }),
    `/docs?${at}&${before}&sites=5214c77c45667acd25394b51%2C5214c77c45667acd25394b52`,
    numbers
  ],
  [
    "happiness.getOverallReport",
    (reports) => reports.happiness.getOverallReport({ ...interval, ...filters }),
    `/happiness?${at}&${filtered}`,
    numbers
  ],
  [
    "happiness.getRatingsReport",
    (reports) =>
      reports.happiness.getRatingsReport({
        ...both,
        rating: "not-good",
        sortField: "modifiedAt",
        sortOrder: "ASC",
        page: 2
      }),
    `/happiness/ratings?page=2&${at}&${before}&rating=not-good&sortField=modifiedAt&sortOrder=ASC`,
    listed
  ],
  [
    "productivity.getOverallReport",
    (reports) => reports.productivity.getOverallReport({ ...both, officeHours: true }),
    `/productivity?${at}&${before}&officeHours=true`,
    numbers
  ],
  ...(
    [
      ["getFirstResponseTimeReport", "first-response-time"],
      ["getRepliesSentReport", "replies-sent"],
      ["getResolutionTimeReport", "resolution-time"],
      ["getResolvedReport", "resolved"],
      ["getResponseTimeReport", "response-time"]
    ] as const
  ).map(
    ([method, path]) =>
      [
        `productivity.${method}`,
        (reports: Service) => reports.productivity[method]({ ...both, ...filters, officeHours: true, viewBy: "day" }),
        `/productivity/${path}?${at}&${before}&${filtered}&officeHours=true&viewBy=day`,
        points
      ] as const
  ),
  [
    "user.getOverallReport",
    (reports) => reports.user.getOverallReport({ ...both, ...filters, user: 4, officeHours: true }),
    `/user?${at}&${before}&user=4&${filtered}&officeHours=true`,
    numbers
  ],
  [
    "user.getChatReport",
    (reports) => reports.user.getChatReport({ ...interval, user: 4, mailboxes: 85, tags: [1], officeHours: true }),
    `/user/chat?${at}&user=4&mailboxes=85&tags=1&officeHours=true`,
    numbers
  ],
  [
    "user.getConversationHistoryReport",
    (reports) =>
      reports.user.getConversationHistoryReport({
        ...interval,
        user: 4,
        officeHours: true,
        status: "closed",
        sortField: "repliesSent",
        sortOrder: "DESC",
        page: 2
      }),
    `/user/conversation-history?page=2&${at}&user=4&officeHours=true&status=closed&sortField=repliesSent&sortOrder=DESC`,
    listed
  ],
  [
    "user.getCustomersHelpedReport",
    (reports) => reports.user.getCustomersHelpedReport({ ...interval, user: 4, viewBy: "day" }),
    `/user/customers-helped?${at}&user=4&viewBy=day`,
    points
  ],
  [
    "user.getDrilldownReport",
    (reports) => reports.user.getDrilldownReport({ ...interval, user: 4, rows: 30 }),
    `/user/drilldown?${at}&user=4&rows=30`,
    drilled
  ],
  [
    "user.getHappinessReport",
    (reports) => reports.user.getHappinessReport({ ...both, user: 4 }),
    `/user/happiness?${at}&${before}&user=4`,
    numbers
  ],
  [
    "user.getHappinessDrilldownReport",
    (reports) => reports.user.getHappinessDrilldownReport({ ...interval, user: 4, rating: "ok", sortField: "rating" }),
    `/user/ratings?${at}&user=4&rating=ok&sortField=rating`,
    listed
  ],
  [
    "user.getRepliesReport",
    (reports) => reports.user.getRepliesReport({ ...interval, user: 4, viewBy: "week" }),
    `/user/replies?${at}&user=4&viewBy=week`,
    points
  ],
  [
    "user.getResolutionsReport",
    (reports) => reports.user.getResolutionsReport({ ...interval, user: 4, types: "email" }),
    `/user/resolutions?${at}&user=4&types=email`,
    points
  ]
]

const withReports = (over: Parameters<typeof clientLayer>[0]) => Layer.provide(Reports.layer, clientLayer(over))

describe("what reports send", () => {
  for (const [name, call, path, answer] of rows) {
    it.effect(`${name} sends GET ${path.split("?")[0]}`, () => {
      const wire = script(json(answer))
      return Effect.gen(function* () {
        yield* call(yield* Reports)
        assert.deepStrictEqual(
          wire.sent.map(({ method, url, body }) => ({ method, url, body })),
          [{ method: "GET", url: `https://api.helpscout.net/v2/reports${path}`, body: undefined }]
        )
      }).pipe(Effect.provide(withReports(wire)))
    })
  }

  it("every report has a row above, and every list its two streams", () => {
    const names = leaves(endpoints).map(([name]) => name)
    const lists = leaves(endpoints).flatMap(([name, { kind }]) => (kind === "List" ? [name] : []))
    assert.strictEqual(rows.length, 32)
    assert.sameMembers(
      names,
      rows.map(([name]) => name).concat(lists.flatMap((name) => [`${name}All`, `${name}Pages`]))
    )
  })

  const user = 4
  type Streams = readonly [
    all: Stream.Stream<{ readonly id: number }, HelpScoutError>,
    pages: Stream.Stream<{ readonly items: ReadonlyArray<unknown> }, HelpScoutError>
  ]
  const streams: ReadonlyArray<readonly [string, (reports: Service) => Streams]> = [
    [
      "company.getDrilldownReport",
      ({ company }) => [
        company.getDrilldownReportAll({ ...interval, range: "resolved" }),
        company.getDrilldownReportPages({ ...interval, range: "resolved" })
      ]
    ],
    [
      "conversation.getDrilldownReport",
      ({ conversation }) => [
        conversation.getDrilldownReportAll(interval),
        conversation.getDrilldownReportPages(interval)
      ]
    ],
    [
      "conversation.getDrilldownByFieldReport",
      ({ conversation }) => {
        const query = { ...interval, field: "customerid", fieldid: 7 } as const
        return [conversation.getDrilldownByFieldReportAll(query), conversation.getDrilldownByFieldReportPages(query)]
      }
    ],
    [
      "conversation.getNewConversationsDrilldownReport",
      ({ conversation }) => [
        conversation.getNewConversationsDrilldownReportAll(interval),
        conversation.getNewConversationsDrilldownReportPages(interval)
      ]
    ],
    [
      "happiness.getRatingsReport",
      ({ happiness }) => [happiness.getRatingsReportAll(interval), happiness.getRatingsReportPages(interval)]
    ],
    [
      "user.getConversationHistoryReport",
      (reports) => [
        reports.user.getConversationHistoryReportAll({ ...interval, user }),
        reports.user.getConversationHistoryReportPages({ ...interval, user })
      ]
    ],
    [
      "user.getDrilldownReport",
      (reports) => [
        reports.user.getDrilldownReportAll({ ...interval, user }),
        reports.user.getDrilldownReportPages({ ...interval, user })
      ]
    ],
    [
      "user.getHappinessDrilldownReport",
      (reports) => [
        reports.user.getHappinessDrilldownReportAll({ ...interval, user }),
        reports.user.getHappinessDrilldownReportPages({ ...interval, user })
      ]
    ]
  ]
  for (const [name, open] of streams) {
    it.effect(`${name}All and ${name}Pages read page after page by number`, () => {
      const drilldown = /Drilldown/.test(name) && !/Happiness/.test(name)
      const page = (number: number) => {
        const rows = { results: [{ id: number, number, ratingId: 1 }], page: number, pages: 2, count: 2 }
        return json(drilldown ? { conversations: rows } : rows)
      }
      const wire = script(page(1), page(2), page(1), page(2))
      return Effect.gen(function* () {
        const [all, pages] = open(yield* Reports)
        const items = yield* Stream.runCollect(all)
        assert.deepStrictEqual(
          [...items].map(({ id }) => id),
          [1, 2]
        )
        assert.strictEqual(yield* Stream.runCount(pages), 2)
        assert.deepStrictEqual(
          wire.sent.map(({ url }) => new URL(url).searchParams.get("page")),
          [null, "2", null, "2"]
        )
        assert.isTrue(wire.sent.every(({ url }) => new URL(url).searchParams.get("start") === "2026-10-01T00:00:00Z"))
      }).pipe(Effect.provide(withReports(wire)))
    })
  }

  it.effect("what cannot be meant is refused before anything is sent", () => {
    const wire = script(json(numbers))
    return Effect.gen(function* () {
      const reports = yield* Reports
      const refused = (effect: Effect.Effect<unknown, HelpScoutError>) =>
        Effect.map(Effect.flip(effect), (error) => (error._tag === "HelpScoutInputInvalid" ? error.issues : []))
      assert.deepStrictEqual(yield* refused(reports.company.getOverallReport({ start: end, end: start })), [
        { path: "(root)", message: "expected an end that is not before the start" }
      ])
      const backwards = { previousStart: both.previousEnd, previousEnd: both.previousStart }
      assert.deepStrictEqual(yield* refused(reports.company.getOverallReport({ ...interval, ...backwards })), [
        { path: "(root)", message: "expected a previousEnd that is not before previousStart" }
      ])
      const half: object = { previousStart }
      assert.deepStrictEqual(yield* refused(reports.company.getOverallReport({ ...interval, ...half })), [
        { path: "(root)", message: "expected previousStart and previousEnd, or neither" }
      ])
      const misspelt: object = { mailbox: 1 }
      assert.deepStrictEqual(yield* refused(reports.getEmailReport({ ...interval, ...misspelt })), [
        { path: "mailbox", message: "is not a known field" }
      ])
      assert.deepStrictEqual(yield* refused(reports.user.getDrilldownReport({ ...interval, user: 0, rows: 51 })), [
        { path: "user", message: "expected an id, a whole number from 1" },
        { path: "rows", message: "expected a whole number from 1 to 50" }
      ])
      assert.deepStrictEqual(yield* refused(reports.getEmailReport({ ...interval, mailboxes: [] })), [
        { path: "mailboxes", message: "is an empty list, which would ask for everything" }
      ])
      assert.lengthOf(wire.sent, 0)
    }).pipe(Effect.provide(withReports(wire)))
  })
})
