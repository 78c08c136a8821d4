import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as MailboxData from "../../../src/data/mailboxes.js"
import { begin } from "../conversation.js"

describe("the custom fields of a conversation in the simulator", () => {
  it.effect("are replaced by valid values only", () =>
    Effect.gen(function* () {
      const fields = (yield* account).table(MailboxData.fields)
      const due = fields.insert((id) => ({
        id,
        mailboxId: 81001,
        json: { id, name: "Due", type: "date", required: false, order: null, options: null }
      }))
      const [priority, number] = fields.filter(({ mailboxId }) => mailboxId === 81001)
      assert(priority !== undefined && number !== undefined)
      const { conversations, one, get } = yield* begin()
      const set = (id: number, value: string) => conversations.customFields.update(one, { fields: [{ id, value }] })
      for (const [id, value] of [
        [priority.id, "Low"],
        [number.id, "x"],
        [due.id, "2024-02-30"],
        [due.id, "2024-13-01"],
        [1, "x"]
      ] as const) {
        assert.strictEqual(yield* failure(set(id, value)), "HelpScoutValidationFailed", value)
      }
      yield* set(due.id, "2024-02-29")
      yield* conversations.customFields.update(one, {
        fields: [
          { id: priority.id, value: String(priority.json.options?.[0]?.id) },
          { id: number.id, value: "42" }
        ]
      })
      assert.deepStrictEqual(
        (yield* get).customFields?.map(({ text }) => text),
        ["Low", "42"]
      )
    }).pipe(Effect.provide(Conversations.layer), Effect.provide(simulated()))
  )
})
