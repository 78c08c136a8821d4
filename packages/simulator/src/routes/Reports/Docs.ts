/** Routes for the report about Docs. The account has no Docs sites, so it has no visitors. */
import * as Docs from "@effect-helpscout/resources/Reports/Docs"
import * as Route from "../../Route.js"
import { json } from "./ReportHandlers.js"

const nothing = { visitors: 0 }

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(Docs.endpoints.getOverallReport, ({ args }) => {
    const previous = args.previousStart === undefined ? {} : { previous: nothing, deltas: {} }
    return json({ current: nothing, ...previous, popularSearches: [], failedSearches: [], topArticles: [] })
  })
]
