import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import type { Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import { Reports } from "@effect-helpscout/resources/Reports"
import type { Distribution } from "@effect-helpscout/resources/Reports/ReportShapes"
import { Workflows } from "@effect-helpscout/resources/Workflows"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as ConversationData from "../../src/data/conversations.js"
import * as MailboxData from "../../src/data/mailboxes.js"
import * as ThreadData from "../../src/data/threads.js"
import * as UserData from "../../src/data/users.js"
import * as ReportsRoutes from "../../src/routes/Reports.js"
import * as WorkflowsRoutes from "../../src/routes/Workflows.js"
import { families } from "../../src/server/families.js"

const at = (text: string) => DateTime.unsafeMake(text)
const until = at("2026-11-01T00:00:00Z")
/** Some fifty days of conversations end at `until`: the interval has a third of them, the one before another third. */
const interval = { start: at("2026-10-16T00:00:00Z"), end: at("2026-10-31T23:59:59Z") }
const both = { ...interval, previousStart: at("2026-09-30T00:00:00Z"), previousEnd: at("2026-10-15T23:59:59Z") }
const everything = { start: at("2026-09-03T00:00:00Z"), end: at("2026-11-01T00:00:00Z") }

const simulator = Simulator.layer({
  data: { until: until.epochMillis, conversations: 200 },
  rateLimit: { limit: 1_000_000 },
  verifyAnswers: true,
  // one test moves the clock from 1970 to the end of the data
  tokenLife: "36500 days",
  families: [...new Set([...families, WorkflowsRoutes.family, ReportsRoutes.family])]
})

const auth = Layer.unwrapEffect(
  Effect.gen(function* () {
    const { issueTokens } = yield* Simulator
    const { accessToken } = yield* issueTokens()
    return Auth.layerToken(Redacted.make(accessToken))
  })
)

const layer = Layer.mergeAll(Reports.layer, Conversations.layer, Workflows.layer).pipe(
  Layer.provideMerge(HelpScoutClient.layer),
  Layer.provide(auth),
  Layer.provide(RateLimiter.layerUnlimited),
  Layer.provide(HelpScoutConfig.layer()),
  Layer.provideMerge(simulator)
)

const collect = <A>(stream: Stream.Stream<A, HelpScoutError>): Effect.Effect<ReadonlyArray<A>, HelpScoutError> =>
  Effect.map(Stream.runCollect(stream), (chunk) => [...chunk])

const within =
  (span: { readonly start: DateTime.Utc; readonly end: DateTime.Utc }) =>
  (date: DateTime.Utc | undefined): boolean =>
    date !== undefined && date.epochMillis >= span.start.epochMillis && date.epochMillis <= span.end.epochMillis

const isReply = (thread: Thread): boolean => thread.type === "message" && thread.state === "published"

interface Whole {
  readonly conversation: Conversation
  readonly threads: ReadonlyArray<Thread>
}

/** What the lists tell: every conversation with its threads. */
const lists: Effect.Effect<ReadonlyArray<Whole>, HelpScoutError, Conversations> = Effect.gen(function* () {
  const conversations = yield* Conversations
  const all = yield* collect(conversations.listAll({ status: "all" }))
  return yield* Effect.forEach(all, (conversation) =>
    Effect.map(collect(conversations.threads.listAll({ conversationId: conversation.id })), (threads) => ({
      conversation,
      threads
    }))
  )
})

const sum = (values: ReadonlyArray<number | undefined>) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

const inBuckets = (distribution: Distribution | undefined) => sum(distribution?.ranges?.map(({ count }) => count) ?? [])

it.layer(layer)("reports of the simulator", (it) => {
  it.effect("company figures are what the lists of conversations and threads give", () =>
    Effect.gen(function* () {
      const { company } = yield* Reports
      const all = yield* lists
      const inside = within(interval)
      const replies = all.flatMap(({ conversation, threads }) =>
        threads
          .filter((thread) => isReply(thread) && inside(thread.createdAt))
          .map((thread) => ({ conversation, thread }))
      )
      const { current, users = [] } = yield* company.getOverallReport(interval)
      assert.isAbove(replies.length, 20)
      assert.strictEqual(current.totalReplies, replies.length)
      assert.strictEqual(
        current.customersHelped,
        new Set(replies.map((one) => one.conversation.primaryCustomer?.id)).size
      )
      assert.strictEqual(
        current.closed,
        all.filter(({ conversation }) => conversation.status === "closed" && inside(conversation.closedAt)).length
      )
      assert.strictEqual(current.totalDays, 16)
      assert.strictEqual(current.totalUsers, users.length)
      for (const user of users) {
        const own = replies.filter((one) => String(one.thread.createdBy?.id) === user.user)
        assert.strictEqual(user.replies, own.length, user.name ?? "")
      }
    })
  )

  it.effect("replies are published messages of users: no notes, forwards, line items or drafts", () =>
    Effect.gen(function* () {
      const { productivity } = yield* Reports
      const byUsers = (yield* lists).flatMap(({ threads }) =>
        threads.filter(({ createdBy }) => createdBy?.type !== "customer")
      )
      const published = byUsers.filter(({ state }) => state === "published")
      for (const type of ["note", "lineitem", "forwardparent"]) {
        assert.isTrue(
          published.some((thread) => thread.type === type),
          type
        )
      }
      assert.isTrue(byUsers.some(({ type, state }) => type === "message" && state === "draft"))
      const { current } = yield* productivity.getOverallReport(everything)
      assert.strictEqual(current.repliesSent, published.filter(({ type }) => type === "message").length)
    })
  )

  it.effect("saved replies are ranked by the conversations that they were sent in", () =>
    Effect.gen(function* () {
      const { conversation } = yield* Reports
      const account = yield* (yield* Simulator).account()
      // one was sent twice in a conversation
      const row = ConversationData.visible(account).find((row) => row.threads().filter(ThreadData.isReply).length > 1)
      const saved = account.table(MailboxData.savedReplies).find(({ mailboxId }) => mailboxId === row?.wire.mailboxId)
      assert(row !== undefined && saved !== undefined)
      const twice = row
        .threads()
        .map((thread) => (ThreadData.isReply(thread) ? { ...thread, savedReplyId: saved.id } : thread))
      ConversationData.update(account, row, row.modifiedAt, {}, twice)
      const { replies } = yield* conversation.getOverallReport(everything)
      const all = yield* lists
      assert.isNotEmpty(replies?.top)
      for (const { id, count, name, mailboxId } of replies?.top ?? []) {
        const sent = all.filter(({ threads }) =>
          threads.some(
            (thread) => isReply(thread) && thread.savedReplyId === id && within(everything)(thread.createdAt)
          )
        )
        assert.strictEqual(count, sent.length, name)
        assert.isTrue(sent.every((one) => one.conversation.mailboxId === mailboxId))
        const drilled = yield* collect(
          conversation.getDrilldownByFieldReportAll({
            ...everything,
            field: "replyid",
            fieldid: id
          })
        )
        assert.sameMembers(
          drilled.map((row) => row.id),
          sent.map((one) => one.conversation.id)
        )
      }
    })
  )

  it.effect("previous and deltas come when an earlier interval is asked for, and only then", () =>
    Effect.gen(function* () {
      const { company, happiness } = yield* Reports
      const alone = yield* company.getOverallReport(interval)
      assert.notProperty(alone, "previous")
      assert.notProperty(alone, "deltas")
      const { current, previous, deltas } = yield* company.getOverallReport(both)
      assert.deepStrictEqual(current, alone.current)
      const [now, before] = [current.totalReplies ?? 0, previous?.totalReplies ?? 0]
      assert.isAbove(before, 0)
      assert.closeTo(deltas?.totalReplies ?? 0, ((now - before) / before) * 100, 1e-9)
      const mood = yield* happiness.getOverallReport(both)
      assert.closeTo(
        mood.deltas?.happinessScore ?? 0,
        (mood.current.happinessScore ?? 0) - (mood.previous?.happinessScore ?? 0),
        1e-9
      )
    })
  )

  it.effect("filters part the conversations: by inbox, by type, by tag and by folder", () =>
    Effect.gen(function* () {
      const { conversation } = yield* Reports
      const total = (filters: object) =>
        Effect.map(
          conversation.getOverallReport({ ...interval, ...filters }),
          ({ current }) => current.totalConversations ?? 0
        )
      const all = yield* total({})
      const listed = yield* collect(conversation.getDrilldownReportAll({ ...interval, rows: 50 }))
      assert.strictEqual(listed.length, all)
      const inboxes = [...new Set(listed.map((row) => row.mailboxid))]
      assert.isAbove(inboxes.length, 1)
      assert.strictEqual(sum(yield* Effect.forEach(inboxes, (mailboxes) => total({ mailboxes }))), all)
      assert.strictEqual(yield* total({ mailboxes: inboxes }), all)
      const types = ["email", "chat", "phone"] as const
      assert.strictEqual(sum(yield* Effect.forEach(types, (types) => total({ types }))), all)
      const untagged = listed.filter((row) => row.tags?.length === 0)
      assert.isAbove(untagged.length, 0)
      assert.strictEqual(yield* total({ tags: 1 }), untagged.length)
      assert.strictEqual(yield* total({ folders: 999_999 }), 0)
    })
  )

  it.effect("series add up to the overall figures, whatever their periods", () =>
    Effect.gen(function* () {
      const reports = yield* Reports
      const overall = yield* reports.productivity.getOverallReport(everything)
      const email = yield* reports.getEmailReport(everything)
      for (const viewBy of ["day", "week"] as const) {
        const query = { ...everything, viewBy }
        const replies = yield* reports.productivity.getRepliesSentReport(query)
        assert.strictEqual(replies.current.length, viewBy === "day" ? 60 : 9)
        assert.strictEqual(sum(replies.current.map((point) => point.replies)), overall.current.repliesSent)
        const resolved = yield* reports.productivity.getResolvedReport(query)
        assert.strictEqual(sum(resolved.current.map((point) => point.resolved)), overall.current.resolved)
        const messages = yield* reports.conversation.getReceivedMessagesReport({ ...query, types: "email" })
        assert.strictEqual(sum(messages.current.map((point) => point.messages)), email.current.volume?.messagesReceived)
      }
      const months = yield* reports.conversation.getNewConversationsReport({
        start: at("2026-08-20T00:00:00Z"),
        end: everything.end,
        viewBy: "month"
      })
      assert.deepStrictEqual(
        months.current.map(({ start }) => DateTime.formatIsoDateUtc(start)),
        ["2026-08-20", "2026-09-01", "2026-10-01", "2026-11-01"]
      )
    })
  )

  it.effect("a bucket of a distribution has as many conversations as its drilldown lists", () =>
    Effect.gen(function* () {
      const { company, productivity } = yield* Reports
      const report = yield* productivity.getOverallReport(interval)
      const spread = [
        ["responseTime", report.responseTime],
        ["firstResponseTime", report.firstResponseTime],
        ["handleTime", report.handleTime],
        ["resolved", report.repliesToResolve]
      ] as const
      for (const [range, distribution] of spread) {
        assert.strictEqual(inBuckets(distribution), distribution?.count, range)
        for (const { id, count } of distribution?.ranges ?? []) {
          const { totals } = yield* company.getDrilldownReport({ ...interval, range, rangeId: id })
          assert.strictEqual(totals?.totalElements, count, `${range} ${id}`)
        }
      }
      const once = yield* company.getDrilldownReport({ ...interval, range: "firstReplyResolved" })
      assert.strictEqual(once.totals?.totalElements, report.current.resolvedOnFirstReply)
      const share = (report.current.resolvedOnFirstReply ?? 0) / (report.current.resolved ?? 1)
      assert.closeTo(report.current.percentResolvedOnFirstReply ?? 0, share, 1e-9)
    })
  )

  it.effect("drilldowns come in pages of as many rows as asked for", () =>
    Effect.gen(function* () {
      const { conversation } = yield* Reports
      const first = yield* conversation.getDrilldownReport({ ...interval, rows: 7 })
      assert.strictEqual(first.items.length, 7)
      const count = first.totals?.totalElements ?? 0
      assert.strictEqual(first.totals?.totalPages, Math.ceil(count / 7))
      assert.strictEqual((yield* conversation.getDrilldownReport(interval)).items.length, 25)
      const all = yield* collect(conversation.getDrilldownReportAll({ ...interval, rows: 7 }))
      const fast = yield* collect(conversation.getDrilldownReportAll({ ...interval, rows: 7 }, { concurrency: 4 }))
      assert.strictEqual(new Set(all.map(({ id }) => id)).size, count)
      assert.deepStrictEqual(fast, all)
      const pages = yield* collect(conversation.getDrilldownReportPages({ ...interval, rows: 50 }))
      assert.deepStrictEqual(
        pages.map(({ totals }) => totals?.number),
        pages.map((_, index) => index + 1)
      )
      const beyond = yield* conversation.getDrilldownReport({ ...interval, page: 999 })
      assert.lengthOf(beyond.items, 0)
    })
  )

  it.effect("a drilldown by field lists the conversations that the overall report counted", () =>
    Effect.gen(function* () {
      const { conversation } = yield* Reports
      const report = yield* conversation.getOverallReport(interval)
      const tag = report.tags?.top?.find(({ id }) => id !== 1)
      const customer = report.customers?.top?.[0]
      assert(tag !== undefined && customer !== undefined)
      const tagged = yield* collect(
        conversation.getDrilldownByFieldReportAll({ ...interval, field: "tagid", fieldid: tag.id })
      )
      assert.strictEqual(tagged.length, tag.count)
      assert.isTrue(tagged.every((row) => row.tags?.some(({ id, name }) => id === tag.id && name === tag.name)))
      const theirs = yield* collect(
        conversation.getDrilldownByFieldReportPages({ ...interval, field: "customerid", fieldid: customer.id })
      )
      assert.strictEqual(theirs[0]?.totals?.totalElements, customer.count)
      const none = yield* conversation.getDrilldownByFieldReport({ ...interval, field: "replyid", fieldid: 5 })
      assert.lengthOf(none.items, 0)
      const fresh = yield* collect(conversation.getNewConversationsDrilldownReportAll(interval))
      assert.strictEqual(fresh.length, report.current.newConversations)
      assert.isAbove((yield* collect(conversation.getNewConversationsDrilldownReportPages(interval))).length, 1)
      assert.strictEqual(
        (yield* conversation.getNewConversationsDrilldownReport({ ...interval, rows: 1 })).items.length,
        1
      )
    })
  )

  it.effect("a workflow that was run by hand is counted, and found by its id", () =>
    Effect.gen(function* () {
      const { conversation } = yield* Reports
      const workflows = yield* Workflows
      const [row] = (yield* conversation.getDrilldownReport({ ...interval, rows: 1 })).items
      assert(row !== undefined)
      const manual = yield* collect(workflows.listAll({ mailboxId: row.mailboxid ?? 0, type: "manual" }))
      const workflow = manual.find(({ status }) => status === "active")
      assert(workflow !== undefined)
      const query = { ...interval, field: "workflowid", fieldid: workflow.id } as const
      assert.lengthOf((yield* conversation.getDrilldownByFieldReport(query)).items, 0)
      yield* workflows.runManual({ workflowId: workflow.id }, { conversationIds: [row.id] })
      assert.deepStrictEqual(
        (yield* conversation.getDrilldownByFieldReport(query)).items.map(({ id }) => id),
        [row.id]
      )
      const { workflows: ranked } = yield* conversation.getOverallReport(interval)
      assert.deepStrictEqual(
        ranked?.top?.map(({ name, count }) => [name, count]),
        [[workflow.name, 1]]
      )
    })
  )

  it.effect("channels add up to the volume of conversations, and busy times to the messages", () =>
    Effect.gen(function* () {
      const reports = yield* Reports
      const overall = yield* reports.conversation.getOverallReport(interval)
      const volumes = yield* reports.conversation.getVolumesByChannelReport(interval)
      const begun = (overall.current.newConversations ?? 0) + (overall.current.conversationsCreated ?? 0)
      assert.strictEqual(sum(volumes.current.flatMap(({ chat, email, phone }) => [chat, email, phone])), begun)
      const busy = yield* reports.conversation.getBusiestTimeOfDayReport(interval)
      const messages = yield* reports.conversation.getReceivedMessagesReport(interval)
      assert.strictEqual(sum(busy.map(({ count }) => count)), sum(messages.current.map((point) => point.messages)))
      assert.isTrue(busy.every(({ day, hour, count }) => day >= 1 && day <= 7 && hour >= 0 && hour <= 23 && count > 0))
      assert.strictEqual(overall.busiestDay?.count, Math.max(...busy.map(({ count }) => count)))
      const [chat, email, phone] = yield* Effect.all([
        reports.getChatReport(both),
        reports.getEmailReport(both),
        reports.getPhoneReport(both)
      ])
      assert.strictEqual(
        sum([
          chat.current.volume?.chatConversations,
          email.current.volume?.emailConversations,
          phone.current.phoneConversations
        ]),
        overall.current.totalConversations
      )
      assert.strictEqual(inBuckets(chat.messagesPerChat), chat.messagesPerChat?.count)
      assert.isDefined(email.deltas?.volume?.repliesSent)
      assert.isDefined(phone.previous)
    })
  )

  it.effect("the happiness report counts the ratings that its list has", () =>
    Effect.gen(function* () {
      const { happiness } = yield* Reports
      const { current } = yield* happiness.getOverallReport(everything)
      const ratings = (rating?: "great" | "ok" | "not-good" | "all") =>
        collect(happiness.getRatingsReportAll({ ...everything, ...(rating && { rating }) }))
      const all = yield* ratings()
      assert.isAbove(all.length, 3)
      assert.strictEqual(current.ratingsCount, all.length)
      assert.deepStrictEqual(yield* ratings("all"), all)
      const counts = yield* Effect.forEach(["great", "ok", "not-good"] as const, (rating) =>
        Effect.map(ratings(rating), (found) => found.length)
      )
      assert.deepStrictEqual(counts, [current.greatCount, current.okayCount, current.notGoodCount])
      assert.closeTo(current.happinessScore ?? 0, (current.great ?? 0) - (current.notGood ?? 0), 1e-9)
      const sorted = yield* happiness.getRatingsReport({ ...everything, sortField: "number", sortOrder: "ASC" })
      const numbers = sorted.items.map(({ number }) => number)
      assert.deepStrictEqual(
        numbers,
        [...numbers].sort((a, b) => a - b)
      )
      assert.isAbove((yield* collect(happiness.getRatingsReportPages(everything))).length, 0)
    })
  )

  it.effect("a team's report sums up its members", () =>
    Effect.gen(function* () {
      const { user } = yield* Reports
      const account = yield* (yield* Simulator).account()
      const team = account.table(UserData.members).all()[0]
      assert(team !== undefined)
      const whole = yield* user.getOverallReport({ ...both, user: team.id })
      const members = yield* Effect.forEach(team.userIds, (id) => user.getOverallReport({ ...both, user: id }))
      assert.strictEqual(whole.user?.id, team.id)
      assert.isAbove(whole.current.totalReplies ?? 0, 0)
      assert.strictEqual(whole.current.totalReplies, sum(members.map(({ current }) => current.totalReplies)))
      const chats = yield* user.getChatReport({ ...both, user: team.id })
      assert.isDefined(chats.current.newConversations)
    })
  )

  it.effect("a user's series, drilldown, history and ratings are those of the user's figures", () =>
    Effect.gen(function* () {
      const { company, user } = yield* Reports
      const { users = [] } = yield* company.getOverallReport(everything)
      const busiest = [...users].sort((a, b) => (b.replies ?? 0) - (a.replies ?? 0))[0]
      assert(busiest !== undefined)
      const query = { ...everything, user: Number(busiest.user) }
      const { current } = yield* user.getOverallReport(query)
      const replies = yield* user.getRepliesReport({ ...query, viewBy: "week" })
      assert.strictEqual(sum(replies.current.map((point) => point.replies)), current.totalReplies)
      const resolutions = yield* user.getResolutionsReport(query)
      assert.strictEqual(sum(resolutions.current.map((point) => point.resolved)), current.resolved)
      const helped = yield* user.getCustomersHelpedReport({ ...query, viewBy: "day" })
      assert.isAtLeast(sum(helped.current.map((point) => point.customers)), current.customersHelped ?? 0)
      const drilled = yield* collect(user.getDrilldownReportAll(query))
      assert.strictEqual(drilled.length, current.totalConversations)
      assert.isTrue(drilled.some((row) => row.waitingSince !== undefined))
      assert.isAbove((yield* collect(user.getDrilldownReportPages({ ...query, rows: 5 }))).length, 1)
      assert.strictEqual((yield* user.getDrilldownReport({ ...query, rows: 1 })).items.length, 1)
      const history = yield* collect(
        user.getConversationHistoryReportAll({ ...query, sortField: "repliesSent", sortOrder: "DESC" })
      )
      assert.strictEqual(sum(history.map((row) => row.repliesSent)), current.totalReplies)
      assert.strictEqual(history[0]?.repliesSent, Math.max(...history.map((row) => row.repliesSent ?? 0)))
      const closed = yield* user.getConversationHistoryReport({ ...query, status: "closed" })
      assert.isBelow(closed.totals?.totalElements ?? 0, history.length)
      assert.isAbove((yield* collect(user.getConversationHistoryReportPages(query))).length, 0)
      const mood = yield* user.getHappinessReport(query)
      const ratings = yield* collect(user.getHappinessDrilldownReportAll(query))
      assert.strictEqual(mood.current.ratingsCount, ratings.length)
      assert.isTrue(ratings.every((rating) => rating.ratingUserId === query.user))
      assert.strictEqual((yield* user.getHappinessDrilldownReport(query)).totals?.totalElements, ratings.length)
      assert.isAbove((yield* collect(user.getHappinessDrilldownReportPages(query))).length, 0)
    })
  )

  it.effect("means of nothing are absent figures", () =>
    Effect.gen(function* () {
      const reports = yield* Reports
      const empty = { start: at("2001-01-01T00:00:00Z"), end: at("2001-01-02T00:00:00Z") }
      const { current } = yield* reports.productivity.getOverallReport(empty)
      assert.strictEqual(current.totalConversations, 0)
      assert.notProperty(current, "responseTime")
      const points = yield* Effect.all([
        reports.productivity.getFirstResponseTimeReport(empty),
        reports.productivity.getResponseTimeReport(empty),
        reports.productivity.getResolutionTimeReport(empty)
      ])
      for (const { current } of points) assert.deepStrictEqual(Object.keys(current[0] ?? {}), ["date"])
      const customers = yield* reports.company.getCustomersHelpedReport({ ...empty, viewBy: "day" })
      assert.deepStrictEqual(
        customers.current.map((point) => point.customers),
        [0, 0]
      )
      assert.lengthOf((yield* reports.company.getDrilldownReport({ ...empty, range: "replies" })).items, 0)
      assert.deepStrictEqual(yield* collect(reports.company.getDrilldownReportAll({ ...empty, range: "resolved" })), [])
      assert.lengthOf(yield* collect(reports.company.getDrilldownReportPages({ ...empty, range: "resolved" })), 1)
      const docs = yield* reports.docs.getOverallReport({ ...both, sites: "5214c77c45667acd25394b51" })
      assert.strictEqual(docs.topArticles?.[0]?.siteId, "5214c77c45667acd25394b51")
      assert.isDefined(docs.deltas?.visitors)
    })
  )

  it.effect("a reply counts from the moment it is sent", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(until.epochMillis)
      const { productivity } = yield* Reports
      const { listAll, threads } = yield* Conversations
      const now = { start: until, end: at("2026-11-01T01:00:00Z") }
      const sent = Effect.map(productivity.getOverallReport(now), ({ current }) => current.repliesSent)
      const conversation = yield* Stream.runHead(listAll({ status: "active" }))
      assert(conversation._tag === "Some")
      const { id, primaryCustomer } = conversation.value
      assert(primaryCustomer?.id !== undefined)
      const before = yield* sent
      yield* TestClock.adjust("5 minutes")
      yield* threads.createReply({ conversationId: id }, { text: "Hello", customer: { id: primaryCustomer.id } })
      assert.strictEqual(yield* sent, (before ?? 0) + 1)
    })
  )
})

// ---------------------------------------------------------------------------------------------------------------
// refusals
// ---------------------------------------------------------------------------------------------------------------

describe("the simulator's refusals", () => {
  const whole = "start=2026-10-01T00:00:00Z&end=2026-10-31T23:59:59Z"
  const refused = (path: string) =>
    Effect.map(
      Effect.flip(HelpScoutClient.request({ method: "GET", path: `/v2/reports${path}` as `/${string}` })),
      (error) => (error._tag === "HelpScoutValidationFailed" ? error.issues.map((issue) => issue.path) : error._tag)
    )

  it.effect("400 for what a query lacks or has wrong", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refused("/company?end=2026-10-31T23:59:59Z"), ["start"])
      assert.deepStrictEqual(yield* refused("/company"), ["start", "end"])
      assert.deepStrictEqual(yield* refused("/company?start=yesterday&end=2026-10-31T23:59:59Z"), ["start"])
      assert.deepStrictEqual(yield* refused(`/user?${whole}`), ["user"])
      assert.deepStrictEqual(yield* refused(`/company/drilldown?${whole}`), ["range"])
      assert.deepStrictEqual(yield* refused(`/conversations/drilldown?${whole}&rows=51`), ["rows"])
      assert.deepStrictEqual(yield* refused(`/conversations/drilldown?${whole}&page=0`), ["page"])
      assert.deepStrictEqual(yield* refused(`/company?${whole}&previousStart=2026-09-01T00:00:00Z`), ["previousEnd"])
    }).pipe(Effect.provide(layer))
  )

  it.effect("400 for periods that do not fit the range", () =>
    Effect.gen(function* () {
      const { company } = yield* Reports
      const refusal = (end: string, viewBy: "day" | "week" | "month") =>
        Effect.map(
          Effect.either(company.getCustomersHelpedReport({ start: at("2026-01-01T00:00:00Z"), end: at(end), viewBy })),
          (result) =>
            result._tag === "Left" && result.left._tag === "HelpScoutValidationFailed"
              ? result.left.issues.map((issue) => issue.path)
              : result._tag
        )
      assert.strictEqual(yield* refusal("2026-03-02T00:00:00Z", "day"), "Right")
      assert.deepStrictEqual(yield* refusal("2026-03-03T00:00:00Z", "day"), ["viewBy"])
      assert.strictEqual(yield* refusal("2027-01-01T00:00:00Z", "week"), "Right")
      assert.deepStrictEqual(yield* refusal("2027-01-03T00:00:00Z", "week"), ["viewBy"])
      assert.strictEqual(yield* refusal("2026-03-03T00:00:00Z", "month"), "Right")
      assert.deepStrictEqual(yield* refusal("2026-03-02T00:00:00Z", "month"), ["viewBy"])
    }).pipe(Effect.provide(layer))
  )

  it.effect("404 for a user who does not exist, and for a team where only users are taken", () =>
    Effect.gen(function* () {
      const { user } = yield* Reports
      const missing = (call: Effect.Effect<unknown, HelpScoutError>) =>
        Effect.map(Effect.flip(call), (error) => error._tag)
      const nobody = { ...interval, user: 123 }
      const team = { ...interval, user: 71001 }
      const calls: ReadonlyArray<Effect.Effect<unknown, HelpScoutError>> = [
        user.getOverallReport(nobody),
        user.getChatReport(nobody),
        ...[nobody, team].flatMap((query) => [
          user.getRepliesReport(query),
          user.getResolutionsReport(query),
          user.getCustomersHelpedReport(query),
          user.getHappinessReport(query),
          user.getDrilldownReport(query),
          user.getConversationHistoryReport(query),
          user.getHappinessDrilldownReport(query)
        ])
      ]
      for (const call of calls) assert.strictEqual(yield* missing(call), "HelpScoutNotFound")
    }).pipe(Effect.provide(layer))
  )
})
