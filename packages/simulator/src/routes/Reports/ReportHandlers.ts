/** The handlers that reports share: two intervals, series, drilldowns, and reports about a user or a team. */
import * as Field from "@effect-helpscout/core/Field"
import type * as DateTime from "effect/DateTime"
import * as Account from "../../Account.js"
import * as Activity from "../../data/reports/activity.js"
import * as Counts from "../../data/reports/counts.js"
import * as Periods from "../../data/reports/periods.js"
import * as UserData from "../../data/users.js"
import * as Response from "../../Response.js"

/** The query of a report. */
export interface Query extends Activity.Filters {
  readonly start: DateTime.Utc | Date
  readonly end: DateTime.Utc | Date
  readonly previousStart?: DateTime.Utc | Date
  readonly previousEnd?: DateTime.Utc | Date
}

/** An interval and its activity. */
export interface Half {
  readonly span: Activity.Span
  readonly all: Counts.Activities
}

const current = ({ start, end }: Query): Activity.Span => ({ start: Field.millisOf(start), end: Field.millisOf(end) })

const previous = ({ previousStart: start, previousEnd: end }: Query): Activity.Span | undefined =>
  start === undefined || end === undefined ? undefined : { start: Field.millisOf(start), end: Field.millisOf(end) }

/** Both halves of a report. `previous` is left out unless the query asks for it. */
const both = <A>(query: Query, of: (span: Activity.Span) => A): { readonly current: A; readonly previous?: A } => {
  const before = previous(query)
  return { current: of(current(query)), ...(before !== undefined && { previous: of(before) }) }
}

/** The activity of the current interval. */
export const activity = (account: Account.Account, query: Query, users?: ReadonlySet<number>): Counts.Activities =>
  Activity.within(account, query, current(query), users)

/** The activity of both intervals. */
export const halves = (account: Account.Account, query: Query, users?: ReadonlySet<number>) =>
  both(query, (span): Half => ({ span, all: Activity.within(account, query, span, users) }))

interface Figures {
  readonly [key: string]: number | string | Figures
}

/** The changes of figures in percent. A change from 0 is left out. */
const changes = (now: Figures, before: Figures): object =>
  Object.fromEntries(
    Object.entries(now).flatMap(([key, value]): ReadonlyArray<readonly [string, unknown]> => {
      const old = before[key]
      if (typeof value === "object" && typeof old === "object") return [[key, changes(value, old)]]
      return typeof value === "number" && typeof old === "number" && old !== 0
        ? [[key, ((value - old) / Math.abs(old)) * 100]]
        : []
    })
  )

/** The statistics of both intervals, the changes if there are two, and the tags to filter by. */
export const compared = <A extends Figures>(
  account: Account.Account,
  query: Query,
  of: (half: Half) => A,
  users?: ReadonlySet<number>
) => {
  const { current, previous } = halves(account, query, users)
  const [now, before] = [of(current), previous && of(previous)]
  return {
    filterTags: Counts.filterTags(account),
    current: now,
    ...(before !== undefined && { previous: before, deltas: changes(now, before) })
  }
}

/** The response of a report. */
export const json = (body: unknown): Response.Response => Response.json(body, { contentType: "application/json" })

/** A series: one point for each period of both intervals. */
export const series = (
  account: Account.Account,
  query: Query & { readonly viewBy?: Periods.ViewBy },
  point: Point,
  users?: ReadonlySet<number>
): Response.Response => {
  const { viewBy } = query
  const message = viewBy && Periods.issue(viewBy, current(query))
  if (message !== undefined)
    return Response.validation({ path: "viewBy", message, rejectedValue: viewBy, source: "QUERY" })
  return json(
    both(query, (span) =>
      Periods.periods(span, viewBy).map((period) =>
        point(Activity.within(account, query, period, users), Account.timestamp(period.start))
      )
    )
  )
}

type Point = (all: Counts.Activities, date: string) => object

export const customersHelped: Point = (all, date) => ({ date, customers: Counts.customersHelped(all) })
export const repliesSent: Point = (all, date) => ({ date, replies: Counts.replies(all) })
export const resolved: Point = (all, date) => ({ date, resolved: Counts.resolved(all) })

/** Handles a report about a user or, with `teams`, about the members of a team. 404 for any other id. */
export const about =
  <R extends { readonly account: Account.Account; readonly args: { readonly user: number } }>(
    teams: "teams" | "no teams",
    handle: (request: R, users: ReadonlySet<number>) => Response.Response
  ) =>
  (request: R): Response.Response => {
    const { account, args } = request
    const isTeam = account.table(UserData.teams).get(args.user) !== undefined
    const users = isTeam && teams === "no teams" ? undefined : Activity.usersBehind(account, args.user)
    return users === undefined ? Response.notFound : handle(request, users)
  }
