import { assert, describe, it } from "@effect/vitest"
import { Chats, type Service } from "@effect-helpscout/resources/Chats"
import * as Account from "@effect-helpscout/simulator/Account"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ChatData from "../../src/data/chats.js"
import * as ConversationData from "../../src/data/conversations/conversations.js"
import * as CustomerData from "../../src/data/customers/customers.js"
import * as UserData from "../../src/data/users.js"

/** The id of a new chat, open and unassigned. */
const open = Effect.map(account, (to) => ChatData.start(to, to.table(CustomerData.customers).all()[0]!.id, 0).json.id)

const writes = (chats: Service, chatId: string) => [
  chats.accept({ chatId }),
  chats.assign({ chatId }, { assignedTo: Account.ownerId }),
  chats.unassign({ chatId }),
  chats.end({ chatId }, { status: "closed" }),
  chats.messages.create({ chatId }, { body: "Hi" }),
  chats.notes.create({ chatId }, { body: "Hi" }),
  chats.tags.update({ chatId }, { tags: ["a"] })
]

describe("chats", () => {
  it.layer(Layer.provideMerge(Chats.layer, simulated()))((it) => {
    it.effect("get returns a chat with its events", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const { events, json } = (yield* account).table(ChatData.chats).all()[0]!
        const chat = yield* chats.get({ chatId: json.id })
        assert.strictEqual(chat.id, json.id)
        assert.lengthOf(chat._embedded?.events ?? [], events.length)
        const listed = yield* Stream.runCollect(chats.events.listAll({ chatId: json.id }))
        assert.deepStrictEqual(chat._embedded?.events, [...listed])
      })
    )

    it.effect("get responds with 404 to an unknown id", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"
        assert.strictEqual(yield* failure(chats.get({ chatId })), "HelpScoutNotFound")
      })
    )

    it.effect("accept, unassign, assign and end change an open chat", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const to = yield* account
        const chatId = yield* open
        const accepted = yield* chats.accept({ chatId })
        assert.deepInclude({ ...accepted.assignee }, { id: Account.ownerId, type: "agent" })
        assert.lengthOf((yield* chats.accept({ chatId }))._embedded?.events ?? [], 2)
        assert.notProperty(yield* chats.unassign({ chatId }), "assignee")
        const other = to.table(UserData.users).all()[1]!.id
        to.table(UserData.access).put({ id: other, mailboxIds: [accepted.mailboxId!] })
        assert.strictEqual((yield* chats.assign({ chatId }, { assignedTo: other })).assignee?.id, other)
        assert.strictEqual(yield* failure(chats.accept({ chatId })), "HelpScoutValidationFailed")
        assert.strictEqual(yield* failure(chats.assign({ chatId }, { assignedTo: 99 })), "HelpScoutValidationFailed")
        const before = to.table(ConversationData.conversations).size()
        assert.isDefined((yield* chats.end({ chatId }, { status: "pending" })).endedAt)
        assert.strictEqual(to.table(ConversationData.conversations).size(), before + 1)
        const made = to.table(ConversationData.conversations).all().at(-1)!.json
        assert.deepInclude(made, { type: "chat", status: "pending", threads: 1 })
        assert.strictEqual((yield* chats.get({ chatId })).id, chatId)
      })
    )

    it.effect("every write gets 404 for an unknown and an ended chat", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const ended = (yield* account).table(ChatData.chats).all()[0]!.json.id
        for (const chatId of [ended, "12861df7-a213-4ee2-9b08-f02c71bbca87"]) {
          for (const write of writes(chats, chatId)) assert.strictEqual(yield* failure(write), "HelpScoutNotFound")
        }
      })
    )

    it.effect("every write gets 403 if the user cannot use chat, or has no name", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const to = yield* account
        const chatId = yield* open
        const owner = to.table(UserData.users).get(Account.ownerId)!
        to.table(ChatData.withoutChat).put({ id: owner.id })
        for (const write of writes(chats, chatId)) assert.strictEqual(yield* failure(write), "HelpScoutForbidden")
        to.table(ChatData.withoutChat).delete(owner.id)
        to.table(UserData.users).put({ ...owner, firstName: "", lastName: "" })
        for (const write of writes(chats, chatId)) {
          assert.include((yield* Effect.flip(write)).message, "Your profile has no name")
        }
        to.table(UserData.users).put(owner)
        assert.strictEqual((yield* chats.accept({ chatId })).assignee?.id, owner.id)
      })
    )

    it.effect("sends the webhook events of chats", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const to = yield* account
        const names = [
          "beacon.chat.created",
          "beacon.chat.customer.replied",
          "beacon.chat.assigned",
          "beacon.chat.agent.replied"
        ]
        to.table(Deliveries.webhooks).put({
          id: 1,
          secret: "s3cret",
          json: {
            id: 1,
            url: "https://example.org",
            state: "enabled",
            events: names,
            notification: false,
            payloadVersion: "V2",
            mailboxIds: [],
            _links: {}
          }
        })
        const chatId = yield* open
        ChatData.visitorReplies(to, chatId, "Hello?", 0)
        yield* chats.messages.create({ chatId }, { body: "Hi" })
        const sent = yield* Stream.runCollect(Stream.take(Deliveries.stream(to), 4))
        assert.deepStrictEqual(
          [...sent].map(({ event }) => event),
          names
        )
        for (const { body } of sent) assert.strictEqual(JSON.parse(body).id, chatId)
      })
    )
  })
})
