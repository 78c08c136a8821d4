/**
 * The state of a simulated account, as plain JSON from its API, and the comparison with a copy. It shares no code with the
 * package: cells are derived from the JSON by name.
 */
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Tables from "@effect-helpscout/sync/Tables"
import * as Effect from "effect/Effect"

type Json = Readonly<Record<string, unknown>>
/** Rows by their keys, by table. */
export type State = Readonly<Record<string, ReadonlyMap<string, Json>>>

const get = (path: string) => HelpScoutClient.request<Json>({ method: "GET", path: path as `/${string}` })

const embedded = (body: Json): ReadonlyArray<Json> =>
  Array.isArray(body)
    ? body
    : (Object.values((body._embedded as object | undefined) ?? {}).flat() as ReadonlyArray<Json>)

/** All pages of a list, while nothing changes. */
const list = (path: string): Effect.Effect<ReadonlyArray<Json>, unknown, HelpScoutClient> =>
  Effect.gen(function* () {
    const items: Array<Json> = []
    const at = (page: number) => `${path}${path.includes("?") ? "&" : "?"}page=${page}`
    for (let page = 1; ; page++) {
      const body = yield* get(at(page))
      items.push(...embedded(body))
      const { number, totalPages } = (body.page as { number: number; totalPages: number } | undefined) ?? {
        number: 1,
        totalPages: 1
      }
      if (number >= totalPages) return items
    }
  })

const each = <A>(items: ReadonlyArray<Json>, f: (item: Json) => Effect.Effect<A, unknown, HelpScoutClient>) =>
  Effect.forEach(items, f, { concurrency: 20 })

const children = (item: Json, key: string): ReadonlyArray<Json> =>
  ((item._embedded as Record<string, ReadonlyArray<Json>> | undefined)?.[key] ?? []) as ReadonlyArray<Json>

/** Reads the whole account. */
export const state: Effect.Effect<State, unknown, HelpScoutClient> = Effect.gen(function* () {
  const tables: Record<string, Map<string, Json>> = Object.fromEntries(Tables.all.map(({ name }) => [name, new Map()]))
  const add = (table: string, key: ReadonlyArray<unknown>, json: Json) => void tables[table]?.set(key.join("/"), json)
  for (const item of yield* list("/v2/users")) add("users", [item.id], item)
  for (const item of yield* list("/v2/users/status")) add("user_statuses", [item.userId], item)
  for (const item of yield* list("/v2/tags")) add("tags", [item.id], item)
  for (const item of yield* list("/v2/workflows")) add("workflows", [item.id], item)
  for (const team of yield* list("/v2/teams")) {
    add("teams", [team.id], team)
    for (const item of yield* list(`/v2/teams/${team.id}/members`)) add("team_members", [team.id, item.id], item)
  }
  for (const mailbox of yield* list("/v2/mailboxes")) {
    const at = `/v2/mailboxes/${mailbox.id}`
    add("mailboxes", [mailbox.id], mailbox)
    for (const item of yield* list(`${at}/folders`)) add("mailbox_folders", [mailbox.id, item.id], item)
    for (const item of yield* list(`${at}/fields`)) add("mailbox_custom_fields", [mailbox.id, item.id], item)
    for (const item of (yield* get(`${at}/saved-replies?includeChatReplies=true`)) as unknown as ReadonlyArray<Json>)
      add("saved_replies", [mailbox.id, item.id], item)
  }
  for (const organization of yield* list("/v2/organizations")) {
    add("organizations", [organization.id], organization)
    const { properties } = yield* get(`/v2/organizations/${organization.id}?includeProperties=true`)
    for (const item of (properties ?? []) as ReadonlyArray<Json>)
      add("organization_properties", [organization.id, item.slug], item)
  }
  for (const customer of yield* list("/v2/customers")) {
    const { id } = customer
    add("customers", [id], customer)
    for (const [table, key] of [
      ["customer_emails", "emails"],
      ["customer_phones", "phones"],
      ["customer_chats", "chats"],
      ["customer_social_profiles", "social_profiles"],
      ["customer_websites", "websites"]
    ] as const)
      for (const item of children(customer, key)) add(table, [id, item.id], item)
    for (const item of children(customer, "properties")) add("customer_properties", [id, item.slug], item)
  }
  yield* each(yield* list("/v2/conversations?status=all&sortField=createdAt&sortOrder=asc"), (conversation) =>
    Effect.gen(function* () {
      const { id } = conversation
      add("conversations", [id], conversation)
      for (const item of conversation.tags as ReadonlyArray<Json>) add("conversation_tags", [id, item.id], item)
      for (const item of conversation.customFields as ReadonlyArray<Json>)
        add("conversation_custom_fields", [id, item.id], item)
      for (const thread of yield* list(`/v2/conversations/${id}/threads`)) {
        add("threads", [id, thread.id], thread)
        if (thread.rating !== undefined) add("ratings", [id, thread.id], thread.rating as Json)
        for (const item of children(thread, "attachments")) add("attachments", [id, thread.id, item.id], item)
      }
    })
  )
  return tables
})

/** PostgreSQL stores no half of a surrogate pair, as in a preview that Help Scout cuts off within an emoji, and no NUL. */
const wellFormed = (value: unknown): unknown => {
  if (typeof value === "string") return value.replace(/\0/g, "").replace(/\p{Surrogate}/gu, "\ufffd")
  if (Array.isArray(value)) return value.map(wellFormed)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wellFormed(item)]))
}

/** The account as PostgreSQL can store it. */
export const stateInPostgres: typeof state = Effect.map(state, (tables) =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      new Map([...table].map(([key, json]) => [key, wellFormed(json) as Json]))
    ])
  )
)

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The leaves of an object by the names that columns have. */
const leaves = (json: Json, prefix = ""): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(json).flatMap(([key, value]) => {
    if (key === "_links") return []
    const name = key === "_embedded" ? prefix : `${prefix}${snake(key)}`
    if (!isObject(value)) return [[name, value] as const]
    return [[name, value] as const, ...leaves(value, key === "_embedded" ? prefix : `${name}_`)]
  })

/** Rows whose placeholder people and empty dates are absent by design. */
const isPlaceholder = (json: Json, column: string): boolean =>
  (column.startsWith("assignee_") || column.startsWith("assigned_to_")) && isObject(json.assignee ?? json.assignedTo)
    ? ((json.assignee ?? json.assignedTo) as Json).email === "none@nowhere.com"
    : column.startsWith("closed_by_user") && (json.closedByUser as Json | null)?.id === 0

const plain = (value: unknown): unknown => {
  if (value === undefined || value === null) return null
  if (typeof value === "boolean") return Number(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === "string") {
    if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)?$/.test(value))
      return new Date(value.endsWith("Z") || value.includes("+") ? value : `${value}Z`).toISOString()
    if (/^[[{]/.test(value)) {
      try {
        return JSON.parse(value)
      } catch {
        return value
      }
    }
  }
  return value
}

const same = (a: unknown, b: unknown): boolean => {
  if (typeof a === "object" || typeof b === "object") return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
  return a === b || String(a) === String(b)
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)])
  )
}

/** Fields that depend on the time of the request. */
const volatile = (table: string, column: string) => table === "conversations" && column.endsWith("_friendly")

/** Every difference between the account and the rows that are not deleted. `read` returns the rows of a table. */
export const differences = <E, R>(
  expected: State,
  read: (table: string) => Effect.Effect<ReadonlyArray<Json>, E, R>
): Effect.Effect<ReadonlyArray<string>, E, R> =>
  Effect.gen(function* () {
    const found: Array<string> = []
    for (const table of Tables.all) {
      if (table.name === "conversation_merges") continue
      const wanted = expected[table.name] as ReadonlyMap<string, Json>
      const rows = yield* read(table.name)
      const keys = new Set<string>()
      for (const row of rows) {
        const key = table.key.map((column) => String(row[column])).join("/")
        const at = `${table.name} ${key}`
        if (keys.has(key)) found.push(`${at}: twice`)
        keys.add(key)
        const json = wanted.get(key)
        if (json === undefined) {
          found.push(`${at}: does not exist in the account`)
          continue
        }
        const { _embedded, ...withoutEmbedded } = json
        const raw = typeof row._raw === "string" ? JSON.parse(row._raw) : row._raw
        if (!same(raw, table.name === "conversations" ? withoutEmbedded : json)) found.push(`${at}: _raw differs`)
        const cells = new Map(leaves(json))
        for (const { name } of table.columns) {
          if (table.parentKey.includes(name) || name === "user_id" || volatile(table.name, name)) continue
          const value = isPlaceholder(json, name) ? null : plain(cells.get(name))
          if (!same(plain(row[name]), value))
            found.push(`${at}.${name}: ${JSON.stringify(row[name])} instead of ${JSON.stringify(value)}`)
        }
      }
      for (const key of wanted.keys()) if (!keys.has(key)) found.push(`${table.name} ${key}: missing`)
    }
    return found
  })
