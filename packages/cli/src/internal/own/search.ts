/** `helpscout search`: the query builder's names as flags. */
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Flag } from "../command/flags.js"
import type { Session } from "../command/session.js"
import { UsageError } from "../command/usageError.js"
import { columns } from "../output/columns.js"
import { dateOf, withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

const section = "Conditions"

const texts: Readonly<
  Record<string, readonly [string, (...values: readonly [string, ...Array<string>]) => SearchQuery.SearchQuery]>
> = {
  subject: ["Words in the subject.", SearchQuery.subject],
  body: ["Words in a thread.", SearchQuery.body],
  tag: ["Has one of these tags.", SearchQuery.tag],
  mailbox: ["In an inbox with exactly this name.", SearchQuery.mailbox],
  email: ["An address in to, cc, bcc or the customer's profile.", SearchQuery.email],
  assigned: ["Assigned to a user with this name.", SearchQuery.assigned]
}

const numbers: Readonly<
  Record<string, readonly [string, (...values: readonly [number, ...Array<number>]) => SearchQuery.SearchQuery]>
> = {
  "mailbox-id": ["In one of these inboxes.", SearchQuery.mailboxid],
  "customer-id": ["With one of these customers.", SearchQuery.customerIds],
  "reply-user-id": ["One of these users has replied.", SearchQuery.replyUserIds],
  number: ["The number that users see.", SearchQuery.number]
}

const dates = { created: SearchQuery.createdAt, modified: SearchQuery.modifiedAt } as const

const statuses = ["active", "all", "closed", "open", "pending", "spam"] as const

const flags: ReadonlyArray<Flag> = [
  ...Object.entries(texts).map(([name, [text]]): Flag => ({ name, value: "text", text, isRepeated: true, section })),
  ...Object.entries(numbers).map(([name, [text]]): Flag => ({ name, value: "id", text, isRepeated: true, section })),
  { name: "not-tag", value: "text", text: "Has none of these tags.", isRepeated: true, section },
  { name: "unassigned", text: "Not assigned.", section },
  { name: "has-attachments", text: "Has an attachment.", section },
  ...Object.keys(dates).flatMap(
    (name): ReadonlyArray<Flag> => [
      {
        name: `${name}-since`,
        value: "date",
        text: `${name === "created" ? "Created" : "Changed"} since then.`,
        section
      },
      {
        name: `${name}-until`,
        value: "date",
        text: `${name === "created" ? "Created" : "Changed"} until then.`,
        section
      }
    ]
  ),
  { name: "query", value: "text", text: "A raw query, in addition to the conditions.", section },
  { name: "status", value: "choice", choices: statuses, text: "The status.", default: "all", section },
  { name: "limit", value: "n", text: "At most n conversations.", default: "25", section: "List" },
  { name: "all", text: "All of them.", section: "List" }
]

const nonEmpty = <A>(values: ReadonlyArray<A>): values is readonly [A, ...Array<A>] => values.length > 0

const conditions = (session: Session): Effect.Effect<ReadonlyArray<SearchQuery.SearchQuery>, UsageError> =>
  Effect.gen(function* () {
    const found: Array<SearchQuery.SearchQuery> = []
    for (const [name, [, make]] of Object.entries(texts)) {
      const values = session.flags[name] ?? []
      if (nonEmpty(values)) found.push(make(...values))
    }
    for (const [name, [, make]] of Object.entries(numbers)) {
      const values: ReadonlyArray<number> = (session.flags[name] ?? []).map(Number)
      if (values.some((value) => !Number.isSafeInteger(value) || value < 1)) {
        return yield* new UsageError({ message: `${session.command}: --${name} must be a positive integer.` })
      }
      if (nonEmpty(values)) found.push(make(...values))
    }
    const excluded = session.flags["not-tag"] ?? []
    if (nonEmpty(excluded)) found.push(SearchQuery.not(SearchQuery.tag(...excluded)))
    if (session.has("unassigned")) found.push(SearchQuery.unassigned)
    if (session.has("has-attachments")) found.push(SearchQuery.hasAttachments)
    for (const [name, field] of Object.entries(dates)) {
      const since = yield* dateOf(session, `${name}-since`)
      const until = yield* dateOf(session, `${name}-until`, { isEnd: true })
      if (since !== undefined && until !== undefined) found.push(field.between(since, until))
      else if (since !== undefined) found.push(field.since(since))
      else if (until !== undefined) found.push(field.until(until))
    }
    return found
  })

const queryOf = (session: Session): Effect.Effect<string | SearchQuery.SearchQuery, UsageError> =>
  Effect.flatMap(conditions(session), (found) => {
    const raw = session.text("query")
    if (!nonEmpty(found)) {
      return raw === undefined
        ? new UsageError({ message: "search: a condition is missing. Run `helpscout search --help` for the list." })
        : Effect.succeed(raw)
    }
    const query = SearchQuery.and(...found)
    return Effect.succeed(raw === undefined ? query : `(${SearchQuery.render(query)} AND ${raw})`)
  })

export const command: Implementation = {
  text: "Conditions must all match. Several values of one flag are alternatives. Values are escaped.",
  flags,
  columns: columns.conversations ?? [],
  run: (session) =>
    Effect.gen(function* () {
      const query = yield* queryOf(session)
      const limit = (yield* session.integer("limit")) ?? 25
      const status = statuses.find((one) => one === session.text("status")) ?? "all"
      yield* withAccount(
        session,
        Effect.flatMap(Conversations, (conversations) => {
          const found = conversations.listAll({ query, status })
          return session.rows(session.has("all") ? found : Stream.take(found, limit))
        })
      )
    })
}
