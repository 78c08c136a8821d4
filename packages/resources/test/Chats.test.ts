import { assert, describe, it } from "@effect/vitest"
import { Chat, ChatEvent, Chats, endpoints } from "@effect-helpscout/resources/Chats"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ChatData from "../../simulator/src/data/chats.js"

const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"

describe("models", () => {
  it("are read with nulls, missing keys, new values and unknown keys", () => {
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
    assert.strictEqual(reader(ChatEvent)({ id: "a", type: "joined", params: [] }).type, "joined")
  })

  it("tell the custom fields of a chat, and of each event which chat it is of", () => {
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

  it("survive decode, encode, decode", () => {
    assertRoundTrips(Chat)
    assertRoundTrips(ChatEvent)
  })
})

describe("requests", () => {
  const path = `/chat/v1/${chatId}`
  assertCalls(Chats, Chats.layer, endpoints, {
    get: { call: (chats) => chats.get({ chatId }), sent: `GET ${path}`, answer: json({ id: chatId }) },
    "events.list": { call: (chats) => chats.events.list({ chatId, page: 2 }), sent: `GET ${path}/events?page=2` },
    "events.listAll": { call: (chats) => chats.events.listAll({ chatId }), sent: `GET ${path}/events` },
    "events.listPages": { call: (chats) => chats.events.listPages({ chatId }), sent: `GET ${path}/events` }
  })
})

describe("the simulator", () => {
  it.layer(Layer.provideMerge(Chats.layer, simulated({ pageSizes: { events: 2 } })))((it) => {
    it.effect("gets a chat, and lists what happened in it", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const { events, json } = (yield* account).table(ChatData.chats).all()[0]!
        const chat = yield* chats.get({ chatId: json.id })
        const listed = [...(yield* Stream.runCollect(chats.events.listAll({ chatId: json.id })))]
        assert.deepStrictEqual(chat._embedded?.events, listed)
        assert.lengthOf(listed, events.length)
        assert.lengthOf((yield* chats.events.list({ chatId: json.id })).items, 2)
        assert.lengthOf([...(yield* Stream.runCollect(chats.events.listPages({ chatId: json.id })))], 2)
        assert.strictEqual(yield* failure(chats.get({ chatId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(chats.events.list({ chatId })), "HelpScoutNotFound")
      })
    )
  })
})
