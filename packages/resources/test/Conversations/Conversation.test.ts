import { assert, describe, it } from "@effect/vitest"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { reader } from "@effect-helpscout/test-support/codecs"
import * as Arbitrary from "effect/Arbitrary"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const decode = Schema.decodeUnknownSync(Conversation)
const encode = Schema.encodeSync(Conversation)

/** Decodes as a client does. */
const read = reader(Conversation)

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
  it("decodes the fields that only v3 has", () => {
    const conversation = read({
      ...bare,
      assignedTeam: { id: 71_001, name: "Tier 1" },
      customFields: [{ id: 531, name: "Channel", value: "web", systemType: "channel" }]
    })
    assert.deepStrictEqual({ ...conversation.assignedTeam }, { id: 71_001, name: "Tier 1" })
    assert.strictEqual(conversation.customFields?.[0]?.systemType, "channel")
    assert.notProperty(read({ ...bare, assignedTeam: null }), "assignedTeam")
  })

  it("decodes nulls, missing keys, new values and unknown keys (law D3)", () => {
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

  it("encodes what it decoded, and decodes that to the same value (law D4)", () => {
    assert.deepStrictEqual(encode(decode(encode(read(whole)))), encode(read(whole)))
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Conversation), (generated) => {
        const encoded = encode(generated)
        assert.deepStrictEqual(encode(decode(encoded)), encoded)
      }),
      { numRuns: 50 }
    )
  })
})
