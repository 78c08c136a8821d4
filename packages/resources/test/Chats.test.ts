import { describe } from "@effect/vitest"
import { Chats, endpoints } from "@effect-helpscout/resources/Chats"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { json } from "@effect-helpscout/test-support/scripted"

const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"
const path = `/v2/chats/${chatId}`
const response = json({ id: chatId })

describe("requests", () => {
  const { events: _, messages: _m, notes: _n, tags: _t, ...own } = endpoints
  assertCalls(Chats, Chats.layer, own, {
    get: { call: (chats) => chats.get({ chatId }), sent: `GET ${path}`, response },
    accept: { call: (chats) => chats.accept({ chatId }), sent: `PUT ${path}/accept`, response },
    assign: {
      call: (chats) => chats.assign({ chatId }, { assignedTo: 4002 }),
      sent: `PUT ${path}/assign`,
      body: { assignedTo: 4002 },
      response
    },
    unassign: { call: (chats) => chats.unassign({ chatId }), sent: `PUT ${path}/unassign`, response },
    end: {
      call: (chats) => chats.end({ chatId }, { status: "closed" }),
      sent: `PUT ${path}/end`,
      body: { status: "closed" },
      response
    }
  })
})
