/** The ids of an NDJSON copy, in memory while a reconciliation compares them with the account. */
import type { Change } from "../../Change.js"
import type { Reconciled } from "../../Sink.js"
import type { Line } from "./lines.js"

type Sets = Readonly<Record<Reconciled, Set<number>>>

const isReconciled = (table: string): table is Reconciled => table === "conversations" || table === "customers"

export class Ids {
  readonly #rows: Sets = { conversations: new Set(), customers: new Set() }
  readonly #seen: Sets = { conversations: new Set(), customers: new Set() }
  /** Threads that could not be read, and when. */
  readonly #invalid = new Map<string, string>()

  get hasInvalid(): boolean {
    return this.#invalid.size > 0
  }

  /** A line of `conversations` or `customers`. */
  row(table: Reconciled, { id, op }: Line): void {
    if (op === "upsert") this.#rows[table].add(Number(id))
    if (op === "delete" || op === "erase") this.#rows[table].delete(Number(id))
  }

  seen({
    ids,
    start,
    table
  }: {
    readonly ids: ReadonlyArray<number>
    readonly start: boolean
    readonly table: string
  }) {
    if (!isReconciled(table)) return
    if (start) this.#seen[table].clear()
    for (const id of ids) this.#seen[table].add(id)
  }

  invalid(id: string, at: string): void {
    this.#invalid.set(id, at)
  }

  /** A thread that was read. */
  thread(id: string, at: string): void {
    const found = this.#invalid.get(id)
    if (found !== undefined && at >= found) this.#invalid.delete(id)
  }

  /** Changes that were committed. */
  add(changes: ReadonlyArray<Change>, at: string): void {
    for (const change of changes)
      if (change._tag === "Erase") {
        this.#rows.customers.delete(change.customerId)
        for (const id of change.conversationIds) this.#rows.conversations.delete(id)
      }
    for (const change of changes) {
      if (change._tag === "Seen") this.seen(change)
      if (change._tag === "Delete" && isReconciled(change.table)) this.#rows[change.table].delete(Number(change.key.id))
      if (change._tag === "Invalid" && change.table === "threads") this.invalid(change.id, at)
      if (change._tag !== "Upsert") continue
      if (isReconciled(change.table)) this.#rows[change.table].add(Number(change.row.id))
      if (change.table === "threads") this.thread(`${change.row.conversation_id}/${change.row.id}`, at)
    }
  }

  present(table: Reconciled, ids: ReadonlyArray<number>): ReadonlyArray<number> {
    return ids.filter((id) => this.#rows[table].has(id))
  }

  /** As in a database: with the conversations of threads that could not be read. */
  differences(table: Reconciled, kind: "extra" | "missing", after: number): ReadonlyArray<number> {
    const [some, others] =
      kind === "extra" ? [this.#rows[table], this.#seen[table]] : [this.#seen[table], this.#rows[table]]
    const found = new Set([...some].filter((id) => !others.has(id)))
    if (table === "conversations" && kind === "missing")
      for (const id of this.#invalid.keys()) found.add(Number(id.split("/")[0]))
    return [...found]
      .filter((id) => id > after)
      .sort((a, b) => a - b)
      .slice(0, 100)
  }
}
