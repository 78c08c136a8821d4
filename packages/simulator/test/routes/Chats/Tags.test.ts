import { assert, describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { account, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ChatData from "../../../src/data/chats.js"
import * as CustomerData from "../../../src/data/customers/customers.js"

/** The id of a new chat, open and unassigned. */
const open = Effect.map(account, (to) => ChatData.start(to, to.table(CustomerData.customers).all()[0]!.id, 0).json.id)

describe("chats.tags", () => {
  it.layer(Layer.provideMerge(Chats.layer, simulated()))((it) => {
    it.effect("update replaces all tags, in lower case", () =>
      Effect.gen(function* () {
        const { tags } = yield* Chats
        const chatId = yield* open
        const slugs = (names: ReadonlyArray<string>) =>
          Effect.map(tags.update({ chatId }, { tags: names }), (chat) => chat.tags?.map(({ slug }) => slug))
        assert.deepStrictEqual(yield* slugs(["VIP", "new"]), ["vip", "new"])
        assert.deepStrictEqual(yield* slugs(["vip"]), ["vip"])
        assert.deepStrictEqual(yield* slugs([]), [])
      })
    )
  })
})
