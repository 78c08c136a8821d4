/** Routes for the reports about ratings. */
import * as Happiness from "@effect-helpscout/resources/Reports/Happiness"
import type { Account } from "../../Account.js"
import * as Counts from "../../data/reports/counts.js"
import * as Rows from "../../data/reports/rows.js"
import * as Route from "../../Route.js"
import { activity, compared, json, type Query } from "./ReportHandlers.js"

const { endpoints } = Happiness

/** The report about all ratings, or about those of some users. */
export const overall = (account: Account, query: Query, users?: ReadonlySet<number>) => {
  const report = compared(account, query, ({ all }) => Counts.happiness(all), users)
  const { current, deltas, previous } = report
  if (previous === undefined) return report
  // shares and the score change by points, counts by percent
  const points = (["great", "okay", "notGood", "happinessScore"] as const).map((key) => [
    key,
    current[key] - previous[key]
  ])
  return { ...report, deltas: { ...deltas, ...Object.fromEntries(points) } }
}

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.getOverallReport, ({ account, args }) => json(overall(account, args))),
  Route.make(endpoints.getRatingsReport, ({ account, args, page }) =>
    page(Rows.ratings(account, activity(account, args), args), { extra: { facets: {} } })
  )
]
