/** Routes for the reports about a user. The overall report and the report about chats also take a team. */
import * as User from "@effect-helpscout/resources/Reports/User"
import type { Account } from "../../Account.js"
import * as Counts from "../../data/reports/counts.js"
import * as Rows from "../../data/reports/rows.js"
import * as UserData from "../../data/users.js"
import * as Route from "../../Route.js"
import * as HappinessRoutes from "./Happiness.js"
import {
  about,
  activity,
  compared,
  customersHelped,
  type Half,
  json,
  repliesSent,
  resolved,
  series
} from "./ReportHandlers.js"

const { endpoints } = User

const statistics = ({ span, all }: Half) => {
  const totalDays = Counts.days(span)
  return {
    ...Counts.dates(span),
    totalDays,
    conversationsCreated: Counts.createdByUsers(all),
    totalReplies: Counts.replies(all),
    happinessScore: Counts.happiness(all).happinessScore,
    ...Counts.resolutions(all),
    repliesPerDay: Counts.replies(all) / totalDays,
    customersHelped: Counts.customersHelped(all),
    totalConversations: all.length,
    conversationsPerDay: all.length / totalDays
  }
}

const chats = ({ span, all }: Half) => ({ ...Counts.dates(span), newConversations: all.length })

const profile = (account: Account, id: number) => {
  const person = UserData.assignee(account, id)
  return { id, name: person && Rows.personName(person), photoUrl: person?.photoUrl }
}

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(
    endpoints.getOverallReport,
    about("teams", ({ account, args }, users) => {
      const figures = compared(account, args, statistics, users)
      const totalCustomersHelped = figures.current.customersHelped
      return json({ user: { ...profile(account, args.user), totalCustomersHelped }, ...figures })
    })
  ),
  Route.make(
    endpoints.getChatReport,
    about("teams", ({ account, args }, users) => json(compared(account, { ...args, types: "chat" }, chats, users)))
  ),
  Route.make(
    endpoints.getConversationHistoryReport,
    about("no teams", ({ account, args, page }, users) => page(Rows.history(activity(account, args, users), args)))
  ),
  Route.make(
    endpoints.getCustomersHelpedReport,
    about("no teams", ({ account, args }, users) => series(account, args, customersHelped, users))
  ),
  Route.make(
    endpoints.getDrilldownReport,
    about("no teams", ({ account, args, page }, users) => page(Rows.conversations(activity(account, args, users))))
  ),
  Route.make(
    endpoints.getHappinessReport,
    about("no teams", ({ account, args }, users) => json(HappinessRoutes.overall(account, args, users)))
  ),
  Route.make(
    endpoints.getHappinessDrilldownReport,
    about("no teams", ({ account, args, page }, users) =>
      page(Rows.ratings(account, activity(account, args, users), args))
    )
  ),
  Route.make(
    endpoints.getRepliesReport,
    about("no teams", ({ account, args }, users) => series(account, args, repliesSent, users))
  ),
  Route.make(
    endpoints.getResolutionsReport,
    about("no teams", ({ account, args }, users) => series(account, args, resolved, users))
  )
]
