import { assert, describe, it } from "@effect/vitest"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import * as Person from "@effect-helpscout/resources/Person"
import { reader } from "@effect-helpscout/test-support/codecs"

const conversation = {
  id: 1,
  number: 2,
  type: "email",
  status: "closed",
  state: "published",
  mailboxId: 3,
  createdAt: "2026-01-02T03:04:05Z"
}

describe("law D7: placeholder people are absent", () => {
  const unassigned = { id: 1, first: "Help", last: "Scout", email: "none@nowhere.com" }
  const unknown = { id: 0, first: "unknown", last: "unknown", email: "unknown" }

  it("for an unassigned conversation or thread, whatever the form of the id", () => {
    for (const id of [1, "1"]) {
      assert.notProperty(reader(Conversation)({ ...conversation, assignee: { ...unassigned, id } }), "assignee")
      assert.notProperty(
        reader(Thread)({ id: 4, type: "note", createdAt: conversation.createdAt, assignedTo: { ...unassigned, id } }),
        "assignedTo"
      )
    }
  })

  it("for a conversation that was not closed by a user", () => {
    for (const id of [0, "0"]) {
      assert.notProperty(reader(Conversation)({ ...conversation, closedByUser: { ...unknown, id } }), "closedByUser")
      assert.notProperty(reader(Conversation)({ ...conversation, closedByUser: { id } }), "closedByUser")
    }
  })

  it("in the place of each other, too", () => {
    const read = reader(Conversation)
    for (const placeholder of [unassigned, unknown, { ...unassigned, email: "None@Nowhere.com" }]) {
      assert.notProperty(read({ ...conversation, createdBy: placeholder }), "createdBy")
      assert.notProperty(read({ ...conversation, assignee: placeholder }), "assignee")
      assert.notProperty(read({ ...conversation, closedByUser: placeholder }), "closedByUser")
    }
  })

  it("but not for people who resemble them", () => {
    const read = reader(Conversation)
    const user = { id: 1, type: "user", email: "ann@example.org" }
    assert.deepStrictEqual(read({ ...conversation, assignee: user }).assignee, user)
    assert.deepStrictEqual(read({ ...conversation, closedByUser: user }).closedByUser, user)
    // Help Scout itself creates some conversations
    assert.deepStrictEqual(read({ ...conversation, createdBy: { id: 0, type: "user" } }).createdBy, {
      id: 0,
      type: "user"
    })
  })
})

describe("law D6: people may lack an id", () => {
  it("in conversations and threads", () => {
    const read = reader(Conversation)({
      ...conversation,
      createdBy: { type: "customer", email: "ann@example.org" },
      primaryCustomer: { email: "ann@example.org" }
    })
    assert.deepStrictEqual(read.createdBy, { type: "customer", email: "ann@example.org" })
    assert.deepStrictEqual(read.primaryCustomer, { email: "ann@example.org" })
  })

  it("and are then not recognized as a customer, user or team with an id", () => {
    assert.isFalse(Person.isCustomer({ type: "customer" }))
    assert.isFalse(Person.isUser({ type: "user" }))
    assert.isFalse(Person.isTeam({ type: "team" }))
    assert.isTrue(Person.isCustomer({ type: "customer", id: 1 }))
  })
})
