/** Views for common questions. `docs/copy-an-account.md` shows an example query and its output for each. */
import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"

/** Changes with the definitions below. */
export const version = 1

interface Dialect {
  readonly day: (time: string) => string
  readonly month: (time: string) => string
  readonly secondsBetween: (from: string, to: string) => string
}

const sqlite: Dialect = {
  day: (time) => `substr(${time}, 1, 10)`,
  month: (time) => `substr(${time}, 1, 7)`,
  secondsBetween: (from, to) => `CAST(round((julianday(${to}) - julianday(${from})) * 86400) AS INTEGER)`
}

const pg: Dialect = {
  day: (time) => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  month: (time) => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM')`,
  secondsBetween: (from, to) => `round(extract(epoch FROM (${to} - ${from})))::bigint`
}

/** The definitions, by name. Every view skips deleted rows. */
const definitions = ({ day, month, secondsBetween }: Dialect): Readonly<Record<string, string>> => ({
  // the first reply that a customer could read, after the conversation began
  first_response_times: `
    SELECT c.id AS conversation_id, c.mailbox_id, c.created_at, min(t.created_at) AS replied_at,
      ${secondsBetween("c.created_at", "min(t.created_at)")} AS seconds
    FROM conversations c
    JOIN threads t ON t.conversation_id = c.id AND t.type = 'message' AND t.state = 'published' AND t._deleted_at IS NULL
      AND t.created_at >= c.created_at
    WHERE c._deleted_at IS NULL AND c.created_by_type = 'customer'
    GROUP BY c.id, c.mailbox_id, c.created_at`,
  // each conversation counts from its creation to its latest closing
  backlog_per_day: `
    SELECT day, sum(opened) AS opened, sum(closed) AS closed, sum(sum(opened) - sum(closed)) OVER (ORDER BY day) AS backlog
    FROM (
      SELECT ${day("created_at")} AS day, 1 AS opened, 0 AS closed FROM conversations
      WHERE _deleted_at IS NULL AND status <> 'spam' AND state <> 'draft'
      UNION ALL
      SELECT ${day("closed_at")} AS day, 0 AS opened, 1 AS closed FROM conversations
      WHERE _deleted_at IS NULL AND status = 'closed' AND state <> 'draft' AND closed_at IS NOT NULL
    ) AS changes
    GROUP BY day`,
  replies_per_user_and_day: `
    SELECT t.created_by_id AS user_id, ${day("t.created_at")} AS day, count(*) AS replies
    FROM threads t
    WHERE t.type = 'message' AND t.state = 'published' AND t.created_by_type = 'user' AND t._deleted_at IS NULL
    GROUP BY t.created_by_id, ${day("t.created_at")}`,
  conversations_per_tag_and_month: `
    SELECT g.tag, ${month("c.created_at")} AS month, count(*) AS conversations
    FROM conversation_tags g
    JOIN conversations c ON c.id = g.conversation_id AND c._deleted_at IS NULL
    WHERE g._deleted_at IS NULL
    GROUP BY g.tag, ${month("c.created_at")}`
})

/** The names of the views. */
export const names: ReadonlyArray<string> = Object.keys(definitions(sqlite))

/** Creates the views, or replaces those of an earlier version. */
export const create = (sql: SqlClient.SqlClient): Effect.Effect<void, SqlError> =>
  Effect.forEach(
    Object.entries(definitions(sql.onDialectOrElse({ pg: () => pg, orElse: () => sqlite }))),
    ([name, definition]) =>
      Effect.zipRight(
        sql`DROP VIEW IF EXISTS ${sql(name)}`,
        sql`CREATE VIEW ${sql(name)} AS ${sql.literal(definition)}`
      ),
    { discard: true }
  )
