import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import * as Fault from "@effect-helpscout/simulator/Fault"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import * as ChatData from "../../../src/data/chats.js"
import * as CustomerData from "../../../src/data/customers/customers.js"
import * as UserData from "../../../src/data/users.js"

/** The id of a new chat, open and unassigned. */
const open = Effect.map(account, (to) => ChatData.start(to, to.table(CustomerData.customers).all()[0]!.id, 0).json.id)

const messageId = "0b0ab2a8-6f37-4d9c-8f25-9a3f6a5a4f10"

describe("chats.messages", () => {
  it.layer(Layer.provideMerge(Chats.layer, simulated()))((it) => {
    it.effect("create sends a message under the given id, and accepts the chat", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const chatId = yield* open
        const chat = yield* chats.messages.create({ chatId, messageId }, { body: "Hi" })
        assert.isDefined(chat.assignee)
        const last = chat._embedded?.events?.at(-1)
        assert.deepInclude({ ...last }, { id: messageId, type: "message", action: "message-added", body: "Hi" })
        assert.strictEqual(last?.author?.type, "user")
      })
    )

    it.effect("create gets 422 for an id that is in use", () =>
      Effect.gen(function* () {
        const { messages, notes } = yield* Chats
        const chatId = yield* open
        const error = yield* Effect.flip(messages.create({ chatId, messageId }, { body: "Hi" }))
        assert.strictEqual(error._tag, "HelpScoutValidationFailed")
        assert.include(error.message, "id value is already in use")
        assert.strictEqual(
          yield* failure(notes.create({ chatId, noteId: messageId }, { body: "Hi" })),
          "HelpScoutValidationFailed"
        )
      })
    )

    it.effect("create gets 400 for a chat that another user holds", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const to = yield* account
        const chatId = yield* open
        const assignedTo = to.table(UserData.users).all()[1]!.id
        to.table(UserData.access).put({ id: assignedTo, mailboxIds: [ChatData.find(to, chatId)?.json.mailboxId ?? 0] })
        yield* chats.assign({ chatId }, { assignedTo })
        const error = yield* Effect.flip(chats.messages.create({ chatId }, { body: "Hi" }))
        assert.strictEqual(error._tag, "HelpScoutValidationFailed")
        assert.include(error.message, "assigned to another user")
      })
    )

    it.effect("create adds a message once if the responses of its attempts are lost", () =>
      Effect.gen(function* () {
        const { messages } = yield* Chats
        const simulator = yield* Simulator
        const to = yield* account
        const chatId = yield* open
        yield* simulator.fail(Fault.reset("after"))
        yield* simulator.fail(Fault.status(503))
        const fiber = yield* Effect.fork(messages.create({ chatId }, { body: "Only once" }))
        yield* TestClock.adjust("1 minutes")
        const chat = yield* Fiber.join(fiber)
        assert.strictEqual(chat._embedded?.events?.at(-1)?.body, "Only once")
        assert.strictEqual(to.writes.get("Only once"), 1)
      })
    )
  })
})
