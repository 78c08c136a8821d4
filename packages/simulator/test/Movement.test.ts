import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Movement from "@effect-helpscout/simulator/Movement"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const layer = Layer.provideMerge(
  Conversations.layer,
  simulatorLayer({ data: { conversations: 45 }, pageSizes: { conversations: 10 } })
)

type Changes = Parameters<typeof Movement.onPages>[1]

/** All walks begin with the same account, and get the same changes. */
const prepared = (changes: Changes) =>
  Effect.gen(function* () {
    const simulator = yield* Simulator
    yield* simulator.setOnRequest(Movement.onPages(yield* simulator.account(), changes))
  })

interface Listed {
  readonly _embedded?: { readonly conversations: ReadonlyArray<{ readonly id: number }> }
  readonly _links: { readonly next?: { readonly href: string } }
}

/** The ids that the server sends to a client that follows the links of each page. */
const serverIds = (changes: Changes) =>
  Effect.gen(function* () {
    yield* prepared(changes)
    const client = yield* HttpClient.HttpClient
    const { accessToken } = yield* (yield* Simulator).issueTokens()
    const ids: Array<number> = []
    let next: string | undefined = "https://api.helpscout.net/v2/conversations?status=all"
    while (next !== undefined) {
      const request = HttpClientRequest.bearerToken(HttpClientRequest.get(next), accessToken)
      const response = yield* client.execute(request)
      // the server's own response
      const body = (yield* response.json) as Listed
      ids.push(...(body._embedded?.conversations.map(({ id }) => id) ?? []))
      next = body._links.next?.href
    }
    return ids
  }).pipe(Effect.provide(layer))

const listed = (changes: Changes, options: { readonly prefetch?: number; readonly concurrency?: number } = {}) =>
  Effect.gen(function* () {
    yield* prepared(changes)
    const all = (yield* Conversations).listAll({ status: "all" }, options)
    return [...(yield* Stream.runCollect(Stream.map(all, ({ id }) => id)))]
  }).pipe(Effect.provide(layer))

describe("a list that changes while it is read", () => {
  it.effect("repeats a conversation that moves down to the next page", () =>
    Effect.gen(function* () {
      const before = yield* serverIds({})
      assert.lengthOf(before, 45)
      const changes = { 2: Movement.arrive() }
      const seen = yield* listed(changes)
      assert.deepStrictEqual(seen, yield* serverIds(changes))
      // the last of page 1 is the first of page 2
      assert.deepStrictEqual(seen, [...before.slice(0, 10), ...before.slice(9)])
    })
  )

  it.effect("misses a conversation that moves up to an earlier page", () =>
    Effect.gen(function* () {
      const before = yield* serverIds({})
      const changes = { 3: Movement.leave(before[0]!, before[4]!) }
      const seen = yield* listed(changes)
      assert.deepStrictEqual(seen, yield* serverIds(changes))
      assert.deepStrictEqual(seen, [...before.slice(0, 20), ...before.slice(22)])
    })
  )

  it.effect("contains exactly what the server sent, without reordering or deduplication, also with prefetch", () =>
    Effect.gen(function* () {
      const before = yield* serverIds({})
      const changes = { 2: Movement.arrive(3), 4: Movement.leave(before[30]!, before[31]!), 5: Movement.arrive(12) }
      const seen = yield* serverIds(changes)
      assert.isBelow(new Set(seen).size, seen.length)
      assert.deepStrictEqual(yield* listed(changes), seen)
      assert.deepStrictEqual(yield* listed(changes, { prefetch: 2 }), seen)
    })
  )

  it.effect("neither repeats nor misses conversations with a cursor", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const { account } = yield* Simulator
      const to = yield* account()
      const ids: Array<number> = []
      yield* Stream.runForEach(conversations.listV3All({ status: "all" }), ({ id }) =>
        Effect.sync(() => {
          if (ids.length === 12) Movement.arrive(3)(to, 0)
          ids.push(id)
        })
      )
      assert.deepStrictEqual(ids, yield* serverIds({}))
    }).pipe(Effect.provide(layer))
  )

  it.effect("changes once for each page, even if the page is read again", () =>
    Effect.gen(function* () {
      yield* prepared({ 1: Movement.arrive() })
      const { list } = yield* Conversations
      const totals = yield* Effect.replicateEffect(
        Effect.map(list({ status: "all" }), (page) => page.totals?.totalElements),
        2
      )
      assert.deepStrictEqual(totals, [46, 46])
    }).pipe(Effect.provide(layer))
  )
})
