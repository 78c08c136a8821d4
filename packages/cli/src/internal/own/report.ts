/** `helpscout report` */
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import * as Account from "../account.js"
import { methodOf } from "../command/run.js"
import type { Session } from "../command/session.js"
import { suggestion, UsageError } from "../command/usageError.js"
import { readDate } from "../command/values.js"
import { plain, table } from "../output/format.js"
import * as Terminal from "../output/terminal.js"
import { bar } from "./account.js"
import type { Implementation } from "./commands.js"

interface Kind {
  readonly path: ReadonlyArray<string>
  /** The report with a value for each day, week or month. */
  readonly series?: ReadonlyArray<string>
}

const kinds: Readonly<Record<string, Kind>> = {
  company: { path: ["company", "getOverallReport"], series: ["company", "getCustomersHelpedReport"] },
  conversations: { path: ["conversation", "getOverallReport"], series: ["conversation", "getNewConversationsReport"] },
  productivity: { path: ["productivity", "getOverallReport"], series: ["productivity", "getRepliesSentReport"] },
  happiness: { path: ["happiness", "getOverallReport"] },
  user: { path: ["user", "getOverallReport"], series: ["user", "getRepliesReport"] },
  chat: { path: ["getChatReport"] },
  email: { path: ["getEmailReport"] },
  phone: { path: ["getPhoneReport"] },
  docs: { path: ["docs", "getOverallReport"] }
}

const section = "Report"

// ---------------------------------------------------------------------------------------------------------------
// figures
// ---------------------------------------------------------------------------------------------------------------

/** All numbers in an object, by their path. Lists are not figures. */
const figures = (value: unknown, path = ""): ReadonlyArray<readonly [string, number]> => {
  if (typeof value === "number") return [[path, value]]
  if (!Predicate.isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => figures(inner, path === "" ? key : `${path}.${key}`))
}

export const figureRows = (report: unknown) => {
  if (!Predicate.isRecord(report)) return []
  const previous = new Map(figures(report.previous))
  const changes = new Map(figures(report.deltas))
  return figures(report.current).map(([figure, value]) => ({
    figure,
    value,
    previous: previous.get(figure),
    change: changes.has(figure) ? `${Math.round(changes.get(figure) ?? 0)} %` : undefined
  }))
}

// ---------------------------------------------------------------------------------------------------------------
// series
// ---------------------------------------------------------------------------------------------------------------

interface Point {
  readonly date: string
  readonly value: number
}

/** A row of a series has one date, and one number or several. */
const pointOf = (row: unknown): Point | undefined => {
  if (!Predicate.isRecord(row)) return undefined
  const entries = Object.entries(row)
  const date = entries.find(([, value]) => typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value))?.[1]
  const value = entries.find(([, found]) => typeof found === "number")?.[1]
  return typeof date === "string" && typeof value === "number" ? { date: date.slice(0, 10), value } : undefined
}

/** The first list of points in a report: that of the current interval. */
export const seriesOf = (report: unknown): ReadonlyArray<Point> => {
  if (Array.isArray(report)) {
    const points = report.map(pointOf)
    return points.every((point) => point !== undefined) ? points : []
  }
  if (!Predicate.isRecord(report)) return []
  for (const key of ["current", ...Object.keys(report).filter((name) => name !== "previous")]) {
    const found = seriesOf(report[key])
    if (found.length > 0) return found
  }
  return []
}

const chart = (points: ReadonlyArray<Point>, { output: { style } }: Session): string => {
  const largest = Math.max(0, ...points.map(({ value }) => value))
  const room = Math.max(10, style.columns - 24)
  return table(
    points.map(({ date, value }) => ({ date, value, " ": bar(value, largest, room) })),
    ["date", "value", " "],
    undefined,
    style
  )
}

// ---------------------------------------------------------------------------------------------------------------
// command
// ---------------------------------------------------------------------------------------------------------------

const query = (session: Session): Effect.Effect<Record<string, unknown>, UsageError> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const start = yield* readDate("report: --from", session.text("from") ?? "30d", { now })
    const end = yield* readDate("report: --to", session.text("to") ?? "now", { now, isEnd: true })
    if (start >= end) return yield* new UsageError({ message: "report: --from must be before --to." })
    const user = yield* session.integer("user")
    return {
      start: DateTime.unsafeMake(start),
      end: DateTime.unsafeMake(end),
      ...(user === undefined ? {} : { user })
    }
  })

const read = (path: ReadonlyArray<string>, args: unknown): Effect.Effect<unknown, HelpScoutError, never> =>
  Effect.flatMap(
    methodOf(["reports", ...path]),
    (method) => method(args) as Effect.Effect<unknown, HelpScoutError>
  ) as never

const views = ["day", "week", "month"] as const

export const command: Implementation = {
  text: `Kinds: ${Object.keys(kinds).join(", ")}. Reports need the Plus or Pro plan. The figures are compared with the interval before. With --by, a series: new conversations, replies sent or customers helped.`,
  args: [{ name: "kind", text: "The report.", choices: Object.keys(kinds) }],
  flags: [
    { name: "from", value: "date", text: "The start.", default: "30d", section },
    { name: "to", value: "date", text: "The end.", default: "now", section },
    { name: "by", value: "choice", choices: views, text: "One value for each day, week or month.", section },
    { name: "chart", text: "The series as bars.", section },
    { name: "user", value: "id", text: "The user, for the report `user`.", section }
  ],
  run: (session) =>
    Effect.gen(function* () {
      const [name = "", ...others] = session.args
      const kind = Object.hasOwn(kinds, name) && others.length === 0 ? kinds[name] : undefined
      if (kind === undefined) {
        const what =
          name === "" ? "a kind is missing." : `the kind ${JSON.stringify(session.args.join(" "))} does not exist.`
        return yield* new UsageError({
          message: `report: ${what} ${suggestion(name, Object.keys(kinds), "helpscout report --help")}`
        })
      }
      if (name === "user" && session.text("user") === undefined) {
        return yield* new UsageError({ message: "report user: --user is missing. `helpscout users list` has the ids." })
      }
      const args = yield* query(session)
      const viewBy = views.find((view) => view === session.text("by")) ?? (session.has("chart") ? "day" : undefined)
      if (viewBy === undefined) {
        const report = yield* Effect.provide(read(kind.path, args), Account.layer(session.account))
        if (session.output.format === "json") return yield* session.value(report)
        return yield* session.rows(Stream.fromIterable(figureRows(plain(report))))
      }
      if (kind.series === undefined) {
        return yield* new UsageError({ message: `report ${name}: has no series. Leave out --by and --chart.` })
      }
      const report = yield* Effect.provide(read(kind.series, { ...args, viewBy }), Account.layer(session.account))
      const points = seriesOf(plain(report))
      return yield* session.has("chart")
        ? Terminal.write(chart(points, session))
        : session.rows(Stream.fromIterable(points))
    })
}
