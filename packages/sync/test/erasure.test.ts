/** Deletions, merges and the erasure of customers. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import * as Oracle from "../soak/oracle.js"
import { account, folder, query, rows, runInto } from "./support.js"

const simulated = account({
  seed: "erasure",
  data: { conversations: 80, customers: 12 },
  rateLimit: { limit: 100_000 }
})

const refresh = (file: string, marks: Parameters<typeof Sync.refresh>[0]) =>
  Effect.provide(Sync.refresh(marks), SqliteSink.layer({ file }))

describe("deletions", () => {
  it.scopedLive("marks a deleted conversation, with its threads, at the next reconciliation", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file)
      const { conversations } = yield* HelpScout
      yield* conversations.delete({ conversationId: 2_000_005 })
      const pass = yield* runInto(file)
      assert.strictEqual(pass.tables.conversations?.deleted, 0)
      const { tables } = yield* runInto(file, { reconcile: true })
      assert.strictEqual(tables.conversations?.deleted, 1)
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.state, rows(file)), [])
      const [kept] = yield* query<{ threads: number; subject: string }>(
        file,
        `SELECT subject, (SELECT count(*) FROM threads t WHERE t.conversation_id = c.id AND t._deleted_at IS NOT NULL) AS threads
         FROM conversations c WHERE id = 2000005 AND _deleted_at IS NOT NULL`
      )
      assert.isAbove(kept?.threads ?? 0, 0)
      const again = yield* runInto(file, { reconcile: true })
      assert.strictEqual(again.tables.conversations?.deleted, 0)
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("law Y3: marks what was deleted after an interrupted reconciliation had seen it", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file)
      const { conversations } = yield* HelpScout
      const seen = yield* Effect.flatMap(
        Stream.runHead(conversations.listAll({ status: "all" }, { order: "stable" })),
        (item) => item
      )
      const position = query<{ value: string }>(file, "SELECT value FROM _helpscout_state WHERE name = 'position'")
      const isMidway = Effect.map(Effect.orDie(position), ([row]) =>
        /"reconciliation":\{[^}]*"next"/.test(row?.value ?? "")
      )
      const interrupted = runInto(file, {
        tables: ["conversations"],
        reconcile: true,
        onProgress: () => Effect.flatMap(isMidway, (stop) => (stop ? Effect.interrupt : Effect.void))
      })
      assert.isTrue(Exit.isInterrupted(yield* Effect.exit(interrupted)))
      assert.isTrue(yield* isMidway)
      yield* conversations.delete({ conversationId: seen.id })
      const { tables } = yield* runInto(file, { reconcile: true })
      assert.strictEqual(tables.conversations?.deleted, 1)
      assert.deepStrictEqual(yield* Oracle.differences(yield* Oracle.state, rows(file)), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("marks a deleted conversation at once when an event names it", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file)
      const { conversations } = yield* HelpScout
      yield* conversations.delete({ conversationId: 2_000_006 })
      const counts = yield* refresh(file, { conversations: [2_000_006] })
      assert.strictEqual(counts.conversations?.deleted, 1)
    }).pipe(Effect.provide(simulated))
  )
})

describe("law Y5: a deleted customer is erased", () => {
  it.scopedLive("leaves no byte of the customer's name, address and messages in the file", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const helpScout = yield* HelpScout
      const customerId = yield* helpScout.customers.create({
        firstName: "Zebulon",
        lastName: "Quirrenbach",
        background: "prefers-to-be-called-after-noon",
        emails: [{ type: "work", value: "zebulon.q@unusual-domain.example" }]
      })
      const mailboxes = yield* helpScout.mailboxes.list()
      const mailboxId = mailboxes.items[0]?.id ?? 0
      // long enough for pages of its own
      const secret = "the-secret-of-the-customer "
      const conversationId = yield* helpScout.conversations.create({
        subject: "subject-of-zebulon",
        type: "email",
        status: "active",
        mailboxId,
        customer: { id: customerId },
        threads: [{ type: "customer", customer: { id: customerId }, text: secret.repeat(2_000) }]
      })
      // a message in the conversation of another customer
      const others = yield* Stream.runCollect(Stream.take(helpScout.conversations.listAll({ status: "all" }), 3))
      const other = Chunk.toReadonlyArray(others).find(({ id }) => id !== conversationId)?.id ?? 0
      yield* helpScout.conversations.threads.createCustomer(
        { conversationId: other },
        { customer: { id: customerId }, text: "me-too-says-zebulon" }
      )
      yield* runInto(file)
      const words = [
        "Zebulon",
        "Quirrenbach",
        "after-noon",
        "zebulon.q@",
        "secret-of-the-customer",
        "subject-of-zebulon"
      ]
      const found = () => {
        const bytes = readFileSync(file)
        return words.filter((word) => bytes.includes(word))
      }
      // the control
      assert.deepStrictEqual(found(), words)
      yield* helpScout.customers.delete({ customerId })
      yield* runInto(file, { reconcile: true })
      assert.deepStrictEqual(yield* query(file, `SELECT first_name, _raw FROM customers WHERE id = ${customerId}`), [
        { first_name: null, _raw: null }
      ])
      const left = yield* query<{ n: number }>(
        file,
        `SELECT count(*) AS n FROM threads WHERE conversation_id = ${conversationId}`
      )
      assert.strictEqual(left[0]?.n, 0)
      const remaining = yield* Oracle.state
      // Help Scout still shows the message in the other conversation: the copy shows what Help Scout shows
      const shown = JSON.stringify([...(remaining.threads?.values() ?? [])])
      assert.deepStrictEqual(
        found(),
        words.filter((word) => shown.includes(word))
      )
      assert.deepStrictEqual(yield* Oracle.differences(remaining, rows(file)), [])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("control: without secure_delete, deleted bytes stay in the file", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "control.db")
      yield* query(file, "CREATE TABLE t (id integer PRIMARY KEY, body text)")
      yield* query(file, `INSERT INTO t (body) VALUES ('${"left-behind ".repeat(2_000)}')`)
      const libsql = yield* Effect.promise(() => import("@libsql/client"))
      const client = libsql.createClient({ url: `file:${file}` })
      yield* Effect.promise(() => client.execute("PRAGMA secure_delete = OFF"))
      yield* Effect.promise(() => client.execute("DELETE FROM t"))
      client.close()
      assert.isTrue(readFileSync(file).includes("left-behind"))
    })
  )
})
