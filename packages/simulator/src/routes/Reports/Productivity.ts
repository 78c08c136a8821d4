/** Routes for the reports about productivity. Points of time series have no time, because times are not measured. */
import * as Productivity from "@effect-helpscout/resources/Reports/Productivity"
import * as Counts from "../../data/reports/counts.js"
import * as Route from "../../Route.js"
import { compared, json, repliesSent, resolved, series } from "./ReportHandlers.js"

const { endpoints } = Productivity

const noTime = (_: Counts.Activities, date: string) => ({ date })

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.getOverallReport, ({ account, args }) =>
    json(
      compared(account, args, ({ span, all }) => ({
        ...Counts.dates(span),
        totalConversations: all.length,
        repliesSent: Counts.replies(all),
        ...Counts.resolutions(all)
      }))
    )
  ),
  Route.make(endpoints.getFirstResponseTimeReport, ({ account, args }) => series(account, args, noTime)),
  Route.make(endpoints.getRepliesSentReport, ({ account, args }) => series(account, args, repliesSent)),
  Route.make(endpoints.getResolutionTimeReport, ({ account, args }) => series(account, args, noTime)),
  Route.make(endpoints.getResolvedReport, ({ account, args }) => series(account, args, resolved)),
  Route.make(endpoints.getResponseTimeReport, ({ account, args }) => series(account, args, noTime))
]
