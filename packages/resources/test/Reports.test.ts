import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { EmailReport, endpoints, PhoneReport, Reports, type Service } from "@effect-helpscout/resources/Reports"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { interval, intervals, intervalsText, intervalText } from "./Reports/queries.js"

const leaves = (record: Endpoint.Endpoints, prefix = ""): ReadonlyArray<readonly [string, Endpoint.Any]> =>
  Object.entries(record).flatMap(([name, value]) =>
    Endpoint.isEndpoint(value) ? [[`${prefix}${name}`, value] as const] : leaves(value, `${prefix}${name}.`)
  )

describe("EmailReport and PhoneReport", () => {
  it("decode groups of figures, nulls and deltas with other names", () => {
    const email = reader(EmailReport)({
      current: { volume: { emailConversations: 3 }, responses: { responseTime: null } },
      previous: {},
      deltas: { volume: { emailConversations: 50 } }
    })
    assert.deepStrictEqual(email.current, { volume: { emailConversations: 3 }, responses: {} })
    assert.strictEqual(email.deltas?.volume?.emailConversations, 50)
    const phone = reader(PhoneReport)({
      current: { phoneConversations: 3 },
      deltas: { newConversations: 7 },
      users: [{ id: 4, name: null, current: { customers: 1 } }]
    })
    assert.strictEqual(phone.deltas?.newConversations, 7)
    assert.deepStrictEqual(phone.users, [{ id: 4, current: { customers: 1 } }])
  })
})

describe("every report and every row", () => {
  for (const [name, { description, kind }] of leaves(endpoints)) {
    const { decode } = description.response
    const schema = description.list?.item ?? (decode._tag === "Json" ? decode.schema : undefined)
    if (schema === undefined) throw new Error(`${name}: expected a JSON response`)
    if (kind !== "One" && kind !== "List") continue
    // the schemas of a record need no services
    it(`of ${name} round-trips`, () => assertRoundTrips(schema as Schema.Schema<unknown, unknown>))
  }
})

describe("requests", () => {
  const { getChatReport, getEmailReport, getPhoneReport } = endpoints
  const response = json({ current: {} })
  assertCalls(
    Reports,
    Reports.layer,
    { getChatReport, getEmailReport, getPhoneReport },
    {
      getChatReport: {
        call: (reports) =>
          reports.getChatReport({ ...intervals, mailboxes: [85, 86], tags: 1, folders: 991, officeHours: true }),
        sent: `GET /v2/reports/chat?${intervalsText}&mailboxes=85%2C86&tags=1&folders=991&officeHours=true`,
        response
      },
      getEmailReport: {
        call: (reports) => reports.getEmailReport({ ...interval, officeHours: false }),
        sent: `GET /v2/reports/email?${intervalText}&officeHours=false`,
        response
      },
      getPhoneReport: {
        call: (reports) => reports.getPhoneReport(interval),
        sent: `GET /v2/reports/phone?${intervalText}`,
        response
      }
    }
  )
})

describe("lists", () => {
  const user = 4
  type Streams = readonly [
    all: Stream.Stream<{ readonly id: number }, HelpScoutError>,
    pages: Stream.Stream<{ readonly items: ReadonlyArray<unknown> }, HelpScoutError>
  ]
  const streams: Readonly<Record<string, (reports: Service) => Streams>> = {
    "company.getDrilldownReport": ({ company }) => [
      company.getDrilldownReportAll({ ...interval, range: "resolved" }),
      company.getDrilldownReportPages({ ...interval, range: "resolved" })
    ],
    "conversation.getDrilldownReport": ({ conversation }) => [
      conversation.getDrilldownReportAll(interval),
      conversation.getDrilldownReportPages(interval)
    ],
    "conversation.getDrilldownByFieldReport": ({ conversation }) => {
      const query = { ...interval, field: "customerid", fieldid: 7 } as const
      return [conversation.getDrilldownByFieldReportAll(query), conversation.getDrilldownByFieldReportPages(query)]
    },
    "conversation.getNewConversationsDrilldownReport": ({ conversation }) => [
      conversation.getNewConversationsDrilldownReportAll(interval),
      conversation.getNewConversationsDrilldownReportPages(interval)
    ],
    "happiness.getRatingsReport": ({ happiness }) => [
      happiness.getRatingsReportAll(interval),
      happiness.getRatingsReportPages(interval)
    ],
    "user.getConversationHistoryReport": (reports) => [
      reports.user.getConversationHistoryReportAll({ ...interval, user }),
      reports.user.getConversationHistoryReportPages({ ...interval, user })
    ],
    "user.getDrilldownReport": (reports) => [
      reports.user.getDrilldownReportAll({ ...interval, user }),
      reports.user.getDrilldownReportPages({ ...interval, user })
    ],
    "user.getHappinessDrilldownReport": (reports) => [
      reports.user.getHappinessDrilldownReportAll({ ...interval, user }),
      reports.user.getHappinessDrilldownReportPages({ ...interval, user })
    ]
  }
  const lists = leaves(endpoints).filter(([, { kind }]) => kind === "List")

  it("all have a row above", () => {
    assert.sameMembers(
      Object.keys(streams),
      lists.map(([name]) => name)
    )
  })

  for (const [name, { description }] of lists) {
    it.effect(`${name}All and ${name}Pages read every page by its number`, () => {
      const page = (number: number) => {
        const rows = { results: [{ id: number, number, ratingId: 1 }], page: number, pages: 2, count: 2 }
        const [key] = description.list?.embedded ?? []
        return json(key === undefined ? rows : { [key]: rows })
      }
      const to = script(page(1), page(2), page(1), page(2))
      return Effect.gen(function* () {
        const [all, pages] = streams[name]!(yield* Reports)
        const items = yield* Stream.runCollect(all)
        assert.deepStrictEqual(
          [...items].map(({ id }) => id),
          [1, 2]
        )
        assert.strictEqual(yield* Stream.runCount(pages), 2)
        const sent = to.sent.map(({ url }) => new URL(url).searchParams)
        assert.deepStrictEqual(
          sent.map((params) => params.get("page")),
          [null, "2", null, "2"]
        )
        assert.isTrue(sent.every((params) => params.get("start") === "2026-10-01T00:00:00Z"))
      }).pipe(Effect.provide(Layer.provide(Reports.layer, clientLayer(to))))
    })
  }
})
