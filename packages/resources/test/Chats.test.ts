import { assert, describe, it } from "@effect/vitest"
import { ChatEnd, Chats, endpoints } from "@effect-helpscout/resources/Chats"
import { ChatEventQuery } from "@effect-helpscout/resources/Chats/Events"
import { ChatMessageCreate } from "@effect-helpscout/resources/Chats/Messages"
import { ChatNoteCreate } from "@effect-helpscout/resources/Chats/Notes"
import { ChatTagsUpdate } from "@effect-helpscout/resources/Chats/Tags"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { accepts } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import type * as Schema from "effect/Schema"

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

describe("inputs", () => {
  const check = <A, I>(
    schema: Schema.Schema<A, I>,
    accepted: ReadonlyArray<unknown>,
    rejected: ReadonlyArray<unknown>
  ): void => {
    const isAccepted = accepts(schema)
    for (const value of accepted) assert.isTrue(isAccepted(value), JSON.stringify(value))
    for (const value of rejected) assert.isFalse(isAccepted(value), JSON.stringify(value))
  }

  it("are what Help Scout documents, and nothing else", () => {
    const bodies = [{ body: "" }, { body: null }, {}, { body: "a", text: "b" }]
    check(ChatMessageCreate, [{ body: "a" }], bodies)
    check(ChatNoteCreate, [{ body: "a" }], bodies)
    check(ChatTagsUpdate, [{ tags: [] }, { tags: ["a"] }], [{ tags: [""] }, { tags: ["a", ""] }, { tags: "a" }, {}])
    const statuses = ["active", "closed", "pending"].map((status) => ({ status }))
    check(ChatEnd, statuses, [{ status: "spam" }, { status: "open" }, {}])
    check(ChatEventQuery, [{}, { pageSize: 1 }], [{ pageSize: 0 }, { pageSize: -1 }, { pageSize: 1.5 }])
  })
})
