/**
 * The reports of the simulator, computed from its own conversations, threads, customers and users. Office hours are
 * not set up in it, so that `officeHours` changes nothing, and the company's time zone is UTC.
 *
 * @since 0.1.0
 */

import * as Reports from "@effect-helpscout/resources/Reports"
import type * as DateTime from "effect/DateTime"
import type * as Account from "../Account.js"
import * as ChannelFigures from "../data/reports/channelFigures.js"
import * as ConversationFigures from "../data/reports/conversationFigures.js"
import * as DocsFigures from "../data/reports/docsFigures.js"
import * as Facts from "../data/reports/facts.js"
import * as Figures from "../data/reports/figures.js"
import * as Rows from "../data/reports/rows.js"
import * as Statistics from "../data/reports/statistics.js"
import * as UserData from "../data/users.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"

const { endpoints } = Reports

// ---------------------------------------------------------------------------------------------------------------
// what is asked
// ---------------------------------------------------------------------------------------------------------------

interface Query extends Facts.Filters {
  readonly start: DateTime.Utc
  readonly end: DateTime.Utc
  readonly previousStart?: DateTime.Utc
  readonly previousEnd?: DateTime.Utc
}

const spans = (query: Query): { readonly now: Facts.Span; readonly before: Facts.Span | undefined } => {
  const { start, end, previousStart, previousEnd } = query
  return {
    now: { start: start.epochMillis, end: end.epochMillis },
    before:
      previousStart === undefined || previousEnd === undefined
        ? undefined
        : { start: previousStart.epochMillis, end: previousEnd.epochMillis }
  }
}

/** Both intervals, as the statistics want them. */
const compare = (account: Account.Account, query: Query, users?: ReadonlySet<number>): Statistics.Compared => {
  const facts = Facts.filter(Facts.all(account), query)
  const { now, before } = spans(query)
  const half = (span: Facts.Span) => ({ span, touched: Facts.within(facts, span, users) })
  return { current: half(now), previous: before && half(before) }
}

const inCurrent = (account: Account.Account, query: Query, users?: ReadonlySet<number>) =>
  compare(account, query, users).current.touched

const json = (body: unknown): Reply.Reply => Reply.json(body, { contentType: "application/json" })

/** The users behind an id: some reports take a team's. */
const usersOf = (account: Account.Account, id: number, teams: "with teams" | "users only") =>
  teams === "users only" && account.table(UserData.teams).get(id) !== undefined
    ? undefined
    : Facts.usersBehind(account, id)

/** Refuses an id that is nobody's. */
const about = (
  account: Account.Account,
  id: number,
  teams: "with teams" | "users only",
  answer: (users: ReadonlySet<number>) => Reply.Reply
): Reply.Reply => {
  const users = usersOf(account, id, teams)
  return users === undefined ? Reply.notFound : answer(users)
}

interface SeriesQuery extends Query {
  readonly viewBy?: Figures.ViewBy
}

/** A point for each period of both intervals. */
const series = (
  account: Account.Account,
  query: SeriesQuery,
  point: (touched: ReadonlyArray<Facts.Touched>, beginning: string) => object,
  users?: ReadonlySet<number>
): Reply.Reply => {
  const { now, before } = spans(query)
  const unfit = query.viewBy === undefined ? undefined : Figures.unfit(query.viewBy, now)
  if (unfit !== undefined) {
    return Reply.validation({ path: "viewBy", message: unfit, rejectedValue: query.viewBy, source: "QUERY" })
  }
  const facts = Facts.filter(Facts.all(account), query)
  const points = (span: Facts.Span) =>
    Figures.periods(span, query.viewBy).map((period) =>
      point(Facts.within(facts, period, users), Figures.beginning(period))
    )
  return json({ current: points(now), ...(before !== undefined && { previous: points(before) }) })
}

type Point = (touched: ReadonlyArray<Facts.Touched>, beginning: string) => object

const customersHelped: Point = (touched, date) => ({ date, customers: Statistics.customersHelped(touched) })
const repliesSent: Point = (touched, date) => ({ date, replies: Figures.replies(touched).length })
const resolved: Point = (touched, date) => ({ date, resolved: Figures.count(touched, (one) => one.resolved) })
const time =
  (measure: Figures.Measure): Point =>
  (touched, date) => ({ date, time: Figures.mean(Figures.measured(touched, measure)) })

// ---------------------------------------------------------------------------------------------------------------
// routes
// ---------------------------------------------------------------------------------------------------------------

const channels: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.getChatReport, ({ account, args }) =>
    json(ChannelFigures.chat(compare(account, { ...args, types: "chat" })))
  ),
  Route.make(endpoints.getEmailReport, ({ account, args }) =>
    Reply.json(ChannelFigures.email(account, compare(account, { ...args, types: "email" })))
  ),
  Route.make(endpoints.getPhoneReport, ({ account, args }) =>
    json(ChannelFigures.phone(account, compare(account, { ...args, types: "phone" })))
  )
]

const company: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.company.getOverallReport, ({ account, args }) =>
    json(Statistics.company(account, compare(account, args)))
  ),
  Route.make(endpoints.company.getCustomersHelpedReport, ({ account, args }) => series(account, args, customersHelped)),
  Route.make(endpoints.company.getDrilldownReport, ({ account, args, page }) =>
    page(Rows.conversations(inCurrent(account, args).filter(Rows.inRange(args.range, args.rangeId))))
  )
]

const conversation: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.conversation.getOverallReport, ({ account, args }) =>
    json(ConversationFigures.overall(account, compare(account, args)))
  ),
  Route.make(endpoints.conversation.getVolumesByChannelReport, ({ account, args }) =>
    series(account, args, (touched, date) => {
      const of = (type: string) => Figures.count(touched, (one) => one.created && one.facts.row.wire.type === type)
      return { date, chat: of("chat"), email: of("email"), phone: of("phone") }
    })
  ),
  Route.make(endpoints.conversation.getBusiestTimeOfDayReport, ({ account, args }) =>
    json(ConversationFigures.busyTimes(inCurrent(account, args)))
  ),
  Route.make(endpoints.conversation.getDrilldownReport, ({ account, args, page }) =>
    page(Rows.conversations(inCurrent(account, args)))
  ),
  Route.make(endpoints.conversation.getDrilldownByFieldReport, ({ account, args, page }) =>
    page(Rows.conversations(inCurrent(account, args).filter(Rows.withField(args.field, args.fieldid))))
  ),
  Route.make(endpoints.conversation.getNewConversationsReport, ({ account, args }) =>
    series(account, args, (touched, start) => ({ start, count: Figures.count(touched, Statistics.isNew) }))
  ),
  Route.make(endpoints.conversation.getNewConversationsDrilldownReport, ({ account, args, page }) =>
    page(Rows.conversations(inCurrent(account, args).filter(Statistics.isNew)))
  ),
  Route.make(endpoints.conversation.getReceivedMessagesReport, ({ account, args }) =>
    series(account, args, (touched, date) => ({ date, messages: Statistics.messagesReceived(touched) }))
  )
]

const happiness: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.happiness.getOverallReport, ({ account, args }) =>
    json(Statistics.happiness(compare(account, args)))
  ),
  Route.make(endpoints.happiness.getRatingsReport, ({ account, args, page }) =>
    page(Rows.ratings(inCurrent(account, args), args), { extra: { facets: {} } })
  )
]

const { productivity: productive } = endpoints

const productivity: ReadonlyArray<Route.Route> = [
  Route.make(productive.getOverallReport, ({ account, args }) =>
    json(Statistics.productivity(account, compare(account, args)))
  ),
  Route.make(productive.getFirstResponseTimeReport, ({ account, args }) =>
    series(account, args, time(Figures.firstResponseTime))
  ),
  Route.make(productive.getRepliesSentReport, ({ account, args }) => series(account, args, repliesSent)),
  Route.make(productive.getResolutionTimeReport, ({ account, args }) =>
    series(account, args, time(Figures.resolutionTime))
  ),
  Route.make(productive.getResolvedReport, ({ account, args }) => series(account, args, resolved)),
  Route.make(productive.getResponseTimeReport, ({ account, args }) => series(account, args, time(Figures.responseTime)))
]

const user: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.user.getOverallReport, ({ account, args }) =>
    about(account, args.user, "with teams", (users) =>
      json(Statistics.user(account, args.user, compare(account, args, users)))
    )
  ),
  Route.make(endpoints.user.getChatReport, ({ account, args }) =>
    about(account, args.user, "with teams", (users) =>
      json(ChannelFigures.userChat(account, compare(account, { ...args, types: "chat" }, users)))
    )
  ),
  Route.make(endpoints.user.getConversationHistoryReport, ({ account, args, page }) =>
    about(account, args.user, "users only", (users) => page(Rows.history(inCurrent(account, args, users), args)))
  ),
  Route.make(endpoints.user.getCustomersHelpedReport, ({ account, args }) =>
    about(account, args.user, "users only", (users) => series(account, args, customersHelped, users))
  ),
  Route.make(endpoints.user.getDrilldownReport, ({ account, args, page }) =>
    about(account, args.user, "users only", (users) => page(Rows.userConversations(inCurrent(account, args, users))))
  ),
  Route.make(endpoints.user.getHappinessReport, ({ account, args }) =>
    about(account, args.user, "users only", (users) =>
      json({
        filterTags: Statistics.filterTags(account),
        ...Statistics.happiness(compare(account, args, users))
      })
    )
  ),
  Route.make(endpoints.user.getHappinessDrilldownReport, ({ account, args, page }) =>
    about(account, args.user, "users only", (users) => page(Rows.ratings(inCurrent(account, args, users), args)))
  ),
  Route.make(endpoints.user.getRepliesReport, ({ account, args }) =>
    about(account, args.user, "users only", (users) => series(account, args, repliesSent, users))
  ),
  Route.make(endpoints.user.getResolutionsReport, ({ account, args }) =>
    about(account, args.user, "users only", (users) => series(account, args, resolved, users))
  )
]

/**
 * The reports. They hold nothing of their own: provide the families of conversations and users before them.
 *
 * @since 0.1.0
 * @category testing
 */
export const family: Route.Family = Route.family({
  routes: [
    ...channels,
    ...company,
    ...conversation,
    Route.make(endpoints.docs.getOverallReport, ({ account, args }) => {
      const { now, before } = spans(args)
      return json(DocsFigures.overall(account, { now, before, sites: args.sites }))
    }),
    ...happiness,
    ...productivity,
    ...user
  ]
})
