import { assert, describe, it } from "@effect/vitest"
import * as Hal from "@effect-helpscout/core/Hal"
import * as Threads from "@effect-helpscout/resources/Conversations/Threads"
import {
  isChat,
  isCustomer,
  isDraft,
  isForward,
  isLineItem,
  isNote,
  isPhone,
  isReply,
  Thread
} from "@effect-helpscout/resources/Conversations/Threads/Thread"
import { NoteThreadCreate, ReplyThreadCreate } from "@effect-helpscout/resources/Conversations/Threads/ThreadCreate"
import { ThreadScheduleUpdate, ThreadUpdate } from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>
const decode = Schema.decodeUnknownSync(Thread)
const encode = Schema.encodeSync(Thread)

const message = {
  id: 2,
  type: "message",
  status: "closed",
  state: "published",
  action: { type: "default", associatedEntities: {} },
  body: "<p>How are you?</p>",
  source: { type: "web", via: "user" },
  customer: { id: 7, first: "Vernon", last: "Bear", photoUrl: null, email: "bear@example.org" },
  createdBy: { id: 4, type: "user", first: "Ann", last: "Lee", email: "ann@example.org" },
  assignedTo: { id: 9, type: "team", first: "Support" },
  savedReplyId: 0,
  to: ["bear@example.org"],
  cc: "one@example.org",
  bcc: [],
  createdAt: "2024-06-13T12:00:00Z",
  openedAt: null,
  rating: { customerId: 7, rating: "superb", comments: null },
  scheduled: {
    scheduledBy: 4,
    createdAt: "2024-06-13T12:00:00Z",
    scheduledFor: "2025-02-15T12:57:43Z",
    unscheduleOnCustomerReply: true
  },
  _embedded: { attachments: [{ id: 11, filename: "a.png", state: "valid" }] },
  _links: { customer: { href: "https://api.helpscout.net/v2/customers/7" } },
  somethingNew: { a: 1 }
}

/** As the interpreter does. */
const read = (payload: unknown) => decode(Hal.dropNulls(JSON.parse(JSON.stringify(payload))))

describe("Threads", () => {
  it("reads a reply with nulls, new values and unknown keys", () => {
    const thread = read(message)
    assert.strictEqual(thread.rating?.rating, "superb")
    assert.deepStrictEqual(thread.cc, ["one@example.org"])
    assert.notProperty(thread, "openedAt")
    assert.notProperty(thread, "somethingNew")
    assert.strictEqual(DateTime.formatIso(thread.createdAt), "2024-06-13T12:00:00.000Z")
    assert.deepStrictEqual(thread._embedded?.attachments, [{ id: 11, filename: "a.png", state: "valid" }])
  })

  it("reads the barest thread, a line item of old and a type that nobody knows yet", () => {
    const bare = { id: 1, type: "lineitem", createdAt: "2024-06-13T12:00:00Z" }
    assert.isTrue(isLineItem(read(bare)))
    assert.isTrue(isLineItem(read({ ...bare, action: { type: "merged", text: "merged", associatedEntities: [] } })))
    assert.strictEqual(read({ ...bare, type: "hologram" }).type, "hologram")
    assert.strictEqual(read({ ...bare, linkedConversationId: "12" }).linkedConversationId, "12")
    assert.strictEqual(read({ ...bare, linkedConversationId: 12 }).linkedConversationId, 12)
  })

  it("encodes back what it decoded, and decodes that to the same", () => {
    const thread = read(message)
    assert.deepStrictEqual(encode(decode(encode(thread))), encode(thread))
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Thread), (generated) => {
        const wire = encode(generated)
        assert.deepStrictEqual(encode(decode(wire)), wire)
      }),
      { numRuns: 50 }
    )
  })

  it("tells the kinds apart", () => {
    const of = (type: string) => read({ ...message, type })
    const guards = [
      [isReply, ["message"]],
      [isCustomer, ["customer"]],
      [isNote, ["note"]],
      [isLineItem, ["lineitem"]],
      [isChat, ["chat", "beaconchat"]],
      [isPhone, ["phone"]],
      [isForward, ["forwardchild", "forwardparent"]]
    ] as const
    const types = [
      "message",
      "customer",
      "note",
      "lineitem",
      "chat",
      "beaconchat",
      "phone",
      "forwardchild",
      "forwardparent",
      "hologram"
    ]
    for (const [guard, own] of guards) {
      assert.deepStrictEqual(new Set(types.filter((type) => guard(of(type)))), new Set<string>(own))
    }
    assert.isTrue(isDraft(read({ ...message, state: "draft" })))
  })

  describe("what Help Scout would refuse is refused before it is sent", () => {
    const reply: Codec = Schema.encodeUnknownEither(ReplyThreadCreate, strict)
    const valid = { text: "Hello", customer: { id: 7 } }

    it("a reply without a customer, or to one that is told twice", () => {
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

    it("an empty text, a status of something else, a key too many", () => {
      assert.propertyVal(reply({ ...valid, text: "" }), "_tag", "Left")
      assert.propertyVal(reply({ ...valid, status: "all" }), "_tag", "Left")
      assert.propertyVal(reply({ ...valid, body: "Hello" }), "_tag", "Left")
      const note: Codec = Schema.encodeUnknownEither(NoteThreadCreate, strict)
      assert.propertyVal(note({ text: "Hello", customer: { id: 7 } }), "_tag", "Left")
    })

    it("a date of creation, unless it is history", () => {
      const createdAt = DateTime.unsafeMake("2020-01-01T00:00:00.500Z")
      assert.propertyVal(reply({ ...valid, createdAt }), "_tag", "Left")
      assert.propertyVal(reply({ ...valid, createdAt, imported: false }), "_tag", "Left")
      assert.deepInclude(reply({ ...valid, createdAt, imported: true }), {
        right: { ...valid, createdAt: "2020-01-01T00:00:00Z", imported: true }
      })
    })

    it("a schedule without its flag", () => {
      const schedule: Codec = Schema.encodeUnknownEither(ThreadScheduleUpdate, strict)
      const scheduledFor = DateTime.unsafeMake("2030-01-01T00:00:00Z")
      assert.propertyVal(schedule({ scheduledFor }), "_tag", "Left")
      assert.propertyVal(schedule({ scheduledFor, unscheduleOnCustomerReply: true }), "_tag", "Right")
    })

    it("a schedule after 2100", () => {
      const schedule: Codec = Schema.encodeUnknownEither(ThreadScheduleUpdate, strict)
      const at = (date: string) =>
        schedule({ scheduledFor: DateTime.unsafeMake(date), unscheduleOnCustomerReply: true })
      assert.propertyVal(at("2100-12-31T23:59:59Z"), "_tag", "Right")
      assert.propertyVal(at("2101-01-01T00:00:00Z"), "_tag", "Left")
    })
  })

  it("takes every status that Help Scout tells of for a reply and a note", () => {
    const reply: Codec = Schema.encodeUnknownEither(ReplyThreadCreate, strict)
    const note: Codec = Schema.encodeUnknownEither(NoteThreadCreate, strict)
    for (const status of ["active", "closed", "inbox_predefined", "open", "pending", "spam"]) {
      assert.propertyVal(reply({ text: "Hello", customer: { id: 7 }, status }), "_tag", "Right", status)
      assert.propertyVal(note({ text: "Hello", status }), "_tag", "Right", status)
    }
  })

  it("reads a customer that is told twice by the id, as Help Scout does", () => {
    const decode = Schema.decodeUnknownSync(ReplyThreadCreate)
    assert.deepStrictEqual(decode({ text: "Hello", customer: { id: 7, email: "a@example.org", firstName: "Ann" } }), {
      text: "Hello",
      customer: { id: 7 }
    })
  })

  it("keeps assignTo: null on the wire, and never makes one of NaN", () => {
    const reply: Codec = Schema.encodeUnknownEither(ReplyThreadCreate, strict)
    const valid = { text: "Hello", customer: { id: 7 } }
    assert.deepInclude(reply({ ...valid, assignTo: null }), { right: { ...valid, assignTo: null } })
    assert.deepInclude(reply(valid), { right: valid })
    assert.propertyVal(reply({ ...valid, assignTo: Number.NaN }), "_tag", "Left")
  })

  it("writes the operations that Help Scout knows", () => {
    const update: Codec = Schema.encodeUnknownEither(ThreadUpdate.schema, strict)
    assert.deepInclude(update(ThreadUpdate.text("new")), {
      right: { op: "replace", path: "/text", value: "new" }
    })
    assert.deepInclude(update(ThreadUpdate.hide), { right: { op: "replace", path: "/hidden", value: true } })
    assert.deepInclude(update(ThreadUpdate.unhide), { right: { op: "replace", path: "/hidden", value: false } })
    assert.propertyVal(update({ op: "remove", path: "/text" }), "_tag", "Left")

    const { payload } = Threads.endpoints.publishSchedule.description
    assert.deepStrictEqual(Schema.encodeUnknownSync(payload as Schema.Schema<void, unknown>)(undefined), {
      op: "replace",
      path: "/state",
      value: "published"
    })
  })
})
