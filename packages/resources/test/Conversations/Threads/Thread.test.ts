import { assert, describe, it } from "@effect/vitest"
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
import { reader } from "@effect-helpscout/test-support/codecs"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

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

/** Decodes as a client does. */
const read = reader(Thread)

describe("Thread", () => {
  it("decodes a reply with nulls, new values and unknown keys", () => {
    const thread = read(message)
    assert.strictEqual(thread.rating?.rating, "superb")
    assert.deepStrictEqual(thread.cc, ["one@example.org"])
    assert.notProperty(thread, "openedAt")
    assert.notProperty(thread, "somethingNew")
    assert.strictEqual(DateTime.formatIso(thread.createdAt), "2024-06-13T12:00:00.000Z")
    assert.deepStrictEqual(thread._embedded?.attachments, [{ id: 11, filename: "a.png", state: "valid" }])
  })

  it("decodes a minimal thread, an old line item and an unknown type", () => {
    const bare = { id: 1, type: "lineitem", createdAt: "2024-06-13T12:00:00Z" }
    assert.isTrue(isLineItem(read(bare)))
    assert.isTrue(isLineItem(read({ ...bare, action: { type: "merged", text: "merged", associatedEntities: [] } })))
    assert.strictEqual(read({ ...bare, type: "hologram" }).type, "hologram")
    assert.strictEqual(read({ ...bare, linkedConversationId: "12" }).linkedConversationId, "12")
    assert.strictEqual(read({ ...bare, linkedConversationId: 12 }).linkedConversationId, 12)
  })

  it("encodes what it decoded, and decodes that to the same value (law D4)", () => {
    const thread = read(message)
    assert.deepStrictEqual(encode(decode(encode(thread))), encode(thread))
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Thread), (generated) => {
        const encoded = encode(generated)
        assert.deepStrictEqual(encode(decode(encoded)), encoded)
      }),
      { numRuns: 50 }
    )
  })

  it("distinguishes the kinds with guards", () => {
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
    assert.isFalse(isDraft(read({ ...message, state: "bounced" })))
  })
})
