import { assert, describe, it } from "@effect/vitest"
import { ConversationUpdate, SnoozeUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>

describe("ConversationUpdate", () => {
  const write: Codec = Schema.encodeUnknownEither(ConversationUpdate.schema, strict)

  it("encodes the operations of Help Scout", () => {
    const cases = [
      [ConversationUpdate.subject("New"), { op: "replace", path: "/subject", value: "New" }],
      [ConversationUpdate.status("spam"), { op: "replace", path: "/status", value: "spam" }],
      [ConversationUpdate.assignTo(4), { op: "replace", path: "/assignTo", value: 4 }],
      [ConversationUpdate.unassign, { op: "remove", path: "/assignTo" }],
      [ConversationUpdate.moveTo(85), { op: "move", path: "/mailboxId", value: 85 }],
      [ConversationUpdate.customer(7), { op: "replace", path: "/primaryCustomer.id", value: 7 }],
      [ConversationUpdate.publishDraft, { op: "replace", path: "/draft", value: false }]
    ] as const
    for (const [update, right] of cases) assert.deepInclude(write(update), { right })
  })

  it("rejects all other operations", () => {
    for (const wrong of [
      { op: "add", path: "/subject", value: "New" },
      { op: "replace", path: "/tags", value: ["vip"] },
      { op: "replace", path: "/draft", value: true },
      { op: "replace", path: "/assignTo", value: Number.NaN },
      { op: "remove", path: "/assignTo", value: 4 },
      [{ op: "replace", path: "/subject", value: "New" }]
    ]) {
      assert.propertyVal(write(wrong), "_tag", "Left")
    }
  })
})

describe("SnoozeUpdate", () => {
  it("requires unsnoozeOnCustomerReply", () => {
    const snooze: Codec = Schema.encodeUnknownEither(SnoozeUpdate, strict)
    const snoozedUntil = DateTime.unsafeMake("2030-01-01T00:00:00Z")
    assert.propertyVal(snooze({ snoozedUntil }), "_tag", "Left")
    assert.deepInclude(snooze({ snoozedUntil, unsnoozeOnCustomerReply: false }), {
      right: { snoozedUntil: "2030-01-01T00:00:00Z", unsnoozeOnCustomerReply: false }
    })
  })

  it("rejects a date after 2100", () => {
    const snooze: Codec = Schema.encodeUnknownEither(SnoozeUpdate, strict)
    const until = (date: string) => snooze({ snoozedUntil: DateTime.unsafeMake(date), unsnoozeOnCustomerReply: false })
    assert.propertyVal(until("2100-12-31T23:59:59Z"), "_tag", "Right")
    assert.propertyVal(until("2101-01-01T00:00:00Z"), "_tag", "Left")
  })
})
