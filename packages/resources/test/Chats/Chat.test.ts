import { assert, describe, it } from "@effect/vitest"
import { Chat } from "@effect-helpscout/resources/Chats/Chat"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"

const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"

describe("Chat", () => {
  it("decodes nulls, missing keys, new values and unknown keys", () => {
    const chat = reader(Chat)({
      id: chatId,
      createdAt: "2021-03-01T10:00:00.123456Z",
      endedAt: null,
      tags: [{ id: null, slug: "order", color: "none" }],
      timeline: [{ type: "page-left", timestamp: "2021-03-01T10:00:00Z" }],
      added: true
    })
    assert.strictEqual(chat.createdAt?.epochMillis, Date.UTC(2021, 2, 1, 10, 0, 0, 123))
    assert.deepStrictEqual(chat.tags, [{ slug: "order", color: "none" }])
    assert.strictEqual(chat.timeline?.[0]?.type, "page-left")
  })

  it("decodes custom fields and embedded events", () => {
    const chat = reader(Chat)({
      id: chatId,
      assignee: { id: 4440, type: "agent", first: "Ann", last: "Berg", email: "ann@example.org" },
      customFields: [
        { id: 123, value: "Magic" },
        { id: 124, value: null }
      ],
      _embedded: { events: [{ id: "a", chatId, type: "message", action: "message-added" }] }
    })
    assert.strictEqual(chat.assignee?.type, "agent")
    assert.deepStrictEqual(chat.customFields, [{ id: 123, value: "Magic" }, { id: 124 }])
    assert.strictEqual(chat._embedded?.events?.[0]?.chatId, chatId)
  })

  it("decodes people as people (law D6)", () => {
    const ann = { id: "4440", type: "agent", first: "Ann", last: "", email: "ann@example.org" }
    const decode = reader(Chat)
    assert.strictEqual(decode({ id: chatId, assignee: ann }).assignee?.id, 4440)
    assert.strictEqual(decode({ id: chatId, customer: ann }).customer?.id, 4440)
    assert.throws(() => decode({ id: chatId, assignee: { ...ann, id: "ann" } }))
    assert.isUndefined(decode({ id: chatId, assignee: null }).assignee)
  })

  it("round-trips", () => assertRoundTrips(Chat))
})
