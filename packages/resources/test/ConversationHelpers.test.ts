import { assert, describe, it } from "@effect/vitest"
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { Conversations, type endpoints } from "@effect-helpscout/resources/Conversations"
import type { ConversationTag } from "@effect-helpscout/resources/Conversations/Tags"
import type { Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

const createdAt = DateTime.unsafeMake("2024-06-13T12:00:00Z")
const thread = (id: number, ...files: ReadonlyArray<number>): Thread => ({
  id,
  type: "customer",
  createdAt,
  _embedded: { attachments: files.map((id) => ({ id })) }
})

type Bound = Endpoint.Service<typeof endpoints>

interface Account {
  /** The id that `get` answers: another one than was asked for after a merge. */
  readonly id: number
  tags: ReadonlyArray<ConversationTag>
  readonly threads: ReadonlyArray<Thread>
  readonly calls: Array<string>
  /** Inside which spans `get` was called. */
  readonly spans: Array<string>
}

const account = (
  tags: ReadonlyArray<string>,
  options: { readonly id?: number; readonly threads?: ReadonlyArray<Thread> } = {}
): Account => ({
  id: options.id ?? 1,
  tags: tags.map((tag, index) => ({ id: index + 1, tag })),
  threads: options.threads ?? [],
  calls: [],
  spans: []
})

/** The methods that the helpers use, over one conversation in memory. */
const layer = (account: Account) => {
  const get: Bound["get"] = ({ conversationId }) =>
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
  const update: Bound["tags"]["update"] = ({ conversationId }, { tags }) =>
    Effect.sync(() => {
      account.calls.push(`update ${conversationId}: ${tags.join()}`)
      account.tags = tags.map((tag, index) => ({ id: index + 1, tag }))
    })
  const listAll: Bound["threads"]["listAll"] = ({ conversationId }) =>
    Stream.suspend(() => {
      account.calls.push(`threads ${conversationId}`)
      return Stream.fromIterable(account.threads)
    })
  const bound = { get, tags: { update }, threads: { listAll } }
  return Conversations.layer.pipe(
    // the helpers use these three methods of the record alone
    Layer.provide(Layer.mock(HelpScoutClient, { methods: () => bound as never }))
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

  it.effect("write nothing when there is nothing to change", () =>
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

  it.effect("refuse what is no name before they ask for anything", () =>
    Effect.gen(function* () {
      const some = account(["a"])
      // the types refuse all but the first two
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

  it.effect("are spans of their own, as every operation is", () =>
    Effect.gen(function* () {
      const some = account(["a"])
      yield* use(some, ({ tags }) => tags.add({ conversationId: 1 }, { tags: ["a"] }))
      yield* use(some, ({ tags }) => tags.remove({ conversationId: 1 }, { tags: ["b"] }))
      yield* use(some, ({ getComplete }) => getComplete({ conversationId: 1 }))
      assert.deepStrictEqual(some.spans, [
        "Conversations.tags.add",
        "Conversations.tags.remove",
        "Conversations.getComplete"
      ])
    })
  )

  it.effect("write to the conversation that a merge led to", () =>
    Effect.gen(function* () {
      const merged = account([], { id: 2 })
      yield* use(merged, ({ tags }) => tags.add({ conversationId: 1 }, { tags: ["a"] }))
      assert.deepStrictEqual(merged.calls, ["get 1", "update 2: a"])
    })
  )
})

describe("getComplete", () => {
  it.effect("answers every thread once, in order, and the files of all", () =>
    Effect.gen(function* () {
      const threads = [thread(4, 40), thread(3), thread(3), thread(2, 20, 21)]
      const merged = account([], { id: 2, threads })
      const complete = yield* use(merged, ({ getComplete }) => getComplete({ conversationId: 1 }))
      assert.deepStrictEqual(
        complete.threads.map(({ id }) => id),
        [4, 3, 2]
      )
      assert.deepStrictEqual(
        complete.attachments.map(({ threadId, attachment }) => [threadId, attachment.id]),
        [
          [4, 40],
          [2, 20],
          [2, 21]
        ]
      )
      assert.deepStrictEqual(merged.calls, ["get 1", "threads 2"])
    })
  )
})
