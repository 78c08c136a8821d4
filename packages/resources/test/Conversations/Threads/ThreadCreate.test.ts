import { assert, describe, it } from "@effect/vitest"
import { NoteThreadCreate, ReplyThreadCreate } from "@effect-helpscout/resources/Conversations/Threads/ThreadCreate"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>

const reply: Codec = Schema.encodeUnknownEither(ReplyThreadCreate, strict)
const valid = { text: "Hello", customer: { id: 7 } }

describe("new threads", () => {
  it("rejects a reply without a customer, or with an id and an email", () => {
    assert.propertyVal(reply(valid), "_tag", "Right")
    assert.propertyVal(reply({ ...valid, customer: { email: "a@example.org", firstName: "Ann" } }), "_tag", "Right")
    assert.propertyVal(reply({ text: "Hello" }), "_tag", "Left")
    assert.propertyVal(reply({ ...valid, customer: {} }), "_tag", "Left")
    assert.propertyVal(reply({ ...valid, customer: { id: 7, email: "a@example.org" } }), "_tag", "Left")
    assert.propertyVal(
      reply({ ...valid, customer: { email: "a@example.org", firstName: "a".repeat(41) } }),
      "_tag",
      "Left"
    )
    assert.propertyVal(reply({ ...valid, customer: { id: 0 } }), "_tag", "Left")
  })

  it("rejects an empty text, an unknown status and an unknown key", () => {
    assert.propertyVal(reply({ ...valid, text: "" }), "_tag", "Left")
    assert.propertyVal(reply({ ...valid, status: "all" }), "_tag", "Left")
    assert.propertyVal(reply({ ...valid, body: "Hello" }), "_tag", "Left")
    const note: Codec = Schema.encodeUnknownEither(NoteThreadCreate, strict)
    assert.propertyVal(note({ text: "Hello", customer: { id: 7 } }), "_tag", "Left")
  })

  it("rejects a creation date unless it is imported", () => {
    const createdAt = DateTime.unsafeMake("2020-01-01T00:00:00.500Z")
    assert.propertyVal(reply({ ...valid, createdAt }), "_tag", "Left")
    assert.propertyVal(reply({ ...valid, createdAt, imported: false }), "_tag", "Left")
    assert.deepInclude(reply({ ...valid, createdAt, imported: true }), {
      right: { ...valid, createdAt: "2020-01-01T00:00:00Z", imported: true }
    })
  })

  it("accepts every documented status of a reply and a note", () => {
    const note: Codec = Schema.encodeUnknownEither(NoteThreadCreate, strict)
    for (const status of ["active", "closed", "inbox_predefined", "open", "pending", "spam"]) {
      assert.propertyVal(reply({ text: "Hello", customer: { id: 7 }, status }), "_tag", "Right", status)
      assert.propertyVal(note({ text: "Hello", status }), "_tag", "Right", status)
    }
  })

  it("decodes a customer with an id and an email by the id, as Help Scout does", () => {
    const decode = Schema.decodeUnknownSync(ReplyThreadCreate)
    assert.deepStrictEqual(decode({ text: "Hello", customer: { id: 7, email: "a@example.org", firstName: "Ann" } }), {
      text: "Hello",
      customer: { id: 7 }
    })
  })

  it("encodes assignTo: null as null, and rejects NaN", () => {
    assert.deepInclude(reply({ ...valid, assignTo: null }), { right: { ...valid, assignTo: null } })
    assert.deepInclude(reply(valid), { right: valid })
    assert.propertyVal(reply({ ...valid, assignTo: Number.NaN }), "_tag", "Left")
  })
})
