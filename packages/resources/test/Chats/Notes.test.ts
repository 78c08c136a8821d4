import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { ChatNoteCreate, endpoints } from "@effect-helpscout/resources/Chats/Notes"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"
const noteId = "0b0ab2a8-6f37-4d9c-8f25-9a3f6a5a4f10"
const path = `/v2/chats/${chatId}/notes`

describe("ChatNoteCreate", () => {
  it("round-trips", () => assertRoundTrips(ChatNoteCreate))
})

describe("requests", () => {
  assertCalls(Chats, Chats.layer, endpoints, {
    create: {
      call: (chats) => chats.notes.create({ chatId, noteId }, { body: "Hi" }),
      sent: `PUT ${path}/${noteId}`,
      body: { body: "Hi" },
      response: json({ id: chatId })
    }
  })

  it.effect("create sends a random UUID by default, and rejects an id that is not a UUID", () => {
    const to = script(json({ id: chatId }), json({ id: chatId }))
    return Effect.gen(function* () {
      const chats = yield* Chats
      yield* chats.notes.create({ chatId }, { body: "Hi" })
      yield* chats.notes.create({ chatId }, { body: "Hi" })
      const ids = to.sent.map(({ url }) => url.split("/").at(-1) ?? "")
      for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.strictEqual(new Set(ids).size, 2)
      const error = yield* Effect.flip(chats.notes.create({ chatId, noteId: "1" }, { body: "Hi" }))
      assert.strictEqual(error._tag, "HelpScoutInputInvalid")
      assert.include(error.message, "noteId")
    }).pipe(Effect.provide(Layer.provide(Chats.layer, clientLayer(to))))
  })
})
