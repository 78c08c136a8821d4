import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ChatData from "../../../src/data/chats.js"

const pageSize = 2

describe("chats.events", () => {
  it.layer(Layer.provideMerge(Chats.layer, simulated({ pageSizes: { events: pageSize } })))((it) => {
    it.effect("list returns the events of a chat in pages", () =>
      Effect.gen(function* () {
        const { events } = yield* Chats
        const row = (yield* account).table(ChatData.chats).all()[0]!
        const chatId = row.json.id
        const all = [...(yield* Stream.runCollect(events.listAll({ chatId })))]
        assert.lengthOf(all, row.events.length)
        assert.deepStrictEqual((yield* events.list({ chatId })).items, all.slice(0, pageSize))
        assert.lengthOf(
          [...(yield* Stream.runCollect(events.listPages({ chatId })))],
          Math.ceil(row.events.length / pageSize)
        )
      })
    )

    it.effect("list responds with 404 to an unknown id", () =>
      Effect.gen(function* () {
        const { events } = yield* Chats
        const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"
        assert.strictEqual(yield* failure(events.list({ chatId })), "HelpScoutNotFound")
      })
    )
  })
})
