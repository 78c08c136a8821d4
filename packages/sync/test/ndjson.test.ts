/** NDJSON files: replayed, they equal the account, after deletions, reconciliation and erasure. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, describe, it } from "@effect/vitest"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as NdjsonSink from "@effect-helpscout/sync/NdjsonSink"
import { Sink } from "@effect-helpscout/sync/Sink"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Tables from "@effect-helpscout/sync/Tables"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Oracle from "../soak/oracle.js"
import { account, folder } from "./support.js"

const simulated = account({ seed: "ndjson", data: { conversations: 80, customers: 12 }, rateLimit: { limit: 100_000 } })

const into = <A, E, R>(directory: string, effect: Effect.Effect<A, E, R>) =>
  Effect.provide(Effect.provide(effect, NdjsonSink.layer({ folder: directory, lease: "2 seconds" })), NodeContext.layer)

type Line = Readonly<Record<string, unknown>> & {
  readonly op: "upsert" | "retain" | "delete" | "erase"
  readonly parent: Readonly<Record<string, unknown>>
  readonly keys: ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** The rows of all tables, as a reader of the files finds them: see `docs/copy-an-account.md`. */
const replay = (directory: string) => {
  const rows = new Map<string, Map<string, Line>>()
  const keyOf = (table: Tables.Table, line: Readonly<Record<string, unknown>>) =>
    table.key.map((column) => String(line[column])).join("/")
  const texts = (name: string) => {
    const file = join(directory, `${name}.ndjson`)
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []
  }
  for (const table of Tables.all) {
    const found = new Map<string, Line>()
    rows.set(table.name, found)
    for (const text of texts(table.name)) {
      const line = JSON.parse(text) as Line
      if (line.op === "upsert") found.set(keyOf(table, line), line)
      if (line.op === "delete" || line.op === "erase") found.delete(keyOf(table, line))
      if (line.op !== "retain") continue
      const kept = new Set(line.keys.map((key) => keyOf(table, key)))
      for (const [key, row] of found) {
        const isOfParent = Object.entries(line.parent).every(([column, value]) => row[column] === value)
        if (isOfParent && !kept.has(key)) found.delete(key)
      }
    }
  }
  // a row exists as long as its parent does
  for (const parent of Tables.all)
    for (const { table } of parent.children) {
      const parents = rows.get(parent.name)
      for (const [key, row] of rows.get(table.name) ?? []) {
        const parentKey = table.parentKey.map((column) => String(row[column])).join("/")
        if (table.name !== "conversation_merges" && !parents?.has(parentKey)) rows.get(table.name)?.delete(key)
      }
    }
  return (table: string) => Effect.succeed([...(rows.get(table)?.values() ?? [])])
}

const bytesOf = (directory: string) =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), "utf8"))
    .join("")

describe("an NDJSON copy", () => {
  it.scopedLive("equals the account after deletions and a reconciliation", () =>
    Effect.gen(function* () {
      const directory = join(yield* folder, "copy")
      yield* into(directory, Sync.run())
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.state, replay(directory)), [])
      const { conversations, customers } = yield* HelpScout
      yield* conversations.delete({ conversationId: 2_000_005 })
      yield* conversations.threads.createNote({ conversationId: 2_000_006 }, { text: "another" })
      const id = yield* customers.create({ firstName: "Ann", emails: [{ type: "work", value: "ann@example.com" }] })
      const { tables } = yield* into(directory, Sync.run({ reconcile: true }))
      assert.strictEqual(tables.conversations?.deleted, 1)
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.state, replay(directory)), [])
      // a run of its own reads the ids from the files
      yield* customers.delete({ customerId: id })
      const again = yield* into(directory, Sync.run({ reconcile: true }))
      assert.deepStrictEqual([again.tables.conversations?.deleted, again.tables.customers?.deleted], [0, 1])
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.state, replay(directory)), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("law Y5: contains no byte of a deleted customer", () =>
    Effect.gen(function* () {
      const directory = join(yield* folder, "copy")
      const { conversations, customers, mailboxes } = yield* HelpScout
      const customerId = yield* customers.create({
        firstName: "Zebulon",
        emails: [{ type: "work", value: "zebulon@unusual-domain.example" }]
      })
      const conversationId = yield* conversations.create({
        subject: "subject-of-zebulon",
        type: "email",
        status: "active",
        mailboxId: (yield* mailboxes.list()).items[0]?.id ?? 0,
        customer: { id: customerId },
        threads: [{ type: "customer", customer: { id: customerId }, text: "the-secret" }]
      })
      const others = yield* Stream.runCollect(Stream.take(conversations.listAll({ status: "all" }), 3))
      const other = Chunk.toReadonlyArray(others).find(({ id }) => id !== conversationId)?.id ?? 0
      const fromZebulon = { customer: { id: customerId }, text: "me-too-says-zebulon" }
      yield* conversations.threads.createCustomer({ conversationId: other }, fromZebulon)
      yield* into(directory, Sync.run())
      const words = ["Zebulon", "zebulon@unusual", "subject-of-zebulon", "the-secret", "me-too-says-zebulon"]
      const found = () => words.filter((word) => bytesOf(directory).includes(word))
      // the control
      assert.deepStrictEqual(found(), words)
      yield* customers.delete({ customerId })
      const counts = yield* into(directory, Sync.refresh({ customers: [customerId] }))
      assert.strictEqual(counts.customers?.deleted, 1)
      const remaining = yield* Oracle.state
      // Help Scout still shows the message in the other conversation
      const shown = JSON.stringify([...(remaining.threads?.values() ?? [])])
      assert.deepStrictEqual(
        found(),
        words.filter((word) => shown.includes(word))
      )
      assert.notInclude(found(), "the-secret")
      assert.isFalse(readdirSync(directory).some((name) => name.endsWith(".new")))
      assert.strictEqual((yield* into(directory, Sync.run({ reconcile: true }))).tables.customers?.deleted, 0)
      assert.deepStrictEqual(yield* Oracle.differences(remaining, replay(directory)), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("law Y2: ends an erasure that was committed, and drops one that was not", () =>
    Effect.gen(function* () {
      const directory = join(yield* folder, "copy")
      yield* into(directory, Sync.run({ tables: ["tags"] }))
      const tags = join(directory, "tags.ndjson")
      const state = join(directory, "_position.json")
      const before = readFileSync(tags, "utf8")
      const open = into(
        directory,
        Effect.flatMap(Sink, ({ position }) => position)
      )
      writeFileSync(`${tags}.new`, '{"op":"upsert","id":1}\n')
      yield* open
      assert.strictEqual(readFileSync(tags, "utf8"), before)
      assert.isFalse(existsSync(`${tags}.new`))
      const text = '{"op":"upsert","id":2}\n'
      writeFileSync(`${tags}.new`, text)
      const { position, sizes } = JSON.parse(readFileSync(state, "utf8")) as { position: object; sizes: object }
      writeFileSync(
        state,
        JSON.stringify({ position, sizes: { ...sizes, tags: Buffer.byteLength(text) }, replaced: ["tags"] })
      )
      appendFileSync(`${tags}.new`, '{"op":"ups')
      yield* open
      assert.strictEqual(readFileSync(tags, "utf8"), text)
      assert.notInclude(readFileSync(state, "utf8"), "replaced")
    }).pipe(Effect.provide(simulated))
  )
})
