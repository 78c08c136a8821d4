import { assert, describe, it } from "@effect/vitest"
import * as Hal from "@effect-helpscout/core/Hal"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
import { ConversationQuery } from "@effect-helpscout/resources/Conversations/ConversationQuery"
import { ConversationUpdate, SnoozeUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import * as ConversationCustomFields from "@effect-helpscout/resources/Conversations/CustomFields"
import * as ConversationTags from "@effect-helpscout/resources/Conversations/Tags"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>
const decode = Schema.decodeUnknownSync(Conversation)
const encode = Schema.encodeSync(Conversation)

/** As the interpreter does. */
const read = (payload: unknown) => decode(Hal.dropNulls(JSON.parse(JSON.stringify(payload))))

const bare = {
  id: 1,
  number: 12,
  type: "email",
  status: "active",
  state: "published",
  mailboxId: 85,
  createdAt: "2024-06-13T12:00:00Z"
}

const whole = {
  ...bare,
  threads: 2,
  folderId: 11,
  subject: null,
  preview: "Hello",
  assignee: { id: 9, type: "team", first: "Support", last: "", email: null },
  createdBy: { id: 0, type: "system_user", email: "none@nowhere.com" },
  closedBy: 0,
  closedByUser: { id: 4, type: "user", first: "Ann" },
  closedAt: null,
  userUpdatedAt: "2024-06-13T12:00:00Z",
  customerWaitingSince: { time: "2024-06-13T12:00:00Z", friendly: "20 hours ago", latestReplyFrom: "customer" },
  source: { type: "carrier-pigeon", via: "customer" },
  tags: [{ id: 9150, color: "#929499", tag: "vip" }],
  cc: ["one@example.org"],
  bcc: "two@example.org",
  primaryCustomer: {
    id: 7,
    type: "customer",
    first: "Vernon",
    last: "Bear",
    email: "bear@example.org",
    photoUrl: null
  },
  customFields: [{ id: 531, name: "Account", value: "8518", text: "Administrator" }],
  snooze: { snoozedBy: 4, snoozedUntil: "2030-01-01T00:00:00Z", unsnoozeOnCustomerReply: true },
  nextEvent: { time: "2030-01-01T00:00:00Z", eventType: "snooze", userId: 4, cancelOnCustomerReply: true },
  _embedded: { threads: [{ id: 2, type: "customer", createdAt: "2024-06-13T12:00:00Z" }] },
  _links: { web: { href: "https://secure.helpscout.net/conversation/1/12" } },
  somethingNew: [1]
}

describe("Conversation", () => {
  it("is read with nulls, missing keys, new values and unknown keys", () => {
    assert.notProperty(read(bare), "subject")
    const conversation = read(whole)
    assert.notProperty(conversation, "subject")
    assert.notProperty(conversation, "somethingNew")
    assert.strictEqual(conversation.source?.type, "carrier-pigeon")
    assert.strictEqual(conversation.createdBy?.type, "system_user")
    assert.deepStrictEqual(conversation.bcc, ["two@example.org"])
    assert.strictEqual(conversation._embedded?.threads?.length, 1)
    assert.strictEqual(read({ ...bare, status: "hibernating" }).status, "hibernating")
  })

  it("encodes back what it decoded, and decodes that to the same", () => {
    assert.deepStrictEqual(encode(decode(encode(read(whole)))), encode(read(whole)))
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Conversation), (generated) => {
        const wire = encode(generated)
        assert.deepStrictEqual(encode(decode(wire)), wire)
      }),
      { numRuns: 50 }
    )
  })
})

describe("ConversationQuery", () => {
  const write: Codec = Schema.encodeUnknownEither(ConversationQuery, strict)

  it("goes out under Help Scout's names, dates in whole seconds and a built search as text", () => {
    assert.deepInclude(
      write({
        status: "all",
        mailbox: [1, 2],
        assigned_to: 4,
        modifiedSince: DateTime.unsafeMake("2024-06-13T12:00:00.999Z"),
        query: SearchQuery.tag("vip")
      }),
      {
        right: {
          status: "all",
          mailbox: [1, 2],
          assigned_to: 4,
          modifiedSince: "2024-06-13T12:00:00Z",
          query: '(tag:"vip")'
        }
      }
    )
  })

  it("takes custom fields only together with an inbox, and writes them as pairs", () => {
    const customFieldsByIds = [
      { id: 123, value: "blue: light" },
      { id: 234, value: "99" }
    ]
    assert.deepInclude(write({ mailbox: 85, customFieldsByIds }), {
      right: { mailbox: 85, customFieldsByIds: "123:blue: light,234:99" }
    })
    assert.propertyVal(write({ customFieldsByIds }), "_tag", "Left")
    assert.propertyVal(write({ mailbox: 85, customFieldsByIds: [] }), "_tag", "Left")
    assert.propertyVal(write({ mailbox: 85, customFieldsByIds: [{ id: 1, value: "a,2:b" }] }), "_tag", "Left")
    const parse: Codec = Schema.decodeUnknownEither(ConversationQuery)
    assert.deepInclude(parse({ mailbox: 85, customFieldsByIds: "123:blue: light,234:99" }), {
      right: { mailbox: 85, customFieldsByIds }
    })
    assert.propertyVal(parse({ mailbox: 85, customFieldsByIds: "blue" }), "_tag", "Left")
  })

  it("refuses what Help Scout would ignore", () => {
    for (const wrong of [
      { satus: "all" },
      { status: "all ", page: 1 },
      { number: 0 },
      { tag: "" },
      { query: "" },
      { mailbox: 0 }
    ]) {
      assert.propertyVal(write(wrong), "_tag", "Left", JSON.stringify(wrong))
    }
  })
})

describe("ConversationCreate", () => {
  const write: Codec = Schema.encodeUnknownEither(ConversationCreate, strict)
  const thread = { type: "customer", text: "Hello", customer: { email: "bear@example.org" } }
  const valid = {
    subject: "Subject",
    customer: { email: "bear@example.org", firstName: "Vernon" },
    mailboxId: 85,
    type: "email",
    status: "active",
    threads: [thread]
  }

  it("takes what Help Scout's own example sends", () => {
    const createdAt = DateTime.unsafeMake("2012-10-10T12:00:00Z")
    const sample = { ...valid, createdAt, tags: ["vip"], fields: [{ id: 531, value: "trial" }] }
    assert.deepInclude(write(sample), { right: { ...sample, createdAt: "2012-10-10T12:00:00Z" } })
  })

  it("keeps assignTo: null on the wire", () => {
    assert.deepInclude(write({ ...valid, assignTo: null }), { right: { ...valid, assignTo: null } })
    assert.deepInclude(write(valid), { right: valid })
  })

  it("refuses what Help Scout would refuse", () => {
    const createdAt = DateTime.unsafeMake("2012-10-10T12:00:00Z")
    const wrongs = {
      "no threads": { ...valid, threads: [] },
      "more than 100 threads": { ...valid, threads: Array.from({ length: 101 }, () => thread) },
      "a reply without a customer": { ...valid, threads: [{ type: "reply", text: "Hello" }] },
      "a draft that is no reply": { ...valid, threads: [{ ...thread, draft: true }] },
      "a thread of no kind": { ...valid, threads: [{ ...thread, type: "message" }] },
      "no subject": { ...valid, subject: "" },
      spam: { ...valid, status: "spam" },
      "no customer": { ...valid, customer: {} },
      customFields: { ...valid, customFields: [] },
      "closedAt without imported": { ...valid, closedAt: createdAt },
      "a dated thread without imported": { ...valid, threads: [{ ...thread, createdAt }] }
    }
    for (const [name, wrong] of Object.entries(wrongs)) assert.propertyVal(write(wrong), "_tag", "Left", name)
    assert.propertyVal(
      write({ ...valid, imported: true, closedAt: createdAt, threads: [{ ...thread, createdAt }] }),
      "_tag",
      "Right"
    )
    assert.propertyVal(write({ ...valid, threads: [{ ...thread, createdAt, imported: true }] }), "_tag", "Right")
  })
})

describe("ConversationUpdate", () => {
  const write: Codec = Schema.encodeUnknownEither(ConversationUpdate.schema, strict)

  it("writes the operations that Help Scout knows", () => {
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

  it("refuses every other one", () => {
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

describe("what replaces the whole", () => {
  it("is taken as it is: an empty list takes everything away", () => {
    assert.deepStrictEqual(Schema.encodeSync(ConversationTags.ConversationTagsUpdate)({ tags: [] }), { tags: [] })
    const fields: Codec = Schema.encodeUnknownEither(ConversationCustomFields.ConversationCustomFieldsUpdate, strict)
    assert.deepInclude(fields({ fields: [] }), { right: { fields: [] } })
    assert.propertyVal(fields({ fields: [{ id: 1, value: "a".repeat(15_001) }] }), "_tag", "Left")
    assert.propertyVal(fields({ fields: [{ id: 1, value: 7 }] }), "_tag", "Left")
  })

  it("a snooze says whether a reply ends it", () => {
    const snooze: Codec = Schema.encodeUnknownEither(SnoozeUpdate, strict)
    const snoozedUntil = DateTime.unsafeMake("2030-01-01T00:00:00Z")
    assert.propertyVal(snooze({ snoozedUntil }), "_tag", "Left")
    assert.deepInclude(snooze({ snoozedUntil, unsnoozeOnCustomerReply: false }), {
      right: { snoozedUntil: "2030-01-01T00:00:00Z", unsnoozeOnCustomerReply: false }
    })
  })

  it("a snooze ends in this century", () => {
    const snooze: Codec = Schema.encodeUnknownEither(SnoozeUpdate, strict)
    const until = (date: string) => snooze({ snoozedUntil: DateTime.unsafeMake(date), unsnoozeOnCustomerReply: false })
    assert.propertyVal(until("2100-12-31T23:59:59Z"), "_tag", "Right")
    assert.propertyVal(until("2101-01-01T00:00:00Z"), "_tag", "Left")
  })
})
