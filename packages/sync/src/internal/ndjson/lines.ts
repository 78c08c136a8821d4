/** The lines of an NDJSON copy: from changes to lines, and the lines that an erasure removes. */
import type { Change, Erase } from "../../Change.js"
import type { Counts, TableCounts } from "../../Sink.js"
import * as Tables from "../../Tables.js"

/** The file of ids that a reconciliation has found. */
export const seenFile = "_helpscout_seen"

/** The file of items that could not be read. */
export const invalidFile = "_helpscout_invalid"

/** A line as this package wrote it. */
export interface Line {
  readonly op?: string
  readonly parent?: Readonly<Record<string, unknown>>
  readonly [column: string]: unknown
}

type Written = readonly [file: string, line: object]

const linesOf = (change: Change, at: string): ReadonlyArray<Written> => {
  switch (change._tag) {
    case "Upsert":
      return [[change.table, { op: "upsert", ...change.row, _raw: change.json, _synced_at: at }]]
    case "Retain":
      return [[change.table, { op: "retain", parent: change.parent, keys: change.keys, _synced_at: at }]]
    case "Delete":
      return [[change.table, { op: "delete", ...change.key, _synced_at: at }]]
    case "Erase":
      return [
        ["customers", { op: "erase", id: change.customerId, _synced_at: at }],
        ...change.conversationIds.map((id): Written => ["conversations", { op: "erase", id, _synced_at: at }])
      ]
    case "Invalid": {
      const { id, issues, json, table } = change
      return [[invalidFile, { table, id, json, issues, _synced_at: at }]]
    }
    case "Seen":
      return [[seenFile, { table: change.table, ids: change.ids, start: change.start }]]
  }
}

const none: TableCounts = { upserted: 0, deleted: 0, unchanged: 0 }

/** The lines of each file, and what they count. An erasure precedes what is read again. */
export const write = (changes: ReadonlyArray<Change>, at: string) => {
  const files = new Map<string, Array<string>>()
  const counts: Record<string, TableCounts> = {}
  const isErase = ({ _tag }: Change) => _tag === "Erase"
  for (const change of [...changes.filter(isErase), ...changes.filter((change) => !isErase(change))])
    for (const [name, line] of linesOf(change, at)) {
      const text = JSON.stringify(line)
      const before = files.get(name)
      if (before === undefined) files.set(name, [text])
      else before.push(text)
      if (change._tag === "Seen") continue
      const count = counts[name] ?? none
      const isDeleted = change._tag === "Delete" || change._tag === "Erase"
      counts[name] = {
        ...count,
        upserted: count.upserted + (change._tag === "Upsert" ? 1 : 0),
        deleted: count.deleted + (isDeleted ? 1 : 0)
      }
    }
  return { files, counts: counts as Counts }
}

/** Whether a customer wrote a thread, or a conversation is theirs. */
export const concerns = (customerId: number, line: Line): boolean =>
  line.customer_id === customerId ||
  line.primary_customer_id === customerId ||
  (line.created_by_id === customerId && line.created_by_type === "customer")

const namesBelow = (table: Tables.Table) => new Set(Tables.below(table).map(({ name }) => name))
const belowCustomers = namesBelow(Tables.customers)
const belowConversations = namesBelow(Tables.conversations)

/** The thread of a line of a table below conversations. */
export const threadOf = (line: Line): string => {
  const key = { ...line.parent, ...line }
  return `${key.conversation_id}/${key.thread_id ?? key.id}`
}

/**
 * Law Y5: the lines that contain data of deleted customers. Those of conversations that a batch contains completely are
 * replaced. `threads` are those that the customers wrote in conversations of others.
 */
export const isErased = (changes: ReadonlyArray<Change>, threads: ReadonlySet<string>) => {
  const erasures = changes.filter((change): change is Erase => change._tag === "Erase")
  const customers = new Set<unknown>(erasures.map(({ customerId }) => customerId))
  const conversations = new Set<unknown>(erasures.flatMap(({ conversationIds }) => conversationIds))
  for (const change of changes)
    if (change._tag === "Upsert" && change.table === "conversations") conversations.add(change.row.id)
  return (file: string, line: Line): boolean => {
    const of = (column: string) => line[column] ?? line.parent?.[column]
    if (file === "customers") return customers.has(line.id)
    if (belowCustomers.has(file)) return customers.has(of("customer_id"))
    if (file === "conversations") return conversations.has(line.id)
    if (belowConversations.has(file)) return conversations.has(of("conversation_id")) || threads.has(threadOf(line))
    if (file !== invalidFile) return false
    const table = String(line.table)
    // the id of a thread begins with that of its conversation
    const id = Number(String(line.id).split("/")[0])
    if (table === "customers") return customers.has(id)
    return (table === "conversations" || belowConversations.has(table)) && conversations.has(id)
  }
}
