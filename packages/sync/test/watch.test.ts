import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import type * as Change from "@effect-helpscout/sync/Change"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as Oracle from "../soak/oracle.js"
import * as Odd from "./odd.js"
import { account, folder, query, rows, runInto } from "./support.js"

const simulated = account({ seed: "watch", data: { conversations: 60 }, rateLimit: { limit: 100_000 } })

const until = <E, R>(condition: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(condition, (holds) => (holds ? Effect.void : Effect.delay(until(condition), "50 millis")))

describe("law Y1: the watermark", () => {
  it.scopedLive("includes what changes during a pass, after it was read, in the next pass", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const { conversations } = yield* HelpScout
      const first = 2_000_001
      let changed = false
      yield* runInto(file, {
        overlap: 0,
        onProgress: (event) => {
          if (changed || event._tag !== "Committed" || event.table !== "conversations") return Effect.void
          changed = true
          return Effect.orDie(
            conversations.update({ conversationId: first }, ConversationUpdate.subject("changed during the pass"))
          )
        }
      })
      const subject = query<{ subject: string }>(file, `SELECT subject FROM conversations WHERE id = ${first}`)
      assert.notStrictEqual((yield* subject)[0]?.subject, "changed during the pass")
      yield* runInto(file, { overlap: 0 })
      assert.strictEqual((yield* subject)[0]?.subject, "changed during the pass")
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("lets a run that continues an interrupted pass include what changed before it", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const { conversations } = yield* HelpScout
      const options = { overlap: 0, tables: ["conversations"] } as const
      const first = 2_000_001
      const onProgress: Sync.RunOptions["onProgress"] = (event) =>
        event._tag === "Committed" && event.table === "conversations" ? Effect.interrupt : Effect.void
      assert.isTrue(Exit.isInterrupted(yield* Effect.exit(runInto(file, { ...options, onProgress }))))
      const subject = query<{ subject: string }>(file, `SELECT subject FROM conversations WHERE id = ${first}`)
      assert.lengthOf(yield* subject, 1)
      yield* conversations.update({ conversationId: first }, ConversationUpdate.subject("changed in the meantime"))
      yield* runInto(file, options)
      assert.strictEqual((yield* subject)[0]?.subject, "changed in the meantime")
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("is the time of the first response according to Help Scout, minus the overlap", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const date = "Mon, 02 Mar 2020 10:00:00 GMT"
      yield* HelpScoutClient.withTransform(runInto(file, { overlap: "10 minutes" }), Odd.dated(date))
      const [state] = yield* query<{ value: string }>(
        file,
        "SELECT value FROM _helpscout_state WHERE name = 'position'"
      )
      const position = JSON.parse(state?.value ?? "{}") as Change.Position
      assert.strictEqual(position.conversations?.watermark, "2020-03-02T09:50:00Z")
      assert.strictEqual(position.customers?.watermark, "2020-03-02T09:50:00Z")
    }).pipe(Effect.provide(simulated))
  )
})

describe("watch", () => {
  it.scopedLive("follows events within seconds, and erases a customer who was deleted", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const helpScout = yield* HelpScout
      const events = yield* Queue.unbounded<WebhookEvent>()
      const watching = yield* Effect.fork(
        Effect.provide(Sync.watch({ every: "1 hour", events: Stream.fromQueue(events) }), SqliteSink.layer({ file }))
      )
      const count = (where: string) =>
        Effect.map(query<{ n: number }>(file, `SELECT count(*) AS n FROM ${where}`), ([row]) => row?.n ?? 0)
      const isDone = Effect.map(count("_helpscout_state WHERE value LIKE '%reconciledAt%'"), (n) => n > 0)
      yield* until(Effect.orElseSucceed(isDone, () => false))

      yield* helpScout.conversations.delete({ conversationId: 2_000_007 })
      yield* events.offer({ _tag: "convo.deleted", payload: { id: 2_000_007 } })
      yield* until(Effect.map(count("conversations WHERE id = 2000007 AND _deleted_at IS NOT NULL"), (n) => n === 1))

      const page = yield* helpScout.customers.list()
      const customerId = page.items[0]?.id ?? 0
      yield* helpScout.customers.deleteAsync({ customerId })
      yield* events.offer({ _tag: "customer.deleted", payload: { id: customerId } })
      yield* until(
        Effect.map(count(`customers WHERE id = ${customerId} AND first_name IS NULL AND _raw IS NULL`), (n) => n === 1)
      )
      yield* Fiber.interrupt(watching)
      // small tables contain counts, which the next pass brings up to date
      const large = /^(?:conversation|thread|attachment|rating|customer)/
      const found = yield* Oracle.differences(yield* Oracle.state, rows(file))
      assert.deepStrictEqual(
        found.filter((difference) => large.test(difference)),
        []
      )
    }).pipe(Effect.provide(simulated))
  )
})

describe("changes", () => {
  it.scopedLive("emits the same as a Stream, for a destination of one's own", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const stored = new Map<string, Change.Upsert>()
      let position: Change.Position = {}
      const known = {
        differences: () => Effect.succeed([]),
        present: () => Effect.succeed([]),
        conversationsOf: () => Effect.succeed([])
      }
      const pass = Effect.suspend(() =>
        Stream.runForEach(Sync.changes({ position, known, overlap: 0 }), (batch) =>
          Effect.sync(() => {
            for (const change of batch.changes)
              if (change._tag === "Upsert")
                stored.set(`${change.table} ${change.row.conversation_id ?? ""}/${change.row.id}`, change)
            position = batch.position
          })
        )
      )
      yield* pass
      const expected = yield* Oracle.state
      const threads = [...stored.values()].filter(({ table }) => table === "threads")
      assert.lengthOf(threads, expected.threads?.size ?? -1)
      yield* simulator.clear
      yield* pass
      assert.isAtMost((yield* simulator.stats).requests, 15)
    }).pipe(Effect.provide(simulated))
  )
})
