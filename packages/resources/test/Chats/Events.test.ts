import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { ChatEvent, endpoints } from "@effect-helpscout/resources/Chats/Events"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"

const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"

describe("ChatEvent", () => {
  it("decodes new values and unknown keys", () => {
    const event = reader(ChatEvent)({ id: "a", type: "joined", params: [], body: null, added: true })
    assert.deepStrictEqual({ ...event }, { id: "a", type: "joined", params: [] })
  })

  it("round-trips", () => assertRoundTrips(ChatEvent))
})

describe("requests", () => {
  const path = `/v2/chats/${chatId}/events`
  assertCalls(Chats, Chats.layer, endpoints, {
    list: {
      call: ({ events }) => events.list({ chatId, page: 2, pageSize: 5 }),
      sent: `GET ${path}?page=2&pageSize=5`
    },
    listAll: { call: ({ events }) => events.listAll({ chatId }), sent: `GET ${path}` },
    listPages: { call: ({ events }) => events.listPages({ chatId }), sent: `GET ${path}` }
  })
})
