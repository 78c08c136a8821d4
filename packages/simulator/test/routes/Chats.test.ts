import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ChatData from "../../src/data/chats.js"

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
  })
})
