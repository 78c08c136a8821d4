/** Routes for the reports about the company. */
import * as Company from "@effect-helpscout/resources/Reports/Company"
import type { Account } from "../../Account.js"
import type { Activity } from "../../data/reports/activity.js"
import * as Counts from "../../data/reports/counts.js"
import * as Rows from "../../data/reports/rows.js"
import * as UserData from "../../data/users.js"
import * as Route from "../../Route.js"
import { activity, compared, customersHelped, type Half, json, type Query, series } from "./ReportHandlers.js"

const { endpoints } = Company

/** The users who replied. */
const repliers = (account: Account, all: Counts.Activities): ReadonlyArray<UserData.UserRow> => {
  const ids = new Set(all.flatMap(({ replies }) => replies.map(({ createdBy }) => createdBy.id)))
  return account.table(UserData.users).filter(({ id }) => ids.has(id))
}

const statistics =
  (account: Account) =>
  ({ span, all }: Half) => {
    const [totalDays, totalReplies, totalUsers] = [
      Counts.days(span),
      Counts.replies(all),
      repliers(account, all).length
    ]
    return {
      ...Counts.dates(span),
      customersHelped: Counts.customersHelped(all),
      closed: Counts.closed(all),
      totalReplies,
      totalUsers,
      totalDays,
      repliesPerDay: totalReplies / totalDays,
      repliesPerDayPerUser: totalReplies / totalDays / Math.max(1, totalUsers),
      resolvedPerDay: Counts.resolved(all) / totalDays
    }
  }

const users = (account: Account, query: Query) =>
  repliers(account, activity(account, query)).map((user) => {
    const own = activity(account, query, new Set([user.id]))
    return {
      user: String(user.id),
      name: Rows.personName(UserData.person(user)),
      customersHelped: Counts.customersHelped(own),
      replies: Counts.replies(own),
      happinessScore: Counts.happiness(own).happinessScore
    }
  })

/** The bucket of a drilldown: 1 to 4 replies, or 5 for more. 0 is not a bucket. Times are not measured. */
const bucket = (range: string, { replies, repliesToResolve = 0 }: Activity): number => {
  if (range === "firstReplyResolved") return repliesToResolve === 1 ? 1 : 0
  return Math.min(range === "resolved" ? repliesToResolve : replies.length, 5)
}

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.getOverallReport, ({ account, args }) =>
    json({ ...compared(account, args, statistics(account)), users: users(account, args) })
  ),
  Route.make(endpoints.getCustomersHelpedReport, ({ account, args }) => series(account, args, customersHelped)),
  Route.make(endpoints.getDrilldownReport, ({ account, args, page }) =>
    page(
      Rows.conversations(
        activity(account, args).filter((one) => {
          const found = bucket(args.range, one)
          return found > 0 && found === (args.rangeId ?? found)
        })
      )
    )
  )
]
