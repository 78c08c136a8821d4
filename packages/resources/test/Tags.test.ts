import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { endpoints, Tag, Tags } from "@effect-helpscout/resources/Tags"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("Tag", () => {
  it("decodes nulls, missing keys and unknown keys, and round-trips", () => {
    const tag = reader(Tag)({ id: 9, name: "vip", color: "mauve", ticketCount: 0, updatedAt: null, added: true })
    assert.deepStrictEqual({ ...tag }, { id: 9, name: "vip", color: "mauve", ticketCount: 0 })
    assertRoundTrips(Tag)
  })
})

describe("requests", () => {
  assertCalls(Tags, Tags.layer, endpoints, {
    list: { call: (tags) => tags.list({ page: 2 }), sent: "GET /v2/tags?page=2" },
    listAll: { call: (tags) => tags.listAll(), sent: "GET /v2/tags" },
    listPages: { call: (tags) => tags.listPages(), sent: "GET /v2/tags" },
    get: { call: (tags) => tags.get({ tagId: 9 }), sent: "GET /v2/tags/9", response: json({ id: 9, name: "vip" }) }
  })
})

describe("over the simulator", () => {
  it.layer(Layer.provideMerge(Layer.merge(Tags.layer, Conversations.layer), simulated({ pageSizes: { tags: 2 } })))(
    (it) => {
      it.effect("lists tags in alphabetical order, page by page, and gets one", () =>
        Effect.gen(function* () {
          const tags = yield* Tags
          const all = [...(yield* Stream.runCollect(tags.listAll()))]
          const names = all.map(({ name }) => name)
          assert.deepStrictEqual(
            names,
            [...names].sort((a, b) => a.localeCompare(b))
          )
          const page = yield* tags.list({ page: 2 })
          assert.deepStrictEqual(page.items, all.slice(2, 4))
          assert.strictEqual(page.totals?.totalElements, all.length)
          assert.lengthOf([...(yield* Stream.runCollect(tags.listPages()))], Math.ceil(all.length / 2))
          assert.deepStrictEqual(yield* tags.get({ tagId: all[0]!.id }), all[0])
          assert.strictEqual(yield* failure(tags.get({ tagId: 1 })), "HelpScoutNotFound")
        })
      )

      it.effect("counts the conversations of each tag", () =>
        Effect.gen(function* () {
          const tags = yield* Tags
          const conversations = yield* Conversations
          const all = [...(yield* Stream.runCollect(conversations.listAll({ status: "all" })))]
          for (const { id, name, ticketCount } of yield* Stream.runCollect(tags.listAll())) {
            const tagged = all.filter((conversation) => conversation.tags?.some((tag) => tag.id === id))
            assert.strictEqual(ticketCount, tagged.length, name)
          }
          const [first] = all
          yield* conversations.tags.update({ conversationId: first!.id }, { tags: ["brand new"] })
          const created = [...(yield* Stream.runCollect(tags.listAll()))].find(({ name }) => name === "brand new")
          assert.strictEqual(created?.ticketCount, 1)
          yield* conversations.delete({ conversationId: first!.id })
          assert.strictEqual((yield* tags.get({ tagId: created!.id })).ticketCount, 0)
        })
      )
    }
  )
})
