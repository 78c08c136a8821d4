import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { account, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ChatData from "../../../src/data/chats.js"
import * as CustomerData from "../../../src/data/customers/customers.js"

/** The id of a new chat, open and unassigned. */
const open = Effect.map(account, (to) => ChatData.start(to, to.table(CustomerData.customers).all()[0]!.id, 0).json.id)

describe("chats.notes", () => {
  it.layer(Layer.provideMerge(Chats.layer, simulated()))((it) => {
    it.effect("create adds a note under the given id, and does not accept the chat", () =>
      Effect.gen(function* () {
        const chats = yield* Chats
        const chatId = yield* open
        const noteId = "0b0ab2a8-6f37-4d9c-8f25-9a3f6a5a4f10"
        const chat = yield* chats.notes.create({ chatId, noteId }, { body: "VIP" })
        assert.notProperty(chat, "assignee")
        assert.notStrictEqual(chat.preview, "VIP")
        assert.deepInclude({ ...chat._embedded?.events?.at(-1) }, { id: noteId, type: "note", body: "VIP" })
        const error = yield* Effect.flip(chats.notes.create({ chatId, noteId }, { body: "VIP" }))
        assert.strictEqual(error._tag, "HelpScoutValidationFailed")
      })
    )
  })
})
