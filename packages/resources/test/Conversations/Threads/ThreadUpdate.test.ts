import { assert, describe, it } from "@effect/vitest"
import { ThreadScheduleUpdate, ThreadUpdate } from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>

describe("ThreadUpdate", () => {
  it("encodes the operations of Help Scout, and rejects others", () => {
    const update: Codec = Schema.encodeUnknownEither(ThreadUpdate.schema, strict)
    assert.deepInclude(update(ThreadUpdate.text("new")), {
      right: { op: "replace", path: "/text", value: "new" }
    })
    assert.deepInclude(update(ThreadUpdate.hide), { right: { op: "replace", path: "/hidden", value: true } })
    assert.deepInclude(update(ThreadUpdate.unhide), { right: { op: "replace", path: "/hidden", value: false } })
    assert.propertyVal(update({ op: "remove", path: "/text" }), "_tag", "Left")
  })
})

describe("ThreadScheduleUpdate", () => {
  it("requires unscheduleOnCustomerReply", () => {
    const schedule: Codec = Schema.encodeUnknownEither(ThreadScheduleUpdate, strict)
    const scheduledFor = DateTime.unsafeMake("2030-01-01T00:00:00Z")
    assert.propertyVal(schedule({ scheduledFor }), "_tag", "Left")
    assert.propertyVal(schedule({ scheduledFor, unscheduleOnCustomerReply: true }), "_tag", "Right")
  })

  it("rejects a date after 2100", () => {
    const schedule: Codec = Schema.encodeUnknownEither(ThreadScheduleUpdate, strict)
    const at = (date: string) => schedule({ scheduledFor: DateTime.unsafeMake(date), unscheduleOnCustomerReply: true })
    assert.propertyVal(at("2100-12-31T23:59:59Z"), "_tag", "Right")
    assert.propertyVal(at("2101-01-01T00:00:00Z"), "_tag", "Left")
  })
})
