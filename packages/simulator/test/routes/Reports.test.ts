import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Reports } from "@effect-helpscout/resources/Reports"
import { Workflows } from "@effect-helpscout/resources/Workflows"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ConversationData from "../../src/data/conversations/conversations.js"
import * as ThreadData from "../../src/data/conversations/threads.js"
import * as UserData from "../../src/data/users.js"

const at = (text: string) => DateTime.unsafeMake(text)
const interval = { start: at("2026-10-16T00:00:00Z"), end: at("2026-10-31T23:59:59Z") }
const both = { ...interval, previousStart: at("2026-09-30T00:00:00Z"), previousEnd: at("2026-10-15T23:59:59Z") }

const layer = Layer.provideMerge(
  Layer.mergeAll(Reports.layer, Conversations.layer, Workflows.layer),
  simulated({ data: { until: Date.parse("2026-11-01T00:00:00Z"), conversations: 200 } })
)

const inside = (date: string | null | undefined): boolean =>
  date != null && Date.parse(date) >= interval.start.epochMillis && Date.parse(date) <= interval.end.epochMillis

const count = <A>(stream: Stream.Stream<A, unknown>) => Stream.runCount(stream)
const sum = (values: ReadonlyArray<number | undefined>): number =>
  values.reduce<number>((n, value) => n + (value ?? 0), 0)

/** The conversations and replies of the account, counted by hand. */
const counted = Effect.map(account, (to) => {
  const rows = ConversationData.visible(to)
  const replies = rows.flatMap((row) =>
    row.threads().flatMap((thread) => (ThreadData.isReply(thread) && inside(thread.createdAt) ? [{ row, thread }] : []))
  )
  return { rows, replies }
})

describe("reports of the simulator", () => {
  it.effect("count what the account contains", () =>
    Effect.gen(function* () {
      const { company, conversation, happiness } = yield* Reports
      const { rows, replies } = yield* counted
      const { current, users = [] } = yield* company.getOverallReport(interval)
      assert.isAbove(replies.length, 20)
      assert.deepInclude(current, {
        totalReplies: replies.length,
        customersHelped: new Set(replies.map(({ row }) => row.json.primaryCustomer.id)).size,
        closed: rows.filter(({ json }) => json.status === "closed" && inside(json.closedAt)).length,
        totalDays: 16,
        totalUsers: users.length
      })
      for (const { replies: own, user } of users) {
        assert.strictEqual(own, replies.filter(({ thread }) => String(thread.createdBy.id) === user).length)
      }
      const overall = yield* conversation.getOverallReport(interval)
      const isNew = ({ json }: ConversationData.ConversationRow) =>
        json.createdBy.type === "customer" && inside(json.createdAt)
      assert.strictEqual(overall.current.newConversations, rows.filter(isNew).length)
      const great = replies.filter(({ thread }) => thread.rating?.rating === "great").length
      assert.strictEqual((yield* happiness.getOverallReport(interval)).current.greatCount, great)
    }).pipe(Effect.provide(layer))
  )

  it.effect("have previous and deltas only if the query has an earlier interval", () =>
    Effect.gen(function* () {
      const { company, happiness } = yield* Reports
      const alone = yield* company.getOverallReport(interval)
      assert.notProperty(alone, "previous")
      assert.notProperty(alone, "deltas")
      const { current, previous, deltas } = yield* company.getOverallReport(both)
      assert.deepStrictEqual(current, alone.current)
      const [now, before] = [current.totalReplies ?? 0, previous?.totalReplies ?? 0]
      assert.closeTo(deltas?.totalReplies ?? 0, ((now - before) / before) * 100, 1e-9)
      const mood = yield* happiness.getOverallReport(both)
      const points = (mood.current.happinessScore ?? 0) - (mood.previous?.happinessScore ?? 0)
      assert.closeTo(mood.deltas?.happinessScore ?? 0, points, 1e-9)
    }).pipe(Effect.provide(layer))
  )

  it.effect("are filtered by inbox, type, tag and folder", () =>
    Effect.gen(function* () {
      const { conversation } = yield* Reports
      const total = (filters: object) =>
        Effect.map(
          conversation.getOverallReport({ ...interval, ...filters }),
          (report) => report.current.totalConversations
        )
      const all = [...(yield* Stream.runCollect(conversation.getDrilldownReportAll({ ...interval, rows: 50 })))]
      const inboxes = [...new Set(all.map(({ mailboxid }) => mailboxid))]
      assert.strictEqual(yield* total({}), all.length)
      assert.strictEqual(sum(yield* Effect.forEach(inboxes, (mailboxes) => total({ mailboxes }))), all.length)
      assert.strictEqual(
        sum(yield* Effect.forEach(["email", "chat", "phone"], (types) => total({ types }))),
        all.length
      )
      assert.strictEqual(yield* total({ tags: 1 }), all.filter(({ tags }) => tags?.length === 0).length)
      assert.strictEqual(yield* total({ folders: 999_999 }), 0)
    }).pipe(Effect.provide(layer))
  )

  it.effect("have series that add up to the overall figures", () =>
    Effect.gen(function* () {
      const { conversation, productivity } = yield* Reports
      const { current } = yield* productivity.getOverallReport(interval)
      const replies = yield* productivity.getRepliesSentReport({ ...interval, viewBy: "day" })
      const resolved = yield* productivity.getResolvedReport({ ...interval, viewBy: "week" })
      assert.deepStrictEqual([replies.current.length, resolved.current.length], [16, 3])
      assert.strictEqual(sum(replies.current.map((point) => point.replies)), current.repliesSent)
      assert.strictEqual(sum(resolved.current.map((point) => point.resolved)), current.resolved)
      const busy = yield* conversation.getBusiestTimeOfDayReport(interval)
      const messages = yield* conversation.getReceivedMessagesReport(interval)
      assert.strictEqual(sum(busy.map((slot) => slot.count)), sum(messages.current.map((point) => point.messages)))
      const long = { start: at("2026-08-20T00:00:00Z"), end: at("2026-11-01T00:00:00Z"), viewBy: "month" } as const
      assert.deepStrictEqual(
        (yield* conversation.getNewConversationsReport(long)).current.map(({ start }) =>
          DateTime.formatIsoDateUtc(start)
        ),
        ["2026-08-20", "2026-09-01", "2026-10-01", "2026-11-01"]
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("have drilldowns with as many rows as the report counts, on pages of the requested size", () =>
    Effect.gen(function* () {
      const { company, conversation, happiness, productivity } = yield* Reports
      const workflows = yield* Workflows
      const first = yield* conversation.getDrilldownReport({ ...interval, rows: 7 })
      assert.strictEqual(first.items.length, 7)
      assert.strictEqual(first.totals?.totalPages, Math.ceil((first.totals?.totalElements ?? 0) / 7))
      const { mailboxid: mailboxId = 0, id } = first.items[0]!
      const [workflow] = [...(yield* Stream.runCollect(workflows.listAll({ mailboxId, type: "manual" })))]
      yield* workflows.runManual({ workflowId: workflow!.id }, { conversationIds: [id] })
      const report = yield* conversation.getOverallReport(interval)
      for (const [field, ranking] of [
        ["tagid", report.tags],
        ["customerid", report.customers],
        ["replyid", report.replies],
        ["workflowid", report.workflows]
      ] as const) {
        const top = ranking?.top?.[0]
        const query = { ...interval, field, fieldid: top?.id } as Parameters<
          typeof conversation.getDrilldownByFieldReportAll
        >[0]
        assert.strictEqual(yield* count(conversation.getDrilldownByFieldReportAll(query)), top?.count, field)
      }
      const fresh = count(conversation.getNewConversationsDrilldownReportAll(interval))
      assert.strictEqual(yield* fresh, report.current.newConversations)
      const resolved = (range: "resolved" | "firstReplyResolved", rangeId?: number) =>
        count(company.getDrilldownReportAll({ ...interval, range, ...(rangeId !== undefined && { rangeId }) }))
      const { current } = yield* productivity.getOverallReport(interval)
      assert.strictEqual(yield* resolved("resolved"), current.resolved)
      assert.strictEqual(
        sum(yield* Effect.forEach([1, 2, 3, 4, 5], (id) => resolved("resolved", id))),
        current.resolved
      )
      assert.strictEqual(yield* resolved("firstReplyResolved"), current.resolvedOnFirstReply)
      const ratings = count(happiness.getRatingsReportAll({ ...interval, rating: "not-good" }))
      assert.strictEqual(yield* ratings, (yield* happiness.getOverallReport(interval)).current.notGoodCount)
    }).pipe(Effect.provide(layer))
  )

  it.effect("about a team sum up its members, and about a user have the user's rows", () =>
    Effect.gen(function* () {
      const { user } = yield* Reports
      const [team] = (yield* account).table(UserData.members).all()
      assert(team !== undefined)
      const whole = yield* user.getOverallReport({ ...both, user: team.id })
      const members = yield* Effect.forEach(team.userIds, (id) => user.getOverallReport({ ...both, user: id }))
      assert.strictEqual(whole.current.totalReplies, sum(members.map(({ current }) => current.totalReplies)))
      const query = { ...interval, user: team.userIds[0]! }
      const { current } = members[0]!
      assert.strictEqual(yield* count(user.getDrilldownReportAll(query)), current.totalConversations)
      const history = yield* Stream.runCollect(user.getConversationHistoryReportAll(query))
      assert.strictEqual(sum([...history].map(({ repliesSent }) => repliesSent)), current.totalReplies)
      const mood = yield* user.getHappinessReport(query)
      assert.strictEqual(yield* count(user.getHappinessDrilldownReportAll(query)), mood.current.ratingsCount)
      for (const id of [123, team.id]) {
        assert.strictEqual(yield* failure(user.getRepliesReport({ ...interval, user: id })), "HelpScoutNotFound")
      }
    }).pipe(Effect.provide(layer))
  )

  it.effect("match their schemas, also about an empty interval", () =>
    Effect.gen(function* () {
      const reports = yield* Reports
      const empty = { start: at("2001-01-01T00:00:00Z"), end: at("2001-01-02T00:00:00Z") }
      for (const query of [both, empty]) {
        const [{ current }] = yield* Effect.all([
          reports.productivity.getOverallReport(query),
          reports.getChatReport(query),
          reports.getEmailReport(query),
          reports.getPhoneReport(query),
          reports.docs.getOverallReport(query),
          reports.user.getChatReport({ ...query, user: 4001 }),
          reports.conversation.getVolumesByChannelReport(query),
          reports.productivity.getFirstResponseTimeReport(query),
          reports.company.getCustomersHelpedReport(query)
        ])
        assert.strictEqual(current.totalConversations === 0, query === empty)
      }
    }).pipe(Effect.provide(layer))
  )

  it.effect("reject incomplete queries, and periods that do not fit the interval", () =>
    Effect.gen(function* () {
      const all = "start=2026-10-01T00:00:00Z&end=2026-10-31T23:59:59Z"
      const paths = (query: string) =>
        Effect.map(Effect.flip(HelpScoutClient.request({ method: "GET", path: `/v2/reports/${query}` })), (error) =>
          error._tag === "HelpScoutValidationFailed" ? error.issues.map(({ path }) => path) : [error._tag]
        )
      for (const [query, ...expected] of [
        ["company", "start", "end"],
        [`company/drilldown?${all}`, "range"],
        [`conversations/drilldown?${all}&rows=51`, "rows"],
        ["company/customers-helped?start=2026-01-01T00:00:00Z&end=2026-03-03T00:00:00Z&viewBy=day", "viewBy"],
        ["company/customers-helped?start=2026-01-01T00:00:00Z&end=2026-03-02T00:00:00Z&viewBy=month", "viewBy"]
      ] as const) {
        assert.deepStrictEqual(yield* paths(query), expected, query)
      }
    }).pipe(Effect.provide(layer))
  )
})
