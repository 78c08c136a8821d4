import { assert, describe, it } from "@effect/vitest"
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { Conversations, type endpoints } from "@effect-helpscout/resources/Conversations"
import { type ConversationTag, ConversationTagsUpdate } from "@effect-helpscout/resources/Conversations/Tags"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const createdAt = DateTime.unsafeMake("2024-06-13T12:00:00Z")
type Methods = Endpoint.Service<typeof endpoints>

interface Account {
  /** The id in the response of `get`. After a merge, it differs from the requested one. */
  readonly id: number
  tags: ReadonlyArray<ConversationTag>
  readonly calls: Array<string>
  /** The spans in which `get` was called. */
  readonly spans: Array<string>
}

const account = (tags: ReadonlyArray<string>, options: { readonly id?: number } = {}): Account => ({
  id: options.id ?? 1,
  tags: tags.map((tag, index) => ({ id: index + 1, tag })),
  calls: [],
  spans: []
})

/** The methods of the record, over one conversation in memory. */
const layer = (account: Account) => {
  const get: Methods["get"] = ({ conversationId }) =>
    Effect.map(Effect.option(Effect.currentSpan), (span) => {
      account.calls.push(`get ${conversationId}`)
      account.spans.push(Option.match(span, { onNone: () => "none", onSome: ({ name }) => name }))
      return {
        id: account.id,
        number: 1,
        type: "email",
        status: "active",
        state: "published",
        mailboxId: 1,
        createdAt,
        tags: account.tags
      }
    })
  const update: Methods["tags"]["update"] = ({ conversationId }, { tags }) =>
    Effect.sync(() => {
      account.calls.push(`update ${conversationId}: ${tags.join()}`)
      account.tags = tags.map((tag, index) => ({ id: index + 1, tag }))
    })
  const methods = { get, tags: { update } }
  return Conversations.layer.pipe(
    // `add` and `remove` use only these two methods of the record
    Layer.provide(Layer.mock(HelpScoutClient, { methods: () => methods as never }))
  )
}

const use = <A, E>(account: Account, f: (conversations: Conversations["Type"]) => Effect.Effect<A, E>) =>
  Effect.provide(Effect.flatMap(Conversations, f), layer(account))

describe("tags.add and tags.remove", () => {
  it.effect("keep the other tags, with one read and one write", () =>
    Effect.gen(function* () {
      const some = account(["a", "b"])
      const added = yield* use(some, ({ tags }) => tags.add({ conversationId: 1 }, { tags: ["c", "c"] }))
      assert.deepStrictEqual(added, ["a", "b", "c"])
      const left = yield* use(some, ({ tags }) => tags.remove({ conversationId: 1 }, { tags: ["A", "c"] }))
      assert.deepStrictEqual(left, ["b"])
      assert.deepStrictEqual(some.calls, ["get 1", "update 1: a,b,c", "get 1", "update 1: b"])
    })
  )

  it.effect("write nothing if nothing changes", () =>
    Effect.gen(function* () {
      const some = account(["VIP"])
      assert.deepStrictEqual(yield* use(some, ({ tags }) => tags.add({ conversationId: 1 }, { tags: ["vip "] })), [
        "VIP"
      ])
      assert.deepStrictEqual(yield* use(some, ({ tags }) => tags.remove({ conversationId: 1 }, { tags: ["b"] })), [
        "VIP"
      ])
      assert.deepStrictEqual(some.calls, ["get 1", "get 1"])
    })
  )

  it.effect("reject invalid names before they send a request", () =>
    Effect.gen(function* () {
      const some = account(["a"])
      // the types reject all but the first two
      for (const wrong of [
        { tags: [""] },
        { tags: ["b", ""] },
        { tags: "b" },
        { tags: [1] },
        { tag: ["b"] },
        undefined
      ]) {
        for (const method of ["add", "remove"] as const) {
          const error = yield* use(some, ({ tags }) => Effect.flip(tags[method]({ conversationId: 1 }, wrong as never)))
          assert.deepInclude(error, { _tag: "HelpScoutInputInvalid", operation: `Conversations.tags.${method}` })
        }
      }
      assert.deepStrictEqual(some.calls, [])
    })
  )

  it.effect("have their own spans, like every operation", () =>
    Effect.gen(function* () {
      const some = account(["a"])
      yield* use(some, ({ tags }) => tags.add({ conversationId: 1 }, { tags: ["a"] }))
      yield* use(some, ({ tags }) => tags.remove({ conversationId: 1 }, { tags: ["b"] }))
      assert.deepStrictEqual(some.spans, ["Conversations.tags.add", "Conversations.tags.remove"])
    })
  )

  it.effect("write to the conversation with the new id after a merge", () =>
    Effect.gen(function* () {
      const merged = account([], { id: 2 })
      yield* use(merged, ({ tags }) => tags.add({ conversationId: 1 }, { tags: ["a"] }))
      assert.deepStrictEqual(merged.calls, ["get 1", "update 2: a"])
    })
  )
})

describe("ConversationTagsUpdate", () => {
  it("accepts an empty list, which removes all tags", () => {
    assert.deepStrictEqual(Schema.encodeSync(ConversationTagsUpdate)({ tags: [] }), { tags: [] })
  })
})
