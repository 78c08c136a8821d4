import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import { begin } from "../conversation.js"

describe("the tags of a conversation in the simulator", () => {
  it.effect("are replaced, and created if necessary", () =>
    Effect.gen(function* () {
      const { conversations, one, get } = yield* begin({ tags: ["first"] })
      yield* conversations.tags.update(one, { tags: ["Only", "only", "VIP"] })
      assert.deepStrictEqual(
        (yield* get).tags?.map(({ tag }) => tag),
        ["only", "vip"]
      )
      const missing = conversations.tags.update({ conversationId: 1 }, { tags: [] })
      assert.strictEqual(yield* failure(missing), "HelpScoutNotFound")
    }).pipe(Effect.provide(Conversations.layer), Effect.provide(simulated()))
  )
})
